//! The settings of connections, on real sockets.
#![cfg(any(feature = "rustls", feature = "native-tls"))]

use std::env;
use std::net::SocketAddr;
use std::process::Command;
use std::sync::{Arc, Mutex};

use c1_api::{Client, ClientBuilder, Error, ErrorKind, RetryPolicy, TokenSource};
use http::Method;
use rustls::ServerConfig;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy_bidirectional};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

#[allow(dead_code, reason = "other tests use the rest")]
mod certificates;
#[allow(dead_code, reason = "other tests use the rest")]
mod loopback;
mod tcp;

use certificates::{authority, authority_pem, identity_pem, server_config, server_config_asking};
use loopback::Answer;
use tcp::accepting;

/// A host that DNS never knows.
const HOST: &str = "acme.invalid";

/// A server that answers over TLS, and writes down what its clients' handshakes were.
struct Server {
    address: SocketAddr,
    handshakes: Arc<Mutex<Vec<Handshake>>>,
    _accepting: JoinSet<()>,
}

#[derive(Clone, Debug, PartialEq)]
struct Handshake {
    protocol: Option<Vec<u8>>,
    has_identity: bool,
}

impl Server {
    async fn start(mut config: ServerConfig, body: &'static str) -> Self {
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let handshakes = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&handshakes);
        let (address, accepting) = accepting(move |stream| {
            let (acceptor, seen) = (acceptor.clone(), Arc::clone(&seen));
            async move {
                let Ok(mut stream) = acceptor.accept(stream).await else {
                    return;
                };
                let tls = stream.get_ref().1;
                let (protocol, has_identity) =
                    (tls.alpn_protocol().map(<[u8]>::to_vec), tls.peer_certificates().is_some());
                seen.lock().unwrap().push(Handshake { protocol, has_identity });
                loopback::converse(&mut stream, &|_: &str| Answer::Keep(loopback::json("200 OK", "", body))).await;
            }
        })
        .await;
        Self { address, handshakes, _accepting: accepting }
    }

    fn handshakes(&self) -> Vec<Handshake> {
        self.handshakes.lock().unwrap().clone()
    }
}

/// A proxy that tunnels each connection to `target`, and what it was asked for.
async fn proxy_to(target: SocketAddr) -> (SocketAddr, Arc<Mutex<Vec<String>>>, JoinSet<()>) {
    let heads = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&heads);
    let (address, accepting) = accepting(move |mut stream| {
        let seen = Arc::clone(&seen);
        async move {
            let mut head = Vec::new();
            while !head.ends_with(b"\r\n\r\n") {
                head.push(stream.read_u8().await.unwrap());
            }
            seen.lock().unwrap().push(String::from_utf8(head).unwrap());
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.unwrap();
            let mut onward = TcpStream::connect(target).await.unwrap();
            // Either side may end it.
            let _ = copy_bidirectional(&mut stream, &mut onward).await;
        }
    })
    .await;
    (address, heads, accepting)
}

/// A client by HTTP/1.1, which is all that the servers here speak.
fn client() -> ClientBuilder {
    let builder = Client::builder().base_url(format!("https://{HOST}")).bearer_token("open-sesame");
    builder.http1_only().retry(RetryPolicy::off())
}

async fn get(builder: ClientBuilder) -> Result<Value, Error> {
    builder.build()?.request(Method::GET, "/api/v1/things").await
}

#[tokio::test]
async fn a_root_certificate_and_an_address_lead_to_a_private_server() {
    let (known, other) = (authority("known"), authority("other"));
    let server = Server::start(server_config(&known, HOST, 2999), r#"{"a": 1}"#).await;
    let client = client().resolve(HOST, server.address);
    let both = authority_pem(&other) + &authority_pem(&known);
    for pem in [authority_pem(&known), both] {
        assert_eq!(get(client.clone().root_certificate(pem)).await.unwrap(), json!({ "a": 1 }));
    }
    let two = client.clone().root_certificate(authority_pem(&other)).root_certificate(authority_pem(&known));
    assert_eq!(get(two).await.unwrap(), json!({ "a": 1 }));
    for client in [client.clone().root_certificate(authority_pem(&other)), client] {
        let error = get(client).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Connect);
        assert!(error.to_string().contains("trusts who issued its certificate"), "{error}");
    }
}

#[tokio::test]
async fn a_client_offers_http_2_unless_the_setting_or_the_feature_is_off() {
    let authority = authority("known");
    let server = Server::start(server_config(&authority, HOST, 2999), "{}").await;
    let client = client().resolve(HOST, server.address).root_certificate(authority_pem(&authority));
    get(client).await.unwrap();
    let client = Client::builder().base_url(format!("https://{HOST}")).bearer_token("open-sesame");
    let client = client.resolve(HOST, server.address).root_certificate(authority_pem(&authority));
    // The server does not know how to go on by HTTP/2.
    assert_eq!(get(client.retry(RetryPolicy::off())).await.is_err(), cfg!(feature = "http2"));
    let protocols: Vec<_> = server.handshakes().into_iter().map(|handshake| handshake.protocol.unwrap()).collect();
    let offered: &[u8] = if cfg!(feature = "http2") { b"h2" } else { b"http/1.1" };
    assert_eq!(protocols, [b"http/1.1", offered]);
}

#[tokio::test]
async fn an_identity_is_presented_to_a_server_that_asks_for_it() {
    let (servers, clients) = (authority("servers"), authority("clients"));
    let server = Server::start(server_config_asking(&servers, HOST, &clients), "{}").await;
    let client = client().resolve(HOST, server.address).root_certificate(authority_pem(&servers));
    get(client.clone()).await.unwrap();
    get(client.clone().identity(identity_pem(&clients, "robot"))).await.unwrap();
    let presented: Vec<_> = server.handshakes().iter().map(|handshake| handshake.has_identity).collect();
    assert_eq!(presented, [false, true]);
    get(client.identity(identity_pem(&servers, "robot"))).await.unwrap_err();
}

#[tokio::test]
async fn an_identity_is_for_the_api_alone() {
    let (servers, clients) = (authority("servers"), authority("clients"));
    let config = server_config_asking(&servers, "127.0.0.1", &clients);
    let github = Server::start(config, r#"{"value": "eyJ.of.github"}"#).await;
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", "within_a_job", "--ignored"]).env("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "open-sesame-github");
    child.env("ACTIONS_ID_TOKEN_REQUEST_URL", format!("https://{}/token", github.address));
    child.env("TEST_ROOT", authority_pem(&servers)).env("TEST_IDENTITY", identity_pem(&clients, "robot"));
    let output = tokio::task::spawn_blocking(move || child.output().unwrap()).await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let presented: Vec<_> = github.handshakes().iter().map(|handshake| handshake.has_identity).collect();
    assert_eq!(presented, [false]);
}

#[tokio::test]
#[ignore = "another test runs it, in a process with the variables set"]
async fn within_a_job() {
    let source = TokenSource::github_actions();
    let client =
        Client::builder().base_url("http://127.0.0.1:1").workload_federation("ci@acme.conductor.one/wfe", source);
    let client = client.root_certificate(env::var("TEST_ROOT").unwrap()).identity(env::var("TEST_IDENTITY").unwrap());
    let error = get(client.http1_only().retry(RetryPolicy::off())).await.unwrap_err();
    assert!(
        error.to_string().contains("could not connect to 127.0.0.1"),
        "GitHub was asked, and then the API: {error}"
    );
}

#[tokio::test]
async fn a_proxy_tunnels_to_the_server_and_sees_no_token() {
    let authority = authority("known");
    let server = Server::start(server_config(&authority, HOST, 2999), "{}").await;
    let (address, heads, _proxy) = proxy_to(server.address).await;
    let client = client().root_certificate(authority_pem(&authority));
    get(client.clone().proxy(format!("http://user:pass@{address}"))).await.unwrap();
    let head = heads.lock().unwrap().concat();
    assert!(head.starts_with("CONNECT acme.invalid:443 HTTP/1.1\r\n"), "{head}");
    assert!(head.to_lowercase().contains("proxy-authorization: basic dxnlcjpwyxnz\r\n"), "{head}");
    assert!(!head.contains("sesame"), "{head}");

    let direct = client.proxy("http://127.0.0.1:1").no_proxy().resolve(HOST, server.address);
    get(direct).await.unwrap();
    assert_eq!((heads.lock().unwrap().len(), server.handshakes().len()), (1, 2));
}

#[tokio::test]
async fn a_server_on_the_loopback_interface_is_never_reached_by_a_proxy() {
    let authority = authority("known");
    let server = Server::start(server_config(&authority, "127.0.0.1", 2999), "{}").await;
    let client = client().base_url(format!("https://{}", server.address)).proxy("http://127.0.0.1:1");
    get(client.root_certificate(authority_pem(&authority))).await.unwrap();
}

#[test]
fn the_proxies_of_the_environment_can_be_ignored() {
    // The variables of a process cannot be set safely while it runs.
    let mut child = Command::new(env::current_exe().unwrap());
    child.args(["--exact", "a_proxy_tunnels_to_the_server_and_sees_no_token"]);
    let output = child.env("HTTPS_PROXY", "http://127.0.0.1:1").env_remove("NO_PROXY").output().unwrap();
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && shown.contains("1 passed"), "{shown}");
}

#[test]
fn a_setting_that_cannot_be_used_is_refused_and_not_shown() {
    let authority = authority("sesame");
    let certificate = authority_pem(&authority);
    let identity = identity_pem(&authority, "sesame");
    let key = &identity[identity.find("-----BEGIN PRIVATE KEY").unwrap()..];
    let broken = "-----BEGIN CERTIFICATE-----\nc2VzYW1l\n-----END CERTIFICATE-----\n";
    let cases = [
        (client().root_certificate(""), "root_certificate: expected"),
        (client().root_certificate("sesame"), "root_certificate: expected"),
        (client().root_certificate(broken), "root_certificate: expected"),
        (client().root_certificate(key), "root_certificate: expected"),
        (client().identity("sesame"), "identity: expected"),
        (client().identity(&certificate), "identity: expected"),
        (client().identity(key), "identity: expected"),
        (client().proxy("sesame"), "proxy: expected"),
        (client().proxy("ftp://sesame.example"), "proxy: expected"),
        (client().proxy("socks5://sesame.example"), "proxy: expected"),
    ];
    // The TLS of the operating system finds it out later, in words of its own.
    let mismatch = (client().identity(certificate.clone() + key), "identity: expected");
    let mismatch = cfg!(feature = "rustls").then_some(mismatch);
    for (builder, reason) in cases.into_iter().chain(mismatch) {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error:?}");
        assert!(error.to_string().starts_with(reason), "{error}");
        assert!(!format!("{error} {error:?}").contains("sesame"), "{error:?}");
    }
}
