//! `cargo xtask list`.

mod rows;
mod table;

use ::codegen::catalog::{Catalog, Kind, Subject};
use ::codegen::{Errors, Workspace};

use crate::Outcome;
use crate::args::{Format, List, What};
use crate::catalog;

/// Lists what the vendored documents describe.
pub(crate) fn run(workspace: &Workspace, args: &List) -> Result<Outcome, Errors> {
    let catalog = catalog::load(workspace)?.catalog;
    let listed: Vec<&Subject> =
        catalog.subjects().iter().filter(|subject| is_wanted(&catalog, subject, args)).collect();
    let report = match args.format {
        Format::Json => rows::json(&catalog, &listed),
        Format::Text => table::print(args.what, &rows::cells(&catalog, &listed)),
    };
    Ok(Outcome { report, ..Outcome::default() })
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
