//! Reports of a run: text, JSON and JUnit's XML.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use crate::finding::{Finding, Subject, SubjectKind};
use crate::json::excerpt;

/// The result of a run.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Report {
    /// The seed of the samples.
    pub seed: u64,
    /// The number of random samples for each subject.
    pub samples: usize,
    /// The schemas, oneofs and operations that were judged.
    pub subjects: Vec<Subject>,
    /// Schemas, oneofs and operations of the document that the crate lacks.
    pub missing: Vec<String>,
    /// What is not judged, and how often.
    pub unjudged: BTreeMap<String, usize>,
    /// Findings of the baseline that were not found.
    pub vanished: Vec<String>,
    /// The duration in seconds.
    pub seconds: f64,
}

impl Report {
    /// Whether nothing is wrong that the baseline does not accept.
    pub fn passed(&self) -> bool {
        self.missing.is_empty() && self.vanished.is_empty() && self.findings().next().is_none()
    }

    /// The findings that are not accepted.
    pub fn findings(&self) -> impl Iterator<Item = (&Subject, &Finding)> {
        let all =
            self.subjects.iter().flat_map(|subject| subject.findings.iter().map(move |finding| (subject, finding)));
        all.filter(|(_, finding)| finding.accepted.is_none())
    }

    /// Text for a terminal: the findings, and the numbers. `all` also lists what passed.
    pub fn text(&self, all: bool) -> String {
        let mut text = String::new();
        for subject in self.subjects.iter().filter(|_| all) {
            let result = if subject.findings.is_empty() { "ok" } else { "FAILED" };
            let _infallible =
                writeln!(text, "{} {} ... {result} ({})", label(subject.kind), subject.name, subject.samples);
        }
        for (subject, finding) in self.findings() {
            let Finding { check, message, sample, count, .. } = finding;
            let (kind, name) = (label(subject.kind), &subject.name);
            let _infallible = writeln!(text, "{kind} {name}: {check}: {message} ({count} of {})", subject.samples);
            let _infallible = writeln!(text, "    sample: {}", excerpt(sample));
        }
        for missing in &self.missing {
            let _infallible = writeln!(text, "missing: {missing}");
        }
        for (reason, count) in &self.unjudged {
            let _infallible = writeln!(text, "not judged: {reason} ({count})");
        }
        for vanished in &self.vanished {
            let _infallible = writeln!(text, "remove from the baseline, as it is not found any more: {vanished}");
        }
        let count = |kind| {
            let of_kind = self.subjects.iter().filter(move |subject| subject.kind == kind);
            let (number, samples) =
                of_kind.fold((0, 0), |(number, samples), subject| (number + 1, samples + subject.samples));
            format!("{number} {}s ({samples} samples)", label(kind))
        };
        let accepted = self.subjects.iter().flat_map(|subject| &subject.findings);
        let accepted = accepted.filter(|finding| finding.accepted.is_some()).count();
        let mut kinds = vec![SubjectKind::Model, SubjectKind::Oneof, SubjectKind::Operation, SubjectKind::Judge];
        let optional = [SubjectKind::Drift, SubjectKind::Prism, SubjectKind::Twin];
        kinds.extend(optional.into_iter().filter(|kind| self.subjects.iter().any(|subject| subject.kind == *kind)));
        let kinds: Vec<String> = kinds.into_iter().map(count).collect();
        let result = if self.passed() { "passed" } else { "FAILED" };
        let _infallible = writeln!(
            text,
            "{result}: {} in {:.1} s, seed {}: {} new findings, {accepted} accepted",
            kinds.join(", "),
            self.seconds,
            self.seed,
            self.findings().count(),
        );
        text
    }

    /// JSON with everything.
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// XML as JUnit writes it, with a test case for each subject.
    pub fn junit(&self) -> String {
        let mut cases = String::new();
        for subject in &self.subjects {
            let name = xml(&subject.name);
            let class = label(subject.kind);
            let failures = subject.findings.iter().filter(|finding| finding.accepted.is_none());
            let failures: String = failures.map(|finding| failure(finding.check, &finding.message)).collect();
            let _infallible =
                writeln!(cases, "    <testcase classname=\"{class}\" name=\"{name}\">{failures}</testcase>");
        }
        for (check, names) in [("missing", &self.missing), ("vanished", &self.vanished)] {
            for name in names {
                let failure = failure(check, name);
                let _infallible =
                    writeln!(cases, "    <testcase classname=\"{check}\" name=\"{}\">{failure}</testcase>", xml(name));
            }
        }
        let failed = cases.lines().filter(|line| line.contains("<failure")).count();
        let tests = cases.lines().count();
        let suite =
            format!("name=\"conformance\" tests=\"{tests}\" failures=\"{failed}\" time=\"{:.3}\"", self.seconds);
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite {suite}>\n{cases}  </testsuite>\n</testsuites>\n"
        )
    }
}

fn label(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Model => "model",
        SubjectKind::Oneof => "oneof",
        SubjectKind::Operation => "operation",
        SubjectKind::Prism => "Prism operation",
        SubjectKind::Drift => "drifting operation",
        SubjectKind::Judge => "judge",
        SubjectKind::Twin => "twin",
    }
}

fn failure(check: &str, message: &str) -> String {
    format!("<failure message=\"{}\">{}</failure>", xml(check), xml(message))
}

/// Escapes a text, and leaves out what XML cannot have.
fn xml(text: &str) -> String {
    let mut escaped = String::new();
    for character in
        text.chars().filter(|character| !character.is_control() && !matches!(character, '\u{fffe}' | '\u{ffff}'))
    {
        match character {
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            other => escaped.push(other),
        }
    }
    escaped
}
