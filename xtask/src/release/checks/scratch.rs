//! A workspace with the published packages alone, without their tests: dependencies of tests would raise other versions.

use std::fs;
use std::path::Path;

use ::codegen::diagnostics::{Diagnostic, Diagnostics};
use toml_edit::{Array, Item, Table, value};

use super::PUBLISHED;
use crate::cargo_toml;
use crate::workspace::Workspace;
use crate::workspace::read::{self, io_error};

/// The tables of a manifest that only tests and builds of this workspace need.
const REMOVED: [&str; 4] = ["dev-dependencies", "bench", "example", "test"];

/// Writes the workspace to `folder`. What was built there stays.
pub(super) fn workspace(original: &Workspace, folder: &Path) -> Result<(), Diagnostics> {
    let root = original.root();
    for (_, package) in PUBLISHED {
        remove(&folder.join(package).join("src"))?;
        for (path, bytes) in read::folder(root, &format!("{package}/src"))? {
            write(&folder.join(package).join("src").join(path), &bytes)?;
        }
        let file = format!("{package}/Cargo.toml");
        let mut manifest = cargo_toml::parse(&file, &read::text(root, &file)?)?;
        for table in REMOVED {
            manifest.remove(table);
        }
        if let Some(package) = manifest.get_mut("package").and_then(Item::as_table_mut) {
            package.remove("readme");
            package.remove("include");
        }
        write(&folder.join(&file), manifest.to_string().as_bytes())?;
    }
    let mut manifest = cargo_toml::parse("Cargo.toml", &read::text(root, "Cargo.toml")?)?;
    manifest.remove("profile");
    if let Some(workspace) = manifest.get_mut("workspace").and_then(Item::as_table_mut) {
        let members: Array = PUBLISHED.iter().map(|(_, package)| *package).collect();
        workspace.insert("members", value(members));
        workspace.remove("default-members");
        workspace.remove("exclude");
        let dependencies = workspace.get_mut("dependencies").and_then(Item::as_table_mut);
        dependencies.into_iter().for_each(|dependencies| remove_paths(root, dependencies));
    }
    write(&folder.join("Cargo.toml"), manifest.to_string().as_bytes())?;
    Ok(())
}

/// Removes dependencies on packages of this workspace that are not copied.
fn remove_paths(root: &Path, dependencies: &mut Table) {
    let is_foreign = |item: &Item| {
        let path = item.get("path").and_then(Item::as_str);
        path.is_some_and(|path| PUBLISHED.iter().all(|(_, folder)| *folder != path) && root.join(path).exists())
    };
    dependencies.retain(|_, item| !is_foreign(item));
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Diagnostic> {
    let failed = |cause: std::io::Error| io_error(&path.display().to_string(), "cannot be written", &cause);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    fs::write(path, bytes).map_err(failed)
}

/// Removes a folder, if it exists.
fn remove(folder: &Path) -> Result<(), Diagnostic> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .map_err(|cause| io_error(&folder.display().to_string(), "cannot be removed", &cause))?;
    }
    Ok(())
}
