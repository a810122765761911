//! The path of an operation, with the decoded values of its parameters.

use percent_encoding::percent_decode_str;

use crate::path_template;

/// The path of an operation.
#[derive(Clone, Debug)]
pub(super) struct PathTemplate(String);

/// The decoded values of the parameters by their names.
pub(super) type PathValues = Vec<(String, String)>;

impl PathTemplate {
    pub(super) fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// The number of parameters. A server prefers the path with the fewest.
    pub(super) fn parameters(&self) -> usize {
        self.0.matches('{').count()
    }

    /// Returns the parameters of `path`; `None` if the path is another one, or a value is not UTF-8.
    pub(super) fn matched(&self, path: &str) -> Option<PathValues> {
        let decoded = |value| Some(percent_decode_str(value).decode_utf8().ok()?.into_owned());
        let values = path_template::parameters(&self.0, path)?.into_iter();
        values.map(|(name, value)| Some((name.to_owned(), decoded(value)?))).collect()
    }

    /// The number of segments that `path` shares with the template, from the start.
    pub(super) fn common_segments(&self, path: &str) -> usize {
        path_template::common_segments(&self.0, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_decoded() {
        let id = |path| PathTemplate::new("/users/{id}").matched(path).map(|values| values[0].1.clone());
        assert_eq!(id("/users/a%2Fb%20c").as_deref(), Some("a/b c"));
        assert_eq!(id("/users/%ff"), None);
    }
}
