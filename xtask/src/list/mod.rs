//! `cargo xtask list`.

mod rows;
mod table;

use std::collections::BTreeSet;

use ::codegen::catalog::{Catalog, Kind, Subject};
use ::codegen::{Error, Errors, Workspace, escaped};

use crate::Outcome;
use crate::args::{Format, List, What};
use crate::catalog;

/// Lists what the vendored documents describe.
pub(crate) fn run(workspace: &Workspace, args: &List) -> Result<Outcome, Errors> {
    let catalog = catalog::load(workspace)?.catalog;
    check(&catalog, args)?;
    let listed: Vec<&Subject> =
        catalog.subjects().iter().filter(|subject| is_wanted(&catalog, subject, args)).collect();
    let report = match args.format {
        Format::Json => rows::json(&catalog, &listed),
        Format::Text => table::print(args.what, &rows::cells(&catalog, &listed)),
    };
    Ok(Outcome { report, ..Outcome::default() })
}

/// Refuses what nothing can fit, as an empty list would pass for an answer.
fn check(catalog: &Catalog, args: &List) -> Result<(), Error> {
    if args.what != What::Operations && (args.paging || args.stability.is_some()) {
        let message = "only operations answer page by page, or are said to be stable";
        return Err(Error::new("specs", "", message).help("list operations, or leave out --paging and --stability"));
    }
    let Some(wanted) = &args.stability else { return Ok(()) };
    let calls = catalog.subjects().iter().filter_map(|subject| subject.call.as_ref());
    let levels: BTreeSet<&str> = calls.filter_map(|call| call.stability.as_deref()).collect();
    if levels.contains(wanted.as_str()) {
        return Ok(());
    }
    let help = match levels.is_empty() {
        true => "no operation says how stable it is; leave out --stability".to_owned(),
        false => format!("the levels are {}", levels.into_iter().map(escaped).collect::<Vec<_>>().join(", ")),
    };
    Err(Error::new("specs", "", format!("no operation is said to be `{}`", escaped(wanted))).help(help))
}

fn is_wanted(catalog: &Catalog, subject: &Subject, args: &List) -> bool {
    let is_kind = subject.kind == kind(args.what);
    let has_text = || args.filter.as_ref().is_none_or(|filter| contains(subject, &filter.to_lowercase()));
    let in_package = || {
        let package = rows::package(catalog, subject);
        let is_it = |wanted: &String| package == wanted || package.strip_prefix("c1.api.") == Some(wanted);
        args.package.as_ref().is_none_or(is_it)
    };
    let call = subject.call.as_ref();
    let has_stability = || {
        let is_it = |wanted: &String| call.and_then(|call| call.stability.as_ref()) == Some(wanted);
        args.stability.as_ref().is_none_or(is_it)
    };
    is_kind
        && (!args.deprecated || subject.deprecated)
        && (!args.paging || call.is_some_and(|call| call.paging.is_some()))
        && has_stability()
        && in_package()
        && has_text()
}

/// Whether the text is in one of the names that a subject has.
fn contains(subject: &Subject, text: &str) -> bool {
    let url = subject.call.as_ref().map(|call| format!("{} {}", call.method, call.path));
    let paths = subject.items.iter().map(|item| item.path.clone());
    let mut names = std::iter::once(subject.name.clone()).chain(paths).chain(url);
    names.any(|name| name.to_lowercase().contains(text))
}

fn kind(what: What) -> Kind {
    match what {
        What::Services => Kind::Service,
        What::Operations => Kind::Operation,
        What::Models => Kind::Schema,
        What::Enums => Kind::Enum,
    }
}
