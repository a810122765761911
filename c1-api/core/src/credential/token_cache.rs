//! One token for all calls: requested once, renewed before it expires, and not requested again and again in vain.
//!
//! A request for a token, with its retries, is a round. After a failed one no request is sent for a pause, which doubles with each
//! further failure of its kind:
//!
//! | failure | pause | a call without a token, within the pause | a call that waited for the round |
//! | --- | --- | --- | --- |
//! | refused (4xx) | 1 s to 60 s | gets the same error | gets the error |
//! | transient (5xx, 408, 429, timeout, broken connection) | 1 s to 3 s | waits, then requests a token | waits and tries again, until its deadline |
//! | any other | 1 s to 3 s | waits, then requests a token | gets the error |
//!
//! `Retry-After` lengthens a pause, up to 60 s. A call whose deadline is before the end of a pause gets the error at once. A client
//! that could never connect gets that error after its round, since its host is probably mistaken.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::OwnedMutexGuard;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, sleep_until, timeout_at};
use tracing::{Instrument, Span};

use super::dpop::ProofSigner;
use super::token::AccessToken;
use super::token_endpoint::TokenEndpoint;
use super::token_response::{TokenResponse, is_refusal, is_transient};
use crate::error::{Error, ErrorKind};
use crate::random;
use crate::retry::{RetryPolicy, is_retryable};
use crate::telemetry;

/// How long before its expiry a token is renewed, as a share of its lifetime, and at most.
const RENEWAL_SHARE: f64 = 0.2;
const EARLIEST_RENEWAL: Duration = Duration::from_secs(120);

/// The pause after a first failure, all its retries included. It doubles with each further one.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// After a refusal, or if the server asks for it.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// After any other failure: once an outage is over, calls have to notice within seconds.
const LONGEST_TRANSIENT_PAUSE: Duration = Duration::from_secs(3);

/// How many tokens may be replaced within how long because the API refused them: every token is an event in the
/// customer's audit log, and an API that refuses them all would otherwise use up one with each call.
const REPLACEMENTS: usize = 3;
const REPLACEMENTS_WITHIN: Duration = Duration::from_secs(60);

/// Keeps the token of one client.
pub(crate) struct TokenCache {
    endpoint: TokenEndpoint,
    retry: RetryPolicy,
    state: Mutex<State>,
    /// Held while a token is being asked for.
    turn: Arc<tokio::sync::Mutex<()>>,
}

/// What is known. Time is that of the monotonic clock: setting the clock of the machine changes nothing here.
#[derive(Default)]
struct State {
    token: Option<Current>,
    /// How many times the endpoint has been asked.
    rounds: u64,
    /// Why the latest round failed, if it did.
    failure: Option<Error>,
    /// How many rounds have failed like the latest one since one went well.
    failures: u32,
    /// Whether a round ever went well.
    has_succeeded: bool,
    /// The endpoint is not asked before.
    paused_until: Option<Instant>,
    /// When tokens were replaced because the API refused them.
    replaced: Vec<Instant>,
}

/// How a call gets a token.
enum Step {
    Use(AccessToken),
    /// Requests a token, if none was requested after so many rounds.
    Request(u64),
    Wait {
        until: Instant,
        failure: Error,
    },
    Fail(Error),
}

struct Current {
    access: AccessToken,
    renew_at: Instant,
    expires_at: Instant,
}

impl TokenCache {
    pub(super) fn new(endpoint: TokenEndpoint, retry: RetryPolicy) -> Self {
        Self { endpoint, retry, state: Mutex::default(), turn: Arc::default() }
    }

    pub(super) fn prover(&self) -> &ProofSigner {
        &self.endpoint.prover
    }

    /// Returns the current token; requests one if there is none. Waits for an endpoint that may recover if `deadline` allows it.
    pub(super) async fn token(self: &Arc<Self>, deadline: Instant) -> Result<AccessToken, Error> {
        let mut latest: Option<Error> = None;
        loop {
            match self.step() {
                Step::Use(token) => return Ok(token),
                Step::Fail(failure) => return Err(failure),
                Step::Wait { until, failure } if deadline <= until => return Err(failure),
                Step::Wait { until, .. } => sleep_until(until).await,
                Step::Request(seen) => {
                    let outcome = match latest.take() {
                        None => self.since(seen).await,
                        Some(failure) => match timeout_at(deadline, self.since(seen)).await {
                            Ok(outcome) => outcome,
                            // It says more than that the time is over.
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

    fn step(self: &Arc<Self>) -> Step {
        let now = Instant::now();
        let state = self.state();
        if let Some(token) = state.token.as_ref().filter(|token| now < token.expires_at) {
            if token.renew_at <= now && !state.is_paused(now) {
                // No round can end while the state is held, so none has renewed the token already if one may begin.
                // No call waits for this one. If it fails, the error is for the call that finds the old token expired.
                if let Ok(turn) = self.turn.clone().try_lock_owned() {
                    drop(self.begin(turn, telemetry::renewal_span()));
                }
            }
            return Step::Use(token.access.clone());
        }
        state.step_without_token(now)
    }

    /// Drops the token that the API refused, unless that has happened already. Returns whether there is another one, or
    /// [`token`](Self::token) may wait for one.
    pub(super) async fn refused(self: &Arc<Self>, refused: &AccessToken) -> bool {
        let seen = {
            let now = Instant::now();
            let mut state = self.state();
            if state.token.as_ref().is_some_and(|token| token.access.header() != refused.header()) {
                return true;
            }
            if state.is_refused(now) || (state.token.is_some() && !state.may_replace(now)) {
                return false;
            }
            state.token = None;
            if state.is_paused(now) {
                return true;
            }
            state.rounds
        };
        match self.since(seen).await {
            Ok(_) => true,
            Err(failure) => self.state().may_recover(&failure),
        }
    }

    /// The outcome of a round that ended after the first `seen` ones: of one that is under way, else of a new one.
    ///
    /// A token from it is good for whoever waited, however short its lifetime is.
    async fn since(self: &Arc<Self>, seen: u64) -> Result<AccessToken, Error> {
        let turn = self.turn.clone().lock_owned().await;
        if let Some(outcome) = self.state().outcome_since(seen) {
            return outcome;
        }
        self.begin(turn, telemetry::token_span()).await.unwrap_or_else(|cause| {
            let summary = if cause.is_panic() {
                "a provider, a service or a layer of the client's panicked while an access token was asked for"
            } else {
                "the tokio runtime was shut down while an access token was asked for"
            };
            Err(Error::new(ErrorKind::Transport, summary).with_source(cause))
        })
    }

    /// Asks for a token in a task of its own: a call that is dropped takes nothing from the others that wait.
    fn begin(self: &Arc<Self>, turn: OwnedMutexGuard<()>, span: Span) -> JoinHandle<Result<AccessToken, Error>> {
        let minter = self.clone();
        tokio::spawn(async move { minter.round(turn).await }.instrument(span))
    }

    async fn round(&self, _turn: OwnedMutexGuard<()>) -> Result<AccessToken, Error> {
        let answer = self.mint().await;
        if let Err(error) = &answer {
            telemetry::record_failure(&Span::current(), error);
        }
        self.state().settle(answer)
    }

    /// Asks for a token as often as the client would make a call that may be sent twice.
    async fn mint(&self) -> Result<TokenResponse, Error> {
        let mut retries = 0;
        loop {
            let error = match self.endpoint.mint().await {
                Ok(minted) => return Ok(minted),
                Err(error) => error,
            };
            let retryable = is_retryable(&error, true);
            let error = error.retryable(retryable);
            match self.retry.delay(&error, retries) {
                Some(delay) => {
                    let longest = if error.retry_after().is_some() { LONGEST_PAUSE } else { LONGEST_TRANSIENT_PAUSE };
                    let delay = delay.min(longest);
                    telemetry::log_retry(&error, delay);
                    sleep(delay).await;
                }
                None => return Err(error),
            }
            retries += 1;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No change of the state can panic halfway.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn settle(&mut self, answer: Result<TokenResponse, Error>) -> Result<AccessToken, Error> {
        self.rounds += 1;
        match answer {
            Ok(minted) => {
                self.token = Some(Current::new(&minted));
                (self.failure, self.failures, self.paused_until) = (None, 0, None);
                self.has_succeeded = true;
                Ok(minted.token)
            }
            Err(error) => {
                let refused = is_refusal(&error);
                if self.failure.as_ref().is_some_and(|before| is_refusal(before) != refused) {
                    self.failures = 0;
                }
                let longest = if refused { LONGEST_PAUSE } else { LONGEST_TRANSIENT_PAUSE };
                let backoff = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(self.failures)).min(longest);
                let asked = error.retry_after().unwrap_or_default().min(LONGEST_PAUSE);
                let pause = backoff.max(asked);
                self.paused_until = Some(Instant::now() + random::share_of(pause, 1.0..1.25));
                self.failures += 1;
                self.failure = Some(error.again());
                Err(error)
            }
        }
    }

    fn is_paused(&self, now: Instant) -> bool {
        self.paused_until.is_some_and(|until| now < until)
    }

    /// Whether no token is requested because the endpoint refused the latest request.
    fn is_refused(&self, now: Instant) -> bool {
        self.is_paused(now) && self.failure.as_ref().is_some_and(is_refusal)
    }

    /// Whether a call that the endpoint failed with `failure` should try again.
    fn may_recover(&self, failure: &Error) -> bool {
        let is_transient = failure.is_retryable() || failure.status().is_some_and(is_transient);
        is_transient && (self.has_succeeded || failure.kind() != ErrorKind::Connect)
    }

    fn step_without_token(&self, now: Instant) -> Step {
        match (&self.failure, self.paused_until) {
            (Some(failure), Some(_)) if self.is_refused(now) => Step::Fail(failure.again()),
            (Some(failure), Some(until)) if now < until => Step::Wait { until, failure: failure.again() },
            _ => Step::Request(self.rounds),
        }
    }

    fn outcome_since(&self, seen: u64) -> Option<Result<AccessToken, Error>> {
        if self.rounds == seen {
            return None;
        }
        match (&self.failure, &self.token) {
            (Some(failure), _) => Some(Err(failure.again())),
            (None, Some(token)) => Some(Ok(token.access.clone())),
            (None, None) => None,
        }
    }

    /// Whether one more token may be replaced; if so, that is taken note of.
    fn may_replace(&mut self, now: Instant) -> bool {
        self.replaced.retain(|at| now.duration_since(*at) < REPLACEMENTS_WITHIN);
        let may = self.replaced.len() < REPLACEMENTS;
        if may {
            self.replaced.push(now);
        }
        may
    }
}

impl Current {
    fn new(minted: &TokenResponse) -> Self {
        let expires_at = minted.asked_at + minted.lifetime;
        let ahead = minted.lifetime.mul_f64(RENEWAL_SHARE).min(EARLIEST_RENEWAL);
        let renew_at = expires_at - random::share_of(ahead, 0.5..1.0);
        Self { access: minted.token.clone(), renew_at, expires_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_client_that_could_never_connect_does_not_wait() {
        let failure = Error::new(ErrorKind::Connect, "no such host").retryable(true);
        let mut state = State::default();
        assert!(!state.may_recover(&failure), "the host may be mistaken");
        state.has_succeeded = true;
        assert!(state.may_recover(&failure), "the host is down");
    }
}
