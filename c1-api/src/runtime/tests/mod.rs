//! Tests of the runtime as a whole, with small operations written by hand. They do not depend on any specification.

mod answers;
mod operations;
mod paging;
mod requests;

use std::convert::Infallible;

use bytes::Bytes;
use http::{HeaderValue, Request, Response};
use http_body_util::{BodyExt, Full};
use tower::service_fn;
use wiremock::MockServer;

use crate::runtime::client::{Client, Parts};
use crate::runtime::server::Server;
use crate::runtime::transport::{Body, Transport};

/// What must never be printed.
const TOKEN: &str = "open-sesame";

/// A client of a real server on the loopback interface.
fn client_of(server: &MockServer) -> Client {
    Client::builder().base_url(server.uri()).bearer_token(TOKEN).build().unwrap()
}

/// A client that `answer` serves within the process.
fn client_with(answer: impl Fn(Request<Bytes>) -> Response<Body> + Clone + Send + Sync + 'static) -> Client {
    let service = service_fn(move |request| std::future::ready(Ok(answer(request))));
    Client::from_parts(Parts {
        server: Server::at("http://localhost").unwrap(),
        authorization: HeaderValue::from_static("Bearer open-sesame"),
        transport: Transport::new(service),
        body_limit: 1000,
    })
}

fn body(content: impl Into<Bytes>) -> Body {
    Full::new(content.into()).map_err(|never: Infallible| match never {}).boxed_unsync()
}
