//! Hosts of client metadata, and the list of those that are trusted.

use std::fmt;

use url::{Host, Url};

/// The hosts that are trusted by default: those of the vendors of well-known clients.
pub(crate) const VENDORS: [&str; 9] = [
    "anthropic.com",
    "chatgpt.com",
    "claude.ai",
    "cursor.com",
    "docker.com",
    "openai.com",
    "vscode.dev",
    "windsurf.com",
    "zed.dev",
];

/// A trusted host, with its subdomains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HostPattern(String);

impl HostPattern {
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        // The same normalization as that of URLs: lower case, punycode.
        match Host::parse(text) {
            Ok(host) => Ok(Self(host.to_string())),
            Err(cause) => Err(format!("{cause}; expected a host such as example.com")),
        }
    }

    fn contains(&self, host: &Host<&str>) -> bool {
        let name = host.to_string();
        let is_subdomain = || name.strip_suffix(self.0.as_str()).is_some_and(|rest| rest.ends_with('.'));
        name == self.0 || (matches!(host, Host::Domain(_)) && is_subdomain())
    }
}

impl fmt::Display for HostPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Returns the host of a metadata URL, as a browser finds it; empty if there is none.
pub(crate) fn host_of(url: &str) -> String {
    Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}

/// Returns why a metadata URL is not trusted.
pub(crate) fn distrust(url: &str, allowed: &[HostPattern]) -> Option<String> {
    let Ok(parsed) = Url::parse(url) else { return Some("the metadata URL is not valid".to_owned()) };
    let Some(host) = parsed.host() else { return Some("the metadata URL has no host".to_owned()) };
    if parsed.scheme() != "https" {
        return Some(format!("the metadata is not on https: {}", parsed.scheme()));
    }
    let is_allowed = allowed.iter().any(|pattern| pattern.contains(&host));
    (!is_allowed).then(|| format!("{host} is not on the allow-list"))
}
