//! The report of `release --dry-run`, as text and as JSON.

use serde_json::{Value, json};

use super::checks::{Check, Outcome};
use super::plan::Plan;

/// The next version, the changelog, and the outcome of each check.
pub(super) fn text(plan: &Plan, changelog: &str, checked: &[(&Check, Outcome)]) -> String {
    let since = plan.last.map_or_else(|| "the first release".to_owned(), |last| format!("after {last}"));
    let mut text = format!("release {}, {since}\n\n{changelog}\n", plan.next);
    for (check, outcome) in checked {
        let (word, detail) = words(outcome);
        text.push_str(&format!("{word:<8} {:<17} {}\n", check.name, check.title));
        for line in detail.lines().filter(|line| !line.is_empty()) {
            text.push_str(&format!("{:27}{line}\n", ""));
        }
    }
    let count = |wanted: &str| checked.iter().filter(|(_, outcome)| words(outcome).0 == wanted).count();
    text.push_str(&format!(
        "{} passed, {} failed, {} skipped; nothing was written or published\n",
        count("passed"),
        count("failed"),
        count("skipped")
    ));
    text
}

/// The same as a JSON object.
pub(super) fn json(plan: &Plan, changelog: &str, checked: &[(&Check, Outcome)]) -> String {
    let checks: Vec<Value> = checked
        .iter()
        .map(|(check, outcome)| {
            let (word, detail) = words(outcome);
            let help = if let Outcome::Failed { help, .. } = outcome { Some(help) } else { None };
            json!({ "name": check.name, "title": check.title, "outcome": word, "detail": detail, "help": help })
        })
        .collect();
    let document = json!({
        "version": plan.next.to_string(),
        "current": plan.current.to_string(),
        "last": plan.last.map(|last| last.to_string()),
        "changelog": changelog,
        "checks": checks,
    });
    // Serializing strings, numbers and lists cannot fail.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn words(outcome: &Outcome) -> (&'static str, &str) {
    match outcome {
        Outcome::Passed(detail) => ("passed", detail),
        Outcome::Failed { message, .. } => ("failed", message),
        Outcome::Skipped(reason) => ("skipped", reason),
    }
}
