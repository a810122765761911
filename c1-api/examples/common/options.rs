//! The options of all programs.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use clap::Args;

use super::finding::Severity;

/// The format of the standard output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Text,
    Json,
    Csv,
}

#[derive(Args, Clone, Debug)]
#[command(next_help_heading = "Output and connection")]
pub struct Options {
    /// Write JSON instead of a table; --json-schema prints its schema
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Write CSV with a header instead of a table; cells that a spreadsheet would run as formulas begin with an apostrophe
    #[arg(long)]
    csv: bool,
    /// Print the JSON Schema of --json and exit
    #[arg(long)]
    pub json_schema: bool,
    /// Exit with 1 if there is a finding of this severity or worse
    #[arg(long, value_name = "SEVERITY", num_args = 0..=1, require_equals = true, default_missing_value = "low")]
    pub fail_on_findings: Option<Severity>,
    /// Try the program on an invented company in memory: no tenant, no credential, always the same day
    #[arg(long)]
    pub demo: bool,
    /// The moment from which ages are measured: a date such as 2026-01-15 or a time of RFC 3339 [default: now]
    #[arg(long, value_name = "TIME", value_parser = parse_time)]
    pub as_of: Option<DateTime<Utc>>,
    /// How many objects to request at once, from 10 to 100
    #[arg(long, value_name = "COUNT", default_value_t = 100, value_parser = clap::value_parser!(i32).range(10..=100))]
    pub page_size: i32,
}

impl Options {
    pub fn format(&self) -> Format {
        if self.json {
            Format::Json
        } else if self.csv {
            Format::Csv
        } else {
            Format::Text
        }
    }
}

fn parse_time(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(date) = text.parse::<NaiveDate>() {
        return Ok(date.and_time(NaiveTime::MIN).and_utc());
    }
    let time = DateTime::parse_from_rfc3339(text).map_err(|_| "expected a date such as 2026-01-15")?;
    Ok(time.to_utc())
}
