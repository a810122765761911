//! `cargo xtask list`: lists the services, operations, models, aliases, unions or enums of specs/.

mod rows;
mod table;

use std::collections::BTreeSet;

use ::codegen::diagnostics::{Diagnostic, Diagnostics, escape};
use ::codegen::index::{Entry, Index, Kind};
use ::codegen::ir::Operation;

use crate::args::{Format, List, What};
use crate::codes;
use crate::explain::operation;
use crate::terminal::Outcome;
use crate::workspace::{SPECS, Workspace};

/// The prefix of C1's packages, which `--package` can omit.
const PREFIX: &str = "c1.api.";

/// Prints the elements of one kind that match all filters.
pub(crate) fn run(workspace: &Workspace, args: &List) -> Result<Outcome, Diagnostics> {
    let (inputs, unmatched) = workspace.specification()?;
    let analysis = ::codegen::analyze(&inputs, unmatched, &mut |_| {})?;
    let index = analysis.index();
    check(&index, args)?;
    let listed: Vec<&Entry<'_>> =
        index.of_kind(kind(args.what)).iter().filter(|entry| is_selected(&index, entry, args)).collect();
    let report = match args.format {
        Format::Json => rows::json(&index, &listed),
        Format::Text => table::print(args.what, &rows::cells(&index, &listed)),
    };
    Ok(Outcome { report, ..Outcome::default() })
}

/// Refuses filters that cannot match, as an empty list would hide the mistake.
fn check(index: &Index<'_>, args: &List) -> Result<(), Diagnostic> {
    if args.what != What::Operations && (args.paging || args.stability.is_some()) {
        let help = "list operations, or remove `--paging` and `--stability`";
        return Err(invalid("only operations have pages and a stability".to_owned()).help(help));
    }
    if let Some(package) = &args.package {
        let packages = index.of_kind(Kind::Package).iter();
        one_of("package", package, packages.map(|entry| entry.name.strip_prefix(PREFIX).unwrap_or(&entry.name)))?;
    }
    if let Some(stability) = &args.stability {
        let operations = index.api.operations.iter();
        one_of("stability", stability, operations.filter_map(|operation| operation.docs.stability.as_deref()))?;
    }
    Ok(())
}

/// Refuses a value that is not one of the known ones, and suggests similar ones.
fn one_of<'a>(what: &str, value: &str, known: impl Iterator<Item = &'a str>) -> Result<(), Diagnostic> {
    /// The maximum number of suggestions.
    const MAX_SUGGESTIONS: usize = 4;

    let wanted = value.strip_prefix(PREFIX).unwrap_or(value);
    let mut known: Vec<&str> = known.collect::<BTreeSet<_>>().into_iter().collect();
    if known.contains(&wanted) {
        return Ok(());
    }
    let similarity = |name: &str| strsim::normalized_damerau_levenshtein(name, wanted);
    known.sort_by(|left, right| similarity(right).total_cmp(&similarity(left)));
    let similar: Vec<String> = known.into_iter().take(MAX_SUGGESTIONS).map(escape).collect();
    let help =
        if similar.is_empty() { "remove the filter".to_owned() } else { format!("use one of: {}", similar.join(", ")) };
    Err(invalid(format!("unknown {what} `{}`", escape(value))).help(help))
}

fn invalid(message: String) -> Diagnostic {
    Diagnostic::new(&codes::INVALID_FILTER, SPECS, message)
}

fn is_package(name: &str, wanted: &str) -> bool {
    name == wanted || name.strip_prefix(PREFIX) == Some(wanted)
}

fn is_selected(index: &Index<'_>, entry: &Entry<'_>, args: &List) -> bool {
    let operation = operation(index, entry);
    let has_stability =
        |wanted: &String| operation.and_then(|operation| operation.docs.stability.as_ref()) == Some(wanted);
    (!args.deprecated || entry.is_deprecated())
        && (!args.paging || operation.is_some_and(|operation| operation.pagination.is_some()))
        && args.stability.as_ref().is_none_or(has_stability)
        && args.package.as_ref().is_none_or(|wanted| is_package(rows::package(index, entry), wanted))
        && has_words(operation, entry, &args.filter)
}

/// Whether each word is part of one of an element's names, ignoring case.
fn has_words(operation: Option<&Operation>, entry: &Entry<'_>, words: &[String]) -> bool {
    if words.is_empty() {
        return true;
    }
    let url = operation.map(|operation| format!("{} {}", operation.http_method, operation.path));
    let paths = entry.items.iter().map(|item| item.path.to_string());
    let names: Vec<String> =
        std::iter::once(entry.name.clone()).chain(paths).chain(url).map(|name| name.to_lowercase()).collect();
    words.iter().all(|word| names.iter().any(|name| name.contains(&word.to_lowercase())))
}

fn kind(what: What) -> Kind {
    match what {
        What::Services => Kind::Service,
        What::Operations => Kind::Operation,
        What::Models => Kind::Schema,
        What::Aliases => Kind::Alias,
        What::Unions => Kind::Union,
        What::Enums => Kind::Enum,
    }
}
