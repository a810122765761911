//! Authorization of the attempts of one call.

use std::sync::Arc;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::response::Parts;
use http::{HeaderMap, HeaderValue, Request, StatusCode};
use tokio::time::Instant;

use super::Credential;
use super::dpop::{Challenge, nonce_in};
use super::token::AccessToken;
use crate::error::Error;

/// Adds authorization headers to each attempt of a call, and handles the responses that reject them.
pub(crate) struct Authorizer<'a> {
    credential: &'a Credential,
    /// The token of the latest attempt.
    token: Option<AccessToken>,
    correction: i64,
    /// The nonce that the server demanded for the latest attempt.
    repeated_with: Option<Arc<str>>,
    /// The nonce for the next attempt. It is not shared with other calls, as a server may accept each nonce only once.
    demanded_nonce: Option<Arc<str>>,
    /// Whether an attempt was repeated with a corrected date, which happens once.
    is_corrected: bool,
    /// Whether a rejected token was replaced, which happens once.
    is_replaced: bool,
    /// The headers of the latest response if it was a 401.
    unauthorized: Option<HeaderMap>,
    hint: Option<&'static str>,
}

impl<'a> Authorizer<'a> {
    pub(super) fn new(credential: &'a Credential) -> Self {
        Self {
            credential,
            token: None,
            correction: 0,
            repeated_with: None,
            demanded_nonce: None,
            is_corrected: false,
            is_replaced: false,
            unauthorized: None,
            hint: None,
        }
    }

    /// Adds the authorization headers to an otherwise complete request. Waits for a token until `deadline` at most.
    pub(crate) async fn authorize(&mut self, request: &mut Request<Bytes>, deadline: Instant) -> Result<(), Error> {
        let token = self.credential.token(deadline).await?;
        request.headers_mut().insert(AUTHORIZATION, token.header().clone());
        self.repeated_with = self.demanded_nonce.take();
        if let (Some(signer), Some(ath)) = (self.credential.proof_signer(), token.ath()) {
            self.correction = signer.clock.correction();
            let nonce = self.repeated_with.clone().or_else(|| signer.api_nonce.latest());
            signer.add_proof(request, Some(ath), nonce.as_deref(), self.correction)?;
        }
        self.token = Some(token);
        Ok(())
    }

    /// Records the nonce, and the headers of a 401, of the response to the latest attempt.
    pub(crate) fn record_response(&mut self, head: &Parts) {
        self.unauthorized = (head.status == StatusCode::UNAUTHORIZED).then(|| head.headers.clone());
        if self.unauthorized.is_none() {
            // An accepted nonce is also good for other calls, unless the server replaced it.
            let accepted = self.repeated_with.take();
            self.keep(nonce_in(&head.headers).or(accepted));
        }
    }

    /// The `Authorization` header of the latest attempt.
    pub(crate) fn authorization(&self) -> Option<&HeaderValue> {
        self.token.as_ref().map(AccessToken::header)
    }

    /// Returns whether the attempt should be repeated at once after a 401 with this error.
    ///
    /// The number of repetitions is bounded, even if the server demands more.
    pub(crate) async fn handle_unauthorized(&mut self, error: &Error) -> bool {
        let headers = self.unauthorized.take().unwrap_or_default();
        let challenge = Challenge::parse(&headers, error.body().map_or(&[], |body| body));
        let is_bound = self.token.as_ref().is_some_and(|token| token.ath().is_some());
        // A bound token is rejected for another reason than its binding.
        self.hint = challenge.filter(|challenge| !is_bound || *challenge != Challenge::Binding).map(Challenge::hint);
        let nonce = nonce_in(&headers);
        match (challenge, self.credential.proof_signer()) {
            (Some(Challenge::Nonce), Some(_)) if is_bound => {
                self.demanded_nonce = nonce.filter(|_| self.repeated_with.is_none());
                return self.demanded_nonce.is_some();
            }
            (Some(Challenge::Proof), Some(signer)) if is_bound => {
                self.keep(nonce);
                return signer.clock.update(&headers, self.correction)
                    && !std::mem::replace(&mut self.is_corrected, true);
            }
            (Some(_), Some(signer)) => signer.demand_proofs(),
            _ => {}
        }
        self.keep(nonce);
        self.replace_token().await
    }

    /// Adds a hint to the error of a call that is given up after a 401.
    pub(crate) fn explain(&self, error: Error) -> Error {
        error.with_hint(self.hint.unwrap_or("is the token of this tenant, and not expired?"))
    }

    /// Shares a nonce with the other calls.
    fn keep(&self, nonce: Option<Arc<str>>) {
        if let (Some(signer), Some(nonce)) = (self.credential.proof_signer(), nonce) {
            signer.api_nonce.keep(nonce);
        }
    }

    async fn replace_token(&mut self) -> bool {
        match &self.token {
            Some(token) if !self.is_replaced => {
                self.is_replaced = self.credential.replace(token).await;
                self.is_replaced
            }
            _ => false,
        }
    }
}
