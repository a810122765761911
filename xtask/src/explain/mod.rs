//! `cargo xtask explain`: shows everything about an element of specs/ or a diagnostic code.

mod code;
pub mod diagnostic;
mod find;
mod nearest;
mod page;
mod query;
mod request_facts;

use ::codegen::diagnostics::{Diagnostic, Diagnostics, escape};
use ::codegen::index::Entry;

use crate::args::Explain;
use crate::codes;
use crate::terminal::Outcome;
use crate::workspace::{SPECS, Workspace};
pub(crate) use code::line as code_line;
use find::Found;
use page::Page;
pub(crate) use page::members;
pub(crate) use query::operation;

/// The maximum number of elements in an error.
const MAX_LISTED: usize = 20;
/// The maximum number of other elements on a page.
const MAX_OTHERS: usize = 5;

/// Prints the pages of the elements with a name.
pub(crate) fn run(workspace: &Workspace, args: &Explain) -> Result<Outcome, Diagnostics> {
    let name = args.name.join(" ");
    if let Some(page) = diagnostic::page(&name) {
        return Ok(Outcome { report: page, ..Outcome::default() });
    }
    let (inputs, unmatched) = workspace.specification()?;
    let analysis = ::codegen::analyze(&inputs, unmatched, &mut |_| {})?;
    let index = analysis.index();
    let error = |code, message, help| Diagnostic::new(code, SPECS, message).help(help);
    match find::find(&index, &name) {
        Found::Entries { entries, others } => {
            let page = Page { workspace, analysis: &analysis, index: &index };
            let pages = entries.into_iter().map(|entry| page.print(entry)).collect::<Result<Vec<_>, _>>()?;
            let mut report = pages.join("\n");
            if !others.is_empty() {
                report += &format!("\nOther elements with this name:{}\n", lines(&others, "  ", MAX_OTHERS, ""));
            }
            Ok(Outcome { report, ..Outcome::default() })
        }
        Found::Ambiguous(entries) => {
            let message = format!("`{}` is the name of {} elements", shortened(&name), entries.len());
            let lines = lines(&entries, "    ", MAX_LISTED, ": `cargo xtask list operations|models FILTER`");
            Err(error(&codes::AMBIGUOUS, message, format!("use the full name of one of them{lines}")).into())
        }
        Found::Nothing(nearest) => {
            let help = if nearest.is_empty() {
                "list all names with `cargo xtask list services|operations|models|enums`".to_owned()
            } else {
                format!("use one of these similar names:{}", lines(&nearest, "    ", MAX_LISTED, ""))
            };
            Err(error(&codes::NOT_FOUND, format!("unknown name `{}`", shortened(&name)), help).into())
        }
    }
}

/// The first entries on lines of their own, and the number of further ones with a hint.
fn lines(entries: &[&Entry<'_>], indent: &str, max: usize, hint: &str) -> String {
    let lines = entries.iter().take(max).map(|entry| format!("\n{indent}{}", find::line(entry)));
    let more = entries.len().saturating_sub(max);
    lines.chain((more > 0).then(|| format!("\n{indent}... and {more} more{hint}"))).collect()
}

/// The name, escaped and with at most 120 characters.
fn shortened(name: &str) -> String {
    let cut: String = name.chars().take(120).collect();
    let rest = if cut.len() < name.len() { "..." } else { "" };
    escape(&cut) + rest
}
