//! Protobuf packages in names: `c1.api.user.v1` of `c1.api.user.v1.User`.

/// The package of a schema: its name up to the version, or without a version all but the last segment.
pub fn of(name: &str) -> &str {
    split(name).0
}

/// The package of a schema, and the rest of its name; nested messages have several segments.
pub fn split(name: &str) -> (&str, &str) {
    // Behind a `/` is the property that defines an inline object.
    let schema = name.split('/').next().unwrap_or_default();
    let mut end = 0;
    for segment in schema.split('.') {
        end += segment.len();
        if is_version(segment) && end < schema.len() {
            return (&name[..end], &name[end + 1..]);
        }
        end += 1;
    }
    match schema.rfind('.') {
        Some(dot) => (&name[..dot], &name[dot + 1..]),
        None => ("", name),
    }
}

/// The version of a package; 1 if it has none.
pub fn version(package: &str) -> u32 {
    let last = package.rsplit('.').next().filter(|segment| is_version(segment));
    let digits = last.map(|segment| segment[1..].split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default());
    digits.and_then(|digits| digits.parse().ok()).unwrap_or(1)
}

/// Whether a segment is a version: `v1`, `v2`, `v1beta1`.
pub(crate) fn is_version(segment: &str) -> bool {
    let Some(rest) = segment.strip_prefix('v') else { return false };
    let stage = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let count = stage.trim_start_matches("alpha").trim_start_matches("beta");
    rest.len() > stage.len() && count.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_names() {
        let cases = [
            ("c1.api.user.v1.User", "c1.api.user.v1", "User"),
            ("c1.api.policy.v1.ConnectorProvision.X", "c1.api.policy.v1", "ConnectorProvision.X"),
            ("c1.webhooks.v1.Body", "c1.webhooks.v1", "Body"),
            ("a.v1beta1.B", "a.v1beta1", "B"),
            ("google.rpc.Status", "google.rpc", "Status"),
            ("User", "", "User"),
            ("User/home.address", "", "User/home.address"),
            ("c1.api.user.v1.User/address", "c1.api.user.v1", "User/address"),
            ("a.v1", "a", "v1"),
            ("a.vault.B", "a.vault", "B"),
            ("", "", ""),
        ];
        for (name, package, rest) in cases {
            assert_eq!(split(name), (package, rest), "{name}");
        }
    }

    #[test]
    fn versions() {
        for (package, expected) in
            [("c1.api.user.v1", 1), ("c1.api.app.v2", 2), ("a.v12beta1", 12), ("google.rpc", 1), ("", 1)]
        {
            assert_eq!(version(package), expected, "{package}");
        }
    }
}
