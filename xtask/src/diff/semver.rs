//! The next version by semantic versioning.

use serde::Serialize;

use super::Report;

/// The effect of a change on users of the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Impact {
    /// Nothing changes.
    None,
    /// Requests, responses or docs change; the Rust API is the same.
    Compatible,
    /// Items are added or deprecated.
    Additive,
    /// User code stops compiling.
    Breaking,
}

/// A version and its successor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bump {
    /// The part to bump, such as "minor". `None` without changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<&'static str>,
    /// The current version.
    pub from: String,
    /// The next version.
    pub to: String,
}

impl Report {
    /// The effect on users of the crate.
    pub fn impact(&self) -> Impact {
        let Self { wire, rust, docs, presence } = self;
        match (rust.breaks.is_empty() && presence.is_none(), rust.is_empty(), wire.is_empty() && docs.is_empty()) {
            (false, _, _) => Impact::Breaking,
            (true, false, _) => Impact::Additive,
            (true, true, false) => Impact::Compatible,
            (true, true, true) => Impact::None,
        }
    }

    /// The version after `version`. Before 1.0.0 a minor version may break the API. `None` for a pre-release, which
    /// promises nothing.
    pub fn bump(&self, version: &str) -> Option<Bump> {
        bump(self.impact(), version)
    }
}

fn bump(impact: Impact, version: &str) -> Option<Bump> {
    let numbers: Vec<u64> = version.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
    let [major, minor, patch] = numbers.try_into().ok()?;
    let (part, to) = match (impact, major, minor) {
        (Impact::None, _, _) => (None, (major, minor, patch)),
        (Impact::Breaking, 1.., _) => (Some("major"), (major.checked_add(1)?, 0, 0)),
        (Impact::Additive, 1.., _) | (Impact::Breaking, 0, 1..) => (Some("minor"), (major, minor.checked_add(1)?, 0)),
        _ => (Some("patch"), (major, minor, patch.checked_add(1)?)),
    };
    Some(Bump { part, from: version.to_owned(), to: format!("{}.{}.{}", to.0, to.1, to.2) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_follow_semantic_versioning() {
        let cases = [
            (Impact::None, "0.1.0", Some("0.1.0")),
            (Impact::Compatible, "0.1.0", Some("0.1.1")),
            (Impact::Additive, "0.1.9", Some("0.1.10")),
            (Impact::Breaking, "0.1.9", Some("0.2.0")),
            (Impact::Breaking, "0.0.3", Some("0.0.4")),
            (Impact::Compatible, "1.2.3", Some("1.2.4")),
            (Impact::Additive, "1.2.3", Some("1.3.0")),
            (Impact::Breaking, "1.2.3", Some("2.0.0")),
            (Impact::Breaking, "1.0.0-alpha.1", None),
            (Impact::Breaking, "1.0", None),
            (Impact::Breaking, "", None),
            (Impact::Breaking, "18446744073709551615.0.0", None),
        ];
        for (impact, version, expected) in cases {
            let to = bump(impact, version).map(|bump| bump.to);
            assert_eq!(to.as_deref(), expected, "{impact:?} after {version}");
        }
    }
}
