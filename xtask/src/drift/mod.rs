//! `cargo xtask drift`: shows what clients reported of responses that differ from the specification.
//!
//! The reports are events of `c1-api` in logs. An element is one property, enum value, value or status, wherever it was seen.

mod element;
mod events;
mod place;
mod report;

use ::codegen::UnmatchedActions;
use ::codegen::diagnostics::Diagnostics;

use crate::args::{Drift, Format};
use crate::diff::input;
use crate::terminal::Outcome;
use crate::workspace::{SPECS, Workspace};
use element::Element;
use events::Events;
use place::Spec;

/// Reads the logs, and prints the elements in them.
pub(crate) fn run(workspace: &Workspace, args: &Drift) -> Result<Outcome, Diagnostics> {
    let events = Events::read(&args.logs)?;
    let vendored = ::codegen::analyze(&workspace.inputs()?, UnmatchedActions::Error, &mut |_| {})?;
    let newer = match &args.spec {
        Some(name) => {
            let side = input::read(workspace, name)?;
            let unmatched = if side.borrows_overlay { UnmatchedActions::Ignore } else { UnmatchedActions::Error };
            Some((name, ::codegen::analyze(&side.inputs, unmatched, &mut |_| {})?))
        }
        None => None,
    };
    let vendored = Spec::new(format!("{SPECS}/"), &vendored);
    let newer = newer.as_ref().map(|(name, analysis)| Spec::new((*name).clone(), analysis));
    let elements = Element::all(&events, workspace, &vendored, newer.as_ref())?;
    let report = match args.format {
        Format::Text => report::text(&elements, newer.as_ref().map(|newer| newer.name.as_str())),
        Format::Json => report::json(&elements),
    };
    Ok(Outcome { report, ..Outcome::default() })
}
