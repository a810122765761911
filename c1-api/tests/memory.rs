//! How much memory it takes to read very many items. The test is alone in its process, which it measures.
#![cfg(all(feature = "user-v1", target_os = "linux"))]

use std::convert::Infallible;

use bytes::Bytes;
use c1_api::Client;
use c1_api::user::v1::SearchUsersRequest;
use http::{Request, Response};
use http_body_util::Full;
use serde_json::Value;

#[allow(dead_code, reason = "another test uses the rest")]
mod process;

/// As many pages as a machine without optimisation reads in some seconds.
const PAGES: usize = 10_000;
const PER_PAGE: usize = 100;

const ALLOWED_KIB: u64 = 32 * 1024;

#[tokio::test]
async fn a_million_items_take_no_more_memory_than_a_few() {
    let service = tower::service_fn(async |request| Ok::<_, Infallible>(answer(&request)));
    let client = Client::builder().base_url("http://localhost").bearer_token("token").service(service).build().unwrap();
    let mut items = client.user_search().search(SearchUsersRequest::default()).items();
    let (mut read, mut before, mut most) = (0, 0, 0);
    while let Some(view) = items.try_next().await.unwrap() {
        assert_eq!(view.user.unwrap().id, (read % PER_PAGE).to_string());
        read += 1;
        // The first pages are what any number of them takes.
        if read == 10 * PER_PAGE {
            before = process::resident_kib();
        }
        if read % (100 * PER_PAGE) == 0 {
            most = process::resident_kib().max(most);
        }
    }
    assert_eq!(read, PAGES * PER_PAGE);
    println!("{before} KiB after ten pages, {most} KiB at most");
    assert!(most <= before + ALLOWED_KIB, "{before} KiB after ten pages, {most} KiB at most");
}

/// The page that the request asks for.
fn answer(request: &Request<Bytes>) -> Response<Full<Bytes>> {
    let asked: Value = serde_json::from_slice(request.body()).unwrap();
    let page: usize = asked["pageToken"].as_str().map_or(0, |token| token.parse().unwrap());
    let next = if page + 1 < PAGES { (page + 1).to_string() } else { String::new() };
    let users: Vec<String> = (0..PER_PAGE).map(|id| format!(r#"{{"user":{{"id":"{id}"}}}}"#)).collect();
    let body = format!(r#"{{"list":[{}],"nextPageToken":"{next}"}}"#, users.join(","));
    Response::new(Full::new(body.into()))
}
