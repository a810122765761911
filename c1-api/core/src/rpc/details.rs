//! The details of an error, typed where they are of google.rpc's common types.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use crate::wire::{Any, Message, message};

/// One of the [`details`](crate::Error::details) of an error.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ErrorDetail {
    /// Why, in a form for programs.
    ErrorInfo(ErrorInfo),
    /// Which fields of the request are wrong.
    BadRequest(BadRequest),
    /// When to try again.
    RetryInfo(RetryInfo),
    /// Which quotas are used up.
    QuotaFailure(QuotaFailure),
    /// Which preconditions do not hold.
    PreconditionFailure(PreconditionFailure),
    /// Which resource it is about.
    ResourceInfo(ResourceInfo),
    /// How the server names the request, for its support to find it by.
    RequestInfo(RequestInfo),
    /// Where to read on.
    Help(Help),
    /// The message in another language.
    LocalizedMessage(LocalizedMessage),
    /// A detail of another type, or one that does not have its type's form.
    Other(Any),
}

/// The messages: their fields, with their names on the wire.
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
    /// Why a call was refused, in a form for programs.
    ErrorInfo, "google.rpc.ErrorInfo" {
        /// The reason, such as `API_DISABLED`; unique within the domain.
        reason: String, "reason";
        /// Whose reason it is, such as `pubsub.googleapis.com`.
        domain: String, "domain";
        /// More about this one error.
        metadata: BTreeMap<String, String>, "metadata";
    }
    /// Which fields of a request are wrong.
    BadRequest, "google.rpc.BadRequest" {
        /// The fields, each with what is wrong with it.
        field_violations: Vec<FieldViolation>, "fieldViolations";
    }
    /// A field of a request that is wrong.
    FieldViolation, "google.rpc.BadRequest.FieldViolation" {
        /// The path of the field, such as `user.emails[1]`.
        field: String, "field";
        /// What is wrong with it.
        description: String, "description";
        /// The reason in a form for programs.
        reason: String, "reason";
    }
    /// When a call may be tried again.
    RetryInfo, "google.rpc.RetryInfo" {
        /// How long to wait at least.
        retry_delay: Option<TimeDelta>, "retryDelay";
    }
    /// Which quotas are used up.
    QuotaFailure, "google.rpc.QuotaFailure" {
        /// The quotas.
        violations: Vec<QuotaViolation>, "violations";
    }
    /// A quota that is used up.
    QuotaViolation, "google.rpc.QuotaFailure.Violation" {
        /// Whose quota it is.
        subject: String, "subject";
        /// What was exceeded.
        description: String, "description";
    }
    /// Which preconditions of a call do not hold.
    PreconditionFailure, "google.rpc.PreconditionFailure" {
        /// The preconditions.
        violations: Vec<PreconditionViolation>, "violations";
    }
    /// A precondition that does not hold.
    PreconditionViolation, "google.rpc.PreconditionFailure.Violation" {
        /// The kind of precondition, such as `TOS`.
        r#type: String, "type";
        /// What it is about.
        subject: String, "subject";
        /// What does not hold.
        description: String, "description";
    }
    /// The resource that an error is about.
    ResourceInfo, "google.rpc.ResourceInfo" {
        /// The kind of resource.
        resource_type: String, "resourceType";
        /// Which one it is.
        resource_name: String, "resourceName";
        /// Who owns it.
        owner: String, "owner";
        /// What went wrong with it.
        description: String, "description";
    }
    /// How the server names the request.
    RequestInfo, "google.rpc.RequestInfo" {
        /// The id that the server's support can find it by.
        request_id: String, "requestId";
        /// What else the server tells, for its own use.
        serving_data: String, "servingData";
    }
    /// Where to read on.
    Help, "google.rpc.Help" {
        /// The pages.
        links: Vec<HelpLink>, "links";
    }
    /// A page that helps.
    HelpLink, "google.rpc.Help.Link" {
        /// What it is about.
        description: String, "description";
        /// Where it is.
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
    pub(crate) fn of(any: &Any) -> Self {
        read(any).unwrap_or_else(|| Self::Other(any.clone()))
    }
}

/// The detail as one of the known types; `None` where it is none of them, or not of their form.
#[inline]
fn read(any: &Any) -> Option<ErrorDetail> {
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
        status.details.iter().map(ErrorDetail::of).collect()
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
