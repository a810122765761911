//! Changes of the documentation only.
use crate::spec::{BOOKS, between, edited};

/// The numbers of changed descriptions, notes and orders. Asserts that nothing else changes.
fn changes(edits: &[(&str, &str)]) -> [usize; 3] {
    let report = edited(edits);
    assert!(report.wire.is_empty() && report.rust.breaks.is_empty(), "{report:?}");
    counts(&report)
}

#[test]
fn descriptions_and_notes() {
    assert_eq!(changes(&[("How it is called.", "Its name.")]), [1, 0, 0]);
    assert_eq!(changes(&[("called. }", "called., readOnly: true }")]), [0, 1, 0]);
    assert_eq!(
        changes(&[(
            "operationId: c1.api.book.v1.BookService.Get",
            "operationId: c1.api.book.v1.BookService.Get\n      deprecated: true"
        )]),
        [0, 1, 0]
    );
}

#[test]
fn the_style_of_the_file_is_ignored() {
    let rewritten = [
        ("How it is called.", "\"How it\n          is called.\""),
        ("description: A book that can be lent.", "'description': >-\n        A book\n        that can be lent."),
        ("type: object", "\"type\": 'object'"),
    ];
    assert_eq!(changes(&rewritten), [0, 0, 0]);
}

#[test]
fn line_breaks_of_descriptions_are_compared() {
    let broken =
        ("description: A book that can be lent.", "description: |-\n        A book\n        that can be lent.");
    assert_eq!(changes(&[broken]), [1, 0, 0]);
}

#[test]
fn order() {
    let values = ("[BOOK_KIND_UNSPECIFIED, BOOK_KIND_PAPER]", "[BOOK_KIND_PAPER, BOOK_KIND_UNSPECIFIED]");
    assert_eq!(changes(&[values]), [0, 0, 1]);
    let shelf = "        - { name: shelf, in: query, schema: { type: integer, format: int32 } }\n";
    let turned = [
        (shelf, ""),
        ("BOOK_KIND_PAPER] } }\n      responses", "BOOK_KIND_PAPER] } }\n%shelf      responses"),
        ("%shelf", shelf),
    ];
    assert_eq!(changes(&turned), [0, 0, 1]);
}

#[test]
fn the_order_of_properties_is_ignored() {
    let properties = "        query: { type: string }\n        pageToken: { type: string }\n";
    let turned = "        pageToken: { type: string }\n        query: { type: string }\n";
    assert_eq!(changes(&[(properties, turned)]), [0, 0, 0]);
}

#[test]
fn the_order_of_definitions_is_ignored() {
    let (head, schemas) = BOOKS.split_once("components:\n").expect("two parts");
    let (before, paths) = head.split_once("paths:\n").expect("two parts");
    let (get, search) = paths.split_at(paths.find("  /api/v1/search").expect("a path"));
    let turned = format!("{before}components:\n{schemas}paths:\n{search}{get}");
    let report = between(BOOKS, &turned);
    assert!(report.wire.is_empty() && report.docs.is_empty(), "{report:?}");
}

fn counts(report: &xtask::diff::Report) -> [usize; 3] {
    let docs = &report.docs;
    [docs.descriptions.len(), docs.notes.len(), docs.orders.len()]
}
