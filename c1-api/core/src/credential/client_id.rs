//! Client ids, which include the host of the tenant.

use std::borrow::Cow;

use crate::base_url::BaseUrl;
use crate::error::Error;

/// An id such as `clever-fox-42195@acme.conductor.one/pcc`.
#[derive(Clone, Debug)]
pub(crate) struct ClientId {
    text: String,
    base_url: BaseUrl,
}

impl ClientId {
    pub(crate) fn parse(text: &str) -> Result<Self, Error> {
        let base_url = base_url_of(text).ok_or_else(|| {
            // The error does not repeat the text, which may be the secret.
            let hint = if text.trim() != text {
                "; is there a space or a line break around it?"
            } else if text.starts_with("secret-token:") {
                "; this is a client secret"
            } else {
                ""
            };
            Error::invalid_input(format!(
                "client_id: expected `<name>@<host>/<kind>`, such as `clever-fox-42195@acme.conductor.one/pcc`{hint}"
            ))
        })?;
        Ok(Self { text: text.to_owned(), base_url })
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The base URL of the tenant: the host in the id, over https.
    pub(crate) fn base_url(&self) -> &BaseUrl {
        &self.base_url
    }
}

fn base_url_of(id: &str) -> Option<BaseUrl> {
    let (name, rest) = id.split_once('@')?;
    let (host, kind) = rest.split_once('/')?;
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'/');
    // C1 adds kinds without notice, and none of them changes how a token is requested.
    let is_kind = !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    let is_host = host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    if !(is_name && is_kind && is_host) {
        return None;
    }
    BaseUrl::parse(&format!("https://{}", full_host(host))).ok()
}

/// Completes the host of an id with only the tenant's name: it is at `conductor.one`.
fn full_host(host: &str) -> Cow<'_, str> {
    let (name, port) = host.find(':').map_or((host, ""), |colon| host.split_at(colon));
    let is_tenant = !name.contains(['.', '[']) && !name.is_empty() && name != "localhost";
    if is_tenant { format!("{name}.conductor.one{port}").into() } else { host.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_has_a_base_url() {
        let cases = [
            ("clever-fox-42195@acme.conductor.one/pcc", "https://acme.conductor.one", "acme.conductor.one"),
            ("ci@acme.c1eu.ai/wfe", "https://acme.c1eu.ai", "acme.c1eu.ai"),
            ("a@acme/pcc", "https://acme.conductor.one", "acme.conductor.one"),
            ("a@acme:8443/pcc", "https://acme.conductor.one:8443", "acme.conductor.one"),
            ("a@localhost:8443/pcc", "https://localhost:8443", "localhost"),
            ("a@[::1]:8443/pcc", "https://[::1]:8443", "[::1]"),
            ("a@c1.example:8443/new-kind", "https://c1.example:8443", "c1.example"),
        ];
        for (text, root, host) in cases {
            let id = ClientId::parse(text).unwrap();
            assert_eq!((id.as_str(), id.base_url().root(), id.base_url().host()), (text, root, host));
        }
    }

    #[test]
    fn a_malformed_id_is_refused_and_not_repeated() {
        let cases = [
            "",
            "sesame",
            "sesame@acme.conductor.one",
            "sesame/pcc",
            "@acme.conductor.one/sesame",
            "sesame@/pcc",
            "sesame@acme.conductor.one/",
            "sesame@acme.conductor.one/pcc/",
            "sesame@acme.conductor.one/pcc\n",
            " sesame@acme.conductor.one/pcc",
            "sesame@other@acme.conductor.one/pcc",
            "sesame@acme.conductor.one?x/pcc",
            "sesame@acme.conductor.one:99999/pcc",
            "secret-token:conductorone.com:v1:sesame",
        ];
        for text in cases {
            let error = ClientId::parse(text).unwrap_err().to_string();
            assert!(error.starts_with("client_id: expected `<name>@<host>/<kind>`"), "{error}");
            assert!(!error.contains("sesame"), "{error}");
        }
        let hints = [
            ("secret-token:x", "this is a client secret"),
            ("clever-fox@acme.conductor.one/pcc\n", "is there a space or a line break around it?"),
            ("\u{feff}clever-fox@acme.conductor.one/pcc", "clever-fox-42195@acme.conductor.one/pcc`"),
        ];
        for (text, hint) in hints {
            let error = ClientId::parse(text).unwrap_err().to_string();
            assert!(error.ends_with(hint), "{error} should end with {hint}");
        }
    }
}
