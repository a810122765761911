//! The Rust API against that of the last release, by cargo-semver-checks: also the hand-written part.

use ::codegen::diagnostics::Diagnostics;

use super::{Context, Outcome};

pub(super) fn check(context: &Context<'_>) -> Result<Outcome, Diagnostics> {
    let Some(last) = context.plan.last else {
        return Ok(Outcome::Passed("the first release breaks nobody".to_owned()));
    };
    let tag = last.tag();
    let run = context.cargo_published(&["semver-checks", "check-release", "--color", "never", "--baseline-rev", &tag]);
    let help = format!(
        "keep the old items, or release a breaking version: `cargo xtask release --version VERSION` after {last}"
    );
    let passed = |_: &super::Run| format!("compared with {tag}");
    Ok(Outcome::of_run(run.run(), "`cargo install cargo-semver-checks --locked`", passed, &help))
}
