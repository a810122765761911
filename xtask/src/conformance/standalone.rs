//! Judges the crate that `codegen --spec` writes for an API other than C1's: its models, by JSON Schema, and its operations.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use ::codegen::diagnostics::Diagnostics;
use ::codegen::rust::{Crate, Item};
use toml_edit::{Array, DocumentMut, InlineTable, value};

use super::calls;
use super::scratch::{self, Scratch, write};
use crate::codegen::write_supported;
use crate::documents;
use crate::workspace::Workspace;
use crate::workspace::read::io_error;

/// The package of the program.
pub(super) const PACKAGE: &str = "standalone-runner";

const MAIN: &str = include_str!("template/main.rs");

/// Writes the crate and the program that judges it. Returns the workspace of both.
pub(super) fn write_program(workspace: &Workspace, spec: &Path) -> Result<Scratch, Diagnostics> {
    let root = scratch::folder(workspace, "conformance-standalone");
    let generated = write_supported(workspace, spec, &root.join("api"), "api")?;
    let document = documents::text_file(spec)?;
    let scratch = Scratch::at(root.clone());
    let files = [
        (root.join("Cargo.toml"), manifest()),
        (root.join("runner/Cargo.toml"), runner(workspace)),
        (root.join("runner/src/main.rs"), MAIN.to_owned()),
        (root.join("runner/src/models.rs"), models(&generated.analysis.rust)),
        (root.join("runner/src/calls.rs"), calls::print(&generated.analysis.rust)),
        (scratch.documents(1).remove(0), document.text),
    ];
    let written = files.iter().try_for_each(|(path, text)| write(path, text));
    let written = written.and_then(|()| lock(workspace, &root));
    written.map_err(|cause| io_error(&root.display().to_string(), "cannot be written", &cause))?;
    Ok(scratch)
}

/// The manifest of the workspace.
fn manifest() -> String {
    let mut manifest = DocumentMut::new();
    manifest["workspace"]["members"] = value(Array::from_iter(["api", "runner"]));
    manifest["workspace"]["resolver"] = value("3");
    manifest["profile"] = scratch::profile();
    manifest.to_string()
}

fn runner(workspace: &Workspace) -> String {
    let root = fs::canonicalize(workspace.root()).unwrap_or_else(|_| workspace.root().to_owned());
    let path = |path: &Path| InlineTable::from_iter([("path", path.display().to_string())]);
    let mut manifest = DocumentMut::new();
    manifest["package"]["name"] = value(PACKAGE);
    manifest["package"]["version"] = value("0.0.0");
    manifest["package"]["edition"] = value("2024");
    let mut api = path(Path::new("../api"));
    api.insert("default-features", false.into());
    api.insert("features", Array::from_iter(["full"]).into());
    manifest["dependencies"]["api"] = value(api);
    let mut core = path(&root.join("c1-api/core"));
    core.insert("default-features", false.into());
    manifest["dependencies"]["c1-api-core"] = value(core);
    manifest["dependencies"]["conformance"] = value(path(&root.join("conformance")));
    // The table of operations names their types.
    for (name, version) in [("bytes", "1"), ("serde_json", "1")] {
        manifest["dependencies"][name] = value(version);
    }
    let mut chrono = InlineTable::from_iter([("version", "0.4")]);
    chrono.insert("default-features", false.into());
    manifest["dependencies"]["chrono"] = value(chrono);
    manifest.to_string()
}

/// Starts from the dependencies of this workspace.
fn lock(workspace: &Workspace, root: &Path) -> io::Result<()> {
    let lock = root.join("Cargo.lock");
    if lock.exists() { Ok(()) } else { fs::copy(workspace.root().join("Cargo.lock"), lock).map(drop) }
}

/// The table of all models, enums and unions, by the places of their schemas.
fn models(krate: &Crate) -> String {
    let mut table = "// Emitted by `cargo xtask conformance`. Do not edit it.\n\nuse conformance::Model;\n\n\
         use super::round_trip;\n\npub(crate) static MODELS: &[Model] = &[\n"
        .to_owned();
    let mut add = |item: &Item| {
        if !item.pointer.is_empty() {
            let (name, path) = (&item.pointer, &item.path);
            let _infallible = writeln!(table, "    Model {{ name: {name:?}, round_trip: round_trip::<api::{path}> }},");
        }
    };
    for package in &krate.packages {
        package.models.iter().for_each(|model| add(&model.item));
        package.unions.iter().for_each(|union| add(&union.item));
        package.enums.iter().for_each(|enumeration| add(&enumeration.item));
    }
    table + "];\n"
}
