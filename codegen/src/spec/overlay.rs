//! OpenAPI Overlay 1.0: repairs of a document, and what Rust needs and OpenAPI cannot say.

use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use crate::error::{Bounded, Error};
use crate::pointer;

/// The actions of an overlay document, in its order.
pub(crate) struct Overlay {
    file: String,
    actions: Vec<Action>,
}

struct Action {
    at: String,
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
    /// Reads the actions, or tells everything that is wrong with them.
    pub(crate) fn parse(file: &str, document: &Value) -> Result<Self, Vec<Error>> {
        let mut errors = Vec::new();
        let mut error = |at: &str, message: &str, help: &str| errors.push(Error::new(file, at, message).help(help));
        if !document.get("overlay").and_then(Value::as_str).is_some_and(|version| version.starts_with("1.")) {
            error("", "this is not an OpenAPI Overlay of version 1", "begin it with `overlay: 1.0.0`");
        }
        for key in document.as_object().into_iter().flat_map(Map::keys) {
            if !["overlay", "info", "extends", "actions"].contains(&key.as_str()) && !key.starts_with("x-") {
                error(&pointer::child("", key), "this key is not known in an overlay", "remove it");
            }
        }
        let listed = document.get("actions").and_then(Value::as_array);
        if listed.is_none() {
            error("", "the overlay has no list of `actions`", "add `actions: []`");
        }
        let mut actions = Vec::new();
        for (index, value) in listed.into_iter().flatten().enumerate() {
            let at = format!("/actions/{index}");
            match Action::parse(file, at, value) {
                Ok(action) => actions.push(action),
                Err(wrong) => errors.extend(wrong),
            }
        }
        match errors.is_empty() {
            true => Ok(Self { file: file.to_owned(), actions }),
            false => Err(errors),
        }
    }

    /// Carries out each action on `document`; whether any matched.
    pub(crate) fn apply(&mut self, document: &mut Value) -> bool {
        let mut matched = false;
        for action in &mut self.actions {
            let places = action.places(document);
            matched |= !places.is_empty();
            action.matched |= !places.is_empty();
            // From the end: removing one element of a list moves those behind it.
            for place in places.iter().rev() {
                match &action.change {
                    Change::Update(update) => {
                        if let Some(target) = document.pointer_mut(place) {
                            merge(target, update);
                        }
                    }
                    Change::Remove => remove(document, place),
                }
            }
        }
        matched
    }

    /// A repair of what is no longer there is out of date: to be told once all documents were seen.
    pub(crate) fn idle(&self) -> Vec<Error> {
        let idle = self.actions.iter().filter(|action| !action.matched && !action.optional);
        idle.map(|action| {
            Error::new(&self.file, &action.at, "the action's target matches nothing in any document")
                .help("remove the action, correct its target, or add `x-rust-optional: true`")
        })
        .collect()
    }
}

impl Action {
    fn parse(file: &str, at: String, value: &Value) -> Result<Self, Vec<Error>> {
        let mut errors = Vec::new();
        let mut error = |at: String, message: String, help: &str| errors.push(Error::new(file, at, message).help(help));
        for key in value.as_object().into_iter().flat_map(Map::keys) {
            if !["target", "description", "update", "remove", "x-rust-optional"].contains(&key.as_str()) {
                error(pointer::child(&at, key), "this key is not known in an action".to_owned(), "remove it");
            }
        }
        let change = match (value.get("update"), value.get("remove").map(Value::as_bool)) {
            (Some(update), None | Some(Some(false))) => Some(Change::Update(update.clone())),
            (None, Some(Some(true))) => Some(Change::Remove),
            _ => {
                error(
                    at.clone(),
                    "an action has either an `update` or `remove: true`".to_owned(),
                    "keep one of the two",
                );
                None
            }
        };
        let target = match value.get("target").and_then(Value::as_str).map(JsonPath::parse) {
            Some(Ok(target)) => Some(target),
            Some(Err(wrong)) => {
                let wrong = wrong.to_string();
                let message = format!("the target is no JSONPath (RFC 9535): {}", Bounded(&wrong));
                error(pointer::child(&at, "target"), message, "correct it; names with dots are written ['like.this']");
                None
            }
            None => {
                error(at.clone(), "the action has no `target`".to_owned(), "say by a JSONPath what it changes");
                None
            }
        };
        match (target, change) {
            (Some(target), Some(change)) if errors.is_empty() => {
                let optional = value.get("x-rust-optional") == Some(&Value::Bool(true));
                Ok(Self { at, target, change, optional, matched: false })
            }
            _ => Err(errors),
        }
    }

    /// JSON pointers, in the document's order.
    fn places(&self, document: &Value) -> Vec<String> {
        let located = self.target.query_located(document);
        located.iter().map(|node| node.location().to_json_pointer()).collect()
    }
}

/// Objects are merged key by key, lists are added to, all else is replaced.
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

fn remove(document: &mut Value, place: &str) {
    let Some((parent, _)) = place.rsplit_once('/') else {
        *document = Value::Null;
        return;
    };
    let names = pointer::split(place);
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
