//! The parts that the audits share: owners, ages, summaries, charts and the HTML report.

mod age;
mod chart;
mod html;
mod options;
mod owner;
mod rule_row;

pub use age::Usage;
pub use chart::{Bar, Chart, WITH_FINDINGS, count_by_label};
pub use html::Page;
pub use options::AuditOptions;
pub use owner::{Owner, Owners};
pub use rule_row::rule_rows;
