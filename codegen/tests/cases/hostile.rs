//! Hostile names generate safe code or a short error.

use codegen::{Inputs, TextFile};

use crate::case::generate;

const NAMES: [&str; 22] = [
    "",
    " ",
    "../../x",
    "/etc/passwd",
    "c:\\x",
    "\"; fn main() {} //",
    "*/ fn main() {}",
    "`) + panic!() + (`",
    "{}",
    "{{0}}",
    "#[cfg(any())]",
    "r#\"",
    "a\u{0}b",
    "a\nb\r\tc",
    "\u{1b}[31mred",
    "\u{202e}thgir",
    "日本語",
    "Ünï_cödé",
    "💥",
    "а", // Cyrillic, and looks like Latin.
    "true",
    "__proto__",
];

/// The element that has a name, and a document with that element.
const PLACES: [(&str, &str); 11] = [
    ("a schema", r#"paths: {}, components: {schemas: {"NAME": {type: object, properties: {a: {}}}}}"#),
    (
        "a schema of a package",
        r#"paths: {}, components: {schemas: {"c1.api.a.v1.NAME": {type: object, properties: {a: {}}}}}"#,
    ),
    ("a package", r#"paths: {}, components: {schemas: {"c1.api.NAME.v1.A": {type: object, properties: {a: {}}}}}"#),
    (
        "a property",
        r#"paths: {}, components: {schemas: {a.v1.A: {type: object, properties: {"NAME": {type: string}}}}}"#,
    ),
    (
        "a value",
        r#"paths: {}, components: {schemas: {a.v1.A: {type: object, properties: {a: {type: string, enum: ["NAME"]}}}}}"#,
    ),
    (
        "a default",
        r#"paths: {}, components: {schemas: {a.v1.A: {type: object, properties: {a: {type: string, default: "NAME"}}}}}"#,
    ),
    (
        "x-rust-name",
        r#"paths: {}, components: {schemas: {a.v1.A: {type: object, properties: {a: {}}, x-rust-name: "NAME"}}}"#,
    ),
    ("an operation", r#"paths: {/a: {get: {operationId: "NAME", tags: [t], responses: ANSWER}}}, components: SCHEMAS"#),
    ("a tag", r#"paths: {/a: {get: {operationId: get, tags: ["NAME"], responses: ANSWER}}}, components: SCHEMAS"#),
    ("a path", r#"paths: {"/NAME": {get: {operationId: a.v1.A.Get, responses: ANSWER}}}, components: SCHEMAS"#),
    (
        "a parameter",
        r#"paths: {/a: {get: {operationId: a.v1.A.Get, responses: ANSWER,
           parameters: [{name: "NAME", in: query, schema: {type: string}}]}}}, components: SCHEMAS"#,
    ),
];

#[test]
fn hostile_names_generate_safe_code_or_errors() {
    let mut outcomes = String::new();
    for (place, template) in PLACES {
        outcomes += &format!("{place}\n");
        for name in NAMES {
            outcomes += &format!("    {name:?}: {}\n", outcome(template, name));
        }
    }
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!("hostile_names", outcomes);
    });
}

#[test]
fn errors_about_long_names_are_short() {
    let long = "x".repeat(10_000);
    let nested = "x.".repeat(5_000);
    for (place, template) in PLACES {
        for name in [&long, &nested] {
            // Defaults, enum values, paths and query parameters may have any length; identifiers may not.
            match generate(&inputs(template, name)) {
                Ok(generated) => {
                    for (path, _) in generated.files.iter() {
                        assert!(path.len() < 200, "{place}: {path}");
                    }
                }
                Err(errors) => assert!(errors.to_string().len() < 4_000, "{place}: {} bytes", errors.to_string().len()),
            }
        }
    }
}

/// The paths of the generated files, or the messages of the errors.
fn outcome(template: &str, name: &str) -> String {
    match generate(&inputs(template, name)) {
        Ok(generated) => {
            let paths = generated.files.iter().map(|(path, _)| path);
            let paths = paths.filter(|path| path.contains('/') && !path.ends_with("mod.rs"));
            format!("in {}", paths.collect::<Vec<_>>().join(", "))
        }
        Err(errors) => {
            let text = errors.to_string();
            assert!(!text.contains(|c: char| c.is_control() && c != '\n'), "{text:?}");
            let messages = text.lines().filter(|line| line.starts_with("error["));
            messages
                .map(|line| line.split_once("]: ").map_or(line, |(_, message)| message))
                .collect::<Vec<_>>()
                .join("; ")
        }
    }
}

fn inputs(template: &str, name: &str) -> Inputs {
    let quoted = serde_json::Value::from(name).to_string();
    let text = template
        .replace("NAME", &quoted[1..quoted.len() - 1])
        .replace("ANSWER", "{200: {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/a.v1.Answer'}}}}}")
        .replace("SCHEMAS", "{schemas: {a.v1.Answer: {type: object, properties: {a: {}}}}}");
    let text = format!("{{openapi: 3.1.0, {text}}}");
    Inputs { documents: vec![TextFile { file: "hostile.yaml".to_owned(), text }], ..Inputs::default() }
}
