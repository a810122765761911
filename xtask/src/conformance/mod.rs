//! `cargo xtask conformance`: judges c1-api by a specification, with samples from the specification alone.
//!
//! The judge is the crate `conformance`, which knows nothing of the generator. This command generates the SDK of the
//! specification in a scratch crate, emits the tables of its models, oneofs and operations, and runs them.

mod calls;
mod scratch;
mod standalone;
pub mod tables;

use std::path::Path;

use ::codegen::diagnostics::{Diagnostic, Diagnostics};
use ::codegen::{Inputs, TextFile, UnmatchedActions};
use serde_json::json;

use self::scratch::Scratch;
use crate::args::{Conformance, ConformanceFormat};
use crate::codes;
use crate::documents;
use crate::terminal::Outcome;
use crate::workspace::Workspace;

/// The accepted findings, relative to the workspace.
const BASELINE: &str = "conformance/baseline.toml";

/// Emits the scratch crate, builds it, and runs it.
pub(crate) fn run(workspace: &Workspace, args: &Conformance) -> Result<Outcome, Diagnostics> {
    let (scratch, documents) = match (&args.spec, args.standalone) {
        (Some(spec), true) => (standalone::write_program(workspace, spec)?, 1),
        (spec, _) => {
            let (inputs, unmatched) = inputs(workspace, spec.as_deref())?;
            let generated = ::codegen::generate(&inputs, unmatched, &mut |_| {})?;
            let scratch = Scratch::write(workspace, &generated, &inputs.documents)?;
            scratch.write_twins(args.differential.then_some(&json!({
                "documents": scratch.documents(inputs.documents.len()),
                "only": args.only,
            })))?;
            (scratch, inputs.documents.len())
        }
    };
    let program = scratch.build(if args.standalone { standalone::PACKAGE } else { "runner" })?;
    let baseline = args.baseline.clone().or_else(|| (!args.standalone).then(|| workspace.root().join(BASELINE)));
    let absolute = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let arguments = json!({
        "documents": scratch.documents(documents),
        "baseline": baseline.as_deref().map(absolute),
        "newer": args.newer.as_deref().map(absolute),
        "prism": if args.prism { Some(scratch.prism()?) } else { None },
        "samples": args.samples,
        "seed": args.seed,
        "only": args.only,
        "format": match args.format {
            ConformanceFormat::Text => "text",
            ConformanceFormat::Full => "full",
            ConformanceFormat::Json => "json",
            ConformanceFormat::Junit => "junit",
        },
        "output": args.output.as_deref().map(absolute),
    });
    if Scratch::run(&program, &arguments)? {
        return Ok(Outcome::default());
    }
    let help = "correct the crate; what the specification itself gets wrong goes to conformance/baseline.toml, with its reason";
    let name = args.spec.as_ref().map_or("specs".into(), |spec| spec.display().to_string());
    Err(Diagnostic::new(&codes::NOT_CONFORMING, name, "the generated crate does not conform").help(help).into())
}

/// The given specification with the overlay of specs/, whose actions may match nothing in it, or else all of specs/.
fn inputs(workspace: &Workspace, spec: Option<&Path>) -> Result<(Inputs, UnmatchedActions), Diagnostics> {
    let Some(spec) = spec else { return workspace.specification() };
    let documents = documents::read([documents::read_file(spec)])?.into_iter();
    let documents = documents.map(|document| TextFile { file: document.read_from, text: document.text });
    let inputs = Inputs { documents: documents.collect(), overlay: workspace.overlay()?, ..Inputs::default() };
    Ok((inputs, UnmatchedActions::Ignore))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_specification_needs_nothing_of_the_vendored_documents() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("other.yaml");
        std::fs::write(&path, "openapi: 3.1.0\npaths: {}\n").expect("a file");
        let workspace = Workspace::new(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
        let (inputs, unmatched) = inputs(&workspace, Some(&path)).expect("a document");
        assert!(inputs.overlay.is_some());
        ::codegen::generate(&inputs, unmatched, &mut |_| {}).expect("the overlay may match nothing");
    }
}
