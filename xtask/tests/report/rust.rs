//! Changes of the Rust API.

use xtask::diff::Impact;
use xtask::diff::rust::{Break, BrokenItem, Declaration, Rust};

use crate::spec::{BOOKS, between, edited};

/// The changes, one line for each item.
fn lines(rust: &Rust) -> String {
    let declared = |Declaration { path, signature, .. }: &Declaration| format!("{path}: {signature}");
    let item = |BrokenItem { how, old, new }: &BrokenItem| {
        let new = new.as_ref().map(|new| format!("\n          {}", declared(new)));
        format!("    {how:?} {}{}\n", declared(old), new.unwrap_or_default())
    };
    let broken = |Break { kind, name, items }: &Break| {
        format!("break of {kind} {name}\n{}", items.iter().map(item).collect::<String>())
    };
    let breaks: String = rust.breaks.iter().map(broken).collect();
    let added = rust.added.iter().map(|added| format!("added {}\n", declared(added)));
    let deprecated = rust.deprecated.iter().map(|path| format!("deprecated {path}\n"));
    breaks + &added.chain(deprecated).collect::<String>()
}

/// Asserts that nothing breaks.
fn additions(edits: &[(&str, &str)]) -> String {
    let report = edited(edits);
    assert_eq!(report.impact(), Impact::Additive, "{report:?}");
    lines(&report.rust)
}

/// Asserts that something breaks.
fn breaks(edits: &[(&str, &str)]) -> String {
    let report = edited(edits);
    assert_eq!(report.impact(), Impact::Breaking, "{report:?}");
    lines(&report.rust)
}

const NAME: &str = "        name: { type: string }\n";
const AUTHOR: &str = "author: { $ref: '#/components/schemas/c1.api.book.v1.Author' }";

#[test]
fn additions_are_not_breaking() {
    insta::assert_snapshot!(additions(&[
        (NAME, "        name: { type: string }\n        born: { type: string, format: date-time }\n"),
        ("BOOK_KIND_PAPER]", "BOOK_KIND_PAPER, BOOK_KIND_AUDIO]"),
        ("- { name: shelf,", "- { name: floor, in: query, schema: { type: string } }\n        - { name: shelf,"),
        (
            "    c1.api.book.v1.Author:",
            "    c1.api.shop.v1.Shop: { type: object, properties: { city: { type: string } } }\n    c1.api.book.v1.Author:",
        ),
    ]));
}

#[test]
fn deprecations_are_not_breaking() {
    insta::assert_snapshot!(additions(&[(NAME, "        name: { type: string, deprecated: true }\n")]));
}

#[test]
fn removals_are_listed_once() {
    insta::assert_snapshot!("removed_property", breaks(&[("        title: {", "        heading: {")]));
    insta::assert_snapshot!(
        "removed_schema",
        breaks(&[(AUTHOR, "author: { type: string }"), ("    c1.api.book.v1.Author:", "    c1.api.book.v1.Shop:")])
    );
    insta::assert_snapshot!(
        "removed_enum_value",
        breaks(&[("[BOOK_KIND_UNSPECIFIED, BOOK_KIND_PAPER]", "[BOOK_KIND_UNSPECIFIED]")])
    );
    let get = &BOOKS[BOOKS.find("  /api/v1/books").expect("a path")..BOOKS.find("  /api/v1/search").expect("a path")];
    insta::assert_snapshot!("removed_operation", breaks(&[(get, "")]));
}

#[test]
fn waiters_are_added_and_removed_with_their_methods() {
    const GET: &str = "      operationId: c1.api.book.v1.BookService.Get\n";
    let with = |waiters: &[&str]| {
        let waiters = waiters.iter().map(|name| format!("{name}: {{ paths: [$.kind], success: [BOOK_KIND_PAPER] }}"));
        format!("{GET}      x-rust-waiter: {{ {} }}\n", waiters.collect::<Vec<_>>().join(", "))
    };
    insta::assert_snapshot!("added_waiter", additions(&[(GET, &with(&["printed"]))]));
    let (old, new) = (BOOKS.replace(GET, &with(&["bound", "printed"])), BOOKS.replace(GET, &with(&["printed"])));
    let report = between(&old, &new);
    assert_eq!(report.impact(), Impact::Breaking, "{report:?}");
    insta::assert_snapshot!("removed_waiter", lines(&report.rust));
}

#[test]
fn renames_have_the_old_and_the_new_name() {
    insta::assert_snapshot!("renamed_schema", breaks(&[("v1.Author", "v1.Writer")]));
    insta::assert_snapshot!("renamed_operation", breaks(&[("BookService.Get", "BookService.Read")]));
    insta::assert_snapshot!("renamed_service", breaks(&[("BookService", "LibraryService")]));
    insta::assert_snapshot!("renamed_package", breaks(&[("c1.api.book.v1", "c1.api.library.v1")]));
    insta::assert_snapshot!(
        "renamed_property",
        breaks(&[("title: { type: string,", "title: { type: string, x-rust-name: heading,")])
    );
    insta::assert_snapshot!(
        "renamed_enum",
        breaks(&[("enum: [BOOK_KIND_UN", "x-rust-name: Sort, enum: [BOOK_KIND_UN")])
    );
}

#[test]
fn changed_types_are_breaking() {
    insta::assert_snapshot!(
        "changed_property_types",
        breaks(&[
            ("pages: { type: integer, format: int32 }", "pages: { type: string, format: int64, nullable: true }"),
            (AUTHOR, "author: { type: array, items: { $ref: '#/components/schemas/c1.api.book.v1.Author' } }"),
            ("width: { type: number }", "width: { $ref: '#/components/schemas/c1.api.book.v1.Book' }"),
        ])
    );
    insta::assert_snapshot!(
        "changed_parameter_types",
        breaks(&[
            (
                "name: shelf, in: query, schema: { type: integer, format: int32 }",
                "name: shelf, in: query, schema: { type: boolean }"
            ),
            ("required: true, schema: { type: string }", "required: true, schema: { type: string, format: uint64 }"),
        ])
    );
    insta::assert_snapshot!(
        "enum_without_zero",
        breaks(&[("[BOOK_KIND_UNSPECIFIED, BOOK_KIND_PAPER]", "[BOOK_KIND_PAPER]")])
    );
}

#[test]
fn changed_bodies_responses_and_pages_are_breaking() {
    insta::assert_snapshot!(
        "removed_request_body",
        breaks(&[("        query: { type: string }\n        pageToken: { type: string }\n", "        {}\n")])
    );
    insta::assert_snapshot!(
        "changed_response",
        breaks(&[(
            "schema: { $ref: '#/components/schemas/c1.api.book.v1.Book' } } }",
            "schema: { $ref: '#/components/schemas/c1.api.book.v1.Author' } } }",
        )])
    );
    insta::assert_snapshot!(
        "removed_pages",
        breaks(&[("nextPageToken: { type: string }", "nextPageToken: { type: boolean }")])
    );
}

#[test]
fn argument_names_and_constant_values_are_not_breaking() {
    let report =
        edited(&[("{id}", "{book}"), ("name: id", "name: book"), ("/api/v1/search/books", "/api/v1/search/titles")]);
    assert_eq!(report.impact(), Impact::Compatible, "{report:?}");
}

#[test]
fn oneofs() {
    let description = "description: |-\n        A book.\n\n        This message contains a oneof named owner. Only a single field of the following list may be set at a time:\n          - author\n          - size\n";
    let old = BOOKS.replace("description: A book that can be lent.\n", description);
    assert_ne!(old, BOOKS);
    let renamed = between(&old, &old.replace("oneof named owner", "oneof named holder"));
    insta::assert_snapshot!("renamed_oneof", lines(&renamed.rust));
    let fewer = between(&old, &old.replace("          - size\n", ""));
    insta::assert_snapshot!("removed_oneof_case", lines(&fewer.rust));
    let gone = between(&old, BOOKS);
    insta::assert_snapshot!("removed_oneof", lines(&gone.rust));
}
