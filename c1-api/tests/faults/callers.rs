//! The callers: tasks that use the client as a program does, and compare each answer with the right one.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::{Duration, Instant};

use c1_api::iam::v1::PersonalClientSearchServiceSearchRequest;
use c1_api::operation::Operation;
use c1_api::user::v1::SearchUsersRequest;
use c1_api::{Call, Client, Error};
use http::Method;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::judge::Judge;
use crate::origin::CALL_HEADER;
use crate::plan::Kind;
use crate::truth;

/// How often a list is requested again after an error.
const LIST_RETRIES: u32 = 20;

/// What all callers of a run share.
pub(crate) struct Callers {
    pub(crate) judge: Arc<Judge>,
    pub(crate) clients: Vec<Client>,
    /// The number of the next call, and of calls in all.
    pub(crate) next: AtomicU32,
    pub(crate) calls: u32,
    /// How long calls took, in microseconds.
    pub(crate) latencies: Mutex<Vec<u32>>,
}

impl Callers {
    /// Makes calls until none is left, with the client of the task.
    pub(crate) async fn run(self: Arc<Self>, task: usize) {
        let client = task % self.clients.len();
        loop {
            let call = self.next.fetch_add(1, Relaxed);
            if call >= self.calls {
                return;
            }
            let began = Instant::now();
            self.make(client, call).await;
            self.latencies.lock().unwrap().push(began.elapsed().as_micros() as u32);
        }
    }

    async fn make(&self, client: usize, call: u32) {
        let (api, id) = (&self.clients[client], call.to_string());
        let thing = |method| api.request(method, "/api/v1/things/{id}").path("id", &id);
        let is_thing = |answer: Value| answer == truth::thing(call);
        match self.judge.plan.kind(call) {
            Kind::Get => self.finish(client, call, thing(Method::GET), is_thing).await,
            Kind::Update => self.finish(client, call, thing(Method::PUT).json(truth::thing(call)), is_thing).await,
            Kind::Create => {
                let create = api.request(Method::POST, "/api/v1/things").json(truth::thing(call));
                self.finish(client, call, create, is_thing).await;
            }
            Kind::Delete => {
                self.finish(client, call, thing(Method::DELETE), |answer| answer == json!({})).await;
            }
            Kind::Search => {
                let request = PersonalClientSearchServiceSearchRequest::new().query(id);
                let is_right = |page: c1_api::iam::v1::PersonalClientSearchServiceSearchResponse| {
                    let [found] = &page.list[..] else {
                        return false;
                    };
                    found.id == truth::item(call, 0) && found.display_name == truth::name(call)
                };
                self.finish(client, call, api.personal_client_search().search(request), is_right).await;
            }
            Kind::List(count) => self.list(client, call, count).await,
        }
    }

    /// Makes a single call, which some callers drop midway.
    async fn finish<O: Operation>(
        &self,
        client: usize,
        call: u32,
        request: Call<O>,
        is_right: impl Fn(O::Response) -> bool,
    ) {
        let future = request.header(CALL_HEADER, &call.to_string()).into_future();
        let outcome = match self.judge.plan.drops_after(call) {
            None => future.await,
            Some(delay) => match timeout(delay, future).await {
                Ok(outcome) => outcome,
                Err(_) => return self.judge.on_drop(call),
            },
        };
        match outcome {
            Ok(answer) => self.judge.on_success(call, is_right(answer)),
            Err(error) => self.judge.on_error(client, call, &error),
        }
    }

    /// Reads a list to its end, and checks that no item is lost, repeated or of another list.
    async fn list(&self, client: usize, call: u32, count: u32) {
        let plan = self.judge.plan;
        let request = SearchUsersRequest::new().query(call.to_string()).page_size(10);
        let list = self.clients[client].user_search().search(request).header(CALL_HEADER, &call.to_string());
        let mut items = list.items().prefetch(plan.prefetches(call));
        let (mut read, mut retries) = (0, 0);
        let end = plan.drops_after(call).map(|delay| Instant::now() + delay);
        loop {
            if end.is_some_and(|end| end < Instant::now()) {
                return self.judge.on_drop(call);
            }
            let next = if plan.interrupts(call, read) {
                // The request goes on when the next future is awaited.
                match timeout(Duration::from_millis(1), items.try_next()).await {
                    Ok(next) => next,
                    Err(_) => items.try_next().await,
                }
            } else {
                items.try_next().await
            };
            match next {
                Ok(Some(view)) => {
                    let id = view.user.map(|user| user.id).unwrap_or_default();
                    if id != truth::item(call, read) {
                        let details = || format!("call {call}: {id} as item {read} of {count}");
                        self.judge.violation("an item lost, repeated or of another list", details);
                    }
                    read += 1;
                }
                Ok(None) => break,
                Err(error) => {
                    self.note(client, call, &error);
                    retries += 1;
                    if retries > LIST_RETRIES {
                        return;
                    }
                    items.retry();
                }
            }
        }
        if read != count {
            self.judge.violation("items lost at the end of a list", || format!("call {call}: {read} of {count}"));
        }
        self.judge.on_success(call, true);
    }

    fn note(&self, client: usize, call: u32, error: &Error) {
        self.judge.on_error(client, call, error);
        self.judge.on_repeated(call);
    }
}
