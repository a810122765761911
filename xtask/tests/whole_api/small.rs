//! Compares the reported breaking changes of a small document with the compiler.

use std::collections::BTreeMap;

use codegen::{TextFile, UnmatchedActions};
use xtask::diff::Side;
use xtask::workspace::Workspace;

use crate::change::items_hold;
use crate::copy::Copy;
use crate::repository;
use crate::verdicts::Verdicts;

#[test]
fn the_reported_breaks_are_the_compile_errors() {
    let old = side("old.yaml", include_str!("small/old.yaml"));
    let new = side("new.yaml", include_str!("small/new.yaml"));
    let verdicts = Verdicts::on(&old, &new);
    let broken: BTreeMap<&str, Option<&str>> = verdicts
        .broken()
        .map(|item| (item.old.path.as_str(), item.new.as_ref().map(|new| new.path.as_str())))
        .collect();
    for (path, now) in [
        // Renamed.
        ("book::v1::Author", Some("book::v1::Writer")),
        ("book::v1::BindingType", Some("book::v1::Binding")),
        ("book::v1::Book::subtitle", Some("book::v1::Book::second_title")),
        ("book::v1::ShelfService::get", Some("book::v1::ShelfService::read")),
        // A different type, and an additional argument.
        ("book::v1::Book::pages", Some("book::v1::Book::pages")),
        ("book::v1::BookService::get", Some("book::v1::BookService::get")),
        // Removed.
        ("book::v1::Book::isbn", None),
        ("book::v1::BookKind::Audio", None),
        ("book::v1::Note", None),
        ("book::v1::ShelfService::delete", None),
        ("book::v1::book::GetParams::shelf", None),
    ] {
        assert_eq!(broken.get(path), Some(&now), "{path}: {broken:#?}");
    }

    let copy = Copy::of(&repository(), "small");
    let generated = codegen::generate(&new.inputs, UnmatchedActions::Error, &mut |_| {});
    let generated = generated.unwrap_or_else(|errors| panic!("{errors}"));
    let workspace = Workspace::new(copy.root());
    let changes =
        workspace.compare(&generated.files, &generated.analysis.features()).unwrap_or_else(|errors| panic!("{errors}"));
    workspace.apply(&changes).unwrap_or_else(|errors| panic!("{errors}"));
    verdicts.hold(&copy);
    items_hold(&new.inputs, &copy);
}

/// The vendored documents and this one.
fn side(file: &str, text: &str) -> Side {
    let mut inputs = Workspace::new(repository()).inputs().unwrap_or_else(|errors| panic!("{errors}"));
    inputs.documents.push(TextFile { file: file.to_owned(), text: text.to_owned() });
    Side { inputs, borrows_overlay: false }
}
