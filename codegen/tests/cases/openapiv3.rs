//! The lowered API agrees with another reader of OpenAPI: `openapiv3`, on the raw text, without overlay or normalization.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use codegen::ir::{Api, ParameterLocation};
use codegen::{Inputs, TextFile, UnmatchedActions};
use openapiv3::{OpenAPI, Parameter, ReferenceOr, SchemaKind, Type};

/// Each operation as `METHOD path: parameters`.
fn operations(document: &OpenAPI) -> BTreeMap<String, String> {
    document
        .operations()
        .map(|(path, method, operation)| {
            let parameters: BTreeSet<_> = operation
                .parameters
                .iter()
                .map(|parameter| match parameter.as_item().expect("C1 defines parameters inline") {
                    Parameter::Path { parameter_data, .. } => format!("path {}", parameter_data.name),
                    Parameter::Query { parameter_data, .. } => format!("query {}", parameter_data.name),
                    other => panic!("{other:?}"),
                })
                .collect();
            let id = operation.operation_id.clone().expect("an operation id");
            (id, format!("{} {path}: {parameters:?}", method.to_uppercase()))
        })
        .collect()
}

fn lowered_operations(api: &Api) -> BTreeMap<String, String> {
    api.operations
        .iter()
        .map(|operation| {
            let parameters = operation.parameters.iter().map(|parameter| match parameter.location {
                ParameterLocation::Path => format!("path {}", parameter.wire),
                ParameterLocation::Query => format!("query {}", parameter.wire),
                other => panic!("{other:?}"),
            });
            let parameters: BTreeSet<_> = parameters.collect();
            (operation.id.clone(), format!("{} {}: {parameters:?}", operation.http_method, operation.path))
        })
        .collect()
}

/// The properties of each named schema, in order.
fn schemas(document: &OpenAPI) -> BTreeMap<String, Vec<String>> {
    let schemas = &document.components.as_ref().expect("components").schemas;
    schemas
        .iter()
        .filter_map(|(name, schema)| {
            let ReferenceOr::Item(schema) = schema else { return None };
            let SchemaKind::Type(Type::Object(object)) = &schema.schema_kind else { return None };
            Some((name.clone(), object.properties.keys().cloned().collect()))
        })
        .collect()
}

#[test]
fn the_lowered_api_has_the_operations_and_properties_of_the_raw_documents() {
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let mut compared = 0;
    for entry in std::fs::read_dir(&specs).expect("specs/") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if !name.ends_with(".yaml") || name == "overlay.yaml" {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("text");
        let raw: OpenAPI = serde_yaml::from_str(&text).expect("an OpenAPI document");
        let inputs = Inputs { documents: vec![TextFile { file: name.clone(), text }], ..Inputs::default() };
        let analysis = codegen::analyze(&inputs, UnmatchedActions::Ignore, &mut |_| {})
            .unwrap_or_else(|errors| panic!("{name}: {errors:?}"));

        assert_eq!(operations(&raw), lowered_operations(&analysis.api), "{name}");
        let lowered: BTreeMap<_, Vec<_>> = analysis
            .api
            .models
            .iter()
            .map(|model| (model.name.clone(), model.fields.iter().map(|field| field.wire.clone()).collect()))
            .collect();
        for (schema, properties) in schemas(&raw) {
            assert_eq!(lowered.get(&schema), Some(&properties), "{name}: {schema}");
            compared += properties.len();
        }
    }
    assert!(compared > 50, "only {compared} properties were compared");
}
