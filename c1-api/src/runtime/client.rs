//! The client that all calls go through.

use std::fmt;

use c1_api_core::{Call, CoreClient, DeviceLogin, Error, RawRequest};
use http::Method;

/// Settings for a [`Client`]; see [`Client::builder`].
pub type ClientBuilder = c1_api_core::ClientBuilder<Client>;

/// A client of one C1 tenant.
///
/// It has one method for each of the API's services, and the services have one for each operation. Cloning it is
/// cheap, and the clones share their connections. It is for use within a tokio runtime, or, with the feature `blocking`,
/// by threads that are in none.
///
/// What its calls share, their connections and the renewal of their token, goes on in the runtime of the call that began it.
/// Where several runtimes share a client, one that is neither driven nor dropped therefore holds up the calls in the others.
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
    /// Begins a client. It needs a server and a credential.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// A client with the settings of the environment; see [`ClientBuilder::from_env`].
    ///
    /// # Errors
    ///
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) for a variable that is missing or malformed.
    pub fn from_env() -> Result<Self, Error> {
        ClientBuilder::from_env()?.build()
    }

    /// Starts the login of a person in a browser (RFC 8628), to create a personal client credential.
    ///
    /// `host` is the tenant's domain, such as `acme.conductor.one`; `client_id` is that of a public OAuth client. See
    /// [`ClientBuilder::device_login`] for other settings.
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
    /// A host that is malformed or cannot be reached, and a server that gives no code.
    pub async fn device_login(host: impl Into<String>, client_id: impl Into<String>) -> Result<DeviceLogin, Error> {
        Self::builder().tenant(host).device_login(client_id).await
    }

    /// A call of what this version of the crate does not know, with the same credential, retries and errors.
    ///
    /// The path stands below the API's root, and may have parameters in braces, which keep an id within its segment. The
    /// response is JSON. GET, HEAD, OPTIONS, PUT and DELETE count as idempotent, so they may be sent again where that may help.
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

/// For [`Call::new`]. It is no inherent method, as an accessor of a service could have its name.
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
