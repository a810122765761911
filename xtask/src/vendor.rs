//! `cargo xtask vendor`.

use std::collections::BTreeSet;
use std::io::{self, Read};
use std::path::Path;
use std::time::Duration;

use ::codegen::vendor::{self, Input};
use ::codegen::{Error, Errors, Files, Replaced, Specs, Vendored, Warning, Workspace, disk};

use crate::args::Vendor;
use crate::fetch::{Fetched, MOST_BYTES, fetch, fetch_newer};
use crate::preview::preview;
use crate::{Outcome, print};

/// Takes the named documents into specs/, or those that changed where they come from: all of them or none.
pub(crate) fn run(workspace: &Workspace, args: &Vendor) -> Result<Outcome, Errors> {
    let files = workspace.specs()?;
    let taken = if args.update { changed(&files, args.timeout)? } else { named(args)? };
    let mut specs = Specs::read_beside(&files, &replaced(args, &taken.documents))?;
    for document in &taken.documents {
        specs.add(document.clone());
    }
    let warnings = match taken.documents.is_empty() {
        true => Vec::new(),
        false => vendor::check(&taken.documents, &specs)?,
    };
    let changes = workspace.compare_specs(&specs)?;

    let warnings = taken.warnings.iter().chain(&warnings).map(|warning| format!("{warning}\n\n")).collect();
    let preview = if changes.is_empty() { String::new() } else { preview(workspace, &files, &specs) };
    print(anstream::stdout(), &format!("{}{preview}", taken.report));
    let report = match args.dry_run {
        true => "nothing was written\n".to_owned(),
        false => {
            workspace.apply_specs(&changes)?;
            let lines: String = taken.documents.iter().map(line).collect();
            let next = if changes.is_empty() { "specs/ is as it was" } else { "now run `cargo xtask codegen`" };
            format!("{lines}{next}\n")
        }
    };
    Ok(Outcome { warnings, report, ..Outcome::default() })
}

/// What there is to take in, and what is to be said of that.
#[derive(Default)]
struct Taken {
    documents: Vec<Vendored>,
    warnings: Vec<Warning>,
    report: String,
}

/// The documents that were named.
fn named(args: &Vendor) -> Result<Taken, Errors> {
    if let (Some(name), [_, second, ..]) = (&args.name, &args.inputs[..]) {
        return Err(Error::new(second.display().to_string(), "", format!("only one document can be called {name:?}"))
            .help("vendor one at a time")
            .into());
    }
    let mut warnings = Vec::new();
    let inputs = args.inputs.iter().map(|input| {
        let (input, warning) = read(input, args.timeout)?;
        warnings.extend(warning);
        Ok(input.named(args.name.clone()))
    });
    let documents = vendor::read(inputs)?;
    Ok(Taken { documents, warnings, ..Taken::default() })
}

/// Reads an input from wherever it is.
fn read(input: &Path, patience: Duration) -> Result<(Input, Option<Warning>), Error> {
    match input.to_str() {
        Some("-") => standard_input().map(|input| (input, None)),
        Some(url) if url.contains("://") => fetch(url, patience).map(|Fetched { input, warning }| (input, warning)),
        _ => disk::read_input(input).map(|input| (input, None)),
    }
}

fn standard_input() -> Result<Input, Error> {
    let error = |message: String, help: &str| Error::new("standard input", "", message).help(help);
    let mut bytes = Vec::new();
    let read = io::stdin().lock().take(MOST_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|cause| error(format!("cannot be read: {cause}"), "check what is piped into this command"))?;
    match bytes.len() as u64 > MOST_BYTES {
        true => Err(error("this is larger than any specification".to_owned(), "save it, and name the file")),
        false => Ok(Input::standard_input(bytes)),
    }
}

/// The documents in specs/ that are not any more as they are at their URLs.
fn changed(files: &Files, patience: Duration) -> Result<Taken, Errors> {
    let update = vendor::update(files)?;
    let mut taken = Taken::default();
    let mut errors: Vec<Error> = Vec::new();
    for refetch in &update.refetches {
        let changed = match fetch_newer(&refetch.url, &refetch.validators, patience) {
            Ok(None) => Ok(Vec::new()),
            Ok(Some(Fetched { input, warning })) => {
                taken.warnings.extend(warning);
                refetch.changed(&input)
            }
            Err(error) => Err(error.into()),
        };
        match changed {
            Ok(changed) => {
                let names: BTreeSet<_> = changed.iter().map(|document| document.source.file.clone()).collect();
                let unchanged = refetch.files().filter(|file| !names.contains(*file));
                taken.report.extend(unchanged.map(|file| format!("unchanged specs/{file}\n")));
                taken.documents.extend(changed);
            }
            Err(wrong) => errors.extend(wrong),
        }
    }
    let without_url = update.without_url.iter();
    taken.report.extend(
        without_url.map(|source| {
            format!("not fetched specs/{}: it has no URL, but is from {:?}\n", source.file, source.origin)
        }),
    );
    if errors.is_empty() { Ok(taken) } else { Err(errors.into()) }
}

fn replaced(args: &Vendor, documents: &[Vendored]) -> Replaced {
    match args.replace_all {
        true => Replaced::All,
        false => Replaced::Named(documents.iter().map(|document| document.source.file.clone()).collect()),
    }
}

fn line(Vendored { source, read_from, .. }: &Vendored) -> String {
    // Of a part, `read_from` tells the operation already.
    let operation = source.operation.as_ref().filter(|operation| !read_from.contains(*operation));
    let operation = operation.map(|operation| format!(": {operation}"));
    format!("vendored specs/{} from {read_from}{}\n", source.file, operation.unwrap_or_default())
}
