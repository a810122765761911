//! Whom a client trusts, on real sockets, with certificates of a throwaway authority.
#![cfg(feature = "rustls")]

use std::net::SocketAddr;
use std::process::Command;
use std::sync::Arc;

use c1_api::{Client, ClientBuilder, Error, ErrorKind, RetryPolicy};
use http::Method;
use rustls::ClientConfig;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

#[allow(dead_code, reason = "other tests use the rest")]
mod certificates;
#[allow(dead_code, reason = "other tests use the rest")]
mod loopback;
mod tcp;

use certificates::{Authority, authority, roots, server_config};
use loopback::Answer;

/// A server that answers `{"a": 1}` over TLS; dropping it closes its connections.
struct Tls {
    address: SocketAddr,
    _accepting: JoinSet<()>,
}

impl Tls {
    /// Starts a server whose certificate is for `name`, and is valid until the end of `year`.
    async fn start(authority: &Authority, name: &str, year: i32) -> Self {
        let acceptor = TlsAcceptor::from(Arc::new(server_config(authority, name, year)));
        Self::accepting(move |stream| {
            let acceptor = acceptor.clone();
            async move {
                let answer = |_: &str| Answer::Keep(loopback::json("200 OK", "", r#"{"a": 1}"#));
                // The client may refuse the certificate, and send nothing.
                if let Ok(mut stream) = acceptor.accept(stream).await {
                    loopback::converse(&mut stream, &answer).await;
                }
            }
        })
        .await
    }

    async fn accepting<F: Future<Output = ()> + Send + 'static>(
        serve: impl Fn(TcpStream) -> F + Send + 'static,
    ) -> Self {
        let (address, accepting) = tcp::accepting(serve).await;
        Self { address, _accepting: accepting }
    }
}

/// A client of reqwest's that trusts this authority alone, as its users would make it.
fn trusting(authority: &Authority) -> reqwest::Client {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let config = config.with_root_certificates(roots(authority)).with_no_client_auth();
    let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
    builder.tls_backend_preconfigured(config).build().unwrap()
}

fn at(url: String) -> ClientBuilder {
    Client::builder().base_url(url).bearer_token("open-sesame").retry(RetryPolicy::off())
}

async fn get(client: ClientBuilder) -> Result<Value, Error> {
    client.build().unwrap().request(Method::GET, "/api/v1/things").await
}

#[tokio::test]
async fn a_client_that_trusts_the_authority_is_answered() {
    let authority = authority("known");
    for name in ["127.0.0.1", "localhost"] {
        let server = Tls::start(&authority, name, 2999).await;
        let client = at(format!("https://{name}:{}", server.address.port())).reqwest_client(trusting(&authority));
        assert_eq!(get(client).await.unwrap(), json!({ "a": 1 }));
    }
}

#[tokio::test]
async fn a_certificate_that_is_not_to_be_trusted_is_told_of() {
    let (known, other) = (authority("known"), authority("other"));
    let cases = [
        (&other, "127.0.0.1", 2999, Some(&known), "UnknownIssuer"),
        (&other, "127.0.0.1", 2999, None, "UnknownIssuer"),
        (&known, "127.0.0.1", 1999, Some(&known), "certificate expired"),
        (&known, "c1.example", 2999, Some(&known), "certificate not valid for name \"127.0.0.1\""),
    ];
    for (authority, name, year, trusted, reason) in cases {
        let server = Tls::start(authority, name, year).await;
        let client = at(format!("https://{}", server.address));
        let error = match trusted {
            Some(trusted) => get(client.reqwest_client(trusting(trusted))).await,
            // The roots of the operating system.
            None => get(client).await,
        };
        let error = error.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Connect, 1), "{error:?}");
        let text = error.to_string();
        assert!(text.contains("could not connect to 127.0.0.1: ") && text.contains(reason), "{text}");
        assert!(text.contains("trusts who issued its certificate"), "{text}");
    }
}

#[test]
fn a_server_on_the_loopback_interface_is_reached_without_a_proxy() {
    // The variables of a process cannot be set safely while it runs.
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "a_certificate_that_is_not_to_be_trusted_is_told_of"]);
    let output = child.env("HTTPS_PROXY", "http://127.0.0.1:1").env_remove("NO_PROXY").output().unwrap();
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && shown.contains("1 passed"), "{shown}");
}

#[tokio::test]
async fn plain_http_and_tls_do_not_meet() {
    let authority = authority("known");
    let server = Tls::start(&authority, "127.0.0.1", 2999).await;
    let error = get(at(format!("http://{}", server.address))).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Transport, "{error:?}");

    let plain = Tls::accepting(|mut stream| async move {
        // The client may be gone before it has read all.
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").await;
    });
    let plain = plain.await;
    let client = at(format!("https://{}", plain.address)).reqwest_client(trusting(&authority));
    let error = get(client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error:?}");
    assert!(error.to_string().contains("corrupt message"), "{error}");
}
