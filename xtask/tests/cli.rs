//! The commands `codegen` and `vendor`, run in a workspace of their own.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const MANIFEST: &str = "\
[package]
name = \"c1-api\"

[features]
default = [\"full\"]
# @generated-begin: one feature per package
full = []
# @generated-end
";

/// A workspace with the vendored documents, without generated files.
fn workspace() -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir_all(root.path().join("c1-api/src")).expect("a folder");
    fs::create_dir(root.path().join("specs")).expect("a folder");
    fs::write(root.path().join("c1-api/Cargo.toml"), MANIFEST).expect("a file");
    let specs = fs::read_dir(real("specs")).expect("the vendored documents");
    for spec in specs.map(|entry| entry.expect("an entry")) {
        fs::copy(spec.path(), root.path().join("specs").join(spec.file_name())).expect("a copy");
    }
    root
}

/// A path in this workspace.
fn real(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// Runs a command in the workspace, so that its output has relative paths only.
fn xtask(root: &TempDir, args: &[&str]) -> Run {
    let command = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .current_dir(root.path())
        .args(["--root", "."])
        .args(args)
        .env("RUST_BACKTRACE", "1")
        .output();
    let Output { status, stdout, stderr } = command.expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    Run { code: status.code(), stdout: text(stdout), stderr: text(stderr) }
}

impl Run {
    /// Returns standard output. The command succeeded.
    fn succeeded(&self) -> String {
        assert_eq!((self.code, self.stderr.as_str()), (Some(0), ""), "{}", self.stdout);
        self.stdout.clone()
    }

    /// Returns standard error. The command failed, without a panic.
    fn failed(&self) -> String {
        assert_eq!(self.code, Some(1), "{}{}", self.stdout, self.stderr);
        assert!(self.stderr.starts_with("error["), "{}", self.stderr);
        assert!(!self.stderr.contains("backtrace") && !self.stderr.contains("panicked"), "{}", self.stderr);
        self.stderr.clone()
    }
}

/// The last line without its time.
fn last_line(stdout: &str) -> String {
    let line = stdout.lines().last().expect("a line");
    let (before, rest) = line.split_once(" in 0.").or_else(|| line.split_once(" in 1.")).expect("a time");
    let (hundredths, after) = rest.split_once(" s: ").expect("seconds");
    assert!(hundredths.len() == 2 && hundredths.bytes().all(|digit| digit.is_ascii_digit()), "{line}");
    format!("{before} in TIME s: {after}")
}

/// The content of all files in the workspace.
fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(root).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.insert(path.clone(), fs::read(&path).expect("a file"));
        }
    }
    files
}

/// Runs a command that fails and changes no file.
fn fails(root: &TempDir, args: &[&str]) -> String {
    let before = files(root.path());
    let errors = xtask(root, args).failed();
    assert!(files(root.path()) == before, "{args:?} changed a file");
    errors
}

fn write(root: &TempDir, path: &str, text: impl AsRef<[u8]>) {
    fs::write(root.path().join(path), text).expect("a file");
}

/// A documentation page with a vendored document.
fn page(document: &str) -> String {
    let text = fs::read_to_string(real("specs").join(document)).expect("a vendored document");
    format!("# Search\n\n````yaml https://example.com/spec post /api/v1/search/users\n{text}````\n")
}

#[test]
fn codegen_prints_one_line_and_is_idempotent() {
    let root = workspace();
    let first = xtask(&root, &["codegen"]).succeeded();
    let written = files(&root.path().join("c1-api")).len();
    assert_eq!(first.lines().count(), 1);
    let line = last_line(&first);
    assert!(
        line.starts_with("generated 3 operations, 13 models, 6 enums (12 sites) in 2 packages in TIME s: "),
        "{line}"
    );
    assert!(line.ends_with(&format!(": {written} files written, 0 removed")), "{line}");

    let generated = files(root.path());
    let second = xtask(&root, &["codegen"]).succeeded();
    assert!(second.ends_with(" s: 0 files written, 0 removed\n"), "{second}");
    assert!(files(root.path()) == generated);
}

#[test]
fn timings_precede_the_summary() {
    let stdout = xtask(&workspace(), &["codegen", "--timings"]).succeeded();
    let lines: Vec<_> = stdout.lines().map(str::split_whitespace).map(Iterator::collect::<Vec<_>>).collect();
    let [header, stages @ .., last] = lines.as_slice() else { panic!("{stdout}") };
    assert_eq!((header.as_slice(), last[0]), (["stage", "ms"].as_slice(), "generated"));
    assert!(stages.len() > 3, "{stdout}");
    for stage in stages {
        assert!(stage.last().is_some_and(|time| time.parse::<f64>().is_ok()), "{stdout}");
    }
}

#[test]
fn check_reports_stale_files_and_writes_nothing() {
    let root = workspace();
    xtask(&root, &["codegen"]).succeeded();
    let clean = xtask(&root, &["codegen", "--check"]).succeeded();
    assert!(clean.lines().count() == 1 && clean.ends_with(" s: up to date\n"), "{clean}");

    write(&root, "c1-api/src/generated/left_over.rs", "// not generated\n");
    let manifest = fs::read_to_string(root.path().join("c1-api/Cargo.toml")).expect("the manifest");
    write(&root, "c1-api/Cargo.toml", manifest.replace("full = [\"", "full = [\"by-hand\", \""));
    let before = files(root.path());
    let stale = xtask(&root, &["codegen", "--check"]);
    assert!(files(root.path()) == before);
    let (list, _) = stale.stdout.rsplit_once("generated ").expect("a last line");
    assert!(last_line(&stale.stdout).ends_with(": 2 stale files"), "{}", stale.stdout);
    insta::assert_snapshot!(format!("{list}---\n{}", stale.failed()));

    let repaired = xtask(&root, &["codegen"]).succeeded();
    assert!(repaired.ends_with(" s: 1 file written, 1 removed\n"), "{repaired}");
    xtask(&root, &["codegen", "--check"]).succeeded();
}

#[test]
fn long_diffs_are_shortened() {
    let root = workspace();
    let stdout = xtask(&root, &["codegen", "--check"]).stdout;
    let missing = stdout.lines().filter(|line| line.starts_with("missing: ")).count();
    assert!(missing > 5, "{stdout}");
    assert!(stdout.lines().any(|line| line.trim_start().starts_with("... and ")), "{stdout}");
    assert!(stdout.lines().count() < 300, "{stdout}");
}

#[test]
fn modified_documents_are_errors() {
    let root = workspace();
    xtask(&root, &["codegen"]).succeeded();
    write(&root, "specs/unlisted.yaml", "openapi: 3.1.0\n");
    write(&root, "specs/search-users.yaml", "openapi: 3.1.0\n");
    fs::remove_file(root.path().join("specs/search-personal-clients.yaml")).expect("a vendored document");
    insta::assert_snapshot!(fails(&root, &["codegen"]));
    assert_eq!(fails(&root, &["codegen", "--check"]), fails(&root, &["codegen"]));

    fs::remove_dir_all(root.path().join("specs")).expect("the folder");
    insta::assert_snapshot!(fails(&root, &["codegen"]), @r"
    error[C1X0010]: no document is vendored
    --> specs/SOURCES.toml
     = help: vendor OpenAPI documents: `cargo xtask vendor FILE...`
    ");
}

#[test]
fn vendor_replaces_the_named_documents() {
    let root = workspace();
    write(&root, "search-users.md", page("search-users.yaml"));
    write(&root, "Clients.md", page("search-personal-clients.yaml"));
    fs::remove_file(root.path().join("specs/search-personal-clients.yaml")).expect("a vendored document");
    assert!(fails(&root, &["vendor", "search-users.md"]).starts_with("error[C1X0013]"));

    let stdout = xtask(&root, &["vendor", "--replace-all", "search-users.md", "Clients.md"]).succeeded();
    insta::assert_snapshot!(stdout, @r"
    nothing to compare with: specs/ has no intact documents
    vendored specs/search-users.yaml from search-users.md: POST /api/v1/search/users
    vendored specs/clients.yaml from Clients.md: POST /api/v1/search/users
    now run `cargo xtask codegen`
    ");
    let names: Vec<_> = files(&root.path().join("specs")).into_keys().collect();
    let names: Vec<_> = names.iter().filter_map(|path| path.file_name()?.to_str()).collect();
    assert_eq!(names, ["SOURCES.toml", "clients.yaml", "overlay.yaml", "search-users.yaml"]);
    let users = |root: &Path| fs::read(root.join("specs/search-users.yaml")).expect("a vendored document");
    assert_eq!(users(root.path()), users(&real("")));
    xtask(&root, &["codegen"]).succeeded();
}

#[test]
fn vendor_writes_all_documents_or_none() {
    let root = workspace();
    write(&root, "good.md", page("search-users.yaml"));
    write(&root, "page.md", "# No block\n");
    write(&root, "not-openapi.yaml", "a: 1\n");
    write(&root, "version-two.json", "{\"swagger\": \"2.0\"}\n");
    write(&root, "broken.yaml", "openapi: [\n");
    for bad in ["page.md", "not-openapi.yaml", "version-two.json", "broken.yaml"] {
        let errors = fails(&root, &["vendor", "good.md", bad]);
        assert!(errors.lines().any(|line| line.trim_start().starts_with(&format!("--> {bad}"))), "{errors}");
    }
    insta::assert_snapshot!(fails(&root, &["vendor", "good.md", "page.md", "missing.yaml", "specs", "overlay.txt"]));
}

/// A document with an operation and a schema.
const API: &str = "\
openapi: 3.1.0
info: {title: API, version: '1'}
paths:
  /books/{id}:
    get:
      operationId: c1.api.book.v1.BookService.Get
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses:
        '200':
          description: A book.
          content: {application/json: {schema: {$ref: '#/components/schemas/c1.api.book.v1.Book'}}}
components:
  schemas:
    c1.api.book.v1.Book:
      type: object
      properties:
        title: {type: string}
";

#[test]
fn invalid_documents_are_errors_and_change_nothing() {
    let (_, rest) = API.split_once("/books/{id}:").expect("a path");
    let (operation, _) = rest.split_once("components:\n").expect("an operation");
    let second = format!("  /shelves/{{id}}:{operation}components:\n");
    let cycle =
        "components:\n  schemas:\n    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}";
    let title = "        title: {type: string}\n";
    let user =
        "    c1.api.user.v1.UserRef: {type: object, properties: {id: {type: boolean}}}\n    c1.api.book.v1.Book:";
    let invalid = [
        ("not YAML", "openapi: [\n".to_owned()),
        ("not text", "openapi: \0\n".to_owned()),
        ("not OpenAPI", "title: API\n".to_owned()),
        ("a list", "- openapi: 3.1.0\n".to_owned()),
        ("a version that is a number", API.replace("3.1.0", "3.1")),
        ("version 2.0", "swagger: '2.0'\ninfo: {}\npaths: {}\n".to_owned()),
        ("empty", String::new()),
        ("nothing but a comment", "# to be written\n".to_owned()),
        ("a dangling reference", API.replace("v1.Book'", "v1.Shelf'")),
        ("references in a circle", API.replace("components:\n  schemas:", cycle)),
        ("two operations of one id", API.replace("components:\n", &second)),
        ("a parameter that the path lacks", API.replace("/books/{id}", "/books")),
        ("a path with a parameter that is not described", API.replace("{id}:", "{id}/{part}:")),
        ("names that collide", API.replace(title, "        a_title: {type: string}\n        aTitle: {type: string}\n")),
        ("a repeated key", API.replace(title, &title.repeat(2))),
        ("documents that disagree", API.replace("    c1.api.book.v1.Book:", user)),
        ("an unknown type", API.replace("{type: string}\n", "{type: strng}\n")),
    ];
    let root = workspace();
    let errors = invalid.map(|(name, text)| {
        assert_ne!(text, API, "{name}");
        write(&root, "invalid.yaml", text);
        format!("{name}\n{}", fails(&root, &["vendor", "invalid.yaml"]))
    });
    insta::assert_snapshot!(errors.join("\n"));
    write(&root, "invalid.yaml", API);
    xtask(&root, &["vendor", "invalid.yaml"]).succeeded();
}

#[test]
fn unmatched_overlay_actions_are_errors() {
    let root = workspace();
    let overlay = fs::read_to_string(root.path().join("specs/overlay.yaml")).expect("the overlay");
    let idle = "  - {target: \"$.components.schemas['c1.api.user.v1.Gone']\", remove: true}\n";
    write(&root, "specs/overlay.yaml", format!("{overlay}{idle}"));
    insta::assert_snapshot!(fails(&root, &["codegen"]));
    let optional = idle.replace("remove: true", "remove: true, x-rust-optional: true");
    write(&root, "specs/overlay.yaml", format!("{overlay}{optional}"));
    xtask(&root, &["codegen"]).succeeded();
}

#[test]
fn names_never_lead_out_of_the_generated_folder() {
    let long = "x".repeat(10_000);
    let names =
        ["../../escaped", "c1.api.../../escaped.v1.X", "/escaped", "..", "", "a\\b", "\"; fn main() {}", "\0", &long];
    let root = workspace();
    let before = files(root.path());
    let is_expected = |path: &PathBuf| {
        let expected = ["c1-api/src/generated", "specs", "hostile.yaml"].map(|path| root.path().join(path));
        before.contains_key(path) || expected.iter().any(|expected| path.starts_with(expected))
    };
    let mut outcomes = BTreeSet::new();
    for text in names.iter().flat_map(|name| named(name)) {
        write(&root, "hostile.yaml", &text);
        let run = xtask(&root, &["vendor", "hostile.yaml"]);
        match run.code {
            Some(0) => drop(xtask(&root, &["codegen"]).succeeded()),
            _ => drop(run.failed()),
        }
        outcomes.insert(run.code);
        let found = files(root.path());
        let astray: Vec<_> = found.keys().filter(|path| !is_expected(path)).collect();
        assert!(astray.is_empty(), "{astray:?} from\n{text}");
    }
    assert_eq!(outcomes.len(), 2, "some names are errors, others are escaped");
}

/// Documents with this name of a schema, a property, an enum value and an operation.
fn named(name: &str) -> [String; 4] {
    let name = format!("{name:?}");
    let schema = "    c1.api.book.v1.Book:\n";
    let title = "title: {type: string}";
    [
        API.replace(schema, &format!("    {name}: {{type: object}}\n{schema}")),
        API.replace("title:", &format!("{name}:")),
        API.replace(title, &format!("title: {{type: string, enum: [{name}, other]}}")),
        API.replace("c1.api.book.v1.BookService.Get", &name),
    ]
}

#[test]
fn usage_errors_have_their_own_exit_code() {
    let root = workspace();
    for args in [&["vendor"][..], &["codegen", "--chek"], &["generate"], &[]] {
        assert_eq!(xtask(&root, args).code, Some(2), "{args:?}");
    }
}

#[test]
fn this_repository_is_up_to_date() {
    let root = real("");
    let command =
        Command::new(env!("CARGO_BIN_EXE_xtask")).arg("--root").arg(root).args(["codegen", "--check"]).output();
    let Output { status, stdout, stderr } = command.expect("the program runs");
    let output = String::from_utf8_lossy(&stdout) + String::from_utf8_lossy(&stderr);
    assert!(status.success(), "{output}");
}
