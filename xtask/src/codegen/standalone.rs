//! `cargo xtask codegen --spec`: emits a crate of its own for any API, on the runtime of c1-api.

use std::path::Path;

use ::codegen::diagnostics::{Diagnostic, Diagnostics};
use ::codegen::rust::MANIFEST as SDK_MANIFEST;
use ::codegen::{Generated, Inputs};
use heck::ToKebabCase;
use serde_json::Value;
use toml_edit::{DocumentMut, value};

use super::access::Access;
use crate::cargo_toml;
use crate::codes;
use crate::documents;
use crate::workspace::{Changes, Workspace};

/// Where the crate has its generated files and its features.
const GENERATED: &str = "src/generated";
const MANIFEST: &str = "Cargo.toml";

/// Files that the crate shares with c1-api.
const SHARED: [(&str, &str); 3] = [
    ("src/runtime/mod.rs", include_str!("../../../c1-api/src/runtime/mod.rs")),
    ("src/runtime/oneof_tests.rs", include_str!("../../../c1-api/src/runtime/oneof_tests.rs")),
    ("src/runtime/wire_tests.rs", include_str!("../../../c1-api/src/runtime/wire_tests.rs")),
];

/// A crate to emit.
pub(super) struct Standalone<'a> {
    /// This workspace, which has the runtime.
    workspace: &'a Workspace,
    folder: Workspace,
    name: String,
    pub(super) inputs: Inputs,
}

impl<'a> Standalone<'a> {
    /// Reads the specification. The crate has its name unless another is given.
    pub(super) fn read(
        workspace: &'a Workspace,
        spec: &Path,
        out: &Path,
        name: Option<&str>,
        overlay: Option<&Path>,
    ) -> Result<Self, Diagnostics> {
        let stem = spec.file_stem().unwrap_or_default().to_string_lossy().to_kebab_case();
        let name = name.map_or(stem, str::to_owned);
        check_name(&name)?;
        let overlay = overlay.map(documents::text_file).transpose()?;
        let crate_name = Some(name.replace('-', "_"));
        let inputs = Inputs { documents: vec![documents::text_file(spec)?], overlay, crate_name, ..Inputs::default() };
        Ok(Self { workspace, folder: Workspace::new(out), name, inputs })
    }

    /// The changes that make the folder the crate. Its manifest is written once; later, only its features change.
    pub(super) fn compare(
        &self,
        generated: &Generated,
        document: &Value,
        access: &Access,
    ) -> Result<Changes, Diagnostics> {
        let mut changes = self.folder.compare_folder(GENERATED, &generated.files)?;
        let title = document["info"]["title"].as_str().map(first_line).filter(|title| !title.is_empty());
        let title = format!("Client for {}.", title.unwrap_or(&self.name).trim_end_matches('.'));
        let lib = include_str!("template/lib.rs")
            .replace("@TITLE@", &title)
            .replace("//! @SERVERS@\n", &access.server_docs("//! "))
            .replace("//! @CREDENTIALS@\n", &access.credential_docs("//! "))
            .replace("@CREDENTIALS@", &access.methods());
        let client = include_str!("template/client.rs")
            .replace("    /// @SERVERS@\n", &access.server_docs("    /// "))
            .replace("@SERVERS@", &access.servers())
            .replace("@BUILDER@", &access.builder());
        let files = [("src/lib.rs", lib), ("src/runtime/client.rs", client)];
        let shared = SHARED.map(|(path, text)| (path, text.to_owned()));
        for (path, text) in files.into_iter().chain(shared) {
            changes.written.extend(self.folder.compare_file(path, text)?);
        }
        let manifest = match self.folder.text(MANIFEST)? {
            Some(manifest) => manifest,
            None => self.manifest(&title)?,
        };
        let manifest = cargo_toml::with_features(MANIFEST, &manifest, &generated.analysis.features())?;
        changes.written.extend(self.folder.compare_file(MANIFEST, manifest)?);
        Ok(changes)
    }

    pub(super) fn apply(&self, changes: &Changes) -> Result<(), Diagnostics> {
        std::fs::create_dir_all(self.folder.root())
            .map_err(|cause| crate::workspace::read::io_error(&self.shown(), "cannot be created", &cause))?;
        self.folder.apply(changes)
    }

    /// The folder, as errors and reports show it.
    pub(super) fn shown(&self) -> String {
        self.folder.root().display().to_string()
    }

    /// A manifest with the dependencies of c1-api, at the versions of this workspace.
    fn manifest(&self, description: &str) -> Result<String, Diagnostic> {
        let read = |file: &str| cargo_toml::parse(file, &self.workspace.text(file)?.unwrap_or_default());
        let (sdk, root) = (read(SDK_MANIFEST)?, read(MANIFEST)?);
        let mut manifest: DocumentMut = cargo_toml::parse(MANIFEST, include_str!("template/Cargo.toml"))?;
        manifest["package"]["name"] = value(&self.name);
        manifest["package"]["description"] = value(description);
        for (name, _) in
            sdk.get("dependencies").and_then(|table| table.as_table_like()).into_iter().flat_map(|table| table.iter())
        {
            let dependencies = root.get("workspace").and_then(|workspace| workspace.get("dependencies"));
            let Some(mut dependency) = dependencies.and_then(|table| table.get(name)).cloned() else { continue };
            if let Some(path) = dependency.get("path").and_then(|path| path.as_str()) {
                let path = self.workspace.root().join(path);
                let path = std::fs::canonicalize(&path).unwrap_or(path);
                dependency["path"] = value(path.display().to_string());
            }
            manifest["dependencies"][name] = dependency;
        }
        Ok(manifest.to_string())
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default().trim()
}

fn check_name(name: &str) -> Result<(), Diagnostic> {
    let is_valid = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
    if is_valid {
        return Ok(());
    }
    let message = format!("`{}` is not the name of a crate", ::codegen::diagnostics::Bounded(name));
    let help = "use lower-case letters, digits and hyphens: `--crate-name pet-store`";
    Err(Diagnostic::new(&codes::INVALID_CRATE_NAME, "--crate-name", message).help(help))
}
