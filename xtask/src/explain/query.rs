//! Compares a name on the command line with the names of elements.

use ::codegen::index::{Element, Entry, Index};
use ::codegen::ir::Operation;
use ::codegen::rust::Role;

/// All names of an element.
pub(super) struct Names<'a> {
    pub(super) entry: &'a Entry<'a>,
    pub(super) operation: Option<&'a Operation>,
    /// Rust paths without `r#`.
    paths: Vec<String>,
    /// All names with dots, in lower case. Operations also have a name such as `user_search.search`.
    pub(super) plain: Vec<String>,
}

impl<'a> Names<'a> {
    pub(super) fn new(index: &'a Index<'a>, entry: &'a Entry<'a>) -> Self {
        let operation = match entry.element {
            Element::Operation(id) => Some(&index.api[id]),
            _ => None,
        };
        let paths: Vec<String> = entry
            .items
            .iter()
            .filter(|item| item.role != Role::Argument)
            .map(|item| unraw(&item.path.to_string()))
            .collect();
        let module = entry.item(Role::Operation).and_then(|item| item.path.owner());
        let call =
            module.zip(entry.item(Role::Method)).map(|(module, method)| format!("{}.{}", module.name(), method.name()));
        let names = std::iter::once(&entry.name).chain(&paths).chain(&call);
        let plain = names.map(|name| plain(name)).collect();
        Self { entry, operation, paths, plain }
    }
}

fn unraw(path: &str) -> String {
    if path.contains("r#") { path.replace("r#", "") } else { path.to_owned() }
}

fn plain(name: &str) -> String {
    name.replace("::", ".").replace("r#", "").to_lowercase()
}

/// A name to find.
pub(super) struct Query {
    /// The name as given, without surrounding spaces, the crate's name and the syntax of calls.
    pub(super) name: String,
    /// The name with dots, in lower case.
    pub(super) plain: String,
    /// The HTTP method before a URL path.
    method: Option<String>,
}

impl Query {
    pub(super) fn new(name: &str) -> Self {
        let (method, name) = match name.trim().split_once(' ') {
            Some((method, path)) if path.trim_start().starts_with('/') => {
                (Some(method.to_uppercase()), path.trim_start())
            }
            _ => (None, name.trim()),
        };
        let name = ["c1_api::", "c1-api::", "crate::", "client.", "#"]
            .iter()
            .fold(name, |name, prefix| name.strip_prefix(prefix).unwrap_or(name));
        let name = if name.starts_with('/') {
            name.split(['?', '#']).next().unwrap_or(name).to_owned()
        } else {
            name.replace("()", "").replace("r#", "")
        };
        Self { plain: plain(&name), name, method }
    }

    pub(super) fn is_name(&self, names: &Names<'_>) -> bool {
        self.is_template(names) || names.entry.name == self.name || names.paths.contains(&self.name)
    }

    /// Whether this is the operation's path template, which has precedence over matching paths.
    pub(super) fn is_template(&self, names: &Names<'_>) -> bool {
        names.operation.is_some_and(|operation| operation.path == self.name && self.has_method(operation))
    }

    pub(super) fn has_method(&self, operation: &Operation) -> bool {
        self.method.as_ref().is_none_or(|method| method == operation.http_method.as_str())
    }

    /// Whether this is the path of a request to the operation.
    pub(super) fn is_url(&self, names: &Names<'_>) -> bool {
        let Some(operation) = names.operation else { return false };
        let (template, path): (Vec<&str>, Vec<&str>) =
            (operation.path.split('/').collect(), self.name.split('/').collect());
        let is_segment = |(template, segment): (&&str, &&str)| {
            template == segment || (template.contains('{') && !segment.is_empty())
        };
        self.name.starts_with('/')
            && self.has_method(operation)
            && template.len() == path.len()
            && template.iter().zip(&path).all(is_segment)
    }

    pub(super) fn is_tail(&self, names: &Names<'_>) -> bool {
        let ends = |name: &str| is_tail_of(&self.name, name, &['.', ':', '/']);
        ends(&names.entry.name) || names.paths.iter().any(|path| ends(path))
    }

    /// Whether this is the end of a name, with dots or colons, ignoring case.
    pub(super) fn is_tail_in_any_case(&self, names: &Names<'_>) -> bool {
        !self.plain.is_empty()
            && names.plain.iter().any(|name| *name == self.plain || is_tail_of(&self.plain, name, &['.', '/']))
    }
}

/// Whether `name` ends in `tail` behind a separator.
fn is_tail_of(tail: &str, name: &str, separators: &[char]) -> bool {
    !tail.is_empty() && name.strip_suffix(tail).is_some_and(|rest| rest.ends_with(separators))
}
