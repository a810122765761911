//! Turns the vendored OpenAPI documents into the generated half of `c1-api`.
//!
//! One direction, each step a function of the one before it:
//!
//! ```text
//! YAML text ─spec→ openapiv3::OpenAPI ─lower→ Api ─names→ Names ─emit→ FileTree
//! ```
//!
//! `openapiv3` ends with lowering, `quote` begins with emission, and only [`disk`] reads and writes files.

mod api;
pub mod catalog;
pub mod diff;
pub mod disk;
mod emit;
mod error;
mod features;
mod file_tree;
mod lower;
mod manifest;
mod names;
mod package;
mod pointer;
mod render;
mod sources;
mod spec;
mod specs;
mod stages;
mod surface;
mod text;
pub mod vendor;

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

pub use disk::{Changes, Files, Workspace, Written};
pub use error::{Error, Errors, Warning};
pub use file_tree::FileTree;
pub use sources::{Source, Validators};
pub use specs::{Replaced, Specs, Vendored};
pub use surface::{surface, surface_entries};
pub use text::escaped;

use api::Api;
use names::Names;
use spec::Idle;
use stages::Stages;

/// A text with the name that errors call it by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// As in `specs/search-users.yaml`.
    pub file: String,
    /// YAML or JSON.
    pub text: String,
}

/// What the generator works from.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// OpenAPI documents, in any order.
    pub documents: Vec<Document>,
    /// An OpenAPI Overlay, whose actions are carried out on each of the documents.
    pub overlay: Option<Document>,
}

/// What the generator yields.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The files below `c1-api/src/generated/`.
    pub files: FileTree,
    /// The features of c1-api that stand for packages, each with those that it turns on.
    pub features: BTreeMap<String, Vec<String>>,
    /// How much was found in the documents.
    pub summary: Summary,
    /// What in the documents is not as it should be, and was left out.
    pub warnings: Vec<Warning>,
    /// How long each stage took, in order.
    pub stages: Vec<(&'static str, Duration)>,
}

/// How much of what was found in the documents.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Operations.
    pub operations: usize,
    /// Named schemas, and objects described in place.
    pub models: usize,
    /// Enums, each counted once wherever it is used.
    pub enums: usize,
    /// Places where an enum is described.
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

/// Generates everything from `inputs`: the same from the same inputs, whatever their order.
///
/// # Errors
///
/// Everything in the documents that has no meaning in Rust, each with its place.
pub fn generate(inputs: &Inputs) -> Result<Generated, Errors> {
    run(inputs).map_err(|errors| errors.map(with_lines(inputs)))
}

fn run(inputs: &Inputs) -> Result<Generated, Errors> {
    let mut stages = Stages::default();
    let Named { api, names, warnings } = name(inputs, Idle::Refused, &mut stages)?;
    let files = stages.time("emit", || emit::emit(&api, &names))?;
    let mut with_line = with_lines(inputs);
    Ok(Generated {
        files,
        features: emit::features(&api, &names),
        summary: summary(&api, names.packages.len()),
        warnings: warnings.into_iter().map(|warning| warning.map(&mut with_line)).collect(),
        stages: stages.into_vec(),
    })
}

/// What the documents describe, and what all of it is called in Rust.
struct Named {
    api: Api,
    names: Names,
    warnings: Vec<Warning>,
}

/// All that comes before emission.
fn name(inputs: &Inputs, idle: Idle, stages: &mut Stages) -> Result<Named, Errors> {
    let merged = spec::load(inputs, idle, stages)?;
    let document = stages.time("openapi", || spec::openapi(merged.tree))?;
    let (api, warnings) = stages.time("lower", || lower::lower(&document, merged.files))?;
    let names = stages.time("names", || names::assign(&api))?;
    Ok(Named { api, names, warnings })
}

/// Whether `document` can be vendored.
///
/// # Errors
///
/// Everything in it that the generator does not understand, each with its place.
pub fn validate(document: &Document) -> Result<(), Errors> {
    let inputs = Inputs { documents: vec![document.clone()], overlay: None };
    spec::validate(document).map_err(|errors| errors.map(with_lines(&inputs)))
}

fn summary(api: &Api, packages: usize) -> Summary {
    Summary {
        operations: api.operations.len(),
        models: api.models.len(),
        enums: api.enums.len(),
        enum_sites: api.enums.iter().map(|enumeration| enumeration.sites.len()).sum(),
        packages,
    }
}

/// How many errors are told with their lines. A file is read once more for each, and whatever is new in a specification
/// is new in thousands of places: the others are told by their JSON pointers alone.
const LINES: usize = 20;

/// Adds to the first errors the lines of their files, which are looked for only now that they are needed.
fn with_lines(inputs: &Inputs) -> impl FnMut(Error) -> Error {
    let mut told = 0;
    move |error| {
        told += 1;
        if told > LINES { error } else { with_line(error, inputs) }
    }
}

fn with_line(error: Error, inputs: &Inputs) -> Error {
    let mut documents = inputs.documents.iter().chain(&inputs.overlay);
    let document = documents.find(|document| document.file == error.file());
    let line = document
        .filter(|_| !error.pointer().is_empty())
        .and_then(|document| spec::line_of(&document.text, error.pointer()));
    match line {
        Some(line) => error.line(line),
        None => error,
    }
}
