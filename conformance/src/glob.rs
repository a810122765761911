//! Globs: `*` is any text.

/// Whether a name matches a glob.
pub(crate) fn matches(glob: &str, name: &str) -> bool {
    let mut parts = glob.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_any_text() {
        for (glob, name) in
            [("a.b", "a.b"), ("*", "a"), ("a*", "a.b"), ("*b", "a.b"), ("a*b*c", "a1b2b3c"), ("*.x.*", "a.x.b")]
        {
            assert!(matches(glob, name), "{glob} {name}");
        }
        for (glob, name) in [("a", "a.b"), ("a*c", "a.b"), ("ab*ba", "aba"), ("", "a")] {
            assert!(!matches(glob, name), "{glob} {name}");
        }
    }
}
