//! Proof of possession: against a server that checks each proof, within the process and on the loopback interface.

#[path = "dpop/dpop_server.rs"]
mod dpop_server;
mod log;
#[path = "dpop/misbehaving_server.rs"]
mod misbehaving_server;
mod secret_values;

use std::convert::Infallible;
use std::sync::Arc;

use bytes::Bytes;
use c1_api::{Client, ClientBuilder, Dpop, Error, ErrorKind, TokenSource};
use http::{Method, Request, Response};
use http_body_util::Full;
use tokio::task::JoinSet;
use tower::{Service, service_fn};
use wiremock::{Mock, MockServer, ResponseTemplate};

use dpop_server::{DpopServer, Knowledge, Nonces, Rules};
use secret_values::{CLIENT_ID, CLIENT_SECRET, SESAME, assert_unprinted};

/// A client that `server` serves within the process.
fn of(server: &DpopServer) -> ClientBuilder {
    let builder = Client::builder().base_url("http://localhost:8080/").client_credentials(CLIENT_ID, CLIENT_SECRET);
    builder.service(service(server))
}

fn service(
    server: &DpopServer,
) -> impl Service<Request<Bytes>, Response = Response<Full<Bytes>>, Error = Infallible, Future: Send + 'static>
+ Clone
+ Send
+ Sync
+ 'static {
    let server = server.clone();
    service_fn(move |request: Request<Bytes>| {
        let answer = server.answer(&request).map(Full::new);
        async move {
            tokio::task::yield_now().await;
            Ok(answer)
        }
    })
}

async fn call(client: &Client) -> Result<(), Error> {
    client
        .request(Method::GET, "/api/v1/things/{id}")
        .path("id", &"a b".to_owned())
        .query("page_size", "5")
        .await
        .map(drop)
}

/// How the calls of `count` tasks that begin together fail.
async fn together(client: &Client, count: usize) -> Vec<Error> {
    let mut calls = JoinSet::new();
    for _ in 0..count {
        let client = client.clone();
        calls.spawn(async move { call(&client).await });
    }
    calls.join_all().await.into_iter().filter_map(Result::err).collect()
}

#[tokio::test(start_paused = true)]
async fn proofs_are_sent_where_the_token_endpoint_asks_for_them() {
    let server = DpopServer::new(Rules::default());
    let client = of(&server).build().unwrap();
    call(&client).await.unwrap();
    assert_eq!(server.counts(), (2, 1, 1), "the first request for a token had no proof");
    for _ in 0..10 {
        call(&client).await.unwrap();
    }
    assert_eq!(server.counts(), (2, 1, 11));
    assert_eq!(server.proofs(), 12, "each is of its own");
}

#[tokio::test(start_paused = true)]
async fn proofs_are_sent_where_the_api_asks_for_them() {
    let server = DpopServer::new(Rules { endpoint: Knowledge::Allows, ..Rules::default() });
    let client = of(&server).build().unwrap();
    call(&client).await.unwrap();
    assert_eq!(server.counts(), (2, 2, 2), "the first token was not bound");
    call(&client).await.unwrap();
    assert_eq!(server.counts(), (2, 2, 3));
}

#[tokio::test(start_paused = true)]
async fn proofs_are_not_sent_where_nobody_asks_for_them() {
    for knowledge in [Knowledge::Allows, Knowledge::None] {
        let server = DpopServer::new(Rules { endpoint: knowledge, api: knowledge, ..Rules::default() });
        call(&of(&server).build().unwrap()).await.unwrap();
        assert_eq!((server.counts(), server.proofs()), ((1, 1, 1), 0));
    }
}

#[tokio::test(start_paused = true)]
async fn where_it_is_required_each_request_has_a_proof() {
    for endpoint in [Knowledge::Insists, Knowledge::Allows] {
        let server = DpopServer::new(Rules { endpoint, ..Rules::default() });
        call(&of(&server).dpop(Dpop::Required).build().unwrap()).await.unwrap();
        assert_eq!((server.counts(), server.proofs()), ((1, 1, 1), 2));
    }
}

#[tokio::test(start_paused = true)]
async fn where_it_is_required_an_unbound_token_is_not_used() {
    let server = DpopServer::new(Rules { endpoint: Knowledge::None, api: Knowledge::None, ..Rules::default() });
    let error = call(&of(&server).dpop(Dpop::Required).build().unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert!(error.to_string().contains("not bound to the client's key"), "{error}");
    assert_unprinted(&format!("{error} {error:?}"));
    assert_eq!(server.counts(), (1, 1, 0));
}

#[test]
fn it_cannot_be_required_of_tokens_from_elsewhere() {
    let builder = || Client::builder().base_url("http://localhost").dpop(Dpop::Required);
    let provided = builder().token_provider(async || Ok::<_, std::io::Error>(SESAME));
    for builder in [builder().bearer_token(SESAME), provided] {
        let error = builder.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(error.to_string().starts_with("dpop: "), "{error}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_from_elsewhere_is_of_no_use_where_the_api_insists() {
    let server = DpopServer::new(Rules::default());
    let builder = Client::builder().base_url("http://localhost").bearer_token(SESAME);
    let error = call(&builder.service(service(&server)).build().unwrap()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Auth, 1));
    assert!(error.to_string().contains("accepts only tokens that are bound to a key (DPoP)"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_client_without_a_secret_has_a_key_of_its_own() {
    let server = DpopServer::new(Rules { nonces: Nonces::Latest, ..Rules::default() });
    let federated = || {
        let source = TokenSource::token("eyJ.open.sesame");
        let builder =
            Client::builder().base_url("http://localhost").workload_federation("ci@acme.conductor.one/wfe", source);
        builder.service(service(&server)).build().unwrap()
    };
    for _ in 0..2 {
        let client = federated();
        call(&client).await.unwrap();
        call(&client).await.unwrap();
    }
    assert_eq!(server.counts().1, 2);
    assert_eq!(server.keys(), 2);
    call(&of(&server).build().unwrap()).await.unwrap();
    call(&of(&server).build().unwrap()).await.unwrap();
    assert_eq!(server.keys(), 3, "two clients with one secret have one key");
}

#[tokio::test(start_paused = true)]
async fn a_nonce_is_used_until_there_is_another_one() {
    let server = DpopServer::new(Rules { nonces: Nonces::Latest, ..Rules::default() });
    let client = of(&server).dpop(Dpop::Required).build().unwrap();
    call(&client).await.unwrap();
    assert_eq!(server.counts(), (2, 1, 2), "the endpoint's nonce is not known to be the API's");
    call(&client).await.unwrap();
    assert_eq!(server.counts(), (2, 1, 3));
    server.forget_nonces();
    call(&client).await.unwrap();
    call(&client).await.unwrap();
    assert_eq!(server.counts(), (2, 1, 6), "a stale nonce costs one request");
}

#[tokio::test(start_paused = true)]
async fn a_nonce_that_comes_with_each_answer_is_used_for_the_next_request() {
    let server = DpopServer::new(Rules { nonces: Nonces::Once, ..Rules::default() });
    let client = of(&server).build().unwrap();
    for _ in 0..50 {
        call(&client).await.unwrap();
    }
    assert_eq!(server.counts(), (2, 1, 51));
}

#[tokio::test(start_paused = true)]
async fn calls_at_the_same_time_do_not_use_up_each_others_nonces() {
    let server = DpopServer::new(Rules { nonces: Nonces::Once, ..Rules::default() });
    let client = of(&server).build().unwrap();
    assert_eq!(together(&client, 1000).await.first().map(Error::to_string), None);
    let (_, tokens, requests) = server.counts();
    assert_eq!(tokens, 1);
    assert!((1000..=2000).contains(&requests), "{requests}");
}

#[tokio::test(start_paused = true)]
async fn a_retry_may_need_a_new_nonce_as_well() {
    let server = DpopServer::new(Rules { nonces: Nonces::Once, ..Rules::default() });
    let client = of(&server).build().unwrap();
    call(&client).await.unwrap();
    server.set(|rules| rules.broken_api = 1);
    server.forget_nonces();
    call(&client).await.unwrap();
    server.set(|rules| (rules.broken_api, rules.broken_endpoint) = (2, 2));
    server.forget_nonces();
    call(&client).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_server_that_asks_for_nonces_for_ever_is_given_up() {
    for nonces in [Nonces::Insatiable, Nonces::Withheld] {
        let again = usize::from(nonces == Nonces::Insatiable);
        let server = DpopServer::new(Rules { nonces, ..Rules::default() });
        let client = of(&server).dpop(Dpop::Required).build().unwrap();
        let error = call(&client).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Auth, 0));
        assert!(
            error.to_string().contains("use_dpop_nonce: a nonce is required; the server requires a nonce"),
            "{error}"
        );
        assert_eq!(server.counts(), (1 + again, 0, 0));

        let server = DpopServer::new(Rules::default());
        let client = of(&server).dpop(Dpop::Required).build().unwrap();
        call(&client).await.unwrap();
        server.set(|rules| rules.nonces = nonces);
        let error = call(&client).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts() as usize), (ErrorKind::Auth, 1 + again));
        assert!(error.to_string().contains("the server requires a nonce"), "{error}");
        assert_eq!(server.counts(), (1, 1, 2 + again), "the token is not at fault, so it is not replaced");
    }
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_off_is_put_right_by_the_servers() {
    for ahead in [-86_000, -420, -90, 90, 420, 86_000] {
        let server = DpopServer::new(Rules { ahead, ..Rules::default() });
        let client = of(&server).dpop(Dpop::Required).build().unwrap();
        call(&client).await.unwrap();
        assert_eq!(server.counts(), (2, 1, 1), "{ahead} s: the statement or the proof was refused once");
        call(&client).await.unwrap();
        assert_eq!(server.counts(), (2, 1, 2));
    }
}

#[tokio::test(start_paused = true)]
async fn client_credentials_without_proofs_also_survive_a_clock_that_is_off() {
    for ahead in [-420, 420] {
        let server =
            DpopServer::new(Rules { ahead, endpoint: Knowledge::None, api: Knowledge::None, ..Rules::default() });
        call(&of(&server).build().unwrap()).await.unwrap();
        assert_eq!(server.counts(), (2, 1, 1));
    }
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_jumps_while_the_token_is_good_is_put_right_by_all_calls() {
    let server = DpopServer::new(Rules::default());
    let client = of(&server).build().unwrap();
    call(&client).await.unwrap();
    for ahead in [420, -420] {
        server.set(|rules| rules.ahead = ahead);
        assert_eq!(together(&client, 100).await.first().map(Error::to_string), None);
        let before = server.counts();
        call(&client).await.unwrap();
        assert_eq!(server.counts(), (before.0, 1, before.2 + 1));
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_hides_its_clock_cannot_put_it_right() {
    let server = DpopServer::new(Rules { ahead: 420, hides_its_clock: true, ..Rules::default() });
    let error = call(&of(&server).dpop(Dpop::Required).build().unwrap()).await.unwrap_err();
    assert_eq!((error.kind(), server.counts()), (ErrorKind::Auth, (1, 0, 0)));

    let server = DpopServer::new(Rules::default());
    let client = of(&server).build().unwrap();
    call(&client).await.unwrap();
    server.set(|rules| (rules.ahead, rules.hides_its_clock) = (420, true));
    let error = call(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Auth, 1));
    assert!(error.to_string().contains("is this machine's clock right"), "{error}");
    assert_eq!(server.counts().1, 1, "the token is not at fault, so it is not replaced");
}

#[tokio::test(start_paused = true)]
async fn a_server_that_knows_itself_by_another_url_is_named() {
    let server = DpopServer::new(Rules { root: Some("https://acme.conductor.one"), ..Rules::default() });
    let error = call(&of(&server).build().unwrap()).await.unwrap_err();
    assert_eq!((error.kind(), server.counts()), (ErrorKind::Auth, (2, 0, 0)));
    assert!(error.to_string().contains("invalid_dpop_proof: URL; the server rejects the proof"), "{error}");
    assert!(error.to_string().contains("is the base URL that of the server?"), "{error}");
    assert_unprinted(&format!("{error} {error:?}"));
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_that_flaps_does_no_harm() {
    let server = DpopServer::new(Rules { nonces: Nonces::Latest, ..Rules::default() });
    let client = of(&server).build().unwrap();
    for turn in 0..20 {
        server.set(|rules| {
            rules.endpoint = [Knowledge::Insists, Knowledge::Allows, Knowledge::None][turn % 3];
            rules.api = rules.endpoint;
            rules.broken_endpoint = turn % 2;
        });
        if turn % 4 == 0 {
            server.forget_nonces();
        }
        call(&client).await.unwrap();
        // The token ends, and the next turn asks for one again.
        tokio::time::advance(std::time::Duration::from_secs(601)).await;
    }
    assert_eq!(server.counts().1, 20);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_thousand_calls_of_a_cold_client_over_the_network_share_a_bound_token() {
    let server = DpopServer::new(Rules { nonces: Nonces::Once, ahead: -600, ..Rules::default() });
    let network = over_network(&server).await;
    let client =
        Client::builder().base_url(network.uri()).client_credentials(CLIENT_ID, CLIENT_SECRET).build().unwrap();
    assert_eq!(together(&client, 1000).await.first().map(Error::to_string), None);
    assert_eq!(server.counts().1, 1);
}

/// `server` as a server on the loopback interface.
async fn over_network(server: &DpopServer) -> MockServer {
    let network = MockServer::start().await;
    let (server, root) = (server.clone(), network.uri());
    let answer = move |request: &wiremock::Request| {
        let mut received = Request::new(Bytes::copy_from_slice(&request.body));
        *received.method_mut() = request.method.clone();
        let (path, query) = (request.url.path(), request.url.query().unwrap_or_default());
        *received.uri_mut() = format!("{root}{path}?{query}").parse().unwrap();
        *received.headers_mut() = request.headers.clone();
        let (head, body) = server.answer(&received).into_parts();
        head.headers
            .iter()
            .fold(ResponseTemplate::new(head.status), |answer, (name, value)| answer.insert_header(name, value))
            .set_body_raw(body.to_vec(), "application/json")
    };
    Mock::given(wiremock::matchers::any()).respond_with(answer).mount(&network).await;
    network
}
