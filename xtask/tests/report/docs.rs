//! What changes in docs only.
use crate::spec::{BOOKS, between, edited};

/// The numbers of changed descriptions, notes and orders, where nothing else breaks.
fn words(edits: &[(&str, &str)]) -> [usize; 3] {
    let report = edited(edits);
    assert!(report.wire.is_empty() && report.rust.breaks.is_empty(), "{report:?}");
    counts(&report)
}

#[test]
fn descriptions_and_notes() {
    assert_eq!(words(&[("How it is called.", "Its name.")]), [1, 0, 0]);
    assert_eq!(words(&[("called. }", "called., readOnly: true }")]), [0, 1, 0]);
    assert_eq!(
        words(&[(
            "operationId: c1.api.book.v1.BookService.Get",
            "operationId: c1.api.book.v1.BookService.Get\n      deprecated: true"
        )]),
        [0, 1, 0]
    );
}

#[test]
fn quotes_and_line_breaks_of_the_file_are_nothing() {
    let rewritten = [
        ("How it is called.", "\"How it\n          is called.\""),
        ("description: A book that can be lent.", "'description': >-\n        A book\n        that can be lent."),
        ("type: object", "\"type\": 'object'"),
    ];
    assert_eq!(words(&rewritten), [0, 0, 0]);
}

#[test]
fn line_breaks_of_a_description_are_words() {
    let broken =
        ("description: A book that can be lent.", "description: |-\n        A book\n        that can be lent.");
    assert_eq!(words(&[broken]), [1, 0, 0]);
}

#[test]
fn order() {
    let values = ("[BOOK_KIND_UNSPECIFIED, BOOK_KIND_PAPER]", "[BOOK_KIND_PAPER, BOOK_KIND_UNSPECIFIED]");
    assert_eq!(words(&[values]), [0, 0, 1]);
    let shelf = "        - { name: shelf, in: query, schema: { type: integer, format: int32 } }\n";
    let turned = [
        (shelf, ""),
        ("BOOK_KIND_PAPER] } }\n      responses", "BOOK_KIND_PAPER] } }\n%shelf      responses"),
        ("%shelf", shelf),
    ];
    assert_eq!(words(&turned), [0, 0, 1]);
}

#[test]
fn the_order_of_properties_is_nothing() {
    let properties = "        query: { type: string }\n        pageToken: { type: string }\n";
    let turned = "        pageToken: { type: string }\n        query: { type: string }\n";
    assert_eq!(words(&[(properties, turned)]), [0, 0, 0]);
}

#[test]
fn the_order_of_definitions_is_nothing() {
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
