//! What `cargo xtask release` writes: the version, the changelog and the generated code.

use ::codegen::diagnostics::Diagnostics;

use super::super::changelog::{self, CHANGELOG};
use super::super::plan::Version;
use super::{Context, Outcome};
use crate::cargo_toml;

const PREPARE: &str = "run `cargo xtask release`, and commit what it writes";

/// The version of the manifest is high enough, and that of the tag.
pub(super) fn version(context: &Context<'_>) -> Result<Outcome, Diagnostics> {
    let plan = context.plan;
    let failed = |message, help: &str| Ok(Outcome::Failed { message, help: help.to_owned() });
    if let Some(tag) = context.tag.filter(|tag| *tag != plan.current.tag()) {
        let tag = ::codegen::diagnostics::escape(tag);
        let message = format!("the tag is {tag}, but the version is {}", plan.current);
        return failed(message, "tag the commit of the version: `v` and the version of Cargo.toml");
    }
    if plan.current < plan.required {
        let message = format!("the version is {}, but the changes require {}", plan.current, plan.required);
        return failed(message, PREPARE);
    }
    if let Some(requirement) = runtime_requirement(context)?.filter(|found| *found != format!("={}", plan.current)) {
        return failed(
            format!("c1-api depends on c1-api-core {requirement} instead of ={}", plan.current),
            "correct `workspace.dependencies.c1-api-core` in Cargo.toml: generated code and runtime have one version",
        );
    }
    let since = plan.last.map_or_else(|| "the first release".to_owned(), |last| format!("after {last}"));
    Ok(Outcome::Passed(format!("{}, {since}", plan.current)))
}

/// The version requirement of c1-api on its runtime.
fn runtime_requirement(context: &Context<'_>) -> Result<Option<String>, Diagnostics> {
    let Some(text) = context.workspace.text("Cargo.toml")? else { return Ok(None) };
    let manifest = cargo_toml::parse("Cargo.toml", &text)?;
    let runtime = manifest.get("workspace").and_then(|workspace| workspace.get("dependencies")?.get("c1-api-core"));
    Ok(runtime.and_then(|runtime| runtime.get("version")?.as_str()).map(str::to_owned))
}

/// The changelog has a section of the version.
pub(super) fn changelog(context: &Context<'_>) -> Result<Outcome, Diagnostics> {
    let version: Version = context.plan.current;
    let text = context.workspace.text(CHANGELOG)?.unwrap_or_default();
    if changelog::has(&text, &version.to_string()) {
        return Ok(Outcome::Passed(format!("{CHANGELOG} has a section of {version}")));
    }
    Ok(Outcome::Failed {
        message: format!("{CHANGELOG} has no heading `## [{version}] - DATE`"),
        help: PREPARE.to_owned(),
    })
}

/// The generated code is up to date.
pub(super) fn generated(context: &Context<'_>) -> Result<Outcome, Diagnostics> {
    let (inputs, unmatched) = context.workspace.specification()?;
    let generated = ::codegen::generate(&inputs, unmatched, &mut |_| {})?;
    let changes = context.workspace.compare(&generated.files, &generated.analysis.features())?;
    let stale = changes.written.iter().map(|written| &written.path).chain(&changes.removed);
    let stale: Vec<String> = stale.map(|path| format!("{path} is stale")).collect();
    Ok(Outcome::of_problems(&stale, generated.analysis.summary().to_string(), "run `cargo xtask codegen`"))
}
