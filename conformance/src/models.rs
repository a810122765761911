//! Judges models: each sample reads, and what is written is valid, canonically equal and stable.

use jsonschema::Validator;
use serde_json::Value;

use crate::document::{Document, Kind, Shape, oneofs, properties};
use crate::finding::{Failure, Subject, SubjectKind};
use crate::json;
use crate::sampler::Sampler;
use crate::shrink::shrink;
use crate::strict::{Judge, violation};
use crate::tables::{Case, Model, Oneof};
use crate::values::wrong;

/// Judges a model by `count` random samples and by the edges of each property.
pub(crate) fn judge(document: &Document, strict: &Judge<'_>, model: &Model, seed: u64, count: usize) -> Subject {
    let mut subject = Subject::new(SubjectKind::Model, model.name);
    let Some((shape, schema)) = named(document, model.name) else {
        subject.add(Failure::new("schema", "the document has no such schema"), String::new(), Value::Null);
        return subject;
    };
    let validator = match strict.validator(model.name) {
        Ok(validator) => validator,
        Err(error) => {
            subject.add(Failure::new("schema", error), String::new(), Value::Null);
            return subject;
        }
    };
    let judged = Judged { document, validator, shape: shape.clone(), model };
    let mut sampler = Sampler::new(document, seed, model.name);
    let mut samples = sampler.samples(&shape, count);
    samples.extend(sampler.sweep(schema));
    samples.extend(document.recursive(model.name));
    subject.samples = samples.len();
    for sample in samples {
        if let Err(failure) = judged.round_trip(&sample) {
            judged.report(&mut subject, &sample, failure);
        }
    }
    for (name, property) in properties(schema) {
        for value in wrong(&document.property(name, property)) {
            let sample = sampler.smallest_with(schema, name, value);
            subject.samples += 1;
            if (model.round_trip)(&json::text(&sample)).is_ok() {
                let message = format!("`{name}`: {} is accepted", json::excerpt(&sample[name]));
                subject.add(Failure::new("refuses", message), name.clone(), sample);
            }
        }
    }
    subject
}

/// Judges a oneof: the case that is set, and a copy of it.
pub(crate) fn judge_oneof(document: &Document, oneof: &Oneof, seed: u64, count: usize) -> Subject {
    let mut subject = Subject::new(SubjectKind::Oneof, format!("{}.{}", oneof.model, oneof.name));
    let Some((shape, schema)) = named(document, oneof.model) else { return subject };
    let described = oneofs(schema);
    let Some((_, cases)) = described.iter().find(|(name, _)| *name == oneof.name) else {
        let failure = Failure::new("schema", "the document describes no such oneof");
        subject.add(failure, String::new(), Value::Null);
        return subject;
    };
    let mut sampler = Sampler::new(document, seed, &subject.name);
    let mut samples = sampler.samples(&shape, count);
    samples.extend(sampler.sweep(schema));
    // Two cases at once, which a message cannot have and a server may send.
    samples.extend(cases.windows(2).filter_map(|pair| pair_of_cases(&mut sampler, document, schema, pair)));
    subject.samples = samples.len();
    for sample in samples {
        if let Err(failure) = judge_case(document, &shape, oneof, cases, &sample) {
            let at = failure.at();
            subject.add(failure, at, sample);
        }
    }
    subject
}

fn pair_of_cases(sampler: &mut Sampler<'_>, document: &Document, schema: &Value, pair: &[&str]) -> Option<Value> {
    let mut plain = |name: &&str| {
        let shape = document.property(name, schema["properties"].get(name)?);
        Some(sampler.sample(&shape, crate::sampler::Style::Full(0)))
    };
    let (first, second) = (plain(pair.first()?)?, plain(pair.last()?)?);
    let mut sample = sampler.smallest_with(schema, pair.first()?, first);
    sample[pair.last()?] = second;
    Some(sample)
}

fn judge_case(
    document: &Document,
    shape: &Shape<'_>,
    oneof: &Oneof,
    cases: &[&str],
    sample: &Value,
) -> Result<(), Failure> {
    let cases_of = |value: &Value| {
        let canonical = document.canonical(shape, value).map_err(|error| Failure::new("canonical", error))?;
        let mut canonical = canonical.unwrap_or_default();
        if let Some(fields) = canonical.as_object_mut() {
            fields.retain(|name, _| cases.contains(&name.as_str()));
        }
        Ok(canonical)
    };
    let expected = cases_of(sample)?;
    let set: Vec<&String> = expected.as_object().into_iter().flat_map(serde_json::Map::keys).collect();
    let Case { property, copy } = (oneof.case)(&json::text(sample)).map_err(|error| Failure::new("reads", error))?;
    let agrees = match set.as_slice() {
        [] => property.is_none(),
        [only] => property == Some(only.as_str()),
        _ => return if property == Some(Case::SEVERAL) { Ok(()) } else { Err(several(property)) },
    };
    if !agrees {
        return Err(Failure::new("case", format!("set are {set:?}, and the case is {property:?}")));
    }
    let copy = json::parse(&copy).map_err(|error| Failure::new("copy", error))?;
    json::difference(&expected, &cases_of(&copy)?).map_or(Ok(()), |difference| Err(Failure::new("copy", difference)))
}

fn several(property: Option<&str>) -> Failure {
    Failure::new("case", format!("several are set, and the case is {property:?}"))
}

fn named<'a>(document: &'a Document, name: &str) -> Option<(Shape<'a>, &'a Value)> {
    let shape = document.named(name)?;
    match shape.kind {
        Kind::Message(schema) => Some((shape, schema)),
        _ => None,
    }
}

struct Judged<'a> {
    document: &'a Document,
    validator: Validator,
    shape: Shape<'a>,
    model: &'a Model,
}

impl Judged<'_> {
    /// Reads a sample and writes it, twice.
    fn round_trip(&self, sample: &Value) -> Result<(), Failure> {
        let canonical = |value: &Value| self.document.canonical(&self.shape, value);
        let expected = canonical(sample).map_err(|error| Failure::new("sample", error))?;
        let first = (self.model.round_trip)(&json::text(sample)).map_err(|error| Failure::new("reads", error))?;
        let written = json::parse(&first).map_err(|error| Failure::new("writes JSON", error))?;
        if let Some(violation) = violation(&self.validator, &written) {
            return Err(Failure::new("writes valid JSON", violation));
        }
        let actual = canonical(&written).map_err(|error| Failure::new("writes its value", error))?;
        if let Some(difference) = json::difference(&expected.unwrap_or_default(), &actual.unwrap_or_default()) {
            return Err(Failure::new("keeps its value", difference));
        }
        let second = (self.model.round_trip)(&first).map_err(|error| Failure::new("reads again", error))?;
        if first == second { Ok(()) } else { Err(Failure::new("is stable", String::from_utf8_lossy(&second))) }
    }

    /// Adds a failure with its sample, which is shrunk if it is the first of its kind.
    fn report(&self, subject: &mut Subject, sample: &Value, failure: Failure) {
        let at = failure.at();
        if let Some(finding) = subject.repeated(failure.check, &at) {
            finding.count += 1;
            return;
        }
        let fails_alike = |value: &Value| {
            self.round_trip(value).err().filter(|other| other.check == failure.check && other.at() == at)
        };
        let smallest = shrink(sample, &mut |value| fails_alike(value).is_some());
        let failure = fails_alike(&smallest).unwrap_or(failure);
        subject.add(failure, at, smallest);
    }
}

/// The schemas and oneofs of the document that a table lacks.
pub(crate) fn missing<'a>(document: &'a Document, models: &[Model], oneofs_of: &[Oneof]) -> Vec<String> {
    let is_message = |name: &&'a String| named(document, name).is_some();
    let schemas = document.schemas.keys().filter(is_message);
    let lacking = schemas.clone().filter(|name| models.iter().all(|model| model.name != **name)).cloned();
    let described = schemas.flat_map(|name| {
        let described = oneofs(&document.schemas[name]).into_iter();
        described.map(move |(oneof, _)| (name, oneof)).collect::<Vec<_>>()
    });
    let lacks = |(model, name): &(&String, &str)| {
        oneofs_of.iter().all(|oneof| oneof.model != model.as_str() || oneof.name != *name)
    };
    let lacking_oneofs = described.filter(lacks).map(|(model, name)| format!("{model}.{name}"));
    lacking.chain(lacking_oneofs).collect()
}
