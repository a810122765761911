//! JSON pointers (RFC 6901).

/// The pointer with these names.
pub(crate) fn join<S: AsRef<str>>(names: impl IntoIterator<Item = S>) -> String {
    join_to("", names)
}

/// The pointer of a descendant of the value at `pointer`.
pub(crate) fn join_to<S: AsRef<str>>(pointer: &str, names: impl IntoIterator<Item = S>) -> String {
    names.into_iter().fold(pointer.to_owned(), |pointer, name| child(&pointer, name.as_ref()))
}

/// The pointer of the value under `name` in the value at `pointer`.
pub fn child(pointer: &str, name: &str) -> String {
    let mut child = String::with_capacity(pointer.len() + 1 + name.len());
    child.push_str(pointer);
    child.push('/');
    if name.contains(['~', '/']) {
        child.push_str(&name.replace('~', "~0").replace('/', "~1"));
    } else {
        child.push_str(name);
    }
    child
}

/// The pointer of the value under `name` in the parent of the value at `pointer`.
pub(crate) fn replace_last(pointer: &str, name: &str) -> String {
    child(pointer.rsplit_once('/').map_or("", |(parent, _)| parent), name)
}

/// The JSON pointer of the named schemas.
pub(crate) const SCHEMAS: &str = "/components/schemas";

/// The reference to a named schema. `resolve` leaves no other.
pub(crate) fn schema_reference(name: &str) -> String {
    format!("#{SCHEMAS}/{name}")
}

/// The name of the schema that a reference is to.
pub(crate) fn schema_name(reference: &str) -> Option<&str> {
    reference.strip_prefix('#')?.strip_prefix(SCHEMAS)?.strip_prefix('/')
}

/// The names in a pointer.
pub(crate) fn split(pointer: &str) -> Vec<String> {
    let unescape = |name: &str| name.replace("~1", "/").replace("~0", "~");
    pointer.split('/').skip(1).map(unescape).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_and_splits() {
        let names = ["paths", "/api/v1/users/{id}", "a~b", ""];
        let pointer = join(names);
        assert_eq!(pointer, "/paths/~1api~1v1~1users~1{id}/a~0b/");
        assert_eq!(split(&pointer), names);
        assert_eq!(split(""), Vec::<String>::new());
    }
}
