//! What a change asks of the crate's version.

use serde::Serialize;

use super::Report;

/// How much a change is to those who use the crate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Impact {
    /// Nothing differs.
    None,
    /// What is sent or said differs, and everything compiles as it did, with nothing new to use.
    Compatible,
    /// There is more to use, or some of it is warned of.
    Additive,
    /// Something compiles no more.
    Breaking,
}

/// A version, and the one that has to follow it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Bump {
    /// As in "minor"; none where nothing differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<&'static str>,
    /// The version as it is.
    pub from: String,
    /// The version as it has to be.
    pub to: String,
}

impl Report {
    /// How much it is to those who use the crate.
    pub fn impact(&self) -> Impact {
        let Self { wire, rust, words } = self;
        match (rust.breaks.is_empty(), rust.is_empty(), wire.is_empty() && words.is_empty()) {
            (false, _, _) => Impact::Breaking,
            (true, false, _) => Impact::Additive,
            (true, true, false) => Impact::Compatible,
            (true, true, true) => Impact::None,
        }
    }

    /// The version that semantic versioning asks for after `version`: before 1.0.0 a minor one may break, from then on
    /// a major one. None where `version` is not three numbers, as a pre-release promises nothing.
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
