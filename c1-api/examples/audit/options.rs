//! The options of audits.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use crate::common::Failure;

#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Audit")]
pub struct AuditOptions {
    /// Find what nobody used for so many days
    #[arg(long, value_name = "DAYS", default_value_t = 90)]
    pub unused_days: u32,
    /// Only what belongs to this user, by id or email address; may be repeated
    #[arg(long, value_name = "ID_OR_EMAIL")]
    pub user: Vec<String>,
    /// Write a report as one HTML file, too: it needs no other file and no network
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
}

impl AuditOptions {
    /// Writes the report if it was asked for.
    pub fn write_html(&self, report: impl FnOnce() -> String) -> Result<(), Failure> {
        let Some(path) = &self.html else { return Ok(()) };
        fs::write(path, report()).map_err(|error| format!("cannot write {}: {error}", path.display()).into())
    }
}
