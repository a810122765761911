//! States for which calls can wait: `x-rust-waiter` of operations.

use serde_json::Value;

use super::read::{entries, strings};
use crate::diagnostics::{Bounded, Diagnostic, Diagnostics, codes};
use crate::ir::{Api, Condition, Field, FieldId, ModelId, Operation, Type, Waiter};
use crate::openapi::{Sources, pointer};

const EXTENSION: &str = "x-rust-waiter";

/// The end of a path to the elements of a list.
const ELEMENTS: &str = "[*]";

/// Reads the waiters of all operations.
pub(super) fn recognize(api: &mut Api, document: &Value, sources: &Sources) -> Result<(), Diagnostics> {
    let mut errors = Vec::new();
    let found = api.operations.iter().map(|operation| {
        let source = document.pointer(&operation.pointer).unwrap_or(&Value::Null);
        let waiters = entries(&source[EXTENSION]).filter_map(|(name, source)| {
            let at = pointer::join_to(&operation.pointer, [EXTENSION, name]);
            Read { api, operation, sources, source, at, errors: &mut errors }.waiter(name)
        });
        waiters.collect()
    });
    let found: Vec<Vec<Waiter>> = found.collect();
    for (operation, waiters) in api.operations.iter_mut().zip(found) {
        operation.waiters = waiters;
    }
    Diagnostics::none_or(errors, ())
}

fn is_list(path: &str) -> bool {
    path.ends_with(ELEMENTS)
}

/// One waiter that is read.
struct Read<'a> {
    api: &'a Api,
    operation: &'a Operation,
    sources: &'a Sources,
    source: &'a Value,
    at: String,
    errors: &'a mut Vec<Diagnostic>,
}

impl Read<'_> {
    fn error(&mut self, at: &str, message: String, help: &str) {
        self.errors.push(self.sources.error(&codes::INVALID_WAITER, at, message).help(help));
    }

    /// The waiter; `None` if it has errors.
    fn waiter(mut self, name: &str) -> Option<Waiter> {
        let before = self.errors.len();
        let condition = self.condition();
        let paths: Vec<String> = strings(&self.source["paths"]).map(str::to_owned).collect();
        let mut fields = Vec::new();
        for (index, path) in paths.iter().enumerate() {
            let at = pointer::join_to(&self.at, ["paths", &index.to_string()]);
            match self.fields(path) {
                Ok(path) => {
                    self.fits(condition.as_ref(), &path, is_list(&paths[index]), &at);
                    fields.push(path);
                }
                Err((message, help)) => self.error(&at, message, help),
            }
        }
        let lists = paths.iter().filter(|path| is_list(path)).count();
        let at = pointer::child(&self.at, "paths");
        if paths.is_empty() {
            self.error(&at, "a waiter needs a path to the value".to_owned(), "add the JSONPath of the value");
        } else if lists > 0 && lists < paths.len() {
            let message = "some paths of a waiter lead to elements of a list, and others to one value".to_owned();
            self.error(&at, message, "end all of them with `[*]`, or none");
        }
        let condition = condition.filter(|_| self.errors.len() == before)?;
        let condition = match condition {
            Condition::Present if lists > 0 => Condition::Contains,
            Condition::Absent if lists > 0 => Condition::Lacks,
            other => other,
        };
        let seconds = |key: &str| self.source[key].as_u64().and_then(|count| u32::try_from(count).ok());
        Some(Waiter {
            name: name.to_owned(),
            condition,
            paths,
            fields,
            interval: seconds("interval"),
            max_interval: seconds("maxInterval"),
            timeout: seconds("timeout"),
            pointer: self.at,
        })
    }

    fn condition(&mut self) -> Option<Condition> {
        let list = |key: &str| strings(&self.source[key]).map(str::to_owned).collect::<Vec<_>>();
        let (success, failure) = (list("success"), list("failure"));
        match (self.source["presence"].as_str(), success.is_empty() && failure.is_empty()) {
            (Some("present"), true) => Some(Condition::Present),
            (Some(_), true) => Some(Condition::Absent),
            (None, _) if !success.is_empty() => Some(Condition::Value { success, failure }),
            _ => {
                let at = self.at.clone();
                let message = "a waiter has either values of an enum in `success`, or `presence`".to_owned();
                self.error(&at, message, "keep one of the two; `failure` belongs to `success`");
                None
            }
        }
    }

    /// The fields that a path leads through, from the response on.
    fn fields(&self, path: &str) -> Result<Vec<FieldId>, (String, &'static str)> {
        let names = path.strip_prefix("$.").map(|names| names.strip_suffix(ELEMENTS).unwrap_or(names));
        let names: Vec<&str> = names.unwrap_or_default().split('.').collect();
        if names.iter().any(|name| name.is_empty() || name.contains(['[', ']', '*', ' ', '\''])) {
            let message = format!("the path `{}` is not supported", Bounded(path));
            return Err((message, "write it as `$.name.name`, or `$.name[*]` for the elements of a list"));
        }
        let response = self.operation.response_model().ok_or_else(|| {
            let message =
                "the operation has no object as its response, in which a waiter could find a value".to_owned();
            (message, "remove the waiter")
        })?;
        let mut fields: Vec<FieldId> = Vec::new();
        let mut model = response;
        for (index, name) in names.iter().enumerate() {
            let position = self.api[model].position(name).ok_or_else(|| self.unknown(name, model))?;
            let field = FieldId { model, index: position };
            fields.push(field);
            match self.api[field].ty {
                Type::Model(inner) => model = inner,
                _ if index + 1 < names.len() => {
                    let message =
                        format!("`{}` is not an object, so the path `{}` ends there", Bounded(name), Bounded(path));
                    return Err((message, "end the path there, or correct it"));
                }
                _ => {}
            }
        }
        Ok(fields)
    }

    fn unknown(&self, name: &str, model: ModelId) -> (String, &'static str) {
        let (name, model) = (Bounded(name), Bounded(&self.api[model].name));
        (format!("`{model}` has no property `{name}`"), "correct the path: it begins at the response")
    }

    /// Reports a value that the condition cannot hold for.
    fn fits(&mut self, condition: Option<&Condition>, path: &[FieldId], is_list: bool, at: &str) {
        let Some(last) = path.last().map(|id| &self.api[*id]) else { return };
        match condition {
            Some(Condition::Value { success, failure }) if !is_list => self.values(success, failure, last, at),
            Some(Condition::Value { .. }) => {
                let message = "the elements of a list are not one value".to_owned();
                self.error(at, message, "choose the path of an enum, or use `presence` instead of `success`");
            }
            Some(_) if is_list && last.ty != Type::List(Box::new(Type::String)) => {
                let message = format!("`{}` is not a list of strings", Bounded(&last.wire));
                self.error(at, message, "choose a list of strings, or remove `[*]` from the path");
            }
            Some(_) if !is_list && !path.iter().any(|id| self.api[*id].presence.is_option()) => {
                let message = format!("`{}` is always present", Bounded(&last.wire));
                self.error(at, message, "choose a value that may be absent, such as a message or a date");
            }
            _ => {}
        }
    }

    fn values(&mut self, success: &[String], failure: &[String], field: &Field, at: &str) {
        let Type::Enum(id) = field.ty else {
            let message = format!("`{}` is not an enum", Bounded(&field.wire));
            return self.error(at, message, "choose the path of an enum, or use `presence` instead of `success`");
        };
        let known = &self.api[id].values;
        let listed = [("success", success), ("failure", failure)];
        let listed = listed.iter().flat_map(|(key, values)| {
            values.iter().enumerate().map(move |(index, value)| (*key, index.to_string(), value))
        });
        let listed: Vec<_> = listed.collect();
        for (position, (key, index, value)) in listed.iter().enumerate() {
            let at = pointer::join_to(&self.at, [*key, index]);
            if !known.contains(value) {
                let message = format!("`{}` is not among the values of `{}`", Bounded(value), Bounded(&field.wire));
                let help = format!("use one of: {}", Bounded(&known.join(", ")));
                self.error(&at, message, &help);
            } else if listed[..position].iter().any(|(.., other)| other == value) {
                let message = format!("the value `{}` is listed twice", Bounded(value));
                self.error(&at, message, "remove one of the two");
            }
        }
    }
}
