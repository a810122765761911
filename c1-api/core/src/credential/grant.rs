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
    pub(super) means: ClientAuthentication,
}

pub(super) enum ClientAuthentication {
    /// A statement that it signs itself with the key of the client secret (RFC 7523).
    Key(SigningKey),
    /// The token of an issuer that C1 trusts (RFC 8693).
    Token(Source),
}

impl Grant {
    /// What proves to the server `audience`, at `now`, that it is the client that asks. It is good for one request.
    pub(super) async fn statement(&self, audience: &str, now: i64) -> Result<SecretString, Error> {
        match &self.means {
            ClientAuthentication::Key(key) => assertion(self.client_id.as_str(), audience, key, now),
            ClientAuthentication::Token(source) => source.token().await,
        }
    }

    /// Whether statements are dated here.
    pub(super) fn is_dated(&self) -> bool {
        matches!(self.means, ClientAuthentication::Key(_))
    }

    /// The body of a request for a token. It is zeroed once the request is dropped.
    pub(super) fn form(&self, statement: &SecretString) -> Bytes {
        let (grant_type, (kind, kind_of_statement), name) = match self.means {
            ClientAuthentication::Key(_) => (
                "client_credentials",
                ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                "client_assertion",
            ),
            ClientAuthentication::Token(_) => (
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

    /// What to look at where the server refuses the statement with this answer.
    pub(super) fn hint(&self, answer: &[u8]) -> &'static str {
        match self.means {
            ClientAuthentication::Token(_) if reports_age(answer) => {
                "an OIDC token may be ten minutes old at most; for Kubernetes, set `expirationSeconds: 600` in the projected volume"
            }
            ClientAuthentication::Key(_) => "are the client id and secret of this tenant, and not revoked?",
            ClientAuthentication::Token(_) => {
                "is the client id of this tenant, does C1 trust the issuer and the subject of the OIDC token for it, and is the \
                 token not expired?"
            }
        }
    }
}

/// Whether the server refused an OIDC token for its age. How it says so is not documented.
fn reports_age(answer: &[u8]) -> bool {
    let answer = String::from_utf8_lossy(answer).to_ascii_lowercase();
    let has_word = |word| answer.split(|c: char| !c.is_ascii_alphanumeric()).any(|other| other == word);
    has_word("iat")
        || ["too old", "too long ago", "10 minutes", "10m", "ten minutes", "max age"]
            .iter()
            .any(|text| answer.contains(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_for_its_age_is_recognized() {
        let cases = [
            (r#"{"error_description": "token iat is more than 10m0s in the past"}"#, true),
            (r#"{"error_description": "subject token is too old"}"#, true),
            (r#"{"message": "invalid IAT claim"}"#, true),
            (r#"{"error_description": "untrusted issuer, negotiate first"}"#, false),
            ("", false),
        ];
        for (answer, expected) in cases {
            assert_eq!(reports_age(answer.as_bytes()), expected, "{answer}");
        }
    }
}
