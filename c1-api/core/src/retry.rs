//! The retry policy, and the retry budget that all calls of a client share.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use http::StatusCode;

use crate::error::{Error, ErrorKind};
use crate::random;

/// The retry policy of a client or a call.
///
/// | failure | idempotent operation | other operation |
/// | --- | --- | --- |
/// | connection not established, status 429 | retried | retried |
/// | connection broken, attempt timed out, status 502, 503 or 504 | retried | not retried |
/// | any other | not retried | not retried |
///
/// A retried DELETE may find nothing because its first attempt succeeded; its error then mentions that.
///
/// The delay before each retry is random, up to a bound that doubles each time. If the response has `Retry-After`, that is the
/// delay. A retry never starts after the timeout of the call. All calls of a client share a retry budget, which protects a
/// server that fails for long: it holds up to 50 retries, and each success deposits a fifth of a retry.
///
/// A request that an HTTP/2 server refuses without processing it, by `REFUSED_STREAM` or `GOAWAY`, is sent again at once. That
/// happens up to twice within an attempt, even with [`off`](Self::off), and takes nothing from the budget.
///
/// ```
/// use std::time::Duration;
/// use c1_api::{Client, RetryPolicy};
///
/// # fn main() -> Result<(), c1_api::Error> {
/// # let token = "secret";
/// let patient = RetryPolicy::default().max_attempts(10).max_delay(Duration::from_secs(30));
/// let client = Client::builder().base_url("http://localhost:8080").bearer_token(token).retry(patient).build()?;
/// let urgent = client.request(http::Method::GET, "/api/v1/apps").retry(RetryPolicy::off());
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use = "a policy is for the `retry` of a client's builder or of a call"]
pub struct RetryPolicy {
    max_attempts: u32,
    initial_delay: Duration,
    max_delay: Duration,
    max_retry_after: Duration,
}

impl RetryPolicy {
    /// Returns a policy without retries. A call whose token is rejected is still repeated once with a new token.
    pub const fn off() -> Self {
        Self::on().max_attempts(1)
    }

    /// Sets the maximum number of attempts, including the first one. Default: 4. Zero counts as one.
    pub const fn max_attempts(mut self, count: u32) -> Self {
        self.max_attempts = count;
        self
    }

    /// Sets the longest delay before the second attempt. Default: 250 milliseconds.
    pub const fn initial_delay(mut self, delay: Duration) -> Self {
        self.initial_delay = delay;
        self
    }

    /// Sets the longest delay before any attempt, unless the server asks for one. Default: 10 seconds.
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the longest delay that the server may ask for. Default: 60 seconds. If it asks for more, the call fails at once.
    pub const fn max_retry_after(mut self, delay: Duration) -> Self {
        self.max_retry_after = delay;
        self
    }

    const fn on() -> Self {
        Self {
            max_attempts: 4,
            initial_delay: Duration::from_millis(250),
            max_delay: Duration::from_secs(10),
            max_retry_after: Duration::from_secs(60),
        }
    }

    /// Returns the delay before the next retry of a call that failed with `error`; `None` if it is not retried.
    pub(crate) fn delay(&self, error: &Error, retries: u32) -> Option<Duration> {
        if !error.is_retryable() || retries.saturating_add(1) >= self.max_attempts {
            return None;
        }
        let Some(retry_after) = error.retry_after() else {
            return Some(random_up_to(self.bound(retries)));
        };
        // Without jitter, all clients with the same delay would retry at the same moment.
        (retry_after <= self.max_retry_after).then(|| retry_after.saturating_add(random_up_to(self.initial_delay)))
    }

    fn bound(&self, retries: u32) -> Duration {
        let factor = 2_u32.checked_pow(retries).unwrap_or(u32::MAX);
        self.initial_delay.saturating_mul(factor).min(self.max_delay)
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::on()
    }
}

/// Whether repeating a request that failed with `error` can help, and is safe.
pub(crate) fn is_retryable(error: &Error, idempotent: bool) -> bool {
    match (error.kind(), error.status().map(|status| status.as_u16())) {
        // The server did not act on the request.
        (ErrorKind::Connect, _) | (ErrorKind::Api, Some(429)) => true,
        (ErrorKind::Timeout | ErrorKind::Transport, _) | (ErrorKind::Api, Some(502..=504)) => idempotent,
        _ => false,
    }
}

/// Whether the server may have acted on a retried request that failed with `error`.
pub(crate) fn may_have_acted(error: &Error) -> bool {
    error.kind() != ErrorKind::Connect && error.status() != Some(StatusCode::TOO_MANY_REQUESTS)
}

/// A random duration, uniform between zero and `bound`.
fn random_up_to(bound: Duration) -> Duration {
    random::share_of(bound, 0.0..1.0)
}

/// The retry budget that all calls of a client share.
///
/// It is independent of the time. If a server fails for long, each call makes one attempt.
pub(crate) struct RetryBudget {
    /// In fifths of a retry.
    left: AtomicU32,
}

impl RetryBudget {
    const PER_RETRY: u32 = 5;
    const FULL: u32 = 50 * Self::PER_RETRY;

    /// Adds a fifth of a retry after a success.
    pub(crate) fn deposit(&self) {
        let increment = |left| (left < Self::FULL).then_some(left + 1);
        // It fails if the budget is full, which is the usual case and costs one read.
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, increment);
    }

    /// Takes one retry. Returns `false` if none is left.
    pub(crate) fn withdraw(&self) -> bool {
        let decrement = |left: u32| left.checked_sub(Self::PER_RETRY);
        self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, decrement).is_ok()
    }
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self { left: AtomicU32::new(Self::FULL) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failed(kind: ErrorKind, status: Option<u16>) -> Error {
        let error = Error::new(kind, "failed");
        match status {
            Some(status) => error.with_status(StatusCode::from_u16(status).unwrap()),
            None => error,
        }
    }

    #[test]
    fn what_is_sent_again_depends_on_what_the_server_may_have_done() {
        use ErrorKind::{Api, Auth, Connect, Decode, Redirect, Timeout, Transport};
        let cases = [
            (Connect, None, true, true),
            (Api, Some(429), true, true),
            (Api, Some(502), true, false),
            (Api, Some(503), true, false),
            (Api, Some(504), true, false),
            (Timeout, None, true, false),
            (Transport, None, true, false),
            (Transport, Some(200), true, false),
            (Api, Some(500), false, false),
            (Api, Some(404), false, false),
            (Auth, Some(401), false, false),
            (Decode, Some(200), false, false),
            (Redirect, Some(302), false, false),
        ];
        for (kind, status, idempotent, other) in cases {
            let error = failed(kind, status);
            assert_eq!(is_retryable(&error, true), idempotent, "{error:?}");
            assert_eq!(is_retryable(&error, false), other, "{error:?}");
        }
    }

    #[test]
    fn the_bound_doubles_up_to_a_limit() {
        let policy = RetryPolicy::default();
        let bounds: Vec<u128> = [0, 1, 2, 5, 6, 40].map(|retries| policy.bound(retries).as_millis()).into();
        assert_eq!(bounds, [250, 500, 1000, 8000, 10_000, 10_000]);
    }

    #[test]
    fn a_delay_keeps_to_the_policy_and_the_server() {
        let policy = RetryPolicy::default();
        let busy = |after| failed(ErrorKind::Api, Some(429)).with_retryable(true).with_retry_after(after);
        assert!(policy.delay(&busy(None), 0).unwrap() <= Duration::from_millis(250));
        assert_eq!(policy.delay(&busy(None), 3), None);
        assert_eq!(RetryPolicy::off().delay(&busy(None), 0), None);
        assert_eq!(RetryPolicy::default().max_attempts(0).delay(&busy(None), 0), None);
        let asked = policy.delay(&busy(Some(Duration::from_secs(7))), 0).unwrap();
        assert!((7000..=7250).contains(&asked.as_millis()), "{asked:?}");
        assert_eq!(policy.delay(&busy(Some(Duration::from_secs(61))), 0), None);
        assert_eq!(policy.delay(&busy(None).with_retryable(false), 0), None);
    }

    #[test]
    fn jitter_is_full() {
        let delays: Vec<Duration> = (0..1000).map(|_| random_up_to(Duration::from_secs(1))).collect();
        assert!(delays.iter().any(|delay| delay.as_millis() < 100));
        assert!(delays.iter().any(|delay| delay.as_millis() > 900));
        assert!(delays.iter().all(|delay| *delay <= Duration::from_secs(1)));
    }

    #[test]
    fn a_budget_is_spent_and_earned() {
        let budget = RetryBudget::default();
        assert_eq!((0..1000).filter(|_| budget.withdraw()).count(), 50);
        (0..4).for_each(|_| budget.deposit());
        assert!(!budget.withdraw());
        budget.deposit();
        assert!(budget.withdraw());
        (0..1000).for_each(|_| budget.deposit());
        assert_eq!((0..1000).filter(|_| budget.withdraw()).count(), 50);
    }
}
