//! CHANGELOG.md in the format of Keep a Changelog.

use ::codegen::diagnostics::{Diagnostic, Diagnostics, Location};

use super::plan::Plan;
use crate::codes;
use crate::workspace::Workspace;

/// The path of the changelog.
pub(super) const CHANGELOG: &str = "CHANGELOG.md";

/// The heading of the changes since the last release.
const UNRELEASED: &str = "## [Unreleased]";

/// The sections of a release, in their order.
const SECTIONS: [&str; 6] = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"];

/// The section of the next release: the unreleased changes, and those of the specification. Without unreleased changes, the
/// section that the changelog has already.
pub(super) fn section(workspace: &Workspace, plan: &Plan) -> Result<String, Diagnostics> {
    let text = workspace.text(CHANGELOG)?.unwrap_or_default();
    if let Some(section) = released(&text, &plan.next.to_string()) {
        return Ok(section);
    }
    let (_, body, _) = split(&text).ok_or_else(missing)?;
    Ok(render(plan, body))
}

/// The changelog with the section of the next release, below an empty one of unreleased changes.
pub(super) fn with_release(text: &str, plan: &Plan, repository: Option<&str>) -> Result<String, Diagnostic> {
    let (before, body, after) = split(text).ok_or_else(missing)?;
    let section = render(plan, body);
    let mut lines: Vec<String> =
        after.lines().filter(|line| !line.starts_with("[Unreleased]:")).map(str::to_owned).collect();
    if let Some(repository) = repository {
        let tag = plan.next.tag();
        let first = lines.iter().position(|line| line.starts_with('[') && line.contains("]: ")).unwrap_or(lines.len());
        let links = [
            format!("[Unreleased]: {repository}/compare/{tag}...HEAD"),
            format!("[{}]: {repository}/releases/tag/{tag}", plan.next),
        ];
        lines.splice(first..first, links);
    }
    let after = lines.join("\n");
    let text = format!("{before}{UNRELEASED}\n\n{section}\n{}", after.trim_start_matches('\n'));
    Ok(format!("{}\n", text.trim_end()))
}

/// Whether the changelog has the section of a version.
pub(super) fn has(text: &str, version: &str) -> bool {
    released(text, version).is_some()
}

fn missing() -> Diagnostic {
    let message = format!("the changelog has no heading `{UNRELEASED}`");
    Diagnostic::new(&codes::INVALID_CHANGELOG, Location::from(CHANGELOG), message)
        .help(format!("write the changes since the last release below a line `{UNRELEASED}`"))
}

/// The text before the unreleased changes, the changes, and the text after them.
fn split(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.match_indices(UNRELEASED).map(|(at, _)| at).find(|at| *at == 0 || text[..*at].ends_with('\n'))?;
    let body = &text[start + UNRELEASED.len()..];
    let end =
        ["\n## ", "\n[Unreleased]:"].iter().filter_map(|sign| body.find(sign)).min().map_or(body.len(), |end| end + 1);
    Some((&text[..start], &body[..end], &body[end..]))
}

/// The section of a released version, with its heading.
fn released(text: &str, version: &str) -> Option<String> {
    let heading = format!("## [{version}] - ");
    let start = text.find(&heading)?;
    let section = &text[start..];
    let end = ["\n## ", "\n[Unreleased]:"].iter().filter_map(|sign| section.find(sign)).min().unwrap_or(section.len());
    Some(format!("{}\n", section[..end].trim_end()))
}

/// The section of a release: its heading, what was written by hand, and the changes of the specification.
fn render(plan: &Plan, by_hand: &str) -> String {
    let mut parts: Vec<(&str, String)> = Vec::new();
    let (intro, rest) = by_hand.split_once("\n### ").unwrap_or((by_hand, ""));
    for part in rest.split("\n### ").filter(|part| !part.trim().is_empty()) {
        let (title, text) = part.split_once('\n').unwrap_or((part, ""));
        parts.push((title.trim(), text.trim().to_owned()));
    }
    for (title, items) in plan.changes.iter().flat_map(crate::diff::Report::changelog) {
        let items = items.concat();
        match parts.iter_mut().find(|(known, _)| *known == title) {
            Some((_, text)) => *text = format!("{text}\n{}", items.trim_end()),
            None => parts.push((title, items.trim_end().to_owned())),
        }
    }
    let rank = |title: &str| SECTIONS.iter().position(|known| *known == title).unwrap_or(SECTIONS.len());
    parts.sort_by_key(|(title, _)| rank(title));
    let mut text = format!("## [{}] - {}\n", plan.next, plan.date);
    if !intro.trim().is_empty() {
        text.push_str(&format!("\n{}\n", intro.trim()));
    }
    for (title, items) in parts {
        text.push_str(&format!("\n### {title}\n\n{items}\n"));
    }
    text
}
