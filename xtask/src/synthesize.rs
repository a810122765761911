//! `cargo xtask synthesize`: synthesizes a specification for tests of scale.

use std::fs;

use ::codegen::diagnostics::Diagnostics;
use specgen::{Dialect, Options};

use crate::args::{Synthesize, SyntheticDialect};
use crate::terminal::{Outcome, counted};
use crate::workspace::read::io_error;

/// Writes the specification to a file or to standard output.
pub(crate) fn run(args: &Synthesize) -> Result<Outcome, Diagnostics> {
    let dialect = match args.dialect {
        SyntheticDialect::Nullable => Dialect::Nullable,
        SyntheticDialect::NullType => Dialect::NullType,
        SyntheticDialect::AllOf => Dialect::AllOf,
        SyntheticDialect::Mixed => Dialect::Mixed,
    };
    let operations = args.operations as usize;
    let text = specgen::synthesize(&Options { operations, seed: args.seed, dialect });
    let Some(path) = &args.output else { return Ok(Outcome { report: text, ..Outcome::default() }) };
    fs::write(path, text).map_err(|cause| io_error(&path.display().to_string(), "cannot be written", &cause))?;
    let report = format!("{}: {}\n", path.display(), counted(operations, "operation"));
    Ok(Outcome { report, ..Outcome::default() })
}
