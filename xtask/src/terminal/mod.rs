//! Output: the result of a command, styles, colors and file diffs.

pub(crate) mod color;
pub(crate) mod file_diff;
pub(crate) mod style;

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;

use ::codegen::diagnostics::{Diagnostic, Diagnostics, Format};

use crate::args::MessageFormat;

/// The output of a command.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// Warnings for standard error. The command can still succeed.
    pub(crate) warnings: Vec<Diagnostic>,
    /// The report for standard output, in complete lines.
    pub(crate) report: String,
    /// Errors for standard error. The command fails if there are any.
    pub(crate) errors: Option<Diagnostics>,
}

impl From<Diagnostics> for Outcome {
    fn from(errors: Diagnostics) -> Self {
        Self { errors: Some(errors), ..Self::default() }
    }
}

impl Outcome {
    /// Prints the output and returns the exit code.
    pub(crate) fn finish(self, format: MessageFormat) -> ExitCode {
        let format = match format {
            MessageFormat::Human => {
                Format::Human { color: io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none() }
            }
            MessageFormat::Short => Format::Short,
            MessageFormat::Json => Format::Json,
        };
        if !self.warnings.is_empty() {
            print(io::stderr(), &Diagnostics::from(self.warnings).render(format));
        }
        print(anstream::stdout(), &self.report);
        let Some(errors) = self.errors else { return ExitCode::SUCCESS };
        print(io::stderr(), &errors.render(format));
        ExitCode::FAILURE
    }
}

/// Prints text. Ignores failures, as a reader such as `head` may have closed the pipe.
pub(crate) fn print(mut stream: impl Write, text: &str) {
    let _gone = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}

/// A count with its noun: `1 file`, `2 files`.
pub(crate) fn counted(count: usize, noun: &str) -> String {
    let plural = if noun.ends_with('s') { "es" } else { "s" };
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}{plural}") }
}
