//! OpenAPI Overlay 1.0: repairs of a document, and settings that OpenAPI cannot express.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::pointer;
use super::source::Source;
use crate::diagnostics::{Bounded, Diagnostic, Diagnostics, codes};

/// The actions of an overlay, in their order.
pub(super) struct Overlay {
    actions: Vec<Action>,
}

struct Action {
    /// Its JSON pointer in the overlay.
    pointer: String,
    target: JsonPath,
    change: Change,
    /// It may match nothing (`x-rust-optional`).
    optional: bool,
    matched: bool,
}

enum Change {
    Update(Value),
    Remove,
}

impl Overlay {
    /// Reads the actions.
    pub(super) fn parse(source: &Source, overlay: &Value) -> Result<Self, Diagnostics> {
        let mut errors = Vec::new();
        let mut error = |at: &str, message: &str, help: &str| {
            errors.push(source.error(&codes::INVALID_OVERLAY, at, message).help(help));
        };
        if !overlay.get("overlay").and_then(Value::as_str).is_some_and(|version| version.starts_with("1.")) {
            error("", "this is not an OpenAPI Overlay of version 1", "begin it with `overlay: 1.0.0`");
        }
        for key in overlay.as_object().into_iter().flat_map(Map::keys) {
            if !["overlay", "info", "extends", "actions"].contains(&key.as_str()) && !key.starts_with("x-") {
                error(&pointer::child("", key), "unknown key in an overlay", "remove it");
            }
        }
        let listed = overlay.get("actions").and_then(Value::as_array);
        if listed.is_none() {
            error("", "the overlay has no list of `actions`", "add `actions: []`");
        }
        let mut actions = Vec::new();
        for (index, value) in listed.into_iter().flatten().enumerate() {
            match Action::parse(source, format!("/actions/{index}"), value) {
                Ok(action) => actions.push(action),
                Err(found) => errors.extend(found),
            }
        }
        Diagnostics::none_or(errors, Self { actions })
    }

    /// Applies each action to `document`. Returns whether any matched.
    pub(super) fn apply(&mut self, document: &mut Value) -> bool {
        let mut matched = false;
        for action in &mut self.actions {
            let targets = action.targets(document);
            matched |= !targets.is_empty();
            action.matched |= !targets.is_empty();
            // Backwards, since removing an element of a list moves those behind it.
            for target in targets.iter().rev() {
                match &action.change {
                    Change::Update(update) => {
                        if let Some(target) = document.pointer_mut(target) {
                            merge(target, update);
                        }
                    }
                    Change::Remove => remove(document, target),
                }
            }
        }
        matched
    }

    /// An error for each action that matched in no document so far: its repair is out of date.
    pub(super) fn unmatched(&self, source: &Source) -> Vec<Diagnostic> {
        let unmatched = self.actions.iter().filter(|action| !action.matched && !action.optional);
        unmatched
            .map(|action| {
                let message = "the action's target matches nothing in any document";
                source
                    .error(&codes::UNMATCHED_ACTION, &pointer::child(&action.pointer, "target"), message)
                    .help("remove the action, correct its target, or add `x-rust-optional: true`")
            })
            .collect()
    }
}

impl Action {
    fn parse(source: &Source, pointer: String, value: &Value) -> Result<Self, Vec<Diagnostic>> {
        let mut errors = Vec::new();
        for key in value.as_object().into_iter().flat_map(Map::keys) {
            if !["target", "description", "update", "remove", "x-rust-optional"].contains(&key.as_str()) {
                let at = pointer::child(&pointer, key);
                errors.push(source.error(&codes::INVALID_OVERLAY, &at, "unknown key in an action").help("remove it"));
            }
        }
        let change = Change::parse(source, &pointer, value).map_err(|error| errors.push(error));
        let target = target(source, &pointer, value).map_err(|error| errors.push(error));
        match (target, change) {
            (Ok(target), Ok(change)) if errors.is_empty() => {
                let optional = value.get("x-rust-optional") == Some(&Value::Bool(true));
                Ok(Self { pointer, target, change, optional, matched: false })
            }
            _ => Err(errors),
        }
    }

    /// The JSON pointers that the action applies to, in the document's order.
    fn targets(&self, document: &Value) -> Vec<String> {
        let located = self.target.query_located(document);
        located.iter().map(|node| node.location().to_json_pointer()).collect()
    }
}

impl Change {
    fn parse(source: &Source, pointer: &str, action: &Value) -> Result<Self, Diagnostic> {
        match (action.get("update"), action.get("remove").map(Value::as_bool)) {
            (Some(update), None | Some(Some(false))) => Ok(Self::Update(update.clone())),
            (None, Some(Some(true))) => Ok(Self::Remove),
            _ => {
                let message = "an action has either an `update` or `remove: true`";
                Err(source.error(&codes::INVALID_OVERLAY, pointer, message).help("keep one of the two"))
            }
        }
    }
}

fn target(source: &Source, pointer: &str, action: &Value) -> Result<JsonPath, Diagnostic> {
    let Some(target) = action.get("target").and_then(Value::as_str) else {
        let error = source.error(&codes::INVALID_OVERLAY, pointer, "the action has no `target`");
        return Err(error.help("add the JSONPath of what it changes"));
    };
    JsonPath::parse(target).map_err(|cause| {
        let cause = cause.to_string();
        let message = format!("the target is not a JSONPath (RFC 9535): {}", Bounded(&cause));
        source
            .error(&codes::INVALID_TARGET, &pointer::child(pointer, "target"), message)
            .help("correct it; write names with dots as ['like.this']")
    })
}

/// Merges objects key by key, appends to lists, and replaces everything else.
fn merge(target: &mut Value, update: &Value) {
    match (target, update) {
        (Value::Object(target), Value::Object(update)) => {
            for (key, value) in update {
                match target.get_mut(key) {
                    Some(target) => merge(target, value),
                    None => {
                        target.insert(key.clone(), value.clone());
                    }
                }
            }
        }
        (Value::Array(target), Value::Array(update)) => target.extend(update.iter().cloned()),
        (Value::Array(target), update) => target.push(update.clone()),
        (target, update) => *target = update.clone(),
    }
}

fn remove(document: &mut Value, target: &str) {
    let Some((parent, _)) = target.rsplit_once('/') else {
        *document = Value::Null;
        return;
    };
    let names = pointer::split(target);
    let name = names.last().map(String::as_str).unwrap_or_default();
    match document.pointer_mut(parent) {
        Some(Value::Object(object)) => {
            object.remove(name);
        }
        Some(Value::Array(values)) => {
            if let Some(index) = name.parse().ok().filter(|index| *index < values.len()) {
                values.remove(index);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests;
