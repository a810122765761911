//! The formats of reports.

use codegen::{Inputs, TextFile};
use xtask::diff::{Report, Side};

use crate::spec::{BOOKS, between, edited, side};

fn changed() -> Report {
    edited(&[
        ("How it is called.", "Its name."),
        ("pages: { type: integer, format: int32 }", "pages: { type: string, format: int64, nullable: true }"),
        ("v1.Author", "v1.Writer"),
        ("name: shelf", "name: floor"),
        ("height: { type: number }", "height: { type: number, deprecated: true }, depth: { type: number }"),
        ("BookService.Search", "BookService.Find"),
    ])
}

#[test]
fn text() {
    let report = changed();
    let text = report.text(report.bump("0.1.0").as_ref(), false);
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn markdown() {
    let report = changed();
    insta::assert_snapshot!(report.markdown(report.bump("1.4.2").as_ref()));
}

#[test]
fn json() {
    let report =
        edited(&[("title: {", "heading: {"), ("pages: { type: integer, format: int32 }", "pages: { type: boolean }")]);
    insta::assert_snapshot!(report.json(report.bump("0.1.0").as_ref()));
}

#[test]
fn equal_documents_have_a_short_report() {
    let report = between(BOOKS, BOOKS);
    let bump = report.bump("0.1.0");
    assert_eq!(report.text(bump.as_ref(), false), "No changes.\n");
    assert_eq!(report.markdown(bump.as_ref()), "**No changes.**\n");
}

#[test]
fn markdown_has_a_maximum_length() {
    let schemas = |count: usize, property: &str| {
        let schema = |index| {
            format!(
                "    c1.api.many.v1.AMessageOfAPackageOfMany{index}: {{ type: object, properties: {{ {property}: {{ type: string }} }} }}\n"
            )
        };
        format!("{BOOKS}{}", (0..count).map(schema).collect::<String>())
    };
    for (old, new) in [
        (schemas(0, "a"), schemas(2000, "a")),
        (schemas(2000, "a"), schemas(0, "a")),
        (schemas(2000, "a"), schemas(2000, "b")),
        (schemas(700, "a"), schemas(700, "b")),
    ] {
        let text = between(&old, &new).markdown(None);
        let length = text.chars().count();
        assert!((50_000..=60_000).contains(&length), "{length} characters");
        assert!(text.contains("\nand ") && text.contains(" more\n"), "omitted rows are counted");
        assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
        assert!(text.ends_with("</details>\n"));
    }
}

#[test]
fn names_are_escaped() {
    let hostile =
        "        \"|`<b>\\e[31m\\u202e--></details>@everyone\": { type: string, x-rust-name: hostile }\n        pages:";
    let report = between(BOOKS, &BOOKS.replace("        pages:", hostile));
    let text = report.text(None, false);
    let markdown = report.markdown(None);
    let json = report.json(None);
    for shown in [&text, &markdown, &json] {
        assert!(shown.contains("everyone"), "{shown}");
        assert!(!shown.contains(['\u{1b}', '\u{202e}']), "{shown:?}");
    }
    assert_eq!(markdown.matches("`` c1.api.book.v1.Book.|`<b>").count(), 1, "{markdown}");
    let parsed: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(parsed["summary"]["property"]["added"], 1);
}

#[test]
fn borrowed_overlays_may_have_unmatched_actions() {
    let text = "overlay: 1.0.0\nactions:\n\
                - { target: $.components.schemas.Gone, update: { description: Gone. } }\n\
                - { target: \"$.components.schemas['c1.api.book.v1.Author']\", update: { x-rust-name: Writer } }\n";
    let overlay = TextFile { file: "overlay.yaml".to_owned(), text: text.to_owned() };
    let with_overlay = |borrows_overlay| {
        let Side { inputs: Inputs { documents, .. }, .. } = side("books.yaml", BOOKS);
        Side { inputs: Inputs { documents, overlay: Some(overlay.clone()), ..Inputs::default() }, borrows_overlay }
    };
    let report =
        xtask::diff::compare(&side("books.yaml", BOOKS), &with_overlay(true)).expect("unmatched actions are ignored");
    assert_eq!(report.rust.breaks.len(), 1, "the matching action is applied");
    let errors =
        xtask::diff::compare(&with_overlay(false), &with_overlay(true)).expect_err("unmatched actions are errors");
    assert!(errors.to_string().contains("overlay.yaml:3:5"), "{errors}");
}
