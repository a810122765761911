//! The message for a request that nothing answers.

use std::fmt::Write as _;
use std::sync::Arc;

use super::expectation::Entry;
use super::received_request::ReceivedRequest;
use crate::redact::Redactor;
use crate::sent_secrets::SentSecrets;

/// Shows the request without its secrets, and the expectation that is nearest to it.
///
/// `refusals` are the expectations for its method and path, with the reasons why they did not answer.
pub(super) fn message(
    request: &ReceivedRequest,
    redactor: Redactor,
    entries: &[Arc<Entry>],
    refusals: &[(Arc<Entry>, String)],
    difference: Option<String>,
) -> String {
    let mut message = format!("unexpected request: {}", line(request, redactor));
    if !request.body().is_empty() {
        let _ = write!(message, "\n  body: {}", redactor.redacted(request.body(), &SentSecrets::default()));
    }
    if let Some(difference) = difference {
        let _ = write!(message, "\n  {difference}");
    }
    for (entry, why) in refusals {
        let _ = write!(message, "\n  not answered by {}: {why}", shown(entry));
    }
    if refusals.is_empty() {
        match entries.iter().max_by_key(|entry| similarity(entry, request)) {
            Some(entry) => {
                let _ = write!(message, "\n  nearest expectation: {}", shown(entry));
            }
            None => message.push_str("\n  there are no expectations; add one with `on`"),
        }
    }
    message
}

/// The method, the path and the query, without the values of secrets.
pub(super) fn line(request: &ReceivedRequest, redactor: Redactor) -> String {
    let mut line = format!("{} {}", request.method(), request.path());
    for (index, (name, value)) in request.query().iter().enumerate() {
        let separator = if index == 0 { '?' } else { '&' };
        let value = if redactor.is_secret(name) { "[hidden]" } else { value };
        let _ = write!(line, "{separator}{name}={value}");
    }
    line
}

fn shown(entry: &Entry) -> String {
    let call = format!("{} {}", entry.method, entry.template.as_str());
    if entry.name == call { call } else { format!("{} ({call})", entry.name) }
}

/// An expectation is near if it shares segments of the path, and nearer with the same method.
fn similarity(entry: &Entry, request: &ReceivedRequest) -> (usize, bool) {
    (entry.template.common_segments(request.path()), entry.method == *request.method())
}
