//! Lists users by text, status, type, department or manager, with their managers, roles and delegates.
//!
//! ```sh
//! cargo run --example search_users --features mock -- --demo --department Security
//! ```
//!
//! `c1-api/examples/README.md` documents the formats and the rules.

#[path = "../common/mod.rs"]
#[allow(dead_code, unreachable_pub, unused_imports, reason = "the other programs use the rest")]
mod common;
mod filter;
mod rules;
mod user_row;

use std::process::ExitCode;

use c1_api::user::v1::UserExpandMask;
use clap::Parser;
use serde::Serialize;

use common::{Count, Failure, Options, Outcome, Output, Progress, Session};
use filter::Filter;
use rules::RULES;
use user_row::UserRow;

const EXAMPLES: &[&str] = &[
    "search_users --demo ada                          users whose name or address is like a text",
    "search_users --demo --department Security --json",
    "search_users --demo --manager u0001              the direct reports of a manager, by id or email",
    "search_users --demo --no-manager                 people without a manager",
    "search_users --demo --disabled-delegates         who left and still receives the tasks of others",
];

/// List the users of a C1 tenant with their managers, roles and delegates
///
/// All filters apply together. Users are written while they arrive, so any number of them takes the same memory.
#[derive(Debug, Parser)]
#[command(name = "search_users", after_help = common::help(RULES, EXAMPLES), max_term_width = 100)]
struct Arguments {
    #[command(flatten)]
    filter: Filter,
    #[command(flatten)]
    options: Options,
}

fn main() -> ExitCode {
    common::main(include_str!("schema.json"), |arguments: &Arguments| &arguments.options, list)
}

#[derive(Serialize)]
struct More<'a> {
    summary: Summary<'a>,
}

#[derive(Serialize)]
struct Summary<'a> {
    users: u64,
    findings: &'a Outcome,
}

async fn list(Arguments { filter, options }: &Arguments) -> Result<Outcome, Failure> {
    let session = Session::new(options)?;
    let mut progress = Progress::new(options.format());
    progress.start("user");
    let mut output = Output::new("search_users", options, &session)?;
    let mask =
        [UserExpandMask::EXPAND_MANAGER_IDS, UserExpandMask::EXPAND_ROLE_IDS, UserExpandMask::EXPAND_DELEGATED_USER_ID];
    let expand_mask = UserExpandMask { paths: mask.map(Into::into).to_vec(), ..Default::default() };
    let request = filter.request(&session.client).await?.expand_mask(expand_mask).page_size(options.page_size);

    let (mut users, mut outcome) = (0, Outcome::default());
    let mut views = session.client.user_search().search(request).items_with_page();
    while let Some((view, page)) = views.try_next().await? {
        progress.increment();
        let row = UserRow::new(view, &page, filter.lists_delegates())?;
        if filter.accepts(&row) {
            users += 1;
            outcome.add(&row.findings);
            output.row(row, &progress)?;
        }
    }
    drop(progress);
    let more = More { summary: Summary { users, findings: &outcome } };
    output.finish(&more, |out| writeln!(out, "{}, {}", Count(users, "user"), Count(outcome.total(), "finding")))?;
    Ok(outcome)
}
