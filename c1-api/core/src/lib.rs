//! What `c1-api` stands on: C1's wire format, and the sending of requests.
//!
//! Depend on `c1-api`, which has all of this that is for its users under names that stay. The two are apart so that the
//! half which no specification changes is compiled once, and beside others, however often the other half is generated.
//!
//! A request goes one way: an [`Encoder`] collects it, a [`Connection`] sends it as often as that is needed and allowed,
//! and a [`Reply`] reads the answer.

mod answer;
mod blank;
mod channel;
mod connection;
mod connection_pool;
mod credential;
mod encoder;
pub mod error;
mod excerpt;
mod exchange;
mod expand_mask;
pub mod expanded;
mod field_mask;
mod headers;
mod http_client;
mod network;
mod observe;
pub mod oneof;
mod operation_info;
mod options;
mod param;
mod place;
mod present;
mod random;
mod raw;
mod request_id;
mod retry;
mod rpc;
mod server;
mod setter;
mod settings;
mod tls;
pub mod transport;
pub mod wire;
mod words;

pub use answer::{Reply, Response};
pub use blank::Blank;
pub use connection::Connection;
pub use credential::{CredentialSettings, DeviceLogin, Dpop, PersonalCredential, TokenSource};
pub use encoder::{Encoder, encoder};
pub use error::{Error, ErrorKind};
pub use exchange::Exchange;
pub use field_mask::{FieldMask, FieldPath};
pub use http_client::HttpClientSettings;
pub use network::NetworkSettings;
pub use oneof::SeveralCases;
pub use operation_info::OperationInfo;
pub use options::CallOptions;
pub use param::Param;
pub use present::present;
pub use raw::RawParts;
pub use retry::RetryPolicy;
pub use rpc::{
    BadRequest, Code, ErrorDetail, ErrorInfo, FieldViolation, Help, HelpLink, LocalizedMessage, PreconditionFailure,
    PreconditionViolation, QuotaFailure, QuotaViolation, RequestInfo, ResourceInfo, RetryInfo,
};
pub use settings::Settings;
pub use transport::{Body as HttpBody, BoxError, Transport as HttpService};
