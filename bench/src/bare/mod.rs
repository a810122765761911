//! A search for users as a program without c1-api would make it. A test of c1-api has this module, too.

pub(crate) mod page;
// Printed by `INSTA_UPDATE=always cargo test --package bench twin`.
#[rustfmt::skip]
#[allow(clippy::all, dead_code, missing_docs, missing_debug_implementations, unreachable_pub)]
pub(crate) mod twins;

use reqwest::Client;
use reqwest::header::{ACCEPT, CONTENT_TYPE};

use self::twins::{SearchUsersRequest, SearchUsersResponse};

/// reqwest and serde_json, and nothing around them.
#[derive(Clone, Debug)]
pub(crate) struct Bare {
    http: Client,
    url: String,
    token: &'static str,
}

impl Bare {
    /// A client of the server at `url`.
    pub(crate) fn new(http: Client, url: &str, token: &'static str) -> Self {
        Self { http, url: format!("{url}/api/v1/search/users"), token }
    }

    /// The number of users in the first page.
    pub(crate) async fn search(&self, query: &str) -> usize {
        let request = SearchUsersRequest { query: query.to_owned(), pageSize: 100, ..Default::default() };
        let body = serde_json::to_vec(&request).expect("JSON");
        let request = self.http.post(&self.url).bearer_auth(self.token);
        let request = request.header(ACCEPT, "application/json").header(CONTENT_TYPE, "application/json").body(body);
        let response = request.send().await.and_then(reqwest::Response::error_for_status).expect("a response");
        let body = response.bytes().await.expect("a body");
        let page: SearchUsersResponse = serde_json::from_slice(&body).expect("a page");
        page.list.map_or(0, |list| list.len())
    }
}
