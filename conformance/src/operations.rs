//! Judges operations: what is sent by a server in memory, and whether its answers decode.

use jsonschema::Validator;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::document::{Document, Kind, Operation};
use crate::edits::Planting;
use crate::faults::{FAULTS, ODDITIES};
use crate::finding::{Failure, Subject, SubjectKind};
use crate::json;
use crate::reference;
use crate::request::{Expectation, is_refused, parameter_text};
use crate::sampler::{Sampler, Style};
use crate::server::{Recorded, Server};
use crate::shrink::shrink;
use crate::strict::Judge;
use crate::tables::{self, Input};

/// A client and the server that it sends to.
pub(crate) struct Wire<C> {
    pub(crate) client: C,
    pub(crate) server: Server,
    pub(crate) runtime: Runtime,
    /// A client of Prism, if it runs.
    pub(crate) remote: Option<C>,
}

/// Judges an operation by its smallest and fullest calls and `count` random ones.
pub(crate) fn judge<C>(
    document: &Document,
    strict: &Judge<'_>,
    entry: &tables::Operation<C>,
    wire: &Wire<C>,
    seed: u64,
    count: usize,
) -> Subject {
    let mut subject = Subject::new(SubjectKind::Operation, entry.id);
    let Some(operation) = document.operations.get(entry.id) else {
        let failure = Failure::new("schema", "the document has no such operation");
        subject.add(failure, String::new(), Value::Null);
        return subject;
    };
    let body = match body_validator(strict, operation) {
        Ok(body) => body,
        Err(error) => {
            subject.add(Failure::new("schema", error), String::new(), Value::Null);
            return subject;
        }
    };
    let judged = Judged { document, operation, body: body.as_ref(), entry, wire };
    let mut sampler = Sampler::new(document, seed, entry.id);
    let styles = [Style::Smallest, Style::Full(0), Style::Full(1), Style::Zero];
    for style in styles.into_iter().chain(std::iter::repeat_n(Style::Random, count)) {
        judged.call(&mut subject, &mut sampler, style);
    }
    judged.refused(&mut subject, &mut sampler);
    subject
}

/// The validator of an operation's request body.
pub(crate) fn body_validator(strict: &Judge<'_>, operation: &Operation) -> Result<Option<Validator>, String> {
    let Some(schema) = &operation.body else { return Ok(None) };
    let name = Document::reference(schema).ok_or("the request body has no named schema")?;
    strict.validator(name).map(Some)
}

struct Judged<'a, C> {
    document: &'a Document,
    operation: &'a Operation,
    body: Option<&'a Validator>,
    entry: &'a tables::Operation<C>,
    wire: &'a Wire<C>,
}

impl<C> Judged<'_, C> {
    /// Makes a request and an answer, and judges the call. Its first failure at a place is shrunk.
    fn call(&self, subject: &mut Subject, sampler: &mut Sampler<'_>, style: Style) {
        subject.samples += 1;
        let mut input = reference::input(self.document, sampler, self.operation, style);
        let is_refused = |value: &Value| is_refused(&parameter_text(value));
        input.path.values_mut().filter(|value| is_refused(value)).for_each(|value| *value = json!("replaced"));
        let response = sampler.sample(&self.document.shape(&self.operation.response), style);
        let mut sample = shown(&input);
        sample["response"] = response;
        if let Err(failure) = self.judge(&sample) {
            self.report(subject, &sample, failure);
        } else if matches!(style, Style::Full(_)) {
            self.plant(subject, &input);
        }
    }

    /// Judges what is sent for a sample, and what is decoded of its answer.
    fn judge(&self, sample: &Value) -> Result<(), Failure> {
        let input = input(sample);
        let response = &sample["response"];
        let (request, decoded) = self.send(&input, json::text(response))?;
        self.expectation(&input).judge(&request)?;
        let decoded = decoded.map_err(|error| Failure::new("decodes", error))?;
        let decoded = json::parse(&decoded).map_err(|error| Failure::new("decodes", error))?;
        let shape = self.document.shape(&self.operation.response);
        let canonical = |value: &Value| {
            let canonical = self.document.canonical(&shape, value);
            canonical.map(Option::unwrap_or_default).map_err(|error| Failure::new("decodes its value", error))
        };
        let difference = json::difference(&canonical(response)?, &canonical(&decoded)?);
        difference.map_or(Ok(()), |difference| Err(Failure::new("decodes its value", difference)))
    }

    /// Sends one request, and returns it with what is decoded of the answer.
    fn send(&self, input: &Input, response: Vec<u8>) -> Result<(Recorded, Result<Vec<u8>, String>), Failure> {
        self.wire.server.respond(response);
        let pending = (self.entry.call)(&self.wire.client, input).map_err(|error| Failure::new("builds", error))?;
        let decoded = self.wire.runtime.block_on(pending);
        let request = self.wire.server.take();
        let request = request.ok_or_else(|| Failure::new("sends", decoded.clone().err().unwrap_or_default()))?;
        if self.wire.server.take().is_some() {
            while self.wire.server.take().is_some() {}
            return Err(Failure::new("sends once", "a second request was sent"));
        }
        Ok((request, decoded))
    }

    /// Plants faults in the request that is sent.
    fn plant(&self, subject: &mut Subject, input: &Input) {
        let Ok((request, _)) = self.send(input, b"{}".to_vec()) else { return };
        let planting = Planting { document: self.document, operation: self.operation };
        for (fault, message) in unnoticed(&self.expectation(input), &planting, &request) {
            subject.add(Failure::new("notices faults", message), fault.to_owned(), shown(input));
        }
    }

    fn expectation<'e>(&'e self, input: &'e Input) -> Expectation<'e> {
        Expectation { document: self.document, operation: self.operation, body: self.body, input }
    }

    fn report(&self, subject: &mut Subject, sample: &Value, failure: Failure) {
        let at = failure.at();
        if let Some(finding) = subject.repeated(failure.check, &at) {
            finding.count += 1;
            return;
        }
        let fails_alike =
            |sample: &Value| self.judge(sample).err().filter(|other| other.check == failure.check && other.at() == at);
        let smallest = shrink(sample, &mut |sample| fails_alike(sample).is_some());
        let failure = fails_alike(&smallest).unwrap_or(failure);
        subject.add(failure, at, smallest);
    }

    /// Checks that nothing is sent if a path parameter would address another resource.
    fn refused(&self, subject: &mut Subject, sampler: &mut Sampler<'_>) {
        for parameter in &self.operation.in_path {
            if !matches!(self.document.shape(&parameter.schema).kind, Kind::Text) {
                continue;
            }
            for text in ["", ".", "..", "../users", "a/.."] {
                subject.samples += 1;
                let mut input = reference::input(self.document, sampler, self.operation, Style::Smallest);
                input.path.insert(parameter.name.clone(), json!(text));
                let result = (self.entry.call)(&self.wire.client, &input);
                let accepted = result.is_ok_and(|pending| self.wire.runtime.block_on(pending).is_ok());
                if accepted || self.wire.server.take().is_some() {
                    let message = format!("`{}`: {text:?} is sent", parameter.name);
                    subject.add(Failure::new("refuses", message), parameter.name.clone(), shown(&input));
                }
            }
        }
    }
}

/// The planted faults that are not noticed, and the oddities that are not accepted, in a right request.
pub(crate) fn unnoticed(
    expectation: &Expectation<'_>,
    planting: &Planting<'_>,
    request: &Recorded,
) -> Vec<(&'static str, String)> {
    let mut unnoticed = Vec::new();
    for (name, plant) in FAULTS {
        if let Some(faulty) = planted(*plant, planting, request)
            && expectation.judge(&faulty).is_ok()
        {
            unnoticed.push((*name, format!("`{name}` is not noticed")));
        }
    }
    for (name, change) in ODDITIES {
        if let Some(odd) = planted(*change, planting, request)
            && let Err(failure) = expectation.judge(&odd)
        {
            unnoticed.push((*name, format!("`{name}` is not accepted: {}", failure.message)));
        }
    }
    unnoticed
}

/// The request with a change, `None` if it has no place for it.
pub(crate) fn planted(
    change: fn(&mut Recorded, &Planting<'_>) -> Option<()>,
    planting: &Planting<'_>,
    request: &Recorded,
) -> Option<Recorded> {
    let mut changed = request.clone();
    change(&mut changed, planting)?;
    Some(changed)
}

/// The values of a sample's request.
fn input(sample: &Value) -> Input {
    let values = |key: &str| sample[key].as_object().cloned().unwrap_or_default();
    Input { path: values("path"), query: values("query"), body: sample["body"].clone() }
}

pub(crate) fn shown(input: &Input) -> Value {
    json!({ "path": input.path, "query": input.query, "body": input.body })
}

/// The operations of the document that a table lacks.
pub(crate) fn missing<C>(document: &Document, operations: &[tables::Operation<C>]) -> Vec<String> {
    let lacks = |id: &&String| operations.iter().all(|operation| operation.id != **id);
    document.operations.keys().filter(lacks).cloned().collect()
}
