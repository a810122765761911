//! The parts that all programs share: options, the connection, progress, findings and the output formats.

mod cell;
mod csv_format;
#[cfg(feature = "mock")]
mod demo;
mod finding;
mod json_format;
mod options;
mod output;
mod program;
mod progress;
mod row;
mod session;
mod table;
mod text;
mod user_ids;

pub use cell::Cell;
pub use finding::{Finding, Rule, Severity, risk};
pub use options::Options;
pub use output::Output;
pub use program::{Failure, Outcome, help, main};
pub use progress::Progress;
pub use row::{Column, Row, wire_name};
pub use session::Session;
pub use table::write_table;
pub use text::{Count, printable};
pub use user_ids::user_ids;
