//! Audits the external clients of a tenant, such as Claude, Cursor and ChatGPT: who connected what and when, and what to revoke.
//!
//! ```sh
//! cargo run --example ai_client_audit --features mock -- --demo --html report.html
//! ```
//!
//! `c1-api/examples/README.md` documents the formats and the rules.

#[path = "../audit/mod.rs"]
#[allow(dead_code, unreachable_pub, reason = "the other audit uses the rest")]
mod audit;
mod client_summary;
#[path = "../common/mod.rs"]
#[allow(dead_code, unreachable_pub, unused_imports, reason = "the other programs use the rest")]
mod common;
mod grant_row;
mod host;
mod kind;
mod policy;
mod report;
mod rules;

use std::collections::BTreeSet;
use std::process::ExitCode;

use c1_api::iam::v1::{ExternalClientInfo, ExternalClientSearchServiceSearchRequest, WellKnownClient};
use c1_api::user::v1::UserRef;
use clap::Parser;

use audit::{AuditOptions, Owners};
use common::{Failure, Options, Outcome, Output, Progress, Session, user_ids};
use grant_row::GrantRow;
use host::HostPattern;
use policy::Policy;
use report::Report;
use rules::RULES;

const EXAMPLES: &[&str] = &[
    "ai_client_audit --demo",
    "ai_client_audit --demo --html report.html      a report to send to others",
    "ai_client_audit --demo --client cursor --csv",
    "ai_client_audit --allow-host claude.ai --allow-host mcp.example.com",
    "ai_client_audit --fail-on-findings=high        for a scheduled job",
];

/// Audit the external clients of a C1 tenant: Claude, Cursor, ChatGPT, MCP Inspector and others
///
/// A user grants such a client access to C1. The audit lists all grants, the worst first: who connected what and when, and when it
/// was last used. It joins them with the status of their owners.
#[derive(Debug, Parser)]
#[command(name = "ai_client_audit", after_help = common::help(RULES, EXAMPLES), max_term_width = 100)]
struct Arguments {
    /// Text to find in the names of clients and of their owners
    text: Option<String>,
    /// Only clients of this type, such as claude-code, cursor or unknown; may be repeated
    #[arg(long, value_name = "TYPE", value_parser = kind::parse)]
    client: Vec<WellKnownClient>,
    /// A host whose client metadata is trusted, with its subdomains; replaces the default list and may be repeated
    #[arg(long, value_name = "HOST", value_parser = HostPattern::parse, default_values = host::VENDORS)]
    allow_host: Vec<HostPattern>,
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
    let grants = read_grants(arguments, &session, &mut progress).await?;
    let ids: BTreeSet<String> = grants.iter().map(|grant| grant.user_id.clone()).collect();
    let owners = Owners::read(&session.client, ids, &mut progress).await?;

    let policy =
        Policy { allowed_hosts: &arguments.allow_host, unused_days: arguments.audit.unused_days, as_of: session.as_of };
    let row = |grant: ExternalClientInfo| {
        let owner = owners.get(&grant.user_id);
        GrantRow::new(grant, owner, policy)
    };
    let mut rows: Vec<GrantRow> = grants.into_iter().map(row).collect();
    rows.sort_by(GrantRow::by_risk);
    let report = Report::new(&rows);
    arguments.audit.write_html(|| report.html(&rows, &session, options.demo))?;
    let mut output = Output::new("ai_client_audit", options, &session)?;
    for row in rows {
        output.row(row, &progress)?;
    }
    drop(progress);
    output.finish(&report, |out| report.write_text(out))?;
    Ok(report.into_outcome())
}

async fn read_grants(
    arguments: &Arguments,
    session: &Session,
    progress: &mut Progress,
) -> Result<Vec<ExternalClientInfo>, Failure> {
    progress.start("grant");
    let users = user_ids(&session.client, &arguments.audit.user).await?;
    let request = ExternalClientSearchServiceSearchRequest::new()
        .query(arguments.text.as_deref().unwrap_or_default())
        .well_known_clients(arguments.client.iter().cloned())
        .users(users.into_iter().map(|id| UserRef { id, ..Default::default() }))
        .page_size(arguments.options.page_size);
    let mut items = session.client.external_client_search().search(request).items();
    let mut grants = Vec::new();
    while let Some(grant) = items.try_next().await? {
        progress.increment();
        grants.push(grant);
    }
    Ok(grants)
}
