//! The comparison with twins: faults that are planted in twins of the proving ground, and twins that are wrong.

// Printed by `INSTA_UPDATE=always cargo test --package conformance twins`.
#[rustfmt::skip]
#[allow(clippy::all, dead_code, unused_imports)]
mod proving;

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::differential::{Usage, judge, judge_faults};
use crate::document::Document;
use crate::tables::{Model, model};
use crate::twins::{Double, is_default, print};

fn document() -> Document {
    Document::parse(&[include_str!("../proving.yaml")]).expect("a document")
}

fn twin(name: &str) -> &'static Model {
    proving::TWINS.iter().find(|twin| twin.name == name).expect("a twin")
}

#[test]
fn the_twins_of_the_proving_ground_are_up_to_date() {
    let printed = print(&document(), &|_| true);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/twins/proving.rs");
    if std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
        std::fs::write(&path, &printed).expect("the twins");
    }
    assert!(std::fs::read_to_string(&path).is_ok_and(|current| current == printed), "{} is stale", path.display());
}

#[test]
fn every_fault_in_a_twin_is_noticed() {
    let thing = twin("proving.v1.Thing");
    let subject = judge_faults(&document(), &[(thing, thing)], 1);
    assert!(subject.findings.is_empty(), "{:#?}", subject.findings);
    assert_eq!(subject.samples, 13);
}

#[test]
fn a_twin_of_itself_needs_no_decision() {
    let usage = Usage::default();
    for twin in proving::TWINS {
        let subject = judge(&document(), (twin, twin), &usage, 1, 20);
        assert!(subject.findings.is_empty(), "{:#?}", subject.findings);
        assert!(subject.samples > 200, "{}", subject.samples);
    }
    assert!(usage.unneeded(&document()).len() > 5);
}

/// The name of the property is misspelled.
#[derive(Serialize, Deserialize)]
struct Misspelled {
    #[serde(rename = "part_name", default, skip_serializing_if = "is_default")]
    name: String,
    #[serde(default, skip_serializing_if = "is_default")]
    weight: Double,
}

/// Zeros are written.
#[derive(Serialize, Deserialize)]
struct Verbose {
    #[serde(rename = "partName", default)]
    name: String,
    #[serde(default)]
    weight: Double,
}

/// The type of the number is too small.
#[derive(Serialize, Deserialize)]
struct Narrow {
    #[serde(rename = "partName", default, skip_serializing_if = "is_default")]
    name: String,
    #[serde(default, skip_serializing_if = "is_default")]
    weight: f32,
}

/// Zero has a presence of its own, so it is written.
#[derive(Serialize, Deserialize)]
struct Present {
    #[serde(rename = "partName", default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    weight: Double,
}

/// Unknown properties are refused.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Closed {
    #[serde(rename = "partName", default, skip_serializing_if = "is_default")]
    name: String,
    #[serde(default, skip_serializing_if = "is_default")]
    weight: Double,
}

#[test]
fn wrong_twins_are_found() {
    const NAME: &str = "proving.v1.Part";
    let wrong = [
        ("writes the same", "partName", model::<Misspelled>(NAME)),
        ("writes the same", "partName", model::<Verbose>(NAME)),
        ("writes the same", "weight", model::<Narrow>(NAME)),
        ("writes the same", "partName", model::<Present>(NAME)),
        ("accepts the same", "", model::<Closed>(NAME)),
    ];
    for (check, at, wrong) in wrong {
        let subject = judge(&document(), (twin(NAME), &wrong), &Usage::default(), 1, 20);
        let found: Vec<_> = subject.findings.iter().map(|finding| (finding.check, finding.at.as_str())).collect();
        assert!(found.contains(&(check, at)), "{check} {at}: {found:?}");
    }
}

/// A decision explains a difference of its kind only.
#[test]
fn a_decision_does_not_hide_another_difference() {
    #[derive(Serialize, Deserialize)]
    struct Lenient {
        #[serde(rename = "partName", default, skip_serializing_if = "is_default")]
        name: Option<String>,
        #[serde(default, skip_serializing_if = "is_default")]
        weight: Option<Double>,
    }
    // It reads null as the decision says, and keeps an empty text, which no decision covers.
    let lenient = model::<Lenient>("proving.v1.Part");
    let usage = Usage::default();
    let subject = judge(&document(), (&lenient, twin("proving.v1.Part")), &usage, 1, 20);
    let found: Vec<_> = subject.findings.iter().map(|finding| (finding.check, finding.at.as_str())).collect();
    assert!(found.contains(&("writes the same", "partName")), "{found:?}");
    assert!(usage.unneeded(&document()).iter().all(|decision| decision.name != "null is an absent value"));
}
