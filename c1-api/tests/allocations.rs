//! What a call allocates, beside what bare reqwest with serde_json does for the same call.
#![cfg(all(feature = "user-v1", feature = "rustls"))]

use c1_api::Client;
use c1_api::user::v1::SearchUsersRequest;
use tokio::runtime::{Builder, Runtime};

#[path = "../../bench/src/bare/mod.rs"]
#[allow(dead_code, reason = "the benchmarks use the rest")]
mod bare;
#[allow(dead_code, reason = "other tests use the rest")]
mod loopback;

use bare::Bare;
use bare::page::page;
use loopback::{Answer, Loopback};

const CALLS: u64 = 100;
const TOKEN: &str = "open-sesame";

#[test]
fn a_call_allocates_at_most_a_fifth_more_than_a_bare_one() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    for users in [1, 100] {
        let page = loopback::json("200 OK", "", &page(users));
        let server = Loopback::start(move |_| Answer::Keep(page.clone()));
        let client = Client::builder().base_url(server.url()).bearer_token(TOKEN).build().unwrap();
        let bare = Bare::new(reqwest_client(), server.url(), TOKEN);

        let ours = bytes_per_call(&runtime, async || {
            let request = SearchUsersRequest { query: "ada".into(), page_size: 100, ..Default::default() };
            assert_eq!(client.user_search().search(request).await.unwrap().list.len(), users);
        });
        let theirs = bytes_per_call(&runtime, async || assert_eq!(bare.search("ada").await, users));
        println!("a page of {users}: {ours} bytes, bare {theirs}: {:.2}", ours as f64 / theirs as f64);
        // The decoder of compressed bodies, which is off by default, has a state of its own.
        let (most, of) = if cfg!(any(feature = "gzip", feature = "zstd")) { (5, 4) } else { (6, 5) };
        assert!(ours * of <= theirs * most, "{ours} bytes for a page of {users}, where a bare call takes {theirs}");
    }
}

fn reqwest_client() -> reqwest::Client {
    // If another is installed, it is as good.
    let _installed = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build().unwrap()
}

/// Only this thread is counted, which is the client's alone. A connection is there already.
fn bytes_per_call(runtime: &Runtime, call: impl AsyncFn()) -> u64 {
    runtime.block_on(call());
    let allocated = allocation_counter::measure(|| {
        runtime.block_on(async {
            for _ in 0..CALLS {
                call().await;
            }
        });
    });
    allocated.bytes_total / CALLS
}

/// A model skips unknown properties, so the page with them takes as many allocations as the page without.
#[test]
fn drift_allocates_nothing_unless_it_is_new() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let known = page(100);
    let unknown = known.replace("\"jobTitle\":", "\"pronouns\":\"she\",\"jobTitle\":");
    let count = |page: &str, listens: bool| {
        let page = bytes::Bytes::from(page.to_owned());
        let service = tower::service_fn(move |_: http::Request<bytes::Bytes>| {
            let body = http_body_util::Full::new(page.clone());
            std::future::ready(Ok::<_, std::convert::Infallible>(http::Response::new(body)))
        });
        let builder = Client::builder().tenant("acme").bearer_token(TOKEN).service(service);
        let builder = if listens { builder.on_drift(drop) } else { builder };
        let client = builder.build().unwrap();
        let call = || runtime.block_on(client.user_search().search(SearchUsersRequest::new()).into_future()).unwrap();
        // The first call reports.
        drop(call());
        allocation_counter::measure(|| drop(call())).count_total
    };
    let expected = count(&known, false);
    for (page, listens) in [(&unknown, false), (&known, true), (&unknown, true)] {
        assert_eq!(count(page, listens), expected, "listens: {listens}");
    }
}
