//! The commands `explain` and `list`, in a pipe and on a terminal.

#[cfg(unix)]
mod terminal;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A workspace with this document, without generated files.
fn workspace(document: &str) -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir_all(root.path().join("specs")).expect("a folder");
    let overlay = "overlay: 1.0.0\nactions: [{target: $, update: {x-rust-presence: protobuf}}]\n";
    fs::write(root.path().join("specs/overlay.yaml"), overlay).expect("a file");
    fs::write(root.path().join("books.yaml"), document).expect("a file");
    let vendored = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .current_dir(root.path())
        .args(["--root", ".", "vendor", "books.yaml"])
        .output()
        .expect("the program runs");
    assert!(vendored.status.success(), "{}", String::from_utf8_lossy(&vendored.stderr));
    root
}

/// This workspace.
fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns the exit code, standard output and standard error of a command.
fn xtask(root: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let command = Command::new(env!("CARGO_BIN_EXE_xtask")).current_dir(root).args(["--root", "."]).args(args).output();
    let Output { status, stdout, stderr } = command.expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (status.code(), text(stdout), text(stderr))
}

/// Returns the output of a command that succeeds, without styles, in at most 80 columns except for long words.
fn succeeds(root: &Path, args: &[&str]) -> String {
    let (code, stdout, stderr) = xtask(root, args);
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{args:?}");
    assert!(!stdout.contains('\u{1b}'), "{stdout}");
    for line in stdout.lines() {
        assert!(line.chars().count() <= 80 || line.split_whitespace().count() == 1, "{line}");
    }
    stdout
}

/// Returns the errors of a command that fails.
fn fails(root: &Path, args: &[&str]) -> String {
    let (code, stdout, stderr) = xtask(root, args);
    assert_eq!((code, stdout.as_str()), (Some(1), ""), "{args:?}");
    assert!(stderr.starts_with("error[") && !stderr.contains('\u{1b}'), "{stderr}");
    stderr
}

/// A document with elements of all kinds, and names for all rules.
const BOOKS: &str = include_str!("explain/books.yaml");

#[test]
fn every_kind_of_element_has_a_page() {
    let root = workspace(BOOKS);
    let names = [
        "c1.api.book.v2",
        "c1.api.book.v2.BookService",
        "c1.api.book.v2.BookService.Get",
        "c1.api.book.v2.BookService.List",
        "c1.api.book.v2.BookService.Get.id",
        "c1.api.book.v2.BookService.Get.lent",
        "c1.api.book.v2.BookService.List.page_size",
        "c1.api.book.v2.Book",
        "c1.api.book.v2.Book.type",
        "c1.api.book.v2.Book.OAuthIDs",
        "c1.api.book.v2.Book.ebook",
        "c1.api.book.v2.Book.medium",
        "c1.api.book.v2.Book.genre",
        "BOOK_STATE",
        "BOOK_STATE_LENT",
    ];
    let pages = names.map(|name| succeeds(root.path(), &["explain", name]));
    insta::assert_snapshot!(pages.join("\n"));
}

#[test]
fn pages_have_the_lines_of_specification_and_code() {
    for (name, spec, code) in [
        ("UserSearch.Search", "post:", "pub fn search("),
        ("user::v1::User::email", "email:", "pub email: String,"),
        ("User.type", "type:", "pub r#type: UserType,"),
        ("user::v1::UserType", "", "pub enum UserType {"),
        ("USER_TYPE_HUMAN", "", "Human = \"USER_TYPE_HUMAN\","),
        ("c1.api.user.v1.UserSearch", "", "pub fn user_search("),
        ("PersonalClientSearchService.Search", "post:", "pub fn search("),
    ] {
        let page = succeeds(&repository(), &["explain", name]);
        let line = |folder: &str| {
            let place = page.lines().flat_map(str::split_whitespace).find(|word| word.starts_with(folder))?;
            let (file, line) = place.split_once(':')?;
            let text = fs::read_to_string(repository().join(file)).expect("a file");
            Some(text.lines().nth(line.parse::<usize>().expect("a number") - 1).expect("a line").trim().to_owned())
        };
        assert!(spec.is_empty() || line("specs/").as_deref() == Some(spec), "{page}");
        assert!(line("c1-api/").is_some_and(|line| line.starts_with(code)), "{page}");
    }
}

#[test]
fn all_names_of_an_element_lead_to_it() {
    let root = workspace(BOOKS);
    let groups: [&[&str]; 4] = [
        // A case of the oneof has the same name as the schema.
        &["c1.api.book.v2.Paper", "Paper", "book::v2::Paper"],
        &[
            "c1.api.book.v2.BookService.Get",
            "BookService.Get",
            "bookservice.get",
            "book::v2::BookV2Service::get",
            "c1_api::book::v2::BookV2Service::get",
            "client.book_v2().get",
            "book_v2.get",
            "GET /api/v1/books/{id}",
            "get /api/v1/books/7?full=true",
            "get_book",
        ],
        &[
            "c1.api.book.v2.Book.type",
            "Book.type",
            "book::v2::Book::r#type",
            "book::v2::Book::type",
            "book.TYPE",
            "Book::TYPE",
        ],
        &["BOOK_STATE_LENT", "book::v2::BookState::Lent", "BookState::Lent", "bookstate.lent"],
    ];
    for names in groups {
        let pages: Vec<String> = names.iter().map(|name| succeeds(root.path(), &["explain", name])).collect();
        let without_others =
            |page: &str| page.split("Other elements with this name:").next().unwrap_or_default().trim_end().to_owned();
        for (name, page) in names.iter().zip(&pages) {
            assert_eq!(without_others(page), without_others(&pages[0]), "{name}");
        }
    }
}

#[test]
fn ambiguous_and_unknown_names_are_errors() {
    let root = workspace(BOOKS);
    let long = "x".repeat(10_000);
    let names = [
        "title",
        "/api/v1/books/7",
        "Book.tilte",
        "Boko.title",
        "BookServise",
        "/api/v1/boks/{id}",
        "nothing at all",
        "",
        ".",
        "\u{1b}[2J\n\u{202e}",
        &long,
    ];
    let errors = names.map(|name| fails(root.path(), &["explain", "--", name]));
    insta::assert_snapshot!(errors.join("\n"));
}

#[test]
fn lists_are_tables() {
    let root = workspace(BOOKS);
    let lists: [&[&str]; 10] = [
        &["services"],
        &["operations"],
        &["models"],
        &["enums"],
        &["operations", "GET"],
        &["operations", "--paging"],
        &["operations", "--stability", "draft"],
        &["operations", "--deprecated"],
        &["models", "--package", "book.v2", "request"],
        &["models", "\u{1b}[2J"],
    ];
    let tables = lists.map(|args| {
        format!("list {}\n{}", args.join(" ").escape_debug(), succeeds(root.path(), &[&["list"], args].concat()))
    });
    insta::assert_snapshot!(tables.join("\n"));
}

#[test]
fn impossible_filters_are_errors() {
    let root = workspace(BOOKS);
    let lists: [&[&str]; 4] = [
        &["models", "--paging"],
        &["services", "--stability", "draft"],
        &["operations", "--stability", "drfat\u{1b}"],
        &["models", "--package", "gone.v1"],
    ];
    let errors = lists.map(|args| fails(root.path(), &[&["list"], args].concat()));
    insta::assert_snapshot!(errors.join("\n"));
}

#[test]
fn lists_can_be_json() {
    let root = workspace(BOOKS);
    for what in ["services", "operations", "models", "enums"] {
        let (code, stdout, _) = xtask(root.path(), &["list", what, "--format", "json"]);
        let rows: Vec<serde_json::Value> = serde_json::from_str(&stdout).expect("JSON");
        assert!(code == Some(0) && !rows.is_empty(), "{what}");
        assert!(rows.iter().all(|row| row["name"].is_string() && row["rust"].is_string()), "{stdout}");
    }
    let (_, stdout, _) = xtask(root.path(), &["list", "operations", "List", "--format", "json"]);
    insta::assert_snapshot!(stdout);
    assert_eq!(xtask(root.path(), &["list", "enums", "nothing", "--format=json"]).1, "[]\n");
}

#[test]
fn modified_documents_are_errors() {
    let root = workspace(BOOKS);
    fs::write(root.path().join("specs/books.yaml"), "openapi: 3.1.0\n").expect("a file");
    for args in [["explain", "Book"], ["list", "models"]] {
        let error = fails(root.path(), &args);
        assert!(error.starts_with("error[C1X0014]: ") && error.contains("--> specs/books.yaml"), "{error}");
    }
}

#[cfg(unix)]
#[test]
fn only_terminals_get_styles() {
    let root = workspace(BOOKS);
    let folder = root.path().to_str().expect("a path that is text");
    for args in [["explain", "Book.title"], ["list", "operations"]] {
        let plain = succeeds(root.path(), &args);
        let on_terminal = |variables: &[(&str, &str)]| {
            let args = [&["--root", folder], args.as_slice()].concat();
            terminal::run(env!("CARGO_BIN_EXE_xtask"), &args, variables)
        };
        let (styled, code) = on_terminal(&[]);
        assert!(code == Some(0) && styled.contains("\u{1b}[1m"), "{styled}");
        assert_eq!(without_styles(&styled), plain);
        assert_eq!(on_terminal(&[("NO_COLOR", "1")]), (plain, Some(0)));
    }
    let (error, code) = terminal::run(env!("CARGO_BIN_EXE_xtask"), &["--root", folder, "explain", "\u{1b}[2J"], &[]);
    assert!(code == Some(1) && !error.contains("\u{1b}[2J"), "{error}");
}

/// The text without escape sequences.
#[cfg(unix)]
fn without_styles(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').expect("a style").1)
}
