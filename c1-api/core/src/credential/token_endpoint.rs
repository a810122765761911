//! Requests to the token endpoint.

use std::borrow::Cow;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::response::Parts;
use http::{HeaderValue, Method, Request, StatusCode};
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;
use tokio::time::Instant;
use tracing::Instrument;

use super::dpop::{Challenge, ProofSigner, nonce_in};
use super::fetch::fetch;
use super::grant::Grant;
use super::token_response::{TokenResponse, is_bound, token_error};
use crate::base_url::BaseUrl;
use crate::channel::Channel;
use crate::error::{Error, ErrorKind};
use crate::telemetry::{self, OperationLabel};

/// The path of the endpoint below the base URL.
pub(crate) const PATH: &str = "/auth/v1/token";

/// The label of token requests in telemetry. They belong to no operation of the API.
const LABEL: OperationLabel = OperationLabel { operation: Cow::Borrowed("token"), template: Cow::Borrowed(PATH) };

/// The token endpoint, with the grant of one client.
pub(super) struct TokenEndpoint {
    pub(super) base_url: BaseUrl,
    pub(super) channel: Channel,
    pub(super) grant: Grant,
    pub(super) proof_signer: ProofSigner,
    pub(super) user_agent: HeaderValue,
    /// The timeout of one request.
    pub(super) timeout: Duration,
}

/// A request and its response.
struct Exchange {
    head: Parts,
    body: Zeroizing<Vec<u8>>,
    assertion: SecretString,
    has_proof: bool,
    correction: i64,
    requested_at: Instant,
}

/// What was corrected since the first request. Each correction happens once, which bounds the number of requests.
#[derive(Default)]
struct Corrections {
    nonce: bool,
    clock: bool,
    proof: bool,
}

impl TokenEndpoint {
    /// Requests a token, and repeats the request after each correction that the response asks for.
    pub(super) async fn request_token(&self) -> Result<TokenResponse, Error> {
        let mut corrections = Corrections::default();
        loop {
            let exchange = self.exchange().await?;
            let nonce = nonce_in(&exchange.head.headers);
            let has_nonce = nonce.is_some();
            if let Some(nonce) = nonce {
                self.proof_signer.token_nonce.keep(nonce);
            }
            if !self.correct(&exchange, has_nonce, &mut corrections) {
                return self.outcome(&exchange);
            }
        }
    }

    /// Makes the correction that the response asks for. Returns whether the request should be repeated.
    fn correct(&self, exchange: &Exchange, has_nonce: bool, corrections: &mut Corrections) -> bool {
        let Exchange { head, body, has_proof, correction, .. } = exchange;
        if head.status.is_success() {
            // Without a proof, such a token is not bound to the client's key.
            !has_proof && is_bound(body) && self.start_proving(&mut corrections.proof)
        } else if matches!(head.status, StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED) {
            match Challenge::parse(&head.headers, body) {
                Some(_) if !has_proof => self.start_proving(&mut corrections.proof),
                Some(Challenge::Nonce) => has_nonce && is_first(&mut corrections.nonce),
                // An assertion may be dated too, and an endpoint may reject its date without saying so.
                _ if !has_proof && !self.grant.is_dated() => false,
                _ => self.proof_signer.clock.update(&head.headers, *correction) && is_first(&mut corrections.clock),
            }
        } else {
            false
        }
    }

    fn start_proving(&self, corrected: &mut bool) -> bool {
        self.proof_signer.demand_proofs();
        is_first(corrected)
    }

    async fn exchange(&self) -> Result<Exchange, Error> {
        let (has_proof, correction) = (self.proof_signer.is_active(), self.proof_signer.clock.correction());
        let now = self.proof_signer.clock.seconds(correction);
        let assertion = self.grant.assertion(self.base_url.host(), now, self.timeout).await?;
        let mut request = self.request(&assertion)?;
        if has_proof {
            let nonce = self.proof_signer.token_nonce.latest();
            self.proof_signer.add_proof(&mut request, None, nonce.as_deref(), correction)?;
        }
        let span = telemetry::attempt_span(&self.base_url, request.method(), &LABEL, 0);
        let sent = request.body().len();
        let response =
            fetch(self.channel.transport(), &self.base_url, request, "the token endpoint").instrument(span.clone());
        let requested_at = Instant::now();
        let response = self.channel.within(self.timeout, response).await.unwrap_or_else(|| {
            let summary = format!("{} sent no access token within {:?}", self.base_url.host(), self.timeout);
            Err(Error::new(ErrorKind::Timeout, summary))
        });
        let received = response.as_ref().map(|(head, body)| (head.status, body.len()));
        telemetry::record_attempt(&span, sent, received, requested_at.elapsed());
        let (head, body) = response?;
        Ok(Exchange { head, body, assertion, has_proof, correction, requested_at })
    }

    fn request(&self, assertion: &SecretString) -> Result<Request<Bytes>, Error> {
        Request::builder()
            .method(Method::POST)
            .uri(format!("{}{PATH}", self.base_url.root()))
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(USER_AGENT, &self.user_agent)
            .body(self.grant.form(assertion))
            .map_err(|cause| Error::invalid_input("the token endpoint's URL cannot be sent to").with_source(cause))
    }

    fn outcome(&self, exchange: &Exchange) -> Result<TokenResponse, Error> {
        let Exchange { head, body, assertion, requested_at, .. } = exchange;
        let outcome = if head.status.is_success() {
            TokenResponse::parse(body, *requested_at).and_then(|response| self.check_binding(response))
        } else {
            let hint = self.hint(exchange);
            Err(token_error(head, body, assertion, hint))
        };
        outcome.map_err(|error| error.with_head(head, None))
    }

    fn check_binding(&self, response: TokenResponse) -> Result<TokenResponse, Error> {
        if response.token.ath().is_none() {
            if self.proof_signer.is_required() {
                let summary = "the token endpoint sent a token that is not bound to the client's key, though proof of \
                               possession (DPoP) is required; the token was not used; is DPoP on for this credential in C1?";
                return Err(Error::new(ErrorKind::Auth, summary));
            }
            if self.proof_signer.is_active() {
                // The token is used. A server that still requires a binding rejects it. If the server no longer requires one, a
                // client that insisted on it would fail until it is built again.
                tracing::warn!(
                    "the access token is not bound to the client's key, though proof of possession (DPoP) was asked for before"
                );
            }
        }
        Ok(response)
    }

    fn hint(&self, exchange: &Exchange) -> &'static str {
        match Challenge::parse(&exchange.head.headers, &exchange.body) {
            Some(challenge) => challenge.hint(),
            None => self.grant.hint(&exchange.body),
        }
    }
}

/// Sets the flag. Returns whether it was not set before.
fn is_first(flag: &mut bool) -> bool {
    !std::mem::replace(flag, true)
}
