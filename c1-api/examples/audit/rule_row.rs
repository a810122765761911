//! The rules of an audit, with the number of their findings.

use serde::Serialize;

use crate::common::{Cell, Column, Outcome, Row, Rule, Severity};

/// A rule as a row.
#[derive(Debug, Serialize)]
pub struct RuleRow {
    rule: &'static str,
    severity: Severity,
    title: &'static str,
    remedy: &'static str,
    findings: u64,
}

/// Returns a row for each rule.
pub fn rule_rows(rules: &[Rule], outcome: &Outcome) -> Vec<RuleRow> {
    let row = |rule: &Rule| {
        let Rule { id, severity, title, remedy } = *rule;
        RuleRow { rule: id, severity, title, remedy, findings: outcome.count(rule) }
    };
    rules.iter().map(row).collect()
}

impl Row for RuleRow {
    const LIST: &'static str = "rules";
    const COLUMNS: &'static [Column<Self>] = &[
        Column::shown("rule", "Rule", |row| Cell::Text(row.rule)),
        Column::shown("severity", "Severity", |row| Cell::Severity(row.severity)),
        Column::shown("findings", "Findings", |row| Cell::Number(row.findings)),
        Column::shown("title", "Meaning", |row| Cell::Text(row.title)),
        Column::shown("remedy", "What to do", |row| Cell::Text(row.remedy)),
    ];
}
