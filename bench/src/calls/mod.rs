//! Calls of c1-api beside bare reqwest with serde_json, on the same sockets.
//!
//! The same process makes the same calls to the same server, which only sends what it has ready. The client has one thread, the
//! server another.

mod client;
mod features;
mod http2;
#[path = "../../../c1-api/tests/loopback/mod.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod loopback;

use std::cell::RefCell;

use allocation_counter::{AllocationInfo, measure};
use tokio::runtime::Builder;

use self::client::{Bare, Own, Server, calls};
use crate::bare::page::page;
use crate::context::{Context, say};
use crate::error::{Error, Result};
use crate::report::{Group, Table, Unit};
use crate::rounds::{Cost, Rounds};
use crate::statistics::percentile;

/// The protocol of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Protocol {
    Http1,
    Http2,
}

impl Protocol {
    const ALL: [Self; 2] = [Self::Http1, Self::Http2];

    fn key(self) -> &'static str {
        match self {
            Self::Http1 => "http1",
            Self::Http2 => "http2",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Http1 => "HTTP/1.1",
            Self::Http2 => "HTTP/2",
        }
    }
}

/// The number of tasks that make calls at a time.
const TASKS: [usize; 3] = [1, 16, 256];
/// The number of calls of a round, for a page of one user.
const CALLS: usize = 2048;
/// The calls whose allocations are counted.
const COUNTED: u64 = 100;

/// What is measured with so many tasks.
struct Measured {
    key: String,
    title: String,
    /// The calls of a round.
    calls: usize,
    rounds: Rounds,
    /// The latency of each call in seconds.
    own: Vec<f64>,
    bare: Vec<f64>,
}

/// Measures calls.
pub(crate) fn run(context: &Context) -> Result<Group> {
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Error::new(error.to_string()))?;
    let (mut measured, mut allocated) = (Vec::new(), Vec::new());
    for protocol in Protocol::ALL {
        for (users, factor) in [(1, 1), (100, 8)] {
            let server = Server::start(protocol, &page(users))?;
            let (own, bare) = (Own::new(&server)?, Bare::new(&server)?);
            for tasks in TASKS.into_iter().filter(|tasks| users == 1 || *tasks == 16) {
                let key = format!("{}-{tasks}{}", protocol.key(), if users == 1 { "" } else { "-page" });
                let plural = if tasks == 1 { "" } else { "s" };
                let title = format!("{}, {tasks} task{plural}, pages of {users}", protocol.title());
                say(&format!("calls by {title}"));
                let (calls, rounds) = (CALLS / factor, if context.quick { 7 } else { 31 });
                let latencies: [RefCell<Vec<f64>>; 2] = Default::default();
                let own = || latencies[0].borrow_mut().extend(calls_of(&runtime, tasks, calls, &own));
                let bare = || latencies[1].borrow_mut().extend(calls_of(&runtime, tasks, calls, &bare));
                let rounds = Rounds::run(rounds, own, bare);
                let [own, bare] = latencies.map(RefCell::into_inner);
                measured.push(Measured { key, title, calls: calls / tasks * tasks, rounds, own, bare });
            }
            let key = format!("{}-{users}", protocol.key());
            let title = format!("{}, pages of {users}", protocol.title());
            let count = |call: &dyn Fn()| {
                call();
                measure(|| (0..COUNTED).for_each(|_| call()))
            };
            let own = count(&|| drop(calls_of(&runtime, 1, 1, &own)));
            allocated.push((key, title, own, count(&|| drop(calls_of(&runtime, 1, 1, &bare)))));
        }
    }
    let tables = vec![speeds(&measured), ratios(&measured), latencies(&measured), allocations(&allocated)];
    let tables = tables.into_iter().chain([features::run(context)?]).collect();
    Ok(Group { title: "Calls".to_owned(), tables })
}

/// Makes calls in tasks, and returns the latency of each.
fn calls_of<C: client::Call>(runtime: &tokio::runtime::Runtime, tasks: usize, count: usize, client: &C) -> Vec<f64> {
    runtime.block_on(calls(client, tasks, count / tasks))
}

fn wall(cost: &Cost) -> f64 {
    cost.wall
}

fn cpu(cost: &Cost) -> f64 {
    cost.cpu
}

fn speeds(measured: &[Measured]) -> Table {
    let columns = [
        ("c1-api", Unit::PerSecond),
        ("bare reqwest", Unit::PerSecond),
        ("c1-api, CPU per call", Unit::Microseconds),
        ("bare reqwest, CPU per call", Unit::Microseconds),
    ];
    let mut table = Table::new("calls", "Calls per second", "calls", &columns);
    for Measured { key, title, calls, rounds, .. } in measured {
        let calls = *calls as f64;
        let (wall, cpu) = (rounds.medians(wall), rounds.medians(cpu));
        let figures = [calls / wall.0, calls / wall.1, cpu.0 / calls * 1e6, cpu.1 / calls * 1e6];
        table.row(key, title, figures.map(Some));
    }
    table.bars("Calls per second", &["c1-api", "bare reqwest"]);
    table.note("The client has one thread, whose CPU time is shown. The server has another.");
    table
}

fn ratios(measured: &[Measured]) -> Table {
    let columns = [("calls", Unit::Ratio), ("calls per CPU time", Unit::Ratio)];
    let mut table = Table::new("calls-ratio", "Calls of c1-api, to those of bare reqwest", "calls", &columns);
    for Measured { key, title, rounds, .. } in measured {
        table.row(key, title, [rounds.speed(wall), rounds.speed(cpu)].map(Some));
    }
    table.note("More than 1: c1-api makes more calls.");
    table
}

fn latencies(measured: &[Measured]) -> Table {
    let columns = [
        ("c1-api, median", Unit::Microseconds),
        ("bare reqwest, median", Unit::Microseconds),
        ("c1-api, 99 %", Unit::Microseconds),
        ("bare reqwest, 99 %", Unit::Microseconds),
    ];
    let mut table = Table::new("calls-latency", "Latency of calls", "calls", &columns);
    for Measured { key, title, own, bare, .. } in measured {
        let figures = [(own, 0.5), (bare, 0.5), (own, 0.99), (bare, 0.99)];
        table.row(key, title, figures.map(|(times, part)| Some(percentile(times, part) * 1e6)));
    }
    table.note("With many tasks, a call waits for the calls of others.");
    table
}

fn allocations(allocated: &[(String, String, AllocationInfo, AllocationInfo)]) -> Table {
    let columns = [
        ("c1-api", Unit::Count),
        ("bare reqwest", Unit::Count),
        ("c1-api, bytes", Unit::Kilobytes),
        ("bare reqwest, bytes", Unit::Kilobytes),
        ("bytes", Unit::Ratio),
    ];
    let mut table = Table::new("calls-allocations", "Allocations per call", "calls", &columns);
    for (key, title, own, bare) in allocated {
        let count = |info: &AllocationInfo| info.count_total as f64 / COUNTED as f64;
        let bytes = |info: &AllocationInfo| info.bytes_total as f64 / COUNTED as f64 / 1e3;
        let figures = [count(own), count(bare), bytes(own), bytes(bare), bytes(own) / bytes(bare)];
        table.row(key, title, figures.map(Some));
    }
    table.note("Of the client's thread, which also reads the page. The connection exists before.");
    table
}
