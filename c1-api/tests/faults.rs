//! Very many calls through a server and a proxy that fail in all ways. The test is alone in its process, which it measures.
#![cfg(all(feature = "full", feature = "http2", feature = "rustls", target_os = "linux"))]

use std::env;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use c1_api::{Client, ClientBuilder, RetryPolicy};
use cpu_time::ProcessTime;
use peak_alloc::PeakAlloc;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

#[path = "faults/callers.rs"]
mod callers;
#[allow(dead_code, reason = "other tests use the rest")]
mod certificates;
#[path = "faults/counts.rs"]
mod counts;
#[path = "faults/gateway.rs"]
mod gateway;
#[path = "faults/judge.rs"]
mod judge;
#[path = "faults/observer.rs"]
mod observer;
#[path = "faults/origin.rs"]
mod origin;
#[path = "faults/plan.rs"]
mod plan;
mod process;
#[path = "faults/proxy.rs"]
mod proxy;
#[path = "faults/records.rs"]
mod records;
#[path = "faults/report.rs"]
mod report;
#[allow(dead_code, reason = "other tests use the rest")]
mod secret_values;
mod tcp;
#[path = "faults/truth.rs"]
mod truth;

use callers::Callers;
use counts::Counts;
use judge::{Judge, MAX_ATTEMPTS};
use observer::{Observer, TokenRecord};
use origin::{Origin, client_id};
use plan::{Plan, Protocol};
use proxy::Proxy;
use report::{Memory, Report};

/// Counts the memory in use, of which the resident memory is a blurred image.
#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

/// How large a run is.
#[derive(Clone, Copy)]
struct Size {
    calls: u32,
    tasks: usize,
    /// How many clients the tasks share.
    clients: usize,
    /// How long an attempt waits on a half-open connection.
    attempt_timeout: Duration,
}

/// The host of the certificate.
const HOST: &str = "127.0.0.1";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn faults_cost_neither_answers_nor_items() {
    let attempt_timeout = Duration::from_secs(1);
    run(Protocol::Http1, Size { calls: 1250, tasks: 64, clients: 1, attempt_timeout }).await;
    run(Protocol::Http2, Size { calls: 1250, tasks: 64, clients: 4, attempt_timeout }).await;
}

/// `FAULTS_SEED` and `FAULTS_CALLS` replace the seed and the number of calls.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "takes minutes; run `cargo test --release -p c1-api --test faults -- --ignored --nocapture`"]
async fn faults_at_scale_cost_neither_answers_nor_items() {
    let calls = setting("FAULTS_CALLS").unwrap_or(200_000) as u32 / 2;
    let attempt_timeout = Duration::from_secs(3);
    run(Protocol::Http1, Size { calls, tasks: 512, clients: 1, attempt_timeout }).await;
    // One broken connection fails all calls on it, so no client has more calls at a time than retries in its budget.
    run(Protocol::Http2, Size { calls, tasks: 512, clients: 16, attempt_timeout }).await;
}

fn setting(name: &str) -> Option<u64> {
    env::var(name).ok().map(|value| value.parse().unwrap())
}

/// Makes all calls, prints the report, and fails on any contradiction.
async fn run(protocol: Protocol, size: Size) {
    let plan = Plan { seed: setting("FAULTS_SEED").unwrap_or(1), protocol };
    let sockets = process::sockets();
    let (began, cpu) = (Instant::now(), ProcessTime::now());

    let judge = Arc::new(Judge::new(plan, size.calls as usize, size.clients));
    let faults = Arc::new(Counts::default());
    let origin = Arc::new(Origin::new(Arc::clone(&judge), Arc::clone(&faults)));
    let latencies = Mutex::new(Vec::with_capacity(size.calls as usize));
    let before = heap_kib();
    let authority = certificates::authority("faults");
    let tls = (protocol == Protocol::Http2).then(|| acceptor(&authority));
    let (address, serving) = gateway::serve(Arc::clone(&origin), tls).await;
    let proxy = Proxy::start(address, plan, Arc::clone(&faults)).await;

    let tokens: Vec<_> = (0..size.clients).map(|_| Arc::new(TokenRecord::default())).collect();
    let scheme = if protocol == Protocol::Http2 { "https" } else { "http" };
    let builder = builder(format!("{scheme}://{}", proxy.address), size.attempt_timeout);
    let builder = builder.root_certificate(certificates::authority_pem(&authority));
    let clients = tokens.iter().enumerate().map(|(client, tokens)| {
        let (judge, origin, tokens) = (Arc::clone(&judge), Arc::clone(&origin), Arc::clone(tokens));
        let builder = builder.clone().client_credentials(client_id(client), secret_values::CLIENT_SECRET);
        builder.layer(Observer { judge, origin, tokens, client }).build().unwrap()
    });
    let callers = Arc::new(Callers {
        judge: Arc::clone(&judge),
        clients: clients.collect(),
        next: AtomicU32::new(0),
        calls: size.calls,
        latencies,
    });
    let memory = call_all(&callers, size).await;

    let (elapsed, cpu) = (began.elapsed(), cpu.elapsed());
    let latencies = std::mem::take(&mut *callers.latencies.lock().unwrap());
    drop(callers);
    settle(sockets, proxy, serving).await;
    let kept_kib = heap_kib().saturating_sub(before);
    judge.close();
    let report = Report {
        judge: &judge,
        origin: &origin,
        tokens: &tokens,
        faults: &faults,
        memory,
        kept_kib,
        latencies,
        elapsed,
        cpu,
    };
    report.print();
    report.check();
}

/// TLS for HTTP/2 only.
fn acceptor(authority: &certificates::Authority) -> TlsAcceptor {
    let mut config = certificates::server_config(authority, HOST, 2999);
    config.alpn_protocols = vec![b"h2".to_vec()];
    TlsAcceptor::from(Arc::new(config))
}

/// The settings of a client that leaves half-open connections soon.
fn builder(base_url: String, attempt_timeout: Duration) -> ClientBuilder {
    Client::builder()
        .base_url(base_url)
        .http2_keep_alive(attempt_timeout / 4, attempt_timeout / 2)
        .attempt_timeout(attempt_timeout)
        .timeout(Duration::from_secs(60))
        .retry(RetryPolicy::default().max_attempts(MAX_ATTEMPTS).initial_delay(Duration::from_millis(5)))
}

/// Runs all tasks, and samples the memory of the process.
async fn call_all(callers: &Arc<Callers>, size: Size) -> Vec<Memory> {
    let mut tasks = JoinSet::new();
    for task in 0..size.tasks {
        tasks.spawn(Arc::clone(callers).run(task));
    }
    let mut memory = Vec::with_capacity(4 * 1024);
    let began = Instant::now();
    let ends = tasks.join_all();
    tokio::pin!(ends);
    loop {
        let has_ended = tokio::select! {
            _ = &mut ends => true,
            () = tokio::time::sleep(Duration::from_millis(250)) => false,
        };
        memory.push(Memory {
            at: began.elapsed(),
            started: callers.next.load(Relaxed).min(size.calls),
            heap_kib: heap_kib(),
            resident_kib: process::resident_kib(),
            sockets: process::sockets(),
        });
        if has_ended {
            return memory;
        }
    }
}

/// The memory in use, in KiB.
fn heap_kib() -> u64 {
    HEAP.current_usage() as u64 / 1024
}

/// Waits until the clients have closed all connections. If they do not, the test hangs here.
async fn settle(sockets: usize, proxy: Proxy, serving: JoinSet<()>) {
    // The listeners of the server and the proxy.
    while process::sockets() > sockets + 2 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    drop((proxy, serving));
    while process::sockets() > sockets {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// The sum of a count of all clients.
fn sum<'a>(tokens: &'a [Arc<TokenRecord>], count: impl Fn(&'a TokenRecord) -> &'a AtomicU64) -> u64 {
    tokens.iter().map(|record| count(record).load(Relaxed)).sum()
}
