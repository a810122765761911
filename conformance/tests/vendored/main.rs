//! The vendored operations and their models in full, by the tables that `cargo xtask conformance` emits for them.

// Tables of other operations use all of it.
#[allow(dead_code)]
mod glue;
// A test of xtask compares it with what is emitted.
#[rustfmt::skip]
#[allow(clippy::all, deprecated, unreachable_patterns, unused_imports)]
mod tables;
// The same test compares it.
#[rustfmt::skip]
#[allow(clippy::all, dead_code, unused_imports)]
mod twins;

use std::fs;
use std::path::{Path, PathBuf};

use conformance::{Baseline, Document, Options, run};
use serde_json::{Value, json};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn document(texts: &[String]) -> Document {
    Document::parse(texts).expect("documents")
}

fn vendored() -> Vec<String> {
    let files = fs::read_dir(root().join("specs")).expect("the folder").map(|entry| entry.expect("an entry").path());
    let is_document =
        |path: &Path| path.extension().is_some_and(|extension| extension == "yaml") && !path.ends_with("overlay.yaml");
    let files = files.filter(|path| is_document(path));
    files.map(|path| fs::read_to_string(path).expect("a text")).collect()
}

/// `INSTA_UPDATE=always` writes them.
#[test]
fn the_twins_of_the_vendored_models_are_up_to_date() {
    let printed = conformance::twins::print(&document(&vendored()), &|_| true);
    let path = root().join("conformance/tests/vendored/twins.rs");
    if std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
        fs::write(&path, &printed).expect("the twins");
    }
    let help = "run `INSTA_UPDATE=always cargo test --package conformance --test vendored`";
    assert!(fs::read_to_string(&path).is_ok_and(|current| current == printed), "{} is stale: {help}", path.display());
}

#[test]
fn the_vendored_operations_conform() {
    let texts = vendored();
    let baseline = fs::read_to_string(root().join("conformance/baseline.toml")).expect("the baseline");
    let baseline = Baseline::parse(&baseline).expect("a baseline");
    let options =
        Options { samples: 100, baseline, newer: Some(newer(&texts)), twins: twins::TWINS, ..Options::default() };
    let report = run(&document(&texts), &tables::TABLES, &options).expect("a report");
    assert!(report.passed(), "{}", report.text(true));
    let tables = &tables::TABLES;
    let judged = 2 * tables.models.len() + tables.oneofs.len() + 2 * tables.operations.len();
    assert_eq!(report.subjects.len(), 3 + judged);
}

/// The same documents with another property in each schema and another value in each enum.
fn newer(texts: &[String]) -> Document {
    let grown = texts.iter().map(|text| {
        let mut document: Value = serde_yaml::from_str(text).expect("YAML");
        grow(&mut document["components"]["schemas"]);
        document.to_string()
    });
    Document::parse(&grown.collect::<Vec<_>>()).expect("documents")
}

fn grow(schema: &mut Value) {
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        // An object with `@type` alone is a message of any type.
        if !properties.contains_key("@type") {
            properties.insert("addedProperty".to_owned(), json!({ "type": "array", "items": { "type": "string" } }));
        }
    }
    if let Some(values) = schema.get_mut("enum").and_then(Value::as_array_mut) {
        values.extend([json!("ADDED_VALUE"), json!("ANOTHER_ADDED_VALUE")]);
    }
    match schema {
        Value::Object(parts) => parts.values_mut().for_each(grow),
        Value::Array(parts) => parts.iter_mut().for_each(grow),
        _ => {}
    }
}
