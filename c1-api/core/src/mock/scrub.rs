//! Removal of secrets from recorded calls.
//!
//! Equal secrets get equal replacements, so that page tokens still lead from page to page.

use std::collections::HashMap;
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::DateTime;
use http::Request;
use http::header::AUTHORIZATION;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use crate::redact::Redactor;
use crate::wire::parse_duration;

/// The prefix of replacements. With its four digits, a replacement is valid base64.
const REPLACEMENT: &str = "scrubbed";

/// The replacement of a number, in a string or not.
const REPLACED_NUMBER: u32 = 999_999;

/// The shortest secret that is also replaced in other texts.
const MIN_REPEATED: usize = 6;

/// Decides by the name and the value of a field whether it is scrubbed.
pub(super) type Rule = dyn Fn(&str, &Value) -> bool + Send + Sync;

#[derive(Clone)]
pub(super) struct Scrubber {
    redactor: Redactor,
    rules: Vec<Arc<Rule>>,
    numbers: Arc<Mutex<HashMap<u64, usize>>>,
    hasher: RandomState,
}

impl Scrubber {
    pub(super) fn new(redactor: Redactor) -> Self {
        Self { redactor, rules: Vec::new(), numbers: Arc::default(), hasher: RandomState::new() }
    }

    pub(super) fn add_rule(&mut self, rule: Arc<Rule>) {
        self.rules.push(rule);
    }

    /// Removes the secrets of a request and its response, which may repeat those of the request.
    pub(super) fn scrub(&self, parts: &mut [&mut Value], credential: Option<&str>) {
        let mut found: Vec<String> = credential.map(str::to_owned).into_iter().collect();
        // The rules are for the fields of messages, not for those of the file.
        for part in parts.iter_mut() {
            for place in ["path", "query", "body"] {
                if let Some(value) = part.get_mut(place) {
                    self.scrub_fields(value, &mut found);
                }
            }
        }
        // A longer secret may contain a shorter one.
        found.retain(|secret| secret.len() >= MIN_REPEATED);
        found.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        for part in parts.iter_mut() {
            self.replace_repeated(part, &found);
        }
    }

    fn scrub_fields(&self, value: &mut Value, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                for (name, value) in fields.iter_mut() {
                    if self.redactor.is_secret(name) || self.rules.iter().any(|rule| rule(name, value)) {
                        self.hide(value, found);
                    } else {
                        self.scrub_fields(value, found);
                    }
                }
            }
            Value::Array(elements) => elements.iter_mut().for_each(|element| self.scrub_fields(element, found)),
            Value::String(text) if looks_secret(text) => self.hide(value, found),
            _ => {}
        }
    }

    /// Replaces all values in `value` by others of the same form, so that models can still be read.
    fn hide(&self, value: &mut Value, found: &mut Vec<String>) {
        match value {
            Value::Null | Value::Bool(_) => {}
            Value::Number(_) => *value = REPLACED_NUMBER.into(),
            Value::Array(elements) => elements.iter_mut().for_each(|element| self.hide(element, found)),
            Value::Object(fields) => fields.values_mut().for_each(|value| self.hide(value, found)),
            Value::String(text) if is_harmless(text) => {}
            Value::String(text) => {
                found.push(text.clone());
                let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
                *text = if is_number { REPLACED_NUMBER.to_string() } else { self.replacement(text) };
            }
        }
    }

    fn replacement(&self, secret: &str) -> String {
        if is_replacement(secret) {
            return secret.to_owned();
        }
        let mut numbers = self.numbers.lock().unwrap_or_else(PoisonError::into_inner);
        let next = numbers.len() + 1;
        let number = *numbers.entry(self.hasher.hash_one(secret)).or_insert(next);
        format!("{REPLACEMENT}{number:04}")
    }

    fn replace_repeated(&self, value: &mut Value, secrets: &[String]) {
        match value {
            Value::Object(fields) => {
                // Names of map entries are texts of the server, too.
                let entries = std::mem::take(fields).into_iter();
                *fields = entries
                    .map(|(name, mut value)| {
                        self.replace_repeated(&mut value, secrets);
                        (self.without(name, secrets), value)
                    })
                    .collect();
            }
            Value::Array(elements) => elements.iter_mut().for_each(|value| self.replace_repeated(value, secrets)),
            Value::String(text) => *text = self.without(std::mem::take(text), secrets),
            _ => {}
        }
    }

    fn without(&self, text: String, secrets: &[String]) -> String {
        let present = secrets.iter().filter(|secret| !is_replacement(secret));
        present.fold(text, |text, secret| {
            if text.contains(secret.as_str()) { text.replace(secret.as_str(), &self.replacement(secret)) } else { text }
        })
    }
}

impl fmt::Debug for Scrubber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scrubber").field("redactor", &self.redactor).finish_non_exhaustive()
    }
}

/// The parts of a request that are recorded, not scrubbed yet.
pub(super) fn request_fields<B: AsRef<[u8]>>(request: &Request<B>) -> Value {
    let (head, body) = (request.uri(), request.body().as_ref());
    let path = percent_decode_str(head.path()).decode_utf8_lossy();
    let mut query = Map::<String, Value>::new();
    for (name, value) in url::form_urlencoded::parse(head.query().unwrap_or_default().as_bytes()) {
        let values = query.entry(name.into_owned()).or_insert_with(|| json!([]));
        if let Value::Array(values) = values {
            values.push(Value::String(value.into_owned()));
        }
    }
    let mut fields = json!({ "method": request.method().as_str(), "path": path });
    if !query.is_empty() {
        fields["query"] = Value::Object(query);
    }
    if !body.is_empty() {
        fields["body"] = body_value(body);
    }
    fields
}

/// A body as JSON. One that is not JSON is replaced by its length, as its secrets cannot be recognized.
pub(super) fn body_value(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap_or_else(|_| format!("[{} bytes that are not JSON]", body.len()).into())
}

/// The access token of a request.
pub(super) fn credential<B>(request: &Request<B>) -> Option<&str> {
    Some(request.headers().get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?.1)
}

/// Whether a text is the replacement of a text.
fn is_replacement(text: &str) -> bool {
    let digits = text.strip_prefix(REPLACEMENT);
    digits.is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether the recorded value is a replacement that may be one of the actual value. Different replacements are of different
/// secrets.
pub(super) fn may_replace(recorded: &Value, actual: &Value) -> bool {
    match (recorded, actual) {
        (Value::Number(recorded), Value::Number(_)) => recorded.as_u64() == Some(REPLACED_NUMBER.into()),
        (Value::String(recorded), Value::String(actual)) => {
            is_replacement(recorded) && !is_replacement(actual) || *recorded == REPLACED_NUMBER.to_string()
        }
        _ => false,
    }
}

/// Whether a text is secret under any name: a client secret, or a JWT.
fn looks_secret(text: &str) -> bool {
    text.contains("secret-token:") || text.starts_with("eyJ") && text.matches('.').count() == 2
}

/// Whether a text is the absence of a secret, a date or a duration.
fn is_harmless(text: &str) -> bool {
    text.is_empty() || DateTime::parse_from_rfc3339(text).is_ok() || parse_duration(text).is_some()
}
