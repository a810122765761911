//! The base URL of the API.

use url::{Host, Url};

use crate::error::Error;

/// The URL of the API's root.
///
/// Errors do not repeat an invalid URL, which may be a misplaced secret.
#[derive(Clone, Debug)]
pub(crate) struct BaseUrl {
    /// Without a trailing slash, so that a path can be appended.
    root: String,
    host: String,
    port: u16,
    https: bool,
    loopback: bool,
}

impl BaseUrl {
    /// Creates the URL of a tenant by its domain, or by its name alone, which is a DNS label at `conductor.one`.
    pub(crate) fn from_tenant(tenant: &str) -> Result<Self, Error> {
        let refused = || {
            Error::invalid_input(
                "tenant: expected the tenant's domain, such as `acme.conductor.one` or `acme.c1eu.ai`, or the tenant's name alone \
                 at conductor.one (letters, digits and hyphens); for a URL use base_url(\"https://...\")",
            )
        };
        if !tenant.split('.').all(is_label) {
            return Err(refused());
        }
        let domain = if tenant.contains('.') { "" } else { ".conductor.one" };
        // A domain such as `1.2.3.4.5` has labels, but is not a host.
        Self::parse(&format!("https://{tenant}{domain}")).map_err(|_| refused())
    }

    /// Parses an absolute URL.
    pub(crate) fn parse(url: &str) -> Result<Self, Error> {
        let refused = |why: &str| {
            Error::invalid_input(format!("base_url: {why}; expected a URL such as `https://acme.conductor.one`"))
        };
        let url = Url::parse(url).map_err(|cause| refused(&cause.to_string()))?;
        let Some(host) = url.host() else {
            return Err(refused("the host is missing"));
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(refused("a user or password in it is not supported"));
        }
        if url.query().is_some() || url.fragment().is_some() {
            return Err(refused("a query or fragment in it is not supported"));
        }
        let loopback = is_loopback(&host);
        let https = match url.scheme() {
            "https" => true,
            "http" if loopback => false,
            "http" => {
                return Err(refused("plain http, which shows the token to the network, is for loopback hosts only"));
            }
            _ => return Err(refused("its scheme is not https")),
        };
        let host = host.to_string();
        let port = url.port().unwrap_or(if https { 443 } else { 80 });
        Ok(Self { root: url.as_str().trim_end_matches('/').to_owned(), host, port, https, loopback })
    }

    pub(crate) fn root(&self) -> &str {
        &self.root
    }

    pub(crate) fn host(&self) -> &str {
        &self.host
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    pub(crate) fn scheme(&self) -> &'static str {
        if self.https { "https" } else { "http" }
    }

    pub(crate) fn is_https(&self) -> bool {
        self.https
    }

    /// Whether the host is this machine, as for all plain http.
    pub(crate) fn is_loopback(&self) -> bool {
        self.loopback
    }
}

fn is_label(text: &str) -> bool {
    let of_label = |c: char| c.is_ascii_alphanumeric() || c == '-';
    (1..=63).contains(&text.len()) && text.chars().all(of_label) && !text.starts_with('-') && !text.ends_with('-')
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_a_tenant_or_an_absolute_url() {
        let longest = "a".repeat(63);
        let cases = [
            (BaseUrl::from_tenant("acme"), "https://acme.conductor.one"),
            (BaseUrl::from_tenant("Acme-2"), "https://acme-2.conductor.one"),
            (BaseUrl::from_tenant("acme.c1eu.ai"), "https://acme.c1eu.ai"),
            (BaseUrl::from_tenant("acme.conductor.one"), "https://acme.conductor.one"),
            (BaseUrl::from_tenant(&longest), &format!("https://{longest}.conductor.one")),
            (BaseUrl::parse("https://acme.c1eu.ai"), "https://acme.c1eu.ai"),
            (BaseUrl::parse("https://gateway.example:8443/c1//"), "https://gateway.example:8443/c1"),
            (BaseUrl::parse("http://localhost:8080/"), "http://localhost:8080"),
            (BaseUrl::parse("http://127.0.0.1:1"), "http://127.0.0.1:1"),
            (BaseUrl::parse("http://[::1]:1"), "http://[::1]:1"),
        ];
        for (server, root) in cases {
            assert_eq!(server.unwrap().root(), root);
        }
    }

    #[test]
    fn what_is_refused_is_explained_and_not_repeated() {
        let cases = [
            (BaseUrl::from_tenant(""), "tenant's name"),
            (BaseUrl::from_tenant("-sesame"), "tenant's name"),
            (BaseUrl::from_tenant("sesame-"), "tenant's name"),
            (BaseUrl::from_tenant("https://sesame.conductor.one"), "base_url"),
            (BaseUrl::from_tenant("sesame.conductor.one:8443"), "tenant's name"),
            (BaseUrl::from_tenant("sesame.conductor.one."), "tenant's name"),
            (BaseUrl::from_tenant(".sesame"), "tenant's name"),
            (BaseUrl::from_tenant("1.2.3.4.5"), "tenant's name"),
            (BaseUrl::from_tenant("sesame/x"), "tenant's name"),
            (BaseUrl::from_tenant("evil.example#sesame"), "tenant's name"),
            (BaseUrl::from_tenant(&"a".repeat(64)), "tenant's name"),
            (BaseUrl::parse("sesame"), "relative URL"),
            (BaseUrl::parse("https://"), "empty host"),
            (BaseUrl::parse("mailto:sesame"), "the host is missing"),
            (BaseUrl::parse("ftp://acme.conductor.one"), "not https"),
            (BaseUrl::parse("https://sesame@acme.conductor.one"), "user or password"),
            (BaseUrl::parse("https://:sesame@acme.conductor.one"), "user or password"),
            (BaseUrl::parse("https://acme.conductor.one?sesame"), "query"),
            (BaseUrl::parse("https://acme.conductor.one#sesame"), "fragment"),
            (BaseUrl::parse("http://acme.conductor.one"), "plain http"),
            (BaseUrl::parse("http://localhost.sesame.example"), "plain http"),
            (BaseUrl::parse("http://192.168.0.1"), "plain http"),
        ];
        for (server, reason) in cases {
            let error = server.unwrap_err().to_string();
            assert!(error.contains(reason), "{error} should mention {reason}");
            assert!(!error.contains("sesame"), "{error}");
        }
    }
}
