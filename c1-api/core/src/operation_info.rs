//! What is known of an operation before it has a request.

use http::Method;

/// What there is to know about an operation before it has a request.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationInfo {
    /// The operation's full name, such as `c1.api.user.v1.UserSearch.Search`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path below the API's root, with its parameters in braces: `/api/v1/users/{user_id}`.
    pub path: &'static str,
    /// Whether sending the request twice does no more than sending it once.
    pub idempotent: bool,
    /// How stable the specification says that the operation is, such as `draft` or `beta`; `None` where it says nothing.
    pub stability: Option<&'static str>,
}

impl OperationInfo {
    /// An operation that is not idempotent.
    #[must_use]
    pub const fn new(id: &'static str, method: Method, path: &'static str) -> Self {
        Self { id, method, path, idempotent: false, stability: None }
    }

    /// The same operation, now idempotent.
    #[must_use]
    pub const fn idempotent(mut self) -> Self {
        self.idempotent = true;
        self
    }

    /// The same operation with what the specification says of its stability.
    #[must_use]
    pub const fn stability(mut self, level: &'static str) -> Self {
        self.stability = Some(level);
        self
    }
}
