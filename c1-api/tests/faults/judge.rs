//! The judge: what the server did and what the transport carried, compared with what the callers saw.
//!
//! It knows the documentation of the client only: the table of `RetryPolicy`, `ErrorKind`, and the lifetimes of tokens.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::{Duration, Instant};

use c1_api::{Error, ErrorKind};

use crate::counts::Counts;
use crate::plan::{Kind, Plan};
use crate::records::{Attempt, CallRecord, ClientRecord, FULL_BUDGET, SUCCESSES_PER_RETRY, Seen};

/// The attempts of a call. A call whose token is rejected makes one more.
pub(crate) const MAX_ATTEMPTS: u32 = 6;

/// How many retries other calls may deposit between the failure of a call and the moment at which its caller sees it.
const BUDGET_TOLERANCE: u64 = 20;

/// What is known of all calls and clients of a run.
pub(crate) struct Judge {
    pub(crate) plan: Plan,
    pub(crate) outcomes: Counts,
    /// What contradicts the documentation.
    pub(crate) violations: Counts,
    pub(crate) clients: Vec<ClientRecord>,
    calls: Vec<CallRecord>,
    began: Instant,
    samples: Mutex<Vec<String>>,
}

impl Judge {
    pub(crate) fn new(plan: Plan, calls: usize, clients: usize) -> Self {
        Self {
            plan,
            outcomes: Counts::default(),
            violations: Counts::default(),
            clients: (0..clients).map(|_| ClientRecord::new()).collect(),
            calls: (0..calls).map(|_| CallRecord::default()).collect(),
            began: Instant::now(),
            samples: Mutex::default(),
        }
    }

    /// Records a contradiction, with an example of each kind.
    pub(crate) fn violation(&self, name: &str, details: impl FnOnce() -> String) {
        if self.violations.get(name) == 0 {
            self.samples.lock().unwrap().push(format!("{name}: {}", details()));
        }
        self.violations.add(name);
    }

    pub(crate) fn samples(&self) -> String {
        self.samples.lock().unwrap().join("\n")
    }

    // What the transport carried.

    pub(crate) fn on_attempt(&self, client: usize, call: u32) {
        let (record, of_client, kind) = (self.call(call), &self.clients[client], self.plan.kind(call));
        let attempts = u32::from(record.attempts.fetch_add(1, Relaxed)) + 1;
        let latest = Attempt::from(record.latest.swap(Attempt::Unknown as u8, Relaxed));
        of_client.attempts.fetch_add(1, Relaxed);
        let is_list = matches!(kind, Kind::List(_));
        match latest {
            Attempt::None => {}
            Attempt::Unauthorized => drop(of_client.repeated_after_401.fetch_add(1, Relaxed)),
            // The next page of a list.
            Attempt::Success if is_list => {}
            _ => drop(of_client.retries.fetch_add(1, Relaxed)),
        }
        if !is_list && attempts > MAX_ATTEMPTS + 1 {
            self.violation("too many attempts", || format!("call {call}, {kind:?}: {attempts}"));
        }
        let is_safe =
            matches!(latest, Attempt::None | Attempt::Unconnected | Attempt::Unauthorized | Attempt::RateLimited);
        if kind == Kind::Create && !is_safe {
            self.violation("a create repeated though it may have been performed", || {
                format!("call {call} after {latest:?}")
            });
        }
        if self.now() < record.not_before.swap(0, Relaxed) {
            self.violation("an attempt before the end of Retry-After", || format!("call {call}"));
        }
    }

    pub(crate) fn on_attempt_end(&self, client: usize, call: u32, outcome: Attempt, retry_after: Option<Duration>) {
        let record = self.call(call);
        if let Some(delay) = retry_after {
            record.not_before.store(self.now() + delay.as_micros() as u64, Relaxed);
        }
        record.latest.store(outcome as u8, Relaxed);
        if !matches!(outcome, Attempt::Success | Attempt::Unauthorized) {
            self.on_failure(client);
        }
    }

    /// An attempt failed: by its status, by its connection, or in the body.
    pub(crate) fn on_failure(&self, client: usize) {
        let withdraw = |left: u64| Some(left.saturating_sub(SUCCESSES_PER_RETRY));
        let _ = self.clients[client].budget.fetch_update(Relaxed, Relaxed, withdraw);
    }

    /// The body of a successful response arrived.
    pub(crate) fn on_body(&self, client: usize) {
        let client = &self.clients[client];
        client.successes.fetch_add(1, Relaxed);
        let deposit = |left: u64| Some((left + 1).min(FULL_BUDGET * SUCCESSES_PER_RETRY));
        let _ = client.budget.fetch_update(Relaxed, Relaxed, deposit);
    }

    // What the server did.

    pub(crate) fn on_received(&self, call: u32, is_refused: bool) {
        self.call(call).received.fetch_add(1, Relaxed);
        self.call(call).refused.fetch_add(is_refused.into(), Relaxed);
    }

    /// Counts a performed request, and returns the count before it.
    pub(crate) fn on_performed(&self, call: u32) -> u8 {
        self.call(call).performed.fetch_add(1, Relaxed)
    }

    /// The latest request found nothing to do.
    pub(crate) fn on_not_performed(&self, call: u32) {
        self.call(call).performed.fetch_sub(1, Relaxed);
    }

    pub(crate) fn on_status(&self, call: u32, status: u16) {
        match status {
            401 => drop(self.call(call).unauthorized.fetch_add(1, Relaxed)),
            500 => drop(self.call(call).internal.fetch_add(1, Relaxed)),
            _ => {}
        }
    }

    // What the callers saw.

    /// The caller repeats the call, which counts as a new one.
    pub(crate) fn on_repeated(&self, call: u32) {
        self.call(call).latest.store(Attempt::None as u8, Relaxed);
    }

    pub(crate) fn on_success(&self, call: u32, is_right: bool) {
        self.outcomes.add("success");
        self.see(call, Seen::Success);
        if !is_right {
            self.violation("a wrong answer", || format!("call {call}, {:?}", self.plan.kind(call)));
        }
    }

    pub(crate) fn on_drop(&self, call: u32) {
        self.outcomes.add("dropped by the caller");
        self.see(call, Seen::Dropped);
    }

    pub(crate) fn on_error(&self, client: usize, call: u32, error: &Error) {
        let (record, kind) = (self.call(call), self.plan.kind(call));
        let status = error.status().map(|status| status.as_u16());
        let shown =
            status.map_or_else(|| format!("{:?}", error.kind()), |status| format!("{:?} {status}", error.kind()));
        let attempts = u32::from(record.attempts.load(Relaxed));
        if !matches!(kind, Kind::List(_)) && error.attempts() != attempts {
            self.violation("an error with another number of attempts", || {
                format!("{error:?}, {attempts} passed the layer")
            });
        }
        let is_idempotent = kind != Kind::Create;
        let (why, seen) = match (error.kind(), status) {
            (ErrorKind::Connect, _) | (ErrorKind::Api, Some(429)) => {
                (self.why_not_retried(client, error), Seen::NotPerformed)
            }
            (ErrorKind::Timeout | ErrorKind::Transport, _) | (ErrorKind::Api, Some(502..=504)) if is_idempotent => {
                (self.why_not_retried(client, error), Seen::Uncertain)
            }
            (ErrorKind::Timeout | ErrorKind::Transport, _) | (ErrorKind::Api, Some(502..=504)) => {
                (Some("not idempotent"), Seen::Uncertain)
            }
            (ErrorKind::Api, Some(500)) => {
                (Some("not retryable").filter(|_| record.internal.load(Relaxed) > 0), Seen::Uncertain)
            }
            (ErrorKind::Api, Some(404)) => {
                let is_explained = error.attempts() > 1 && error.to_string().contains("may have deleted it");
                (Some("deleted before").filter(|_| kind == Kind::Delete && is_explained), Seen::Uncertain)
            }
            (ErrorKind::Auth, Some(401)) => {
                (Some("two tokens rejected").filter(|_| record.unauthorized.load(Relaxed) > 1), Seen::NotPerformed)
            }
            _ => (None, Seen::Uncertain),
        };
        self.see(call, seen);
        match why {
            Some(why) => self.outcomes.add(&format!("{shown}: {why}")),
            None => {
                self.outcomes.add(&format!("{shown}: unexplained"));
                self.violation("an unexplained error", || format!("call {call}, {kind:?}: {error:?}"));
            }
        }
    }

    /// Why a call is not retried again; `None` if it should have been.
    fn why_not_retried(&self, client: usize, error: &Error) -> Option<&'static str> {
        if error.attempts() >= MAX_ATTEMPTS {
            return Some("all attempts used");
        }
        let text = error.to_string();
        if error.kind() == ErrorKind::Timeout && (text.contains("of the call") || text.contains("no access token")) {
            return Some("call timed out");
        }
        let budget = self.clients[client].budget.load(Relaxed);
        (budget <= BUDGET_TOLERANCE * SUCCESSES_PER_RETRY).then_some("retry budget empty")
    }

    /// Checks what is certain only when nothing is under way any more.
    pub(crate) fn close(&self) {
        for (call, record) in self.calls.iter().enumerate() {
            let call = call as u32;
            let kind = self.plan.kind(call);
            let (seen, performed) = (Seen::from(record.seen.load(Relaxed)), record.performed.load(Relaxed));
            let details = || format!("call {call}, {kind:?}: {seen:?}, performed {performed} times");
            if record.beyond() > record.refused.load(Relaxed).into() {
                self.violation("more requests than attempts and refused streams", details);
            }
            if matches!(kind, Kind::Create | Kind::Delete) && performed > 1 {
                self.violation("performed more than once", details);
            }
            if seen == Seen::Success && performed == 0 && !matches!(kind, Kind::List(_)) {
                self.violation("a success that was not performed", details);
            }
            if seen == Seen::NotPerformed && kind == Kind::Create && performed > 0 {
                self.violation("performed, though the error says that it was not", details);
            }
        }
        for (number, client) in self.clients.iter().enumerate() {
            let (retries, successes) = (client.retries.load(Relaxed), client.successes.load(Relaxed));
            if retries > FULL_BUDGET + successes / SUCCESSES_PER_RETRY {
                let details = || format!("client {number}: {retries} retries after {successes} successes");
                self.violation("retries beyond the budget", details);
            }
        }
    }

    /// How many requests reached the gateway beyond the attempts, as the HTTP stack repeats what HTTP/2 refuses.
    pub(crate) fn repeated_by_the_stack(&self) -> u64 {
        self.calls.iter().map(|record| u64::from(record.beyond())).sum()
    }

    pub(crate) fn calls(&self) -> usize {
        self.calls.len()
    }

    pub(crate) fn sum(&self, count: impl Fn(&ClientRecord) -> &AtomicU64) -> u64 {
        self.clients.iter().map(|client| count(client).load(Relaxed)).sum()
    }

    fn call(&self, call: u32) -> &CallRecord {
        &self.calls[call as usize]
    }

    fn see(&self, call: u32, seen: Seen) {
        self.call(call).seen.store(seen as u8, Relaxed);
    }

    fn now(&self) -> u64 {
        self.began.elapsed().as_micros() as u64
    }
}
