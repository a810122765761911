//! Recorded calls as answers.

use std::path::Path;
use std::sync::{Mutex, PoisonError};

use http::Request;
use serde_json::Value;

use super::received_request::ReceivedRequest;
use super::recording::{self, Call};
use super::reply::Reply;
use super::scrub;
use crate::error::Error;
use crate::redact::Redactor;

/// The most differences that a message shows.
const MAX_DIFFERENCES: usize = 10;

/// Recorded calls, and how often each has answered.
pub(super) struct Tape {
    calls: Vec<Call>,
    used: Mutex<Vec<bool>>,
    /// Whether each call answers once.
    is_strict: bool,
}

impl Tape {
    /// The calls of a file, each of which answers once.
    pub(super) fn strict(file: &Path) -> Result<Self, Error> {
        recording::read(file).map(|calls| Self::new(calls, true))
    }

    /// The calls of all files in a folder, in the order of their names.
    pub(super) fn lenient(folder: &Path) -> Result<Self, Error> {
        let unusable = |cause: std::io::Error| {
            Error::invalid_input(format!("the folder {} cannot be read: {cause}", folder.display())).with_source(cause)
        };
        let entries = std::fs::read_dir(folder).map_err(unusable)?;
        let files: Result<Vec<_>, _> = entries.map(|entry| entry.map(|entry| entry.path())).collect();
        let mut files = files.map_err(unusable)?;
        files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
        files.sort();
        let calls: Result<Vec<Vec<Call>>, Error> = files.iter().map(|file| recording::read(file)).collect();
        Ok(Self::new(calls?.concat(), false))
    }

    fn new(calls: Vec<Call>, is_strict: bool) -> Self {
        Self { used: Mutex::new(vec![false; calls.len()]), calls, is_strict }
    }

    /// Answers with the next recorded call of the request, or reports how the request differs from the nearest one.
    pub(super) fn reply(&self, request: &ReceivedRequest, redactor: Redactor) -> Result<Reply, String> {
        let actual = scrub::request_fields(&to_request(request));
        let mut used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let mut last = None;
        let mut nearest: Option<(usize, bool, Vec<String>)> = None;
        for (index, call) in self.calls.iter().enumerate() {
            let mut differences = Differences { redactor, found: Vec::new() };
            differences.compare(&call.request, &actual, "", false);
            let found = differences.found;
            if found.is_empty() && !used[index] {
                used[index] = true;
                return Ok(call.reply());
            }
            if found.is_empty() {
                last = Some(index);
            }
            let rank = |found: &[String]| (call.request["path"] != actual["path"], found.len());
            let is_nearer = nearest.as_ref().is_none_or(|(at, _, best)| {
                let other = &self.calls[*at].request;
                rank(&found) < (other["path"] != actual["path"], best.len())
            });
            if is_nearer {
                nearest = Some((index, used[index], found));
            }
        }
        if let (Some(index), false) = (last, self.is_strict) {
            return Ok(self.calls[index].reply());
        }
        Err(self.explain(nearest))
    }

    fn explain(&self, nearest: Option<(usize, bool, Vec<String>)>) -> String {
        let Some((index, used, differences)) = nearest else {
            return "the recording has no calls".to_owned();
        };
        let call = format!("recorded call {} ({})", index + 1, self.calls[index].line());
        if differences.is_empty() && used {
            return format!("{call} has answered already");
        }
        let count = differences.len();
        let mut shown: Vec<String> = differences.into_iter().take(MAX_DIFFERENCES).collect();
        if count > MAX_DIFFERENCES {
            shown.push(format!("and {} more", count - MAX_DIFFERENCES));
        }
        format!("nearest: {call}, which differs:\n    {}", shown.join("\n    "))
    }

    /// The calls that were not repeated.
    pub(super) fn unused(&self) -> Vec<String> {
        if !self.is_strict {
            return Vec::new();
        }
        let used = self.used.lock().unwrap_or_else(PoisonError::into_inner);
        let calls = self.calls.iter().zip(used.iter()).enumerate().filter(|(_, (_, used))| !**used);
        calls
            .map(|(index, (call, _))| format!("recorded call {} ({}) was not repeated", index + 1, call.line()))
            .collect()
    }
}

fn to_request(request: &ReceivedRequest) -> Request<&[u8]> {
    let mut copy = Request::new(request.body().as_ref());
    *copy.method_mut() = request.method().clone();
    *copy.uri_mut() = request.uri().clone();
    copy
}

/// The places in which a request differs from a recorded one.
struct Differences {
    redactor: Redactor,
    found: Vec<String>,
}

impl Differences {
    fn compare(&mut self, recorded: &Value, actual: &Value, place: &str, secret: bool) {
        match (recorded, actual) {
            (Value::Object(recorded), Value::Object(actual)) => {
                let names = recorded.keys().chain(actual.keys().filter(|name| !recorded.contains_key(*name)));
                for name in names {
                    let inner = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
                    let values = (recorded.get(name).unwrap_or(&Value::Null), actual.get(name).unwrap_or(&Value::Null));
                    self.compare(values.0, values.1, &inner, secret || self.redactor.is_secret(name));
                }
            }
            (Value::Array(recorded), Value::Array(actual)) if recorded.len() == actual.len() => {
                for (index, (recorded, actual)) in recorded.iter().zip(actual).enumerate() {
                    self.compare(recorded, actual, &format!("{place}[{index}]"), secret);
                }
            }
            _ if recorded == actual || scrub::may_replace(recorded, actual) => {}
            _ if secret => self.found.push(format!("{place}: another secret")),
            _ => self.found.push(format!("{place}: recorded {recorded}, now {actual}")),
        }
    }
}
