//! The mock's token endpoint, and its check of access tokens.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{HeaderName, StatusCode};
use serde_json::json;
use tokio::time::Instant;

use super::received_request::ReceivedRequest;
use super::reply::Reply;
use crate::rpc::Code;

/// The path of the endpoint.
pub(super) const PATH: &str = "/auth/v1/token";

const DPOP: HeaderName = HeaderName::from_static("dpop");

/// The access tokens of the mock.
#[derive(Debug)]
pub(super) struct Tokens(Mutex<State>);

#[derive(Debug)]
struct State {
    lifetime: Duration,
    /// The tokens issued so far, with their ends.
    issued: HashMap<String, Instant>,
    rejected: HashSet<String>,
}

impl Tokens {
    pub(super) fn new() -> Self {
        let lifetime = Duration::from_secs(3600);
        Self(Mutex::new(State { lifetime, issued: HashMap::new(), rejected: HashSet::new() }))
    }

    pub(super) fn set_lifetime(&self, lifetime: Duration) {
        self.state().lifetime = lifetime;
    }

    /// The number of tokens issued so far.
    pub(super) fn issued(&self) -> usize {
        self.state().issued.len()
    }

    /// Rejects all tokens issued so far.
    pub(super) fn reject_all(&self) {
        let mut state = self.state();
        let issued: Vec<String> = state.issued.keys().cloned().collect();
        state.rejected.extend(issued);
    }

    /// Rejects the token of `request`.
    pub(super) fn reject(&self, request: &ReceivedRequest) {
        if let Some(token) = token(request) {
            self.state().rejected.insert(token.to_owned());
        }
    }

    /// Returns the 401 for a request without a valid token. A token that the mock did not issue is valid until it is rejected.
    pub(super) fn check(&self, request: &ReceivedRequest) -> Option<Reply> {
        let unauthorized = |why: &str| Some(Reply::error(Code::UNAUTHENTICATED, why));
        let Some(token) = token(request) else {
            return unauthorized("the request has no `Authorization: Bearer` or `DPoP`");
        };
        let state = self.state();
        if state.rejected.contains(token) {
            return unauthorized("the access token was revoked");
        }
        match state.issued.get(token) {
            Some(end) if *end <= Instant::now() => unauthorized("the access token has expired"),
            _ => None,
        }
    }

    /// Answers a request of the token endpoint.
    pub(super) fn issue(&self, request: &ReceivedRequest) -> Reply {
        let form: HashMap<String, String> = url::form_urlencoded::parse(request.body()).into_owned().collect();
        let has = |name: &str| form.get(name).is_some_and(|value| !value.is_empty());
        let missing = match form.get("grant_type").map_or("", |grant| grant) {
            "client_credentials" => ["client_id", "client_assertion"].into_iter().find(|name| !has(name)),
            "urn:ietf:params:oauth:grant-type:token-exchange" => {
                ["client_id", "subject_token"].into_iter().find(|name| !has(name))
            }
            "urn:ietf:params:oauth:grant-type:device_code" => {
                ["client_id", "device_code"].into_iter().find(|name| !has(name))
            }
            _ => {
                return refusal(
                    "unsupported_grant_type",
                    "the mock knows client credentials, token exchange and device codes",
                );
            }
        };
        if let Some(name) = missing {
            return refusal("invalid_request", &format!("`{name}` is missing"));
        }
        let mut state = self.state();
        let token = format!("mock-token-{}", state.issued.len() + 1);
        let lifetime = state.lifetime;
        // `Instant` overflows far beyond a year.
        let end = Instant::now() + lifetime.min(Duration::from_secs(365 * 24 * 60 * 60));
        state.issued.insert(token.clone(), end);
        let kind = if request.headers().contains_key(DPOP) { "DPoP" } else { "Bearer" };
        Reply::json(json!({ "access_token": token, "token_type": kind, "expires_in": lifetime.as_secs() }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn token(request: &ReceivedRequest) -> Option<&str> {
    let (scheme, token) = request.header(&AUTHORIZATION)?.split_once(' ')?;
    let is_known = scheme.eq_ignore_ascii_case("bearer") || scheme.eq_ignore_ascii_case("dpop");
    (is_known && !token.is_empty()).then_some(token)
}

fn refusal(error: &str, description: &str) -> Reply {
    Reply::json(json!({ "error": error, "error_description": description })).status(StatusCode::BAD_REQUEST)
}
