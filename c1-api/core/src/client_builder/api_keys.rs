//! Credentials of other APIs than C1: API keys, a user with a password, or none.

use secrecy::SecretString;

use super::{ApiClient, ClientBuilder};
use crate::credential::KeyLocation;

impl<C: ApiClient> ClientBuilder<C> {
    /// Sets an API key in the header `name`. It is sent only to the API's host, and never printed.
    ///
    /// An API may require several keys, and an access token besides. In the header `Authorization`, the key is sent without a
    /// scheme before it.
    pub fn api_key_header(self, name: impl Into<String>, secret: impl Into<SecretString>) -> Self {
        self.api_key(KeyLocation::Header, name.into(), secret.into())
    }

    /// Sets an API key in the query parameter `name`. It is sent only to the API's host, and never printed.
    ///
    /// Servers and proxies often log URLs, so prefer a key in a header if the API supports one.
    pub fn api_key_query(self, name: impl Into<String>, secret: impl Into<SecretString>) -> Self {
        self.api_key(KeyLocation::Query, name.into(), secret.into())
    }

    /// Sets an API key in the cookie `name`. It is sent only to the API's host, and never printed.
    pub fn api_key_cookie(self, name: impl Into<String>, secret: impl Into<SecretString>) -> Self {
        self.api_key(KeyLocation::Cookie, name.into(), secret.into())
    }

    /// Sets a user and a password for HTTP's basic authentication.
    pub fn basic_auth(mut self, user: impl Into<String>, password: impl Into<SecretString>) -> Self {
        self.settings.credentials.keys_mut().set_basic(user.into(), password.into());
        self
    }

    /// Allows a client without a credential, for an API that requires none. A credential that is set is still sent.
    pub fn without_credential(mut self) -> Self {
        self.settings.credentials.set_optional();
        self
    }

    fn api_key(mut self, location: KeyLocation, name: String, secret: SecretString) -> Self {
        self.settings.credentials.keys_mut().set(location, name, secret);
        self
    }
}
