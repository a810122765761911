//! `cargo xtask vendor`: copies OpenAPI documents, and pages that contain one, into specs/.

mod check;
mod cut;
mod fetch;
mod preview;
mod selection;
mod subset;
mod update;

use std::path::Path;
use std::time::Duration;

use ::codegen::TextFile;
use ::codegen::diagnostics::{Diagnostic, Diagnostics, escape};

use self::cut::{Part, cut};
use self::preview::preview;
use self::selection::Selection;
use crate::args::Vendor;
use crate::codes;
use crate::documents::input::read_stdin;
use crate::documents::{Input, read, read_file};
use crate::terminal::{Outcome, print};
use crate::workspace::manifest::sha256;
use crate::workspace::{Replaced, Source, SpecStore, VendoredDocument, Workspace};

/// Vendors the named documents, or with `--update` the documents that changed at their URLs: all of them or none.
pub(crate) fn run(workspace: &Workspace, args: &Vendor) -> Result<Outcome, Diagnostics> {
    let files = workspace.specs()?;
    let overlay = workspace.overlay()?;
    let Collected { documents, wholes, mut warnings, report } = if args.update {
        update::collect(&files, overlay.as_ref(), args.timeout)?
    } else {
        collect_named(args, overlay.as_ref())?
    };
    let names = || documents.iter().map(|document| document.source.file.clone()).collect();
    let replaced = if args.replace_all { Replaced::All } else { Replaced::Named(names()) };
    let mut specs = SpecStore::read_beside(&files, &replaced)?;
    for document in &documents {
        specs.add(document.clone());
    }
    if !documents.is_empty() {
        warnings.extend(check::check(&documents, &wholes, &specs)?);
    }
    let changes = workspace.compare_specs(&specs)?;
    let preview = if changes.is_empty() { String::new() } else { preview(workspace, &files, &specs) };
    print(anstream::stdout(), &format!("{report}{preview}"));
    if args.dry_run {
        return Ok(Outcome { warnings, report: "nothing was written\n".to_owned(), errors: None });
    }
    workspace.apply_specs(&changes)?;
    let lines: String = documents.iter().map(vendored_line).collect();
    let next = if changes.is_empty() { "specs/ is unchanged" } else { "now run `cargo xtask codegen`" };
    Ok(Outcome { warnings, report: format!("{lines}{next}\n"), errors: None })
}

/// The documents to vendor, with the messages about them.
#[derive(Default)]
struct Collected {
    documents: Vec<VendoredDocument>,
    /// The documents of which only the operations of `--only` are vendored.
    wholes: Vec<TextFile>,
    warnings: Vec<Diagnostic>,
    report: String,
}

impl Collected {
    fn extend(&mut self, other: Self) {
        self.documents.extend(other.documents);
        self.wholes.extend(other.wholes);
        self.warnings.extend(other.warnings);
        self.report.push_str(&other.report);
    }
}

/// Reads the documents that the command line names.
fn collect_named(args: &Vendor, overlay: Option<&TextFile>) -> Result<Collected, Diagnostics> {
    if let (Some(name), [_, second, ..]) = (&args.name, &args.inputs[..]) {
        let message = format!("`--name {name}` is for one document only");
        return Err(Diagnostic::new(&codes::NAME_COLLISION, second.display().to_string(), message)
            .help("vendor one document at a time")
            .into());
    }
    let mut warnings = Vec::new();
    let documents = read(args.inputs.iter().map(|path| {
        let (input, warning) = read_input(path, args.timeout)?;
        warnings.extend(warning);
        Ok(Input { name: args.name.clone(), ..input })
    }))?;
    if args.only.is_empty() {
        return Ok(Collected { documents, warnings, ..Collected::default() });
    }
    let wholes = documents.iter().map(VendoredDocument::input).collect();
    let documents =
        Diagnostics::collect(documents.into_iter().map(|document| with_only(document, &args.only, overlay)))?;
    Ok(Collected { documents, wholes, warnings, ..Collected::default() })
}

/// The part of a document with the operations that match the globs.
fn with_only(
    document: VendoredDocument,
    globs: &[String],
    overlay: Option<&TextFile>,
) -> Result<VendoredDocument, Diagnostics> {
    let Part { text, read_from } = cut(&document.input(), &Selection::Only(globs), overlay, None)?;
    // The globs say which operations these are, also where a page names one.
    let source = Source { sha256: sha256(text.as_bytes()), only: globs.to_vec(), operation: None, ..document.source };
    Ok(VendoredDocument { source, text, read_from })
}

/// Reads a file, standard input or a URL.
fn read_input(path: &Path, timeout: Duration) -> Result<(Input, Option<Diagnostic>), Diagnostic> {
    match path.to_str() {
        Some("-") => read_stdin().map(|input| (input, None)),
        Some(url) if url.contains("://") => fetch::fetch(url, timeout),
        _ => read_file(path).map(|input| (input, None)),
    }
}

fn vendored_line(VendoredDocument { source, read_from, .. }: &VendoredDocument) -> String {
    // For a part of a document, `read_from` already names the operation.
    let operation = source.operation.as_ref().filter(|operation| !read_from.contains(*operation));
    let operation = operation.map(|operation| format!(": {operation}")).unwrap_or_default();
    escape(&format!("vendored specs/{} from {read_from}{operation}", source.file)) + "\n"
}
