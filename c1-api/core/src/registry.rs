//! The operations of the API at run time, for command-line tools, proxies and allow-lists.
//!
//! With the feature `registry`, `c1_api::registry::OPERATIONS` describes all operations of the API, including those of packages
//! whose features are off. It is data: no operation is compiled for it.
//!
//! ```
//! use c1_api::registry::OPERATIONS;
//! use http::Method;
//!
//! // A proxy that lets through what only reads.
//! let is_allowed = |method: &Method, path: &str| {
//!     OPERATIONS.route(method, path).is_some_and(|operation| operation.info.idempotent && method != Method::DELETE)
//! };
//! assert!(is_allowed(&Method::POST, "/api/v1/search/users"));
//! assert!(!is_allowed(&Method::POST, "/api/v1/users"));
//!
//! let search = OPERATIONS.get("c1.api.user.v1.UserSearch.Search").expect("an operation of the API");
//! assert_eq!(search.package, "c1.api.user.v1");
//! assert_eq!(search.request, Some("c1.api.user.v1.SearchUsersRequest"));
//! assert!(search.paged && !search.deprecated);
//! ```

use std::slice::Iter;

use http::Method;

use crate::operation_info::OperationInfo;
use crate::path_template;

/// The description of an operation and of its schemas.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OperationDescriptor {
    /// The id, the method, the path, whether it is idempotent, and its stability.
    pub info: OperationInfo,
    /// The protobuf package, such as `c1.api.user.v1`.
    pub package: &'static str,
    /// The full name of the request body's schema; `None` if the body is not an object with properties.
    pub request: Option<&'static str>,
    /// The full name of the response body's schema; `None` if the body is not an object.
    pub response: Option<&'static str>,
    /// Whether the response is paginated.
    pub paged: bool,
    /// Whether the specification deprecates it.
    pub deprecated: bool,
}

impl OperationDescriptor {
    /// Creates the description of an operation without bodies and pages.
    #[must_use]
    pub const fn new(info: OperationInfo, package: &'static str) -> Self {
        Self { info, package, request: None, response: None, paged: false, deprecated: false }
    }

    /// Sets the schema of the request body.
    #[must_use]
    pub const fn request(mut self, schema: &'static str) -> Self {
        self.request = Some(schema);
        self
    }

    /// Sets the schema of the response body.
    #[must_use]
    pub const fn response(mut self, schema: &'static str) -> Self {
        self.response = Some(schema);
        self
    }

    /// Marks the response as paginated.
    #[must_use]
    pub const fn paged(mut self) -> Self {
        self.paged = true;
        self
    }

    /// Marks the operation as deprecated.
    #[must_use]
    pub const fn deprecated(mut self) -> Self {
        self.deprecated = true;
        self
    }
}

/// Operations, which are found by their ids and by their routes.
#[derive(Clone, Copy, Debug)]
pub struct Registry {
    operations: &'static [OperationDescriptor],
}

impl Registry {
    /// Creates a registry of operations, in the order of their ids.
    #[must_use]
    pub const fn new(operations: &'static [OperationDescriptor]) -> Self {
        Self { operations }
    }

    /// Returns all operations, in the order of their ids.
    pub fn iter(&self) -> Iter<'static, OperationDescriptor> {
        self.operations.iter()
    }

    /// Returns the operation with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&'static OperationDescriptor> {
        let index = self.operations.binary_search_by(|operation| operation.info.id.cmp(id)).ok()?;
        self.operations.get(index)
    }

    /// Returns the operation of a request with this method and path.
    ///
    /// The path is that of the request, below the base URL and without the query: `/api/v1/users/2abc`. If several operations
    /// match, the one with literal text where the others have a parameter is returned.
    #[must_use]
    pub fn route(&self, method: &Method, path: &str) -> Option<&'static OperationDescriptor> {
        let candidates = self.operations.iter().filter(|operation| operation.info.method == *method);
        let matching = candidates.filter(|operation| path_template::parameters(operation.info.path, path).is_some());
        matching.min_by_key(|operation| operation.info.path.split('/').map(is_parameter).collect::<Vec<_>>())
    }
}

impl IntoIterator for &Registry {
    type Item = &'static OperationDescriptor;
    type IntoIter = Iter<'static, OperationDescriptor>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

fn is_parameter(segment: &str) -> bool {
    segment.contains('{')
}

/// Declares the descriptions of operations by a table, in the order of their ids.
///
/// An entry is the id, with rows for its method and path, its package, and its schemas. Attributes that apply are in brackets.
///
/// ```text
/// registry! {
///     "c1.api.user.v1.UserSearch.Search" {
///         POST "/api/v1/search/users" [idempotent()];
///         package "c1.api.user.v1" [paged()];
///         request "c1.api.user.v1.SearchUsersRequest";
///         response "c1.api.user.v1.SearchUsersResponse";
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! registry {
    ($($id:literal {
        $method:ident $path:literal [$($info:ident($($info_value:expr)?))*];
        package $package:literal [$($set:ident())*];
        $(request $request:literal;)?
        $(response $response:literal;)?
    })*) => {
        pub(crate) const OPERATIONS: &[$crate::registry::OperationDescriptor] = &[$(
            $crate::registry::OperationDescriptor::new(
                $crate::OperationInfo::new($id, ::http::Method::$method, $path)$(.$info($($info_value)?))*,
                $package,
            )$(.request($request))?$(.response($response))?$(.$set())*,
        )*];
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::registry! {
        "a.v1.A.Cancel" {
            POST "/a/{id}:cancel" [];
            package "a.v1" [deprecated()];
            response "a.v1.Empty";
        }
        "a.v1.A.Create" {
            POST "/a" [stability("draft")];
            package "a.v1" [];
            request "a.v1.NewA";
            response "a.v1.A";
        }
        "a.v1.A.Get" {
            GET "/a/{id}" [idempotent()];
            package "a.v1" [];
            response "a.v1.A";
        }
        "a.v1.A.GetNewest" {
            GET "/a/newest" [idempotent()];
            package "a.v1" [];
            response "a.v1.A";
        }
        "a.v1.A.GetPart" {
            GET "/a/{id}/parts/{part}" [idempotent()];
            package "a.v1" [];
            response "a.v1.Part";
        }
        "a.v1.A.ListParts" {
            GET "/a/{id}/parts" [idempotent()];
            package "a.v1" [paged()];
            response "a.v1.Parts";
        }
        "a.v1.A.ListPartsOfNewest" {
            GET "/a/newest/{list}" [idempotent()];
            package "a.v1" [paged()];
            response "a.v1.Parts";
        }
    }

    const REGISTRY: Registry = Registry::new(OPERATIONS);

    #[test]
    fn operations_are_found_by_id() {
        for operation in &REGISTRY {
            assert_eq!(REGISTRY.get(operation.info.id), Some(operation));
        }
        for id in ["", "a.v1.A", "a.v1.A.Ge", "a.v1.A.Gets", "z"] {
            assert_eq!(REGISTRY.get(id), None, "{id}");
        }
        let create = REGISTRY.get("a.v1.A.Create").unwrap();
        assert_eq!((create.request, create.info.stability), (Some("a.v1.NewA"), Some("draft")));
        assert!(REGISTRY.get("a.v1.A.Cancel").unwrap().deprecated && REGISTRY.get("a.v1.A.ListParts").unwrap().paged);
    }

    #[test]
    fn requests_are_routed_to_operations() {
        let cases = [
            ("GET", "/a/1", Some("Get")),
            ("GET", "/a/newest", Some("GetNewest")),
            ("GET", "/a/1%2F2", Some("Get")),
            ("GET", "/a/1/parts", Some("ListParts")),
            ("GET", "/a/newest/parts", Some("ListPartsOfNewest")),
            ("GET", "/a/1/parts/2", Some("GetPart")),
            ("GET", "/a/1/parts/", None),
            ("GET", "/a/", None),
            ("GET", "/a", None),
            ("GET", "a/1", None),
            ("GET", "", None),
            ("POST", "/a", Some("Create")),
            ("POST", "/a/1:cancel", Some("Cancel")),
            ("POST", "/a/:cancel", None),
            ("POST", "/a/1", None),
            ("DELETE", "/a/1", None),
        ];
        for (method, path, expected) in cases {
            let found = REGISTRY.route(&method.parse().unwrap(), path);
            let id = expected.map(|method| format!("a.v1.A.{method}"));
            assert_eq!(found.map(|operation| operation.info.id), id.as_deref(), "{method} {path}");
        }
    }
}
