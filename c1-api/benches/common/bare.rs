//! A search for users as a program without this crate would make it.

use reqwest::Client;
use reqwest::header::{ACCEPT, CONTENT_TYPE};

use super::derived::{Request, Response};

/// reqwest and serde_json, and nothing around them.
#[derive(Clone)]
pub(crate) struct Bare {
    http: Client,
    url: String,
    token: &'static str,
}

impl Bare {
    /// A client of the server at `url`.
    pub(crate) fn new(url: &str, token: &'static str) -> Self {
        // Where there is one already, it is as good.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = Client::builder().no_proxy().build().expect("a client");
        Self { http, url: format!("{url}/api/v1/search/users"), token }
    }

    /// How many users the first page holds.
    pub(crate) async fn search(&self, query: &str) -> usize {
        let body = serde_json::to_vec(&Request { query: query.to_owned(), page_size: 100 }).expect("JSON");
        let request = self.http.post(&self.url).bearer_auth(self.token);
        let request = request.header(ACCEPT, "application/json").header(CONTENT_TYPE, "application/json").body(body);
        let answer = request.send().await.and_then(reqwest::Response::error_for_status).expect("an answer");
        let body = answer.bytes().await.expect("a body");
        serde_json::from_slice::<Response>(&body).expect("a page").list.len()
    }
}
