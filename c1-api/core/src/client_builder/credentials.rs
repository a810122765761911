//! Settings of the credential.

use secrecy::SecretString;

use super::{ApiClient, ClientBuilder};
use crate::credential::{Dpop, TokenSource};
use crate::error::BoxError;

impl<C: ApiClient> ClientBuilder<C> {
    /// Sets a fixed access token. It is sent only to the API's host, and never printed.
    ///
    /// ```
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use bytes::Bytes;
    /// # use http_body_util::Full;
    /// # const ANSWER: &str = r#"{"access_token": "token", "expires_in": 600}"#;
    /// # let service = tower::service_fn(async |_: http::Request<Bytes>| {
    /// #     Ok::<_, std::convert::Infallible>(http::Response::new(Full::new(Bytes::from(ANSWER))))
    /// # });
    /// let builder = c1_api::Client::builder().tenant("acme").bearer_token("token");
    /// # let builder = builder.service(service);
    /// let client = builder.build()?;
    /// client.request(http::Method::GET, "/api/v1/apps").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn bearer_token(mut self, token: impl Into<SecretString>) -> Self {
        self.settings.credentials.set_bearer_token(token.into());
        self
    }

    /// Sets the id (`clever-fox-42195@acme.conductor.one/pcc`) and the secret (`secret-token:...`) of a client.
    ///
    /// The first call requests an access token from the server's token endpoint. All calls of the client and its clones share it.
    /// It is renewed before it expires, and replaced if the API rejects it. During an outage of the token endpoint, calls wait for
    /// it within their own timeouts. The default server is the host in the id.
    ///
    /// ```
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use bytes::Bytes;
    /// # use http_body_util::Full;
    /// # const ANSWER: &str = r#"{"access_token": "token", "expires_in": 600}"#;
    /// # let service = tower::service_fn(async |_: http::Request<Bytes>| {
    /// #     Ok::<_, std::convert::Infallible>(http::Response::new(Full::new(Bytes::from(ANSWER))))
    /// # });
    /// # let id = "clever-fox-42195@acme.conductor.one/pcc";
    /// # let secret = concat!(
    /// #     "secret-token:conductorone.com:v1:eyJrdHkiOiJPS1AiLCJjcnYiOiJFZDI1NTE5IiwieCI6IjExcVlBWUt4Q3JmVlNfN1R5V1FIT2c3",
    /// #     "aGN2UGFwaU1scndJYWFQY0hVUm8iLCJkIjoibldHeG5lXzlXbUM2aEVyMGt1d3N4RVJKeFdsN01ta1pjRHVzQXh5dWYyQSJ9",
    /// # );
    /// let builder = c1_api::Client::builder().client_credentials(id, secret);
    /// # let builder = builder.service(service);
    /// let client = builder.build()?;
    /// client.request(http::Method::GET, "/api/v1/apps").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn client_credentials(mut self, client_id: impl Into<String>, client_secret: impl Into<SecretString>) -> Self {
        self.settings.credentials.set_client(client_id.into(), client_secret.into());
        self
    }

    /// Sets the id of a client for workload federation (`...@acme.conductor.one/wfe`), and the source of the workload's OIDC tokens.
    ///
    /// The client needs no secret. OIDC tokens are exchanged for access tokens, which are cached as those of
    /// [client credentials](Self::client_credentials).
    ///
    /// ```
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use c1_api::{Client, TokenSource};
    ///
    /// # use bytes::Bytes;
    /// # use http_body_util::Full;
    /// # const ANSWER: &str = r#"{"access_token": "token", "expires_in": 600}"#;
    /// # let service = tower::service_fn(async |_: http::Request<Bytes>| {
    /// #     Ok::<_, std::convert::Infallible>(http::Response::new(Full::new(Bytes::from(ANSWER))))
    /// # });
    /// let source = TokenSource::file("/var/run/secrets/tokens/c1");
    /// # let source = TokenSource::token("eyJ.of.kubernetes");
    /// let builder = Client::builder().workload_federation("ci@acme.conductor.one/wfe", source);
    /// # let builder = builder.service(service);
    /// let client = builder.build()?;
    /// client.request(http::Method::GET, "/api/v1/apps").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn workload_federation(mut self, client_id: impl Into<String>, source: TokenSource) -> Self {
        self.settings.credentials.set_federation(client_id.into(), source);
        self
    }

    /// Sets whether access tokens are bound to a key of the client, which then signs each request.
    ///
    /// Default: [`Dpop::Automatic`].
    ///
    /// ```
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use c1_api::{Client, Dpop};
    ///
    /// # use bytes::Bytes;
    /// # use http_body_util::Full;
    /// # const ANSWER: &str = r#"{"access_token": "token", "expires_in": 600, "token_type": "DPoP"}"#;
    /// # let service = tower::service_fn(async |request: http::Request<Bytes>| {
    /// #     assert!(request.headers().contains_key("dpop"));
    /// #     Ok::<_, std::convert::Infallible>(http::Response::new(Full::new(Bytes::from(ANSWER))))
    /// # });
    /// # let id = "clever-fox-42195@acme.conductor.one/pcc";
    /// # let secret = concat!(
    /// #     "secret-token:conductorone.com:v1:eyJrdHkiOiJPS1AiLCJjcnYiOiJFZDI1NTE5IiwieCI6IjExcVlBWUt4Q3JmVlNfN1R5V1FIT2c3",
    /// #     "aGN2UGFwaU1scndJYWFQY0hVUm8iLCJkIjoibldHeG5lXzlXbUM2aEVyMGt1d3N4RVJKeFdsN01ta1pjRHVzQXh5dWYyQSJ9",
    /// # );
    /// let builder = Client::builder().client_credentials(id, secret).dpop(Dpop::Required);
    /// # let builder = builder.service(service);
    /// let client = builder.build()?;
    /// client.request(http::Method::GET, "/api/v1/apps").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn dpop(mut self, dpop: Dpop) -> Self {
        self.settings.credentials.set_dpop(dpop);
        self
    }

    /// Sets a function that returns the current access token, for tokens from elsewhere.
    ///
    /// It is called for each attempt, so it should cache its token. If the API rejects a token with 401, the function is called
    /// again, and the request is repeated once if it returns another token. Its failure becomes an error of the kind
    /// [`Auth`](crate::ErrorKind::Auth). The error shows the text of the cause, which should not contain secrets.
    ///
    /// ```
    /// # #[tokio::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # use bytes::Bytes;
    /// # use http_body_util::Full;
    /// # const ANSWER: &str = r#"{"access_token": "token", "expires_in": 600}"#;
    /// # let service = tower::service_fn(async |_: http::Request<Bytes>| {
    /// #     Ok::<_, std::convert::Infallible>(http::Response::new(Full::new(Bytes::from(ANSWER))))
    /// # });
    /// let tokens = async || std::fs::read_to_string("/run/secrets/c1").map(|token| token.trim().to_owned());
    /// # let tokens = async || Ok::<_, std::io::Error>("token");
    /// let builder = c1_api::Client::builder().tenant("acme").token_provider(tokens);
    /// # let builder = builder.service(service);
    /// let client = builder.build()?;
    /// client.request(http::Method::GET, "/api/v1/apps").await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn token_provider<F, Fut, T, E>(mut self, provider: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<T, E>> + Send + 'static,
        T: Into<SecretString>,
        E: Into<BoxError>,
    {
        self.settings.credentials.set_token_provider(provider);
        self
    }
}
