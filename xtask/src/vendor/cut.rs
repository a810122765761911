//! The text of the selected part of a document.

use std::collections::BTreeSet;

use ::codegen::diagnostics::{Diagnostic, Diagnostics};
use ::codegen::ir::{Model, ModelId};
use ::codegen::{Analysis, Inputs, TextFile};
use serde_json::Value;

use super::selection::{self, Selection};
use super::subset::{Related, subset};
use crate::codes;
use crate::support::LeftOut;
use crate::terminal::counted;

/// A part of a document.
pub(super) struct Part {
    pub(super) text: String,
    /// The name of the document, with the operations of the part. Diagnostics show it.
    pub(super) read_from: String,
}

/// Cuts the selected operations out of `whole`. Keeps the `old` text if that has the same content.
///
/// A part of globs also has the schemas to which the generator relates its models, with this overlay: those of related
/// objects and of payloads. So its models have the accessors that they have in the whole API.
pub(super) fn cut(
    whole: &TextFile,
    selection: &Selection<'_>,
    overlay: Option<&TextFile>,
    old: Option<&String>,
) -> Result<Part, Diagnostics> {
    let document = ::codegen::parse(whole)?;
    selection.check(&whole.file, &document)?;
    let related = match selection {
        Selection::Operation(_) => Related::new(),
        Selection::Only(_) => related(whole, overlay)?,
    };
    let part = subset(&whole.file, &document, selection, &related)?;
    let read_from = match selection {
        Selection::Operation(operation) => format!("{} ({operation})", whole.file),
        Selection::Only(_) => {
            let all = counted(selection::count(&document), "operation");
            format!("{} ({} of {all})", whole.file, selection::count(&part))
        }
    };
    let parse = |text: &String| ::codegen::parse(&TextFile { file: whole.file.clone(), text: text.clone() });
    let text = match old {
        Some(old) if parse(old).is_ok_and(|old| old == part) => old.clone(),
        _ => yaml(&whole.file, &part)?,
    };
    Ok(Part { text, read_from })
}

fn yaml(path: &str, part: &Value) -> Result<String, Diagnostic> {
    serde_yaml::to_string(part).map_err(|cause| {
        Diagnostic::new(&codes::NOT_A_DOCUMENT, path, format!("a part of this cannot be written as YAML: {cause}"))
            .help("vendor the whole document: `cargo xtask vendor --replace-all URL`")
    })
}

/// The schemas that the generator relates to each schema. It leaves out those that it does not support.
fn related(whole: &TextFile, overlay: Option<&TextFile>) -> Result<Related, Diagnostics> {
    let mut inputs = Inputs { documents: vec![whole.clone()], overlay: overlay.cloned(), ..Inputs::default() };
    let (_, Analysis { api, .. }) = LeftOut::find(&mut inputs)?;
    let component = |model: &Model| model.pointer.strip_prefix("/components").map(str::to_owned);
    let targets = |model: &Model| -> BTreeSet<String> {
        let related = model.related.iter().filter_map(|related| related.target);
        let payloads = model.payloads.iter().flat_map(|payloads| &payloads.models).copied();
        related.chain(payloads).filter_map(|target: ModelId| component(&api[target])).collect()
    };
    let related = api.models.iter().filter_map(|model| Some((component(model)?, targets(model))));
    Ok(related.filter(|(_, targets)| !targets.is_empty()).collect())
}
