//! `explain` and `list` as a maintainer runs them, in a pipe and on a terminal.

#[cfg(unix)]
mod terminal;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A workspace with this document, in which nothing is generated.
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

/// The workspace that this is a part of.
fn real() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// What a command prints and complains of.
fn xtask(root: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let command = Command::new(env!("CARGO_BIN_EXE_xtask")).current_dir(root).args(["--root", "."]).args(args).output();
    let Output { status, stdout, stderr } = command.expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (status.code(), text(stdout), text(stderr))
}

/// What a command prints that succeeds: nothing that only a terminal understands, in at most 80 columns but for words
/// that are longer.
fn printed(root: &Path, args: &[&str]) -> String {
    let (code, stdout, stderr) = xtask(root, args);
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{args:?}");
    assert!(!stdout.contains('\u{1b}'), "{stdout}");
    for line in stdout.lines() {
        assert!(line.chars().count() <= 80 || line.split_whitespace().count() == 1, "{line}");
    }
    stdout
}

/// What a command complains of that fails.
fn complained(root: &Path, args: &[&str]) -> String {
    let (code, stdout, stderr) = xtask(root, args);
    assert_eq!((code, stdout.as_str()), (Some(1), ""), "{args:?}");
    assert!(stderr.starts_with("error[") && !stderr.contains('\u{1b}'), "{stderr}");
    stderr
}

/// Something of every kind, and of every rule of naming.
const BOOKS: &str = include_str!("explain/books.yaml");

#[test]
fn every_kind_of_thing_has_its_page() {
    let root = workspace(BOOKS);
    let names = [
        "c1.api.book.v2",
        "c1.api.book.v2.BookService",
        "c1.api.book.v2.BookService.Get",
        "c1.api.book.v2.BookService.List",
        "c1.api.book.v2.BookService.Get.id",
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
    let pages = names.map(|name| printed(root.path(), &["explain", name]));
    insta::assert_snapshot!(pages.join("\n"));
}

#[test]
fn the_lines_are_those_of_the_specification_and_of_the_code() {
    for (name, spec, code) in [
        ("UserSearch.Search", "post:", "pub fn search("),
        ("user::v1::User::email", "email:", "pub email: String,"),
        ("User.type", "type:", "pub r#type: UserType,"),
        ("user::v1::UserType", "", "pub enum UserType {"),
        ("USER_TYPE_HUMAN", "", "Human = \"USER_TYPE_HUMAN\","),
        ("c1.api.user.v1.UserSearch", "", "pub fn user_search("),
        ("PersonalClientSearchService.Search", "post:", "pub fn search("),
    ] {
        let page = printed(&real(), &["explain", name]);
        let line = |folder: &str| {
            let place = page.lines().flat_map(str::split_whitespace).find(|word| word.starts_with(folder))?;
            let (file, line) = place.split_once(':')?;
            let text = fs::read_to_string(real().join(file)).expect("a file");
            Some(text.lines().nth(line.parse::<usize>().expect("a number") - 1).expect("a line").trim().to_owned())
        };
        assert!(spec.is_empty() || line("specs/").as_deref() == Some(spec), "{page}");
        assert!(line("c1-api/").is_some_and(|line| line.starts_with(code)), "{page}");
    }
}

#[test]
fn whatever_a_person_calls_it_leads_to_it() {
    let root = workspace(BOOKS);
    let groups: [&[&str]; 4] = [
        // The case `paper` of the oneof is called as the schema is.
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
        let pages: Vec<String> = names.iter().map(|name| printed(root.path(), &["explain", name])).collect();
        let without_others = |page: &str| page.split("Also named so:").next().unwrap_or_default().trim_end().to_owned();
        for (name, page) in names.iter().zip(&pages) {
            assert_eq!(without_others(page), without_others(&pages[0]), "{name}");
        }
    }
}

#[test]
fn what_is_not_one_thing_is_told() {
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
    let complaints = names.map(|name| complained(root.path(), &["explain", "--", name]));
    insta::assert_snapshot!(complaints.join("\n"));
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
        format!("list {}\n{}", args.join(" ").escape_debug(), printed(root.path(), &[&["list"], args].concat()))
    });
    insta::assert_snapshot!(tables.join("\n"));
}

#[test]
fn a_list_of_what_cannot_be_is_refused() {
    let root = workspace(BOOKS);
    let lists: [&[&str]; 4] = [
        &["models", "--paging"],
        &["services", "--stability", "draft"],
        &["operations", "--stability", "drfat\u{1b}"],
        &["models", "--package", "gone.v1"],
    ];
    let complaints = lists.map(|args| complained(root.path(), &[&["list"], args].concat()));
    insta::assert_snapshot!(complaints.join("\n"));
}

#[test]
fn lists_are_objects_for_programs() {
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
fn documents_that_are_not_as_vendored_are_told() {
    let root = workspace(BOOKS);
    fs::write(root.path().join("specs/books.yaml"), "openapi: 3.1.0\n").expect("a file");
    for args in [["explain", "Book"], ["list", "models"]] {
        assert!(complained(root.path(), &args).contains("--> specs/books.yaml"));
    }
}

#[cfg(unix)]
#[test]
fn a_terminal_is_coloured_unless_it_is_not_wanted() {
    let root = workspace(BOOKS);
    let folder = root.path().to_str().expect("a path that is text");
    for args in [["explain", "Book.title"], ["list", "operations"]] {
        let plain = printed(root.path(), &args);
        let on_terminal = |variables: &[(&str, &str)]| {
            let args = [&["--root", folder], args.as_slice()].concat();
            terminal::run(env!("CARGO_BIN_EXE_xtask"), &args, variables)
        };
        let (coloured, code) = on_terminal(&[]);
        assert!(code == Some(0) && coloured.contains("\u{1b}[1m"), "{coloured}");
        assert_eq!(without_colours(&coloured), plain);
        assert_eq!(on_terminal(&[("NO_COLOR", "1")]), (plain, Some(0)));
    }
    let (complaint, code) =
        terminal::run(env!("CARGO_BIN_EXE_xtask"), &["--root", folder, "explain", "\u{1b}[2J"], &[]);
    assert!(code == Some(1) && !complaint.contains("\u{1b}[2J"), "{complaint}");
}

/// The text that is left when what chooses colours is taken out.
#[cfg(unix)]
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').expect("a colour").1)
}
