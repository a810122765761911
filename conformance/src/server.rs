//! A server in memory that records what it is sent, and answers as it is set to.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::future::{Ready, ready};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::Full;

/// The root of the server.
pub const ROOT: &str = "https://acme.conductor.one";

/// The bearer token that clients send.
pub const TOKEN: &str = "a-token-of-the-conformance-suite";

/// Records requests. Clones share their records.
#[derive(Clone, Debug, Default)]
pub struct Server(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    status: StatusCode,
    content_type: Option<HeaderValue>,
    response: Bytes,
    requests: VecDeque<Recorded>,
}

/// A request as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Recorded {
    pub(crate) method: String,
    pub(crate) root: String,
    /// The path and the query.
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Server {
    /// Sets the JSON of the next responses.
    pub(crate) fn respond(&self, body: Vec<u8>) {
        self.answer(200, Some("application/json".to_owned()), body);
    }

    /// Sets the status, the content type and the body of the next responses.
    pub(crate) fn answer(&self, status: u16, content_type: Option<String>, body: Vec<u8>) {
        let mut state = self.state();
        state.status = StatusCode::from_u16(status).unwrap_or_default();
        state.content_type = content_type.and_then(|content_type| HeaderValue::try_from(content_type).ok());
        state.response = body.into();
    }

    /// The oldest request that was not taken yet.
    pub(crate) fn take(&self) -> Option<Recorded> {
        self.state().requests.pop_front()
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl tower::Service<Request<Bytes>> for Server {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Bytes>) -> Self::Future {
        let mut state = self.state();
        state.requests.push_back(Recorded::of(&request));
        let mut response = Response::new(Full::new(state.response.clone()));
        *response.status_mut() = state.status;
        response.headers_mut().extend(state.content_type.clone().map(|content_type| (CONTENT_TYPE, content_type)));
        ready(Ok(response))
    }
}

impl Recorded {
    fn of(request: &Request<Bytes>) -> Self {
        let uri = request.uri();
        let headers = request.headers().iter();
        Self {
            method: request.method().to_string(),
            root: format!("{}://{}", uri.scheme_str().unwrap_or_default(), uri.host().unwrap_or_default()),
            target: uri.path_and_query().map(ToString::to_string).unwrap_or_default(),
            headers: headers
                .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
                .collect(),
            body: request.body().to_vec(),
        }
    }

    /// The values of a header.
    pub(crate) fn header(&self, name: &str) -> Vec<&str> {
        let named = self.headers.iter().filter(|(header, _)| header.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str()).collect()
    }

    /// The path, and the query behind `?`.
    pub(crate) fn parts(&self) -> (&str, Option<&str>) {
        self.target.split_once('?').map_or((self.target.as_str(), None), |(path, query)| (path, Some(query)))
    }
}
