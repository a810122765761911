//! Sources of OIDC tokens for workload federation.

mod file;
mod github;

use std::env::{self, VarError};
use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio::time::timeout;

use super::token_provider::TokenProvider;
use crate::error::BoxError;
use crate::error::{Error, ErrorKind, excerpt};

pub(super) use github::Github;

/// A source of OIDC tokens, which are exchanged for access tokens.
///
/// The source is read for each exchange, so the token may be rotated at any time. Spaces and line breaks around the token are
/// ignored.
///
/// C1 requires two things of the token. Its audience (`aud`) contains the tenant's domain, such as `acme.conductor.one`. It was
/// issued (`iat`) at most ten minutes ago, so it must be rotated more often than that. For Kubernetes, set
/// `expirationSeconds: 600` in the projected volume, as the default is an hour.
///
/// ```
/// use c1_api::TokenSource;
///
/// let github = TokenSource::github_actions();
/// let kubernetes = TokenSource::file("/var/run/secrets/tokens/c1");
/// let vault = TokenSource::provider(async || Ok::<_, std::io::Error>("eyJ..."));
/// assert_eq!(format!("{github:?} {kubernetes:?} {vault:?}"), "GithubActions File Provider");
/// ```
#[derive(Clone)]
pub struct TokenSource(Source<()>);

/// A source. `G` is the client of GitHub, which exists once the C1 client is built.
#[derive(Clone)]
pub(super) enum Source<G = Github> {
    Fixed(SecretString),
    Env(String),
    File(PathBuf),
    Provider(TokenProvider),
    Github(G),
}

impl TokenSource {
    /// A fixed token, for programs that end before it expires.
    pub fn token(token: impl Into<SecretString>) -> Self {
        Self(Source::Fixed(token.into()))
    }

    /// The environment variable of this name.
    pub fn env(name: impl Into<String>) -> Self {
        Self(Source::Env(name.into()))
    }

    /// A file of at most 64 KiB, such as the projected token of a Kubernetes service account.
    ///
    /// ```yaml
    /// volumes:
    ///   - name: tokens
    ///     projected:
    ///       sources:
    ///         - serviceAccountToken: { audience: acme.conductor.one, expirationSeconds: 600, path: c1 }
    /// ```
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Self(Source::File(path.into()))
    }

    /// A function that returns the current token.
    ///
    /// Its failure becomes an error of the kind [`Auth`](crate::ErrorKind::Auth). The error shows the text of the cause, which
    /// should not contain secrets.
    pub fn provider<F, Fut, T, E>(provider: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<T, E>> + Send + 'static,
        T: Into<SecretString>,
        E: Into<BoxError>,
    {
        Self(Source::Provider(TokenProvider::new(provider)))
    }

    /// The GitHub Actions workflow that the program runs in. Its token is issued for the tenant's domain, from the client id.
    ///
    /// The job needs `permissions: id-token: write`. GitHub then sets the variables `ACTIONS_ID_TOKEN_REQUEST_URL` and
    /// `ACTIONS_ID_TOKEN_REQUEST_TOKEN`, which are read when the client is built. The request uses the transport and the layers of
    /// the client.
    pub fn github_actions() -> Self {
        Self(Source::Github(()))
    }
}

impl TokenSource {
    /// Prepares the source for a client. `github` builds the client of GitHub.
    pub(super) fn ready(&self, github: impl FnOnce() -> Result<Github, Error>) -> Result<Source, Error> {
        Ok(match &self.0 {
            Source::Fixed(token) => {
                let token = trimmed(token);
                check(&token)
                    .map_err(|why| Error::invalid_input(format!("workload_federation: the OIDC token {why}")))?;
                Source::Fixed(token)
            }
            Source::Env(name) => Source::Env(name.clone()),
            Source::File(path) => Source::File(path.clone()),
            Source::Provider(tokens) => Source::Provider(tokens.clone()),
            Source::Github(()) => Source::Github(github()?),
        })
    }
}

impl Source {
    /// Returns the current token. Waits for it for `limit` at most.
    pub(super) async fn token(&self, limit: Duration) -> Result<SecretString, Error> {
        match self {
            // It has a timeout of its own, which also abandons the connection.
            Self::Github(_) => self.current_token().await,
            _ => timeout(limit, self.current_token())
                .await
                .unwrap_or_else(|_| Err(Error::new(ErrorKind::Timeout, format!("no OIDC token within {limit:?}")))),
        }
    }

    async fn current_token(&self) -> Result<SecretString, Error> {
        let (place, token) = match self {
            Self::Fixed(token) => return Ok(token.clone()),
            Self::Env(name) => (format!("the environment variable {}", shown(name)), read_variable(name)),
            Self::File(path) => (format!("the file {}", shown(&path.to_string_lossy())), read_file(path).await),
            Self::Provider(tokens) => {
                let token = tokens.get().await.map_err(|cause| {
                    let summary = format!("the provider of OIDC tokens failed: {}", excerpt(&cause.to_string()));
                    Error::new(ErrorKind::Auth, summary).with_source(cause)
                })?;
                ("the provider of OIDC tokens".to_owned(), Ok(token))
            }
            Self::Github(github) => ("GitHub Actions".to_owned(), Ok(github.token().await?)),
        };
        let token = token.map(|token| trimmed(&token)).and_then(|token| match check(&token) {
            Ok(()) => Ok(token),
            Err(why) => Err(format!("the token {why}")),
        });
        token.map_err(|why| Error::new(ErrorKind::Auth, format!("cannot get an OIDC token from {place}: {why}")))
    }
}

/// Shows the kind of the source, but not its argument, which may be a misplaced token.
impl fmt::Debug for TokenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match &self.0 {
            Source::Fixed(_) => "Token",
            Source::Env(_) => "Env",
            Source::File(_) => "File",
            Source::Provider(_) => "Provider",
            Source::Github(_) => "GithubActions",
        })
    }
}

fn read_variable(name: &str) -> Result<SecretString, String> {
    // `env::var` panics for some names on some systems.
    if name.is_empty() || name.contains(['=', '\0']) {
        return Err("it is not the name of a variable".to_owned());
    }
    env::var(name).map(SecretString::from).map_err(|cause| match cause {
        VarError::NotPresent => "it is not set".to_owned(),
        VarError::NotUnicode(_) => "it is not UTF-8".to_owned(),
    })
}

async fn read_file(path: &Path) -> Result<SecretString, String> {
    let path = path.to_owned();
    tokio::task::spawn_blocking(move || file::read(&path)).await.unwrap_or_else(|cause| Err(cause.to_string()))
}

fn trimmed(token: &SecretString) -> SecretString {
    token.expose_secret().trim().into()
}

fn check(token: &SecretString) -> Result<(), &'static str> {
    match token.expose_secret() {
        "" => Err("is empty"),
        token if !token.bytes().all(|byte| byte.is_ascii_graphic()) => {
            Err("is not valid: expected visible ASCII characters")
        }
        _ => Ok(()),
    }
}

/// A name or a path for an error, unless it looks like a misplaced token.
fn shown(text: &str) -> String {
    if text.contains("eyJ") { "(which looks like a token, so it is not shown)".to_owned() } else { excerpt(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn failure(source: Source) -> String {
        let error = source.token(Duration::MAX).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth);
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("sesame"), "{shown}");
        error.to_string()
    }

    #[tokio::test]
    async fn a_source_without_a_token_says_where_it_looked() {
        let provided =
            |token: &'static str| Source::Provider(TokenProvider::new(move || async move { Ok::<_, BoxError>(token) }));
        let sealed = TokenProvider::new(async || Err::<String, _>("the vault is sealed"));
        let cases = [
            (Source::Env("C1_NO_SUCH_VARIABLE".into()), "the environment variable C1_NO_SUCH_VARIABLE: it is not set"),
            (Source::Env("".into()), "it is not the name of a variable"),
            (Source::Env("a=sesame\0eyJ".into()), "it is not the name of a variable"),
            (Source::File("/nowhere/token".into()), "the file /nowhere/token: "),
            (Source::File("eyJsesame.eyJ.sesame".into()), "which looks like a token"),
            (Source::File("\0".into()), "the file"),
            (Source::Provider(sealed), "the provider of OIDC tokens failed: the vault is sealed"),
            (provided(" \n"), "the provider of OIDC tokens: the token is empty"),
            (provided("open sesame"), "the token is not valid"),
        ];
        for (source, reason) in cases {
            let error = failure(source).await;
            assert!(error.contains(reason), "{error} should mention {reason}");
        }
        assert_eq!(provided(" open-sesame\n").token(Duration::MAX).await.unwrap().expose_secret(), "open-sesame");
    }

    #[test]
    fn a_source_shows_nothing_of_itself() {
        let unused = || Err(Error::invalid_input("unused"));
        for token in ["", "open sesame"] {
            let source = TokenSource::token(token);
            let error = source.ready(unused).err().unwrap();
            assert!(error.to_string().starts_with("workload_federation: the OIDC token is "), "{error}");
            assert!(!format!("{error} {source:?}").contains("sesame"));
        }
        let sources = [TokenSource::env("sesame"), TokenSource::file("sesame"), TokenSource::github_actions()];
        assert_eq!(format!("{sources:?}"), "[Env, File, GithubActions]");
    }
}
