//! `cargo xtask explain`: shows everything about an element of specs/ or a diagnostic code.

mod code;
pub mod diagnostic;
mod find;
mod nearest;
mod page;
mod query;
mod request_facts;

use ::codegen::UnmatchedActions;
use ::codegen::diagnostics::{Diagnostic, Diagnostics, escape};

use crate::args::Explain;
use crate::codes;
use crate::terminal::Outcome;
use crate::workspace::Workspace;
use find::Found;

/// Prints the pages of the elements with a name.
pub(crate) fn run(workspace: &Workspace, args: &Explain) -> Result<Outcome, Diagnostics> {
    let name = args.name.join(" ");
    if let Some(page) = diagnostic::page(&name) {
        return Ok(Outcome { report: page, ..Outcome::default() });
    }
    let inputs = workspace.inputs()?;
    let analysis = ::codegen::analyze(&inputs, UnmatchedActions::Error, &mut |_| {})?;
    let index = analysis.index();
    let shown = bounded(&name);
    match find::find(&index, &name) {
        Found::Entries { entries, others } => {
            let code = code::Code::read(workspace, entries.iter().flat_map(|entry| &entry.items).copied())?;
            let page = page::Page { analysis: &analysis, index: &index, code };
            let pages: Vec<String> = entries.into_iter().map(|entry| page.print(entry)).collect();
            Ok(Outcome { report: pages.join("\n") + &mentioned(&others), ..Outcome::default() })
        }
        Found::Ambiguous(entries) => {
            let message = format!("`{shown}` is the name of {} elements", entries.len());
            let lines = entries.iter().take(MAX_LISTED).map(|entry| find::line(entry));
            let more = entries.len().saturating_sub(MAX_LISTED);
            let more = (more > 0).then(|| format!("... and {more} more: `cargo xtask list operations|models FILTER`"));
            let help = with_lines("use the full name of one of them", lines.chain(more));
            Err(Diagnostic::new(&codes::AMBIGUOUS, "specs", message).help(help).into())
        }
        Found::Nothing(nearest) => {
            let help = if nearest.is_empty() {
                "list all names with `cargo xtask list services|operations|models|enums`".to_owned()
            } else {
                with_lines("use one of these similar names:", nearest.into_iter().map(find::line))
            };
            Err(Diagnostic::new(&codes::NOT_FOUND, "specs", format!("unknown name `{shown}`")).help(help).into())
        }
    }
}

/// The maximum number of elements in an error.
const MAX_LISTED: usize = 20;

/// The list of other elements with the same name, in complete lines.
fn mentioned(others: &[&::codegen::index::Entry<'_>]) -> String {
    if others.is_empty() {
        return String::new();
    }
    let lines: Vec<String> =
        others.iter().take(MAX_LISTED / 4).map(|entry| format!("  {}\n", find::line(entry))).collect();
    let more = others.len().saturating_sub(lines.len());
    let more = if more > 0 { format!("  ... and {more} more\n") } else { String::new() };
    format!("\nOther elements with this name:\n{}{more}", lines.concat())
}

/// The name, escaped and with at most 120 characters.
fn bounded(name: &str) -> String {
    let cut: String = name.chars().take(120).collect();
    let rest = if cut.len() < name.len() { "..." } else { "" };
    escape(&cut) + rest
}

fn with_lines(help: &str, lines: impl Iterator<Item = String>) -> String {
    help.to_owned() + &lines.map(|line| format!("\n    {line}")).collect::<String>()
}
