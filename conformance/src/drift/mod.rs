//! Judges the reports of drift: the crate of one document reads responses of a newer one.
//!
//! The samples are those of the newer document. What must be reported follows from the older document and the sample alone. For each
//! schema that a response leads to, there is also a sample with all that the newer document adds to it, so that nothing that was added is
//! left to chance.

mod additions;
mod expected;

use std::collections::BTreeSet;

use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::document::{Document, Operation};
use crate::finding::{Failure, Subject, SubjectKind};
use crate::json;
use crate::reference;
use crate::request::{is_refused, parameter_text};
use crate::sampler::{Sampler, Style};
use crate::server::Server;
use crate::sink::{Drifted, Sink};
use crate::tables::{self, Input};

/// The two documents, and the clients of the older one.
pub(crate) struct Judge<'a, C> {
    pub(crate) old: &'a Document,
    pub(crate) new: &'a Document,
    /// As in [`Tables`](crate::Tables::listening).
    pub(crate) listening: fn(Server, Sink) -> C,
}

impl<C> Judge<'_, C> {
    /// Judges an operation by the additions in its response, and by its smallest, fullest and `count` random responses.
    pub(crate) fn judge(&self, entry: &tables::Operation<C>, runtime: &Runtime, seed: u64, count: usize) -> Subject {
        let mut subject = Subject::new(SubjectKind::Drift, entry.id);
        let (Some(old), Some(new)) = (self.old.operations.get(entry.id), self.new.operations.get(entry.id)) else {
            return subject;
        };
        let mut sampler = Sampler::new(self.new, seed, entry.id);
        let input = self.input(old, seed);
        let witnesses = additions::witnesses(self.old, self.new, old, new, &mut sampler);
        let styles = [Style::Smallest, Style::Full(0), Style::Full(1), Style::Zero, Style::Null].into_iter();
        let styles = styles.chain(std::iter::repeat_n(Style::Random, count));
        let shape = self.new.shape(&new.response);
        let sampled: Vec<Value> = styles.map(|style| sampler.sample(&shape, style)).collect();
        for sample in witnesses.into_iter().chain(sampled) {
            subject.samples += 1;
            if let Err(message) = self.call(entry, runtime, &input, old, &sample) {
                subject.add(Failure::new("reports drift", message), String::new(), sample);
            }
        }
        subject
    }

    /// Has a new client read a response twice, and compares its reports with those that are expected.
    fn call(
        &self,
        entry: &tables::Operation<C>,
        runtime: &Runtime,
        input: &Input,
        operation: &Operation,
        sample: &Value,
    ) -> Result<(), String> {
        let (server, sink) = (Server::default(), Sink::default());
        let client = (self.listening)(server.clone(), sink.clone());
        server.respond(json::text(sample));
        let send = || (entry.call)(&client, input).and_then(|pending| runtime.block_on(pending));
        send()?;
        let reported = sink.take();
        send()?;
        if let Some(again) = sink.take().first() {
            return Err(format!("reported again: {again}"));
        }
        let expected = expected::of_response(self.old, operation, sample);
        let distinct: BTreeSet<Drifted> = reported.iter().cloned().collect();
        if let Some(lacking) = expected.difference(&distinct).next() {
            return Err(format!("not reported: {lacking}"));
        }
        if let Some(other) = distinct.difference(&expected).next() {
            return Err(format!("reported without reason: {other}"));
        }
        if distinct.len() == reported.len() { Ok(()) } else { Err("reported several times".to_owned()) }
    }

    fn input(&self, operation: &Operation, seed: u64) -> Input {
        let mut sampler = Sampler::new(self.old, seed, &operation.id);
        let mut input = reference::input(self.old, &mut sampler, operation, Style::Smallest);
        let is_refused = |value: &Value| is_refused(&parameter_text(value));
        input.path.values_mut().filter(|value| is_refused(value)).for_each(|value| *value = json!("replaced"));
        input
    }
}

/// The number of properties and enum values that the newer document adds to what the operations of both lead to.
pub(crate) fn count(old: &Document, new: &Document) -> (usize, usize) {
    additions::count(old, new)
}
