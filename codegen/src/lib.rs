//! Generates the Rust code of `c1-api` from OpenAPI documents.
//!
//! Documents in, files out: nothing here uses the disk, the network or the clock. [`generate`] shows every stage in
//! order, and no stage feeds an earlier one. Lowering is the last to read documents, printing alone uses `quote`.

mod casing;
pub mod diagnostics;
pub mod index;
pub mod ir;
mod lower;
mod naming;
mod openapi;
mod print;
pub mod rust;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

pub use openapi::{Usage, pointer, server_url};
pub use print::FileTree;

use diagnostics::{Diagnostic, Diagnostics, Location};
use index::Index;
use ir::Api;
use openapi::Sources;

/// A text file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFile {
    /// Its name in errors, such as `specs/search-users.yaml`.
    pub file: String,
    /// Its content.
    pub text: String,
}

/// The input of the generator.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// OpenAPI documents in YAML or JSON, in any order.
    pub documents: Vec<TextFile>,
    /// An OpenAPI Overlay that is applied to each document.
    pub overlay: Option<TextFile>,
    /// The name of the emitted crate in its examples, such as `pet_store`. Default: `c1_api`.
    pub crate_name: Option<String>,
    /// JSON pointers of the operations and schemas to leave out, such as `/paths/~1pets/get`.
    pub left_out: BTreeSet<String>,
}

/// How to treat overlay actions that match nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnmatchedActions {
    /// They are out of date: an error.
    Error,
    /// The overlay was written for other documents: ignore them.
    Ignore,
}

/// The API of some documents, and the crate to emit for it.
#[derive(Debug)]
pub struct Analysis {
    /// The API.
    pub api: Api,
    /// The crate.
    pub rust: rust::Crate,
    /// Warnings about what was left out.
    pub warnings: Vec<Diagnostic>,
    sources: Sources,
}

/// The output of the generator.
#[derive(Debug)]
pub struct Generated {
    /// The files of `c1-api/src/generated/`.
    pub files: FileTree,
    /// What they were printed from.
    pub analysis: Analysis,
}

/// Generates the files of c1-api: the same from the same inputs, in any order.
///
/// Calls `stage_done` with the name of each stage when it ends.
///
/// # Errors
///
/// Everything in the documents that the generator does not support.
pub fn generate(
    inputs: &Inputs,
    unmatched: UnmatchedActions,
    stage_done: &mut dyn FnMut(&'static str),
) -> Result<Generated, Diagnostics> {
    let analysis = analyze(inputs, unmatched, stage_done)?;
    let files = print::files(&analysis.rust)?;
    stage_done("print");
    Ok(Generated { files, analysis })
}

/// Runs every stage but printing.
///
/// # Errors
///
/// As [`generate`].
pub fn analyze(
    inputs: &Inputs,
    unmatched: UnmatchedActions,
    stage_done: &mut dyn FnMut(&'static str),
) -> Result<Analysis, Diagnostics> {
    let mut stages = Stages(stage_done);
    let mut documents = stages.done("parse", openapi::parse(&inputs.documents)?);
    stages.done("overlay", openapi::overlay(&mut documents, inputs.overlay.as_ref(), unmatched)?);
    openapi::leave_out(&mut documents, &inputs.left_out);
    stages.done("resolve", openapi::resolve(&mut documents)?);
    // Some operations are in the document only now.
    openapi::leave_out(&mut documents, &inputs.left_out);
    openapi::normalize(&mut documents);
    stages.done("normalize", ());
    let mut warnings = stages.done("validate", openapi::validate(&documents)?);
    let openapi::Merged { tree, sources } = stages.done("merge", openapi::merge(documents)?);
    let (api, left_out) = stages.done("lower", lower::lower(&tree, &sources)?);
    warnings.extend(left_out);
    // It takes as much memory as the crate, which is built next.
    drop(tree);
    let names = stages.done("name", naming::assign(&api, &sources)?);
    let rust = stages.done("build", rust::build(&api, &names, inputs.crate_name.as_deref().unwrap_or("c1_api")));
    Ok(Analysis { api, rust, warnings, sources })
}

/// Reports the end of stages.
struct Stages<'a>(&'a mut dyn FnMut(&'static str));

impl Stages<'_> {
    fn done<T>(&mut self, name: &'static str, result: T) -> T {
        (self.0)(name);
        result
    }
}

/// Checks that a document is one that can be generated from, once the overlay is applied.
///
/// # Errors
///
/// Everything in it that the generator does not support.
pub fn validate(document: &TextFile, overlay: Option<&TextFile>) -> Result<(), Diagnostics> {
    openapi::validate_one(document, overlay)
}

/// Checks that each action of the overlay matches something in a document, unless it is optional.
///
/// # Errors
///
/// Documents that cannot be parsed, an invalid overlay, and actions that match nothing.
pub fn check_overlay(inputs: &Inputs) -> Result<(), Diagnostics> {
    let mut documents = openapi::parse(&inputs.documents)?;
    openapi::overlay(&mut documents, inputs.overlay.as_ref(), UnmatchedActions::Error)
}

/// The keys of OpenAPI that documents use, supported or not.
///
/// # Errors
///
/// Documents that cannot be parsed, and an invalid overlay.
pub fn usage(inputs: &Inputs) -> Result<Vec<Usage>, Diagnostics> {
    let mut documents = openapi::parse(&inputs.documents)?;
    openapi::overlay(&mut documents, inputs.overlay.as_ref(), UnmatchedActions::Ignore)?;
    openapi::normalize(&mut documents);
    Ok(openapi::usage(&mut documents))
}

/// The first document with the overlay applied, without the definitions that are left out.
///
/// # Errors
///
/// Documents that cannot be parsed, and an invalid overlay.
pub fn document(inputs: &Inputs) -> Result<serde_json::Value, Diagnostics> {
    let mut documents = openapi::parse(&inputs.documents)?;
    openapi::overlay(&mut documents, inputs.overlay.as_ref(), UnmatchedActions::Ignore)?;
    openapi::leave_out(&mut documents, &inputs.left_out);
    Ok(documents.into_iter().next().map(|document| document.tree).unwrap_or_default())
}

/// Parses a YAML or JSON document into JSON values.
///
/// # Errors
///
/// A document that is not YAML, has duplicate keys, or is too deep or too large.
pub fn parse(document: &TextFile) -> Result<serde_json::Value, Diagnostics> {
    Ok(openapi::parse_one(document)?.tree)
}

impl Analysis {
    /// Every element of the documents with its Rust items.
    pub fn index(&self) -> Index<'_> {
        Index::new(&self.api, &self.rust)
    }

    /// The features of c1-api, one for each package, each with those that it enables.
    pub fn features(&self) -> BTreeMap<String, Vec<String>> {
        self.rust.features()
    }

    /// The location of what a JSON pointer leads to in the documents.
    pub fn locate(&self, pointer: &str) -> Location {
        self.sources.locate(pointer)
    }

    /// The number of elements.
    pub fn summary(&self) -> Summary {
        let Api { packages, models, enums, operations, .. } = &self.api;
        Summary {
            operations: operations.len(),
            models: models.len(),
            enums: enums.len(),
            enum_sites: enums.iter().map(|enumeration| enumeration.sites.len()).sum(),
            packages: packages.len(),
        }
    }
}

/// Numbers of elements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Operations.
    pub operations: usize,
    /// Named schemas and inline objects.
    pub models: usize,
    /// Enums, each counted once however many properties share it.
    pub enums: usize,
    /// Definitions of enums.
    pub enum_sites: usize,
    /// Packages.
    pub packages: usize,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { operations, models, enums, enum_sites, packages } = self;
        write!(f, "{operations} operations, {models} models, {enums} enums ({enum_sites} sites) in {packages} packages")
    }
}
