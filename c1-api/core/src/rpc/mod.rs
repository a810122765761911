//! The errors of the API: google.rpc.Status.

mod code;
mod details;

pub use code::Code;
pub use details::{
    BadRequest, ErrorDetail, ErrorInfo, FieldViolation, Help, HelpLink, LocalizedMessage, PreconditionFailure,
    PreconditionViolation, QuotaFailure, QuotaViolation, RequestInfo, ResourceInfo, RetryInfo,
};

use serde_json::Value;

use crate::wire::{Any, Wire};

/// The body of an error. A part with another form counts as absent.
#[derive(Clone, Default)]
pub(crate) struct Status {
    pub(crate) code: Option<Code>,
    pub(crate) message: Option<String>,
    /// Not decoded yet, so that only programs that read details compile the decoders.
    pub(crate) details: Vec<Any>,
}

impl Status {
    /// Parses the body of an error. It never fails.
    pub(crate) fn read(body: &[u8]) -> Self {
        let Ok(Value::Object(mut status)) = serde_json::from_slice(body) else {
            return Self::default();
        };
        let message = status.get("message").and_then(Value::as_str).filter(|message| !message.is_empty());
        let details = match status.get("details") {
            Some(Value::Array(details)) => details.iter().filter_map(any).collect(),
            _ => Vec::new(),
        };
        let message = message.map(str::to_owned);
        Self { code: status.remove("code").and_then(|code| Code::read(&code)), message, details }
    }
}

fn any(detail: &Value) -> Option<Any> {
    Any::read(detail).ok().flatten()
}
