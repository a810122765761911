//! Path templates of operations, such as `/api/v1/groups/{group}/things/{id}:cancel`, matched against the paths of requests.

/// The values of parameters by their names, percent-encoded.
pub(crate) type Values<'a> = Vec<(&'a str, &'a str)>;

/// Returns the parameters of `path`; `None` if the path is another one. A value is never empty.
pub(crate) fn parameters<'a>(template: &'a str, path: &'a str) -> Option<Values<'a>> {
    let mut values = Values::new();
    let mut parts = path.split('/');
    for segment in template.split('/') {
        match_segment(segment, parts.next()?, &mut values)?;
    }
    parts.next().is_none().then_some(values)
}

/// The number of segments that `path` shares with the template, from the start.
#[cfg(feature = "mock")]
pub(crate) fn common_segments(template: &str, path: &str) -> usize {
    let mut values = Values::new();
    let pairs = template.split('/').zip(path.split('/'));
    pairs.take_while(|(segment, part)| match_segment(segment, part, &mut values).is_some()).count()
}

/// Adds the parameters of a segment, such as `{id}`, `v{x}-{y}` or `{id}:cancel`.
fn match_segment<'a>(segment: &'a str, part: &'a str, values: &mut Values<'a>) -> Option<()> {
    let (prefix, mut parameters) = segment.split_once('{').map_or((segment, None), |(text, rest)| (text, Some(rest)));
    let mut rest = part.strip_prefix(prefix)?;
    while let Some(parameter) = parameters {
        let (name, text) = parameter.split_once('}').unwrap_or((parameter, ""));
        let (after, next) = text.split_once('{').map_or((text, None), |(after, next)| (after, Some(next)));
        let end = if next.is_none() { rest.len().checked_sub(after.len())? } else { rest.find(after)? };
        let value = rest.get(..end).filter(|value| !value.is_empty())?;
        rest = rest.get(end..)?.strip_prefix(after)?;
        values.push((name, value));
        parameters = next;
    }
    rest.is_empty().then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parameters, as `name=value` with commas between them.
    fn listed(template: &str, path: &str) -> Option<String> {
        let values: Vec<String> =
            parameters(template, path)?.iter().map(|(name, value)| format!("{name}={value}")).collect();
        Some(values.join(","))
    }

    #[test]
    fn a_path_yields_its_parameters() {
        let cases = [
            ("/api/v1/users", "/api/v1/users", Some("")),
            ("/api/v1/users", "/api/v1/users/", None),
            ("/users/{id}", "/users/a%2Fb%20c", Some("id=a%2Fb%20c")),
            ("/users/{id}", "/users/", None),
            ("/users/{id}", "/users/a/b", None),
            ("/g/{g}/t/{id}:cancel", "/g/1/t/a:b:cancel", Some("g=1,id=a:b")),
            ("/g/{g}/t/{id}:cancel", "/g/1/t/a", None),
            ("/v{x}-{y}", "/v1-2", Some("x=1,y=2")),
            ("/v{x}-{y}", "/v1", None),
            ("/v{x}{y}", "/v12", None),
        ];
        for (template, path, expected) in cases {
            assert_eq!(listed(template, path).as_deref(), expected, "{template} {path}");
        }
    }
}
