//! Cargo manifests: the version of c1-api, and its generated feature table.

use std::collections::{BTreeMap, BTreeSet};

use ::codegen::diagnostics::{Diagnostic, Location};
use toml_edit::{Array, DocumentMut, Item, Table, value};

use crate::codes;

/// The version in a package's manifest.
pub(crate) enum Version {
    Own(String),
    /// `version.workspace = true`.
    Inherited,
    Missing,
}

/// Reads the version from the `[package]` table.
pub(crate) fn version(file: &str, text: &str) -> Result<Version, Diagnostic> {
    let manifest = parse(file, text)?;
    let version = manifest.get("package").and_then(|package| package.get("version"));
    Ok(match version {
        Some(inherited) if inherited.get("workspace").is_some() => Version::Inherited,
        version => version.and_then(Item::as_str).map_or(Version::Missing, |version| Version::Own(version.to_owned())),
    })
}

/// Reads the version from the `[workspace.package]` table.
pub(crate) fn workspace_version(file: &str, text: &str) -> Result<Option<String>, Diagnostic> {
    let manifest = parse(file, text)?;
    let package = manifest.get("workspace").and_then(|workspace| workspace.get("package"));
    Ok(package.and_then(|package| package.get("version")?.as_str()).map(str::to_owned))
}

fn parse(file: &str, text: &str) -> Result<DocumentMut, Diagnostic> {
    text.parse().map_err(|error: toml_edit::TomlError| {
        let offset = error.span().map_or(0, |span| span.start);
        let location = Location::line_of(file, text, offset);
        Diagnostic::new(&codes::INVALID_MANIFEST, location, error.message())
            .help("correct the manifest; `cargo metadata` reads it too")
    })
}

/// Replaces the generated part of the `[features]` table, which is between two marker comments.
///
/// `features` maps the feature of each package to the features that it enables. The feature `full` is added and enables
/// all of them. Everything outside of the markers is kept byte for byte.
///
/// # Errors
///
/// If the manifest is not TOML, the markers do not enclose a part of the `[features]` table, or a hand-written feature
/// has the name of a generated one.
pub(crate) fn with_features(
    file: &str,
    manifest: &str,
    features: &BTreeMap<String, Vec<String>>,
) -> Result<String, Diagnostic> {
    let mut document = parse(file, manifest)?;
    let table = document.get_mut("features").and_then(Item::as_table_mut).ok_or_else(|| misplaced(file))?;
    let old = generated_keys(manifest, table);
    let first = old.first().ok_or_else(|| misplaced(file))?;
    let before: BTreeSet<String> =
        table.iter().map(|(name, _)| name.to_owned()).take_while(|name| name != first).collect();
    let marker = table.key(first).and_then(|key| key.leaf_decor().prefix()).cloned().unwrap_or_default();

    old.iter().for_each(|name| drop(table.remove(name)));
    let (full, all) = ("full".to_owned(), features.keys().cloned().collect());
    for (name, enabled) in std::iter::once((&full, &all)).chain(features) {
        if table.insert(name, value(list(name, enabled))).is_some() {
            return Err(Diagnostic::new(
                &codes::FEATURE_COLLISION,
                Location::at(file, format!("/features/{name}")),
                "a hand-written feature has the name of a generated one",
            )
            .help("rename the hand-written feature, or delete it if it is left over from a merge"));
        }
    }
    if let Some(mut key) = table.key_mut(&full) {
        key.leaf_decor_mut().set_prefix(marker);
    }
    let position = |name: &str| match name {
        name if before.contains(name) => 0,
        name if name == full || features.contains_key(name) => 1,
        _ => 2,
    };
    table.sort_values_by(|one, _, other, _| position(one).cmp(&position(other)));

    // toml_edit writes Unix line endings only.
    let text = document.to_string();
    Ok(if manifest.contains("\r\n") { text.replace('\n', "\r\n") } else { text })
}

const BEGIN: &str = "# @generated-begin";
const END: &str = "# @generated-end";
const MAX_WIDTH: usize = 100;

/// The features between the markers; none if the markers are missing or misplaced.
fn generated_keys(manifest: &str, features: &Table) -> Vec<String> {
    let lines: Vec<&str> = manifest.lines().map(str::trim_start).collect();
    let only = |marker: &str| {
        let mut found = (0..lines.len()).filter(|index| lines[*index].starts_with(marker));
        found.next().filter(|_| found.next().is_none())
    };
    let is_within_table =
        |begin: usize, end: usize| begin < end && !lines[begin..end].iter().any(|line| line.starts_with('['));
    if !only(BEGIN).zip(only(END)).is_some_and(|(begin, end)| is_within_table(begin, end)) {
        return Vec::new();
    }
    let follows = |name: &str, marker: &str| {
        let prefix = features.key(name).and_then(|key| key.leaf_decor().prefix()?.as_str());
        prefix.is_some_and(|prefix| prefix.contains(marker))
    };
    let names = features.iter().map(|(name, _)| name);
    names.skip_while(|name| !follows(name, BEGIN)).take_while(|name| !follows(name, END)).map(str::to_owned).collect()
}

fn misplaced(file: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::NO_FEATURE_TABLE,
        file,
        "the markers of the generated features do not enclose a part of the `[features]` table",
    )
    .help(
        "put the generated features into `[features]`, between a line `# @generated-begin: ...` and a line \
         `# @generated-end`; `full = []` is enough",
    )
}

/// The features on one line if they fit, otherwise on one line each.
fn list(name: &str, enabled: &[String]) -> Array {
    let mut list: Array = enabled.iter().map(String::as_str).collect();
    if format!("{name} = {list}").len() >= MAX_WIDTH {
        list.iter_mut().for_each(|feature| feature.decor_mut().set_prefix("\n    "));
        list.set_trailing("\n");
        list.set_trailing_comma(true);
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        let stated = version("Cargo.toml", "[package]\nversion = \"1.2.3\"\n").expect("TOML");
        assert!(matches!(stated, Version::Own(version) if version == "1.2.3"));
        let inherited = version("Cargo.toml", "[package]\nversion.workspace = true\n").expect("TOML");
        assert!(matches!(inherited, Version::Inherited));
        let none = version("Cargo.toml", "[package]\nversion = 1\n").expect("TOML");
        assert!(matches!(none, Version::Missing));
        version("Cargo.toml", "[package").err().expect("no TOML");

        let shared = workspace_version("Cargo.toml", "[workspace.package]\nversion = \"0.1.0\"\n");
        assert_eq!(shared, Ok(Some("0.1.0".to_owned())));
        assert_eq!(workspace_version("Cargo.toml", "[workspace]\nversion = \"0.1.0\"\n"), Ok(None));
    }

    const MANIFEST: &str = "\
[package]
name = \"c1-api\" # kept   as it is

[features]
default = [\"full\"]
# @generated-begin: one feature per package
full = []
gone-v1 = []
# @generated-end
by-hand = []

[lints]
workspace = true
";

    fn features(names: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
        let owned = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        names.iter().map(|(name, enabled)| (name.to_string(), owned(enabled))).collect()
    }

    #[test]
    fn only_the_lines_between_the_markers_change() {
        let features = features(&[("user-v1", &[]), ("iam-v1", &["user-v1"])]);
        let rewritten = with_features("Cargo.toml", MANIFEST, &features).expect("a place for features");
        let generated = "full = [\"iam-v1\", \"user-v1\"]\niam-v1 = [\"user-v1\"]\nuser-v1 = []\n";
        assert_eq!(rewritten, MANIFEST.replace("full = []\ngone-v1 = []\n", generated));
        assert_eq!(with_features("Cargo.toml", &rewritten, &features), Ok(rewritten.clone()), "twice is once");

        let windows = MANIFEST.replace('\n', "\r\n");
        assert_eq!(with_features("Cargo.toml", &windows, &features), Ok(rewritten.replace('\n', "\r\n")));
    }

    #[test]
    fn generated_features_may_end_the_table() {
        let features = features(&[("user-v1", &[])]);
        for (from, to) in [("by-hand = []\n", ""), ("by-hand = []\n", "# by hand\n"), ("full = []\ngone", "gone")] {
            let manifest = MANIFEST.replace(from, to);
            let (before, rest) = manifest.split_once(" package\n").expect("the first marker");
            let (_, after) = rest.split_once("gone-v1 = []\n").expect("the second marker");
            let expected = format!("{before} package\nfull = [\"user-v1\"]\nuser-v1 = []\n{after}");
            assert_eq!(with_features("Cargo.toml", &manifest, &features), Ok(expected));
        }
    }

    #[test]
    fn a_long_list_has_a_line_for_each() {
        let names: Vec<String> = (0..9).map(|index| format!("a-long-package-v{index}")).collect();
        let features = names.iter().map(|name| (name.clone(), Vec::new())).collect();
        let rewritten = with_features("Cargo.toml", MANIFEST, &features).expect("a place for features");
        assert!(rewritten.contains("full = [\n    \"a-long-package-v0\",\n    \"a-long-package-v1\",\n"));
        assert!(rewritten.contains("    \"a-long-package-v8\",\n]\na-long-package-v0 = []\n"));
    }

    #[test]
    fn a_manifest_without_a_place_for_features_is_refused() {
        let begin = "# @generated-begin: one feature per package\n";
        let end = "# @generated-end\n";
        let refused = [
            ("no begin", MANIFEST.replace(begin, "")),
            ("no end", MANIFEST.replace(end, "")),
            ("two begins", MANIFEST.replace(begin, &begin.repeat(2))),
            ("two ends", MANIFEST.replace(end, &end.repeat(2))),
            ("exchanged", MANIFEST.replace(begin, "#").replace(end, begin).replace("#full", "# @generated-end\nfull")),
            ("no table", MANIFEST.replace("[features]", "[others]")),
            ("in another table", MANIFEST.replace("[features]\n", "[features]\n[others]\n")),
            (
                "around a table",
                MANIFEST
                    .replace("by-hand = []\n", "")
                    .replace(end, "")
                    .replace("[lints]", "[lints]\n[x]\n# @generated-end"),
            ),
            ("around its header", format!("{begin}{}", MANIFEST.replace(begin, ""))),
            ("in a string", MANIFEST.replace("[features]", "[features]\nx = '''").replace("by-hand = []", "'''")),
            ("not TOML", MANIFEST.replace("[package]", "[package")),
            ("a generated name by hand", MANIFEST.replace("by-hand", "user-v1")),
            ("`full` by hand", MANIFEST.replace("by-hand", "full").replace("full = []\ngone", "gone")),
        ];
        let features = features(&[("user-v1", &[])]);
        with_features("Cargo.toml", MANIFEST, &features).expect("the others differ from this in one thing");
        for (name, manifest) in refused {
            assert_ne!(manifest, MANIFEST, "{name}");
            with_features("Cargo.toml", &manifest, &features).expect_err(name);
        }
    }
}
