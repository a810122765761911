//! Rewrites a value by the decisions, as the twin has to read it.

use serde_json::{Map, Value, json};

use super::decisions::{Applied, Effect, Place, effect};
use crate::document::{Document, Kind, Shape, properties};

/// A value after the decisions.
pub(super) enum Rewritten {
    /// What the twin reads as the model reads the original.
    Value(Value),
    /// The model refuses the original.
    Refused,
}

/// A decision says that the model refuses the value.
struct Refusal;

/// Rewrites the value of a message, and adds the decisions that matter to `applied`.
pub(super) fn rewrite(document: &Document, shape: &Shape<'_>, value: &Value, applied: &mut Applied) -> Rewritten {
    match rewritten(document, shape.kind, Place::Root, value, applied) {
        Ok(value) => Rewritten::Value(value.unwrap_or_else(|| json!({}))),
        Err(Refusal) => Rewritten::Refused,
    }
}

/// The rewritten value; `None` if it is absent.
fn rewritten(
    document: &Document,
    kind: Kind<'_>,
    place: Place,
    value: &Value,
    applied: &mut Applied,
) -> Result<Option<Value>, Refusal> {
    match effect(kind, place, value, applied) {
        Some(Effect::Reads(value)) => return Ok(Some(value)),
        Some(Effect::Absent) => return Ok(None),
        Some(Effect::Refused) => return Err(Refusal),
        None => {}
    }
    match (kind, value) {
        (Kind::Message(schema), Value::Object(fields)) => {
            let mut message = fields.clone();
            for (name, property) in properties(schema) {
                let Some(value) = fields.get(name) else { continue };
                let kind = document.property(name, property).kind;
                match rewritten(document, kind, Place::Property, value, applied)? {
                    Some(value) => message.insert(name.clone(), value),
                    None => message.remove(name),
                };
            }
            Ok(Some(message.into()))
        }
        (Kind::List(items), Value::Array(values)) => {
            let kind = document.shape(items).kind;
            let values = values.iter().map(|value| rewritten(document, kind, Place::Element, value, applied));
            let values: Result<Vec<_>, _> = values.collect();
            Ok(Some(values?.into_iter().flatten().collect()))
        }
        (Kind::Map(values), Value::Object(entries)) => {
            let kind = document.shape(values).kind;
            let mut map = Map::new();
            for (key, value) in entries {
                if let Some(value) = rewritten(document, kind, Place::Entry, value, applied)? {
                    map.insert(key.clone(), value);
                }
            }
            Ok(Some(map.into()))
        }
        _ => Ok(Some(value.clone())),
    }
}
