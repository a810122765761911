//! The report of a run, and the bounds that it has to keep.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::Duration;

use crate::counts::Counts;
use crate::judge::Judge;
use crate::observer::TokenRecord;
use crate::origin::{Origin, TOKEN_LIFE};
use crate::sum;

/// How much the heap and the resident memory may grow after the first third of the calls, and for each socket more than then.
const ALLOWED_HEAP_KIB: u64 = 4 * 1024;
const ALLOWED_RESIDENT_KIB: u64 = 16 * 1024;
const ALLOWED_KIB_PER_SOCKET: u64 = 16;

/// How much of the heap may be in use for longer than the clients, such as by the statics of the TLS stack.
const ALLOWED_KEPT_KIB: u64 = 2 * 1024;

pub(crate) struct Report<'a> {
    pub(crate) judge: &'a Judge,
    pub(crate) origin: &'a Origin,
    pub(crate) tokens: &'a [Arc<TokenRecord>],
    pub(crate) faults: &'a Counts,
    pub(crate) memory: Vec<Memory>,
    /// What is in use after the clients and the server are gone.
    pub(crate) kept_kib: u64,
    pub(crate) latencies: Vec<u32>,
    pub(crate) elapsed: Duration,
    pub(crate) cpu: Duration,
}

/// The resources of the process at a moment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Memory {
    pub(crate) at: Duration,
    pub(crate) started: u32,
    pub(crate) heap_kib: u64,
    pub(crate) resident_kib: u64,
    pub(crate) sockets: usize,
}

impl Memory {
    /// The maximum of each resource.
    fn most(samples: &[Self]) -> Self {
        samples
            .iter()
            .copied()
            .reduce(|one, other| Self {
                at: one.at.max(other.at),
                started: one.started.max(other.started),
                heap_kib: one.heap_kib.max(other.heap_kib),
                resident_kib: one.resident_kib.max(other.resident_kib),
                sockets: one.sockets.max(other.sockets),
            })
            .unwrap()
    }
}

impl Report<'_> {
    pub(crate) fn print(&self) {
        let Self { judge, elapsed, cpu, .. } = self;
        let calls = self.latencies.len();
        println!(
            "\n== {calls} calls by {:?}, seed {}: {elapsed:.1?}, {cpu:.1?} of CPU",
            judge.plan.protocol, judge.plan.seed
        );
        section("outcomes", &judge.outcomes.all());
        section("faults", &self.faults.all());
        let of_clients = [
            ("clients", judge.clients.len() as u64),
            ("attempts", judge.sum(|client| &client.attempts)),
            ("retries", judge.sum(|client| &client.retries)),
            ("repeated after 401", judge.sum(|client| &client.repeated_after_401)),
            ("repeated by the HTTP stack", judge.repeated_by_the_stack()),
            ("requests received", self.origin.requests.load(Relaxed)),
            ("token requests", sum(self.tokens, |tokens| &tokens.requests)),
            ("token requests that failed", sum(self.tokens, |tokens| &tokens.failures)),
            ("tokens revoked", (0..judge.clients.len()).map(|client| self.revocations(client)).sum()),
        ];
        section("requests", &of_clients.map(|(name, count)| (name.to_owned(), count)));
        section("violations", &judge.violations.all());
        self.print_latencies();
        println!("  {:>8} {:>10} {:>12} {:>12} {:>8}", "time", "calls", "heap in KiB", "RSS in KiB", "sockets");
        for memory in self.memory.iter().step_by(self.memory.len().div_ceil(12)).chain(self.memory.last()) {
            let Memory { at, started, heap_kib, resident_kib, sockets } = memory;
            println!("  {:>7.1}s {started:>10} {heap_kib:>12} {resident_kib:>12} {sockets:>8}", at.as_secs_f64());
        }
        println!("  heap in use after the clients are gone: {} KiB", self.kept_kib);
    }

    /// Fails if a bound does not hold.
    pub(crate) fn check(&self) {
        let Self { judge, tokens, .. } = self;
        assert_eq!(judge.violations.total(), 0, "{}", judge.samples());
        assert_eq!(self.latencies.len(), judge.calls());
        assert!(self.faults.total() > 0);
        for (client, tokens) in tokens.iter().enumerate() {
            let (requests, failures) = (tokens.requests.load(Relaxed), tokens.failures.load(Relaxed));
            // A token lives for at least this part of its life before it is renewed.
            let lives = self.elapsed.as_secs_f64() / TOKEN_LIFE.as_secs_f64() / 0.75;
            let bound = 1 + self.revocations(client) + failures + lives as u64;
            assert!(requests <= bound, "client {client}: {requests} token requests, at most {bound} are needed");
        }
        let warm = self.memory.iter().position(|at| at.started as usize >= judge.calls() / 3).unwrap();
        let [before, after] = [&self.memory[..=warm], &self.memory[warm..]].map(Memory::most);
        let more = ALLOWED_KIB_PER_SOCKET * after.sockets.saturating_sub(before.sockets) as u64;
        assert!(after.heap_kib <= before.heap_kib + more + ALLOWED_HEAP_KIB, "{before:?} became {after:?}");
        assert!(after.resident_kib <= before.resident_kib + more + ALLOWED_RESIDENT_KIB, "{before:?} became {after:?}");
        assert!(self.kept_kib <= ALLOWED_KEPT_KIB, "{} KiB are still in use", self.kept_kib);
    }

    fn revocations(&self, client: usize) -> u64 {
        self.origin.tokens(client).lock().unwrap().revocations
    }

    fn print_latencies(&self) {
        let mut sorted = self.latencies.clone();
        sorted.sort_unstable();
        let at = |share: f64| f64::from(sorted[((sorted.len() - 1) as f64 * share) as usize]) / 1000.0;
        let [p50, p90, p99, p999, max] = [0.5, 0.9, 0.99, 0.999, 1.0].map(at);
        println!("  latency in ms: p50 {p50:.1}, p90 {p90:.1}, p99 {p99:.1}, p99.9 {p999:.1}, max {max:.1}");
    }
}

fn section(title: &str, rows: &[(String, u64)]) {
    println!("  {title}");
    for (name, count) in rows {
        println!("    {count:>10}  {name}");
    }
}
