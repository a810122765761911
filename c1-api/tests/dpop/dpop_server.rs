//! A server that gives tokens bound to a key, and lets in nobody without a proof of possession. The proofs are checked by
//! another crate than the one that signs them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use bytes::Bytes;
use chrono::{TimeDelta, Utc};
use http::{HeaderMap, Request, Response, StatusCode};
use jwt_compact::alg::Ed25519;
use jwt_compact::jwk::JsonWebKey;
use jwt_compact::{Algorithm, AlgorithmExt, UntrustedToken};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// How long proofs may be under way, in seconds.
const PATIENCE: i64 = 60;

/// What the server asks for, and what is wrong with it.
#[derive(Clone, Default)]
pub(crate) struct Rules {
    /// Whether the token endpoint knows proofs at all, and whether it insists.
    pub(crate) endpoint: Knowledge,
    /// The same of the API.
    pub(crate) api: Knowledge,
    pub(crate) nonces: Nonces,
    /// By how many seconds the server's clock is ahead.
    pub(crate) ahead: i64,
    pub(crate) hides_its_clock: bool,
    /// Whether the API knows none of the tokens that were given.
    pub(crate) forgets_tokens: bool,
    /// The root that the server knows itself by, where it is not the one that it is called by.
    pub(crate) root: Option<&'static str>,
    /// How many of the requests for tokens to come are answered with 503.
    pub(crate) broken_endpoint: usize,
    /// The same of those for the API.
    pub(crate) broken_api: usize,
}

#[derive(Clone, Copy, Default, PartialEq)]
pub(crate) enum Knowledge {
    #[default]
    Insists,
    /// It takes proofs, and does without.
    Allows,
    /// It ignores what it does not know.
    None,
}

#[derive(Clone, Copy, Default, PartialEq)]
pub(crate) enum Nonces {
    #[default]
    Unused,
    /// Each is good until another one is made.
    Latest,
    /// Each answer gives a new one, which is good for one request.
    Once,
    /// None is ever good.
    Insatiable,
    /// They are asked for and not given.
    Withheld,
}

/// The server. Clones are the same one.
#[derive(Clone, Default)]
pub(crate) struct DpopServer(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    rules: Rules,
    /// The key that each token is bound to, if it is.
    tokens: BTreeMap<String, Option<String>>,
    nonces: BTreeSet<String>,
    nonces_made: usize,
    proofs: BTreeSet<String>,
    token_requests: usize,
    api_requests: usize,
}

impl DpopServer {
    pub(crate) fn new(rules: Rules) -> Self {
        let server = Self::default();
        server.set(|old| *old = rules);
        server
    }

    pub(crate) fn set(&self, change: impl FnOnce(&mut Rules)) {
        change(&mut self.state().rules);
    }

    /// Makes all nonces stale.
    pub(crate) fn forget_nonces(&self) {
        self.state().nonces.clear();
    }

    /// How many requests came for tokens, how many tokens were given, and how many requests came for the API.
    pub(crate) fn counts(&self) -> (usize, usize, usize) {
        let state = self.state();
        (state.token_requests, state.tokens.len(), state.api_requests)
    }

    /// How many different proofs were good.
    pub(crate) fn proofs(&self) -> usize {
        self.state().proofs.len()
    }

    /// How many keys tokens are bound to.
    pub(crate) fn keys(&self) -> usize {
        self.state().tokens.values().flatten().collect::<BTreeSet<_>>().len()
    }

    pub(crate) fn answer(&self, request: &Request<Bytes>) -> Response<Bytes> {
        let mut state = self.state();
        let judged = if request.uri().path() == "/auth/v1/token" { state.token(request) } else { state.api(request) };
        let (status, challenge, body) = match judged {
            Ok(body) => (StatusCode::OK, None, body),
            Err(refusal) => refusal,
        };
        let mut answer = Response::builder().status(status).header("content-type", "application/json");
        if let Some(nonce) = state.nonce_of(status) {
            answer = answer.header("dpop-nonce", nonce);
        }
        if let Some(challenge) = challenge {
            answer = answer.header("www-authenticate", challenge);
        }
        if !state.rules.hides_its_clock {
            let now = Utc::now() + TimeDelta::seconds(state.rules.ahead);
            answer = answer.header("date", now.format("%a, %d %b %Y %H:%M:%S GMT").to_string());
        }
        answer.body(body.to_string().into()).unwrap()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }
}

/// A status, a challenge and a body.
type Refusal = (StatusCode, Option<&'static str>, Value);

/// What was wrong with a proof.
enum Fault {
    Nonce,
    Proof(&'static str),
}

impl State {
    fn token(&mut self, request: &Request<Bytes>) -> Result<Value, Refusal> {
        self.token_requests += 1;
        if self.rules.broken_endpoint > 0 {
            self.rules.broken_endpoint -= 1;
            return Err((StatusCode::SERVICE_UNAVAILABLE, None, json!({})));
        }
        let bad = |error: &str, why: &str| {
            (StatusCode::BAD_REQUEST, None, json!({ "error": error, "error_description": why }))
        };
        let form: BTreeMap<String, String> = form_of(request.body());
        if let Some(assertion) = form.get("client_assertion") {
            let claims = payload(assertion);
            let now = Utc::now().timestamp() + self.rules.ahead;
            if now < claims["nbf"].as_i64().unwrap() || claims["exp"].as_i64().unwrap() < now {
                return Err((StatusCode::UNAUTHORIZED, None, json!({ "error": "invalid_client" })));
            }
        }
        let proven = request.headers().contains_key("dpop");
        let key = match self.rules.endpoint {
            Knowledge::None => None,
            Knowledge::Allows if !proven => None,
            _ => Some(self.verified(request, None).map_err(|fault| match fault {
                Fault::Nonce => bad("use_dpop_nonce", "a nonce is required"),
                Fault::Proof(why) => bad("invalid_dpop_proof", why),
            })?),
        };
        let token = format!("open-sesame-{}", self.tokens.len());
        let kind = if key.is_some() { "DPoP" } else { "Bearer" };
        self.tokens.insert(token.clone(), key);
        Ok(json!({ "access_token": token, "token_type": kind, "expires_in": 600 }))
    }

    fn api(&mut self, request: &Request<Bytes>) -> Result<Value, Refusal> {
        self.api_requests += 1;
        if self.rules.broken_api > 0 {
            self.rules.broken_api -= 1;
            return Err((StatusCode::SERVICE_UNAVAILABLE, None, json!({})));
        }
        let refused = |challenge| (StatusCode::UNAUTHORIZED, Some(challenge), json!({ "code": 16 }));
        let authorization = request.headers()["authorization"].to_str().unwrap();
        let (scheme, token) = authorization.split_once(' ').unwrap();
        let invalid = "DPoP algs=\"EdDSA\", error=\"invalid_token\"";
        let known = self.tokens.get(token).filter(|_| !self.rules.forgets_tokens);
        let bound = known.cloned().ok_or_else(|| refused(invalid))?;
        match bound {
            None if self.rules.api == Knowledge::Insists => Err(refused("DPoP algs=\"EdDSA\"")),
            None => Ok(json!({})),
            Some(_) if scheme != "DPoP" => Err(refused(invalid)),
            Some(bound) => {
                let key = self.verified(request, Some(token)).map_err(|fault| match fault {
                    Fault::Nonce => refused("DPoP error=\"use_dpop_nonce\""),
                    Fault::Proof(_) => refused("DPoP error=\"invalid_dpop_proof\""),
                })?;
                if key == bound { Ok(json!({})) } else { Err(refused(invalid)) }
            }
        }
    }

    /// The key of the proof in `request`, checked as RFC 9449 says in section 4.3.
    fn verified(&mut self, request: &Request<Bytes>, token: Option<&str>) -> Result<String, Fault> {
        let (key, claims) = signed(request.headers())?;
        let expect = |holds: bool, why| if holds { Ok(()) } else { Err(Fault::Proof(why)) };
        let uri = request.uri();
        let root = match self.rules.root {
            Some(root) => root.to_owned(),
            None => format!("{}://{}", uri.scheme_str().unwrap(), uri.authority().unwrap()),
        };
        expect(claims["htm"] == request.method().as_str(), "method")?;
        expect(claims["htu"] == format!("{root}{}", uri.path()), "URL")?;
        expect(claims["ath"].as_str() == token.map(hash).as_deref(), "token")?;

        let now = Utc::now().timestamp() + self.rules.ahead;
        let [iat, nbf, exp] = ["iat", "nbf", "exp"].map(|name| claims[name].as_i64().unwrap());
        expect((iat - now).abs() <= PATIENCE, "iat")?;
        expect((nbf, exp) == (iat - 30, iat + 300), "lifetime")?;
        let nonce = claims["nonce"].as_str();
        let good = match self.rules.nonces {
            Nonces::Unused => nonce.is_none(),
            Nonces::Latest => nonce.is_some_and(|nonce| self.nonces.contains(nonce)),
            Nonces::Once => nonce.is_some_and(|nonce| self.nonces.remove(nonce)),
            Nonces::Insatiable | Nonces::Withheld => false,
        };
        if !good {
            return Err(Fault::Nonce);
        }
        expect(self.proofs.insert(claims["jti"].as_str().unwrap().to_owned()), "used before")?;
        Ok(key)
    }

    /// The nonce that an answer of this status gives.
    fn nonce_of(&mut self, status: StatusCode) -> Option<String> {
        match self.rules.nonces {
            Nonces::Unused | Nonces::Withheld => return None,
            Nonces::Latest if status.is_success() && !self.nonces.is_empty() => return None,
            Nonces::Latest => self.nonces.clear(),
            Nonces::Once | Nonces::Insatiable => {}
        }
        self.nonces_made += 1;
        let nonce = format!("nonce-{}", self.nonces_made);
        self.nonces.insert(nonce.clone());
        Some(nonce)
    }
}

/// The key and the claims of a proof whose signature is right.
fn signed(headers: &HeaderMap) -> Result<(String, Value), Fault> {
    let mut proofs = headers.get_all("dpop").into_iter();
    let (Some(proof), None) = (proofs.next(), proofs.next()) else {
        return Err(Fault::Proof("not one proof"));
    };
    let proof = proof.to_str().unwrap();
    let token = UntrustedToken::<Value>::try_from(proof).unwrap();
    let header = &token.header().other_fields;
    assert_eq!((token.algorithm(), token.header().token_type.as_deref()), ("EdDSA", Some("dpop+jwt")));
    assert_eq!(header["jwk"].as_object().unwrap().len(), 3, "the private part is none of the server's business");
    let jwk: JsonWebKey<'_> = serde_json::from_value(header["jwk"].clone()).unwrap();
    let key = <Ed25519 as Algorithm>::VerifyingKey::try_from(&jwk).unwrap();
    Ed25519.validator::<Value>(&key).validate(&token).map_err(|_| Fault::Proof("signature"))?;
    Ok((header["jwk"]["x"].as_str().unwrap().to_owned(), payload(proof)))
}

/// The claims of a token, unchecked.
fn payload(jwt: &str) -> Value {
    let part = jwt.split('.').nth(1).unwrap();
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

fn hash(token: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(token))
}

fn form_of(body: &[u8]) -> BTreeMap<String, String> {
    url::form_urlencoded::parse(body).into_owned().collect()
}
