//! The name of an operation in errors and spans.

use std::borrow::Cow;
use std::fmt;

use http::Method;

use crate::operation_info::OperationInfo;

/// The id of an operation with its title for people, or the method and path of a raw request.
#[derive(Clone)]
pub(crate) struct OperationName {
    pub(crate) id: Cow<'static, str>,
    pub(crate) title: Option<&'static str>,
}

impl OperationName {
    /// The name of a request that no specification describes.
    pub(crate) const fn fixed(id: &'static str) -> Self {
        Self { id: Cow::Borrowed(id), title: None }
    }

    /// The name of a raw request.
    pub(crate) fn of_request(method: &Method, path: &str) -> Self {
        Self { id: format!("{method} {path}").into(), title: None }
    }
}

impl From<OperationInfo> for OperationName {
    fn from(info: OperationInfo) -> Self {
        Self { id: info.id.into(), title: info.title }
    }
}

impl fmt::Debug for OperationName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.id.fmt(f)
    }
}
