//! What the server sends and this version of the crate does not know.
//!
//! C1's API grows between releases of this crate. Models skip properties that they do not know, and enums keep values that they
//! do not list, so programs keep working. [`on_drift`](crate::ClientBuilder::on_drift) says where that happens: that is the drift
//! between the server and the specification that this crate was generated from.
//!
//! ```
//! use std::sync::{Arc, Mutex};
//!
//! use bytes::Bytes;
//! use c1_api::Client;
//! use c1_api::drift::DriftKind;
//! use c1_api::user::v1::SearchUsersRequest;
//! use http::{Request, Response};
//! use http_body_util::Full;
//!
//! # #[tokio::main]
//! # async fn main() -> Result<(), c1_api::Error> {
//! // A server of the future.
//! let service = tower::service_fn(async |_request: Request<Bytes>| {
//!     let body = r#"{"list": [{"user": {"email": "ada@example.com", "pronouns": "she", "status": "ON_LEAVE"}}]}"#;
//!     Ok::<_, std::convert::Infallible>(Response::new(Full::new(Bytes::from(body))))
//! });
//! let seen = Arc::new(Mutex::new(Vec::new()));
//! let listener = seen.clone();
//! let client = Client::builder()
//!     .tenant("acme")
//!     .bearer_token("token")
//!     .service(service)
//!     .on_drift(move |drift| listener.lock().unwrap().push(drift))
//!     .build()?;
//!
//! let users = client.user_search().search(SearchUsersRequest::new()).await?;
//! assert_eq!(users.list.len(), 1);
//!
//! let seen = seen.lock().unwrap();
//! assert_eq!(seen[0].operation, "c1.api.user.v1.UserSearch.Search");
//! assert_eq!(seen[0].path, "list[].user.pronouns");
//! assert_eq!(seen[0].kind, DriftKind::UnknownProperty);
//! assert_eq!(seen[1].path, "list[].user.status");
//! assert_eq!(seen[1].kind, DriftKind::UnknownEnumValue("ON_LEAVE".to_owned()));
//! # Ok(())
//! # }
//! ```
//!
//! # What is reported
//!
//! | kind | the server sends | the client |
//! | --- | --- | --- |
//! | [`UnknownProperty`](DriftKind::UnknownProperty) | a property that the model lacks | skips it |
//! | [`UnknownEnumValue`](DriftKind::UnknownEnumValue) | a value that the enum does not list | keeps it in `Unlisted` |
//! | [`UnknownVariant`](DriftKind::UnknownVariant) | a value of none of the types of a union | keeps it in `Unlisted` |
//! | [`RefusedValue`](DriftKind::RefusedValue) | JSON of another type | returns an [`Error`](crate::Error) of the kind `Decode` |
//! | [`UndeclaredStatus`](DriftKind::UndeclaredStatus) | a status 2xx or 3xx that the operation does not declare | decodes a 2xx, returns an error for a 3xx |
//!
//! Each combination of operation, path and kind is reported once by a client and its clones, in the first response that has it. A
//! client reports at most 1,000 of an operation and 10,000 in all, so a server cannot fill its memory.
//!
//! A path has the JSON names of properties, `[]` for any element of a list and `*` for any value of a map, such as
//! `list[].user.status` or `labels.*`. It is empty for the whole body.
//!
//! These are not drift:
//!
//! * Objects without properties in the specification, messages of any type ([`Any`](crate::wire::Any)) and thus related objects and
//!   payloads of webhooks: the specification allows any content.
//! * Statuses from 400 on. Each is an [`Error`](crate::Error) with a meaning of its own, and gateways send statuses that no specification
//!   declares.
//! * Responses that are not JSON: those are errors of a proxy or of the connection.
//! * Raw requests, and types of your own as the response of an [`Operation`](crate::Operation): no specification describes them.
//!
//! In tests, a `MockServer` (feature `mock`) answers as a server of the future: its `client_builder().on_drift(..)` reports what
//! `Reply::json` adds.
//!
//! # Events
//!
//! The same reports are `tracing` events of the level info, with the target `c1_api`, in the span of their call. Their fields are
//! `c1.operation`, `c1.drift.kind` (`unknown_property`, `unknown_enum_value`, `unknown_variant`, `refused_value`, `undeclared_status`),
//! `c1.drift.path`, and `c1.drift.value` for the value of an enum or `http.response.status_code` for a status.
//! `tracing_subscriber::fmt().json()` writes them as lines that `cargo xtask drift LOG` of this repository reads. It shows where each
//! would be in Rust, and whether a newer specification knows it.
//!
//! # Secrets
//!
//! Reports have names, and never values of fields. The value of an enum is a name of the API, but a server may send anything: names are
//! escaped and cut after 100 characters, and are `[hidden]` if they have the form of a token or key, or repeat a credential of the
//! request. The same holds for values of enums in properties that are marked as sensitive.
//!
//! # Cost
//!
//! A client without a listener, in a program without a subscriber of these events, reads a page as fast as without this module and
//! allocates nothing for it. With a listener, the cost is that of a hash for each unknown property or value.

mod log;
mod name;
mod path;
mod recent;
mod recording;

use std::fmt;

#[doc(hidden)]
pub use path::ValuePath;

pub(crate) use log::{DriftLog, Listener};
pub(crate) use recording::{
    Recording, expect_root, refuse, refuse_key, root, unknown_enum_value, unknown_property, unknown_variant, with_tag,
};

/// A difference between a response and the specification that this version of the crate was generated from.
///
/// It has names only, and is shown as a sentence:
///
/// ```text
/// c1.api.user.v1.UserSearch.Search: unknown property `list[].user.pronouns`
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Drift {
    /// The id of the operation.
    pub operation: &'static str,
    /// The path of the value in the body, such as `list[].user.status`; empty for the whole body.
    pub path: String,
    /// The kind of the difference.
    pub kind: DriftKind,
}

/// The kind of a [`Drift`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DriftKind {
    /// A value that the enum does not list.
    UnknownEnumValue(String),
    /// A property that the model lacks.
    UnknownProperty,
    /// A value of none of the types of its union.
    UnknownVariant,
    /// A value of another type, so the call failed.
    RefusedValue,
    /// A status 2xx or 3xx that the operation does not declare.
    UndeclaredStatus(u16),
}

impl DriftKind {
    /// Returns the name of the kind in events, such as `unknown_property`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::UnknownEnumValue(_) => "unknown_enum_value",
            Self::UnknownProperty => "unknown_property",
            Self::UnknownVariant => "unknown_variant",
            Self::RefusedValue => "refused_value",
            Self::UndeclaredStatus(_) => "undeclared_status",
        }
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operation, path, kind } = self;
        write!(f, "{operation}: ")?;
        match kind {
            DriftKind::UnknownEnumValue(value) => write!(f, "unknown value `{value}` of the enum `{path}`"),
            DriftKind::UnknownProperty => write!(f, "unknown property `{path}`"),
            DriftKind::UnknownVariant if path.is_empty() => {
                f.write_str("the response is of none of the types of its union")
            }
            DriftKind::UnknownVariant => write!(f, "the value of `{path}` is of none of the types of its union"),
            DriftKind::RefusedValue if path.is_empty() => f.write_str("the response is of another type"),
            DriftKind::RefusedValue => write!(f, "the value of `{path}` is of another type"),
            DriftKind::UndeclaredStatus(status) => write!(f, "undeclared status {status}"),
        }
    }
}

#[cfg(test)]
mod tests;
