//! The decision which expectation answers a request, and the record of requests.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use super::expectation::{Entry, Registry};
use super::path::PathValues;
use super::received_request::ReceivedRequest;
use super::replay::Tape;
use super::reply::{Fault, Reply};
use super::tokens::{self, Tokens};
use super::unexpected;
use crate::redact::Redactor;
use crate::rpc::Code;

/// The number of requests that are kept by default.
const KEPT_REQUESTS: usize = 10_000;

/// The state of a mock, which its services share.
pub(super) struct Engine {
    pub(super) tokens: Tokens,
    pub(super) redactor: Redactor,
    entries: RwLock<Arc<[Arc<Entry>]>>,
    tape: RwLock<Option<Arc<Tape>>>,
    fallback: RwLock<Option<Arc<Fallback>>>,
    record: Mutex<Record>,
}

type Fallback = dyn Fn(&ReceivedRequest) -> Reply + Send + Sync;

/// The requests so far.
struct Record {
    requests: VecDeque<ReceivedRequest>,
    token_requests: VecDeque<ReceivedRequest>,
    kept: usize,
    failures: Vec<String>,
}

impl Engine {
    pub(super) fn new(redactor: Redactor) -> Self {
        let record = Record {
            requests: VecDeque::new(),
            token_requests: VecDeque::new(),
            kept: KEPT_REQUESTS,
            failures: Vec::new(),
        };
        Self {
            tokens: Tokens::new(),
            redactor,
            entries: RwLock::new(Arc::new([])),
            tape: RwLock::new(None),
            fallback: RwLock::new(None),
            record: Mutex::new(record),
        }
    }

    pub(super) fn set_tape(&self, tape: Tape) {
        *self.tape.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(tape));
    }

    pub(super) fn set_fallback(&self, fallback: Arc<Fallback>) {
        *self.fallback.write().unwrap_or_else(PoisonError::into_inner) = Some(fallback);
    }

    pub(super) fn keep(&self, count: usize) {
        self.record().kept = count;
    }

    /// Answers a request, and records it.
    pub(super) fn reply(&self, request: ReceivedRequest) -> Reply {
        if request.path() == tokens::PATH && self.entries_at(&request).is_empty() {
            let reply = self.tokens.issue(&request);
            self.record().push_token_request(request);
            return reply;
        }
        let reply = match self.tokens.check(&request) {
            Some(unauthorized) if !is_public(request.path()) => unauthorized,
            _ => self.expected(&request),
        };
        if reply.fault == Some(Fault::Revoked) {
            self.tokens.reject(&request);
        }
        let mut record = self.record();
        record.failures.extend(reply.failure.clone());
        record.push(request);
        reply
    }

    fn expected(&self, request: &ReceivedRequest) -> Reply {
        let mut refusals = Vec::new();
        for (entry, path) in self.entries_at(request) {
            match entry.answer(request, path) {
                Ok((answer, count)) => return answer(count),
                Err(why) => refusals.push((entry, why)),
            }
        }
        let tape = self.tape.read().unwrap_or_else(PoisonError::into_inner).clone();
        let difference = match tape.map(|tape| tape.reply(request, self.redactor)) {
            Some(Ok(reply)) => return reply,
            Some(Err(difference)) => Some(difference),
            None => None,
        };
        let fallback = self.fallback.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(fallback) = fallback {
            return fallback(request);
        }
        let message = unexpected::message(request, self.redactor, &self.entries(), &refusals, difference);
        let reply = Reply::error(Code::UNIMPLEMENTED, message.clone());
        Reply { failure: Some(message), ..reply }
    }

    /// The expectations for the method and the path of a request. Fewer parameters in the path take precedence, as on a server.
    fn entries_at(&self, request: &ReceivedRequest) -> Vec<(Arc<Entry>, PathValues)> {
        let entries = self.entries();
        let matched = entries.iter().filter(|entry| entry.method == *request.method());
        let matched = matched.filter_map(|entry| Some((entry, entry.template.matched(request.path())?)));
        let mut found: Vec<(Arc<Entry>, PathValues)> = matched.map(|(entry, path)| (Arc::clone(entry), path)).collect();
        if let Some(fewest) = found.iter().map(|(entry, _)| entry.template.parameters()).min() {
            found.retain(|(entry, _)| entry.template.parameters() == fewest);
        }
        found
    }

    pub(super) fn requests(&self) -> Vec<ReceivedRequest> {
        self.record().requests.iter().cloned().collect()
    }

    pub(super) fn token_requests(&self) -> Vec<ReceivedRequest> {
        self.record().token_requests.iter().cloned().collect()
    }

    /// Returns what did not happen as expected.
    pub(super) fn problems(&self) -> Vec<String> {
        let mut problems = self.record().failures.clone();
        for entry in self.entries().iter().filter(|entry| !entry.order.counter.is_satisfied()) {
            let counter = &entry.order.counter;
            problems.push(format!(
                "{} was expected {}, and answered {} times",
                entry.name,
                counter.times(),
                counter.answered()
            ));
        }
        let tape = self.tape.read().unwrap_or_else(PoisonError::into_inner).clone();
        problems.extend(tape.iter().flat_map(|tape| tape.unused()));
        problems
    }

    fn entries(&self) -> Arc<[Arc<Entry>]> {
        Arc::clone(&self.entries.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Registry for Engine {
    fn register(&self, entry: Entry) {
        let mut entries = self.entries.write().unwrap_or_else(PoisonError::into_inner);
        *entries = entries.iter().cloned().chain([Arc::new(entry)]).collect();
    }
}

impl Record {
    fn push(&mut self, request: ReceivedRequest) {
        push(&mut self.requests, request, self.kept);
    }

    fn push_token_request(&mut self, request: ReceivedRequest) {
        push(&mut self.token_requests, request, self.kept);
    }
}

/// Adds a request, and drops the oldest above the number that is kept.
fn push(requests: &mut VecDeque<ReceivedRequest>, request: ReceivedRequest, kept: usize) {
    requests.push_back(request);
    while requests.len() > kept {
        requests.pop_front();
    }
}

/// Whether requests of a path need no token: those that lead to one.
fn is_public(path: &str) -> bool {
    path.starts_with("/auth/")
}

impl fmt::Debug for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Engine").field("entries", &self.entries()).finish_non_exhaustive()
    }
}
