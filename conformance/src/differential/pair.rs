//! A model and its twin, compared by one text.

use serde_json::Value;

use super::decisions::Applied;
use super::rewrite::{Rewritten, rewrite};
use super::samples::Sample;
use crate::document::{Document, Kind, Shape};
use crate::finding::{Failure, Subject};
use crate::json;
use crate::shrink::shrink;

/// Reads a text, and writes what was read.
pub(super) type RoundTrip<'a> = &'a dyn Fn(&[u8]) -> Result<Vec<u8>, String>;

/// A model and its twin.
pub(super) struct Pair<'a> {
    document: &'a Document,
    shape: Shape<'a>,
    schema: &'a Value,
    model: RoundTrip<'a>,
    twin: RoundTrip<'a>,
}

impl<'a> Pair<'a> {
    /// A pair of a named message; `None` if the document has no such message.
    pub(super) fn new(document: &'a Document, name: &str, model: RoundTrip<'a>, twin: RoundTrip<'a>) -> Option<Self> {
        let shape = document.named(name)?;
        let Kind::Message(schema) = shape.kind else { return None };
        Some(Self { document, shape, schema, model, twin })
    }

    pub(super) fn schema(&self) -> &'a Value {
        self.schema
    }

    /// Compares the two by a text. Returns the decisions by which they agree.
    pub(super) fn compare(&self, text: &[u8]) -> Result<Applied, Failure> {
        let model = (self.model)(text);
        let Err(failure) = self.agree(&model, &(self.twin)(text)) else { return Ok(Applied::default()) };
        // What is not JSON has no value to decide about.
        let Ok(value) = json::parse_with_duplicates(text) else { return Err(failure) };
        let mut applied = Applied::default();
        if json::parse(text).is_err() {
            applied.duplicate_key();
        }
        match rewrite(self.document, &self.shape, &value, &mut applied) {
            Rewritten::Refused if model.is_err() => Ok(applied),
            Rewritten::Value(_) if applied.is_empty() => Err(failure),
            Rewritten::Value(value) => self.agree(&model, &(self.twin)(&json::text(&value))).map(|()| applied),
            Rewritten::Refused => Err(failure),
        }
    }

    /// Whether both refused, or wrote the same JSON, which the twin reads as the model wrote it.
    fn agree(&self, model: &Result<Vec<u8>, String>, twin: &Result<Vec<u8>, String>) -> Result<(), Failure> {
        let (model, twin) = match (model, twin) {
            (Ok(model), Ok(twin)) => (model, twin),
            (Err(_), Err(_)) => return Ok(()),
            (Err(error), Ok(_)) => {
                return Err(Failure::new(
                    "accepts the same",
                    format!("the model refuses what the twin reads: {error}"),
                ));
            }
            (Ok(_), Err(error)) => {
                return Err(Failure::new(
                    "accepts the same",
                    format!("the twin refuses what the model reads: {error}"),
                ));
            }
        };
        let parse = |text: &[u8]| json::parse(text).map_err(|error| Failure::new("writes JSON", error));
        let (model, twin) = (parse(model)?, parse(twin)?);
        match json::difference(&twin, &model) {
            Some(difference) => Err(Failure::new("writes the same", difference)),
            None => Ok(()),
        }
    }

    /// Adds a failure with its sample, which is shrunk if it is the first of its kind.
    pub(super) fn report(&self, subject: &mut Subject, sample: &Sample, failure: Failure) {
        let place = |failure: &Failure| if sample.property.is_empty() { failure.at() } else { sample.property.clone() };
        let at = place(&failure);
        if let Some(finding) = subject.repeated(failure.check, &at) {
            finding.count += 1;
            return;
        }
        let fails_alike = |value: &Value| {
            self.compare(&json::text(value)).err().filter(|other| other.check == failure.check && place(other) == at)
        };
        let smallest = shrink(&sample.value, &mut |value| fails_alike(value).is_some());
        let failure = fails_alike(&smallest).unwrap_or(failure);
        subject.add(failure, at, smallest);
    }
}
