//! What changes for those who use the crate.

use xtask::diff::Impact;
use xtask::diff::rust::{Break, BrokenItem, Declaration, Rust};

use crate::spec::{BOOKS, between, edited};

/// The differences, a line for each item.
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

/// Holds that nothing breaks.
fn additions(edits: &[(&str, &str)]) -> String {
    let report = edited(edits);
    assert_eq!(report.impact(), Impact::Additive, "{report:?}");
    lines(&report.rust)
}

/// Holds that something breaks.
fn breaks(edits: &[(&str, &str)]) -> String {
    let report = edited(edits);
    assert_eq!(report.impact(), Impact::Breaking, "{report:?}");
    lines(&report.rust)
}

const NAME: &str = "        name: { type: string }\n";
const AUTHOR: &str = "author: { $ref: '#/components/schemas/c1.api.book.v1.Author' }";

#[test]
fn what_is_new_breaks_nothing() {
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
fn what_is_deprecated_breaks_nothing() {
    insta::assert_snapshot!(additions(&[(NAME, "        name: { type: string, deprecated: true }\n")]));
}

#[test]
fn what_is_gone_is_told_once() {
    insta::assert_snapshot!("a_property_that_is_gone", breaks(&[("        title: {", "        heading: {")]));
    insta::assert_snapshot!(
        "a_schema_that_is_gone",
        breaks(&[(AUTHOR, "author: { type: string }"), ("    c1.api.book.v1.Author:", "    c1.api.book.v1.Shop:")])
    );
    insta::assert_snapshot!(
        "an_enum_value_that_is_gone",
        breaks(&[("[BOOK_KIND_UNSPECIFIED, BOOK_KIND_PAPER]", "[BOOK_KIND_UNSPECIFIED]")])
    );
    let get = &BOOKS[BOOKS.find("  /api/v1/books").expect("a path")..BOOKS.find("  /api/v1/search").expect("a path")];
    insta::assert_snapshot!("an_operation_that_is_gone", breaks(&[(get, "")]));
}

#[test]
fn what_is_renamed_stands_beside_its_old_name() {
    insta::assert_snapshot!("a_schema_of_another_name_in_rust", breaks(&[("v1.Author", "v1.Writer")]));
    insta::assert_snapshot!("an_operation_of_another_name_in_rust", breaks(&[("BookService.Get", "BookService.Read")]));
    insta::assert_snapshot!("a_service_of_another_name_in_rust", breaks(&[("BookService", "LibraryService")]));
    insta::assert_snapshot!("a_package_of_another_name_in_rust", breaks(&[("c1.api.book.v1", "c1.api.library.v1")]));
    insta::assert_snapshot!(
        "a_property_of_another_name_in_rust",
        breaks(&[("title: { type: string,", "title: { type: string, x-rust-name: heading,")])
    );
    insta::assert_snapshot!(
        "an_enum_of_another_name_in_rust",
        breaks(&[("enum: [BOOK_KIND_UN", "x-rust-name: Sort, enum: [BOOK_KIND_UN")])
    );
}

#[test]
fn other_types_break() {
    insta::assert_snapshot!(
        "properties_of_other_types",
        breaks(&[
            ("pages: { type: integer, format: int32 }", "pages: { type: string, format: int64, nullable: true }"),
            (AUTHOR, "author: { type: array, items: { $ref: '#/components/schemas/c1.api.book.v1.Author' } }"),
            ("width: { type: number }", "width: { $ref: '#/components/schemas/c1.api.book.v1.Book' }"),
        ])
    );
    insta::assert_snapshot!(
        "parameters_of_other_types",
        breaks(&[
            (
                "name: shelf, in: query, schema: { type: integer, format: int32 }",
                "name: shelf, in: query, schema: { type: boolean }"
            ),
            ("required: true, schema: { type: string }", "required: true, schema: { type: string, format: uint64 }"),
        ])
    );
    insta::assert_snapshot!(
        "an_enum_without_a_zero",
        breaks(&[("[BOOK_KIND_UNSPECIFIED, BOOK_KIND_PAPER]", "[BOOK_KIND_PAPER]")])
    );
}

#[test]
fn bodies_answers_and_pages_break() {
    insta::assert_snapshot!(
        "an_operation_that_takes_nothing",
        breaks(&[("        query: { type: string }\n        pageToken: { type: string }\n", "        {}\n")])
    );
    insta::assert_snapshot!(
        "an_operation_that_answers_otherwise",
        breaks(&[(
            "schema: { $ref: '#/components/schemas/c1.api.book.v1.Book' } } }",
            "schema: { $ref: '#/components/schemas/c1.api.book.v1.Author' } } }",
        )])
    );
    insta::assert_snapshot!(
        "an_operation_without_pages",
        breaks(&[("nextPageToken: { type: string }", "nextPageToken: { type: boolean }")])
    );
}

#[test]
fn names_of_arguments_and_values_of_constants_break_nothing() {
    let report =
        edited(&[("{id}", "{book}"), ("name: id", "name: book"), ("/api/v1/search/books", "/api/v1/search/titles")]);
    assert_eq!(report.impact(), Impact::Compatible, "{report:?}");
}

#[test]
fn oneofs() {
    let told = "description: |-\n        A book.\n\n        This message contains a oneof named owner. Only a single field of the following list may be set at a time:\n          - author\n          - size\n";
    let old = BOOKS.replace("description: A book that can be lent.\n", told);
    assert_ne!(old, BOOKS);
    let renamed = between(&old, &old.replace("oneof named owner", "oneof named holder"));
    insta::assert_snapshot!("a_oneof_of_another_name", lines(&renamed.rust));
    let fewer = between(&old, &old.replace("          - size\n", ""));
    insta::assert_snapshot!("a_oneof_without_a_case", lines(&fewer.rust));
    let gone = between(&old, BOOKS);
    insta::assert_snapshot!("a_oneof_that_is_gone", lines(&gone.rust));
}
