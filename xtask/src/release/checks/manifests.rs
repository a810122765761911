//! The metadata of the published packages, and that the others cannot be published.

use ::codegen::diagnostics::{Diagnostic, Diagnostics};
use toml_edit::{DocumentMut, Item};

use super::{Context, Outcome, PUBLISHED};
use crate::cargo_toml;

/// The keys of `[package]` that crates.io and docs.rs show.
const KEYS: [&str; 9] =
    ["description", "version", "rust-version", "license", "repository", "readme", "keywords", "categories", "include"];

pub(super) fn check(context: &Context<'_>) -> Result<Outcome, Diagnostics> {
    let root = manifest(context, "Cargo.toml")?;
    let mut problems = Vec::new();
    for (name, folder) in PUBLISHED {
        let file = format!("{folder}/Cargo.toml");
        let package = manifest(context, &file)?;
        let get = |key: &str| package.get("package").and_then(|package| package.get(key));
        let missing = KEYS.into_iter().filter(|key| !is_given(get(key), &root, key));
        problems.extend(missing.map(|key| format!("{file}: `package.{key}` is missing")));
        if get("metadata").and_then(|metadata| metadata.get("docs")?.get("rs")).is_none() {
            problems.push(format!("{file}: `package.metadata.docs.rs` is missing"));
        }
        if get("name").and_then(Item::as_str) != Some(name) || get("publish").is_some() {
            problems.push(format!("{file}: `package.name` is not {name}, or `package.publish` is set"));
        }
    }
    let members = root.get("workspace").and_then(|workspace| workspace.get("members")?.as_array());
    let members = members.into_iter().flatten().filter_map(|member| member.as_str());
    for member in members.filter(|member| PUBLISHED.iter().all(|(_, folder)| folder != member)) {
        let file = format!("{member}/Cargo.toml");
        let publish = manifest(context, &file)?.get("package").and_then(|package| package.get("publish")?.as_bool());
        if publish != Some(false) {
            problems.push(format!("{file}: `publish = false` is missing"));
        }
    }
    let passed = PUBLISHED.map(|(name, _)| name).join(", ");
    Ok(Outcome::of_problems(&problems, passed, "complete the manifests"))
}

/// Whether a key has a value, which may be that of the workspace.
fn is_given(value: Option<&Item>, root: &DocumentMut, key: &str) -> bool {
    let is_filled = |value: &Item| {
        value.as_str().is_some_and(|text| !text.is_empty()) || value.as_array().is_some_and(|list| !list.is_empty())
    };
    let inherits = value.is_some_and(|value| value.get("workspace").and_then(Item::as_bool) == Some(true));
    let inherited = root.get("workspace").and_then(|workspace| workspace.get("package")?.get(key));
    if inherits { inherited.is_some_and(is_filled) } else { value.is_some_and(is_filled) }
}

fn manifest(context: &Context<'_>, file: &str) -> Result<DocumentMut, Diagnostic> {
    cargo_toml::parse(file, &context.workspace.text(file)?.unwrap_or_default())
}
