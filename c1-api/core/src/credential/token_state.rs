//! The state machine of a cached access token.
//!
//! The state is the age of the token and the pause of the token endpoint. A token is *fresh* until it should be renewed, then *due*
//! until it expires, then *missing*. A round is a request for a token with its retries. After a failed round no request is sent
//! for a pause, which doubles with each further failure of its kind.
//!
//! | token | pause | event | token after | pause after | action |
//! | --- | --- | --- | --- | --- | --- |
//! | fresh | any | call | fresh | same | use the token |
//! | due | none | call | due | none | use the token, renew it in the background |
//! | due | transient, refused | call | due | same | use the token |
//! | missing | none | call | missing | none | join the current round, else start one |
//! | missing | transient | call | missing | transient | wait for the end of the pause, or fail if the deadline is before it |
//! | missing | refused | call | missing | refused | fail with the error of the refusal |
//! | any | any | round succeeded | fresh | none | give the token to the waiting calls |
//! | any | any | round refused (4xx) | same | refused, 1 s to 60 s | give the error to the waiting calls |
//! | any | any | round failed otherwise | same | transient, 1 s to 3 s | give the error to the waiting calls, which try again if it [may pass](TokenState::may_recover) |
//! | newer | any | API rejected a token | same | same | repeat the call with the newer token |
//! | rejected | refused | API rejected a token | same | refused | fail the call |
//! | rejected, after 3 replacements within 60 s | none, transient | API rejected a token | same | same | fail the call |
//! | rejected | transient | API rejected a token | missing | transient | repeat the call, which waits for a token |
//! | rejected | none | API rejected a token | missing | none | join the current round or start one, then repeat the call |
//!
//! `Retry-After` lengthens a pause up to 60 s. The end of a pause and the aging of a token need no event: both follow from the time.

use std::time::Duration;

use tokio::time::Instant;

use super::token::AccessToken;
use super::token_response::{TokenResponse, is_refusal, is_transient};
use crate::error::{Error, ErrorKind};
use crate::random;

/// How long before its expiry a token is renewed, as a share of its lifetime.
const RENEWAL_SHARE: f64 = 0.2;
const MAX_RENEWAL_LEAD: Duration = Duration::from_secs(120);

/// The pause after a first failed round.
const INITIAL_PAUSE: Duration = Duration::from_secs(1);
/// The longest pause after a refusal, or if the server asks for one.
pub(super) const MAX_PAUSE: Duration = Duration::from_secs(60);
/// The longest pause after any other failure. Calls have to notice the end of an outage within seconds.
pub(super) const MAX_TRANSIENT_PAUSE: Duration = Duration::from_secs(3);

/// How many rejected tokens are replaced within a period. Every token is an event in the customer's audit log, and an API that
/// rejects them all would otherwise use up one with each call.
const MAX_REPLACEMENTS: usize = 3;
const REPLACEMENT_PERIOD: Duration = Duration::from_secs(60);

/// The cached token and the outcome of the latest round. Times are monotonic: setting the machine's clock changes nothing.
#[derive(Default)]
pub(super) struct TokenState {
    token: Option<CachedToken>,
    /// The number of finished rounds.
    rounds: u64,
    /// The error of the latest round; `None` if it succeeded.
    failure: Option<Error>,
    /// The number of consecutive failures of the same kind.
    failures: u32,
    has_succeeded: bool,
    paused_until: Option<Instant>,
    /// When rejected tokens were replaced.
    replacements: Vec<Instant>,
}

struct CachedToken {
    access: AccessToken,
    renew_at: Instant,
    expires_at: Instant,
}

enum Age<'s> {
    Fresh(&'s AccessToken),
    Due(&'s AccessToken),
    /// Absent or expired.
    Missing,
}

/// Why no round may start yet.
enum Pause<'s> {
    None,
    Transient { until: Instant, failure: &'s Error },
    Refused(&'s Error),
}

/// How a call gets a token.
pub(super) enum CallAction {
    Use(AccessToken),
    UseAndRenew(AccessToken),
    /// Join the round after this number of finished ones, or start it.
    Join(u64),
    Wait {
        until: Instant,
        failure: Error,
    },
    Fail(Error),
}

/// How a call goes on after the API rejected its token.
pub(super) enum RejectionAction {
    Repeat,
    /// Join the round after this number of finished ones, or start it.
    Join(u64),
    Fail,
}

impl TokenState {
    /// A call needs a token.
    pub(super) fn on_call(&self, now: Instant) -> CallAction {
        match (self.age(now), self.pause(now)) {
            (Age::Fresh(token), _) => CallAction::Use(token.clone()),
            (Age::Due(token), Pause::None) => CallAction::UseAndRenew(token.clone()),
            (Age::Due(token), Pause::Transient { .. } | Pause::Refused(_)) => CallAction::Use(token.clone()),
            (Age::Missing, Pause::None) => CallAction::Join(self.rounds),
            (Age::Missing, Pause::Transient { until, failure }) => CallAction::Wait { until, failure: failure.again() },
            (Age::Missing, Pause::Refused(failure)) => CallAction::Fail(failure.again()),
        }
    }

    /// A round ended.
    pub(super) fn on_round(&mut self, outcome: Result<TokenResponse, Error>) -> Result<AccessToken, Error> {
        self.rounds += 1;
        match outcome {
            Ok(response) => {
                self.token = Some(CachedToken::new(&response));
                self.has_succeeded = true;
                (self.failure, self.failures, self.paused_until) = (None, 0, None);
                Ok(response.token)
            }
            Err(error) => {
                self.pause_after(&error);
                self.failure = Some(error.again());
                Err(error)
            }
        }
    }

    /// The API rejected a token.
    pub(super) fn on_rejection(&mut self, rejected: &AccessToken, now: Instant) -> RejectionAction {
        if self.token.as_ref().is_some_and(|token| token.access.header() != rejected.header()) {
            return RejectionAction::Repeat;
        }
        let replacement = match self.pause(now) {
            Pause::Refused(_) => return RejectionAction::Fail,
            Pause::Transient { .. } => RejectionAction::Repeat,
            Pause::None => RejectionAction::Join(self.rounds),
        };
        if self.token.is_some() && !self.count_replacement(now) {
            return RejectionAction::Fail;
        }
        self.token = None;
        replacement
    }

    /// Returns the outcome of the latest round if more rounds than `seen` have ended.
    pub(super) fn outcome_after(&self, seen: u64) -> Option<Result<AccessToken, Error>> {
        if self.rounds == seen {
            return None;
        }
        match (&self.failure, &self.token) {
            (Some(failure), _) => Some(Err(failure.again())),
            (None, Some(token)) => Some(Ok(token.access.clone())),
            (None, None) => None,
        }
    }

    /// Whether a call that got `failure` from a round should try again.
    ///
    /// A client that could never connect should not, since its host is probably mistaken.
    pub(super) fn may_recover(&self, failure: &Error) -> bool {
        let is_transient = failure.is_retryable() || failure.status().is_some_and(is_transient);
        is_transient && (self.has_succeeded || failure.kind() != ErrorKind::Connect)
    }

    fn age(&self, now: Instant) -> Age<'_> {
        match &self.token {
            Some(token) if now < token.renew_at => Age::Fresh(&token.access),
            Some(token) if now < token.expires_at => Age::Due(&token.access),
            _ => Age::Missing,
        }
    }

    fn pause(&self, now: Instant) -> Pause<'_> {
        match (&self.failure, self.paused_until) {
            (Some(failure), Some(until)) if now < until && is_refusal(failure) => Pause::Refused(failure),
            (Some(failure), Some(until)) if now < until => Pause::Transient { until, failure },
            _ => Pause::None,
        }
    }

    fn pause_after(&mut self, error: &Error) {
        let is_refused = is_refusal(error);
        if self.failure.as_ref().is_some_and(|previous| is_refusal(previous) != is_refused) {
            self.failures = 0;
        }
        let limit = if is_refused { MAX_PAUSE } else { MAX_TRANSIENT_PAUSE };
        let backoff = INITIAL_PAUSE.saturating_mul(2_u32.saturating_pow(self.failures)).min(limit);
        let retry_after = error.retry_after().unwrap_or_default().min(MAX_PAUSE);
        self.paused_until = Some(Instant::now() + random::share_of(backoff.max(retry_after), 1.0..1.25));
        self.failures += 1;
    }

    /// Counts one more replacement; returns `false` if there were too many.
    fn count_replacement(&mut self, now: Instant) -> bool {
        self.replacements.retain(|at| now.duration_since(*at) < REPLACEMENT_PERIOD);
        let is_allowed = self.replacements.len() < MAX_REPLACEMENTS;
        if is_allowed {
            self.replacements.push(now);
        }
        is_allowed
    }
}

impl CachedToken {
    fn new(response: &TokenResponse) -> Self {
        let expires_at = response.requested_at + response.lifetime;
        let lead = response.lifetime.mul_f64(RENEWAL_SHARE).min(MAX_RENEWAL_LEAD);
        let renew_at = expires_at - random::share_of(lead, 0.5..1.0);
        Self { access: response.token.clone(), renew_at, expires_at }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    fn access_token(text: &str) -> AccessToken {
        AccessToken::bearer(&text.into()).unwrap()
    }

    fn response(text: &str) -> TokenResponse {
        TokenResponse { token: access_token(text), requested_at: Instant::now(), lifetime: seconds(1000) }
    }

    fn refusal() -> Error {
        Error::new(ErrorKind::Auth, "refused").with_status(http::StatusCode::UNAUTHORIZED)
    }

    fn outage() -> Error {
        Error::new(ErrorKind::Api, "outage").with_status(http::StatusCode::SERVICE_UNAVAILABLE)
    }

    fn call(state: &TokenState, at: Instant) -> &'static str {
        match state.on_call(at) {
            CallAction::Use(_) => "use",
            CallAction::UseAndRenew(_) => "use and renew",
            CallAction::Join(_) => "join",
            CallAction::Wait { .. } => "wait",
            CallAction::Fail(_) => "fail",
        }
    }

    fn reject(state: &mut TokenState, rejected: &str, at: Instant) -> &'static str {
        match state.on_rejection(&access_token(rejected), at) {
            RejectionAction::Repeat => "repeat",
            RejectionAction::Join(_) => "join",
            RejectionAction::Fail => "fail",
        }
    }

    /// Each of the three ages with each of the three pauses. A token of 1,000 s is due from 940 s on at the latest.
    #[tokio::test(start_paused = true)]
    async fn a_call_follows_the_table() {
        let cases = [
            (None, ["use", "use and renew", "join"]),
            (Some(outage as fn() -> Error), ["use", "use", "wait"]),
            (Some(refusal as fn() -> Error), ["use", "use", "fail"]),
        ];
        for (failure, actions) in cases {
            for (age, action) in [100, 950, 1000].into_iter().zip(actions) {
                let mut state = TokenState::default();
                let start = Instant::now();
                state.on_round(Ok(response("a"))).unwrap();
                tokio::time::advance(seconds(age)).await;
                if let Some(failure) = failure {
                    state.on_round(Err(failure())).unwrap_err();
                }
                let now = Instant::now();
                assert_eq!(call(&state, now), action, "{failure:?} after {age} s");
                assert_eq!(now - start, seconds(age));
            }
        }
        assert_eq!(call(&TokenState::default(), Instant::now()), "join");
    }

    #[tokio::test(start_paused = true)]
    async fn a_rejection_follows_the_table() {
        let now = Instant::now();
        let mut state = TokenState::default();
        state.on_round(Ok(response("b"))).unwrap();
        assert_eq!((reject(&mut state, "a", now), call(&state, now)), ("repeat", "use"), "there is a newer token");
        assert_eq!((reject(&mut state, "b", now), call(&state, now)), ("join", "join"));
        state.on_round(Ok(response("c"))).unwrap();
        state.on_round(Err(outage())).unwrap_err();
        assert_eq!((reject(&mut state, "c", now), call(&state, now)), ("repeat", "wait"));
        state.on_round(Ok(response("d"))).unwrap();
        state.on_round(Err(refusal())).unwrap_err();
        assert_eq!((reject(&mut state, "d", now), call(&state, now)), ("fail", "use"));
        state.on_round(Ok(response("e"))).unwrap();
        assert_eq!(reject(&mut state, "e", now), "join", "the third replacement");
        state.on_round(Ok(response("f"))).unwrap();
        assert_eq!((reject(&mut state, "f", now), call(&state, now)), ("fail", "use"), "the fourth within a minute");
        assert_eq!(reject(&mut state, "f", now + seconds(60)), "join");
    }

    #[tokio::test(start_paused = true)]
    async fn pauses_grow_by_the_kind_of_failure() {
        let mut state = TokenState::default();
        let mut pause = |failure: Error| {
            state.on_round(Err(failure)).unwrap_err();
            state.paused_until.unwrap() - Instant::now()
        };
        for (failure, from) in [
            (outage(), 1),
            (outage(), 2),
            (outage(), 3),
            (outage(), 3),
            (refusal(), 1),
            (refusal(), 2),
            (refusal(), 4),
            (outage(), 1),
            (outage().with_retry_after(Some(seconds(20))), 20),
            (outage().with_retry_after(Some(seconds(200))), 60),
        ] {
            let pause = pause(failure);
            assert!((seconds(from)..seconds(from).mul_f64(1.25)).contains(&pause), "{pause:?} from {from} s");
        }
    }

    #[test]
    fn a_client_that_could_never_connect_does_not_wait() {
        let failure = Error::new(ErrorKind::Connect, "no such host").with_retryable(true);
        let mut state = TokenState::default();
        assert!(!state.may_recover(&failure), "the host may be mistaken");
        state.has_succeeded = true;
        assert!(state.may_recover(&failure), "the host is down");
    }
}
