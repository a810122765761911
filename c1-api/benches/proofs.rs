//! What a proof of possession costs: calls with a token that is bound to a key, beside the same ones with a bearer token.
//!
//! Nothing is sent, so that nothing else takes time. A proof is one signature, a hash and some JSON.
//!
//! `cargo bench -p c1-api --bench proofs`

use std::convert::Infallible;
use std::hint::black_box;

use bytes::Bytes;
use c1_api::{Client, ClientBuilder, Dpop, TokenSource};
use http::{Method, Request, Response};
use http_body_util::Full;
use ring::signature::Ed25519KeyPair;
use tokio::runtime::Builder;
use tower::service_fn;

#[allow(dead_code, reason = "other benchmarks use the rest")]
mod common;

use common::rounds::Rounds;

const ROUNDS: usize = 31;
const CALLS: u32 = 2000;

fn main() {
    let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime");
    let calls = |client: &Client| {
        runtime.block_on(async {
            for _ in 0..CALLS {
                client.request(Method::GET, "/api/v1/apps").await.expect("an answer");
            }
        });
    };
    let source = TokenSource::token("eyJ.of.benchmark");
    let bound = client(|builder| builder.workload_federation("ci@acme.conductor.one/wfe", source).dpop(Dpop::Required));
    let bearer = client(|builder| builder.bearer_token("token"));
    let rounds = Rounds::run(ROUNDS, || calls(&bound), || calls(&bearer));
    let (with, without) = rounds.medians(|cost| cost.cpu / CALLS);

    // A proof's claims and header are about that long.
    let (pair, message) = (Ed25519KeyPair::from_seed_unchecked(&[7; 32]).expect("a key"), [b'x'; 500]);
    let sign = || {
        for _ in 0..CALLS {
            let _ = black_box(pair.sign(&message));
        }
    };
    let (signature, _) = Rounds::run(ROUNDS, sign, || ()).medians(|cost| cost.cpu / CALLS);

    println!("a call with a proof takes {with:.1?}, one without {without:.1?}; a signature alone {signature:.1?}");
    println!("  a proof is {:.1?}", with.saturating_sub(without));
}

/// A client of a server within the process.
fn client(credential: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Client {
    let service = service_fn(async |request: Request<Bytes>| {
        let is_exchange = request.uri().path() == "/auth/v1/token";
        let answer = if is_exchange { r#"{"access_token": "token", "token_type": "DPoP"}"# } else { "{}" };
        Ok::<_, Infallible>(Response::new(Full::new(Bytes::from_static(answer.as_bytes()))))
    });
    let builder = Client::builder().base_url("http://localhost").service(service);
    credential(builder).build().expect("a client")
}
