//! OpenAPI Overlay 1.0: repairs of a document, and settings that OpenAPI cannot express.

use serde_json::{Map, Value};
use serde_json_path::{JsonPath, ParseError};

use super::parse::{MOST_DEPTH, MOST_REPEATED, count};
use super::pointer;
use super::source::Source;
use crate::diagnostics::{Bounded, Diagnostic, Diagnostics, codes};

/// The actions of an overlay, in their order.
pub(super) struct Overlay {
    actions: Vec<Action>,
    /// The nodes that updates added so far, in all documents.
    added: usize,
}

struct Action {
    /// Its JSON pointer in the overlay.
    pointer: String,
    target: JsonPath,
    /// The value to merge into each target; `None` for an action that removes its targets.
    update: Option<Value>,
    /// It may match nothing (`x-rust-optional`).
    optional: bool,
    matched: bool,
}

impl Overlay {
    /// Reads the actions.
    pub(super) fn parse(source: &Source, overlay: &Value) -> Result<Self, Diagnostics> {
        let mut parser = Parser { source, errors: Vec::new() };
        if !overlay["overlay"].as_str().is_some_and(|version| version.starts_with("1.")) {
            parser.error("", "this is not an OpenAPI Overlay of version 1", "begin it with `overlay: 1.0.0`");
        }
        parser.keys(overlay, "", &["overlay", "info", "extends", "actions"], "unknown key in an overlay");
        let listed = overlay["actions"].as_array();
        if listed.is_none() {
            parser.error("", "the overlay has no list of `actions`", "add `actions: []`");
        }
        let listed = listed.into_iter().flatten().enumerate();
        let actions = listed.filter_map(|(index, action)| parser.action(format!("/actions/{index}"), action)).collect();
        Diagnostics::none_or(parser.errors, Self { actions, added: 0 })
    }

    /// Applies each action to `document`.
    ///
    /// Fails before an update exceeds the limits of a document: an action whose target is every value multiplies the document.
    pub(super) fn apply(&mut self, source: &Source, document: &mut Value) -> Result<(), Diagnostic> {
        for action in &mut self.actions {
            let located = action.target.query_located(document);
            let targets: Vec<String> = located.iter().map(|node| node.location().to_json_pointer()).collect();
            action.matched |= !targets.is_empty();
            self.added = self.added.saturating_add(action.added(&targets));
            if self.added > MOST_REPEATED || action.depth(&targets) > MOST_DEPTH {
                return Err(action.limit_error(source));
            }
            // Backwards, since removing an element of a list moves those behind it.
            for target in targets.iter().rev() {
                match (&action.update, document.pointer_mut(target)) {
                    (Some(update), Some(target)) => merge(target, update),
                    (None, Some(_)) => remove(document, target),
                    (_, None) => {}
                }
            }
        }
        Ok(())
    }

    /// An error for each action that matched in no document so far: its repair is out of date.
    pub(super) fn unmatched(&self, source: &Source) -> Vec<Diagnostic> {
        let unmatched = self.actions.iter().filter(|action| !action.matched && !action.optional);
        let error = |action: &Action| {
            let message = "the action's target matches nothing in any document";
            source
                .error(&codes::UNMATCHED_ACTION, &pointer::child(&action.pointer, "target"), message)
                .help("remove the action, correct its target, or add `x-rust-optional: true`")
        };
        unmatched.map(error).collect()
    }
}

impl Action {
    /// The nodes that the update adds to its targets at most.
    fn added(&self, targets: &[String]) -> usize {
        self.update.as_ref().map_or(0, count).saturating_mul(targets.len())
    }

    /// The depth of the deepest value in an updated target.
    fn depth(&self, targets: &[String]) -> usize {
        let target = targets.iter().map(|target| target.matches('/').count()).max().unwrap_or_default();
        self.update.as_ref().map_or(0, |update| target + depth(update))
    }

    fn limit_error(&self, source: &Source) -> Diagnostic {
        let message = format!(
            "the overlay adds more than {MOST_REPEATED} values, or nests the document more than {MOST_DEPTH} levels deep"
        );
        source
            .error(&codes::LIMIT, &pointer::child(&self.pointer, "target"), message)
            .help("name the values that the action changes, instead of all values")
    }
}

/// The levels of a value below it.
fn depth(value: &Value) -> usize {
    match value {
        Value::Array(values) => values.iter().map(depth).max().map_or(0, |below| below + 1),
        Value::Object(object) => object.values().map(depth).max().map_or(0, |below| below + 1),
        _ => 0,
    }
}

struct Parser<'s> {
    source: &'s Source,
    errors: Vec<Diagnostic>,
}

impl Parser<'_> {
    fn error(&mut self, at: &str, message: &str, help: &str) {
        self.errors.push(self.source.error(&codes::INVALID_OVERLAY, at, message).help(help));
    }

    /// Reports each key that is neither supported nor, in the root, an extension.
    fn keys(&mut self, object: &Value, at: &str, supported: &[&str], message: &str) {
        for key in object.as_object().into_iter().flat_map(Map::keys) {
            let is_extension = at.is_empty() && key.starts_with("x-");
            if !supported.contains(&key.as_str()) && !is_extension {
                self.error(&pointer::child(at, key), message, "remove it");
            }
        }
    }

    fn action(&mut self, pointer: String, action: &Value) -> Option<Action> {
        let supported = ["target", "description", "update", "remove", "x-rust-optional"];
        self.keys(action, &pointer, &supported, "unknown key in an action");
        let update = action.get("update").cloned();
        let removes = action.get("remove").map(Value::as_bool);
        if !matches!((&update, removes), (Some(_), None | Some(Some(false))) | (None, Some(Some(true)))) {
            self.error(&pointer, "an action has either an `update` or `remove: true`", "keep one of the two");
        }
        let target = self.target(&pointer, &action["target"])?;
        let optional = action["x-rust-optional"] == true;
        Some(Action { pointer, target, update, optional, matched: false })
    }

    fn target(&mut self, action: &str, target: &Value) -> Option<JsonPath> {
        let Some(target) = target.as_str() else {
            self.error(action, "the action has no `target`", "add the JSONPath of the values that it changes");
            return None;
        };
        let invalid = |cause: ParseError| {
            let message = format!("the target is not a JSONPath (RFC 9535): {}", Bounded(&cause.to_string()));
            let error = self.source.error(&codes::INVALID_TARGET, &pointer::child(action, "target"), message);
            self.errors.push(error.help("correct it; write names with dots as ['like.this']"));
        };
        JsonPath::parse(target).map_err(invalid).ok()
    }
}

/// Merges objects key by key, appends to lists, and replaces everything else.
fn merge(target: &mut Value, update: &Value) {
    match (target, update) {
        (Value::Object(target), Value::Object(update)) => {
            for (key, value) in update {
                merge(target.entry(key.clone()).or_insert(Value::Null), value);
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
    let name = pointer::split(target).pop().unwrap_or_default();
    match document.pointer_mut(parent) {
        Some(Value::Object(object)) => drop(object.remove(&name)),
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
