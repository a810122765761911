//! No input makes the generator panic: a truncated document, or one with any value replaced, generates code or errors.

use codegen::diagnostics::{Diagnostics, codes};
use codegen::{Inputs, TextFile};

use crate::case::generate;
use serde_yaml::Value;

const DOCUMENT: &str = "\
openapi: 3.1.0
x-rust-presence: protobuf
paths:
  /api/v1/users/{id}:
    post:
      operationId: c1.api.user.v1.Users.List
      summary: Users.
      tags: [users]
      x-stability-level: beta
      x-speakeasy-pagination:
        type: cursor
        inputs: [{ name: pageToken, in: requestBody, type: cursor }]
        outputs: { nextCursor: $.nextPageToken, results: $.list }
      parameters:
        - { name: id, in: path, required: true, schema: { type: string, format: int64 } }
        - { name: kinds, in: query, schema: { type: array, items: { type: string, enum: [A, B] } } }
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/c1.api.user.v1.Request' } } } }
      responses:
        200: { description: '', content: { application/json: { schema: { $ref: '#/components/schemas/c1.api.user.v1.Page' } } } }
components:
  schemas:
    c1.api.user.v1.Request:
      type: object
      properties:
        pageToken: { type: string }
        any: { type: object, properties: { '@type': { type: string } }, additionalProperties: true }
    c1.api.user.v1.Page:
      type: object
      required: [list]
      properties:
        list: { type: array, items: { $ref: '#/components/schemas/c1.api.user.v1.User' } }
        nextPageToken: { type: [string, 'null'] }
    c1.api.user.v1.User:
      type: object
      x-rust-name: Person
      properties:
        manager: { oneOf: [{ $ref: '#/components/schemas/c1.api.user.v1.User' }, { type: 'null' }] }
        wrapped: { allOf: [{ $ref: '#/components/schemas/c1.api.user.v1.User' }, { x-other: 1 }] }
        type: { type: string, enum: [USER_TYPE_UNSPECIFIED, USER_TYPE_HUMAN], default: USER_TYPE_HUMAN }
        byName: { type: object, additionalProperties: { type: string, format: date-time }, readOnly: true }
        inner: { type: object, properties: { text: { type: string, x-rust-sensitive: true } } }
";

const OVERLAY: &str = "\
overlay: 1.0.0
info: { title: Names, version: 1.0.0 }
actions:
  - target: $.components.schemas['c1.api.user.v1.User'].properties.type
    description: A name.
    update: { x-rust-name: Kind }
  - target: $.paths
    x-rust-optional: true
    remove: false
    update: {}
";

#[test]
fn the_whole_document_generates_code() {
    survives(DOCUMENT, OVERLAY).unwrap_or_else(|errors| panic!("{errors}"));
}

#[test]
fn truncated_documents_do_not_panic() {
    for (end, _) in DOCUMENT.char_indices() {
        let _ = survives(&DOCUMENT[..end], OVERLAY);
    }
    for (end, _) in OVERLAY.char_indices() {
        let _ = survives(DOCUMENT, &OVERLAY[..end]);
    }
}

#[test]
fn replaced_values_do_not_panic() {
    let strange = [
        "null",
        "7",
        "-1.5",
        "true",
        "''",
        "text",
        "[]",
        "[null]",
        "{}",
        "{ $ref: '#/components/schemas/c1.api.user.v1.User' }",
    ];
    for strange in strange {
        let strange: Value = serde_yaml::from_str(strange).expect("YAML");
        for text in with_each_replaced(DOCUMENT, &strange) {
            let _ = survives(&text, OVERLAY);
        }
        for text in with_each_replaced(OVERLAY, &strange) {
            let _ = survives(DOCUMENT, &text);
        }
    }
}

#[test]
fn aliases_are_bounded() {
    let levels = (1..30).map(|level| format!("a{level}: &a{level} [{}]\n", format!("*a{},", level - 1).repeat(9)));
    let bomb = format!("a0: &a0 [x]\n{}", levels.collect::<String>());
    let errors = survives(&bomb, OVERLAY).expect_err("a bomb");
    let codes: Vec<_> = errors.iter().map(|error| error.code().id).collect();
    assert_eq!(codes, [codes::LIMIT.id], "{errors}");
}

/// Generates code or errors, none of which is an internal one.
fn survives(document: &str, overlay: &str) -> Result<(), Diagnostics> {
    let document = TextFile { file: "document.yaml".to_owned(), text: document.to_owned() };
    let overlay = TextFile { file: "overlay.yaml".to_owned(), text: overlay.to_owned() };
    match generate(&Inputs { documents: vec![document], overlay: Some(overlay), ..Inputs::default() }) {
        Ok(generated) => {
            assert!(!generated.files.is_empty());
            Ok(())
        }
        Err(errors) => {
            assert!(errors.iter().count() > 0);
            assert!(errors.iter().all(|error| *error.code() != codes::INTERNAL), "{errors}");
            Err(errors)
        }
    }
}

/// A copy of the document for each of its values, with that value replaced.
fn with_each_replaced(text: &str, by: &Value) -> Vec<String> {
    let whole: Value = serde_yaml::from_str(text).expect("YAML");
    let mut count = 0;
    let mut texts = Vec::new();
    loop {
        let mut left = count;
        let mut changed = whole.clone();
        if !replace(&mut changed, &mut left, by) {
            return texts;
        }
        texts.push(serde_yaml::to_string(&changed).expect("YAML"));
        count += 1;
    }
}

/// Replaces the value after `left` others. Returns whether there was one.
fn replace(value: &mut Value, left: &mut usize, by: &Value) -> bool {
    if *left == 0 {
        *value = by.clone();
        return true;
    }
    *left -= 1;
    match value {
        Value::Mapping(entries) => entries.iter_mut().any(|(_, value)| replace(value, left, by)),
        Value::Sequence(values) => values.iter_mut().any(|value| replace(value, left, by)),
        _ => false,
    }
}

/// A new key in every schema must not bury the other errors.
#[test]
fn many_errors_of_one_code_are_counted() {
    let schemas: String =
        (0..500).map(|index| format!("    c1.api.a.v1.A{index}: {{ type: object, new: 1 }}\n")).collect();
    let text = format!("openapi: 3.1.0\nx-rust-presence: protobuf\npaths: {{}}\ncomponents:\n  schemas:\n{schemas}");
    let documents = vec![TextFile { file: "a.yaml".to_owned(), text }];
    let errors = generate(&Inputs { documents, ..Inputs::default() }).expect_err("an unknown key");
    assert_eq!(errors.iter().count(), 500);
    assert!(errors.iter().all(|error| *error.code() == codes::UNSUPPORTED_KEY), "{errors}");
    let shown = errors.to_string();
    assert_eq!(shown.matches("error[C1G0011]").count(), 20, "{shown}");
    assert_eq!(shown.matches("--> a.yaml:").count(), 20, "{shown}");
    assert!(shown.contains("480 more"), "{shown}");
}
