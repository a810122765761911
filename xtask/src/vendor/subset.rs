//! Cuts operations out of a document, with everything that they refer to.

use std::collections::{BTreeMap, BTreeSet};

use ::codegen::diagnostics::Diagnostic;
use ::codegen::pointer;
use serde_json::{Map, Value};

use super::selection::{Selection, is_method, path_item};

/// Schemas that belong to others without a reference, such as the related objects of a view. Both are JSON pointers.
pub(super) type Related = BTreeMap<String, BTreeSet<String>>;

/// Returns the part of `document` that the selected operations need.
///
/// Those are the operations with their tags, all components that they refer to, directly or not, the security schemes, and
/// all other keys. Diagnostics call the document `path`.
pub(super) fn subset(
    path: &str,
    document: &Value,
    selection: &Selection<'_>,
    related: &Related,
) -> Result<Value, Diagnostic> {
    selection.check(path, document)?;
    let mut subset = document.as_object().cloned().unwrap_or_default();
    let components = subset.remove("components").unwrap_or_default();
    for key in ["paths", "webhooks"] {
        if let Some(items) = subset.get_mut(key) {
            *items = selected(document, items, selection);
        }
    }
    keep_tags(&mut subset);
    let components = Components { components: &components, related }.referenced(&subset);
    subset.insert("components".to_owned(), components);
    Ok(Value::Object(subset))
}

/// The path items with selected operations, and only those operations.
fn selected(document: &Value, items: &Value, selection: &Selection<'_>) -> Value {
    let items = items.as_object().into_iter().flatten().filter_map(|(path, item)| {
        let mut item = path_item(document, item)?.clone();
        item.retain(|key, operation| !is_method(key) || selection.contains(key, path, operation));
        item.keys().any(|key| is_method(key)).then_some((path.clone(), Value::Object(item)))
    });
    Value::Object(items.collect())
}

/// Removes the tags that no operation has.
fn keep_tags(subset: &mut Map<String, Value>) {
    let used: BTreeSet<String> = ["paths", "webhooks"]
        .iter()
        .filter_map(|key| subset.get(*key)?.as_object())
        .flat_map(Map::values)
        .filter_map(Value::as_object)
        .flat_map(Map::values)
        .filter_map(|operation| operation.get("tags")?.as_array())
        .flatten()
        .filter_map(|tag| tag.as_str().map(str::to_owned))
        .collect();
    if let Some(Value::Array(tags)) = subset.get_mut("tags") {
        tags.retain(|tag| tag["name"].as_str().is_some_and(|name| used.contains(name)));
        if tags.is_empty() {
            subset.remove("tags");
        }
    }
}

struct Components<'a> {
    components: &'a Value,
    related: &'a Related,
}

impl Components<'_> {
    /// The components that `subset` refers to, directly or not, and the security schemes, which are referred to by name.
    fn referenced(&self, subset: &Map<String, Value>) -> Value {
        let schemes = &self.components["securitySchemes"];
        let mut references = BTreeSet::new();
        let mut open: Vec<&Value> = subset.values().chain([schemes]).collect();
        let mut found = Vec::new();
        while let Some(value) = open.pop() {
            match value {
                Value::Object(object) => {
                    open.extend(object.values());
                    found.extend(mapped(object));
                }
                Value::Array(values) => open.extend(values),
                Value::String(text) => found.extend(text.strip_prefix("#/components").and_then(component)),
                _ => {}
            }
            while let Some(pointer) = found.pop() {
                if let Some(component) = self.components.pointer(&pointer)
                    && references.insert(pointer.clone())
                {
                    open.push(component);
                    found.extend(self.implied(&pointer, component));
                }
            }
        }
        let mut referenced = self.components.as_object().cloned().unwrap_or_default();
        referenced.retain(|section, components| {
            let Some(components) = components.as_object_mut() else { return false };
            let section_pointer = pointer::child("", section);
            components.retain(|name, _| {
                section == "securitySchemes" || references.contains(&pointer::child(&section_pointer, name))
            });
            !components.is_empty()
        });
        Value::Object(referenced)
    }

    /// The pointers of the schemas that belong to a component: related ones, and those that extend a schema with a
    /// discriminator.
    fn implied(&self, component_pointer: &str, component: &Value) -> Vec<String> {
        let related = self.related.get(component_pointer).into_iter().flatten().cloned();
        if component.get("discriminator").is_none() {
            return related.collect();
        }
        let reference = format!("#/components{component_pointer}");
        let extends = |schema: &Value| {
            schema["allOf"].as_array().is_some_and(|parts| parts.iter().any(|part| part["$ref"] == reference.as_str()))
        };
        let schemas = self.components["schemas"].as_object().into_iter().flatten();
        let extending = schemas.filter(|(_, schema)| extends(schema));
        related.chain(extending.map(|(name, _)| pointer::child("/schemas", name))).collect()
    }
}

/// The pointer of the component that a pointer leads to or into.
fn component(pointer: &str) -> Option<String> {
    let mut names = pointer.strip_prefix('/')?.split('/');
    let (section, name) = (names.next()?, names.next()?);
    Some(format!("/{section}/{name}"))
}

/// The pointers of the schemas that the mapping of a discriminator names without a reference.
fn mapped(object: &Map<String, Value>) -> Vec<String> {
    let mapping = object.get("discriminator").and_then(|discriminator| discriminator.get("mapping")?.as_object());
    let targets = mapping.into_iter().flat_map(Map::values).filter_map(Value::as_str);
    targets.filter(|target| !target.starts_with('#')).map(|name| pointer::child("/schemas", name)).collect()
}

#[cfg(test)]
mod tests;
