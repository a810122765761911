//! A workspace of its own with the SDK of a specification, and with crates that use it.

use std::path::{Path, PathBuf};
use std::process::Command;

use conformance::Document;
use toml_edit::{Array, DocumentMut, Item, Table, value};

use crate::context::{Context, say, tool};
use crate::error::{Error, Result};
use crate::files::{copy, entries, read, remove, write};
use crate::process::{self, Finished};

/// What the SDK consists of. The readme is part of its docs.
const PARTS: [&str; 6] = ["Cargo.lock", "README.md", "rust-toolchain.toml", "c1-api/src", "c1-api/core/src", "specs"];
const MANIFESTS: [&str; 2] = ["c1-api/Cargo.toml", "c1-api/core/Cargo.toml"];

/// The generated part of the SDK.
pub(crate) const GENERATED: &str = "c1-api/src/generated";

/// The tables of a manifest that only tests need.
const OF_TESTS: [&str; 4] = ["dev-dependencies", "bench", "example", "test"];

/// A scratch workspace.
#[derive(Debug)]
pub(crate) struct Scratch {
    pub(crate) root: PathBuf,
    xtask: PathBuf,
}

impl Scratch {
    /// Copies the SDK with its vendored specification. What was built there stays.
    pub(crate) fn new(context: &Context, name: &str) -> Result<Self> {
        let source = &context.root;
        let scratch = Self { root: context.work.join(name), xtask: context.xtask()?.to_owned() };
        for part in PARTS {
            // It is of the specification, and `generate` replaces what differs.
            copy(&source.join(part), &scratch.root.join(part), &scratch.root.join(GENERATED))?;
        }
        for file in MANIFESTS {
            let mut manifest = parse(&source.join(file))?;
            for table in OF_TESTS {
                manifest.remove(table);
            }
            write(&scratch.root.join(file), &manifest.to_string())?;
        }
        scratch.set_members(context, &[])?;
        // xtask keeps there that nothing has changed.
        let target = scratch.root.join("target");
        std::fs::create_dir_all(&target).map_err(|error| Error::at(&target, error))?;
        Ok(scratch)
    }

    /// Writes the manifest of the workspace, with more members.
    pub(crate) fn set_members(&self, context: &Context, members: &[String]) -> Result<()> {
        let mut manifest = parse(&context.root.join("Cargo.toml"))?;
        let members = ["c1-api".to_owned(), "c1-api/core".to_owned()].into_iter().chain(members.iter().cloned());
        if let Some(workspace) = manifest["workspace"].as_table_mut() {
            workspace.remove("default-members");
            workspace.remove("exclude");
            workspace["members"] = value(members.collect::<Array>());
            workspace["lints"]["rust"]["unexpected_cfgs"] = value("allow");
        }
        let release = Table::from_iter([("strip", value("symbols"))]);
        manifest["profile"] = Item::Table(Table::from_iter([("release", Item::Table(release))]));
        write(&self.root.join("Cargo.toml"), &manifest.to_string())
    }

    /// Replaces the specification by a document: with the overlay, unless the document is of another API.
    pub(crate) fn vendor(&self, document: &Path) -> Result<()> {
        let mut arguments = vec!["vendor".into(), "--replace-all".into()];
        arguments.push(std::path::absolute(document).map_err(|error| Error::at(document, error))?.into_os_string());
        let overlay = self.root.join("specs/overlay.yaml");
        if overlay.exists() && process::run(self.xtask().args(&arguments)).is_ok() {
            return Ok(());
        }
        remove(&overlay)?;
        process::run(self.xtask().args(&arguments)).map(drop)
    }

    /// Generates the SDK.
    pub(crate) fn generate(&self) -> Result<Finished> {
        process::run_measured(self.xtask().args(["codegen", "--timings"]))
    }

    /// Generates the SDK, unless nothing has changed since the last such run.
    pub(crate) fn generate_if_changed(&self) -> Result<Finished> {
        process::run_measured(self.xtask().arg("codegen"))
    }

    /// A command of xtask for this workspace.
    pub(crate) fn xtask(&self) -> Command {
        let mut command = Command::new(&self.xtask);
        command.arg("--root").arg(&self.root);
        command
    }

    /// A Cargo command in this workspace, for builds as a user of the published crates has them.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut cargo = tool(&self.root);
        for name in ["RUSTFLAGS", "RUSTDOCFLAGS", "CARGO_PROFILE_DEV_DEBUG"] {
            cargo.env_remove(name);
        }
        cargo.env("CARGO_INCREMENTAL", "0").args(arguments);
        cargo
    }

    /// The paths of the documents.
    pub(crate) fn documents(&self) -> Result<Vec<PathBuf>> {
        let files = entries(&self.root.join("specs"))?.into_iter();
        let is_document = |path: &PathBuf| {
            path.extension().is_some_and(|extension| extension == "yaml") && !path.ends_with("overlay.yaml")
        };
        Ok(files.filter(is_document).collect())
    }

    /// The documents as the judge reads them.
    pub(crate) fn document(&self) -> Result<Document> {
        let texts: Result<Vec<String>> = self.documents()?.iter().map(|path| read(path)).collect();
        Document::parse(&texts?).map_err(Error::new)
    }

    /// The features of all packages.
    pub(crate) fn packages(&self) -> Result<Vec<String>> {
        let manifest = parse(&self.root.join(MANIFESTS[0]))?;
        let full = manifest["features"]["full"].as_array().into_iter().flatten();
        Ok(full.filter_map(|feature| feature.as_str().map(str::to_owned)).collect())
    }
}

/// The SDK of the given specification, or else of the vendored one.
pub(crate) fn sdk(context: &Context) -> Result<Scratch> {
    let scratch = Scratch::new(context, "sdk")?;
    if let Some(spec) = &context.spec {
        say(&format!("generating c1-api from {}", spec.title));
        scratch.vendor(&spec.path)?;
    }
    scratch.generate()?;
    Ok(scratch)
}

fn parse(path: &Path) -> Result<DocumentMut> {
    read(path)?.parse().map_err(|error: toml_edit::TomlError| Error::at(path, error))
}
