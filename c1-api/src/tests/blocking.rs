//! Waiting for calls in code that is not asynchronous.

use std::thread;
use std::time::Duration;

use c1_api_core::ErrorKind;
use http::{Method, Response};
use serde_json::json;
use tokio::runtime::{Builder, Runtime};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::operations::{List, Search};
use super::{body, client_of, client_with};
use crate::Call;
use crate::Client;
use crate::concurrent;

/// A client whose pages hold two numbers each, and of which the third is the last.
fn paging() -> Client {
    client_with(|request| {
        let token = request.uri().query().and_then(|query| query.strip_prefix("page_token=")).unwrap_or_default();
        Response::new(body(match token {
            "" => r#"{"list": [1, 2], "nextPageToken": "b"}"#,
            "b" => r#"{"list": [3, 4], "nextPageToken": "c"}"#,
            _ => r#"{"list": [5]}"#,
        }))
    })
}

/// A server on the loopback interface, with the runtime that it needs, that answers with `answer`.
fn server(answer: ResponseTemplate) -> (MockServer, Runtime) {
    let runtime = Runtime::new().unwrap();
    let server = runtime.block_on(async {
        let server = MockServer::start().await;
        Mock::given(any()).respond_with(answer).mount(&server).await;
        server
    });
    (server, runtime)
}

#[test]
fn sixteen_threads_wait_at_once() {
    let (server, runtime) = server(ResponseTemplate::new(200).set_body_json(json!({ "id": "r2" })));
    let client = client_of(&server);
    thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                for _ in 0..25 {
                    assert_eq!(Call::new(&client, Search { query: "r2" }).wait().unwrap(), json!({ "id": "r2" }));
                }
            });
        }
    });
    assert_eq!(runtime.block_on(server.received_requests()).unwrap().len(), 16 * 25);
    // The same client goes on asynchronously.
    runtime.block_on(async { Call::new(&client, Search { query: "r2" }).await }).unwrap();
    let response = client.request(Method::GET, "/x").wait_with_response().unwrap();
    assert_eq!((response.status.as_u16(), response.value), (200, json!({ "id": "r2" })));
}

#[test]
fn pages_items_and_results_are_iterated() {
    let client = paging();
    let list = || Call::new(&client, List::default());
    let items: Result<Vec<i64>, _> = list().items().wait().collect();
    assert_eq!(items.unwrap(), [1, 2, 3, 4, 5]);
    let items: Result<Vec<i64>, _> = list().items().prefetch(2).wait().collect();
    assert_eq!(items.unwrap(), [1, 2, 3, 4, 5]);
    let items = list().items_with_page().wait().map(|item| item.unwrap().0);
    assert_eq!(items.collect::<Vec<_>>(), [1, 2, 3, 4, 5]);

    let mut pages = list().pages().wait();
    assert!(pages.next().unwrap().is_ok());
    assert_eq!(pages.get_ref().next_token(), Some("b"));
    let rest: Vec<_> = list().pages_from("b").wait().map(Result::unwrap).collect();
    assert_eq!(rest.len(), 2);

    let results = concurrent((0..10).map(|_| list()), 3).wait();
    assert_eq!(results.map(|result| result.unwrap()["list"][0].clone()).collect::<Vec<_>>(), vec![json!(1); 10]);
}

#[test]
fn time_passes_while_a_thread_waits() {
    let (server, _runtime) = server(ResponseTemplate::new(200).set_delay(Duration::from_secs(600)));
    let call = client_of(&server).request(Method::GET, "/x").timeout(Duration::from_millis(20));
    assert_eq!(call.wait().unwrap_err().kind(), ErrorKind::Timeout);
}

#[test]
fn waiting_within_a_runtime_is_an_error() {
    let client = paging();
    let refused = move || {
        let error = client.request(Method::GET, "/x").wait().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(error.to_string().contains("await the call"), "{error}");
        let mut items = Call::new(&client, List::default()).items().wait();
        assert_eq!(items.next().unwrap().unwrap_err().kind(), ErrorKind::InvalidInput);
        assert!(items.next().is_none(), "a loop over errors would never end");
        items.into_inner()
    };
    for runtime in [Runtime::new().unwrap(), Builder::new_current_thread().enable_time().build().unwrap()] {
        let in_blocking = refused.clone();
        let mut items = runtime.block_on(async {
            let _ = tokio::task::spawn_blocking(in_blocking).await.unwrap();
            let in_task = refused.clone();
            let _ = tokio::spawn(async move { in_task() }).await.unwrap();
            refused()
        });
        // What could not wait goes on where it can.
        assert_eq!(runtime.block_on(items.try_next()).unwrap(), Some(1));
    }
}
