//! Tests of the runtime as a whole, with small operations written by hand. They do not depend on any specification.

mod answers;
#[cfg(feature = "blocking")]
mod blocking;
mod calls;
mod concurrent;
mod contents;
mod masks;
mod operations;
mod paging;
mod requests;
mod retries;
mod waiters;

use std::convert::Infallible;

use bytes::Bytes;
use c1_api_core::{BoxError, HttpBody as Body, RetryPolicy};
use http::{Request, Response};
use http_body_util::{BodyExt, Full};
use tower::service_fn;
use wiremock::MockServer;

use crate::Client;

/// What must never be printed.
const TOKEN: &str = "open-sesame";

/// A client of a real server on the loopback interface.
fn client_of(server: &MockServer) -> Client {
    Client::builder().base_url(server.uri()).bearer_token(TOKEN).retry(RetryPolicy::off()).build().unwrap()
}

/// A client that `answer` serves within the process.
fn client_with(answer: impl Fn(Request<Bytes>) -> Response<Body> + Clone + Send + Sync + 'static) -> Client {
    let service = service_fn(move |request| std::future::ready(Ok::<_, BoxError>(answer(request))));
    Client::builder()
        .base_url("http://localhost")
        .bearer_token(TOKEN)
        .service(service)
        .max_body_bytes(1000)
        .retry(RetryPolicy::off())
        .build()
        .unwrap()
}

fn body(content: impl Into<Bytes>) -> Body {
    Full::new(content.into()).map_err(|never: Infallible| match never {}).boxed_unsync()
}
