//! Static descriptions of operations.

use http::Method;

/// The static description of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationInfo {
    /// The operation's full name, such as `c1.api.user.v1.UserSearch.Search`.
    pub id: &'static str,
    /// What the operation does, in a few words for errors: `search users`. Without, errors show the id.
    pub title: Option<&'static str>,
    /// The HTTP method.
    pub method: Method,
    /// The path below the base URL, with its parameters in braces: `/api/v1/users/{user_id}`.
    pub path: &'static str,
    /// Whether repeating the request has no further effect.
    pub idempotent: bool,
    /// The stability level in the specification, such as `draft` or `beta`.
    pub stability: Option<&'static str>,
    /// The content types of the response, as in the header `Accept`.
    pub accept: &'static str,
    /// The statuses 2xx and 3xx that the specification declares; empty if it allows any.
    pub statuses: &'static [u16],
    /// The URL of the operation's own server, if it has one.
    pub server: Option<&'static str>,
}

impl OperationInfo {
    /// Creates the description of an operation that is not idempotent.
    #[must_use]
    pub const fn new(id: &'static str, method: Method, path: &'static str) -> Self {
        Self {
            id,
            title: None,
            method,
            path,
            idempotent: false,
            stability: None,
            accept: "application/json",
            statuses: &[200],
            server: None,
        }
    }

    /// Sets the title.
    #[must_use]
    pub const fn title(mut self, title: &'static str) -> Self {
        self.title = Some(title);
        self
    }

    /// Marks the operation as idempotent.
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// Sets the content types of the response. A response of another type is an error only if they are JSON.
    #[must_use]
    pub const fn accept(mut self, accept: &'static str) -> Self {
        self.accept = accept;
        self
    }

    /// Sets the statuses 2xx and 3xx that are expected; with none, each is. Another one is [drift](crate::drift). Default: 200.
    #[must_use]
    pub const fn statuses(mut self, statuses: &'static [u16]) -> Self {
        self.statuses = statuses;
        self
    }

    /// Sets the URL of the operation's own server. A client with a [`base_url`](crate::ClientBuilder::base_url) of its own sends
    /// the operation there, like all others.
    #[must_use]
    pub const fn server(mut self, url: &'static str) -> Self {
        self.server = Some(url);
        self
    }

    /// Sets the stability level.
    #[must_use]
    pub const fn stability(mut self, level: &'static str) -> Self {
        self.stability = Some(level);
        self
    }
}
