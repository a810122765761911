//! `cargo xtask vendor`.

use ::codegen::{Errors, Replaced, Specs, Vendored, Workspace, disk, vendor};

use crate::Outcome;
use crate::args::Vendor;

/// Takes the named documents into specs/, all of them or none.
pub(crate) fn run(workspace: &Workspace, args: &Vendor) -> Result<Outcome, Errors> {
    let documents = vendor::read(args.files.iter().map(|path| disk::read_input(path)))?;
    let mut specs = Specs::read_beside(&workspace.specs()?, &replaced(args, &documents))?;
    for document in &documents {
        specs.add(document.clone());
    }
    vendor::check(&documents, &specs)?;
    workspace.apply(&workspace.compare_specs(&specs)?)?;

    let lines: String = documents.iter().map(line).collect();
    Ok(Outcome { report: format!("{lines}now run `cargo xtask codegen`\n"), ..Outcome::default() })
}

fn replaced(args: &Vendor, documents: &[Vendored]) -> Replaced {
    match args.replace_all {
        true => Replaced::All,
        false => Replaced::Named(documents.iter().map(|document| document.source.file.clone()).collect()),
    }
}

fn line(Vendored { source, read_from, .. }: &Vendored) -> String {
    let operation = source.operation.as_ref().map(|operation| format!(": {operation}"));
    format!("vendored specs/{} from {read_from}{}\n", source.file, operation.unwrap_or_default())
}
