//! The mock server.

use std::fmt;
use std::marker::PhantomData;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use http::Method;

use super::engine::Engine;
use super::expectation::{AnyRequest, Expectation, Registry};
use super::path::PathTemplate;
use super::received::MockOperation;
use super::received_request::ReceivedRequest;
use super::replay::Tape;
use super::reply::Reply;
use super::request_reader::RequestReader;
use super::serve::{self, Served};
use super::service::MockService;
use crate::client_builder::{ApiClient, ClientBuilder};
use crate::error::Error;
use crate::redact::Redactor;

/// The id of the mock's client, at a host that does not exist.
const CLIENT_ID: &str = "mock@mock.invalid/pcc";

/// Its secret: the key pair of RFC 8037, appendix A.
const CLIENT_SECRET: &str = concat!(
    "secret-token:conductorone.com:v1:eyJrdHkiOiJPS1AiLCJjcnYiOiJFZDI1NTE5IiwieCI6IjExcVlBWUt4Q3JmVlNfN1R5V1FIT2c3",
    "aGN2UGFwaU1scndJYWFQY0hVUm8iLCJkIjoibldHeG5lXzlXbUM2aEVyMGt1d3N4RVJKeFdsN01ta1pjRHVzQXh5dWYyQSJ9",
);

/// An in-memory C1.
///
/// It answers the requests of its [`client`](Self::client) below retries, authentication, paging and decoding, and records them.
/// It has a token endpoint, and rejects requests without a token.
///
/// A request that nothing answers gets a 501 whose message shows the request and the nearest expectation. Dropping the mock
/// checks it like [`assert_done`](Self::assert_done), unless the thread panics.
pub struct MockServer<C: ApiClient> {
    engine: Arc<Engine>,
    client: PhantomData<fn() -> C>,
}

impl<C: ApiClient> MockServer<C> {
    /// Creates a mock without expectations.
    #[must_use]
    pub fn new() -> Self {
        Self { engine: Arc::new(Engine::new(Redactor::new(C::SENSITIVE_FIELDS))), client: PhantomData }
    }

    /// Creates a mock that answers each recorded call of `file` once; see [`Recorder`](super::Recorder).
    ///
    /// A request that differs from the recorded ones gets a 501 that shows the differences. A recorded call that was not repeated
    /// fails [`assert_done`](Self::assert_done).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) if the file cannot be read or is not a recording.
    pub fn replay(file: impl AsRef<Path>) -> Result<Self, Error> {
        let server = Self::new();
        server.engine.set_tape(Tape::strict(file.as_ref())?);
        Ok(server)
    }

    /// Creates a mock that answers with the recordings in `folder`: all its files with the extension `json`.
    ///
    /// Unlike [`replay`](Self::replay), the last recorded response to a request is repeated, and calls may be missing.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) if the folder or a file cannot be read or is not a recording.
    pub fn from_folder(folder: impl AsRef<Path>) -> Result<Self, Error> {
        let server = Self::new();
        server.engine.set_tape(Tape::lenient(folder.as_ref())?);
        Ok(server)
    }

    /// Returns an expectation of requests for the operation `O`.
    pub fn on<O: MockOperation>(&self) -> Expectation<O> {
        Expectation::new(self.registry())
    }

    /// Returns an expectation of requests with this method and path, such as of an operation that this version of the crate
    /// lacks. The path may have parameters in braces.
    pub fn on_request(&self, method: Method, path: impl Into<String>) -> Expectation<AnyRequest> {
        let path = path.into();
        Expectation::at(self.registry(), format!("{method} {path}"), method, path)
    }

    /// Answers requests that nothing else answers, instead of the 501. They do not fail [`assert_done`](Self::assert_done) then.
    pub fn otherwise(&self, handler: impl Fn(&ReceivedRequest) -> Reply + Send + Sync + 'static) {
        self.engine.set_fallback(Arc::new(handler));
    }

    /// Returns a client of this mock, with client credentials and the default settings.
    ///
    /// # Panics
    ///
    /// The client cannot be built, which no setting of the mock causes.
    #[must_use]
    pub fn client(&self) -> C {
        self.client_builder().build().expect("the settings of the mock's client are valid")
    }

    /// Returns the builder of a client of this mock, with client credentials, for other settings.
    pub fn client_builder(&self) -> ClientBuilder<C> {
        self.service_builder().client_credentials(CLIENT_ID, CLIENT_SECRET)
    }

    /// Returns the builder of a client of this mock without a credential, for tests of one.
    pub fn service_builder(&self) -> ClientBuilder<C> {
        ClientBuilder::default().base_url("https://mock.invalid").service(self.service())
    }

    /// Returns the mock as an HTTP service, for a client builder of your own.
    #[must_use]
    pub fn service(&self) -> MockService {
        MockService::new(Arc::clone(&self.engine))
    }

    /// Serves the mock on a loopback port until the returned value is dropped, for programs in other processes.
    ///
    /// The system chooses the port. The paths of operations are below the root of the URL. Such programs need a token, but any
    /// token is valid until it is rejected.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Transport`](crate::ErrorKind::Transport) if no port is free.
    pub async fn serve(&self) -> Result<Served, Error> {
        serve::serve(self.service()).await
    }

    /// Sets the lifetime of tokens that are issued from now on, by the clock of tokio. Default: an hour.
    pub fn set_token_lifetime(&self, lifetime: Duration) {
        self.engine.tokens.set_lifetime(lifetime);
    }

    /// Rejects all tokens issued so far with 401. Clients request a new one.
    pub fn reject_tokens(&self) {
        self.engine.tokens.reject_all();
    }

    /// Returns the number of tokens issued so far.
    #[must_use]
    pub fn issued_tokens(&self) -> usize {
        self.engine.tokens.issued()
    }

    /// Sets how many requests are kept: the last ones. Default: 10,000.
    pub fn keep_requests(&self, count: usize) {
        self.engine.keep(count);
    }

    /// Returns the received requests in their order, without those for tokens. Each attempt is one.
    #[must_use]
    pub fn requests(&self) -> Vec<ReceivedRequest> {
        self.engine.requests()
    }

    /// Returns the received requests for tokens.
    #[must_use]
    pub fn token_requests(&self) -> Vec<ReceivedRequest> {
        self.engine.token_requests()
    }

    /// Returns the received requests of the operation `O`, decoded, in their order. Those that cannot be decoded are omitted.
    #[must_use]
    pub fn requests_of<O: MockOperation>(&self) -> Vec<O> {
        let template = PathTemplate::new(O::INFO.path);
        let requests = self.engine.requests();
        let matching = requests.iter().filter(|request| *request.method() == O::INFO.method);
        let read = |request| {
            let path = template.matched(ReceivedRequest::path(request))?;
            O::read(&RequestReader::new(request, path)).ok()
        };
        matching.filter_map(read).collect()
    }

    /// Checks that all expectations answered as often as they must, and that nothing unexpected happened.
    ///
    /// # Panics
    ///
    /// They did not. The message lists every problem.
    pub fn assert_done(&self) {
        let problems = self.engine.problems();
        assert!(problems.is_empty(), "the mock is not done:\n{}", problems.join("\n"));
    }

    fn registry(&self) -> Arc<dyn Registry> {
        self.engine.clone()
    }
}

impl<C: ApiClient> Default for MockServer<C> {
    fn default() -> Self {
        Self::new()
    }
}

impl<C: ApiClient> Drop for MockServer<C> {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.assert_done();
        }
    }
}

impl<C: ApiClient> fmt::Debug for MockServer<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockServer").field("engine", &self.engine).finish()
    }
}
