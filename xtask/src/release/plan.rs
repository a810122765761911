//! The next release: its version, from the changes of the specification since the last one.

use ::codegen::diagnostics::{Diagnostic, Diagnostics, escape};

use super::command::git;
use crate::codes;
use crate::diff::{self, Report};
use crate::workspace::Workspace;

/// The next release.
#[derive(Debug)]
pub(super) struct Plan {
    /// The version of the last release, which is the highest tag such as `v0.1.0`; `None` before the first release.
    pub(super) last: Option<Version>,
    /// The version of c1-api's manifest.
    pub(super) current: Version,
    /// The lowest version that the changes allow.
    pub(super) required: Version,
    /// The version of the next release.
    pub(super) next: Version,
    /// The changes of the specification since the last release.
    pub(super) changes: Option<Report>,
    /// The date of the last commit, so that the same repository gives the same changelog.
    pub(super) date: String,
}

impl Plan {
    /// Compares specs/ with those of the last release. A `chosen` version must be high enough.
    pub(super) fn read(workspace: &Workspace, chosen: Option<&str>) -> Result<Self, Diagnostics> {
        let manifest = ::codegen::rust::MANIFEST;
        let invalid = |place: &str, version: &str| {
            let message = format!("`{}` is not a version such as 0.1.0", escape(version));
            Diagnostic::new(&codes::RELEASE_CHECK, place, message).help("write a version of three numbers")
        };
        let current = workspace.version()?.unwrap_or_default();
        let current = Version::parse(&current).ok_or_else(|| invalid(manifest, &current))?;
        let last = last(workspace, current)?;
        let changes = last.map(|last| diff::since(workspace, &last.tag())).transpose()?;
        let required = required(last, current, changes.as_ref());
        let next = match chosen {
            None => required.max(current),
            Some(chosen) => Version::parse(chosen).ok_or_else(|| invalid("--version", chosen))?,
        };
        if next < required {
            let message = format!("the changes since the last release require {required}");
            return Err(Diagnostic::new(&codes::RELEASE_CHECK, "--version", message)
                .help(format!("pass {required} or a higher version"))
                .into());
        }
        let date = git(workspace.root(), &["show", "--no-patch", "--format=%cs", "HEAD"])?.trim().to_owned();
        Ok(Self { last, current, required, next, changes, date })
    }
}

/// The lowest version after `last`: at least a patch, and for changes of the specification what they require.
fn required(last: Option<Version>, current: Version, changes: Option<&Report>) -> Version {
    let Some(last) = last else { return current };
    let bump = changes.and_then(|changes| changes.bump(&last.to_string()));
    let bumped = bump.and_then(|bump| Version::parse(&bump.to)).unwrap_or(last);
    bumped.max(Version { patch: last.patch.saturating_add(1), ..last })
}

/// The version of the last release that HEAD contains. A tag at HEAD itself is the release in progress.
fn last(workspace: &Workspace, current: Version) -> Result<Option<Version>, Diagnostic> {
    let tags = git(workspace.root(), &["tag", "--list", "v*", "--merged", "HEAD"])?;
    let at_head = git(workspace.root(), &["tag", "--list", "v*", "--points-at", "HEAD"])?;
    let in_progress = at_head.lines().any(|tag| tag == current.tag()).then_some(current);
    let versions = tags.lines().filter_map(|tag| Version::parse(tag.strip_prefix('v')?));
    Ok(versions.filter(|version| Some(*version) != in_progress).max())
}

/// A version without a pre-release.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    pub(super) major: u64,
    pub(super) minor: u64,
    pub(super) patch: u64,
}

impl Version {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let numbers: Vec<u64> = text.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
        let [major, minor, patch] = numbers.try_into().ok()?;
        Some(Self { major, minor, patch })
    }

    /// The tag of its release.
    pub(super) fn tag(self) -> String {
        format!("v{self}")
    }

    /// The version requirement that users write.
    pub(super) fn requirement(self) -> String {
        format!("{}.{}", self.major, self.minor)
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_at_least_a_patch() {
        let version = |text| Version::parse(text).expect("a version");
        let none = Report::default();
        assert_eq!(required(None, version("0.1.0"), None), version("0.1.0"));
        assert_eq!(required(Some(version("0.1.0")), version("0.1.0"), Some(&none)), version("0.1.1"));
        assert_eq!(required(Some(version("0.1.9")), version("0.2.0"), None), version("0.1.10"));
    }

    #[test]
    fn versions_are_ordered_by_their_numbers() {
        assert!(Version::parse("0.10.0") > Version::parse("0.9.9"));
        for text in ["", "1", "1.2", "1.2.3.4", "v1.2.3", "1.2.3-alpha", "1.2.x"] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }
}
