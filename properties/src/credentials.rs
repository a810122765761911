//! Credentials: secrets, token responses and challenges.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use bytes::Bytes;
use c1_api::{Client, ClientBuilder, ErrorKind, RetryPolicy};
use http::Request;
use serde_json::Value;

use crate::exchange::{Script, assertion, client, run};
use crate::responses::search;
use crate::secrets;

const CLIENT_ID: &str = "clever-fox-42195@acme.conductor.one/pcc";

/// What errors have as examples.
const EXAMPLES: [&str; 2] = [CLIENT_ID, "secret-token:conductorone.com:v1:"];

/// The key of RFC 8037.
const X: &str = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
const D: &str = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";

/// The access token, in capitals so that the names of headers cannot repeat it.
const TOKEN: &str = "OPEN-SESAME-4711";

/// Any responses of the token endpoint end the call. The token is used as it is, or an error does not show secrets.
pub fn token_response(data: &[u8]) {
    let (tokens, api) = (Script::parse(data), Script::parse(b"200\n\n{}"));
    let client = client(with_secret(), &tokens, &api);
    let outcome = run(search(&client, RetryPolicy::default()));
    let sent = tokens.requests();
    assert!(sent.len() <= 200, "{} requests of a token", sent.len());
    match outcome {
        Ok(_) => {
            let requests = api.requests();
            let authorization = authorization(&requests[0]);
            let (scheme, token) = authorization.split_once(' ').expect("a scheme");
            assert!(matches!(scheme, "Bearer" | "DPoP") && !token.is_empty(), "{authorization}");
            let response: Value = serde_json::from_slice(&tokens.latest_body()).expect("JSON");
            assert_eq!(response["access_token"], token);
        }
        Err(error) => {
            assert_eq!(api.requests().len(), 0);
            let assertions: Vec<String> = sent.iter().map(assertion).collect();
            let mut secrets: Vec<&str> = assertions.iter().map(String::as_str).collect();
            secrets.push(D);
            secrets::check(&error, &secrets);
        }
    }
}

/// Any responses of the API to requests with proofs end the call. A proof has a nonce of the server or none.
pub fn challenge(data: &[u8]) {
    let granted = format!(r#"{{"access_token": "{TOKEN}", "token_type": "DPoP", "expires_in": 600}}"#);
    let (tokens, api) = (Script::parse(format!("200\n\n{granted}").as_bytes()), Script::parse(data));
    let client = client(with_secret().dpop(c1_api::Dpop::Required), &tokens, &api);
    let outcome = run(search(&client, RetryPolicy::default()));
    let sent = api.requests();
    assert!(sent.len() <= 12, "{} requests", sent.len());
    for request in &sent {
        let proof = request.headers()["dpop"].to_str().expect("ASCII");
        let claims = claims(proof);
        let nonce = claims.get("nonce").and_then(Value::as_str).unwrap_or_default();
        assert!(data.windows(nonce.len().max(1)).any(|part| part == nonce.as_bytes()) || nonce.is_empty(), "{nonce}");
        assert_eq!(claims["htm"], "POST");
        assert_eq!(authorization(request), format!("DPoP {TOKEN}"));
    }
    if let Err(error) = outcome {
        let proofs: Vec<&str> = sent.iter().filter_map(|request| request.headers()["dpop"].to_str().ok()).collect();
        secrets::check(&error, &[&[TOKEN, D], proofs.as_slice()].concat());
    }
}

/// Any client id and key make a client, or an error that does not show them.
///
/// The first line is the id. The rest is a key, which is encoded if it begins as JSON does.
pub fn client_secret(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (id, key) = text.split_once('\n').unwrap_or(("", &text));
    let secret =
        if key.starts_with('{') { format!("secret-token:c1.ai:v1:{}", BASE64.encode(key)) } else { key.to_owned() };
    let builder = Client::builder().client_credentials(id, secret.clone()).service(tower::service_fn(async |_| {
        Ok::<http::Response<http_body_util::Full<Bytes>>, std::convert::Infallible>(http::Response::default())
    }));
    let mut shown = format!("{builder:?}");
    let jwk: Value = serde_json::from_str(key).unwrap_or_default();
    match builder.build() {
        Ok(client) => {
            let (name, host) = id.split_once('@').expect("a name and a host");
            assert!(!name.is_empty() && host.split_once('/').is_some_and(|(_, kind)| !kind.is_empty()), "{id:?}");
            shown += &format!("{client:?}");
            if key.starts_with('{') {
                assert!(jwk["kty"] == "OKP" && jwk["crv"] == "Ed25519", "{key}");
                assert!([&jwk["x"], &jwk["d"]].iter().all(|part| is_of_32_bytes(part)), "{key}");
                assert!(jwk["d"] != D || jwk["x"].as_str().is_some_and(|x| x.starts_with(&X[..42])), "{key}");
            }
        }
        Err(error) => {
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error:?}");
            secrets::check(&error, &[]);
            shown += &secrets::shown(&error);
        }
    }
    // Shorter ones may be words of the message.
    let is_private = |text: &&str| text.len() >= 16 && !EXAMPLES.iter().any(|example| example.contains(*text));
    for private in [Some(secret.as_str()), jwk["d"].as_str()].into_iter().flatten().filter(is_private) {
        assert!(!shown.contains(private), "{private:?} is in {shown}");
    }
}

/// Whether a part of a key has the length of 32 bytes in base64, with or without padding.
fn is_of_32_bytes(part: &Value) -> bool {
    part.as_str().is_some_and(|part| part.trim_end_matches('=').len() == 43)
}

fn with_secret() -> ClientBuilder {
    let jwk = format!(r#"{{"kty":"OKP","crv":"Ed25519","x":"{X}","d":"{D}"}}"#);
    Client::builder().client_credentials(CLIENT_ID, format!("secret-token:c1.ai:v1:{}", BASE64.encode(jwk)))
}

fn authorization(request: &Request<Bytes>) -> &str {
    request.headers()["authorization"].to_str().expect("ASCII")
}

/// The claims of a JWT.
fn claims(jwt: &str) -> Value {
    let claims = jwt.split('.').nth(1).and_then(|claims| BASE64.decode(claims).ok()).expect("claims in base64url");
    serde_json::from_slice(&claims).expect("claims in JSON")
}
