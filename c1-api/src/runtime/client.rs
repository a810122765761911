//! The client.

use std::fmt;

use c1_api_core::{Call, CoreClient, DeviceLogin, Error, RawRequest};
use http::Method;

/// The builder of a [`Client`]; returned by [`Client::builder`] and [`ClientBuilder::from_env`](c1_api_core::ClientBuilder::from_env).
///
/// Its methods and their defaults are documented at [`c1_api_core::ClientBuilder`].
pub type ClientBuilder = c1_api_core::ClientBuilder<Client>;

/// A client of one C1 tenant.
///
/// It has a method for each service of the API, and each service has a method for each operation. Cloning it is cheap, and the
/// clones share their connections. Use it within a tokio runtime or, with the feature `blocking`, in threads without one.
///
/// Connections and token renewals run in the runtime of the call that started them. If several runtimes share a client, a runtime
/// that is neither driven nor dropped can therefore delay calls in the others.
///
/// ```
/// # fn main() -> Result<(), c1_api::Error> {
/// # let token = "secret";
/// let client = c1_api::Client::builder().base_url("http://localhost:8080").bearer_token(token).build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client(CoreClient);

impl Client {
    /// Returns a builder. It needs a server and a credential.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Creates a client with the settings of the environment; see [`ClientBuilder::from_env`](c1_api_core::ClientBuilder::from_env).
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) for a missing or malformed variable.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }

    /// Starts the login of a person in a browser (RFC 8628), to create a personal client credential.
    ///
    /// `host` is the tenant's domain, such as `acme.conductor.one`; `client_id` is that of a public OAuth client. See
    /// [`ClientBuilder::device_login`](c1_api_core::ClientBuilder::device_login) for other settings.
    ///
    /// ```no_run
    /// # async fn login() -> Result<(), c1_api::Error> {
    /// use c1_api::Client;
    ///
    /// let login = Client::device_login("acme.conductor.one", "my-oauth-client").await?;
    /// println!("Open {} and confirm the code {}", login.verification_uri(), login.user_code());
    /// let credential = login.create_credential("laptop of Ada").await?;
    ///
    /// let (id, secret) = (credential.client_id(), credential.client_secret().clone());
    /// let client = Client::builder().client_credentials(id, secret).build()?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The host is malformed or cannot be reached, or the server sends no code.
    pub async fn device_login(host: impl Into<String>, client_id: impl Into<String>) -> Result<DeviceLogin, Error> {
        Self::builder().tenant(host).device_login(client_id).await
    }

    /// Creates a call of an operation that this version of the crate lacks, with the same credential, retries and errors.
    ///
    /// The path is relative to the API's root. It may have parameters in braces, whose values stay within their segment. The response
    /// is JSON. GET, HEAD, OPTIONS, PUT and DELETE count as idempotent, so they are retried.
    ///
    /// ```
    /// use c1_api::{Client, Error};
    /// use http::Method;
    /// use serde_json::json;
    ///
    /// async fn rename(client: &Client, id: &str) -> Result<(), Error> {
    ///     let path = "/api/v1/robots/{id}/name";
    ///     let call = client.request(Method::POST, path).path("id", &id.to_owned()).json(json!({ "name": "Marvin" }));
    ///     let robot = call.idempotent().await?;
    ///     println!("{}", robot["name"]);
    ///     Ok(())
    /// }
    /// ```
    pub fn request(&self, method: Method, path: impl Into<String>) -> Call<RawRequest> {
        Call::new(self, RawRequest::new(method, path))
    }
}

/// For [`Call::new`]. An inherent method could collide with the accessor of a service.
impl AsRef<CoreClient> for Client {
    fn as_ref(&self) -> &CoreClient {
        &self.0
    }
}

/// Adds the accessors of the API's services.
impl From<CoreClient> for Client {
    fn from(client: CoreClient) -> Self {
        Self(client)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("core", &self.0).finish()
    }
}
