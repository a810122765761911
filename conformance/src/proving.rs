//! Judges the judge: in right requests of a small document, each fault must be noticed and each oddity accepted.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document::Document;
use crate::edits::Planting;
use crate::faults::{FAULTS, ODDITIES};
use crate::finding::{Failure, Subject, SubjectKind};
use crate::operations::{body_validator, planted, unnoticed};
use crate::reference;
use crate::request::Expectation;
use crate::sampler::{Sampler, Style};
use crate::strict::{Judge, violation};

/// Runs all faults and oddities.
pub(crate) fn judge(seed: u64) -> Subject {
    let mut subject = Subject::new(SubjectKind::Judge, "planted faults");
    if let Err(message) = prove(&mut subject, seed) {
        subject.add(Failure::new("judges", message), String::new(), Value::Null);
    }
    subject
}

fn prove(subject: &mut Subject, seed: u64) -> Result<(), String> {
    let document = Document::parse(&[include_str!("proving.yaml")])?;
    let copy = document.strict();
    let strict = Judge::new(&copy)?;
    let mut unused: BTreeSet<&str> = FAULTS.iter().chain(ODDITIES).map(|(name, _)| *name).collect();
    for operation in document.operations.values() {
        let body = body_validator(&strict, operation)?;
        let mut sampler = Sampler::new(&document, seed, &operation.id);
        let input = reference::input(&document, &mut sampler, operation, Style::Full(0));
        let request = reference::request(&document, operation, &input);
        let expectation = Expectation { document: &document, operation, body: body.as_ref(), input: &input };
        if let Err(failure) = expectation.judge(&request) {
            return Err(format!("a right request of {} is refused: {}", operation.id, failure.message));
        }
        let planting = Planting { document: &document, operation };
        for (name, change) in FAULTS.iter().chain(ODDITIES) {
            if planted(*change, &planting, &request).is_some() {
                subject.samples += 1;
                unused.remove(name);
            }
        }
        for (fault, message) in unnoticed(&expectation, &planting, &request) {
            subject.add(Failure::new("judges", message), fault.to_owned(), Value::Null);
        }
    }
    for name in unused {
        subject.add(Failure::new("judges", format!("`{name}` has no place")), name.to_owned(), Value::Null);
    }
    strict_copy_accepts_full_samples(subject, &document, &strict, seed)
}

/// Checks that the sampler, the oracle and the strict copy agree on what is valid.
fn strict_copy_accepts_full_samples(
    subject: &mut Subject,
    document: &Document,
    strict: &Judge<'_>,
    seed: u64,
) -> Result<(), String> {
    let name = "proving.v1.Thing";
    let shape = document.named(name).ok_or("the document lacks its schema")?;
    let validator = strict.validator(name)?;
    for style in [Style::Full(0), Style::Full(1), Style::Smallest] {
        subject.samples += 1;
        let sample = Sampler::new(document, seed, name).sample(&shape, style);
        document.canonical(&shape, &sample)?;
        if let Some(violation) = violation(&validator, &sample) {
            return Err(format!("a {style:?} sample is refused: {violation}"));
        }
    }
    Ok(())
}
