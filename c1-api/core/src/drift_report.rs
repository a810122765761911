//! Reports of the drift of one call, to the client's listener and as events.

use std::borrow::Cow;
use std::sync::Arc;

use http::StatusCode;
use tracing::Span;

use crate::drift::{Drift, DriftKind, DriftLog, Recording};
use crate::sent_secrets::SentSecrets;
use crate::telemetry::{self, OperationLabel};

/// What is expected of the response of a call, for its reports.
pub(crate) struct DriftReporter {
    log: Arc<DriftLog>,
    operation: &'static str,
    /// The statuses 2xx and 3xx that the operation declares; empty if it allows any.
    statuses: &'static [u16],
}

impl DriftReporter {
    /// Returns `None` if nobody listens, and for raw requests, which no specification describes.
    pub(crate) fn new(log: &Arc<DriftLog>, subject: &OperationLabel, statuses: &'static [u16]) -> Option<Self> {
        let Cow::Borrowed(operation) = subject.operation.id else { return None };
        let is_heard = log.listener.is_some() || telemetry::logs_drift();
        is_heard.then(|| Self { log: log.clone(), operation, statuses })
    }

    /// Records what this thread decodes, until the recording ends.
    pub(crate) fn begin(&self, status: StatusCode) -> Recording {
        let recording = Recording::begin(&self.log, self.operation);
        if !self.statuses.is_empty() && !self.statuses.contains(&status.as_u16()) {
            recording.undeclared_status(status);
        }
        recording
    }

    /// Reports what was recorded. `refuses` says that the body is JSON of another form.
    pub(crate) fn end(&self, recording: Recording, refuses: bool, span: &Span, sent: &SentSecrets) {
        // The listener may use the client, so the recording ends before.
        for drift in recording.end(refuses) {
            let drift = without_secrets(drift, sent);
            telemetry::log_drift(span, &drift);
            if let Some(listener) = &self.log.listener {
                listener.call(drift);
            }
        }
    }

    /// Reports the status of a response that is not decoded, if it is a redirect.
    pub(crate) fn redirected(&self, status: StatusCode, span: &Span) {
        if status.is_redirection() {
            let recording = self.begin(status);
            self.end(recording, false, span, &SentSecrets::default());
        }
    }
}

/// Removes the secrets of the request, which the server may repeat anywhere.
fn without_secrets(mut drift: Drift, sent: &SentSecrets) -> Drift {
    drift.path = sent.redacted(&drift.path);
    if let DriftKind::UnknownEnumValue(value) = &mut drift.kind {
        *value = sent.redacted(value);
    }
    drift
}
