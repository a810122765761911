//! Cargo manifests: the version of c1-api, and its generated features.

use std::collections::BTreeMap;

use ::codegen::diagnostics::{Diagnostic, Location};
use toml_edit::{Array, DocumentMut, Item, TableLike};

use crate::codes;

/// Reads the version of the package `file`, which may inherit it from the workspace's manifest. `read` returns the text
/// of a file of the workspace.
pub(crate) fn version(
    file: &str,
    read: impl Fn(&str) -> Result<String, Diagnostic>,
) -> Result<Option<String>, Diagnostic> {
    let value = |file: &str, path: &[&str]| {
        let manifest = parse(file, &read(file)?)?;
        Ok(path.iter().try_fold(manifest.as_item(), |item, key| item.get(key)).cloned())
    };
    let mut version = value(file, &["package", "version"])?;
    if version.as_ref().is_some_and(|version| version.get("workspace").is_some()) {
        version = value("Cargo.toml", &["workspace", "package", "version"])?;
    }
    Ok(version.and_then(|version| version.as_str().map(str::to_owned)))
}

/// Parses the manifest `file`.
pub(crate) fn parse(file: &str, text: &str) -> Result<DocumentMut, Diagnostic> {
    text.parse().map_err(|error: toml_edit::TomlError| {
        let offset = error.span().map_or(0, |span| span.start);
        Diagnostic::new(&codes::INVALID_MANIFEST, Location::line_of(file, text, offset), error.message())
            .help("correct the manifest; `cargo metadata` reads it too")
    })
}

/// Replaces the generated part of the `[features]` table, which is between two marker comments.
///
/// `features` maps the feature of each package to the features that it enables. The feature `full` is added and enables
/// all of them. Everything outside of the markers is kept byte for byte.
pub(crate) fn with_features(
    file: &str,
    manifest: &str,
    features: &BTreeMap<String, Vec<String>>,
) -> Result<String, Diagnostic> {
    let misplaced = || {
        let message = "the markers of the generated features do not enclose a part of the `[features]` table";
        Diagnostic::new(&codes::NO_FEATURE_TABLE, file, message).help(
            "put the generated features into `[features]`, between a line `# @generated-begin: ...` and a line \
             `# @generated-end`",
        )
    };
    let (before, after) = around_markers(manifest).ok_or_else(misplaced)?;
    let (full, all) = ("full".to_owned(), features.keys().cloned().collect());
    let generated = || std::iter::once((&full, &all)).chain(features);

    let hand_written = parse(file, &format!("{before}{after}"))?;
    let is_hand_written = |name: &str| table(&hand_written).is_some_and(|table| table.contains_key(name));
    if let Some((name, _)) = generated().find(|(name, _)| is_hand_written(name)) {
        let location = Location::at(file, format!("/features/{name}"));
        let message = "a hand-written feature has the name of a generated one";
        return Err(Diagnostic::new(&codes::FEATURE_COLLISION, location, message)
            .help("rename the hand-written feature, or delete it if it is left over from a merge"));
    }
    let newline = if before.ends_with("\r\n") { "\r\n" } else { "\n" };
    let lines: String = generated().map(|(name, enabled)| feature(name, enabled).replace('\n', newline)).collect();
    let text = format!("{before}{lines}{after}");
    let is_in_table = table(&parse(file, &text)?).is_some_and(|table| table.contains_key(&full));
    if is_in_table { Ok(text) } else { Err(misplaced()) }
}

const BEGIN: &str = "# @generated-begin";
const END: &str = "# @generated-end";
const MAX_WIDTH: usize = 100;

/// The text up to the line of the first marker, and the text from the second marker. `None` if a marker is missing or
/// repeated, or if a table begins between them.
fn around_markers(manifest: &str) -> Option<(&str, &str)> {
    let (before, rest) = manifest.split_once(BEGIN)?;
    let (line, rest) = rest.split_once('\n')?;
    let (generated, after) = rest.split_once(END)?;
    let is_marked = |text: &str| text.contains(BEGIN) || text.contains(END);
    if is_marked(before)
        || is_marked(after)
        || generated.contains(BEGIN)
        || generated.lines().any(|line| line.trim_start().starts_with('['))
    {
        return None;
    }
    let (begin, end) = (before.len() + BEGIN.len() + line.len() + 1, manifest.len() - after.len() - END.len());
    Some((&manifest[..begin], &manifest[end..]))
}

fn table(manifest: &DocumentMut) -> Option<&dyn TableLike> {
    manifest.get("features").and_then(Item::as_table_like)
}

/// A line of the `[features]` table, or one line for each enabled feature if it would be too long.
fn feature(name: &str, enabled: &[String]) -> String {
    let mut list: Array = enabled.iter().map(String::as_str).collect();
    if format!("{name} = {list}").len() >= MAX_WIDTH {
        list.iter_mut().for_each(|feature| feature.decor_mut().set_prefix("\n    "));
        list.set_trailing("\n");
        list.set_trailing_comma(true);
    }
    format!("{name} = {list}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        let root = "[package]\nversion = \"0.2.0\"\n[workspace.package]\nversion = \"0.1.0\"\n";
        let version_of = |package: &str, root: &str| {
            version("c1-api/Cargo.toml", |file| Ok(if file == "Cargo.toml" { root } else { package }.to_owned()))
        };
        assert_eq!(version_of("[package]\nversion = \"1.2.3\"\n", root), Ok(Some("1.2.3".to_owned())));
        assert_eq!(version_of("[package]\nversion.workspace = true\n", root), Ok(Some("0.1.0".to_owned())));
        assert_eq!(version_of("[package]\nversion.workspace = true\n", "[workspace]\nversion = \"0.1.0\"\n"), Ok(None));
        assert_eq!(version_of("[package]\nversion = 1\n", root), Ok(None));
        version_of("[package", root).expect_err("not TOML");
        version_of("[package]\nversion.workspace = true\n", "[package").expect_err("not TOML");
    }

    const MANIFEST: &str = "\
[package]
name = \"c1-api\" # kept   verbatim

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
    fn lines_outside_of_the_markers_are_unchanged() {
        let features = features(&[("user-v1", &[]), ("iam-v1", &["user-v1"])]);
        let rewritten = with_features("Cargo.toml", MANIFEST, &features).expect("valid markers");
        let generated = "full = [\"iam-v1\", \"user-v1\"]\niam-v1 = [\"user-v1\"]\nuser-v1 = []\n";
        assert_eq!(rewritten, MANIFEST.replace("full = []\ngone-v1 = []\n", generated));
        assert_eq!(with_features("Cargo.toml", &rewritten, &features), Ok(rewritten.clone()), "idempotent");

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
    fn a_long_list_has_one_feature_per_line() {
        let names: Vec<String> = (0..9).map(|index| format!("a-long-package-v{index}")).collect();
        let features = names.iter().map(|name| (name.clone(), Vec::new())).collect();
        let rewritten = with_features("Cargo.toml", MANIFEST, &features).expect("valid markers");
        assert!(rewritten.contains("full = [\n    \"a-long-package-v0\",\n    \"a-long-package-v1\",\n"));
        assert!(rewritten.contains("    \"a-long-package-v8\",\n]\na-long-package-v0 = []\n"));
    }

    #[test]
    fn missing_or_misplaced_markers_are_errors() {
        let begin = "# @generated-begin: one feature per package\n";
        let end = "# @generated-end\n";
        let refused = [
            ("no begin", MANIFEST.replace(begin, "")),
            ("no end", MANIFEST.replace(end, "")),
            ("two begins", MANIFEST.replace(begin, &begin.repeat(2))),
            ("two ends", MANIFEST.replace(end, &end.repeat(2))),
            ("swapped", MANIFEST.replace(begin, "#").replace(end, begin).replace("#full", "# @generated-end\nfull")),
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
            ("a hand-written feature with a generated name", MANIFEST.replace("by-hand", "user-v1")),
            ("a hand-written `full`", MANIFEST.replace("by-hand", "full").replace("full = []\ngone", "gone")),
        ];
        let features = features(&[("user-v1", &[])]);
        with_features("Cargo.toml", MANIFEST, &features).expect("the unchanged manifest is valid");
        for (name, manifest) in refused {
            assert_ne!(manifest, MANIFEST, "{name}");
            with_features("Cargo.toml", &manifest, &features).expect_err(name);
        }
    }
}
