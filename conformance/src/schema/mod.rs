//! Judges models by JSON Schema alone, for documents that do not follow protobuf JSON.
//!
//! Each sample is valid and reads; what is written is valid, has the same value and reads again. A model is judged by the schema
//! at its place in the document, whether it has a name or not.

mod equal;
mod facts;
mod sampler;
mod structure;
mod texts;

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::finding::{Failure, Subject, SubjectKind};
use crate::json;
use crate::run::Options;
use crate::sampler::Style;
use crate::shrink::shrink;
use crate::strict::violation;
use crate::tables::Model;
pub(crate) use equal::{difference, is_same_text};
pub(crate) use sampler::Sampler;
pub(crate) use structure::{Structure, is_joined, pointer, schema_at, unescaped};

/// Judges a model by the schema at its place in the document.
pub(crate) fn judge(
    document: &Value,
    schema: &Value,
    structure: &Structure<'_>,
    model: &Model,
    options: &Options,
) -> Subject {
    let mut subject = Subject::new(SubjectKind::Model, model.name);
    let validator = match structure.validator(schema) {
        Ok(validator) => validator,
        Err(error) => {
            subject.add(Failure::new("schema", error), String::new(), Value::Null);
            return subject;
        }
    };
    let judged = Judged { validator, model };
    let mut sampler = Sampler::new(document, options.seed, model.name);
    let styles = [Style::Smallest, Style::Null].into_iter().chain((0..8).map(Style::Full));
    for style in styles.chain(std::iter::repeat_n(Style::Random, options.samples)) {
        let Some(sample) = sampler.sample(model.name, schema, style) else { continue };
        // Parts of `allOf` that contradict each other have no valid values.
        if violation(&judged.validator, &sample).is_none() {
            subject.samples += 1;
            judged.check(&mut subject, &sample);
        }
    }
    if subject.samples == 0 {
        let failure = Failure::new("sample", "no sample of the schema is valid");
        subject.add(failure, String::new(), Value::Null);
    }
    if let Some(smallest) = sampler.sample(model.name, schema, Style::Smallest) {
        judged.refusals(&mut subject, &smallest, schema);
    }
    subject
}

struct Judged<'a> {
    validator: Validator,
    model: &'a Model,
}

impl Judged<'_> {
    /// Reads a sample and writes it, twice. The first failure at a place is shrunk.
    fn check(&self, subject: &mut Subject, sample: &Value) {
        let Err(failure) = self.round_trip(sample) else { return };
        let at = failure.at();
        if let Some(finding) = subject.repeated(failure.check, &at) {
            finding.count += 1;
            return;
        }
        let fails_alike = |value: &Value| {
            let is_valid = violation(&self.validator, value).is_none();
            self.round_trip(value).err().filter(|other| is_valid && other.check == failure.check && other.at() == at)
        };
        let smallest = shrink(sample, &mut |value| fails_alike(value).is_some());
        let failure = fails_alike(&smallest).unwrap_or(failure);
        subject.add(failure, at, smallest);
    }

    fn round_trip(&self, sample: &Value) -> Result<(), Failure> {
        let first = (self.model.round_trip)(&json::text(sample)).map_err(|error| Failure::new("reads", error))?;
        let written = json::parse(&first).map_err(|error| Failure::new("writes JSON", error))?;
        if let Some(difference) = difference(sample, &written) {
            return Err(Failure::new("keeps its value", difference));
        }
        if let Some(violation) = violation(&self.validator, &written) {
            return Err(Failure::new("writes valid JSON", violation));
        }
        let second = (self.model.round_trip)(&first).map_err(|error| Failure::new("reads again", error))?;
        if first == second { Ok(()) } else { Err(Failure::new("is stable", String::from_utf8_lossy(&second))) }
    }

    /// Puts an object into each property that is a text, a number, a flag or a list.
    fn refusals(&self, subject: &mut Subject, smallest: &Value, schema: &Value) {
        // A union keeps values whose tag it does not know, and values that may be of several types.
        let is_union = ["oneOf", "anyOf"].iter().any(|key| schema.get(key).is_some());
        if !smallest.is_object() || is_union || facts::discriminator(schema).is_object() {
            return;
        }
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            let is_plain =
                matches!(property["type"].as_str(), Some("string" | "integer" | "number" | "boolean" | "array"));
            if !is_plain {
                continue;
            }
            let mut sample = smallest.clone();
            sample[name] = json!({ "wrong": {} });
            let is_wrong = violation(&self.validator, &sample).is_some();
            subject.samples += usize::from(is_wrong);
            if is_wrong && (self.model.round_trip)(&json::text(&sample)).is_ok() {
                let message = format!("`{name}`: {} is accepted", json::excerpt(&sample[name]));
                subject.add(Failure::new("refuses", message), name.clone(), sample);
            }
        }
    }
}

#[cfg(test)]
mod tests;
