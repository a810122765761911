//! `$recursiveRef: '#'` to a reference to the named schema that it is in.

use serde_json::{Map, Value, json};

use super::pointer;

/// Rewrites the recursive references of all named schemas.
pub(super) fn resolve(document: &mut Value) {
    let schemas = document.pointer_mut(pointer::SCHEMAS).and_then(Value::as_object_mut);
    for (name, schema) in schemas.into_iter().flatten() {
        rewrite(schema, &json!(pointer::schema_reference(name)));
    }
}

fn rewrite(value: &mut Value, reference: &Value) {
    match value {
        Value::Object(object) => {
            if object.get("$recursiveRef").is_some_and(|target| target == "#") {
                *object = Map::from_iter([("$ref".to_owned(), reference.clone())]);
            }
            object.values_mut().for_each(|value| rewrite(value, reference));
        }
        Value::Array(values) => values.iter_mut().for_each(|value| rewrite(value, reference)),
        _ => {}
    }
}
