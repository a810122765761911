//! The judge notices models that are wrong, and samples all that a schema allows.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Options, Sampler, Structure, judge, schema_at};
use crate::sampler::Style;
use crate::strict::violation;
use crate::tables::Model;

const DOCUMENT: &str = "
openapi: 3.1.0
components:
  schemas:
    Pet:
      type: object
      required: [kind]
      discriminator: {propertyName: kind, mapping: {cat: '#/components/schemas/Cat'}}
      properties: {kind: {type: string}, born: {type: [string, 'null'], format: date-time}}
    Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {lives: {type: integer, format: uint8}}}]}
    Owner:
      type: object
      required: [name]
      properties:
        name: {type: string, pattern: '^[A-Z]'}
        pets: {type: array, items: {$ref: '#/components/schemas/Pet'}}
        contact: {oneOf: [{type: string}, {type: object, required: [phone], properties: {phone: {type: integer}}}]}
        labels: {type: object, additionalProperties: {type: boolean}}
        friend: {$ref: '#/components/schemas/Owner'}
paths:
  /owners:
    get: {responses: {'200': {$ref: '#/components/responses/Owners'}}}
";

const OWNER: &str = "/components/schemas/Owner";

fn findings(round_trip: fn(&[u8]) -> Result<Vec<u8>, String>) -> BTreeSet<(&'static str, String)> {
    let document = crate::json::parse_yaml(DOCUMENT).expect("YAML");
    let structure = Structure::new(&document).expect("a structure");
    let schema = schema_at(&document, OWNER).expect("a schema");
    let model = Model { name: OWNER, round_trip };
    let subject = judge(&document, schema, &structure, &model, &Options::default());
    subject.findings.iter().map(|finding| (finding.check, finding.at.clone())).collect()
}

/// Reads an owner as strictly as the schema.
fn strict(text: &[u8]) -> Result<Value, String> {
    let owner: Value = serde_json::from_slice(text).map_err(|error| error.to_string())?;
    let wrong = |key: &str| owner[key]["wrong"].is_object();
    if ["name", "pets"].into_iter().any(wrong) { Err("a wrong type".to_owned()) } else { Ok(owner) }
}

fn without(owner: Value, key: &str) -> Result<Vec<u8>, String> {
    let Value::Object(mut owner) = owner else { return Err("not an object".to_owned()) };
    owner.remove(key);
    Ok(Value::from(owner).to_string().into_bytes())
}

#[test]
fn a_model_that_keeps_everything_passes() {
    assert_eq!(findings(|text| Ok(strict(text)?.to_string().into_bytes())), BTreeSet::new());
}

#[test]
fn faults_are_noticed() {
    let lenient = findings(|text| Ok(text.to_vec()));
    assert_eq!(lenient, BTreeSet::from([("refuses", "name".to_owned()), ("refuses", "pets".to_owned())]));
    for key in ["name", "contact", "labels", "friend"] {
        let lossy: fn(&[u8]) -> Result<Vec<u8>, String> = match key {
            "name" => |text| without(strict(text)?, "name"),
            "contact" => |text| without(strict(text)?, "contact"),
            "labels" => |text| without(strict(text)?, "labels"),
            _ => |text| without(strict(text)?, "friend"),
        };
        let findings = findings(lossy);
        assert!(findings.contains(&("keeps its value", key.to_owned())), "{key}: {findings:?}");
    }
    let refusing = findings(|text| match strict(text)? {
        owner if owner["contact"].is_object() => Err("only texts".to_owned()),
        owner => Ok(owner.to_string().into_bytes()),
    });
    assert_eq!(refusing, BTreeSet::from([("reads", String::new())]));
    let adds = findings(|text| {
        let mut owner = strict(text)?;
        owner["pets"] = json!(null);
        owner["extra"] = json!(1);
        Ok(owner.to_string().into_bytes())
    });
    assert!(adds.contains(&("keeps its value", "extra".to_owned())), "{adds:?}");
}

#[test]
fn samples_are_valid_and_of_all_variants() {
    let document: Value = serde_yaml::from_str(DOCUMENT).expect("YAML");
    let structure = Structure::new(&document).expect("a structure");
    let schema = schema_at(&document, OWNER).expect("a schema");
    let validator = structure.validator(schema).expect("a validator");
    let mut sampler = Sampler::new(&document, 1, OWNER);
    let styles = [Style::Smallest, Style::Null].into_iter().chain((0..4).map(Style::Full));
    let samples: Vec<Value> = styles
        .chain(std::iter::repeat_n(Style::Random, 50))
        .map(|style| sampler.sample(OWNER, schema, style).expect("a sample"))
        .collect();
    for sample in &samples {
        assert_eq!(violation(&validator, sample), None, "{sample}");
    }
    assert_eq!(samples[0], json!({ "name": "" }));
    let has = |is: &dyn Fn(&Value) -> bool| samples.iter().any(is);
    assert!(has(&|sample| sample["contact"].is_string()) && has(&|sample| sample["contact"]["phone"] == 1));
    assert!(has(&|sample| sample["pets"][0]["kind"] == "cat" && sample["pets"][0]["lives"] == 255));
    assert!(has(&|sample| sample["friend"]["friend"]["name"].is_string()));
    assert!(has(&|sample| sample["labels"].as_object().is_some_and(|labels| labels.len() > 1)));
    assert!(violation(&validator, &json!({ "name": 1 })).is_some());
    assert!(violation(&validator, &json!({ "name": "a", "contact": { "phone": "1" } })).is_some());
}

#[test]
fn what_types_do_not_express_is_left_out() {
    let document = json!({ "components": { "schemas": {
        "Base": { "properties": { "id": { "type": "string", "readOnly": true } } },
        "Update": {
            "allOf": [{ "$ref": "#/components/schemas/Base" }],
            "properties": { "a": { "type": "string", "nullable": true }, "b": { "type": "string", "pattern": "^x" } },
            "required": ["id", "b", "b"],
            "anyOf": [{ "required": ["a"] }, { "required": ["c"] }],
        },
    } } });
    let structure = Structure::new(&document).expect("a structure");
    let update = schema_at(&document, "/components/schemas/Update").expect("a schema");
    let validator = structure.validator(update).expect("a validator");
    assert_eq!(violation(&validator, &json!({ "b": "y" })), None);
    assert!(violation(&validator, &json!({ "a": "y" })).is_some());
}
