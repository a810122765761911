//! An API as an OpenAPI document, in one of the spellings that C1 has published.

use std::collections::HashMap;
use std::mem::{Discriminant, discriminant};

use serde_json::{Map, Value, json};

use crate::api::{Api, Message, Operation, Parameter, Property, Type, local};
use crate::random::Random;
use crate::words::split;
use crate::yaml::Writer;

/// How a document spells what may be null, and objects of any content. All spellings mean the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// `nullable: true` beside the type, plain references, and closed objects: C1's document of May 2026.
    Nullable,
    /// `type: [T, 'null']`, `oneOf: [{$ref}, {type: 'null'}]`, and open objects: C1's document of August 2026.
    NullType,
    /// `allOf: [{$ref}]` with `nullable: true`.
    AllOf,
    /// Each spelling, by chance.
    Mixed,
}

type Object = Map<String, Value>;

/// Prints the document.
pub(crate) fn print(api: &Api, dialect: Dialect, seed: u64) -> String {
    // The spelling does not change what is spelled: it has a source of its own.
    let mut spelling = Spelling { dialect, random: Random::new(seed ^ 0x5bd1_e995), turns: HashMap::new(), plain: 0 };
    let mut writer = Writer::default();
    writer.open("components");
    writer.open("schemas");
    for (name, message) in &api.messages {
        writer.entry(name, &spelling.message(name, message));
    }
    writer.close();
    writer.entry("securitySchemes", &security_schemes());
    writer.close();
    let description = "The C1 API is a HTTP API for managing C1 resources. This one is synthetic.";
    writer.entry("info", &json!({ "title": "C1 API", "version": "0.1.0-alpha", "description": description }));
    writer.entry("openapi", &json!("3.1.0"));
    writer.open("paths");
    let mut operations: Vec<&Operation> = api.operations.iter().collect();
    operations.sort_by_key(|operation| (&operation.path, operation.verb.key()));
    for of_path in operations.chunk_by(|a, b| a.path == b.path) {
        let item: Object =
            of_path.iter().map(|operation| (operation.verb.key().to_owned(), spelling.operation(operation))).collect();
        writer.entry(&of_path[0].path, &Value::Object(item));
    }
    writer.close();
    writer.entry("security", &json!([{ "bearerAuth": [], "oauth": [] }]));
    writer.entry("servers", &servers());
    writer.finish()
}

fn security_schemes() -> Value {
    json!({
        "bearerAuth": { "type": "http", "scheme": "bearer" },
        "oauth": {
            "type": "oauth2",
            "description": "This API uses OAuth2 with the Client Credential flow.\nSee [token()](https://example.com/a_b#L1).",
            "flows": { "clientCredentials": { "scopes": {}, "tokenUrl": "/auth/v1/token" } },
        },
    })
}

fn servers() -> Value {
    let domain = json!({ "default": "example", "description": "The domain of the tenant to use for this request." });
    json!([{
        "url": "https://{tenantDomain}.conductor.one",
        "description": "The C1 API server for the current tenant.",
        "variables": { "tenantDomain": domain },
    }])
}

struct Spelling {
    dialect: Dialect,
    random: Random,
    /// How often each kind of property was spelled.
    turns: HashMap<Discriminant<Type>, usize>,
    /// The number of plain references.
    plain: usize,
}

impl Spelling {
    /// The dialect of the next property. In a mixed document, the properties of one kind take turns.
    fn next(&mut self, ty: &Type) -> Dialect {
        const SPELLINGS: [Dialect; 3] = [Dialect::Nullable, Dialect::NullType, Dialect::AllOf];
        if self.dialect != Dialect::Mixed {
            return self.dialect;
        }
        let turn = self.turns.entry(discriminant(ty)).or_insert_with(|| self.random.between(0..=2));
        *turn += 1;
        SPELLINGS[*turn % SPELLINGS.len()]
    }

    fn message(&mut self, name: &str, message: &Message) -> Value {
        let local = local(name);
        let title = split(local, ' ').replace('.', " ");
        let mut schema = json!({ "title": title, "type": "object" });
        schema["x-speakeasy-name-override"] = local.replace('.', "").trim_end_matches("Input").into();
        if !message.description.is_empty() {
            schema["description"] = message.description.as_str().into();
        }
        if !message.required.is_empty() {
            schema["required"] = json!(message.required);
        }
        for (property, value) in &message.properties {
            schema["properties"][property] = self.property(value);
        }
        for (key, value) in &message.extensions {
            schema[*key] = value.clone();
        }
        schema
    }

    fn property(&mut self, property: &Property) -> Value {
        let dialect = self.next(&property.ty);
        let mut schema = self.typed(&property.ty, dialect);
        let is_null_type = dialect == Dialect::NullType;
        match &property.ty {
            Type::Message(_) => self.reference(&mut schema, dialect, property),
            // Either document says that lists may be null; only one says so of these, which always may.
            Type::List(_) | Type::Empty => nullable(&mut schema, is_null_type),
            Type::Any | Type::Struct | Type::Format("date-time" | "duration") if is_null_type => {
                nullable(&mut schema, true);
            }
            Type::Map(_) | Type::Any | Type::Struct | Type::Json => {}
            Type::Format("date-time" | "duration") => {}
            _ if property.has_presence => nullable(&mut schema, is_null_type),
            _ => {}
        }
        if !property.description.is_empty() {
            schema.insert("description".into(), property.description.as_str().into());
        }
        if property.read_only || (dialect == Dialect::Nullable && !schema.contains_key("$ref")) {
            schema.insert("readOnly".into(), property.read_only.into());
        }
        if property.deprecated {
            schema.insert("deprecated".into(), true.into());
        }
        if property.sunset {
            schema.insert("x-sunset".into(), "2027-05-30".into());
        }
        Value::Object(schema)
    }

    /// Whether the next plain reference has an extension beside it, as one of ten has.
    fn is_renamed(&mut self) -> bool {
        self.plain += 1;
        self.plain % 10 == 1
    }

    /// Spells that the reference may be null, which messages always may.
    fn reference(&mut self, schema: &mut Object, dialect: Dialect, property: &Property) {
        match dialect {
            Dialect::NullType => {
                let reference = Value::Object(std::mem::take(schema));
                schema.insert("oneOf".into(), json!([reference, { "type": "null" }]));
            }
            Dialect::AllOf => {
                let reference = Value::Object(std::mem::take(schema));
                schema.insert("allOf".into(), json!([reference]));
                schema.insert("nullable".into(), true.into());
            }
            _ if self.dialect == Dialect::Mixed && property.description.is_empty() && self.is_renamed() => {
                let reference = Value::Object(std::mem::take(schema));
                schema.insert("allOf".into(), json!([reference, { "x-speakeasy-name-override": "renamed" }]));
            }
            _ => {}
        }
    }

    /// The schema of a type, without what may be null.
    fn typed(&mut self, ty: &Type, dialect: Dialect) -> Object {
        let schema = match ty {
            Type::Bool => json!({ "type": "boolean" }),
            Type::String => json!({ "type": "string" }),
            Type::Format(format) => json!({ "type": "string", "format": format }),
            Type::Int32 => json!({ "type": "integer", "format": "int32" }),
            Type::UInt32 => json!({ "type": "integer", "format": "uint32" }),
            Type::Number(None) => json!({ "type": "number" }),
            Type::Number(Some(format)) => json!({ "type": "number", "format": format }),
            Type::Enum(values) => {
                json!({ "type": "string", "enum": values, "x-speakeasy-unknown-values": "allow" })
            }
            Type::Message(name) => json!({ "$ref": format!("#/components/schemas/{name}") }),
            Type::List(inner) => json!({ "type": "array", "items": self.typed(inner, dialect) }),
            Type::Map(inner) => json!({ "type": "object", "additionalProperties": self.typed(inner, dialect) }),
            Type::Any => any(dialect),
            Type::Struct => json!({ "type": "object", "additionalProperties": dialect != Dialect::Nullable }),
            Type::Empty => json!({ "type": "object" }),
            Type::Json => json!({ "type": ["string", "number", "object", "array", "boolean", "null"] }),
        };
        match schema {
            Value::Object(schema) => schema,
            _ => Object::new(),
        }
    }

    fn operation(&mut self, operation: &Operation) -> Value {
        let Operation { service, method, .. } = operation;
        let content = |name: &str| json!({ "application/json": { "schema": { "$ref": format!("#/components/schemas/{name}") } } });
        let group = service.rsplit('.').next().unwrap_or_default().trim_end_matches("Service");
        let version = if service.contains(".v2.") { "V2" } else { "" };
        let mut value = json!({
            "operationId": format!("{service}.{method}"),
            "summary": split(method, ' '),
            "description": operation.description,
            "tags": [operation.tag],
            "responses": {
                "200": { "description": "Successful response", "content": content(&operation.response) },
            },
            "x-speakeasy-group": format!("{group}{version}"),
            "x-speakeasy-name-override": method,
        });
        if !operation.parameters.is_empty() {
            let parameters = operation.parameters.iter().map(|parameter| self.parameter(parameter));
            value["parameters"] = Value::Array(parameters.collect());
        }
        if let Some(request) = &operation.request {
            value["requestBody"] = json!({ "content": content(request) });
        }
        if operation.deprecated {
            value["deprecated"] = true.into();
        }
        for (key, extension) in &operation.extensions {
            value[*key] = extension.clone();
        }
        value
    }

    fn parameter(&mut self, parameter: &Parameter) -> Value {
        let place = if parameter.in_path { "path" } else { "query" };
        let mut value = json!({ "in": place, "name": parameter.name, "schema": self.property(&parameter.property) });
        if parameter.in_path {
            value["required"] = true.into();
        }
        value
    }
}

fn nullable(schema: &mut Object, is_null_type: bool) {
    if is_null_type {
        let ty = schema.remove("type").unwrap_or_default();
        schema.insert("type".into(), json!([ty, "null"]));
    } else {
        schema.insert("nullable".into(), true.into());
    }
}

/// `google.protobuf.Any`.
fn any(dialect: Dialect) -> Value {
    let text = "Contains an arbitrary serialized message along with a @type that describes the type of the serialized \
                message.";
    if dialect == Dialect::Nullable {
        return json!({ "type": "object", "description": text, "properties": {}, "additionalProperties": false });
    }
    let url = json!({ "type": "string", "description": "The type of the serialized message." });
    json!({ "type": "object", "description": text, "properties": { "@type": url }, "additionalProperties": true })
}
