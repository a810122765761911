//! A change of each kind in a small document, beside the repository's own: what is said of it, held against the compiler.

use std::collections::BTreeMap;

use codegen::TextFile;
use xtask::diff::Side;
use xtask::workspace::Workspace;

use crate::change::items_hold;
use crate::copy::Copy;
use crate::repository;
use crate::verdicts::Verdicts;

#[test]
fn what_is_said_to_break_breaks_and_nothing_else() {
    let old = side("old.yaml", include_str!("small/old.yaml"));
    let new = side("new.yaml", include_str!("small/new.yaml"));
    let verdicts = Verdicts::on(&old, &new);
    let told: BTreeMap<&str, Option<&str>> = verdicts
        .broken()
        .map(|item| (item.old.path.as_str(), item.new.as_ref().map(|new| new.path.as_str())))
        .collect();
    for (path, now) in [
        // Renamed.
        ("book::v1::Author", Some("book::v1::Writer")),
        ("book::v1::BindingType", Some("book::v1::Binding")),
        ("book::v1::Book::subtitle", Some("book::v1::Book::second_title")),
        ("book::v1::ShelfService::get", Some("book::v1::ShelfService::read")),
        // Another type, and an argument more.
        ("book::v1::Book::pages", Some("book::v1::Book::pages")),
        ("book::v1::BookService::get", Some("book::v1::BookService::get")),
        // Gone.
        ("book::v1::Book::isbn", None),
        ("book::v1::BookKind::Audio", None),
        ("book::v1::Note", None),
        ("book::v1::ShelfService::delete", None),
        ("book::v1::book::GetParams::shelf", None),
    ] {
        assert_eq!(told.get(path), Some(&now), "{path}: {told:#?}");
    }

    let copy = Copy::of(&repository(), "small");
    let generated = codegen::generate(&new.inputs, &mut |_| {}).unwrap_or_else(|errors| panic!("{errors}"));
    let workspace = Workspace::new(copy.root());
    let changes =
        workspace.compare(&generated.files, &generated.analysis.features()).unwrap_or_else(|errors| panic!("{errors}"));
    workspace.apply(&changes).unwrap_or_else(|errors| panic!("{errors}"));
    verdicts.hold(&copy);
    items_hold(&new.inputs, &copy);
}

/// The repository's own documents, and this one.
fn side(file: &str, text: &str) -> Side {
    let mut inputs = Workspace::new(repository()).inputs().unwrap_or_else(|errors| panic!("{errors}"));
    inputs.documents.push(TextFile { file: file.to_owned(), text: text.to_owned() });
    Side { inputs, borrows_overlay: false }
}
