//! Samples of JSON Schemas: seeded, from the document alone.

use std::collections::BTreeMap;

use fastrand::Rng;
use serde_json::{Map, Value, json};

use super::facts::{
    allows_anything, discriminator, is_composed, is_empty_of_response, is_free_form, is_left_out, is_nullable, parts,
};
use super::structure::{named_schema, pointer, unescaped};
use super::texts;
use crate::sampler::{Style, rng_of};

/// The depth at which optional objects end.
const MAX_DEPTH: usize = 4;
/// The depth at which a sample is given up: required objects contain one another without an end.
const TOO_DEEP: usize = 30;
/// The number of properties of a random sample.
const FUEL: usize = 300;

/// Makes samples.
pub(crate) struct Sampler<'a> {
    document: &'a Value,
    /// The schemas that extend one with a discriminator, by its pointer.
    extensions: BTreeMap<String, Vec<String>>,
    rng: Rng,
    /// The number of properties that a random sample may still have.
    fuel: usize,
}

impl<'a> Sampler<'a> {
    pub(crate) fn new(document: &'a Value, seed: u64, subject: &str) -> Self {
        let mut extensions = BTreeMap::<String, Vec<String>>::new();
        for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
            for base in parts(schema, "allOf").filter_map(|part| pointer(&part["$ref"])) {
                let has_discriminator = document.pointer(&base).is_some_and(|base| discriminator(base).is_object());
                if has_discriminator {
                    extensions.entry(base).or_default().push(named_schema(name));
                }
            }
        }
        Self { document, extensions, rng: rng_of(seed, subject), fuel: FUEL }
    }

    /// A sample of the schema at a pointer; `None` if there is none of this style.
    pub(crate) fn sample(&mut self, at: &str, schema: &'a Value, style: Style) -> Option<Value> {
        self.fuel = FUEL;
        self.schema_at(at, schema, style, 0)
    }

    /// A random number below a limit.
    pub(crate) fn number(&mut self, limit: usize) -> usize {
        self.rng.usize(0..limit)
    }

    /// A sample of the schema at a pointer, of which others may be extensions.
    fn schema_at(&mut self, at: &str, schema: &'a Value, style: Style, depth: usize) -> Option<Value> {
        let has_choice = parts(schema, "oneOf").next().is_some();
        let extensions = if has_choice { Vec::new() } else { self.extensions.get(at).cloned().unwrap_or_default() };
        if extensions.is_empty() {
            let mut sample = self.value(schema, style, depth)?;
            self.tag(at, schema, &mut sample);
            return Some(sample);
        }
        let extension = &extensions[self.index(style, extensions.len())];
        self.schema_at(extension, self.document.pointer(extension)?, style, depth + 1)
    }

    fn value(&mut self, schema: &'a Value, style: Style, depth: usize) -> Option<Value> {
        if depth > TOO_DEEP {
            return None;
        }
        if let Some(at) = pointer(&schema["$ref"]) {
            let target = self.document.pointer(&at)?;
            return self.schema_at(&at, target, style, depth + 1);
        }
        if schema["nullable"] == true && style == Style::Random && self.rng.u8(0..8) == 0 {
            return Some(Value::Null);
        }
        if let Some(value) = schema.get("const") {
            return Some(value.clone());
        }
        if let Some(values) = schema["enum"].as_array().filter(|values| !values.is_empty()) {
            return Some(values[self.index(style, values.len())].clone());
        }
        self.composed(schema, style, depth)
    }

    /// A sample of a schema's own keys together with its parts.
    fn composed(&mut self, schema: &'a Value, style: Style, depth: usize) -> Option<Value> {
        let is_composed = is_composed(schema);
        // That others are allowed says nothing of what the parts have.
        let has_own = ["type", "properties", "items"].iter().any(|key| schema.get(key).is_some())
            || schema["additionalProperties"].is_object();
        let mut sample = if has_own || !is_composed { Some(self.typed(schema, style, depth)?) } else { None };
        // A part is the schema itself and not one of its extensions.
        let all: Vec<&Value> = parts(schema, "allOf").map(|part| self.part(part)).collect::<Option<_>>()?;
        let has_content = |part: &Value| !allows_anything(part) && !is_free_form(part);
        if sample.is_none() && all.iter().any(|part| is_free_form(part)) {
            sample = Some(json!({}));
        }
        for (index, part) in all.iter().enumerate().filter(|(_, part)| has_content(part)) {
            let mut value = self.value(part, style, depth + 1)?;
            for (name, property) in value.as_object_mut().into_iter().flatten() {
                // The last part that has a property has the most exact schema of it.
                let others = all[index + 1..].iter().rev().map(|other| &other["properties"][name.as_str()]);
                if let Some(exact) = others.into_iter().find(|other| other.is_object()) {
                    *property = self.value(exact, style, depth + 1)?;
                }
            }
            // Another part describes what this one only requires.
            let describes = |schema: &'a Value, name: &str| self.property(schema, name, 0).is_some();
            if let Some(object) = value.as_object_mut() {
                object.retain(|name, _| describes(part, name) || !all.iter().any(|other| describes(other, name)));
            }
            sample = Some(merged(sample, value));
        }
        for key in ["oneOf", "anyOf"] {
            let choices: Vec<&Value> = parts(schema, key).collect();
            if choices.is_empty() {
                continue;
            }
            let choice = choices[self.index(style, choices.len())];
            if sample.is_some() && allows_anything(choice) {
                continue;
            }
            let value = self.value(choice, style, depth + 1)?;
            let mut value = merged(sample, value);
            if let Some(at) = pointer(&choice["$ref"]) {
                set_tag(&mut value, &schema["discriminator"], &at);
            }
            sample = Some(value);
        }
        if let Some(object) = sample.as_mut().and_then(Value::as_object_mut) {
            self.complete(object, schema, &all, style, depth)?;
        }
        sample
    }

    /// Adds the required properties that are described in another part than the one that requires them, or nowhere.
    fn complete(
        &mut self,
        object: &mut Map<String, Value>,
        schema: &'a Value,
        all: &[&'a Value],
        style: Style,
        depth: usize,
    ) -> Option<()> {
        let schemas: Vec<&Value> = [schema].into_iter().chain(all.iter().copied()).collect();
        for name in schemas.iter().flat_map(|schema| parts(schema, "required")).filter_map(Value::as_str) {
            if object.contains_key(name) {
                continue;
            }
            let value = match schemas.iter().find_map(|schema| self.property(schema, name, 0)) {
                Some(property) if is_left_out(property) => continue,
                Some(property) => self.value(property, style, depth + 1)?,
                None => "required".into(),
            };
            let property = schemas.iter().find_map(|schema| self.property(schema, name, 0));
            if !property.is_some_and(|property| is_empty_of_response(property, &value)) {
                object.insert(name.to_owned(), value);
            }
        }
        Some(())
    }

    /// The schema of a property, also in the parts of the parts.
    fn property(&self, schema: &'a Value, name: &str, depth: usize) -> Option<&'a Value> {
        let own = schema["properties"].get(name);
        let mut others = parts(schema, "allOf").filter_map(|part| self.part(part)).filter(|_| depth < TOO_DEEP);
        own.or_else(|| others.find_map(|part| self.property(part, name, depth + 1)))
    }

    /// What a part of `allOf` leads to.
    fn part(&self, part: &'a Value) -> Option<&'a Value> {
        pointer(&part["$ref"]).map_or(Some(part), |at| self.document.pointer(&at))
    }

    /// Sets the discriminators of the schemas that a named schema extends.
    fn tag(&self, at: &str, schema: &'a Value, sample: &mut Value) {
        for part in parts(schema, "allOf") {
            let Some(base) = self.part(part) else { continue };
            set_tag(sample, discriminator(base), at);
        }
    }

    fn typed(&mut self, schema: &'a Value, style: Style, depth: usize) -> Option<Value> {
        let types: Vec<&str> = match &schema["type"] {
            Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
            name => name.as_str().into_iter().collect(),
        };
        let own: Vec<&str> = types.iter().copied().filter(|name| *name != "null").collect();
        if own.len() < types.len() && (own.is_empty() || (style == Style::Random && self.rng.u8(0..8) == 0)) {
            return Some(Value::Null);
        }
        let name = own.get(self.index(style, own.len().max(1))).copied();
        match name {
            Some("object") => self.object(schema, style, depth),
            None if schema.get("properties").is_some() || schema["additionalProperties"].is_object() => {
                self.object(schema, style, depth)
            }
            Some("array") => self.array(schema, style, depth),
            None if schema.get("items").is_some() => self.array(schema, style, depth),
            name => {
                let mut values = texts::edges(name, schema);
                if schema["readOnly"] == true {
                    // A request leaves it out, so a type without an `Option` does not write its zero.
                    values.retain(|value| !matches!(value.to_string().as_str(), "\"\"" | "0" | "false"));
                }
                Some(values[self.index(style, values.len())].clone())
            }
        }
    }

    fn object(&mut self, schema: &'a Value, style: Style, depth: usize) -> Option<Value> {
        let required: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let mut object = Map::new();
        let properties = schema["properties"].as_object().into_iter().flatten();
        for (name, property) in properties.filter(|(_, property)| !is_left_out(property)) {
            let is_required = required.contains(&name.as_str());
            if style == Style::Null && is_nullable(property) {
                object.insert(name.clone(), Value::Null);
            } else if is_required || self.is_filled(property, style, depth) {
                self.fuel = self.fuel.saturating_sub(1);
                match self.value(property, style, depth + 1) {
                    Some(value) if is_empty_of_response(property, &value) => {}
                    Some(value) => drop(object.insert(name.clone(), value)),
                    None if is_required => return None,
                    None => {}
                }
            }
        }
        let additional = &schema["additionalProperties"];
        let is_map = !is_composed(schema) && schema.get("properties").is_none() && *additional != false;
        let is_filled = !matches!(style, Style::Smallest | Style::Null) && depth < MAX_DEPTH;
        if is_filled && (additional.is_object() || is_map) {
            for key in ["a", "a key/of %2F 😀"] {
                let value = if additional.is_object() {
                    self.value(additional, style, depth + 1)?
                } else {
                    json!([1, { "b": "c" }])
                };
                object.entry(key).or_insert(value);
            }
        }
        Some(object.into())
    }

    fn array(&mut self, schema: &'a Value, style: Style, depth: usize) -> Option<Value> {
        let first: Option<Vec<Value>> =
            parts(schema, "prefixItems").map(|item| self.value(item, style, depth + 1)).collect();
        let mut list = first?;
        let count = match style {
            Style::Smallest | Style::Null | Style::Zero => 0,
            Style::Full(_) if depth < MAX_DEPTH => 2,
            Style::Random if depth < MAX_DEPTH => self.rng.usize(0..4),
            Style::Full(_) | Style::Random => 0,
        };
        if list.is_empty() || schema["items"].is_object() {
            for _ in 0..count {
                list.push(self.value(&schema["items"], style, depth + 1)?);
            }
        }
        Some(list.into())
    }

    /// The choice of a style among `count`.
    fn index(&mut self, style: Style, count: usize) -> usize {
        match style {
            Style::Full(index) => index % count,
            Style::Random => self.rng.usize(0..count),
            Style::Smallest | Style::Null | Style::Zero => 0,
        }
    }

    fn is_filled(&mut self, property: &Value, style: Style, depth: usize) -> bool {
        let nests = !matches!(property["type"].as_str(), Some("string" | "integer" | "number" | "boolean"));
        match style {
            Style::Smallest | Style::Null | Style::Zero => false,
            _ if nests && depth >= MAX_DEPTH => false,
            Style::Full(_) => true,
            Style::Random if self.fuel == 0 => false,
            Style::Random if nests => self.rng.usize(0..depth + 2) < 1,
            Style::Random => self.rng.bool(),
        }
    }
}

/// Both values as one, if both are objects.
fn merged(first: Option<Value>, second: Value) -> Value {
    match (first, second) {
        (Some(Value::Object(mut first)), Value::Object(second)) => {
            first.extend(second);
            first.into()
        }
        (_, second) => second,
    }
}

/// Sets a discriminator, if there is one, to its value for the schema at a pointer: that of the mapping, else the schema's name,
/// unless the schema has its own values.
fn set_tag(sample: &mut Value, discriminator: &Value, at: &str) {
    let (Some(property), Some(object)) = (discriminator["propertyName"].as_str(), sample.as_object_mut()) else {
        return;
    };
    let name = unescaped(at.rsplit('/').next().unwrap_or_default());
    let mapping = discriminator["mapping"].as_object().into_iter().flatten();
    let mut tags = mapping.filter(|(_, target)| pointer(target).as_deref() == Some(at) || **target == name);
    match tags.next() {
        Some((tag, _)) => drop(object.insert(property.to_owned(), tag.clone().into())),
        None if discriminator.get("mapping").is_none() && !object.contains_key(property) => {
            object.insert(property.to_owned(), name.into());
        }
        None => {}
    }
}
