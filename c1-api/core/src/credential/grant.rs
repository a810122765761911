//! What a client shows to be given a token.

use bytes::Bytes;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use url::form_urlencoded::Serializer;

use super::assertion::assertion;
use super::client_id::ClientId;
use super::signing_key::SigningKey;
use super::source::Source;
use crate::error::Error;

/// A client, and what it shows to be given tokens.
pub(super) struct Grant {
    pub(super) client_id: ClientId,
    pub(super) means: Means,
}

pub(super) enum Means {
    /// A statement that it signs itself with the key of the client secret (RFC 7523).
    Key(SigningKey),
    /// The token of an issuer that C1 trusts (RFC 8693).
    Token(Source),
}

impl Grant {
    /// What proves to the server `audience`, at `now`, that it is the client that asks. It is good for one request.
    pub(super) async fn statement(&self, audience: &str, now: i64) -> Result<SecretString, Error> {
        match &self.means {
            Means::Key(key) => assertion(self.client_id.as_str(), audience, key, now),
            Means::Token(source) => source.token().await,
        }
    }

    /// Whether statements are dated here.
    pub(super) fn is_dated(&self) -> bool {
        matches!(self.means, Means::Key(_))
    }

    /// The body of a request for a token. It is zeroed once the request is dropped.
    pub(super) fn form(&self, statement: &SecretString) -> Bytes {
        let (grant_type, (kind, kind_of_statement), name) = match self.means {
            Means::Key(_) => (
                "client_credentials",
                ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                "client_assertion",
            ),
            Means::Token(_) => (
                "urn:ietf:params:oauth:grant-type:token-exchange",
                ("subject_token_type", "urn:ietf:params:oauth:token-type:jwt"),
                "subject_token",
            ),
        };
        let statement = statement.expose_secret();
        // It has its room from the beginning, as one that grows leaves its text behind.
        let mut form = Serializer::new(String::with_capacity(1024 + 3 * statement.len()));
        form.append_pair("client_id", self.client_id.as_str())
            .append_pair("grant_type", grant_type)
            .append_pair(kind, kind_of_statement)
            .append_pair(name, statement);
        Bytes::from_owner(Zeroizing::new(form.finish().into_bytes()))
    }

    /// What to look at where the server refuses the statement.
    pub(super) fn hint(&self) -> &'static str {
        match self.means {
            Means::Key(_) => "are the client id and secret of this tenant, and not revoked?",
            Means::Token(_) => {
                "is the client id of this tenant, does C1 trust the issuer and the subject of the OIDC token for it, and is the \
                 token not expired?"
            }
        }
    }
}
