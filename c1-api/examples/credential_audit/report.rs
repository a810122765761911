//! What follows the list of findings: a summary, a chart, and the HTML report.

use std::io::{self, Write};

use serde::Serialize;

use crate::audit::{Chart, Page, count_by_label, rule_rows};
use crate::common::{Count, Outcome, Session};
use crate::credential::Credential;
use crate::finding_row::FindingRow;
use crate::rules::RULES;

/// The members of the JSON document after the findings.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    summary: Summary,
}

#[derive(Debug, Default, Serialize)]
struct Summary {
    credentials: u64,
    credentials_with_findings: u64,
    expired: u64,
    deleted: u64,
    findings: Outcome,
}

impl Report {
    pub(crate) fn new(credentials: &[Credential]) -> Self {
        let mut summary = Summary::default();
        for credential in credentials {
            summary.credentials += 1;
            summary.credentials_with_findings += u64::from(!credential.findings.is_empty());
            summary.expired += u64::from(credential.state == "expired");
            summary.deleted += u64::from(credential.state == "deleted");
            summary.findings.add(&credential.findings);
        }
        Self { summary }
    }

    pub(crate) fn write_text(&self, out: &mut dyn Write) -> io::Result<()> {
        let Summary { credentials, credentials_with_findings, expired, deleted, findings } = &self.summary;
        let counts = (Count(*credentials, "credential"), Count(findings.total(), "finding"));
        writeln!(
            out,
            "{} ({credentials_with_findings} with findings, {expired} expired, {deleted} deleted), {}",
            counts.0, counts.1
        )?;
        Chart::of_rules(RULES, findings).write(out)
    }

    pub(crate) fn html(
        &self,
        credentials: &[Credential],
        findings: &[FindingRow],
        session: &Session,
        is_demo: bool,
    ) -> String {
        let summary = &self.summary;
        Page::new("Personal clients", session.as_of, is_demo)
            .figures(&[
                ("Credentials", summary.credentials),
                ("With findings", summary.credentials_with_findings),
                ("Expired", summary.expired),
                ("Deleted", summary.deleted),
                ("Findings", summary.findings.total()),
            ])
            .charts(&[&Chart::of_rules(RULES, &summary.findings), &ends_chart(credentials, session)])
            .table("Rules", &rule_rows(RULES, &summary.findings))
            .table("Findings, by risk", findings)
            .table("Credentials", credentials)
            .finish()
    }

    pub(crate) fn into_outcome(self) -> Outcome {
        self.summary.findings
    }
}

/// Credentials by the days to their end.
fn ends_chart(credentials: &[Credential], session: &Session) -> Chart {
    const LABELS: [&str; 6] = ["deleted", "expired", "up to 30 days", "up to 180 days", "longer", "never expires"];
    let label = |credential: &Credential| match (credential.state, credential.expires_at) {
        ("deleted", _) => LABELS[0],
        ("expired", _) => LABELS[1],
        (_, None) => LABELS[5],
        (_, Some(end)) => match (end - session.as_of).num_days() {
            ..=30 => LABELS[2],
            31..=180 => LABELS[3],
            _ => LABELS[4],
        },
    };
    let credentials = credentials.iter().map(|credential| (label(credential), credential.findings.as_slice()));
    count_by_label("Time to the end of credentials", &LABELS, credentials)
}
