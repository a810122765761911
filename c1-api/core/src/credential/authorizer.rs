//! How one call proves itself, attempt after attempt.

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

/// What has to do with the credential in one call: it writes the headers of each attempt, and learns from each answer.
pub(crate) struct Authorizer<'a> {
    credential: &'a Credential,
    /// What the latest attempt was made with.
    token: Option<AccessToken>,
    correction: i64,
    /// The nonce that the latest attempt was made anew for, as the one before lacked it.
    repeated_for: Option<Arc<str>>,
    /// The nonce that the next attempt is made for. No other call knows of it: a server may take each but once.
    demanded: Option<Arc<str>>,
    /// Whether an attempt was refused for its date, which happens once.
    corrected: bool,
    /// Whether the token was replaced because it was refused, which happens once.
    replaced: bool,
    /// The headers of the latest answer, if it refused the attempt.
    refusal: Option<HeaderMap>,
    hint: Option<&'static str>,
}

impl<'a> Authorizer<'a> {
    pub(super) fn new(credential: &'a Credential) -> Self {
        Self {
            credential,
            token: None,
            correction: 0,
            repeated_for: None,
            demanded: None,
            corrected: false,
            replaced: false,
            refusal: None,
            hint: None,
        }
    }

    /// Writes into `request`, which is all there but for them, the headers that prove who sends it. Waits for a token until
    /// `deadline` at most.
    pub(crate) async fn authorize(&mut self, request: &mut Request<Bytes>, deadline: Instant) -> Result<(), Error> {
        let token = self.credential.token(deadline).await?;
        request.headers_mut().insert(AUTHORIZATION, token.header().clone());
        self.repeated_for = self.demanded.take();
        if let (Some(prover), Some(ath)) = (self.credential.prover(), token.ath()) {
            self.correction = prover.clock.correction();
            let nonce = self.repeated_for.clone().or_else(|| prover.api_nonce.latest());
            prover.prove(request, Some(ath), nonce.as_deref(), self.correction)?;
        }
        self.token = Some(token);
        Ok(())
    }

    /// Takes note of what the answer to the latest attempt says, whatever its status.
    pub(crate) fn observe(&mut self, answer: &Parts) {
        self.refusal = (answer.status == StatusCode::UNAUTHORIZED).then(|| answer.headers.clone());
        if self.refusal.is_none() {
            // Where a nonce was let in and no other one given, it is good for others, too.
            let let_in = self.repeated_for.take();
            self.keep(nonce_in(&answer.headers).or(let_in));
        }
    }

    /// The header of the latest attempt.
    pub(crate) fn authorization(&self) -> Option<&HeaderValue> {
        self.token.as_ref().map(AccessToken::header)
    }

    /// After an answer of 401, of which `error` was made: whether another attempt may be let in. It is to be made at once,
    /// and there are few of them, however often the server asks.
    pub(crate) async fn handle_unauthorized(&mut self, error: &Error) -> bool {
        let headers = self.refusal.take().unwrap_or_default();
        let demand = Challenge::of(&headers, error.body().map_or(&[], |body| body));
        let is_bound = self.token.as_ref().is_some_and(|token| token.ath().is_some());
        // What is bound already is refused for another reason.
        self.hint = demand.filter(|demand| !is_bound || *demand != Challenge::Binding).map(Challenge::hint);
        let nonce = nonce_in(&headers);
        match (demand, self.credential.prover()) {
            (Some(Challenge::Nonce), Some(_)) if is_bound => {
                self.demanded = nonce.filter(|_| self.repeated_for.is_none());
                return self.demanded.is_some();
            }
            (Some(Challenge::Proof), Some(prover)) if is_bound => {
                self.keep(nonce);
                return prover.clock.correct(&headers, self.correction)
                    && !std::mem::replace(&mut self.corrected, true);
            }
            (Some(_), Some(prover)) => prover.ask(),
            _ => {}
        }
        self.keep(nonce);
        self.replace().await
    }

    /// The error of a call that is given up after [`amend`](Self::amend), with what it is worth looking at.
    pub(crate) fn explain(&self, error: Error) -> Error {
        error.with_hint(self.hint.unwrap_or("is the token of this tenant, and not expired?"))
    }

    /// Makes a nonce known to the other calls.
    fn keep(&self, nonce: Option<Arc<str>>) {
        if let (Some(prover), Some(nonce)) = (self.credential.prover(), nonce) {
            prover.api_nonce.keep(nonce);
        }
    }

    async fn replace(&mut self) -> bool {
        match &self.token {
            Some(token) if !self.replaced => {
                self.replaced = self.credential.refused(token).await;
                self.replaced
            }
            _ => false,
        }
    }
}
