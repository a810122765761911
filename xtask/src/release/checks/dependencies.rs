//! The dependencies, by cargo-deny and deny.toml.

use ::codegen::diagnostics::Diagnostics;

use super::{Context, Outcome};

const INSTALL: &str = "`cargo install cargo-deny --locked`";

/// No dependency has a known vulnerability. The database is on GitHub.
pub(super) fn advisories(context: &Context<'_>) -> Result<Outcome, Diagnostics> {
    let help = "update the dependency; if it does not concern this crate, add it to deny.toml with the reason";
    Ok(deny(context, &["advisories"], help))
}

/// Licences, bans and sources are those that deny.toml allows.
pub(super) fn policy(context: &Context<'_>) -> Result<Outcome, Diagnostics> {
    let help = "replace the dependency, or allow it in deny.toml with the reason";
    Ok(deny(context, &["licenses", "bans", "sources"], help))
}

fn deny(context: &Context<'_>, checks: &[&str], help: &str) -> Outcome {
    let run = context.cargo(&["deny", "--color", "never", "--log-level", "error", "--all-features", "check"]);
    let run = run.args(&["--hide-inclusion-graph", "--show-stats"]).args(checks).run();
    let passed = |run: &super::Run| run.last_lines().lines().map(str::trim).collect::<Vec<_>>().join("; ");
    Outcome::of_run(run, INSTALL, passed, help)
}
