//! Every spelling of a nullable schema that C1 has published gives the same code.

use codegen::{Inputs, TextFile};

use crate::case::generate;

#[test]
fn every_spelling_of_nullable_gives_the_same_code() {
    let reference = "$ref: '#/components/schemas/c1.api.spelt.v1.Leaf'";
    let scalar = [
        "{ type: string, nullable: true }".to_owned(),
        "{ type: [string, 'null'] }".to_owned(),
        "{ type: ['null', string] }".to_owned(),
        "{ oneOf: [{ type: string }, { type: 'null' }] }".to_owned(),
        "{ anyOf: [{ type: 'null' }, { type: string }] }".to_owned(),
        "{ allOf: [{ type: string }], nullable: true }".to_owned(),
        "{ allOf: [{ type: [string, 'null'] }] }".to_owned(),
    ];
    let model = [
        format!("{{ {reference}, nullable: true }}"),
        format!("{{ oneOf: [{{ {reference} }}, {{ type: 'null' }}] }}"),
        format!("{{ anyOf: [{{ {reference} }}, {{ type: 'null' }}] }}"),
        format!("{{ allOf: [{{ {reference} }}], nullable: true }}"),
        format!("{{ allOf: [{{ {reference} }}, {{ x-other: 1 }}], nullable: true }}"),
        format!("{{ oneOf: [{{ {reference} }}, {{ nullable: true }}] }}"),
        format!("{{ anyOf: [{{ nullable: true }}, {{ {reference} }}] }}"),
        format!("{{ oneOf: [{{ {reference} }}], nullable: true }}"),
    ];
    let date = [
        "{ type: string, format: date-time, nullable: true }".to_owned(),
        "{ type: [string, 'null'], format: date-time }".to_owned(),
    ];
    let list = [
        "{ type: array, items: { type: string }, nullable: true }".to_owned(),
        "{ type: [array, 'null'], items: { type: string } }".to_owned(),
        "{ oneOf: [{ type: array, items: { type: string } }, { type: 'null' }] }".to_owned(),
    ];
    let enumeration = [
        "{ type: string, enum: [A, B], nullable: true }".to_owned(),
        "{ type: string, enum: [A, B, null] }".to_owned(),
        "{ type: [string, 'null'], enum: [A, B, null] }".to_owned(),
    ];
    for presence in ["", "x-rust-presence: protobuf\n"] {
        for (spellings, expected) in [
            (&scalar[..], "pub property: Option<String>,"),
            (&model[..], "pub property: Option<Leaf>,"),
            (&date[..], "pub property: Option<DateTime<Utc>>,"),
            (&list[..], if presence.is_empty() { "Option<Vec<String>>" } else { "pub property: Vec<String>," }),
            (&enumeration[..], "pub property: Option<SpeltProperty>,"),
        ] {
            let first = code(presence, &spellings[0]);
            assert!(first.contains(expected), "{presence}{}:\n{first}", spellings[0]);
            for other in &spellings[1..] {
                assert_eq!(code(presence, other), first, "{presence}{other}");
            }
        }
    }
}

fn code(presence: &str, property: &str) -> String {
    let text = format!(
        "openapi: 3.1.0\n{presence}paths: {{}}\ncomponents:\n  schemas:\n    c1.api.spelt.v1.Spelt:\n      type: object\n      \
         properties:\n        property: {property}\n    c1.api.spelt.v1.Leaf: {{ properties: {{ a: {{ type: string }} }} }}\n"
    );
    let document = TextFile { file: "spelt.yaml".to_owned(), text };
    let generated = generate(&Inputs { documents: vec![document], ..Inputs::default() });
    let generated = generated.unwrap_or_else(|errors| panic!("{property}:\n{errors}"));
    generated.files.iter().map(|(path, text)| format!("{path}\n{text}")).collect()
}
