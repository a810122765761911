//! Judges the operations of APIs that do not follow protobuf JSON: what arrives at a server, and what is decoded of its answers.
//!
//! A server reads what arrives by the document alone, with the styles of OpenAPI and RFC 6570 from the other side: it has parsers,
//! where the generator and the runtime have writers.

mod answer;
mod arrived;
mod body;
mod carried;
mod faults;
mod multipart;
mod operation;
mod pairs;
mod path;
mod proving;
mod request;
mod samples;
mod table;

use jsonschema::Validator;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::finding::{Failure, Subject, SubjectKind};
use crate::json;
use crate::sampler::Style;
use crate::schema::{Sampler, Structure};
use crate::server::{Recorded, Server};
use crate::shrink::shrink;
use crate::strict::violation;
pub(crate) use operation::operations;
use operation::{Media, Operation};
use request::Expectation;
use samples::Samples;
pub(crate) use samples::Unjudged;
pub use table::{Call, Input, Table};

#[cfg(test)]
pub(crate) use proving::DOCUMENT;
pub(crate) use proving::judge as prove;

/// Judges operations by a document.
pub(crate) struct Judge<'a, C> {
    document: &'a Value,
    structure: &'a Structure<'a>,
    client: C,
    server: Server,
    runtime: Runtime,
    seed: u64,
    samples: usize,
}

impl<'a, C> Judge<'a, C> {
    /// A judge with a client of a server in memory.
    pub(crate) fn new(
        document: &'a Value,
        structure: &'a Structure<'a>,
        client: fn(Server) -> C,
        (seed, samples): (u64, usize),
    ) -> Result<Self, String> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let server = Server::default();
        let runtime = runtime.map_err(|error| error.to_string())?;
        Ok(Self { document, structure, client: client(server.clone()), server, runtime, seed, samples })
    }

    /// Judges an operation by its smallest and fullest calls, and random ones, each with an answer of each declared status.
    pub(crate) fn judge(&self, call: &Call<C>, unjudged: &mut Unjudged) -> Subject {
        let mut subject = Subject::new(SubjectKind::Operation, call.at);
        if let Err(error) = self.judge_into(&mut subject, call, unjudged) {
            subject.add(Failure::new("schema", error), String::new(), Value::Null);
        }
        subject
    }

    fn judge_into(&self, subject: &mut Subject, call: &Call<C>, unjudged: &mut Unjudged) -> Result<(), String> {
        let operation = Operation::read(self.document, call.at).ok_or("the document has no such operation")?;
        for (what, count) in operation.unjudged().into_iter().filter(|(_, count)| *count > 0) {
            *unjudged.entry(what.to_owned()).or_default() += count;
        }
        let media = media(&operation, call.media_type)?;
        let sampler = Sampler::new(self.document, self.seed, call.at);
        let mut samples = Samples::new(&operation, self.structure, sampler, media)?;
        let styles = [Style::Smallest].into_iter().chain((0..4).map(Style::Full));
        let mut accept = None;
        for style in styles.chain(std::iter::repeat_n(Style::Random, self.samples)) {
            let Some(input) = samples.input(style, unjudged) else { continue };
            accept = accept.or_else(|| self.accepted(call, &input));
            for index in 0..operation.answers.len().max(1) {
                let known = (&input, accept.as_deref().unwrap_or_default());
                let sample = Self::sample(&mut samples, known, (index, style), unjudged);
                subject.samples += 1;
                let judged = Judged { judge: self, call, operation: &operation, samples: &samples };
                match judged.judge(&sample) {
                    Err(failure) => judged.report(subject, &sample, failure),
                    Ok(request) if matches!(style, Style::Full(_)) => judged.plant(subject, &input, &request),
                    Ok(_) => {}
                }
            }
        }
        if subject.samples == 0 {
            *unjudged.entry("operations without a call".to_owned()).or_default() += 1;
        }
        if operation.answers.is_empty() {
            *unjudged.entry("operations without a response of a success".to_owned()).or_default() += 1;
        }
        Ok(())
    }

    /// The content types that a client accepts.
    fn accepted(&self, call: &Call<C>, input: &Input) -> Option<String> {
        let (request, _) = self.send(call, input).ok()?;
        request.header("accept").first().map(|accept| (*accept).to_owned())
    }

    /// A sample of a call: its input, and the answer at an index, of a content type that the client accepts.
    fn sample(
        samples: &mut Samples<'a, '_>,
        (input, accept): (&Input, &str),
        (index, style): (usize, Style),
        unjudged: &mut Unjudged,
    ) -> Value {
        let mut sample = input.0.clone();
        let Some(answer) = samples.operation.answers.get(index) else { return sample };
        sample["answer"] = json!({ "status": answer.status });
        match samples.answer(index, accept, style) {
            Ok(None) => {}
            Ok(Some((media, body))) => {
                sample["answer"]["media"] = media.name.into();
                sample["answer"]["body"] = body;
            }
            Err(reason) => {
                *unjudged.entry(reason.to_owned()).or_default() += 1;
                sample["answer"] = Value::Null;
            }
        }
        sample
    }

    /// Sends one request, and returns it with what is decoded of the answer.
    fn send(&self, call: &Call<C>, input: &Input) -> Result<(Recorded, Result<Vec<u8>, String>), Failure> {
        let pending = (call.send)(&self.client, input).map_err(|error| Failure::new("builds", error))?;
        let decoded = self.runtime.block_on(pending);
        let request = self.server.take();
        let request = request.ok_or_else(|| Failure::new("sends", decoded.clone().err().unwrap_or_default()))?;
        if self.server.take().is_some() {
            while self.server.take().is_some() {}
            return Err(Failure::new("sends once", "a second request was sent"));
        }
        Ok((request, decoded))
    }
}

/// The content of the body that a crate selected, as the document has it.
fn media<'a>(operation: &Operation<'a>, selected: Option<&str>) -> Result<Option<Media<'a>>, String> {
    let bodies = &operation.bodies;
    let Some(selected) = selected else {
        return if bodies.is_empty() { Ok(None) } else { Err("the crate sends no body".to_owned()) };
    };
    let exact = bodies.iter().find(|media| media.name == selected);
    let media = exact.or_else(|| bodies.iter().find(|media| media.includes(selected)));
    media.map(|media| Some(*media)).ok_or_else(|| format!("the document declares no body of the type {selected}"))
}

struct Judged<'a, 's, C> {
    judge: &'s Judge<'a, C>,
    call: &'s Call<C>,
    operation: &'s Operation<'a>,
    samples: &'s Samples<'a, 's>,
}

impl<C> Judged<'_, '_, C> {
    /// Judges what is sent for a sample, and what is decoded of its answer. Returns the request.
    fn judge(&self, sample: &Value) -> Result<Recorded, Failure> {
        let input = Input(without_answer(sample));
        let answer = &sample["answer"];
        let contents = self.operation.answers.iter().flat_map(|answer| &answer.contents);
        let media = answer["media"].as_str().and_then(|name| contents.into_iter().find(|media| media.name == name));
        let content = media.map(|media| (media, &answer["body"]));
        let status = answer["status"].as_u64().and_then(|status| status.try_into().ok()).unwrap_or(200);
        let (content_type, body) = content.map_or((None, Vec::new()), |(media, body)| {
            (Some(answer::content_type(media)), answer::bytes(media, body))
        });
        self.judge.server.answer(status, content_type, body);
        let (request, decoded) = self.judge.send(self.call, &input)?;
        self.expectation(&input).judge(&request)?;
        if !answer.is_null() {
            let decoded = decoded.and_then(|decoded| json::parse(&decoded));
            let decoded = decoded.map_err(|error| Failure::new("decodes", format!("{status}: {error}")))?;
            if let Some(difference) = answer::decoded_difference(content, &decoded) {
                return Err(Failure::new("decodes its value", difference));
            }
        }
        Ok(request)
    }

    fn expectation<'e>(&'e self, input: &'e Input) -> Expectation<'e> {
        let body = self.samples.body.as_ref().map(|(media, validator)| (*media, validator));
        Expectation { document: self.judge.document, operation: self.operation, body, input }
    }

    /// Plants faults in a request that is right.
    fn plant(&self, subject: &mut Subject, input: &Input, request: &Recorded) {
        for (fault, message) in faults::unnoticed(&self.expectation(input), request) {
            subject.add(Failure::new("notices faults", message), fault.to_owned(), input.0.clone());
        }
    }

    /// Adds a failure with its sample, which is shrunk if it is the first of its kind.
    fn report(&self, subject: &mut Subject, sample: &Value, failure: Failure) {
        let at = failure.at();
        if let Some(finding) = subject.repeated(failure.check, &at) {
            finding.count += 1;
            return;
        }
        let is_valid = |sample: &Value| {
            let body = self.samples.body.as_ref().filter(|_| !sample["body"].is_null());
            let is_valid = |validator: &Validator, value: &Value| violation(validator, value).is_none();
            let answer = self.samples.answer_validator(&sample["answer"]);
            body.is_none_or(|(_, validator)| is_valid(validator, &sample["body"]))
                && answer.is_none_or(|validator| is_valid(validator, &sample["answer"]["body"]))
        };
        let fails_alike = |sample: &Value| {
            let other = self.judge(sample).err().filter(|_| is_valid(sample));
            other.filter(|other| other.check == failure.check && other.at() == at)
        };
        let smallest = shrink(sample, &mut |sample| fails_alike(sample).is_some());
        let failure = fails_alike(&smallest).unwrap_or(failure);
        subject.add(failure, at, smallest);
    }
}

/// The values of a sample's request.
fn without_answer(sample: &Value) -> Value {
    let mut input = sample.clone();
    if let Some(values) = input.as_object_mut() {
        values.remove("answer");
    }
    input
}

#[cfg(test)]
mod tests;
