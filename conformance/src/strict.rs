//! A strict copy of the document for the crate `jsonschema`: closed objects, open enums, and C1's own formats.

use jsonschema::{Registry, RegistryBuilder, ValidationOptions, Validator};
use serde_json::{Map, Value, json};

use crate::document::{Document, Kind, properties};
use crate::scalar;

/// The URI of the strict copy.
const COPY: &str = "urn:c1:strict";

/// Validates what is written, by the strict copy of a document.
pub(crate) struct Judge<'a> {
    registry: Registry<'a>,
}

impl Document {
    /// The strict copy.
    pub(crate) fn strict(&self) -> Value {
        let schemas = self.schemas.iter().map(|(name, schema)| (name.clone(), self.without_reference(schema)));
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$defs": schemas.collect::<Map<_, _>>(),
        })
    }

    /// The strict copy of a schema in place.
    fn copy(&self, name: &str, schema: &Value) -> Value {
        let shape = self.property(name, schema);
        let copy = match Self::target(schema) {
            Some(target) => json!({ "$ref": format!("#/$defs/{target}") }),
            None => self.without_reference_of(name, schema),
        };
        if shape.nullable { json!({ "if": { "type": "null" }, "else": copy }) } else { copy }
    }

    fn without_reference(&self, schema: &Value) -> Value {
        self.without_reference_of("", schema)
    }

    fn without_reference_of(&self, name: &str, schema: &Value) -> Value {
        let text = |format: &str| json!({ "type": "string", "format": format });
        match self.property(name, schema).kind {
            Kind::Json => json!({}),
            Kind::Message(schema) => {
                let copies = properties(schema).map(|(name, schema)| (name.clone(), self.copy(name, schema)));
                let required = schema.get("required").cloned().unwrap_or_else(|| json!([]));
                json!({
                    "type": "object",
                    "properties": copies.collect::<Map<_, _>>(),
                    "required": required,
                    "additionalProperties": false,
                })
            }
            Kind::Any => {
                json!({ "type": "object", "properties": { "@type": { "type": "string", "minLength": 1 } }, "required": ["@type"] })
            }
            Kind::Struct => json!({ "type": "object" }),
            Kind::Map(values) => json!({ "type": "object", "additionalProperties": self.copy("", values) }),
            Kind::List(items) => json!({ "type": "array", "items": self.copy("", items) }),
            Kind::Bool => json!({ "type": "boolean" }),
            Kind::Int32 => json!({ "type": "integer", "minimum": i32::MIN, "maximum": i32::MAX }),
            Kind::UInt32 => json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
            Kind::Int64 => text("c1-int64"),
            Kind::UInt64 => text("c1-uint64"),
            // Protobuf JSON has these words for what JSON cannot write.
            Kind::Number => json!({ "anyOf": [{ "type": "number" }, { "enum": ["NaN", "Infinity", "-Infinity"] }] }),
            Kind::Text => json!({ "type": "string" }),
            Kind::Mask => text("c1-mask"),
            Kind::Enum(_) => json!({ "type": "string", "minLength": 1 }),
            Kind::Timestamp => text("c1-timestamp"),
            Kind::Duration => text("c1-duration"),
            Kind::Bytes => text("c1-bytes"),
        }
    }
}

impl<'a> Judge<'a> {
    /// Compiles the strict copy.
    ///
    /// # Errors
    ///
    /// A copy that is not a JSON Schema.
    pub(crate) fn new(copy: &'a Value) -> Result<Self, String> {
        let registry = Registry::new().add(COPY, copy).and_then(RegistryBuilder::prepare);
        Ok(Self { registry: registry.map_err(|error| error.to_string())? })
    }

    /// The validator of a named schema.
    pub(crate) fn validator(&self, name: &str) -> Result<Validator, String> {
        let schema = json!({ "$ref": format!("{COPY}#/$defs/{name}") });
        formats(jsonschema::options())
            .with_registry(&self.registry)
            .should_validate_formats(true)
            .build(&schema)
            .map_err(|error| error.to_string())
    }
}

/// What a value violates, at most one violation.
pub(crate) fn violation(validator: &Validator, value: &Value) -> Option<String> {
    if validator.is_valid(value) {
        return None;
    }
    let error = validator.iter_errors(value).next()?;
    Some(crate::json::shorten(&format!("`{}`: {error}", error.instance_path()), 300))
}

fn formats<'i>(options: ValidationOptions<'i>) -> ValidationOptions<'i> {
    let int64 = |text: &str| scalar::is_written_integer(text, i64::MIN.into(), i64::MAX.into());
    let uint64 = |text: &str| scalar::is_written_integer(text, 0, u64::MAX.into());
    options
        .with_format("c1-int64", int64)
        .with_format("c1-uint64", uint64)
        .with_format("c1-mask", scalar::is_mask)
        .with_format("c1-timestamp", scalar::is_written_timestamp)
        .with_format("c1-duration", scalar::is_written_duration)
        .with_format("c1-bytes", scalar::is_written_base64)
}
