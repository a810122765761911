//! The cache of a client's access token.
//!
//! All calls share one token, which is requested once and renewed before it expires. `token_state` documents each step.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::OwnedMutexGuard;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, sleep_until, timeout_at};
use tracing::{Instrument, Span};

use super::dpop::ProofSigner;
use super::token::AccessToken;
use super::token_endpoint::TokenEndpoint;
use super::token_response::TokenResponse;
use super::token_state::{CallAction, MAX_PAUSE, MAX_TRANSIENT_PAUSE, RejectionAction, TokenState};
use crate::error::{Error, ErrorKind};
use crate::retry::{RetryPolicy, is_retryable};
use crate::telemetry;

/// Requests and keeps the token of one client.
pub(crate) struct TokenCache {
    endpoint: TokenEndpoint,
    retry: RetryPolicy,
    state: Mutex<TokenState>,
    /// Held during a round.
    round_lock: Arc<tokio::sync::Mutex<()>>,
}

impl TokenCache {
    pub(super) fn new(endpoint: TokenEndpoint, retry: RetryPolicy) -> Self {
        Self { endpoint, retry, state: Mutex::default(), round_lock: Arc::default() }
    }

    pub(super) fn proof_signer(&self) -> &ProofSigner {
        &self.endpoint.proof_signer
    }

    /// Returns the current token; requests one if it is missing. Waits for an endpoint that may recover if `deadline` allows it.
    pub(super) async fn token(self: &Arc<Self>, deadline: Instant) -> Result<AccessToken, Error> {
        let mut latest: Option<Error> = None;
        loop {
            let action = self.state().on_call(Instant::now());
            match action {
                CallAction::Use(token) => return Ok(token),
                CallAction::UseAndRenew(token) => {
                    self.renew();
                    return Ok(token);
                }
                CallAction::Fail(failure) => return Err(failure),
                CallAction::Wait { until, failure } if deadline <= until => return Err(failure),
                CallAction::Wait { until, .. } => sleep_until(until).await,
                CallAction::Join(seen) => {
                    let outcome = match latest.take() {
                        None => self.join_round(seen).await,
                        Some(failure) => match timeout_at(deadline, self.join_round(seen)).await {
                            Ok(outcome) => outcome,
                            // It says more than a timeout.
                            Err(_) => return Err(failure),
                        },
                    };
                    match outcome {
                        Err(failure) if self.state().may_recover(&failure) => latest = Some(failure),
                        outcome => return outcome,
                    }
                }
            }
        }
    }

    /// Replaces the token that the API rejected. Returns whether the call should be repeated.
    pub(super) async fn replace(self: &Arc<Self>, rejected: &AccessToken) -> bool {
        let action = self.state().on_rejection(rejected, Instant::now());
        match action {
            RejectionAction::Repeat => true,
            RejectionAction::Fail => false,
            RejectionAction::Join(seen) => match self.join_round(seen).await {
                Ok(_) => true,
                Err(failure) => self.state().may_recover(&failure),
            },
        }
    }

    /// Starts a round that no call waits for, unless one is under way.
    ///
    /// If it fails, the error goes to the call that finds the old token expired.
    fn renew(self: &Arc<Self>) {
        let Ok(lock) = self.round_lock.clone().try_lock_owned() else {
            return;
        };
        // A round may have ended since the state was read. None ends while the lock is held.
        if matches!(self.state().on_call(Instant::now()), CallAction::UseAndRenew(_)) {
            drop(self.start_round(lock, telemetry::renewal_span()));
        }
    }

    /// Waits for the outcome of the round after the first `seen` ones, and starts it if no other call has.
    ///
    /// Its token is good for all waiting calls, however short its lifetime is.
    async fn join_round(self: &Arc<Self>, seen: u64) -> Result<AccessToken, Error> {
        let lock = self.round_lock.clone().lock_owned().await;
        if let Some(outcome) = self.state().outcome_after(seen) {
            return outcome;
        }
        self.start_round(lock, telemetry::token_span()).await.unwrap_or_else(|cause| {
            let summary = if cause.is_panic() {
                "a provider, a service or a layer of the client panicked while an access token was requested"
            } else {
                "the tokio runtime was shut down while an access token was requested"
            };
            Err(Error::new(ErrorKind::Transport, summary).with_source(cause))
        })
    }

    /// Runs a round in a task of its own, so that a dropped call does not cancel it for the others.
    fn start_round(self: &Arc<Self>, lock: OwnedMutexGuard<()>, span: Span) -> JoinHandle<Result<AccessToken, Error>> {
        let cache = self.clone();
        tokio::spawn(async move { cache.run_round(lock).await }.instrument(span))
    }

    async fn run_round(&self, _lock: OwnedMutexGuard<()>) -> Result<AccessToken, Error> {
        let outcome = self.request_with_retries().await;
        if let Err(error) = &outcome {
            telemetry::record_failure(&Span::current(), error);
        }
        self.state().on_round(outcome)
    }

    /// Requests a token, with the retries of an idempotent call.
    async fn request_with_retries(&self) -> Result<TokenResponse, Error> {
        let mut retries = 0;
        loop {
            let error = match self.endpoint.request_token().await {
                Ok(response) => return Ok(response),
                Err(error) => error,
            };
            let retryable = is_retryable(&error, true);
            let error = error.with_retryable(retryable);
            match self.retry.delay(&error, retries) {
                Some(delay) => {
                    let limit = if error.retry_after().is_some() { MAX_PAUSE } else { MAX_TRANSIENT_PAUSE };
                    let delay = delay.min(limit);
                    telemetry::log_retry(&error, delay);
                    sleep(delay).await;
                }
                None => return Err(error),
            }
            retries += 1;
        }
    }

    fn state(&self) -> MutexGuard<'_, TokenState> {
        // No change of the state can panic halfway.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
