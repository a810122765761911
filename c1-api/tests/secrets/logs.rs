//! What is logged while calls are made, by this crate and by those beneath it.

use std::sync::Once;

use c1_api::{Client, ClientBuilder, Dpop, TokenSource};
use serde_json::json;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt;
use tracing_subscriber::util::SubscriberInitExt;
use wiremock::ResponseTemplate;

use crate::log::Log;
use crate::secret_values::{SESAME, assert_unprinted};
use crate::{answering, client_of, search, serving};

/// What is logged, of all levels, while `client` asks for a token, searches, and refuses what it cannot send.
async fn log_of(client: Client) -> String {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| fmt().with_max_level(LevelFilter::TRACE).with_ansi(false).with_writer(|| Log).finish().init());
    search(&client).await.unwrap();
    search(&client).header("x-key", &format!("{SESAME}\n")).await.unwrap_err();
    Log::take()
}

#[tokio::test]
async fn no_event_shows_a_credential() {
    let server = serving().await;
    let log = log_of(client_of(&server).build().unwrap()).await;
    assert!(log.contains("TRACE") && log.contains("starting new connection"), "{log}");
    assert_unprinted(&log);
}

#[tokio::test]
async fn no_event_shows_a_proof_or_what_a_workload_is_known_by() {
    let bound = json!({ "access_token": format!("{SESAME}-token"), "token_type": "DPoP", "expires_in": 600 });
    let nonced = |body| ResponseTemplate::new(200).insert_header("dpop-nonce", "first").set_body_json(body);
    let server = answering(nonced(json!({})), move |_| nonced(bound.clone())).await;
    let client = |builder: ClientBuilder| builder.dpop(Dpop::Required).build().unwrap();
    let source = TokenSource::token(format!("eyJ.{SESAME}.workload"));
    let federated = Client::builder().base_url(server.uri()).workload_federation("ci@acme.conductor.one/wfe", source);
    for client in [client(client_of(&server)), client(federated)] {
        let log = log_of(client).await;
        assert!(log.contains("TRACE"), "{log}");
        assert_unprinted(&log);
    }
}

#[cfg(all(feature = "http2", feature = "rustls"))]
#[tokio::test]
async fn no_event_of_http_2_shows_a_credential() {
    let server = serving().await;
    let _ = rustls::crypto::ring::default_provider().install_default();
    let reqwest = reqwest::Client::builder().no_proxy().http2_prior_knowledge().build().unwrap();
    let log = log_of(client_of(&server).reqwest_client(reqwest).build().unwrap()).await;
    // The frames that the headers are in.
    assert!(log.contains("send frame=Headers") && log.contains("received frame=Headers"), "{log}");
    assert_unprinted(&log);
}
