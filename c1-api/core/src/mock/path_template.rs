//! Path templates of operations, matched against the paths of requests.

use percent_encoding::percent_decode_str;

/// A path with parameters in braces: `/api/v1/groups/{group}/things/{id}:cancel`.
#[derive(Clone, Debug)]
pub(super) struct PathTemplate {
    text: String,
    segments: Vec<Segment>,
    parameters: usize,
}

/// A segment of a path: literal texts, and the names of the parameters between them.
#[derive(Clone, Debug)]
struct Segment {
    prefix: String,
    /// Each parameter with the text after it.
    parameters: Vec<(String, String)>,
}

/// The decoded values of the parameters by their names.
pub(super) type PathValues = Vec<(String, String)>;

impl PathTemplate {
    pub(super) fn new(text: &str) -> Self {
        let segments: Vec<Segment> = text.split('/').map(Segment::parse).collect();
        let parameters = segments.iter().map(|segment| segment.parameters.len()).sum();
        Self { text: text.to_owned(), segments, parameters }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// The number of parameters. A server prefers the path with the fewest.
    pub(super) fn parameters(&self) -> usize {
        self.parameters
    }

    /// Returns the parameters of `path`; `None` if the path is another one.
    pub(super) fn matched(&self, path: &str) -> Option<PathValues> {
        let mut values = PathValues::new();
        let mut parts = path.split('/');
        for segment in &self.segments {
            segment.matched(parts.next()?, &mut values)?;
        }
        parts.next().is_none().then_some(values)
    }

    /// The number of segments that `path` shares with the template, from the start.
    pub(super) fn common_segments(&self, path: &str) -> usize {
        let mut values = PathValues::new();
        let pairs = self.segments.iter().zip(path.split('/'));
        pairs.take_while(|(segment, part)| segment.matched(part, &mut values).is_some()).count()
    }
}

impl Segment {
    fn parse(text: &str) -> Self {
        let mut pieces = text.split('{');
        let prefix = pieces.next().unwrap_or_default().to_owned();
        let parameter = |piece: &str| match piece.split_once('}') {
            Some((name, after)) => (name.to_owned(), after.to_owned()),
            None => (piece.to_owned(), String::new()),
        };
        Self { prefix, parameters: pieces.map(parameter).collect() }
    }

    fn matched(&self, part: &str, values: &mut PathValues) -> Option<()> {
        let mut rest = part.strip_prefix(&*self.prefix)?;
        for (index, (name, after)) in self.parameters.iter().enumerate() {
            let is_last = index + 1 == self.parameters.len();
            let end = if is_last { rest.len().checked_sub(after.len())? } else { rest.find(&**after)? };
            let (value, tail) = (rest.get(..end)?, rest.get(end..)?);
            rest = tail.strip_prefix(&**after)?;
            if value.is_empty() {
                return None;
            }
            values.push((name.clone(), percent_decode_str(value).decode_utf8().ok()?.into_owned()));
        }
        rest.is_empty().then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parameters, as `name=value` with commas between them.
    fn parameters(template: &str, path: &str) -> Option<String> {
        let values = PathTemplate::new(template).matched(path)?;
        let values: Vec<String> = values.iter().map(|(name, value)| format!("{name}={value}")).collect();
        Some(values.join(","))
    }

    #[test]
    fn a_path_yields_its_parameters() {
        let cases = [
            ("/api/v1/users", "/api/v1/users", Some("")),
            ("/api/v1/users", "/api/v1/users/", None),
            ("/users/{id}", "/users/a%2Fb%20c", Some("id=a/b c")),
            ("/users/{id}", "/users/", None),
            ("/users/{id}", "/users/a/b", None),
            ("/g/{g}/t/{id}:cancel", "/g/1/t/a:b:cancel", Some("g=1,id=a:b")),
            ("/g/{g}/t/{id}:cancel", "/g/1/t/a", None),
            ("/v{x}-{y}", "/v1-2", Some("x=1,y=2")),
            ("/v{x}", "/v%ff", None),
        ];
        for (template, path, expected) in cases {
            assert_eq!(parameters(template, path).as_deref(), expected, "{template} {path}");
        }
    }
}
