//! Reading a page of 100 users through a client: without a listener of drift, with one, and with unknown properties and values in
//! each user. The bars: a listener costs less than 3 %, with what it reports skipped as before.
//!
//! `cargo bench -p c1-api --bench drift`

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use c1_api::Client;
use c1_api::user::v1::SearchUsersRequest;
use http::{Request, Response};
use http_body_util::Full;
use tokio::runtime::Builder;

#[allow(dead_code, reason = "another benchmark uses the rest")]
mod common;

use common::page::page;
use common::rounds::{Cost, Rounds};

const USERS: usize = 100;
const ROUNDS: usize = 201;
const READS: u32 = 10;

fn main() {
    let known = page(USERS);
    let unknown =
        known.replace("\"jobTitle\":", "\"pronouns\":\"she\",\"jobTitle\":").replace("\"ENABLED\"", "\"ON_LEAVE\"");
    assert_eq!(unknown.matches("pronouns").count(), USERS);
    let runtime = Builder::new_current_thread().build().expect("a runtime");
    let reported = Arc::new(AtomicUsize::new(0));
    for (name, page, reports) in [("a known page", known, 0), ("a page with drift in each user", unknown, 3)] {
        let (silent, listening) = (client(&page, None), client(&page, Some(reported.clone())));
        let read = |client: &Client| {
            for _ in 0..READS {
                let page = client.user_search().search(SearchUsersRequest::new());
                let page = runtime.block_on(page.into_future()).expect("a page");
                assert_eq!(page.list.len(), USERS);
            }
        };
        let rounds = Rounds::run(ROUNDS, || read(&listening), || read(&silent));
        let cpu = |cost: &Cost| cost.cpu / READS;
        let (with, without) = rounds.medians(cpu);
        println!("{name}: {without:.1?} without a listener, {with:.1?} with one: {:.3}", 1.0 / rounds.speed(cpu));
        assert_eq!(reported.swap(0, Ordering::Relaxed), reports);
    }
}

/// A client whose server answers with this page.
fn client(page: &str, reported: Option<Arc<AtomicUsize>>) -> Client {
    let page = Bytes::from(page.to_owned());
    let service = tower::service_fn(move |_: Request<Bytes>| {
        std::future::ready(Ok::<_, Infallible>(Response::new(Full::new(page.clone()))))
    });
    let builder = Client::builder().tenant("acme").bearer_token("token").service(service);
    let builder = match reported {
        Some(reported) => builder.on_drift(move |_| {
            reported.fetch_add(1, Ordering::Relaxed);
        }),
        None => builder,
    };
    builder.build().expect("a client")
}
