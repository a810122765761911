//! Authorization of the attempts of one call.

use std::sync::Arc;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::response::Parts;
use http::{HeaderMap, Request, StatusCode};
use tokio::time::Instant;

use super::Credential;
use super::api_keys::ApiKeys;
use super::dpop::{Challenge, ProofSigner, nonce_in};
use super::token::AccessToken;
use crate::error::Error;
use crate::sent_secrets::SentSecrets;

/// Adds authorization headers to each attempt of a call, and handles the responses that reject them.
pub(crate) struct Authorizer<'a> {
    /// The source of tokens, if the API needs them.
    credential: Option<&'a Credential>,
    keys: &'a ApiKeys,
    /// The secrets of the latest attempt.
    sent: SentSecrets,
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
    pub(crate) fn new(credential: Option<&'a Credential>, keys: &'a ApiKeys) -> Self {
        Self {
            credential,
            keys,
            sent: SentSecrets::default(),
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
        self.keys.add_to(request)?;
        let Some(credential) = self.credential else {
            self.sent = SentSecrets::new(None, self.keys.secrets());
            return Ok(());
        };
        let token = credential.token(deadline).await?;
        self.sent = SentSecrets::new(Some(token.header().clone()), self.keys.secrets());
        request.headers_mut().insert(AUTHORIZATION, token.header().clone());
        self.repeated_with = self.demanded_nonce.take();
        if let (Some(signer), Some(ath)) = (self.proof_signer(), token.ath()) {
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

    /// The secrets of the latest attempt.
    pub(crate) fn sent(&self) -> &SentSecrets {
        &self.sent
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
        match (challenge, self.proof_signer()) {
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
        let default = match (self.credential, self.keys.is_empty()) {
            (Some(_), _) => "is the token of this tenant, and not expired?",
            (None, false) => "is the credential one of this API, and still valid?",
            (None, true) => "the client has no credential",
        };
        error.with_hint(self.hint.unwrap_or(default))
    }

    /// Shares a nonce with the other calls.
    fn keep(&self, nonce: Option<Arc<str>>) {
        if let (Some(signer), Some(nonce)) = (self.proof_signer(), nonce) {
            signer.api_nonce.keep(nonce);
        }
    }

    fn proof_signer(&self) -> Option<&'a ProofSigner> {
        self.credential.and_then(Credential::proof_signer)
    }

    async fn replace_token(&mut self) -> bool {
        match (self.credential, &self.token) {
            (Some(credential), Some(token)) if !self.is_replaced => {
                self.is_replaced = credential.replace(token).await;
                self.is_replaced
            }
            _ => false,
        }
    }
}
