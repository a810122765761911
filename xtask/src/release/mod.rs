//! `cargo xtask release`: the version and changelog of the next release, and the checks that it must pass.
//!
//! Nothing is published from here. `.github/workflows/release.yml` publishes what passed the checks on a tag.

mod changelog;
mod checks;
mod command;
mod plan;
mod prepare;
mod report;

use ::codegen::diagnostics::{Diagnostic, Diagnostics};

use self::checks::{CHECKS, Check, Context, Outcome as Verdict};
use self::plan::Plan;
use crate::args::{Format, Release};
use crate::codes;
use crate::terminal::Outcome;
use crate::workspace::Workspace;

/// Writes the version and the changelog, or with `--dry-run` prints them and runs the checks.
pub(crate) fn run(workspace: &Workspace, args: &Release) -> Result<Outcome, Diagnostics> {
    let plan = Plan::read(workspace, args.version.as_deref())?;
    if !args.dry_run {
        let report = prepare::write(workspace, &plan)?;
        return Ok(Outcome { report, ..Outcome::default() });
    }
    let context = Context::new(workspace, &plan, args.tag.as_deref(), args.strict);
    let checked: Vec<(&Check, Verdict)> = selected(&args.only)?
        .into_iter()
        .map(|check| {
            let verdict = (check.run)(&context).unwrap_or_else(|errors| Verdict::of_errors(&errors));
            (check, verdict)
        })
        .collect();
    let changelog = changelog::section(workspace, &plan)?;
    let report = match args.format {
        Format::Text => report::text(&plan, &changelog, &checked),
        Format::Json => report::json(&plan, &changelog, &checked),
    };
    let errors: Vec<_> = checked.iter().filter_map(|(check, verdict)| error(check, verdict, args.strict)).collect();
    Ok(Outcome { report, errors: (!errors.is_empty()).then(|| errors.into()), ..Outcome::default() })
}

/// The checks with these names, or all.
fn selected(names: &[String]) -> Result<Vec<&'static Check>, Diagnostic> {
    if let Some(name) = names.iter().find(|name| CHECKS.iter().all(|check| check.name != **name)) {
        let known: Vec<_> = CHECKS.iter().map(|check| check.name).collect();
        let message = format!("unknown check `{}`", ::codegen::diagnostics::escape(name));
        return Err(Diagnostic::new(&codes::RELEASE_CHECK, "--only", message)
            .help(format!("use one of these: {}", known.join(", "))));
    }
    Ok(CHECKS.iter().filter(|check| names.is_empty() || names.iter().any(|name| check.name == name)).collect())
}

/// The error of a failed check, and with `strict` of a skipped one.
fn error(check: &Check, verdict: &Verdict, is_strict: bool) -> Option<Diagnostic> {
    let place = format!("release check {}", check.name);
    match verdict {
        Verdict::Passed(_) => None,
        Verdict::Failed { message, help } => {
            Some(Diagnostic::new(&codes::RELEASE_CHECK, place, message.clone()).help(help.clone()))
        }
        Verdict::Skipped(_) if !is_strict => None,
        Verdict::Skipped(reason) => {
            let message = format!("skipped: {reason}");
            Some(
                Diagnostic::new(&codes::RELEASE_CHECK, place, message)
                    .help("make the check possible: `--strict` skips none"),
            )
        }
    }
}
