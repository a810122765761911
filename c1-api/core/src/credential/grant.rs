//! The grant of a client: how it authenticates to the token endpoint.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use super::assertion::sign_assertion;
use super::client_id::ClientId;
use super::signing_key::SigningKey;
use super::source::Source;
use crate::error::Error;

/// A client and its means of authentication.
pub(super) struct Grant {
    pub(super) client_id: ClientId,
    pub(super) authentication: ClientAuthentication,
}

pub(super) enum ClientAuthentication {
    /// An assertion that is signed with the key of the client secret (RFC 7523).
    Key(SigningKey),
    /// The token of an issuer that C1 trusts (RFC 8693).
    Token(Source),
}

impl Grant {
    /// Returns the assertion or the subject token for one request to the server `audience`, dated `now`. Waits for it for `limit` at most.
    pub(super) async fn assertion(&self, audience: &str, now: i64, limit: Duration) -> Result<SecretString, Error> {
        match &self.authentication {
            ClientAuthentication::Key(key) => sign_assertion(self.client_id.as_str(), audience, key, now),
            ClientAuthentication::Token(source) => source.token(limit).await,
        }
    }

    /// Whether the client dates its assertions itself.
    pub(super) fn is_dated(&self) -> bool {
        matches!(self.authentication, ClientAuthentication::Key(_))
    }

    /// The form of a token request.
    pub(super) fn form<'a>(&'a self, assertion: &'a SecretString) -> [(&'static str, &'a str); 4] {
        let (grant_type, (type_name, assertion_type), name) = match self.authentication {
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
        [
            ("client_id", self.client_id.as_str()),
            ("grant_type", grant_type),
            (type_name, assertion_type),
            (name, assertion.expose_secret()),
        ]
    }

    /// The hint for an error if the server refuses the assertion with this response body.
    pub(super) fn hint(&self, body: &[u8]) -> &'static str {
        match self.authentication {
            ClientAuthentication::Token(_) if reports_age(body) => {
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

/// Whether the server refused an OIDC token for its age. The wording of that error is not documented.
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
