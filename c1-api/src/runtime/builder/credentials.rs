//! The settings that are about the credential.

use c1_api_core::BoxError;
use secrecy::SecretString;

use super::ClientBuilder;

impl ClientBuilder {
    /// The token that each request carries. It is sent to the API's host alone, and nothing here ever prints it.
    pub fn bearer_token(mut self, token: impl Into<SecretString>) -> Self {
        self.settings.credentials.set_bearer_token(token.into());
        self
    }

    /// The id (`clever-fox-42195@acme.conductor.one/pcc`) and the secret (`secret-token:...`) of a client, as C1 gave them.
    ///
    /// They are exchanged for access tokens at the server's own token endpoint, when the first call needs one. All calls of the
    /// client and of its clones share a token. It is renewed before it expires, and once where the API refuses it.
    /// Where no server is set, it is the one that the id names.
    ///
    /// ```
    /// # fn client(id: String, secret: String) -> Result<c1_api::Client, c1_api::Error> {
    /// c1_api::Client::builder().client_credentials(id, secret).build()
    /// # }
    /// ```
    pub fn client_credentials(mut self, client_id: impl Into<String>, client_secret: impl Into<SecretString>) -> Self {
        self.settings.credentials.set_client(client_id.into(), client_secret.into());
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
    /// # fn client() -> Result<c1_api::Client, c1_api::Error> {
    /// let client = c1_api::Client::builder()
    ///     .tenant("acme")
    ///     .token_provider(async || std::fs::read_to_string("/run/secrets/c1").map(|token| token.trim().to_owned()))
    ///     .build()?;
    /// # Ok(client)
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
