//! The two clients and their server.

use std::time::Instant;

use tokio::task::JoinSet;

use super::Protocol;
use super::http2::Http2;
use super::loopback::{Answer, Loopback, json};
use crate::bare;
use crate::error::{Error, Result};
use c1_api::Client;
use c1_api::user::v1::SearchUsersRequest;

const TOKEN: &str = "open-sesame";

/// A server that answers each request with one page.
pub(super) enum Server {
    Http1(Loopback),
    Http2(Http2),
}

impl Server {
    pub(super) fn start(protocol: Protocol, page: &str) -> Result<Self> {
        match protocol {
            Protocol::Http1 => {
                let page = json("200 OK", "", page);
                Ok(Self::Http1(Loopback::start(move |_| Answer::Keep(page.clone()))))
            }
            Protocol::Http2 => Http2::start(page.to_owned()).map(Self::Http2),
        }
    }

    fn url(&self) -> &str {
        match self {
            Self::Http1(server) => server.url(),
            Self::Http2(server) => server.url(),
        }
    }

    /// The HTTP client of both sides.
    fn http(&self) -> Result<reqwest::Client> {
        // If another is installed, it is as good.
        let _installed = rustls::crypto::ring::default_provider().install_default();
        let builder = reqwest::Client::builder().no_proxy();
        let builder = match self {
            Self::Http1(_) => builder.http1_only(),
            Self::Http2(_) => builder.http2_prior_knowledge(),
        };
        builder.build().map_err(|error| Error::new(error.to_string()))
    }
}

/// A client that searches for users.
pub(super) trait Call: Clone + Send + 'static {
    /// Makes a call, and returns the number of users.
    fn call(&self) -> impl Future<Output = usize> + Send;
}

/// c1-api.
#[derive(Clone)]
pub(super) struct Own(Client);

impl Own {
    pub(super) fn new(server: &Server) -> Result<Self> {
        let builder = Client::builder().base_url(server.url()).bearer_token(TOKEN).reqwest_client(server.http()?);
        builder.build().map(Self).map_err(|error| Error::new(error.to_string()))
    }
}

impl Call for Own {
    async fn call(&self) -> usize {
        let request = SearchUsersRequest { query: "ada".into(), page_size: 100, ..Default::default() };
        self.0.user_search().search(request).await.expect("a page").list.len()
    }
}

/// reqwest with serde_json.
#[derive(Clone)]
pub(super) struct Bare(bare::Bare);

impl Bare {
    pub(super) fn new(server: &Server) -> Result<Self> {
        Ok(Self(bare::Bare::new(server.http()?, server.url(), TOKEN)))
    }
}

impl Call for Bare {
    async fn call(&self) -> usize {
        self.0.search("ada").await
    }
}

/// Makes `each` calls in each of so many tasks, and returns the latencies in seconds.
pub(super) async fn calls<C: Call>(client: &C, tasks: usize, each: usize) -> Vec<f64> {
    let task = || {
        let client = client.clone();
        async move {
            let mut latencies = Vec::with_capacity(each);
            for _ in 0..each {
                let began = Instant::now();
                assert!(client.call().await > 0);
                latencies.push(began.elapsed().as_secs_f64());
            }
            latencies
        }
    };
    let tasks: JoinSet<Vec<f64>> = (0..tasks).map(|_| task()).collect();
    tasks.join_all().await.concat()
}
