//! The form of the API's errors: google.rpc.Status.

mod code;
mod details;

pub use code::Code;
pub use details::{
    BadRequest, ErrorDetail, ErrorInfo, FieldViolation, Help, HelpLink, LocalizedMessage, PreconditionFailure,
    PreconditionViolation, QuotaFailure, QuotaViolation, RequestInfo, ResourceInfo, RetryInfo,
};

use serde_json::Value;

use crate::wire::{Any, Wire};

/// What the API says of a call that it refused. Each part that is not of the right form counts as absent.
#[derive(Clone, Default)]
pub(crate) struct Status {
    pub(crate) code: Option<Code>,
    pub(crate) message: Option<String>,
    /// As they came: they are typed where they are asked for, so that a program that does not ask has no code for it.
    pub(crate) details: Vec<Any>,
}

impl Status {
    /// Reads the body of a refusal, whatever it is.
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
