//! Requests to the token endpoint.

use http::StatusCode;
use secrecy::SecretString;

use super::auth_client::{AuthClient, AuthResponse, Endpoint};
use super::dpop::{Challenge, ProofSigner, nonce_in};
use super::grant::Grant;
use super::token_response::{TokenResponse, is_bound, token_error};
use crate::error::{Error, ErrorKind};

/// The endpoint of access tokens.
pub(super) const TOKEN: Endpoint = Endpoint::new("the token endpoint", "token", "/auth/v1/token");

/// The token endpoint, with the grant of one client.
pub(super) struct TokenEndpoint {
    pub(super) client: AuthClient,
    pub(super) grant: Grant,
    pub(super) proof_signer: ProofSigner,
}

/// A request and its response.
struct Exchange {
    response: AuthResponse,
    assertion: SecretString,
    has_proof: bool,
    correction: i64,
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
            let nonce = nonce_in(&exchange.response.head.headers);
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
        let Exchange { response: AuthResponse { head, body, .. }, has_proof, correction, .. } = exchange;
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
        let (audience, now) = (self.client.base_url().host(), self.proof_signer.clock.seconds(correction));
        let assertion = self.grant.assertion(audience, now, self.client.timeout()).await?;
        let mut request = self.client.post_form(&TOKEN, &self.grant.form(&assertion))?;
        if has_proof {
            let nonce = self.proof_signer.token_nonce.latest();
            self.proof_signer.add_proof(&mut request, None, nonce.as_deref(), correction)?;
        }
        let response = self.client.send(&TOKEN, request).await?;
        Ok(Exchange { response, assertion, has_proof, correction })
    }

    fn outcome(&self, exchange: &Exchange) -> Result<TokenResponse, Error> {
        let Exchange { response: AuthResponse { head, body, requested_at }, assertion, .. } = exchange;
        let outcome = if head.status.is_success() {
            TokenResponse::parse(body, *requested_at).and_then(|response| self.check_binding(response))
        } else {
            let hint = self.hint(exchange);
            Err(token_error(&TOKEN, head, body, assertion, hint))
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
        let AuthResponse { head, body, .. } = &exchange.response;
        match Challenge::parse(&head.headers, body) {
            Some(challenge) => challenge.hint(),
            None => self.grant.hint(body),
        }
    }
}

/// Sets the flag. Returns whether it was not set before.
fn is_first(flag: &mut bool) -> bool {
    !std::mem::replace(flag, true)
}
