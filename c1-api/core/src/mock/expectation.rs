//! Expectations: which requests the mock answers, and how.

use std::fmt;
use std::sync::Arc;

use http::Method;
use serde_json::Value;

use super::path::{PathTemplate, PathValues};
use super::received::{MockOperation, Received};
use super::received_request::ReceivedRequest;
use super::reply::{IntoReply, Reply};
use super::request_reader::{ReadError, RequestReader};
use super::times::{Order, Sequence, Times};
use crate::operation::Operation;
use crate::operation_info::OperationInfo;
use crate::request::RequestBuilder;

/// A registered expectation.
pub(super) struct Entry {
    /// The operation's id, or the method and the path.
    pub(super) name: String,
    pub(super) method: Method,
    pub(super) template: PathTemplate,
    pub(super) order: Order,
    accept: Box<Accept>,
}

/// Decides whether an expectation is for a request: the answer, or why it is not.
type Accept = dyn Fn(&RequestReader<'_>) -> Result<Answer, String> + Send + Sync;

/// Answers a request with its number.
pub(super) type Answer = Box<dyn FnOnce(u64) -> Reply + Send>;

impl Entry {
    /// Returns the answer to a request with these path parameters, or why the expectation does not answer it.
    pub(super) fn answer(&self, request: &ReceivedRequest, path: PathValues) -> Result<(Answer, u64), String> {
        let answer = (self.accept)(&RequestReader::new(request, path))?;
        let count = self.order.count()?;
        Ok((answer, count))
    }
}

impl fmt::Debug for Entry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry").field("name", &self.name).field("order", &self.order).finish_non_exhaustive()
    }
}

/// Where finished expectations go.
pub(super) trait Registry: Send + Sync {
    fn register(&self, entry: Entry);
}

type Predicate<O> = Box<dyn Fn(&Received<O>) -> bool + Send + Sync>;

/// An expectation of requests for the operation `O`; returned by [`MockServer::on`](super::MockServer::on).
///
/// It takes effect with a method that answers: [`respond`](Self::respond), [`respond_with`](Self::respond_with),
/// [`respond_each`](Self::respond_each) or [`pages`](Self::pages). Of several expectations for a request, the first that still
/// answers does.
#[must_use = "an expectation does nothing until it has a response"]
pub struct Expectation<O> {
    registry: Arc<dyn Registry>,
    name: String,
    method: Method,
    path: String,
    times: Option<Times>,
    sequence: Option<Sequence>,
    predicates: Vec<Predicate<O>>,
}

impl<O: MockOperation> Expectation<O> {
    pub(super) fn new(registry: Arc<dyn Registry>) -> Self {
        let OperationInfo { id, method, path, .. } = O::INFO;
        Self::at(registry, id.to_owned(), method, path.to_owned())
    }

    pub(super) fn at(registry: Arc<dyn Registry>, name: String, method: Method, path: String) -> Self {
        Self { registry, name, method, path, times: None, sequence: None, predicates: Vec::new() }
    }

    /// Sets how many requests it answers, such as `2` or `1..`. Default: any number; in a sequence one.
    ///
    /// Fewer requests fail [`assert_done`](super::MockServer::assert_done). Further ones are for the next expectation.
    pub fn times(mut self, times: impl Into<Times>) -> Self {
        self.times = Some(times.into());
        self
    }

    /// Answers only after the earlier expectations of `sequence` have answered. Default: at any time.
    pub fn in_sequence(mut self, sequence: &Sequence) -> Self {
        self.sequence = Some(sequence.clone());
        self
    }

    /// Answers only requests for which `predicate` is true. Default: all requests of the operation.
    pub fn when(mut self, predicate: impl Fn(&Received<O>) -> bool + Send + Sync + 'static) -> Self {
        self.predicates.push(Box::new(predicate));
        self
    }

    /// Answers all requests equally, with a response or a [`Reply`].
    pub fn respond(self, response: impl IntoReply<O::Response>) {
        let reply = response.into_reply();
        self.answer(move |_| reply.clone());
    }

    /// Answers each request by `handler`, with a response, a [`Reply`], or a `Result` of them.
    pub fn respond_with<A: IntoReply<O::Response>>(self, handler: impl Fn(Received<O>) -> A + Send + Sync + 'static) {
        self.answer(move |request| handler(request).into_reply());
    }

    /// Answers one request by each of `responses`, in their order.
    ///
    /// It answers as many requests as there are responses. [`times`](Self::times) with more repeats the last one.
    pub fn respond_each<A: IntoReply<O::Response>>(mut self, responses: impl IntoIterator<Item = A>) {
        let replies: Vec<Reply> = responses.into_iter().map(IntoReply::into_reply).collect();
        self.times.get_or_insert_with(|| replies.len().into());
        self.answer(move |request| {
            let index = usize::try_from(request.count() - 1).unwrap_or(usize::MAX);
            let reply = replies.get(index).or(replies.last()).cloned();
            reply.unwrap_or_else(|| Reply::json(Value::Object(Default::default())))
        });
    }

    pub(super) fn answer(self, handler: impl Fn(Received<O>) -> Reply + Send + Sync + 'static) {
        let (handler, predicates) = (Arc::new(handler), self.predicates);
        let accept = move |reader: &RequestReader<'_>| {
            let operation = O::read(reader).map_err(|why| format!("it cannot read {why}"))?;
            let raw = reader.request().clone();
            let operation = if predicates.is_empty() {
                operation
            } else {
                let candidate = Received::new(operation, raw.clone(), 0);
                if !predicates.iter().all(|predicate| predicate(&candidate)) {
                    return Err("its condition (`when`) is false".to_owned());
                }
                candidate.into_operation()
            };
            let handler = Arc::clone(&handler);
            Ok(Box::new(move |count| handler(Received::new(operation, raw, count))) as Answer)
        };
        self.registry.register(Entry {
            name: self.name,
            method: self.method,
            template: PathTemplate::new(&self.path),
            order: Order::new(self.times, self.sequence),
            accept: Box::new(accept),
        });
    }
}

impl<O> fmt::Debug for Expectation<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expectation").field("name", &self.name).field("times", &self.times).finish_non_exhaustive()
    }
}

/// A request of any method and path; see [`MockServer::on_request`](super::MockServer::on_request).
#[derive(Clone, Debug)]
pub struct AnyRequest {
    path: PathValues,
}

impl AnyRequest {
    /// Returns the decoded value of a path parameter; empty if the path has no such parameter.
    #[must_use]
    pub fn parameter(&self, name: &str) -> &str {
        self.path.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

impl Operation for AnyRequest {
    type Response = Value;

    // Expectations of it have a method and a path of their own.
    const INFO: OperationInfo = OperationInfo::new("request", Method::GET, "");

    fn encode(&self, _: &mut RequestBuilder) {}
}

impl MockOperation for AnyRequest {
    fn read(request: &RequestReader<'_>) -> Result<Self, ReadError> {
        Ok(Self { path: request.path_values().clone() })
    }
}
