//! The content of specifications, read without the generator.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde_yaml::{Mapping, Value};

/// The content of one or several documents.
#[derive(Default)]
pub(crate) struct Spec {
    /// The ids of the operations.
    pub(crate) operations: BTreeSet<String>,
    /// The properties of each named schema.
    pub(crate) schemas: BTreeMap<String, BTreeSet<String>>,
    /// The values of each enum, by package and location.
    pub(crate) enums: BTreeMap<(String, String), BTreeSet<String>>,
    /// The number of documented oneofs whose cases are properties, and of others.
    pub(crate) oneofs: (usize, usize),
    /// The locations of inline objects with properties.
    inline: BTreeSet<String>,
}

impl Spec {
    /// Reads the documents, which may overlap.
    pub(crate) fn read<P: AsRef<Path>>(paths: &[P]) -> Self {
        let mut spec = Self::default();
        for path in paths {
            let path = path.as_ref();
            let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let document: Value = serde_yaml::from_str(&text).expect("YAML");
            spec.add(&document);
        }
        spec
    }

    /// The expected number of structs: one for each named schema and inline object.
    pub(crate) fn models(&self) -> usize {
        self.schemas.len() + self.inline.len()
    }

    fn add(&mut self, document: &Value) {
        for (name, schema) in entries(&document["components"]["schemas"]) {
            let properties = entries(&schema["properties"]).map(|(property, _)| property.to_owned());
            let properties = properties.collect();
            self.oneofs(schema["description"].as_str().unwrap_or_default(), &properties);
            self.schemas.insert(name.to_owned(), properties);
            self.schema(package(name), name, schema, true);
        }
        for (_, item) in entries(&document["paths"]) {
            for (_, operation) in entries(item) {
                let Some(id) = operation["operationId"].as_str() else { continue };
                self.operations.insert(id.to_owned());
                self.operation(id, operation);
            }
        }
    }

    fn oneofs(&mut self, description: &str, properties: &BTreeSet<String>) {
        for oneof in description.split("This message contains a oneof named ").skip(1) {
            let listed = oneof.lines().skip(1).map_while(|line| line.trim().strip_prefix("- "));
            if listed.into_iter().all(|case| properties.contains(case)) {
                self.oneofs.0 += 1;
            } else {
                self.oneofs.1 += 1;
            }
        }
    }

    fn operation(&mut self, id: &str, operation: &Value) {
        for parameter in operation["parameters"].as_sequence().into_iter().flatten() {
            let name = parameter["name"].as_str().expect("a name");
            self.schema(package(id), &format!("{id}/{name}"), &parameter["schema"], false);
        }
        let responses = entries(&operation["responses"]).map(|(_, response)| response);
        for body in std::iter::once(&operation["requestBody"]).chain(responses) {
            for (_, media) in entries(&body["content"]) {
                self.schema(package(id), &format!("{id}/body"), &media["schema"], false);
            }
        }
    }

    /// Collects the content of a schema and of all nested ones.
    fn schema(&mut self, package: &str, at: &str, schema: &Value, is_named: bool) {
        if let Some(values) = schema["enum"].as_sequence() {
            let values = values.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            self.enums.insert((package.to_owned(), at.to_owned()), values);
        }
        // An object with only `@type` is any message.
        if !is_named && entries(&schema["properties"]).any(|(name, _)| name != "@type") {
            self.inline.insert(at.to_owned());
        }
        for (name, property) in entries(&schema["properties"]) {
            self.schema(package, &format!("{at}/{name}"), property, false);
        }
        for key in ["items", "additionalProperties"] {
            if schema[key].is_mapping() {
                self.schema(package, &format!("{at}/{key}"), &schema[key], false);
            }
        }
        for key in ["allOf", "anyOf", "oneOf"] {
            for (index, part) in schema[key].as_sequence().into_iter().flatten().enumerate() {
                self.schema(package, &format!("{at}/{key}/{index}"), part, false);
            }
        }
    }
}

/// The package of a name, up to the version: `c1.api.user.v1` of `c1.api.user.v1.User`.
pub(crate) fn package(name: &str) -> &str {
    let is_version = |segment: &str| {
        let digits = segment.strip_prefix('v').unwrap_or_default();
        !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
    };
    let mut end = 0;
    for segment in name.split('.') {
        end += segment.len();
        if is_version(segment) {
            return &name[..end];
        }
        end += 1;
    }
    name.rsplit_once('.').map_or("", |(package, _)| package)
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let entries = value.as_mapping().into_iter().flat_map(Mapping::iter);
    entries.filter_map(|(key, value)| Some((key.as_str()?, value)))
}
