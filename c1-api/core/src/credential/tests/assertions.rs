//! What the token endpoint is sent. The signature is checked by another crate than the one that signs.

use std::collections::BTreeMap;

use chrono::TimeZone;
use jwt_compact::alg::Ed25519;
use jwt_compact::jwk::JsonWebKey;
use jwt_compact::{Algorithm, AlgorithmSignature, UntrustedToken};
use secrecy::ExposeSecret;

use super::super::assertion::sign_assertion;
use super::*;

/// The parts of a JWT whose signature is right.
fn verified(jwt: &str) -> (Value, Value) {
    let decode = |part: &str| BASE64_URL_SAFE_NO_PAD.decode(part).unwrap();
    let jwk: JsonWebKey<'_> = serde_json::from_value(json!({ "kty": "OKP", "crv": "Ed25519", "x": X })).unwrap();
    let key = <Ed25519 as Algorithm>::VerifyingKey::try_from(&jwk).unwrap();
    let signature = UntrustedToken::new(jwt).unwrap();
    let signature = <Ed25519 as Algorithm>::Signature::try_from_slice(signature.signature_bytes()).unwrap();
    let (signed, _) = jwt.rsplit_once('.').unwrap();
    assert!(Ed25519.verify_signature(&signature, &key, signed.as_bytes()));
    let (header, claims) = signed.split_once('.').unwrap();
    (serde_json::from_slice(&decode(header)).unwrap(), serde_json::from_slice(&decode(claims)).unwrap())
}

fn form_of(request: &Request<Bytes>) -> BTreeMap<String, String> {
    url::form_urlencoded::parse(request.body()).into_owned().collect()
}

fn noon() -> DateTime<Utc> {
    Utc.timestamp_opt(1_700_000_000, 999_999_999).unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_signed_statement_is_posted_as_a_form() {
    let (credential, received) = timed(noon, |before| token(before, &json!(0)));
    assert_eq!(header(&credential).await, "Bearer token-0");

    let request = received.pop();
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "http://localhost:8080/auth/v1/token");
    assert_eq!(request.headers()["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(request.headers()["user-agent"], "agent");
    assert!(!request.headers().contains_key("authorization"));

    let mut form = form_of(&request);
    let (head, claims) = verified(&form.remove("client_assertion").unwrap());
    let rest = [
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_id", CLIENT_ID),
        ("grant_type", "client_credentials"),
    ];
    assert_eq!(form, rest.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
    assert_eq!(head["alg"], "EdDSA");
    assert_eq!(BASE64_URL_SAFE_NO_PAD.decode(head["nonce"].as_str().unwrap()).unwrap().len(), 16);
    let now = noon().timestamp();
    let expected = json!({
        "iss": CLIENT_ID, "sub": CLIENT_ID, "aud": "localhost", "iat": now, "nbf": now - 120, "exp": now + 120,
    });
    assert_eq!(claims, expected);

    header(&credential).await;
    let (another, _) = verified(&form_of(&received.pop())["client_assertion"]);
    assert_ne!(head["nonce"], another["nonce"]);
}

#[tokio::test(start_paused = true)]
async fn a_clock_that_is_far_off_changes_nothing_but_the_statement() {
    for clock in [|| DateTime::<Utc>::MIN_UTC, || DateTime::UNIX_EPOCH, || DateTime::<Utc>::MAX_UTC] {
        let (credential, received) = timed(clock, |before| token(before, &json!(600)));
        for _ in 0..10 {
            tokio::time::advance(Duration::from_secs(40)).await;
            assert_eq!(header(&credential).await, "Bearer token-0");
        }
        assert_eq!(received.count(), 1);
        let (_, claims) = verified(&form_of(&received.pop())["client_assertion"]);
        assert_eq!(claims["iat"], clock().timestamp());
    }
}

#[tokio::test(start_paused = true)]
async fn the_id_of_the_key_is_in_the_header() {
    let jwk = format!(r#"{{"kty":"OKP","crv":"Ed25519","kid":"key-7","x":"{X}","d":"{D}"}}"#);
    let secret = format!("secret-token:conductorone.com:v1:{}", BASE64_URL_SAFE_NO_PAD.encode(jwk)).into();
    let key = SigningKey::parse(&secret).unwrap();
    let (header, _) = verified(sign_assertion(CLIENT_ID, "a.example", &key, 0).unwrap().expose_secret());
    assert_eq!((&header["kid"], &header["alg"]), (&json!("key-7"), &json!("EdDSA")));

    let key = SigningKey::parse(&super::secret()).unwrap();
    let (header, _) = verified(sign_assertion(CLIENT_ID, "a.example", &key, 0).unwrap().expose_secret());
    assert!(header.get("kid").is_none());
}
