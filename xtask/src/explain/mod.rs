//! `cargo xtask explain`.

mod find;
mod page;
mod sends;
mod source;

use ::codegen::{Error, Errors, Workspace, escaped};

use crate::Outcome;
use crate::args::Explain;
use crate::catalog::{self, Loaded};
use find::Found;

/// Tells all there is to know of what is called by a name.
pub(crate) fn run(workspace: &Workspace, args: &Explain) -> Result<Outcome, Errors> {
    let Loaded { inputs, catalog } = catalog::load(workspace)?;
    let name = shown(&args.name);
    match find::find(&catalog, &args.name) {
        Found::One(subjects) => {
            let mut page =
                page::Page { inputs: &inputs, catalog: &catalog, code: source::Code::new(workspace.generated()?) };
            let pages: Vec<String> = subjects.into_iter().map(|subject| page.of(subject)).collect();
            Ok(Outcome { report: pages.join("\n"), ..Outcome::default() })
        }
        Found::Several(subjects) => {
            let message = format!("`{name}` is what {} things are called", subjects.len());
            let lines = subjects.iter().take(SHOWN).map(|subject| find::line(subject));
            let more = subjects.len().saturating_sub(SHOWN);
            let more = (more > 0).then(|| format!("... and {more} more: `cargo xtask list operations|models FILTER`"));
            Err(told(message, "ask for one of them by its full name", &lines.chain(more).collect::<Vec<_>>()))
        }
        Found::Nothing(nearest) if nearest.is_empty() => {
            let help = "`cargo xtask list services|operations|models|enums` tells what there is";
            Err(told(format!("nothing is called `{name}`"), help, &[]))
        }
        Found::Nothing(nearest) => {
            let lines: Vec<String> = nearest.into_iter().map(find::line).collect();
            Err(told(format!("nothing is called `{name}`"), "the nearest names are", &lines))
        }
    }
}

/// Enough to choose from.
const SHOWN: usize = 20;

/// What was asked for, in few enough characters to be read.
fn shown(name: &str) -> String {
    let cut: String = name.chars().take(120).collect();
    let rest = if cut.len() < name.len() { "..." } else { "" };
    escaped(&cut) + rest
}

fn told(message: String, help: &str, lines: &[String]) -> Errors {
    let lines: String = lines.iter().map(|line| format!("\n    {line}")).collect();
    Error::new("specs", "", message).help(format!("{help}{lines}")).into()
}
