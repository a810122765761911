//! Documents in files and pages, and the content of specs/.

use xtask::documents::{Input, Medium, read};
use xtask::workspace::{Files, Replaced, SpecStore, VendoredDocument};

const TEXT: &str = "openapi: 3.1.0\npaths: {}\n";
const ORIGIN: &str = "https://example.com/spec post /api/v1/search/users";

fn input(path: &str, text: impl AsRef<[u8]>) -> Input {
    Input::new(Medium::File, path, text.as_ref())
}

fn vendor(path: &str, text: impl AsRef<[u8]>) -> Result<VendoredDocument, String> {
    let documents = read([Ok(input(path, text))]).map_err(|errors| errors.to_string())?;
    Ok(documents.into_iter().next().expect("one document per input"))
}

#[test]
fn all_fences_of_commonmark_are_read() {
    let pages = [
        ("three backticks", format!("```yaml {ORIGIN}\n{TEXT}```\n")),
        ("four backticks", format!("# Search\n\n````yaml {ORIGIN}\n{TEXT}````\n\nMore.\n")),
        ("ten backticks", format!("``````````yaml {ORIGIN}\n{TEXT}``````````")),
        ("a longer closing fence", format!("```yaml {ORIGIN}\n{TEXT}``````  \n")),
        ("tildes", format!("~~~yaml {ORIGIN}\n{TEXT}~~~\n")),
        ("spaces before the language", format!("```   YAML   {ORIGIN}  \n{TEXT}```\n")),
        ("indentation", format!("   ```yaml {ORIGIN}\n   openapi: 3.1.0\n   paths: {{}}\n  ```\n")),
        ("a list", format!("1. Search\n\n   ```yaml {ORIGIN}\n   openapi: 3.1.0\n   paths: {{}}\n   ```\n2. End\n")),
        ("a quote", format!("> ```yaml {ORIGIN}\n> openapi: 3.1.0\n> paths: {{}}\n> ```\n")),
        ("Windows line endings", format!("# Search\n\n```yaml {ORIGIN}\n{TEXT}```\n").replace('\n', "\r\n")),
        ("a byte order mark", format!("\u{feff}```yaml {ORIGIN}\n{TEXT}```\n")),
        ("empty lines at the end", format!("```yaml {ORIGIN}\n{TEXT}\n\n```\n")),
        ("other blocks around", format!("```yaml\na: 1\n```\n\n```yaml {ORIGIN}\n{TEXT}```\n\n```sh\nopenapi:\n```\n")),
    ];
    for (name, page) in pages {
        let document = vendor("docs/search-users.md", page).expect(name);
        assert_eq!(document.text, TEXT, "{name}");
        assert_eq!(document.source.file, "search-users.yaml", "{name}");
        assert_eq!(document.source.origin, "https://example.com/spec", "{name}");
        assert_eq!(document.source.operation.as_deref(), Some("POST /api/v1/search/users"), "{name}");
    }
}

#[test]
fn documents_can_contain_fences() {
    let text = "openapi: 3.1.0\ninfo:\n  description: |\n    ```\n    code\n    ```\n    ~~~~\n";
    let document = vendor("a.md", format!("````yaml {ORIGIN}\n{text}````\n")).expect("one block");
    assert_eq!(document.text, text);
}

#[test]
fn a_block_without_origin_is_recognized_by_its_text() {
    let blocks = [
        ("yaml", "info: {}\nopenapi: 3.1.0\n"),
        ("yml", "swagger: '2.0'\n"),
        ("json", "{\n  \"openapi\": \"3.1.0\"\n}\n"),
    ];
    for (language, text) in blocks {
        let document = vendor("docs/page.md", format!("```{language}\n{text}```\n")).expect(language);
        assert_eq!(document.text, text);
        assert_eq!((document.source.origin.as_str(), document.source.operation), ("page.md", None));
    }
}

#[test]
fn documents_are_copied_verbatim_and_named_after_their_file() {
    let named = [
        ("specs/c1-2026-05.yaml", "c1-2026-05.yaml"),
        ("Search_Users.YML", "search-users.yaml"),
        ("/elsewhere/PetStore v2.json", "pet-store-v2.yaml"),
        ("../openapi.v1.yaml", "openapi-v1.yaml"),
    ];
    for (path, file) in named {
        let document = vendor(path, "{\"openapi\": \"3.1.0\"}").expect(path);
        assert_eq!(document.text, "{\"openapi\": \"3.1.0\"}\n");
        assert_eq!(document.source.file, file);
        assert_eq!(document.source.origin, path.rsplit('/').next().expect("a name"));
        assert_eq!(document.read_from, path);
    }
}

#[test]
fn inputs_without_document_are_errors() {
    let refused: [(&str, &str, &[u8]); 17] = [
        ("an empty page", "a.md", b""),
        ("a page without a block", "a.md", b"# Search\n\nopenapi: 3.1.0\n"),
        ("a block of another language", "a.md", b"```sh https://x post /y\nopenapi: 3.1.0\n```\n"),
        ("an indented block", "a.md", b"    openapi: 3.1.0\n"),
        ("two blocks", "a.md", b"```yaml\nopenapi: 3.1.0\n```\n\n```yaml https://x get /y\nopenapi: 3.1.0\n```\n"),
        ("an unclosed block", "a.md", b"# Search\n\n````yaml https://x post /y\nopenapi: 3.1.0\n```\n"),
        ("an unclosed block in a list", "a.md", b"- ```yaml https://x post /y\n  openapi: 3.1.0\n\nEnd.\n"),
        ("an unclosed block in a quote", "a.md", b"> ```yaml https://x post /y\n> openapi: 3.1.0\n>\n\nEnd.\n"),
        ("an unclosed empty block", "a.md", b"```yaml https://x post /y"),
        ("a fence without a method", "a.md", b"```yaml https://x /y\nopenapi: 3.1.0\n```\n"),
        ("a fence with an attribute", "a.md", b"```yaml title=x\nopenapi: 3.1.0\n```\n"),
        ("a fence with a command to the terminal", "a.md", b"```yaml https://x get /\x1b[2J\nopenapi: 3.1.0\n```\n"),
        ("bytes that are not text", "a.yaml", b"openapi: \xff\n"),
        ("an unknown kind of file", "a.txt", b"openapi: 3.1.0\n"),
        ("a file without an extension", "openapi", b"openapi: 3.1.0\n"),
        ("the name of the overlay", "Overlay.md", b"```yaml\nopenapi: 3.1.0\n```\n"),
        ("a name without letters", "...yaml", b"openapi: 3.1.0\n"),
    ];
    let messages = refused.map(|(name, path, bytes)| {
        let error = vendor(path, bytes).expect_err(name);
        format!("{name}\n{error}\n")
    });
    insta::assert_snapshot!(messages.join("\n"));
}

#[test]
fn two_inputs_with_one_name_are_an_error() {
    let page = format!("```yaml\n{TEXT}```\n");
    let inputs = [input("old/search-users.md", page), input("new/SearchUsers.yaml", TEXT)];
    let errors = read(inputs.map(Ok)).expect_err("both are search-users.yaml");
    insta::assert_snapshot!(errors, @r"
    error[C1X0023]: this and old/search-users.md are both vendored as specs/search-users.yaml
    --> new/SearchUsers.yaml
     = help: rename one of them, or remove a repeated argument
    ");
}

/// The content of specs/ with two documents and an overlay.
fn specs() -> Files {
    let mut specs = SpecStore::read_beside(&Files::new(), &Replaced::All).expect("an empty folder");
    for document in read(["a.yaml", "b.yaml"].map(|path| Ok(input(path, TEXT)))).expect("two documents") {
        specs.add(document);
    }
    let files = specs.files().expect("plain names");
    let mut files: Files = files.iter().map(|(path, text)| (path.to_owned(), text.into())).collect();
    files.insert("overlay.yaml".to_owned(), b"overlay: 1.0.0\n".to_vec());
    files
}

#[test]
fn vendored_documents_are_read_back() {
    let files = specs();
    let inputs = SpecStore::read(&files).expect("intact").inputs();
    let names: Vec<_> = inputs.documents.iter().map(|document| document.file.as_str()).collect();
    assert_eq!(names, ["specs/a.yaml", "specs/b.yaml"]);
    assert!(inputs.documents.iter().all(|document| document.text == TEXT));
    assert_eq!(inputs.overlay.expect("the overlay").text, "overlay: 1.0.0\n");
    insta::assert_snapshot!(String::from_utf8_lossy(&files["SOURCES.toml"]));
}

#[test]
fn unlisted_missing_and_modified_files_are_errors() {
    let mut files = specs();
    files.insert("a.yaml".to_owned(), TEXT.replace('\n', "\r\n").into_bytes());
    files.remove("b.yaml");
    for unlisted in ["c.yaml", "d.yml", "e.json", "sub/a.yaml"] {
        files.insert(unlisted.to_owned(), TEXT.into());
    }
    files.insert("README.md".to_owned(), b"not a document".to_vec());
    let errors = SpecStore::read(&files).expect_err("two are not as listed, four are not listed");
    insta::assert_snapshot!(errors);
}

#[test]
fn an_empty_set_is_an_error() {
    for files in [Files::new(), [("SOURCES.toml".to_owned(), Vec::new())].into()] {
        let errors = SpecStore::read(&files).expect_err("no documents");
        let codes: Vec<_> = errors.iter().map(|error| error.code().id).collect();
        assert_eq!(codes, ["C1X0010"]);
    }
}

#[test]
fn only_kept_documents_must_be_intact() {
    let mut files = specs();
    files.insert("a.yaml".to_owned(), b"altered".to_vec());
    let named = |name: &str| Replaced::Named([name.to_owned()].into());
    let kept = SpecStore::read_beside(&files, &named("a.yaml")).expect("the altered one is replaced");
    assert_eq!(kept.inputs().documents.len(), 1);
    SpecStore::read_beside(&files, &named("b.yaml")).expect_err("the altered one stays");

    files.insert("SOURCES.toml".to_owned(), b"not TOML".to_vec());
    let overlay = SpecStore::read_beside(&files, &Replaced::All).expect("all are replaced");
    assert!(overlay.inputs().documents.is_empty() && overlay.inputs().overlay.is_some());
}
