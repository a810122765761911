//! Judges synthetic documents by their text alone.

mod facts;
mod generation;
mod validity;

use serde_json::{Map, Value};
use specgen::{Dialect, Options};

const DIALECTS: [Dialect; 4] = [Dialect::Nullable, Dialect::NullType, Dialect::AllOf, Dialect::Mixed];

fn text(operations: usize, seed: u64, dialect: Dialect) -> String {
    specgen::synthesize(&Options { operations, seed, dialect })
}

fn document(operations: usize, seed: u64, dialect: Dialect) -> Value {
    serde_yaml::from_str(&text(operations, seed, dialect)).expect("YAML")
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter).map(|(key, value)| (key.as_str(), value))
}

fn schemas(document: &Value) -> impl Iterator<Item = (&str, &Value)> {
    entries(&document["components"]["schemas"])
}

/// The path, the method and the value of each operation.
fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    entries(&document["paths"])
        .flat_map(|(path, item)| entries(item).map(move |(method, operation)| (path, method, operation)))
}

#[test]
fn the_same_options_give_the_same_bytes() {
    for dialect in DIALECTS {
        let first = text(60, 7, dialect);
        assert_eq!(text(60, 7, dialect), first, "{dialect:?}");
        assert_ne!(text(60, 8, dialect), first, "{dialect:?}");
    }
    let spellings: Vec<String> = DIALECTS.iter().map(|dialect| text(60, 7, *dialect)).collect();
    for (index, spelling) in spellings.iter().enumerate() {
        assert!(!spellings[..index].contains(spelling), "{:?} is another spelling", DIALECTS[index]);
    }
}

#[test]
fn a_document_has_as_many_operations_as_asked_for() {
    for count in [3, 4, 10, 19, 20, 21, 99, 100, 333] {
        for seed in 0..4 {
            let document = document(count, seed, Dialect::Mixed);
            assert_eq!(operations(&document).count(), count, "seed {seed}");
        }
    }
}

/// Ten thousand operations take seconds to synthesize and a minute to read; this is the size of C1's own document.
#[test]
fn a_large_document_has_the_proportions_of_c1s() {
    let document = document(638, 1, Dialect::NullType);
    let share = |part: usize, whole: usize, expected: f64, name: &str| {
        #[allow(clippy::cast_precision_loss, reason = "small counts")]
        let found = part as f64 / whole as f64;
        assert!((expected * 0.7..expected * 1.3).contains(&found), "{name}: {found:.3}, and C1 has {expected}");
    };
    let count = operations(&document).count();
    share(schemas(&document).count(), count, 3.06, "schemas for each operation");
    let properties: Vec<&Value> =
        schemas(&document).flat_map(|(_, schema)| entries(&schema["properties"])).map(|(_, value)| value).collect();
    share(properties.len(), schemas(&document).count(), 3.22, "properties for each schema");
    let of = |is: &dyn Fn(&Value) -> bool| properties.iter().filter(|property| is(property)).count();
    share(
        of(&|property| property["type"] == "string" && property.get("enum").is_none()),
        properties.len(),
        0.37,
        "strings",
    );
    share(of(&|property| property.get("oneOf").is_some()), properties.len(), 0.21, "references");
    share(of(&|property| property["type"] == "boolean"), properties.len(), 0.065, "booleans");
    share(of(&|property| property.get("enum").is_some()), properties.len(), 0.053, "enums");
    share(of(&|property| property["format"] == "date-time"), properties.len(), 0.07, "times");
    share(of(&|property| property["type"][0] == "array"), properties.len(), 0.15, "lists");
    let methods = |name: &str| operations(&document).filter(|(_, method, _)| *method == name).count();
    share(methods("post"), count, 0.475, "POST");
    share(methods("get"), count, 0.36, "GET");
    share(methods("delete"), count, 0.13, "DELETE");
}
