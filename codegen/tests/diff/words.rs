//! What changes in words only.

use codegen::diff::Words;

use crate::spec::{BOOKS, between, edited};

/// The count of words, once it is sure that nothing else differs.
fn words(edits: &[(&str, &str)]) -> Words {
    let report = edited(edits);
    assert!(report.wire.is_empty() && report.rust.breaks.is_empty(), "{report:?}");
    report.words
}

#[test]
fn descriptions_and_notes() {
    assert_eq!(words(&[("How it is called.", "Its name.")]), Words { descriptions: 1, ..Words::default() });
    assert_eq!(words(&[("called. }", "called., readOnly: true }")]), Words { notes: 1, ..Words::default() });
    assert_eq!(
        words(&[(
            "operationId: c1.api.book.v1.BookService.Get",
            "operationId: c1.api.book.v1.BookService.Get\n      deprecated: true"
        )]),
        Words { notes: 1, ..Words::default() }
    );
}

#[test]
fn quotes_and_line_breaks_of_the_file_are_nothing() {
    let rewritten = [
        ("How it is called.", "\"How it\n          is called.\""),
        ("description: A book that can be lent.", "'description': >-\n        A book\n        that can be lent."),
        ("type: object", "\"type\": 'object'"),
    ];
    assert_eq!(words(&rewritten), Words::default());
}

#[test]
fn line_breaks_of_a_description_are_words() {
    let broken =
        ("description: A book that can be lent.", "description: |-\n        A book\n        that can be lent.");
    assert_eq!(words(&[broken]), Words { descriptions: 1, ..Words::default() });
}

#[test]
fn order() {
    let values = ("[BOOK_KIND_UNSPECIFIED, BOOK_KIND_PAPER]", "[BOOK_KIND_PAPER, BOOK_KIND_UNSPECIFIED]");
    assert_eq!(words(&[values]), Words { orders: 1, ..Words::default() });
    let shelf = "        - { name: shelf, in: query, schema: { type: integer, format: int32 } }\n";
    let turned = [
        (shelf, ""),
        ("BOOK_KIND_PAPER] } }\n      responses", "BOOK_KIND_PAPER] } }\n%shelf      responses"),
        ("%shelf", shelf),
    ];
    assert_eq!(words(&turned), Words { orders: 1, ..Words::default() });
}

#[test]
fn the_order_of_properties_is_nothing() {
    let properties = "        query: { type: string }\n        pageToken: { type: string }\n";
    let turned = "        pageToken: { type: string }\n        query: { type: string }\n";
    assert_eq!(words(&[(properties, turned)]), Words::default());
}

#[test]
fn the_order_of_definitions_is_nothing() {
    let (head, schemas) = BOOKS.split_once("components:\n").expect("two parts");
    let (before, paths) = head.split_once("paths:\n").expect("two parts");
    let (get, search) = paths.split_at(paths.find("  /api/v1/search").expect("a path"));
    let turned = format!("{before}components:\n{schemas}paths:\n{search}{get}");
    let report = between(BOOKS, &turned);
    assert!(report.wire.is_empty() && report.words.is_empty(), "{report:?}");
}
