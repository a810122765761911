//! The settings that are about the credential.

use secrecy::SecretString;

use super::{ApiClient, ClientBuilder};
use crate::credential::{Dpop, TokenSource};
use crate::error::BoxError;

impl<C: ApiClient> ClientBuilder<C> {
    /// The token that each request carries. It is sent to the API's host alone, and nothing here ever prints it.
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

    /// The id (`clever-fox-42195@acme.conductor.one/pcc`) and the secret (`secret-token:...`) of a client, as C1 gave them.
    ///
    /// They are exchanged for access tokens at the server's own token endpoint, when the first call needs one. All calls of the
    /// client and of its clones share a token. It is renewed before it expires, and once where the API refuses it.
    /// While the token endpoint is down, calls wait for it, each within its own timeout.
    /// Where no server is set, it is the one that the id names.
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

    /// The id of a client for workload federation (`...@acme.conductor.one/wfe`), and where the OIDC tokens of the workload are
    /// from, so that it needs no secret of its own.
    ///
    /// They are exchanged for access tokens as [client credentials](Self::client_credentials) are.
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

    /// Whether access tokens are bound to a key of the client's, with which each request is then signed; where the server asks
    /// for it, by default.
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

    /// A function that gives the token of the moment, for those who have tokens from elsewhere.
    ///
    /// It is called for each attempt, so it should keep its token for as long as that is good. Where the API refuses a token with
    /// 401, the function is called again, and if it then gives another one, the request is sent once more. What it fails with
    /// becomes an error of the kind [`Auth`](crate::ErrorKind::Auth), whose text has the text of the cause: no secret
    /// should be in it.
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
