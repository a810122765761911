//! Cargo manifests: the crate's version, and its generated feature table.

use std::collections::BTreeMap;
use std::ops::Range;

use ::codegen::diagnostics::{Diagnostic, Location};
use toml::Table;

use crate::codes;

/// What a package says of its version.
pub(crate) enum Version {
    Own(String),
    /// `version.workspace = true`.
    Inherited,
    Missing,
}

/// The version in the `[package]` of a manifest.
pub(crate) fn version(file: &str, text: &str) -> Result<Version, Diagnostic> {
    let manifest = parse(file, text)?;
    Ok(match manifest.get("package").and_then(|package| package.get("version")) {
        Some(toml::Value::String(version)) => Version::Own(version.clone()),
        Some(inherited) if inherited.get("workspace").is_some() => Version::Inherited,
        _ => Version::Missing,
    })
}

/// The version in the `[workspace.package]` of a manifest.
pub(crate) fn workspace_version(file: &str, text: &str) -> Result<Option<String>, Diagnostic> {
    let manifest = parse(file, text)?;
    let package = manifest.get("workspace").and_then(|workspace| workspace.get("package"));
    Ok(package.and_then(|package| package.get("version")?.as_str()).map(str::to_owned))
}

/// A manifest of Cargo's.
fn parse(file: &str, text: &str) -> Result<Table, Diagnostic> {
    text.parse().map_err(|error: toml::de::Error| {
        let offset = error.span().map_or(0, |span| span.start);
        let location = Location::line_of(file, text, offset);
        Diagnostic::new(&codes::INVALID_MANIFEST, location, error.message())
            .help("correct the manifest: Cargo reads it too")
    })
}

/// The text of the manifest with the generated part of its `[features]` table rewritten from `features`.
///
/// `features` maps each package's feature to those that it turns on; `full` is added and turns on all of them. All
/// that stands outside the markers stays byte for byte.
///
/// # Errors
///
/// Where the manifest is not TOML, the markers do not enclose a part of its `[features]` table, or a feature written
/// by hand has a generated one's name.
pub(crate) fn with_features(
    file: &str,
    manifest: &str,
    features: &BTreeMap<String, Vec<String>>,
) -> Result<String, Diagnostic> {
    let region = region(file, manifest)?;
    let (before, after) = (&manifest[..region.start], &manifest[region.end..]);
    let by_hand = parse(file, &format!("{before}{after}"))?;
    check_region(file, &parse(file, manifest)?, &by_hand)?;
    check_names(file, &by_hand, features)?;

    let newline = if before.ends_with("\r\n") { "\r\n" } else { "\n" };
    let rewritten = format!("{before}{}{after}", lines(features).replace('\n', newline));
    let is_in_table = parse(file, &rewritten)?
        .get("features")
        .and_then(toml::Value::as_table)
        .is_some_and(|table| features.keys().all(|name| table.contains_key(name)) && table.contains_key("full"));
    match is_in_table {
        true => Ok(rewritten),
        false => Err(misplaced(file)),
    }
}

const BEGIN: &str = "# @generated-begin";
const END: &str = "# @generated-end";
const WIDTH: usize = 100;

/// The bytes between the line that begins the generated part and the line that ends it.
fn region(file: &str, manifest: &str) -> Result<Range<usize>, Diagnostic> {
    let begin = marker(file, manifest, BEGIN)?;
    let end = marker(file, manifest, END)?;
    match begin.end <= end.start {
        true => Ok(begin.end..end.start),
        false => {
            Err(Diagnostic::new(&codes::NO_FEATURE_TABLE, file, format!("`{END}` stands before `{BEGIN}`"))
                .help(RESTORE))
        }
    }
}

/// The bytes of the one line that is this marker, its line ending included.
fn marker(file: &str, manifest: &str, marker: &str) -> Result<Range<usize>, Diagnostic> {
    let mut offset = 0;
    let mut found = Vec::new();
    for line in manifest.split_inclusive('\n') {
        let range = offset..offset + line.len();
        offset = range.end;
        if line.trim_start().starts_with(marker) {
            found.push(range);
        }
    }
    let message = match <[_; 1]>::try_from(found) {
        Ok([line]) => return Ok(line),
        Err(none) if none.is_empty() => format!("no line begins with `{marker}`"),
        Err(several) => format!("{} lines begin with `{marker}`", several.len()),
    };
    Err(Diagnostic::new(&codes::NO_FEATURE_TABLE, file, message).help(RESTORE))
}

const RESTORE: &str = "the generated features stand in the `[features]` table, between one line \
                       `# @generated-begin: ...` and one line `# @generated-end`";

/// Nothing but features may stand between the markers, as all of it is about to be replaced.
fn check_region(file: &str, whole: &Table, by_hand: &Table) -> Result<(), Diagnostic> {
    let others = |table: &Table| {
        let mut others = table.clone();
        others.remove("features");
        others
    };
    match by_hand.get("features").is_some_and(toml::Value::is_table) && others(whole) == others(by_hand) {
        true => Ok(()),
        false => Err(misplaced(file)),
    }
}

fn misplaced(file: &str) -> Diagnostic {
    Diagnostic::new(
        &codes::NO_FEATURE_TABLE,
        file,
        "the markers of the generated features do not enclose a part of the `[features]` table",
    )
    .help(RESTORE)
}

fn check_names(file: &str, by_hand: &Table, features: &BTreeMap<String, Vec<String>>) -> Result<(), Diagnostic> {
    let taken = |name: &str| by_hand.get("features").is_some_and(|table| table.get(name).is_some());
    match features.keys().map(String::as_str).chain(["full"]).find(|name| taken(name)) {
        None => Ok(()),
        Some(name) => Err(Diagnostic::new(
            &codes::FEATURE_COLLISION,
            Location::at(file, format!("/features/{name}")),
            "a feature written by hand has a generated one's name",
        )
        .help("rename it, or delete it where it was meant to be the generated one")),
    }
}

/// `full` first, as it is the one that most people look for, then the packages by name.
fn lines(features: &BTreeMap<String, Vec<String>>) -> String {
    let all: Vec<String> = features.keys().cloned().collect();
    let packages = features.iter().map(|(name, enabled)| line(name, enabled));
    std::iter::once(line("full", &all)).chain(packages).collect()
}

fn line(name: &str, enabled: &[String]) -> String {
    let enabled: Vec<String> = enabled.iter().map(|name| format!("{name:?}")).collect();
    let line = format!("{name} = [{}]\n", enabled.join(", "));
    match line.len() <= WIDTH {
        true => line,
        false => format!("{name} = [\n    {},\n]\n", enabled.join(",\n    ")),
    }
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
