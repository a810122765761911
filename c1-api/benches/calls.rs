//! Calls per second, by this crate and by bare reqwest with serde_json. The bar: at least nine tenths.
//!
//! The same process makes the same calls to the same server, which does no more than to send what it has ready. The
//! client has one thread, the server another: where the client's is at work all the time, it is what bounds the calls.
//!
//! `cargo bench -p c1-api --bench calls`

use c1_api::Client;
use c1_api::user::v1::SearchUsersRequest;
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

#[allow(dead_code, reason = "another benchmark uses the rest")]
mod common;
#[path = "../tests/loopback/mod.rs"]
#[allow(dead_code, reason = "the tests use the rest")]
mod loopback;

use common::bare::Bare;
use common::page::page;
use common::rounds::{Cost, Rounds};
use loopback::{Answer, Loopback};

const ROUNDS: usize = 31;
const TOKEN: &str = "open-sesame";

fn main() {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    for (users, calls) in [(1, 2000), (100, 200)] {
        let page = loopback::json("200 OK", "", &page(users));
        let server = Loopback::start(move |_| Answer::Keep(page.clone()));
        for tasks in [1, 32] {
            measure(&runtime, &server, users, calls, tasks);
        }
    }
}

/// Makes `calls` calls in each round, `tasks` of them at a time, each for a page of `users`.
fn measure(runtime: &Runtime, server: &Loopback, users: usize, calls: u32, tasks: u32) {
    let client = Client::builder().base_url(server.url()).bearer_token(TOKEN).build().expect("a client");
    let bare = Bare::new(server.url(), TOKEN);
    let ours = || {
        each(runtime, tasks, || {
            let client = client.clone();
            async move {
                for _ in 0..calls / tasks {
                    let request = SearchUsersRequest { query: "ada".into(), page_size: 100, ..Default::default() };
                    let page = client.user_search().search(request).await.expect("a page");
                    assert_eq!(page.list.len(), users);
                }
            }
        });
    };
    let theirs = || {
        each(runtime, tasks, || {
            let bare = bare.clone();
            async move {
                for _ in 0..calls / tasks {
                    assert_eq!(bare.search("ada").await, users);
                }
            }
        });
    };
    let rounds = Rounds::run(ROUNDS, ours, theirs);

    println!("pages of {users}, {tasks} at a time");
    let made = calls / tasks * tasks;
    let (wall, cpu) = (rounds.medians(|cost| cost.wall / made), rounds.medians(|cost| cost.cpu / made));
    for (who, wall, cpu) in [("c1-api", wall.0, cpu.0), ("bare reqwest", wall.1, cpu.1)] {
        println!("  {who:<12} {:>8.0} calls/s, {cpu:>8.1?} of CPU time each", 1.0 / wall.as_secs_f64());
    }
    let (wall, cpu) = (|cost: &Cost| cost.wall, |cost: &Cost| cost.cpu);
    println!("  speed, c1-api to bare: {:.2} (bar: 0.90), by CPU time {:.2}", rounds.speed(wall), rounds.speed(cpu));
}

/// Runs so many tasks at a time to their ends.
fn each<F: Future<Output = ()> + Send + 'static>(runtime: &Runtime, tasks: u32, task: impl Fn() -> F) {
    runtime.block_on(async {
        let set: JoinSet<()> = (0..tasks).map(|_| task()).collect();
        set.join_all().await;
    });
}
