//! Going through many pages of a server that often fails, on real sockets.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use c1_api::operation::{Operation, OperationInfo, Paged, RequestBuilder};
use c1_api::{Call, Client, RetryPolicy};
use http::Method;
use serde_json::{Value, json};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

const PAGES: u64 = 2000;
const PER_PAGE: u64 = 5;

#[derive(Clone)]
struct List {
    token: String,
}

impl Operation for List {
    type Response = Value;

    const INFO: OperationInfo = OperationInfo::new("test.v1.Things.List", Method::GET, "/api/v1/things").idempotent();

    fn encode(&self, out: &mut RequestBuilder) {
        out.query("page_token", &self.token);
    }
}

impl Paged for List {
    type Item = u64;

    fn set_page_token(&mut self, token: String) {
        self.token = token;
    }

    fn next_page_token(page: &Value) -> &str {
        page["nextPageToken"].as_str().unwrap_or_default()
    }

    fn take_items(page: &mut Value) -> Vec<u64> {
        page["list"].as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
    }
}

/// The page that the request asks for, but for one request in ten, which fails in one way or another.
fn answer(request: &Request, before: usize) -> ResponseTemplate {
    if before % 10 == 5 {
        return ResponseTemplate::new([429, 502, 503, 504][before / 10 % 4]).set_body_string("<html>busy</html>");
    }
    let token = request.url.query_pairs().find(|(name, _)| name == "page_token");
    let page: u64 = token.map_or(0, |(_, token)| token.parse().unwrap());
    let list: Vec<u64> = (page * PER_PAGE..(page + 1) * PER_PAGE).collect();
    let next = if page + 1 < PAGES { (page + 1).to_string() } else { String::new() };
    ResponseTemplate::new(200).set_body_json(json!({ "list": list, "nextPageToken": next }))
}

#[tokio::test]
async fn every_item_comes_once_and_in_order_though_one_request_in_ten_fails() {
    for prefetch in [0, 4] {
        let server = MockServer::start().await;
        let asked = AtomicUsize::new(0);
        let respond = move |request: &Request| answer(request, asked.fetch_add(1, Ordering::Relaxed));
        Mock::given(any()).respond_with(respond).mount(&server).await;
        let policy = RetryPolicy::default().initial_delay(Duration::from_millis(1));
        let client = Client::builder().base_url(server.uri()).bearer_token("token").retry(policy).build().unwrap();

        let mut items = Call::new(&client, List { token: String::new() }).items().prefetch(prefetch);
        for expected in 0..PAGES * PER_PAGE {
            assert_eq!(items.try_next().await.unwrap(), Some(expected));
        }
        assert_eq!(items.try_next().await.unwrap(), None);
    }
}
