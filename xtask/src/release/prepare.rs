//! Writes the version and the changelog of the next release.

use ::codegen::diagnostics::{Diagnostic, Diagnostics};
use toml_edit::{DocumentMut, Item, Value};

use super::changelog::{self, CHANGELOG};
use super::plan::{Plan, Version};
use crate::cargo_toml;
use crate::workspace::{Changes, Workspace};

/// The lock files with the packages of this workspace.
const LOCKS: [&str; 2] = ["Cargo.lock", "fuzz/Cargo.lock"];
/// The documents that name the version that users depend on.
const GUIDES: [&str; 2] = ["c1-api/src/guide/features.md", "c1-api/src/guide/mocking.md"];
/// The manifest of the workspace.
const ROOT: &str = "Cargo.toml";

/// Writes all files or none. Returns what is to be done next.
pub(super) fn write(workspace: &Workspace, plan: &Plan) -> Result<String, Diagnostics> {
    let text = workspace.text(CHANGELOG)?.unwrap_or_default();
    if changelog::has(&text, &plan.next.to_string()) {
        return Ok(format!("release {} is prepared already; {}\n", plan.next, next_step(plan)));
    }
    let mut files = vec![(CHANGELOG, changelog::with_release(&text, plan, repository(workspace)?.as_deref())?)];
    for file in [ROOT].into_iter().chain(LOCKS).chain(GUIDES) {
        let Some(text) = workspace.text(file)? else { continue };
        let new = match file {
            ROOT => with_version(file, &text, plan.next)?,
            _ if LOCKS.contains(&file) => with_locked_version(file, &text, plan.current, plan.next)?,
            _ => with_requirement(&text, plan.current, plan.next),
        };
        files.push((file, new));
    }
    let mut changes = Changes::default();
    for (file, new) in files {
        changes.written.extend(workspace.compare_file(file, new)?);
    }
    workspace.apply(&changes)?;
    let written: String = changes.written.iter().map(|written| format!("wrote {}\n", written.path)).collect();
    Ok(format!("{written}release {} is prepared; {}\n", plan.next, next_step(plan)))
}

fn next_step(plan: &Plan) -> String {
    let tag = plan.next.tag();
    format!(
        "review and commit it, run `cargo xtask release --dry-run`, then `git tag {tag}` and `git push origin {tag}`"
    )
}

/// The URL of the repository, from the manifest of the workspace.
pub(super) fn repository(workspace: &Workspace) -> Result<Option<String>, Diagnostic> {
    let Some(text) = workspace.text(ROOT)? else { return Ok(None) };
    let manifest = cargo_toml::parse(ROOT, &text)?;
    let repository = manifest.get("workspace").and_then(|workspace| workspace.get("package")?.get("repository"));
    Ok(repository.and_then(Item::as_str).map(str::to_owned))
}

/// The manifest with the version of all packages, and of the dependency on the runtime.
fn with_version(file: &str, text: &str, version: Version) -> Result<String, Diagnostic> {
    let mut manifest = cargo_toml::parse(file, text)?;
    set(&mut manifest, &["workspace", "package", "version"], &version.to_string());
    set(&mut manifest, &["workspace", "dependencies", "c1-api-core", "version"], &format!("={version}"));
    Ok(manifest.to_string())
}

/// Replaces a string, if it is there.
fn set(manifest: &mut DocumentMut, path: &[&str], text: &str) {
    let item = path.iter().try_fold(manifest.as_item_mut(), |item, key| item.get_mut(key));
    if let Some(Value::String(value)) = item.and_then(Item::as_value_mut) {
        let decor = value.decor().clone();
        *value = toml_edit::Formatted::new(text.to_owned());
        *value.decor_mut() = decor;
    }
}

/// The lock file with the new version of the packages of this workspace, which are those without a source.
fn with_locked_version(file: &str, text: &str, old: Version, new: Version) -> Result<String, Diagnostic> {
    let mut lock = cargo_toml::parse(file, text)?;
    let old = old.to_string();
    for package in
        lock.get_mut("package").and_then(Item::as_array_of_tables_mut).into_iter().flat_map(|all| all.iter_mut())
    {
        let is_own = package.get("source").is_none() && package.get("version").and_then(Item::as_str) == Some(&old);
        if is_own {
            package["version"] = toml_edit::value(new.to_string());
        }
    }
    Ok(lock.to_string())
}

/// The readme with the requirement of the new version.
fn with_requirement(text: &str, old: Version, new: Version) -> String {
    let requirement = |version: Version| format!("c1-api = {{ version = \"{}\"", version.requirement());
    text.replace(&requirement(old), &requirement(new))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_versions_change() {
        let version = |text| Version::parse(text).expect("a version");
        let manifest = "# The workspace.\n[workspace.package]\nversion = \"0.1.0\" # all\n\n[workspace.dependencies]\n\
                        c1-api-core = { version = \"=0.1.0\", path = \"core\" }\nserde = \"0.1.0\"\n";
        let new = with_version("Cargo.toml", manifest, version("0.2.0")).expect("a manifest");
        let expected = manifest.replace("version = \"0.1.0\"", "version = \"0.2.0\"").replace("=0.1.0", "=0.2.0");
        assert_eq!(new, expected);

        let lock = "version = 4\n\n[[package]]\nname = \"c1-api\"\nversion = \"0.1.0\"\n\n[[package]]\nname = \"other\"\n\
                    version = \"0.1.0\"\nsource = \"registry\"\n\n[[package]]\nname = \"fuzz\"\nversion = \"0.0.0\"\n";
        let new = with_locked_version("Cargo.lock", lock, version("0.1.0"), version("0.1.1")).expect("a lock file");
        assert_eq!(new, lock.replacen("\"0.1.0\"", "\"0.1.1\"", 1));

        let readme = "c1-api = { version = \"0.1\", features = [] }";
        assert_eq!(with_requirement(readme, version("0.1.0"), version("0.1.1")), readme);
        assert_eq!(with_requirement(readme, version("0.1.0"), version("1.0.0")), readme.replace("0.1", "1.0"));
    }
}
