//! Going through all pages.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use c1_api_core::ErrorKind;
use futures_core::Stream;
use http::{Response, StatusCode};
use serde_json::{Value, json};
use wiremock::matchers::{any, query_param, query_param_is_missing};
use wiremock::{Mock, MockServer, ResponseTemplate};

use super::operations::{List, ListParams};
use super::{TOKEN, body, client_of, client_with};
use crate::Call;
use crate::operation::Operation as _;

/// A call whose pages are looked up in `pages` by token, and how many were asked for.
fn listing(pages: &'static [(&'static str, &'static str)]) -> (Call<List>, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let client = client_with(move |request| {
        counter.fetch_add(1, Ordering::Relaxed);
        let token = request.uri().query().and_then(|query| query.strip_prefix("page_token=")).unwrap_or_default();
        match pages.iter().find(|page| page.0 == token) {
            Some(page) => Response::new(body(page.1)),
            None => {
                let mut missing = Response::new(body(r#"{"message": "no such page"}"#));
                *missing.status_mut() = StatusCode::NOT_FOUND;
                missing
            }
        }
    });
    (Call::new(&client, List::default()), asked)
}

#[tokio::test]
async fn items_of_all_pages_come_in_order() {
    let server = MockServer::start().await;
    let page = |list: Value, next: Value| {
        ResponseTemplate::new(200).set_body_json(json!({ "list": list, "nextPageToken": next }))
    };
    let first = Mock::given(query_param_is_missing("page_token")).and(query_param("page_size", "10"));
    first.respond_with(page(json!([1, 2]), json!("two&"))).expect(1).mount(&server).await;
    let second = Mock::given(query_param("page_token", "two&")).and(query_param("page_size", "10"));
    second.respond_with(page(json!([]), json!("three"))).expect(1).mount(&server).await;
    let third = Mock::given(query_param("page_token", "three"));
    third.respond_with(page(json!([3]), Value::Null)).expect(1).mount(&server).await;

    let params = ListParams { page_size: 10, ..ListParams::default() };
    let mut items = Call::new(&client_of(&server), List::default()).params(params).items();
    let mut seen = Vec::new();
    while let Some(item) = items.try_next().await.unwrap() {
        seen.push(item);
    }
    assert_eq!(seen, [1, 2, 3]);
    assert_eq!(items.try_next().await.unwrap(), None);
    assert!(!format!("{items:?}").contains(TOKEN));
}

#[tokio::test]
async fn a_page_is_asked_for_when_it_is_needed() {
    let (call, asked) = listing(&[("", r#"{"list": [1, 2], "nextPageToken": "b"}"#), ("b", r#"{"list": [3]}"#)]);
    let mut items = call.items();
    assert_eq!(asked.load(Ordering::Relaxed), 0);
    assert_eq!(items.try_next().await.unwrap(), Some(1));
    assert_eq!(items.try_next().await.unwrap(), Some(2));
    assert_eq!(asked.load(Ordering::Relaxed), 1);
    assert_eq!(items.try_next().await.unwrap(), Some(3));
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

/// `Debug` shows the operation, and neither the credential nor the contents of pages.
#[tokio::test]
async fn debug_shows_the_operation_of_pages() {
    let (call, _) = listing(&[("", r#"{"list": [47110, 47111], "nextPageToken": "b"}"#)]);
    let mut pages = call.pages();
    pages.try_next().await.unwrap();
    let shown = format!("{pages:?}");
    assert!(shown.starts_with("Pages") && shown.contains(&format!("{:?}", List::INFO.id)), "{shown}");
    let (call, _) = listing(&[("", r#"{"list": [47110, 47111], "nextPageToken": "b"}"#)]);
    let mut items = call.items();
    items.try_next().await.unwrap();
    let shown = format!("{items:?}");
    assert!(shown.contains(&format!("{:?}", List::INFO.id)) && !shown.contains("4711"), "{shown}");
}

#[tokio::test]
async fn an_empty_answer_is_the_last_page() {
    for page in ["{}", r#"{"list": null, "nextPageToken": null}"#, r#"{"list": [], "nextPageToken": ""}"#] {
        let (call, asked) = listing(Box::leak(Box::new([("", page)])));
        assert_eq!(call.items().try_next().await.unwrap(), None);
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    }
}

#[tokio::test]
async fn a_repeated_token_is_an_error_after_the_items_before_it() {
    let same: &[_] = &[("", r#"{"list": [1], "nextPageToken": "a"}"#), ("a", r#"{"list": [2], "nextPageToken": "a"}"#)];
    let circle: &[_] = &[
        ("", r#"{"list": [1], "nextPageToken": "a"}"#),
        ("a", r#"{"list": [], "nextPageToken": "b"}"#),
        ("b", r#"{"list": [2], "nextPageToken": "a"}"#),
    ];
    for pages in [same, circle] {
        let mut items = listing(pages).0.items();
        assert_eq!(items.try_next().await.unwrap(), Some(1));
        assert_eq!(items.try_next().await.unwrap(), Some(2));
        let error = items.try_next().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Paging);
        assert_eq!(error.operation(), Some("test.v1.Things.List"));
        assert_eq!(items.try_next().await.unwrap(), None);
    }
}

#[tokio::test]
async fn the_token_to_begin_with_is_not_followed_again() {
    for prefetch in [0, 3] {
        let (call, asked) = listing(&[("a", r#"{"list": [1], "nextPageToken": "a"}"#)]);
        let mut pages = call.pages_from("a").prefetch(prefetch);
        assert_eq!(pages.try_next().await.unwrap().unwrap()["list"], json!([1]));
        assert_eq!(pages.try_next().await.unwrap_err().kind(), ErrorKind::Paging);
        assert!(pages.try_next().await.unwrap().is_none());
        assert_eq!(asked.load(Ordering::Relaxed), 1);
    }
}

#[tokio::test]
async fn a_prefetch_that_was_stopped_is_one_error() {
    let client = client_with(|request| {
        assert!(request.uri().query().is_none(), "this panic is part of the test");
        Response::new(body(r#"{"list": [1], "nextPageToken": "a"}"#))
    });
    let mut pages = Call::new(&client, List::default()).pages().prefetch(2);
    assert!(pages.try_next().await.unwrap().is_some());
    let error = pages.try_next().await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Paging, Some("test.v1.Things.List")));
    for _ in 0..2 {
        assert!(pages.try_next().await.unwrap().is_none());
        pages.retry();
    }
}

#[tokio::test]
async fn nothing_follows_an_error() {
    let (call, asked) = listing(&[("", r#"{"list": [1], "nextPageToken": "gone"}"#)]);
    let mut pages = call.pages();
    assert!(pages.try_next().await.unwrap().is_some());
    let error = pages.try_next().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::NOT_FOUND));
    assert_eq!(error.message(), Some("no such page"));
    assert_eq!(pages.try_next().await.unwrap(), None);
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn a_page_survives_being_waited_for_twice() {
    let server = MockServer::start().await;
    let slowly = ResponseTemplate::new(200)
        .set_body_json(json!({ "list": [1] }))
        .set_delay(std::time::Duration::from_millis(50));
    Mock::given(any()).respond_with(slowly).expect(1).mount(&server).await;
    let mut items = Call::new(&client_of(&server), List::default()).items();
    let impatient = tokio::time::timeout(std::time::Duration::from_millis(5), items.try_next()).await;
    assert!(impatient.is_err());
    assert_eq!(items.try_next().await.unwrap(), Some(1));
}

#[tokio::test]
async fn pages_and_items_are_streams() {
    fn is_stream<S: Stream + Unpin + Send + 'static>(_: &S) {}
    let (call, _) = listing(&[("", r#"{"list": [1]}"#)]);
    is_stream(&call.clone().pages());
    let mut items = call.items();
    is_stream(&items);
    let first = std::future::poll_fn(|cx| Pin::new(&mut items).poll_next(cx)).await;
    assert_eq!(first.unwrap().unwrap(), 1);
}

/// A call whose three pages hold two numbers each, and whose `bad`th request (from 0) fails.
fn failing_at(bad: usize) -> (Call<List>, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let client = client_with(move |request| {
        let fails = counter.fetch_add(1, Ordering::Relaxed) == bad;
        let page = match request.uri().query() {
            _ if fails => "cut short: {",
            None => r#"{"list": [1, 2], "nextPageToken": "b"}"#,
            Some("page_token=b") => r#"{"list": [3, 4], "nextPageToken": "c"}"#,
            _ => r#"{"list": [5, 6]}"#,
        };
        Response::new(body(page))
    });
    (Call::new(&client, List::default()), asked)
}

#[tokio::test]
async fn a_page_that_failed_can_be_asked_for_again() {
    for prefetch in [0, 1, 5] {
        for bad in 0..3 {
            let (call, asked) = failing_at(bad);
            let mut items = call.items().prefetch(prefetch);
            let mut seen = Vec::new();
            let mut errors = 0;
            loop {
                match items.try_next().await {
                    Ok(Some(item)) => seen.push(item),
                    Ok(None) => break,
                    Err(error) => {
                        assert_eq!(error.kind(), ErrorKind::Decode);
                        assert_eq!(items.try_next().await.unwrap(), None, "the iterator ends until it is polled again");
                        errors += 1;
                        items.retry();
                    }
                }
            }
            assert_eq!((seen.as_slice(), errors), ([1, 2, 3, 4, 5, 6].as_slice(), 1));
            assert_eq!(asked.load(Ordering::Relaxed), 4);
            items.retry();
            assert_eq!(items.try_next().await.unwrap(), None, "the end is the end");
        }
    }
}

#[tokio::test]
async fn going_through_pages_can_be_taken_up_where_it_ended() {
    for prefetch in [0, 2] {
        let (call, _) = failing_at(usize::MAX);
        let mut pages = call.clone().pages().prefetch(prefetch);
        assert_eq!(pages.next_token(), None);
        pages.try_next().await.unwrap();
        assert_eq!(pages.next_token(), Some("b"));
        pages.try_next().await.unwrap();
        let token = pages.next_token().unwrap().to_owned();
        drop(pages);

        let mut rest = call.pages_from(token).prefetch(prefetch);
        assert_eq!(rest.try_next().await.unwrap().unwrap()["list"], json!([5, 6]));
        assert_eq!(rest.next_token(), None);
        assert!(rest.try_next().await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_repeated_token_cannot_be_followed_by_a_retry() {
    let (call, asked) = listing(&[("", r#"{"list": [1], "nextPageToken": "a"}"#), ("a", r#"{"nextPageToken": "a"}"#)]);
    for prefetch in [0, 3] {
        let mut pages = call.clone().pages().prefetch(prefetch);
        pages.try_next().await.unwrap();
        pages.try_next().await.unwrap();
        assert_eq!(pages.try_next().await.unwrap_err().kind(), ErrorKind::Paging);
        pages.retry();
        assert!(pages.try_next().await.unwrap().is_none());
    }
    assert_eq!(asked.load(Ordering::Relaxed), 4);
}

/// Lets the other tasks run until they wait.
async fn settle() {
    for _ in 0..1000 {
        tokio::task::yield_now().await;
    }
}

/// A call of pages without end, each of one number.
fn endless() -> (Call<List>, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counter = Arc::clone(&asked);
    let client = client_with(move |_| {
        let number = counter.fetch_add(1, Ordering::Relaxed);
        Response::new(body(json!({ "list": [number], "nextPageToken": format!("{number}") }).to_string()))
    });
    (Call::new(&client, List::default()), asked)
}

#[tokio::test]
async fn only_so_many_pages_are_asked_for_ahead() {
    let (call, asked) = endless();
    let mut items = call.items().prefetch(3);
    settle().await;
    assert_eq!(asked.load(Ordering::Relaxed), 0, "nothing is asked for before something is waited for");
    for number in 0..10 {
        assert_eq!(items.try_next().await.unwrap(), Some(number));
        settle().await;
        assert_eq!(asked.load(Ordering::Relaxed), usize::try_from(number).unwrap() + 1 + 3);
    }
    drop(items);
    settle().await;
    assert_eq!(asked.load(Ordering::Relaxed), 13);
}

#[tokio::test]
async fn a_prefetch_that_is_dropped_ends_its_request() {
    let (builder, requests) = (crate::Client::builder(), Arc::new(AtomicUsize::new(0)));
    let under_way = Arc::clone(&requests);
    let service = tower::service_fn(move |_: http::Request<bytes::Bytes>| {
        let held = Arc::clone(&under_way);
        async move {
            std::future::pending::<()>().await;
            drop(held);
            Ok::<_, c1_api_core::BoxError>(Response::new(body("{}")))
        }
    });
    let client = builder.base_url("http://localhost").bearer_token(TOKEN).service(service).build().unwrap();
    let mut pages = Call::new(&client, List::default()).pages().prefetch(1);
    assert!(tokio::time::timeout(std::time::Duration::from_millis(5), pages.try_next()).await.is_err());
    settle().await;
    assert_eq!(Arc::strong_count(&requests), 3);
    drop(pages);
    settle().await;
    assert_eq!(Arc::strong_count(&requests), 2);
}
