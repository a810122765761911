//! `cargo xtask list`: lists the services, operations, models or enums of specs/.

mod rows;
mod table;

use std::collections::BTreeSet;

use ::codegen::UnmatchedActions;
use ::codegen::diagnostics::{Diagnostic, Diagnostics, escape};
use ::codegen::index::{Element, Entry, Index, Kind};
use ::codegen::ir::Operation;

use crate::args::{Format, List, What};
use crate::codes;
use crate::terminal::Outcome;
use crate::workspace::Workspace;

/// Prints the elements of one kind that match all filters.
pub(crate) fn run(workspace: &Workspace, args: &List) -> Result<Outcome, Diagnostics> {
    let inputs = workspace.inputs()?;
    let analysis = ::codegen::analyze(&inputs, UnmatchedActions::Error, &mut |_| {})?;
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
    let error =
        |message: String, help: String| Err(Diagnostic::new(&codes::INVALID_FILTER, "specs", message).help(help));
    if args.what != What::Operations && (args.paging || args.stability.is_some()) {
        let message = "only operations have pages and a stability".to_owned();
        return error(message, "list operations, or remove `--paging` and `--stability`".to_owned());
    }
    if let Some(package) = &args.package
        && !index.of_kind(Kind::Package).iter().any(|entry| is_package(&entry.name, package))
    {
        let similarity = |entry: &&Entry<'_>| {
            let name = entry.name.strip_prefix("c1.api.").unwrap_or(&entry.name);
            strsim::normalized_damerau_levenshtein(name, package.strip_prefix("c1.api.").unwrap_or(package))
        };
        let mut packages: Vec<&Entry<'_>> = index.of_kind(Kind::Package).iter().collect();
        packages.sort_by(|left, right| similarity(right).total_cmp(&similarity(left)));
        let names: Vec<String> = packages.iter().take(3).map(|entry| escape(&entry.name)).collect();
        return error(
            format!("unknown package `{}`", escape(package)),
            format!("use a similar package: {}", names.join(", ")),
        );
    }
    let Some(wanted) = &args.stability else { return Ok(()) };
    let levels = index.api.operations.iter().filter_map(|operation| operation.docs.stability.as_deref());
    let levels: BTreeSet<&str> = levels.collect();
    if levels.contains(wanted.as_str()) {
        return Ok(());
    }
    let help = if levels.is_empty() {
        "no operation has a stability; remove `--stability`".to_owned()
    } else {
        format!("use one of: {}", levels.into_iter().map(escape).collect::<Vec<_>>().join(", "))
    };
    error(format!("no operation has the stability `{}`", escape(wanted)), help)
}

fn is_package(name: &str, wanted: &str) -> bool {
    name == wanted || name.strip_prefix("c1.api.") == Some(wanted)
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

fn operation<'a>(index: &Index<'a>, entry: &Entry<'_>) -> Option<&'a Operation> {
    match entry.element {
        Element::Operation(id) => Some(&index.api[id]),
        _ => None,
    }
}

fn kind(what: What) -> Kind {
    match what {
        What::Services => Kind::Service,
        What::Operations => Kind::Operation,
        What::Models => Kind::Schema,
        What::Enums => Kind::Enum,
    }
}
