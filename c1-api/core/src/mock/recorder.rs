//! A layer that records calls.

use std::fmt;
use std::marker::PhantomData;
use std::path::Path;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::{Layer, Service, ServiceExt};

use super::recording::{self, Call, Writer};
use super::scrub::{self, Scrubber};
use super::service::{CutBody, full};
use crate::client_builder::ApiClient;
use crate::error::{BoxError, Error};
use crate::redact::Redactor;
use crate::transport::{self, Body, BodyError, Transport};

/// The maximum response body size in bytes that is recorded.
const MAX_BODY: usize = 64 * 1024 * 1024;

/// A layer that writes calls to a file, which [`MockServer::replay`](super::MockServer::replay) answers from.
///
/// The file is a JSON array with the requests and responses, readable and complete after each call. These parts are replaced:
/// fields that the models mark as sensitive, fields and query parameters whose names contain `secret`, `token`, `password`, `key`
/// or the like, client secrets and JWTs in any field, and each of these and the access token where another text of the call
/// repeats it. Equal secrets of a recording have equal replacements. Only the headers `content-type`, `retry-after` and
/// `x-request-id` are recorded, and bodies that are not JSON only by their length. Token requests and other calls of `/auth/` are
/// not recorded. Other personal data, such as names and addresses, is recorded unless [`scrub`](Self::scrub) matches it.
pub struct Recorder<C> {
    scrubber: Scrubber,
    output: Arc<Output>,
    client: PhantomData<fn() -> C>,
}

/// The file, and the first failure to write it.
struct Output(Mutex<(Writer, Option<Error>)>);

impl<C: ApiClient> Recorder<C> {
    /// Creates a recorder that writes to `file`, replacing what it contains.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) if the file cannot be written.
    pub fn create(file: impl AsRef<Path>) -> Result<Self, Error> {
        let writer = Writer::create(file.as_ref()).map_err(|cause| {
            let name = file.as_ref().display();
            Error::invalid_input(format!("the recording {name} cannot be written: {cause}")).with_source(cause)
        })?;
        let scrubber = Scrubber::new(Redactor::new(C::SENSITIVE_FIELDS));
        Ok(Self { scrubber, output: Arc::new(Output(Mutex::new((writer, None)))), client: PhantomData })
    }

    /// Also replaces the fields and query parameters for whose name and value `rule` returns `true`. Default: none.
    #[must_use]
    pub fn scrub(mut self, rule: impl Fn(&str, &Value) -> bool + Send + Sync + 'static) -> Self {
        self.scrubber.add_rule(Arc::new(rule));
        self
    }

    /// Returns whether all calls so far were written.
    ///
    /// # Errors
    ///
    /// The first failure to write the file.
    pub fn finish(&self) -> Result<(), Error> {
        let mut output = self.output.0.lock().unwrap_or_else(PoisonError::into_inner);
        output.1.take().map_or(Ok(()), Err)
    }
}

impl Output {
    fn append(&self, call: &Call) {
        let mut output = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(cause) = output.0.append(call) {
            let error = Error::invalid_input(format!("a call could not be recorded: {cause}")).with_source(cause);
            output.1.get_or_insert(error);
        }
    }
}

impl<C> Clone for Recorder<C> {
    fn clone(&self) -> Self {
        Self { scrubber: self.scrubber.clone(), output: Arc::clone(&self.output), client: PhantomData }
    }
}

impl<C> fmt::Debug for Recorder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").field("scrubber", &self.scrubber).finish_non_exhaustive()
    }
}

impl<C> Layer<Transport> for Recorder<C> {
    type Service = RecordingService;

    fn layer(&self, inner: Transport) -> RecordingService {
        RecordingService { inner, scrubber: self.scrubber.clone(), output: Arc::clone(&self.output) }
    }
}

/// The service of a [`Recorder`].
#[derive(Clone)]
pub struct RecordingService {
    inner: Transport,
    scrubber: Scrubber,
    output: Arc<Output>,
}

impl fmt::Debug for RecordingService {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordingService").field("scrubber", &self.scrubber).finish_non_exhaustive()
    }
}

impl Service<Request<Bytes>> for RecordingService {
    type Response = Response<Body>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, BoxError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Bytes>) -> Self::Future {
        let this = self.clone();
        Box::pin(this.record(request))
    }
}

impl RecordingService {
    async fn record(self, request: Request<Bytes>) -> Result<Response<Body>, BoxError> {
        // Its requests and responses consist of secrets.
        if request.uri().path().contains("/auth/v1/") {
            return self.inner.oneshot(request).await;
        }
        let fields = scrub::request_fields(&request);
        let credential = scrub::credential(&request).map(str::to_owned);
        let (response, returned) = match self.inner.clone().oneshot(request).await {
            Ok(response) => received(response).await,
            Err(cause) => (json!({ "failed": "the connection failed" }), Err(cause)),
        };
        self.append(fields, response, credential.as_deref());
        returned
    }

    fn append(&self, mut request: Value, mut response: Value, credential: Option<&str>) {
        self.scrubber.scrub(&mut [&mut request, &mut response], credential);
        self.output.append(&Call::new(request, response));
    }
}

/// Reads a response. Returns its recorded form, and an equal response.
async fn received(response: Response<Body>) -> (Value, Result<Response<Body>, BoxError>) {
    let (head, body) = response.into_parts();
    let mut read = Vec::new();
    let outcome = transport::read(body, MAX_BODY, |data| read.extend_from_slice(&data)).await;
    let mut fields = json!({ "status": head.status.as_u16(), "headers": recording::header_fields(&head.headers) });
    let read = Bytes::from(read);
    let body = match outcome {
        Ok(()) => {
            if !read.is_empty() {
                fields["body"] = scrub::body_value(&read);
            }
            full(read)
        }
        Err(cause) => {
            fields["ends_after"] = 0.into();
            let cause = match cause {
                BodyError::Broken(cause) => cause,
                BodyError::TooLarge => "the body is too large to be recorded".into(),
            };
            CutBody::new(&read, read.len(), cause).boxed_unsync()
        }
    };
    (fields, Ok(Response::from_parts(head, body)))
}
