//! The difference between the machine's clock and the server's.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};
use http::HeaderMap;

use crate::response::date;

/// The smallest difference that is corrected, in seconds. `Date` counts whole seconds, and a response takes a few to arrive.
const TOLERANCE: u64 = 10;

/// The largest difference that is corrected, in seconds.
///
/// A machine whose clock is further off usually rejects certificates as well. And whoever could move the clock freely would
/// collect assertions and proofs for years to come.
const MAX_CORRECTION: u64 = 24 * 60 * 60;

/// The machine's clock, corrected by the server's `Date` after the server refused a signed date.
///
/// It dates assertions and proofs. Timeouts use the monotonic clock.
pub(super) struct ClockSkew {
    now: fn() -> DateTime<Utc>,
    /// The seconds to add to `now`.
    correction: AtomicI64,
}

impl ClockSkew {
    pub(super) fn new(now: fn() -> DateTime<Utc>) -> Self {
        Self { now, correction: AtomicI64::new(0) }
    }

    /// The current correction in seconds.
    pub(super) fn correction(&self) -> i64 {
        self.correction.load(Ordering::Relaxed)
    }

    /// The seconds since 1970 with this correction.
    pub(super) fn seconds(&self, correction: i64) -> i64 {
        (self.now)().timestamp().saturating_add(correction)
    }

    /// Updates the correction by the `Date` of a response. Returns whether a date with the correction `used` was off.
    ///
    /// Another call may have updated the correction since the request was dated, so an unchanged correction does not mean that
    /// `used` was right.
    pub(super) fn update(&self, headers: &HeaderMap, used: i64) -> bool {
        let Some(date) = date(headers) else {
            return false;
        };
        let correction = date.timestamp().saturating_sub(self.seconds(0));
        if correction.unsigned_abs() > MAX_CORRECTION {
            return false;
        }
        if correction.abs_diff(self.correction()) > TOLERANCE {
            self.correction.store(correction, Ordering::Relaxed);
        }
        self.correction().abs_diff(used) > TOLERANCE
    }
}

#[cfg(test)]
mod tests {
    use http::header::DATE;

    use super::*;

    fn clock() -> ClockSkew {
        ClockSkew::new(|| DateTime::from_timestamp(784_111_777, 0).unwrap())
    }

    fn dated(text: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(DATE, http::HeaderValue::from_static(text))])
    }

    #[test]
    fn a_clock_that_is_off_is_set_by_the_servers() {
        let clock = clock();
        assert!(clock.update(&dated("Sun, 06 Nov 1994 08:54:37 GMT"), 0));
        assert_eq!(clock.seconds(clock.correction()), 784_112_077);
        assert!(clock.update(&dated("Sun, 06 Nov 1994 08:54:40 GMT"), 0), "another call used what was in force before");
        assert!(!clock.update(&dated("Sun, 06 Nov 1994 08:54:40 GMT"), 300), "it was right when this was used");
        assert!(clock.update(&dated("Sun, 06 Nov 1994 08:44:37 GMT"), 300));
        assert_eq!(clock.correction(), -300);
    }

    #[test]
    fn what_tells_no_time_changes_nothing() {
        let clock = clock();
        assert!(!clock.update(&HeaderMap::new(), 0));
        assert!(!clock.update(&dated("yesterday"), 0));
        assert!(!clock.update(&dated("Sun, 06 Nov 1994 08:49:47 GMT"), 0), "ten seconds are let pass");
        assert_eq!(clock.correction(), 0);
    }

    #[test]
    fn a_day_is_the_most_that_is_believed() {
        let clock = clock();
        assert!(!clock.update(&dated("Mon, 07 Nov 1994 08:49:38 GMT"), 0));
        assert!(!clock.update(&dated("Sat, 05 Nov 1994 08:49:36 GMT"), 0));
        assert_eq!(clock.correction(), 0);
        assert!(clock.update(&dated("Mon, 07 Nov 1994 08:49:37 GMT"), 0));
        assert_eq!(clock.correction(), 86_400);
        for now in [|| DateTime::<Utc>::MIN_UTC, || DateTime::<Utc>::MAX_UTC] {
            assert!(!ClockSkew::new(now).update(&dated("Sun, 06 Nov 1994 08:49:37 GMT"), 0));
        }
    }
}
