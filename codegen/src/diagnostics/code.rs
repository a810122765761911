//! Kinds of diagnostics.

use std::fmt;

/// A kind of diagnostic: what `cargo xtask explain C1G0012` explains.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Code {
    /// Stable, such as `C1G0012`.
    pub id: &'static str,
    /// Whether it stops a run.
    pub severity: Severity,
    /// What is wrong, in a few words.
    pub title: &'static str,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)
    }
}

/// Whether a diagnostic stops a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// It stops the run.
    Error,
    /// The generator leaves something out and goes on.
    Warning,
}

impl Severity {
    /// As in `error[C1G0012]`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// Declares a table of codes: a constant for each, and `ALL` of them.
#[macro_export]
macro_rules! diagnostic_codes {
    ($($name:ident = $id:literal, $severity:ident, $title:literal;)*) => {
        $(
            #[doc = concat!("`", $id, "`: ", $title, ".")]
            pub static $name: $crate::diagnostics::Code = $crate::diagnostics::Code {
                id: $id,
                severity: $crate::diagnostics::Severity::$severity,
                title: $title,
            };
        )*

        /// Every code of the table, in the order of their ids.
        pub static ALL: &[&$crate::diagnostics::Code] = &[$(&$name),*];
    };
}
