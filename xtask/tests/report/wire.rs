//! Changes of the wire format.

use xtask::diff::wire::{Change, Kind, Tally, Wire};

use crate::spec::{BOOKS, between, edited};

/// The changes, one line for each.
fn lines(wire: &Wire) -> String {
    let line = |change: &Change| {
        let Change { kind, how, within, name, alterations } = change;
        let within = within.as_ref().map(|within| format!(" of {within}")).unwrap_or_default();
        let alterations = alterations.iter().map(|altered| format!("\n    {altered:?}"));
        format!("{kind:?} {how:?}: {name}{within}{}\n", alterations.collect::<String>())
    };
    wire.changes.iter().map(line).collect()
}

#[test]
fn equal_documents_have_no_changes() {
    let report = between(BOOKS, BOOKS);
    assert!(report.wire.is_empty() && report.docs.is_empty(), "{report:?}");
}

#[test]
fn spellings_of_nullable_are_equal() {
    let report = edited(&[
        ("title: { type: string,", "title: { type: string, nullable: true,"),
        ("author: { $ref: '#/components/schemas/c1.api.book.v1.Author' }", "author: { type: object }"),
    ]);
    assert!(!report.wire.is_empty(), "these are changes");
    let nullable = BOOKS.replace("title: { type: string,", "title: { type: string, nullable: true,");
    let listed = nullable
        .replace("type: string, nullable: true", "type: [string, 'null']")
        .replace("author: { $ref: '#/", "author: { oneOf: [{ type: 'null' }, { $ref: '#/")
        .replace("v1.Author' }", "v1.Author' }] }");
    let report = between(&nullable, &listed);
    assert!(report.wire.is_empty() && report.docs.is_empty(), "{report:?}");
}

#[test]
fn operations_match_by_id_or_by_method_and_path() {
    let renamed =
        edited(&[("BookService.Get", "BookService.Read"), ("{id}", "{book_id}"), ("name: id", "name: book_id")]);
    insta::assert_snapshot!("renamed_operation", lines(&renamed.wire));
    let moved = edited(&[("/api/v1/search/books", "/api/v2/books/search"), ("    get:", "    delete:")]);
    insta::assert_snapshot!("changed_paths_and_methods", lines(&moved.wire));
    let replaced = edited(&[("BookService.Get", "BookService.Read"), ("/api/v1/books/{id}", "/api/v1/book/{id}")]);
    insta::assert_snapshot!("replaced_operation", lines(&replaced.wire));
}

#[test]
fn parameters() {
    let report = edited(&[
        ("name: shelf", "name: floor"),
        (
            "name: id, in: path, required: true, schema: { type: string }",
            "name: id, in: path, required: true, schema: { type: string, format: int64 }",
        ),
    ]);
    insta::assert_snapshot!(lines(&report.wire));
}

#[test]
fn properties() {
    let report = edited(&[
        ("title:", "name:"),
        ("pages: { type: integer, format: int32 }", "pages: { type: string, format: int64, nullable: true }"),
        ("width: { type: number }", "depth: { type: number }"),
        ("height: { type: number }", "height: { type: integer, format: int32 }"),
        (
            "author: { $ref: '#/components/schemas/c1.api.book.v1.Author' }",
            "author: { type: array, items: { $ref: '#/components/schemas/c1.api.book.v1.Author' } }",
        ),
    ]);
    insta::assert_snapshot!(lines(&report.wire));
    assert_eq!(report.wire.tally(Kind::Schema), Tally { added: 0, removed: 0, altered: 1 });
    let schemas: Vec<&str> = report.wire.of(Kind::Schema).map(|change| change.name.as_str()).collect();
    assert_eq!(schemas, ["c1.api.book.v1.Book"]);
}

#[test]
fn enum_values_are_counted_once() {
    let report = edited(&[("BOOK_KIND_PAPER]", "BOOK_KIND_AUDIO, BOOK_KIND_VIDEO]")]);
    insta::assert_snapshot!(lines(&report.wire));
}

#[test]
fn schemas_match_by_name_or_by_properties() {
    let renamed = edited(&[("v1.Author", "v1.Writer")]);
    insta::assert_snapshot!("renamed_schema", lines(&renamed.wire));
    let other = edited(&[("v1.Author", "v1.Writer"), ("name: { type: string }", "surname: { type: string }")]);
    insta::assert_snapshot!("replaced_schema", lines(&other.wire));
}

#[test]
fn bodies_and_responses() {
    let report = edited(&[
        ("        query: { type: string }\n        pageToken: { type: string }\n", "        {}\n"),
        (
            "schema: { $ref: '#/components/schemas/c1.api.book.v1.Book' } } }",
            "schema: { $ref: '#/components/schemas/c1.api.book.v1.Author' } } }",
        ),
    ]);
    insta::assert_snapshot!(lines(&report.wire));
}
