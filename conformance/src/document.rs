//! The documents as they are: schemas and operations as JSON values, without the generator's view of them.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

/// The prefix of references to schemas.
const SCHEMAS: &str = "#/components/schemas/";

/// The schemas and operations of OpenAPI documents.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The named schemas.
    pub schemas: BTreeMap<String, Value>,
    /// The operations, by id.
    pub operations: BTreeMap<String, Operation>,
    /// All schemas and paths as one document.
    pub(crate) merged: Value,
}

/// An operation of a document.
#[derive(Clone, Debug, Default)]
pub struct Operation {
    /// The operation id.
    pub id: String,
    /// The HTTP method in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The parameters in the path.
    pub in_path: Vec<Parameter>,
    /// The parameters in the query.
    pub in_query: Vec<Parameter>,
    /// The schema of the request body.
    pub body: Option<Value>,
    /// The schema of the response body.
    pub response: Value,
}

/// A parameter of an operation.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name in the URL.
    pub name: String,
    /// Its schema.
    pub schema: Value,
}

/// A schema, read by the rules of C1's documents.
#[derive(Clone, Debug)]
pub(crate) struct Shape<'a> {
    pub(crate) kind: Kind<'a>,
    /// Whether `null` is allowed, which for scalars says that absent and zero differ.
    pub(crate) nullable: bool,
}

/// The kind of value that a schema describes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind<'a> {
    /// Any JSON value.
    Json,
    /// An object with the properties of this schema.
    Message(&'a Value),
    /// `google.protobuf.Any`.
    Any,
    /// `google.protobuf.Struct`.
    Struct,
    Map(&'a Value),
    List(&'a Value),
    Bool,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Number,
    Text,
    /// `google.protobuf.FieldMask`.
    Mask,
    Enum(&'a [Value]),
    Timestamp,
    Duration,
    Bytes,
}

impl Document {
    /// Reads documents in YAML or JSON, which may share schemas.
    ///
    /// # Errors
    ///
    /// Text that is not YAML.
    pub fn parse<T: AsRef<str>>(texts: &[T]) -> Result<Self, String> {
        let mut document = Self::default();
        for text in texts {
            let value: Value = serde_yaml::from_str(text.as_ref()).map_err(|error| error.to_string())?;
            document.add(&value);
        }
        document.merged["openapi"] = "3.1.0".into();
        document.merged["info"] = json!({ "title": "C1", "version": "1" });
        for (name, schema) in &document.schemas {
            document.merged["components"]["schemas"][name] = schema.clone();
        }
        Ok(document)
    }

    fn add(&mut self, value: &Value) {
        for (name, schema) in entries(&value["components"]["schemas"]) {
            self.schemas.insert(name.clone(), schema.clone());
        }
        for (path, item) in entries(&value["paths"]) {
            for (key, operation) in entries(item) {
                self.merged["paths"][path][key] = operation.clone();
            }
            for (method, operation) in entries(item) {
                if let Some(id) = operation["operationId"].as_str() {
                    self.operations.insert(id.to_owned(), Operation::read(id, method, path, operation));
                }
            }
        }
    }

    /// The shape of a named schema.
    pub(crate) fn named(&self, name: &str) -> Option<Shape<'_>> {
        self.schemas.get(name).map(|schema| self.shape(schema))
    }

    /// The shape of a schema.
    pub(crate) fn shape<'a>(&'a self, schema: &'a Value) -> Shape<'a> {
        let nullable = schema["nullable"] == true;
        if let Some(target) = self.referenced(schema) {
            let shape = self.shape(target);
            return Shape { nullable: nullable || shape.nullable, ..shape };
        }
        if let Some(parts) = ["oneOf", "anyOf", "allOf"].iter().find_map(|key| schema[*key].as_array()) {
            let is_null = |part: &&Value| part["type"] == "null";
            let part = parts.iter().find(|part| !is_null(part)).unwrap_or(&Value::Null);
            let shape = self.shape(part);
            return Shape { nullable: nullable || parts.iter().any(|part| is_null(&part)) || shape.nullable, ..shape };
        }
        let types: Vec<&str> = match &schema["type"] {
            Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
            other => other.as_str().into_iter().collect(),
        };
        let nullable = nullable || types.contains(&"null");
        let types: Vec<&str> = types.into_iter().filter(|name| *name != "null").collect();
        let kind = if let [name] = types.as_slice() { kind(name, schema) } else { Kind::Json };
        Shape { kind, nullable }
    }

    /// The shape of a property, whose name says whether it is a mask.
    pub(crate) fn property<'a>(&'a self, name: &str, schema: &'a Value) -> Shape<'a> {
        let shape = self.shape(schema);
        match shape.kind {
            Kind::Text if name == "updateMask" => Shape { kind: Kind::Mask, ..shape },
            _ => shape,
        }
    }

    /// The name of the schema that is referred to.
    pub(crate) fn reference(schema: &Value) -> Option<&str> {
        schema["$ref"].as_str()?.strip_prefix(SCHEMAS)
    }

    /// The name of the schema that a property refers to, also within `oneOf` and `allOf`.
    pub(crate) fn target(schema: &Value) -> Option<&str> {
        let parts = ["oneOf", "anyOf", "allOf"].into_iter().filter_map(|key| schema[key].as_array()).flatten();
        std::iter::once(schema).chain(parts).find_map(Self::reference)
    }

    fn referenced(&self, schema: &Value) -> Option<&Value> {
        self.schemas.get(Self::reference(schema)?)
    }
}

/// The kind of a schema with one type.
fn kind<'a>(name: &str, schema: &'a Value) -> Kind<'a> {
    let values = schema["enum"].as_array();
    match (name, schema["format"].as_str().unwrap_or_default()) {
        ("boolean", _) => Kind::Bool,
        ("string", _) if values.is_some() => Kind::Enum(values.map(Vec::as_slice).unwrap_or_default()),
        ("string", "date-time") => Kind::Timestamp,
        ("string", "duration") => Kind::Duration,
        ("string", "byte" | "base64") => Kind::Bytes,
        ("string", "int64") => Kind::Int64,
        ("string", "uint64") => Kind::UInt64,
        ("string", _) => Kind::Text,
        ("integer", "uint32") => Kind::UInt32,
        ("integer", _) => Kind::Int32,
        ("number", _) => Kind::Number,
        ("array", _) => Kind::List(&schema["items"]),
        ("object", _) => object(schema),
        _ => Kind::Json,
    }
}

fn object(schema: &Value) -> Kind<'_> {
    let mut names = entries(&schema["properties"]).map(|(name, _)| name.as_str());
    match (&schema["additionalProperties"], names.next()) {
        (_, Some("@type")) if names.next().is_none() => Kind::Any,
        // The document of May closes these objects: with an empty list of properties for messages of any type, and without
        // one for free-form objects.
        (Value::Bool(false), None) if schema.get("properties").is_some() => Kind::Any,
        (Value::Bool(_), None) => Kind::Struct,
        (values @ Value::Object(_), None) => Kind::Map(values),
        _ => Kind::Message(schema),
    }
}

impl Operation {
    fn read(id: &str, method: &str, path: &str, value: &Value) -> Self {
        let parameters = |place: &str| {
            let all = value["parameters"].as_array().into_iter().flatten();
            let parameter = |parameter: &Value| Parameter {
                name: parameter["name"].as_str().unwrap_or_default().to_owned(),
                schema: parameter["schema"].clone(),
            };
            all.filter(|parameter| parameter["in"] == place).map(parameter).collect()
        };
        let content = |body: &Value| body.pointer("/content/application~1json/schema").cloned();
        Self {
            id: id.to_owned(),
            method: method.to_ascii_uppercase(),
            path: path.to_owned(),
            in_path: parameters("path"),
            in_query: parameters("query"),
            body: content(&value["requestBody"]),
            response: content(&value["responses"]["200"]).unwrap_or_default(),
        }
    }
}

/// The properties of a message's schema.
pub(crate) fn properties(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    entries(&schema["properties"])
}

/// Whether a message's schema requires a property.
pub(crate) fn is_required(schema: &Value, name: &str) -> bool {
    schema["required"].as_array().is_some_and(|required| required.iter().any(|required| required == name))
}

/// The cases of each oneof, which only descriptions mention, by the oneof's name.
pub(crate) fn oneofs(schema: &Value) -> Vec<(&str, Vec<&str>)> {
    let description = schema["description"].as_str().unwrap_or_default();
    let mentions = description.split("This message contains a oneof named ").skip(1);
    let parsed = mentions.map(|mention| {
        let cases = mention.lines().skip(1).map_while(|line| line.trim().strip_prefix("- "));
        (mention.split('.').next().unwrap_or_default(), cases.collect())
    });
    parsed
        .filter(|(_, cases): &(_, Vec<&str>)| cases.iter().all(|case| schema["properties"].get(case).is_some()))
        .collect()
}

fn entries(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}
