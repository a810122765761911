//! Audits the personal clients of a tenant: credentials that never expire, that nobody uses, or that somebody left behind.
//!
//! ```sh
//! cargo run --example credential_audit --features mock -- --demo --html report.html
//! ```
//!
//! `c1-api/examples/README.md` documents the formats and the rules.

#[path = "../audit/mod.rs"]
#[allow(dead_code, unreachable_pub, unused_imports, reason = "the other audit uses the rest")]
mod audit;
#[path = "../common/mod.rs"]
#[allow(dead_code, unreachable_pub, unused_imports, reason = "the other programs use the rest")]
mod common;
mod credential;
mod finding_row;
mod report;
mod rules;

use std::collections::BTreeSet;
use std::process::ExitCode;

use c1_api::iam::v1::{PersonalClient, PersonalClientSearchServiceSearchRequest};
use c1_api::user::v1::UserRef;
use clap::Parser;

use audit::{AuditOptions, Owners};
use common::{Failure, Options, Outcome, Output, Progress, Session, user_ids};
use credential::Credential;
use finding_row::FindingRow;
use report::Report;
use rules::RULES;

const EXAMPLES: &[&str] = &[
    "credential_audit --demo",
    "credential_audit --demo --html report.html      a report to send to others",
    "credential_audit --demo terraform --csv         credentials whose name is like a text",
    "credential_audit --demo --unused-days 30 --json",
    "credential_audit --fail-on-findings=critical    for a scheduled job",
];

/// Audit the personal clients of a C1 tenant: API credentials that act for a person
///
/// Each finding is a row, the riskiest credentials first: credentials of people who left, without an end, without a restriction of
/// networks or roles, or unused. Expired and deleted credentials are counted and cannot have findings.
#[derive(Debug, Parser)]
#[command(name = "credential_audit", after_help = common::help(RULES, EXAMPLES), max_term_width = 100)]
struct Arguments {
    /// Text to find in the names of credentials
    text: Option<String>,
    #[command(flatten)]
    audit: AuditOptions,
    #[command(flatten)]
    options: Options,
}

fn main() -> ExitCode {
    common::main(include_str!("schema.json"), |arguments: &Arguments| &arguments.options, audit)
}

async fn audit(arguments: &Arguments) -> Result<Outcome, Failure> {
    let options = &arguments.options;
    let session = Session::new(options)?;
    let mut progress = Progress::new(options.format());
    let clients = read_clients(arguments, &session, &mut progress).await?;
    let ids: BTreeSet<String> = clients.iter().map(|client| client.user_id.clone()).collect();
    let owners = Owners::read(&session.client, ids, &mut progress).await?;

    let mut credentials: Vec<Credential> = clients
        .into_iter()
        .map(|client| {
            let owner = owners.get(&client.user_id);
            Credential::new(client, owner, arguments.audit.unused_days, session.as_of)
        })
        .collect();
    credentials.sort_by(Credential::by_risk);
    let report = Report::new(&credentials);
    let rows: Vec<FindingRow> = credentials.iter().flat_map(FindingRow::of).collect();
    arguments.audit.write_html(|| report.html(&credentials, &rows, &session, options.demo))?;
    let mut output = Output::new("credential_audit", options, &session)?;
    for row in rows {
        output.row(row, &progress)?;
    }
    drop(progress);
    output.finish(&report, |out| report.write_text(out))?;
    Ok(report.into_outcome())
}

async fn read_clients(
    arguments: &Arguments,
    session: &Session,
    progress: &mut Progress,
) -> Result<Vec<PersonalClient>, Failure> {
    progress.start("credential");
    let users = user_ids(&session.client, &arguments.audit.user).await?;
    let request = PersonalClientSearchServiceSearchRequest::new()
        .query(arguments.text.as_deref().unwrap_or_default())
        .users(users.into_iter().map(|id| UserRef { id, ..Default::default() }))
        .page_size(arguments.options.page_size);
    let mut items = session.client.personal_client_search().search(request).items();
    let mut clients = Vec::new();
    while let Some(client) = items.try_next().await? {
        progress.increment();
        clients.push(client);
    }
    Ok(clients)
}
