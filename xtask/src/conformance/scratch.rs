//! The scratch crate: a workspace of its own with the generated SDK, the judge and the tables.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use ::codegen::diagnostics::{Diagnostic, Diagnostics};
use ::codegen::rust::GENERATED;
use ::codegen::{Generated, TextFile};
use serde_json::{Value, json};
use toml_edit::{Array, DocumentMut, Item, Table, value};

use super::tables;
use crate::codes;
use crate::workspace::Workspace;
use crate::workspace::read::io_error;

/// The parts of the workspace that the scratch crate needs. The readme is part of the docs of c1-api.
const PARTS: [&str; 6] = ["Cargo.toml", "Cargo.lock", "README.md", "rust-toolchain.toml", "c1-api", "conformance"];

/// The manifest of c1-api-core.
const RUNTIME: &str = "c1-api/core/Cargo.toml";

/// Folders of the parts that it does not need: their tests, and what is generated from another specification.
const LEFT_OUT: [&str; 4] = ["c1-api/tests", "conformance/tests", GENERATED, "c1-api/core/tests"];

const MANIFEST: &str = "\
[package]
name = \"runner\"
version = \"0.0.0\"
edition = \"2024\"
publish = false

[dependencies]
c1-api = { path = \"../c1-api\" }
conformance.workspace = true
serde = { workspace = true, features = [\"derive\"] }
serde_json.workspace = true
";

const MAIN: &str = "\
//! Emitted by `cargo xtask conformance`. Do not edit it.

// Not every API has all kinds of parameters.
#[allow(dead_code)]
mod glue;
#[allow(deprecated, unreachable_patterns, unused_imports)]
mod tables;
#[allow(dead_code, unused_imports)]
mod twins;

fn main() -> std::process::ExitCode {
    conformance::command::main(&tables::TABLES, twins::TWINS)
}
";

/// The twins of a run without them.
const NO_TWINS: &str = "pub(crate) static TWINS: &[conformance::Model] = &[];\n";

const PRINTER_MANIFEST: &str = "\
[package]
name = \"printer\"
version = \"0.0.0\"
edition = \"2024\"
publish = false

[dependencies]
conformance.workspace = true
";

const PRINTER: &str = "\
//! Emitted by `cargo xtask conformance`. Do not edit it.

fn main() -> std::process::ExitCode {
    conformance::command::print_twins()
}
";

/// The manifest of the folder that Prism is installed in, with its exact version.
const PRISM: &str = "{\"private\": true, \"dependencies\": {\"@stoplight/prism-cli\": \"5.16.0\"}}\n";

const GLUE: &str = include_str!("../../../conformance/tests/vendored/glue.rs");

/// A workspace below the target folder, so outside of the source tree. All runs use the same, which builds dependencies once.
pub(super) struct Scratch {
    root: PathBuf,
}

impl Scratch {
    /// A workspace that was written.
    pub(super) fn at(root: PathBuf) -> Self {
        Self { root }
    }

    /// Writes the workspace for what was generated from `documents`. Files that do not change keep their time.
    pub(super) fn write(
        workspace: &Workspace,
        generated: &Generated,
        documents: &[TextFile],
    ) -> Result<Self, Diagnostics> {
        let scratch = Self { root: folder(workspace, "conformance") };
        scratch.copy(workspace.root()).map_err(|cause| scratch.error(&cause))?;
        let copy = Workspace::new(&scratch.root);
        copy.apply(&copy.compare(&generated.files, &generated.analysis.features())?)?;
        scratch.emit(generated, documents).map_err(|cause| scratch.error(&cause))?;
        Ok(scratch)
    }

    fn copy(&self, workspace: &Path) -> io::Result<()> {
        let mut kept = BTreeSet::new();
        for part in PARTS {
            copy_all(workspace, &self.root, Path::new(part), &mut kept)?;
        }
        for part in PARTS {
            remove_others(&self.root, Path::new(part), &kept)?;
        }
        Ok(())
    }

    fn emit(&self, generated: &Generated, documents: &[TextFile]) -> io::Result<()> {
        let manifest = fs::read_to_string(self.root.join("Cargo.toml"))?;
        let manifest = with_members(&manifest).map_err(io::Error::other)?;
        write(&self.root.join("Cargo.toml"), &manifest)?;
        let runtime = self.root.join(RUNTIME);
        let manifest = without_dev_dependencies(&fs::read_to_string(&runtime)?).map_err(io::Error::other)?;
        write(&runtime, &manifest)?;
        let tables = tables::print(&generated.analysis.rust);
        let runner =
            [("Cargo.toml", MANIFEST), ("src/main.rs", MAIN), ("src/glue.rs", GLUE), ("src/tables.rs", &tables)];
        for (file, text) in runner {
            write(&self.root.join("runner").join(file), text)?;
        }
        for (file, text) in [("Cargo.toml", PRINTER_MANIFEST), ("src/main.rs", PRINTER)] {
            write(&self.root.join("printer").join(file), text)?;
        }
        for (path, document) in self.documents(documents.len()).iter().zip(documents) {
            write(path, &document.text)?;
        }
        Ok(())
    }

    /// The paths of the documents.
    pub(super) fn documents(&self, count: usize) -> Vec<PathBuf> {
        (0..count).map(|index| self.root.join(format!("documents/{index}.yaml"))).collect()
    }

    /// Writes the twins by a program of the scratch workspace, which needs the judge's view of the documents; no twins without
    /// its arguments.
    pub(super) fn write_twins(&self, arguments: Option<&Value>) -> Result<(), Diagnostic> {
        let path = self.root.join("runner/src/twins.rs");
        let Some(arguments) = arguments else { return write(&path, NO_TWINS).map_err(|cause| self.error(&cause)) };
        let mut arguments = arguments.clone();
        // Twins that do not change keep their time.
        let output = self.root.join("printer/twins.rs");
        arguments["output"] = json!(output);
        if !Self::run(&self.build("printer")?, &arguments)? {
            return Err(self.diagnostic("the twins cannot be printed"));
        }
        let twins = fs::read_to_string(&output).and_then(|twins| write(&path, &twins));
        twins.map_err(|cause| self.error(&cause))
    }

    /// Builds a package of the scratch workspace and returns the path of its program.
    pub(super) fn build(&self, package: &str) -> Result<PathBuf, Diagnostic> {
        // Both kinds of workspaces share what they build of the judge's dependencies.
        let target = self.root.with_file_name("conformance").join("target");
        let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(["build", "--package", package])
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &target)
            // Cargo names the package that it runs, which is not the one to build.
            .env_remove("CARGO_MANIFEST_DIR")
            .status()
            .map_err(|cause| io_error("cargo", "cannot be run", &cause))?;
        if !status.success() {
            let help =
                "read the compiler's errors above: the emitted tables are in runner/src/tables.rs of this folder";
            return Err(self.diagnostic("the scratch crate does not compile").help(help));
        }
        Ok(target.join("debug").join(format!("{package}{}", std::env::consts::EXE_SUFFIX)))
    }

    /// Installs Prism, and returns the path of its script.
    pub(super) fn prism(&self) -> Result<PathBuf, Diagnostic> {
        let folder = self.root.join("prism");
        let script = folder.join("node_modules/@stoplight/prism-cli/dist/index.js");
        let manifest = folder.join("package.json");
        if fs::read_to_string(&manifest).is_ok_and(|old| old == PRISM) && script.exists() {
            return Ok(script);
        }
        write(&manifest, PRISM).map_err(|cause| self.error(&cause))?;
        let npm =
            Command::new("npm").args(["install", "--no-audit", "--no-fund", "--silent"]).current_dir(folder).status();
        let status = npm.map_err(|cause| io_error("npm", "cannot be run", &cause))?;
        if status.success() { Ok(script) } else { Err(self.diagnostic("npm cannot install Prism")) }
    }

    /// Runs the program with its arguments as JSON. Returns whether everything passed.
    pub(super) fn run(program: &Path, arguments: &Value) -> Result<bool, Diagnostic> {
        let status = Command::new(program).arg(arguments.to_string()).status();
        let status = status.map_err(|cause| io_error(&program.display().to_string(), "cannot be run", &cause))?;
        Ok(status.success())
    }

    fn error(&self, cause: &io::Error) -> Diagnostic {
        io_error(&self.root.display().to_string(), "cannot be written", cause)
    }

    fn diagnostic(&self, message: &str) -> Diagnostic {
        Diagnostic::new(&codes::NOT_CONFORMING, self.root.display().to_string(), message)
    }
}

/// A folder below the target folder.
pub(super) fn folder(workspace: &Workspace, name: &str) -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace.root().join("target"), PathBuf::from);
    // Cargo and the runner are run in other folders.
    std::path::absolute(&target).unwrap_or(target).join(name)
}

/// What the judge spends its time in. All else is built faster than it would run faster.
const OPTIMIZED: [&str; 10] = [
    "ahash",
    "conformance",
    "jsonschema",
    "jsonschema-value",
    "referencing",
    "serde",
    "serde_core",
    "serde_json",
    "serde_yaml",
    "unsafe-libyaml",
];

/// The manifest of the workspace with the members of the scratch crate and its profile.
fn with_members(manifest: &str) -> Result<String, toml_edit::TomlError> {
    let mut manifest: DocumentMut = manifest.parse()?;
    if let Some(workspace) = manifest["workspace"].as_table_mut() {
        workspace.remove("default-members");
    }
    manifest["workspace"]["members"] =
        value(Array::from_iter(["c1-api", "c1-api/core", "conformance", "printer", "runner"]));
    // The client has features of packages of the vendored documents, which others may lack.
    manifest["workspace"]["lints"]["rust"]["unexpected_cfgs"] = value("allow");
    manifest["profile"] = profile();
    Ok(manifest.to_string())
}

/// The profile of a program that judges.
pub(super) fn profile() -> Item {
    let table = |key: &str, item: Item| Item::Table(Table::from_iter([(key, item)]));
    let packages = OPTIMIZED.map(|package| (package, table("opt-level", value(2))));
    let mut dev = Table::from_iter([("debug", value(false)), ("incremental", value(false))]);
    dev.insert("package", Item::Table(Table::from_iter(packages)));
    table("dev", Item::Table(dev))
}

/// The manifest of the runtime without what its tests need: a package of the vendored documents, which others may lack.
fn without_dev_dependencies(manifest: &str) -> Result<String, toml_edit::TomlError> {
    let mut manifest: DocumentMut = manifest.parse()?;
    manifest.remove("dev-dependencies");
    Ok(manifest.to_string())
}

/// Copies a file or folder, and adds the paths of its files to `kept`.
fn copy_all(from: &Path, to: &Path, path: &Path, kept: &mut BTreeSet<PathBuf>) -> io::Result<()> {
    let source = from.join(path);
    if LEFT_OUT.iter().any(|left_out| path == Path::new(left_out)) {
        return Ok(());
    }
    if source.is_dir() {
        for entry in fs::read_dir(&source)? {
            copy_all(from, to, &path.join(entry?.file_name()), kept)?;
        }
        return Ok(());
    }
    kept.insert(path.to_owned());
    // The manifests are edited below, and Cargo adds the runner to the lock file.
    let is_edited =
        ["Cargo.toml", "Cargo.lock", "c1-api/Cargo.toml", RUNTIME].iter().any(|edited| path == Path::new(edited));
    let content = fs::read(&source)?;
    if is_edited { write_bytes(&to.join(path), &content) } else { write_changed(&to.join(path), &content) }
}

/// Removes the files of an earlier run that are not copied any more.
fn remove_others(root: &Path, path: &Path, kept: &BTreeSet<PathBuf>) -> io::Result<()> {
    let here = root.join(path);
    if path == Path::new(GENERATED) || (here.is_file() && kept.contains(path)) {
        return Ok(());
    }
    if !here.is_dir() {
        return if here.exists() { fs::remove_file(here) } else { Ok(()) };
    }
    for entry in fs::read_dir(&here)? {
        remove_others(root, &path.join(entry?.file_name()), kept)?;
    }
    Ok(())
}

pub(super) fn write(path: &Path, text: &str) -> io::Result<()> {
    write_changed(path, text.as_bytes())
}

/// Writes a file if its content differs.
fn write_changed(path: &Path, content: &[u8]) -> io::Result<()> {
    if fs::read(path).is_ok_and(|old| old == content) { Ok(()) } else { write_bytes(path, content) }
}

fn write_bytes(path: &Path, content: &[u8]) -> io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(path))?;
    fs::write(path, content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_runtime_needs_no_package() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(RUNTIME);
        let manifest = without_dev_dependencies(&fs::read_to_string(path).expect("a manifest")).expect("TOML");
        assert!(manifest.contains("[dependencies]") && !manifest.contains("user-v1"), "{manifest}");
    }
}
