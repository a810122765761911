//! The details of errors: the common types of google.rpc.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::wire::{Any, Message, message};

/// One of the [`details`](crate::Error::details) of an error.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ErrorDetail {
    /// The reason, for programs.
    ErrorInfo(ErrorInfo),
    /// The invalid fields of the request.
    BadRequest(BadRequest),
    /// When to retry.
    RetryInfo(RetryInfo),
    /// The exhausted quotas.
    QuotaFailure(QuotaFailure),
    /// The violated preconditions.
    PreconditionFailure(PreconditionFailure),
    /// The resource of the error.
    ResourceInfo(ResourceInfo),
    /// The id of the request for the server's support.
    RequestInfo(RequestInfo),
    /// Links to documentation.
    Help(Help),
    /// The message in another language.
    LocalizedMessage(LocalizedMessage),
    /// A detail of another type, or one that cannot be decoded.
    Other(Any),
}

/// Declares the messages: their fields with their JSON names.
macro_rules! details {
    ($($(#[doc = $doc:literal])+ $name:ident, $full:literal {
        $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty, $wire:literal;)*
    })*) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Default, PartialEq)]
        pub struct $name {
            $($(#[doc = $field_doc])+ pub $field: $type,)*
            #[doc(hidden)]
            pub zz_non_exhaustive: (),
        }

        message! {
            $name = $full {
                $(field $field $wire;)*
            }
        }
    )*};
}

details! {
    /// The reason of an error, for programs.
    ErrorInfo, "google.rpc.ErrorInfo" {
        /// The reason, such as `API_DISABLED`; unique within the domain.
        reason: String, "reason";
        /// The domain of the reason, such as `pubsub.googleapis.com`.
        domain: String, "domain";
        /// Further facts about the error.
        metadata: BTreeMap<String, String>, "metadata";
    }
    /// The invalid fields of a request.
    BadRequest, "google.rpc.BadRequest" {
        /// The invalid fields.
        field_violations: Vec<FieldViolation>, "fieldViolations";
    }
    /// An invalid field of a request.
    FieldViolation, "google.rpc.BadRequest.FieldViolation" {
        /// The path of the field, such as `user.emails[1]`.
        field: String, "field";
        /// Why it is invalid.
        description: String, "description";
        /// The reason, for programs.
        reason: String, "reason";
    }
    /// When a call may be retried.
    RetryInfo, "google.rpc.RetryInfo" {
        /// The minimum delay.
        retry_delay: Option<TimeDelta>, "retryDelay";
    }
    /// The exhausted quotas.
    QuotaFailure, "google.rpc.QuotaFailure" {
        /// The quotas.
        violations: Vec<QuotaViolation>, "violations";
    }
    /// An exhausted quota.
    QuotaViolation, "google.rpc.QuotaFailure.Violation" {
        /// The subject of the quota.
        subject: String, "subject";
        /// How the quota was exceeded.
        description: String, "description";
    }
    /// The violated preconditions of a call.
    PreconditionFailure, "google.rpc.PreconditionFailure" {
        /// The preconditions.
        violations: Vec<PreconditionViolation>, "violations";
    }
    /// A violated precondition.
    PreconditionViolation, "google.rpc.PreconditionFailure.Violation" {
        /// The kind of precondition, such as `TOS`.
        r#type: String, "type";
        /// The subject of the precondition.
        subject: String, "subject";
        /// How it is violated.
        description: String, "description";
    }
    /// The resource that an error is about.
    ResourceInfo, "google.rpc.ResourceInfo" {
        /// The kind of resource.
        resource_type: String, "resourceType";
        /// The name of the resource.
        resource_name: String, "resourceName";
        /// The owner of the resource.
        owner: String, "owner";
        /// The error of the resource.
        description: String, "description";
    }
    /// The id of a request for the server's support.
    RequestInfo, "google.rpc.RequestInfo" {
        /// The id of the request.
        request_id: String, "requestId";
        /// Further data for the server's support.
        serving_data: String, "servingData";
    }
    /// Links to documentation.
    Help, "google.rpc.Help" {
        /// The pages.
        links: Vec<HelpLink>, "links";
    }
    /// A link to documentation.
    HelpLink, "google.rpc.Help.Link" {
        /// The content of the page.
        description: String, "description";
        /// The URL of the page.
        url: String, "url";
    }
    /// A message in another language.
    LocalizedMessage, "google.rpc.LocalizedMessage" {
        /// The language, such as `fr-CH`.
        locale: String, "locale";
        /// The message.
        message: String, "message";
    }
}

impl ErrorDetail {
    #[inline]
    pub(crate) fn parse(any: &Any) -> Self {
        decode(any).unwrap_or_else(|| Self::Other(any.clone()))
    }
}

/// Decodes a detail of a known type; `None` for other types, and if it cannot be decoded.
#[inline]
fn decode(any: &Any) -> Option<ErrorDetail> {
    let detail = match any.type_url().rsplit('/').next()? {
        ErrorInfo::NAME => ErrorDetail::ErrorInfo(any.decode().ok()?),
        BadRequest::NAME => ErrorDetail::BadRequest(any.decode().ok()?),
        RetryInfo::NAME => ErrorDetail::RetryInfo(any.decode().ok()?),
        QuotaFailure::NAME => ErrorDetail::QuotaFailure(any.decode().ok()?),
        PreconditionFailure::NAME => ErrorDetail::PreconditionFailure(any.decode().ok()?),
        ResourceInfo::NAME => ErrorDetail::ResourceInfo(any.decode().ok()?),
        RequestInfo::NAME => ErrorDetail::RequestInfo(any.decode().ok()?),
        Help::NAME => ErrorDetail::Help(any.decode().ok()?),
        LocalizedMessage::NAME => ErrorDetail::LocalizedMessage(any.decode().ok()?),
        _ => return None,
    };
    Some(detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rpc::Status;
    use serde_json::json;

    fn details(details: &serde_json::Value) -> Vec<ErrorDetail> {
        let status = Status::read(json!({ "code": 3, "message": "no", "details": details }).to_string().as_bytes());
        status.details.iter().map(ErrorDetail::parse).collect()
    }

    #[test]
    fn known_details_are_typed_and_others_kept() {
        let found = details(&json!([
            { "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "R", "metadata": { "a": "b" } },
            { "@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": [{ "field": "user.email" }] },
            { "@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "1.5s" },
            { "@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "soon" },
            { "@type": "type.googleapis.com/google.rpc.DebugInfo", "detail": "stack" },
        ]));
        let [ErrorDetail::ErrorInfo(info), ErrorDetail::BadRequest(bad), ErrorDetail::RetryInfo(retry), rest @ ..] =
            found.as_slice()
        else {
            panic!("{found:?}");
        };
        assert_eq!((info.reason.as_str(), info.metadata["a"].as_str()), ("R", "b"));
        assert_eq!(bad.field_violations[0].field, "user.email");
        assert_eq!(retry.retry_delay, Some(TimeDelta::milliseconds(1500)));
        assert!(matches!(rest, [ErrorDetail::Other(soon), ErrorDetail::Other(debug)]
            if soon.fields()["retryDelay"] == "soon" && debug.fields()["detail"] == "stack"));
    }

    #[test]
    fn details_that_are_none_do_no_harm() {
        for broken in [json!(null), json!({}), json!("no"), json!([1, null, [], "x"])] {
            assert!(details(&broken).is_empty(), "{broken}");
        }
    }
}
