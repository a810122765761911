//! Credentials that are the same in each request: API keys, and a user with a password.

use std::sync::Arc;

use base64::prelude::{BASE64_STANDARD, Engine};
use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Uri};
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};

use super::token::sensitive;
use crate::error::Error;
use crate::headers::is_reserved;
use crate::request::encoded_pair;

/// The part of a request that carries a key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyLocation {
    Header,
    Query,
    Cookie,
}

/// The keys that were set, not checked yet.
#[derive(Clone, Default)]
pub(crate) struct KeyConfig {
    keys: Vec<(KeyLocation, String, SecretString)>,
    basic: Option<(String, SecretString)>,
}

impl KeyConfig {
    /// Sets a key. It replaces an earlier one of the same location and name.
    pub(crate) fn set(&mut self, location: KeyLocation, name: String, secret: SecretString) {
        self.keys.retain(|(other, of_other, _)| *other != location || *of_other != name);
        self.keys.push((location, name, secret));
    }

    /// Sets a user and a password.
    pub(crate) fn set_basic(&mut self, user: String, password: SecretString) {
        self.basic = Some((user, password));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.keys.is_empty() && self.basic.is_none()
    }

    /// The methods of the builder that were called.
    pub(super) fn names(&self) -> impl Iterator<Item = &'static str> {
        let basic = self.basic.as_ref().map(|_| "basic_auth");
        let keys = self.keys.iter().map(|(location, ..)| location.method());
        basic.into_iter().chain(keys)
    }

    /// Checks the keys.
    ///
    /// # Errors
    ///
    /// A name or a secret cannot be sent.
    pub(crate) fn build(&self) -> Result<ApiKeys, Error> {
        if self.is_empty() {
            return Ok(ApiKeys::default());
        }
        let mut keys = Keys::default();
        if let Some((user, password)) = &self.basic {
            keys.add_basic(user, password)?;
        }
        for (location, name, secret) in &self.keys {
            let added = match location {
                KeyLocation::Header => keys.add_header(name, secret),
                KeyLocation::Query => keys.add_query(name, secret),
                KeyLocation::Cookie => keys.add_cookie(name, secret),
            };
            added.map_err(|why| Error::invalid_input(format!("{}: {why}", location.method())))?;
        }
        Ok(ApiKeys(Some(Arc::new(keys))))
    }
}

impl KeyLocation {
    fn method(self) -> &'static str {
        match self {
            Self::Header => "api_key_header",
            Self::Query => "api_key_query",
            Self::Cookie => "api_key_cookie",
        }
    }
}

/// The keys of a client. Cloning them allocates nothing.
#[derive(Clone, Default)]
pub(crate) struct ApiKeys(Option<Arc<Keys>>);

#[derive(Default)]
struct Keys {
    headers: HeaderMap,
    /// Pairs of the query, percent-encoded.
    query: Zeroizing<String>,
    secrets: Arc<[SecretString]>,
}

impl ApiKeys {
    /// Whether the client sets this header itself.
    pub(crate) fn has_header(&self, name: &HeaderName) -> bool {
        name != COOKIE && self.0.as_ref().is_some_and(|keys| keys.headers.contains_key(name))
    }

    /// Whether the keys include an `Authorization` header.
    pub(super) fn sets_authorization(&self) -> bool {
        self.has_header(&AUTHORIZATION)
    }

    /// Whether a key is in a header that HTTP clients send on to another host when they follow a redirect.
    pub(crate) fn survives_redirects(&self) -> bool {
        let removed = [AUTHORIZATION, COOKIE];
        self.0.as_ref().is_some_and(|keys| keys.headers.keys().any(|name| !removed.contains(name)))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// Adds the keys to a request.
    pub(super) fn add_to(&self, request: &mut Request<Bytes>) -> Result<(), Error> {
        let Some(keys) = &self.0 else { return Ok(()) };
        for (name, value) in &keys.headers {
            let earlier = request.headers_mut().remove(name).filter(|_| name == COOKIE);
            let value = earlier.and_then(|earlier| joined(&earlier, value)).unwrap_or_else(|| value.clone());
            request.headers_mut().insert(name, value);
        }
        if !keys.query.is_empty() {
            *request.uri_mut() = with_query(request.uri(), &keys.query)?;
        }
        Ok(())
    }

    /// All forms in which a server may repeat a key.
    pub(super) fn secrets(&self) -> Option<Arc<[SecretString]>> {
        self.0.as_ref().map(|keys| keys.secrets.clone())
    }
}

impl Keys {
    fn add_basic(&mut self, user: &str, password: &SecretString) -> Result<(), Error> {
        let password = password.expose_secret();
        if user.contains(':') || [user, password].iter().any(|text| text.contains(char::is_control)) {
            return Err(Error::invalid_input(
                "basic_auth: expected a user without a colon, and no control characters, such as a line break",
            ));
        }
        let pair = Zeroizing::new(format!("{user}:{password}"));
        let encoded = Zeroizing::new(BASE64_STANDARD.encode(pair.as_bytes()));
        let text = Zeroizing::new(format!("Basic {}", encoded.as_str()).into_bytes());
        self.insert(AUTHORIZATION, sensitive(text));
        self.hide(&encoded);
        self.hide(password);
        Ok(())
    }

    fn add_header(&mut self, name: &str, secret: &SecretString) -> Result<(), String> {
        let name = HeaderName::try_from(name).map_err(|_| "expected the name of a header, such as `x-api-key`")?;
        if name == COOKIE {
            return Err("a cookie is set by api_key_cookie(..)".to_owned());
        }
        if name == AUTHORIZATION && self.headers.contains_key(AUTHORIZATION) {
            return Err("basic_auth(..) sets `authorization`, too; set one of them".to_owned());
        }
        if name != AUTHORIZATION && is_reserved(&name) {
            return Err(format!("`{name}` is set by the client itself"));
        }
        let secret = secret.expose_secret();
        let is_visible = |byte: u8| byte.is_ascii_graphic() || byte == b' ';
        if secret.is_empty() || secret.trim() != secret || !secret.bytes().all(is_visible) {
            return Err(format!(
                "the key in `{name}` is not visible ASCII; is there a space or a line break around it?"
            ));
        }
        self.insert(name, sensitive(Zeroizing::new(secret.into())));
        self.hide(secret);
        // The secret in `Bot sesame` is `sesame`.
        self.hide(secret.split_once(' ').map_or("", |(_scheme, secret)| secret));
        Ok(())
    }

    fn add_query(&mut self, name: &str, secret: &SecretString) -> Result<(), String> {
        let secret = secret.expose_secret();
        if name.is_empty() || secret.is_empty() {
            return Err("expected a name and a key that are not empty".to_owned());
        }
        let pair = Zeroizing::new(encoded_pair(name, secret));
        let separator = if self.query.is_empty() { "" } else { "&" };
        self.query = Zeroizing::new([&self.query, separator, &pair].concat());
        self.hide(secret);
        self.hide(pair.split_once('=').map_or("", |(_name, secret)| secret));
        Ok(())
    }

    fn add_cookie(&mut self, name: &str, secret: &SecretString) -> Result<(), String> {
        let secret = secret.expose_secret();
        // RFC 6265: the name is a token, as the name of a header; the value has neither spaces nor `"`, `,`, `;` and `\`.
        if HeaderName::try_from(name).is_err() {
            return Err("expected the name of a cookie, such as `session`".to_owned());
        }
        let is_valid = |byte: u8| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte);
        if secret.is_empty() || !secret.bytes().all(is_valid) {
            return Err(format!("the key in `{name}` cannot be sent in a cookie; is there a line break in it?"));
        }
        let pair = sensitive(Zeroizing::new([name, "=", secret].concat().into_bytes()));
        let all = match (self.headers.get(COOKIE), pair) {
            (Some(earlier), Some(pair)) => joined(earlier, &pair),
            (_, pair) => pair,
        };
        self.insert(COOKIE, all);
        self.hide(secret);
        Ok(())
    }

    /// Sets a header. Callers have checked the value.
    fn insert(&mut self, name: HeaderName, value: Option<HeaderValue>) {
        if let Some(value) = value {
            self.headers.insert(name, value);
        }
    }

    /// Hides this text wherever a server repeats it.
    fn hide(&mut self, secret: &str) {
        if !secret.is_empty() {
            let mut secrets = self.secrets.to_vec();
            secrets.push(secret.into());
            // The longest first, as it may contain others.
            secrets.sort_by_key(|secret| std::cmp::Reverse(secret.expose_secret().len()));
            self.secrets = secrets.into();
        }
    }
}

/// Cookies in one header, as RFC 6265 demands.
fn joined(earlier: &HeaderValue, more: &HeaderValue) -> Option<HeaderValue> {
    sensitive(Zeroizing::new([earlier.as_bytes(), b"; ", more.as_bytes()].concat()))
}

fn with_query(uri: &Uri, query: &str) -> Result<Uri, Error> {
    let mut parts = uri.clone().into_parts();
    let separator = if uri.query().is_some() { '&' } else { '?' };
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    // The cause may show the key.
    let too_long = || Error::invalid_input("the parameters and the API key do not fit into a URL; nothing was sent");
    parts.path_and_query = Some(format!("{path}{separator}{query}").try_into().map_err(|_| too_long())?);
    Uri::from_parts(parts).map_err(|_| too_long())
}
