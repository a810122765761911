//! `cargo xtask vendor`: copies OpenAPI documents, and pages that contain one, into specs/.

mod check;
mod fetch;
mod preview;
mod subset;
mod update;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use ::codegen::diagnostics::{Diagnostic, Diagnostics, escape};

use crate::codes;

use self::fetch::{Fetched, fetch, fetch_newer};
use self::preview::preview;
use crate::args::Vendor;
use crate::documents::input::read_stdin;
use crate::documents::{Input, read, read_file};
use crate::terminal::{Outcome, print};
use crate::workspace::{Files, Replaced, SpecStore, VendoredDocument, Workspace};

/// Vendors the named documents, or with `--update` the documents that changed at their URLs: all of them or none.
pub(crate) fn run(workspace: &Workspace, args: &Vendor) -> Result<Outcome, Diagnostics> {
    let files = workspace.specs()?;
    let collected = if args.update { collect_changed(&files, args.timeout)? } else { collect_named(args)? };
    let mut specs = SpecStore::read_beside(&files, &replaced(args, &collected.documents))?;
    for document in &collected.documents {
        specs.add(document.clone());
    }
    let warnings =
        if collected.documents.is_empty() { Vec::new() } else { check::check(&collected.documents, &specs)? };
    let changes = workspace.compare_specs(&specs)?;

    let warnings = collected.warnings.into_iter().chain(warnings).collect();
    let preview = if changes.is_empty() { String::new() } else { preview(workspace, &files, &specs) };
    print(anstream::stdout(), &format!("{}{preview}", collected.report));
    let report = if args.dry_run {
        "nothing was written\n".to_owned()
    } else {
        workspace.apply_specs(&changes)?;
        let lines: String = collected.documents.iter().map(vendored_line).collect();
        let next = if changes.is_empty() { "specs/ is as it was" } else { "now run `cargo xtask codegen`" };
        format!("{lines}{next}\n")
    };
    Ok(Outcome { warnings, report, ..Outcome::default() })
}

/// The documents to vendor, with the messages about them.
#[derive(Default)]
struct Collected {
    documents: Vec<VendoredDocument>,
    warnings: Vec<Diagnostic>,
    report: String,
}

/// Reads the documents that the command line names.
fn collect_named(args: &Vendor) -> Result<Collected, Diagnostics> {
    if let (Some(name), [_, second, ..]) = (&args.name, &args.inputs[..]) {
        return Err(Diagnostic::new(
            &codes::NAME_COLLISION,
            second.display().to_string(),
            format!("only one document can be called {name:?}"),
        )
        .help("vendor one at a time")
        .into());
    }
    let mut warnings = Vec::new();
    let inputs = args.inputs.iter().map(|input| {
        let (input, warning) = read_input(input, args.timeout)?;
        warnings.extend(warning);
        Ok(input.named(args.name.clone()))
    });
    let documents = read(inputs)?;
    Ok(Collected { documents, warnings, ..Collected::default() })
}

/// Reads a file, standard input or a URL.
fn read_input(input: &Path, timeout: Duration) -> Result<(Input, Option<Diagnostic>), Diagnostic> {
    match input.to_str() {
        Some("-") => read_stdin().map(|input| (input, None)),
        Some(url) if url.contains("://") => fetch(url, timeout).map(|Fetched { input, warning }| (input, warning)),
        _ => read_file(input).map(|input| (input, None)),
    }
}

/// Fetches the documents of specs/ that changed at their URLs.
fn collect_changed(files: &Files, timeout: Duration) -> Result<Collected, Diagnostics> {
    let update = update::update(files)?;
    let mut collected = Collected::default();
    let mut errors: Vec<Diagnostic> = Vec::new();
    for refetch in &update.refetches {
        let changed = match fetch_newer(&refetch.url, &refetch.validators, timeout) {
            Ok(None) => Ok(Vec::new()),
            Ok(Some(Fetched { input, warning })) => {
                collected.warnings.extend(warning);
                refetch.changed(&input)
            }
            Err(error) => Err(error.into()),
        };
        match changed {
            Ok(changed) => {
                let names: BTreeSet<_> = changed.iter().map(|document| document.source.file.clone()).collect();
                let unchanged = refetch.files().filter(|file| !names.contains(*file));
                collected.report.extend(unchanged.map(|file| format!("unchanged specs/{file}\n")));
                collected.documents.extend(changed);
            }
            Err(wrong) => errors.extend(wrong),
        }
    }
    let without_url = update.without_url.iter();
    collected.report.extend(
        without_url.map(|source| {
            format!("not fetched specs/{}: it has no URL, but is from {:?}\n", source.file, source.origin)
        }),
    );
    if errors.is_empty() { Ok(collected) } else { Err(errors.into()) }
}

fn replaced(args: &Vendor, documents: &[VendoredDocument]) -> Replaced {
    if args.replace_all {
        Replaced::All
    } else {
        Replaced::Named(documents.iter().map(|document| document.source.file.clone()).collect())
    }
}

fn vendored_line(VendoredDocument { source, read_from, .. }: &VendoredDocument) -> String {
    // For a part of a document, `read_from` already names the operation.
    let operation = source.operation.as_ref().filter(|operation| !read_from.contains(*operation));
    let operation = operation.map(|operation| format!(": {operation}"));
    escape(&format!("vendored specs/{} from {read_from}{}", source.file, operation.unwrap_or_default())) + "\n"
}
