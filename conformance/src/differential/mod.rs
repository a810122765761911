//! Compares each model with its [twin](crate::twins): the same texts are accepted, and the same JSON is written.
//!
//! Where they differ, one of the [decisions](decisions::DECISIONS) must say so: it rewrites the value for the twin, or says that
//! the model refuses it. A difference without a decision is a finding, and so is a decision that no text needs.

mod damage;
mod decisions;
mod faults;
mod kinds;
mod pair;
mod rewrite;
mod samples;

pub(crate) use decisions::Usage;

use serde_json::Value;

use crate::document::Document;
use crate::finding::{Failure, Subject, SubjectKind};
use crate::json;
use crate::tables::Model;

use self::faults::FAULTS;
use self::kinds::has_kind;
use self::pair::Pair;
use self::samples::samples;

/// The number of samples of a model whose texts are damaged.
const DAMAGED: usize = 2;

/// Compares a model with its twin by `count` random samples, the edges of each property, and damaged values and texts.
pub(crate) fn judge(
    document: &Document,
    (model, twin): (&Model, &Model),
    usage: &Usage,
    seed: u64,
    count: usize,
) -> Subject {
    let mut subject = Subject::new(SubjectKind::Twin, format!("twin/{}", model.name));
    let Some(pair) = Pair::new(document, model.name, &model.round_trip, &twin.round_trip) else {
        subject.add(Failure::new("schema", "the document has no such message"), String::new(), Value::Null);
        return subject;
    };
    let samples = samples(document, model.name, pair.schema(), seed, count);
    for sample in &samples {
        match pair.compare(&json::text(&sample.value)) {
            Ok(applied) => usage.record(&applied),
            Err(failure) => pair.report(&mut subject, sample, failure),
        }
    }
    subject.samples = samples.len();
    for text in samples.iter().take(DAMAGED).flat_map(|sample| damage::texts(&json::text(&sample.value))) {
        subject.samples += 1;
        match pair.compare(&text) {
            Ok(applied) => usage.record(&applied),
            Err(failure) => {
                let at = failure.at();
                subject.add(failure, at, String::from_utf8_lossy(&text).into());
            }
        }
    }
    subject
}

/// Plants faults in the twins: each must be noticed in one of the pairs.
pub(crate) fn judge_faults(document: &Document, pairs: &[(&Model, &Model)], seed: u64) -> Subject {
    let mut subject = Subject::new(SubjectKind::Judge, "faults planted in twins");
    for fault in FAULTS.iter().filter(|fault| has_kind(document, fault.kinds)) {
        subject.samples += 1;
        let is_noticed = pairs.iter().any(|(model, twin)| {
            let faulty = |text: &[u8]| (fault.plant)(&twin.round_trip, text);
            let Some(pair) = Pair::new(document, model.name, &model.round_trip, &faulty) else { return false };
            let samples = samples(document, model.name, pair.schema(), seed, 1);
            samples.iter().any(|sample| pair.compare(&json::text(&sample.value)).is_err())
        });
        if !is_noticed {
            let message = format!("`{}` is not noticed", fault.name);
            subject.add(Failure::new("judges", message), fault.name.to_owned(), Value::Null);
        }
    }
    subject
}

/// The decisions that no text needed, although the document has their kinds of values.
pub(crate) fn judge_decisions(document: &Document, usage: &Usage) -> Subject {
    let mut subject = Subject::new(SubjectKind::Judge, "decisions about twins");
    for decision in usage.unneeded(document) {
        subject.samples += 1;
        let message = format!("remove the decision `{}`, which no text needs: {}", decision.name, decision.reason);
        subject.add(Failure::new("judges", message), decision.name.to_owned(), Value::Null);
    }
    subject
}
