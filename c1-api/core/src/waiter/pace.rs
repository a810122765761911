//! When a waiter sends its next request, and when it gives up. Nothing here depends on the operation's types.

use std::time::Duration;

use tokio::time::Instant;

use crate::random;

/// The settings of a waiter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) interval: Duration,
    pub(super) max_interval: Duration,
    pub(super) timeout: Duration,
    pub(super) max_requests: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            interval: Duration::from_secs(5),
            max_interval: Duration::from_secs(60),
            timeout: Duration::from_secs(60 * 60),
            max_requests: 1000,
        }
    }
}

/// The progress of a waiter towards its limits.
pub(super) struct Pace {
    limits: Limits,
    began: Instant,
    pub(super) requests: u32,
}

/// The limit that ends a waiter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exhausted {
    Timeout(Duration),
    Requests(u32),
    /// The server asked for a delay beyond the timeout.
    RetryAfter(Duration, Duration),
}

impl Pace {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, began: Instant::now(), requests: 0 }
    }

    pub(super) fn elapsed(&self) -> Duration {
        self.began.elapsed()
    }

    /// Returns the delay before the next request, given the `Retry-After` of the last response.
    pub(super) fn next_delay(&self, retry_after: Option<Duration>) -> Result<Duration, Exhausted> {
        let Limits { timeout, max_requests, .. } = self.limits;
        if self.requests >= max_requests {
            return Err(Exhausted::Requests(self.requests));
        }
        let left = timeout.saturating_sub(self.elapsed());
        if left.is_zero() {
            return Err(Exhausted::Timeout(timeout));
        }
        let bound = self.bound();
        let delay = match retry_after {
            None => random::share_of(bound, 0.5..1.0),
            Some(after) if after >= left => return Err(Exhausted::RetryAfter(after, timeout)),
            // Without jitter, all clients with the same delay would ask at the same moment.
            Some(after) => {
                let jitter = random::share_of(self.limits.interval.min(after), 0.0..1.0);
                random::share_of(bound, 0.5..1.0).max(after.saturating_add(jitter))
            }
        };
        Ok(delay.min(left))
    }

    /// The bound of the next delay. It doubles with each request.
    fn bound(&self) -> Duration {
        let interval = self.limits.interval.max(Duration::from_millis(1));
        let factor = 2_u32.checked_pow(self.requests.saturating_sub(1)).unwrap_or(u32::MAX);
        interval.saturating_mul(factor).min(self.limits.max_interval.max(interval))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pace(requests: u32) -> Pace {
        Pace { requests, ..Pace::new(Limits::default()) }
    }

    #[tokio::test(start_paused = true)]
    async fn the_bound_doubles_up_to_a_limit() {
        let bounds: Vec<u64> = [0, 1, 2, 3, 4, 5, 40, u32::MAX].map(|requests| pace(requests).bound().as_secs()).into();
        assert_eq!(bounds, [5, 5, 10, 20, 40, 60, 60, 60]);
        let limits = Limits { interval: Duration::from_secs(90), ..Limits::default() };
        assert_eq!(Pace { requests: 9, ..Pace::new(limits) }.bound(), Duration::from_secs(90));
        let limits = Limits { interval: Duration::ZERO, ..Limits::default() };
        assert_eq!(Pace { requests: 1, ..Pace::new(limits) }.bound(), Duration::from_millis(1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_delay_is_between_half_and_the_whole_of_its_bound() {
        let delays: Vec<f64> = (0..1000).map(|_| pace(2).next_delay(None).unwrap().as_secs_f64()).collect();
        assert!(delays.iter().all(|delay| (5.0..=10.0).contains(delay)));
        assert!(delays.iter().any(|delay| *delay < 6.0) && delays.iter().any(|delay| *delay > 9.0));
    }

    #[tokio::test(start_paused = true)]
    async fn the_limits_and_the_server_are_obeyed() {
        let after = |seconds| Some(Duration::from_secs(seconds));
        let asked = pace(1).next_delay(after(100)).unwrap();
        assert!((100.0..=105.0).contains(&asked.as_secs_f64()), "{asked:?}");
        let hour = Duration::from_secs(3600);
        assert_eq!(pace(1).next_delay(after(3600)), Err(Exhausted::RetryAfter(hour, hour)));
        assert_eq!(pace(1000).next_delay(None), Err(Exhausted::Requests(1000)));
        let short = Pace { requests: 1, ..Pace::new(Limits { timeout: Duration::from_secs(2), ..Limits::default() }) };
        assert_eq!(
            short.next_delay(None),
            Ok(Duration::from_secs(2)),
            "the last request is sent when the timeout ends"
        );
        tokio::time::sleep(Duration::from_secs(2)).await;
        assert_eq!(short.next_delay(None), Err(Exhausted::Timeout(Duration::from_secs(2))));
    }
}
