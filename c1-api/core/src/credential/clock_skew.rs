//! The time of day, as the server has it.

use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Utc};
use http::HeaderMap;

use crate::response::date;

/// By how many seconds two clocks may differ before it is worth a correction. `Date` counts whole seconds, and an answer
/// takes a few to arrive.
const TOLERANCE: u64 = 10;

/// By how many seconds the clock of the machine is believed to be off. Where it is off by more, certificates are likely to be
/// refused as well, and whoever could move it at will would collect statements and proofs for years to come.
const FURTHEST: u64 = 24 * 60 * 60;

/// The clock of the machine, corrected by that of the server where the server refused what was dated by it.
///
/// It dates what is signed. Nothing is timed by it.
pub(super) struct Clock {
    now: fn() -> DateTime<Utc>,
    /// What has to be added to `now`, in seconds.
    correction: AtomicI64,
}

impl Clock {
    pub(super) fn new(now: fn() -> DateTime<Utc>) -> Self {
        Self { now, correction: AtomicI64::new(0) }
    }

    /// The correction that is in force, in seconds.
    pub(super) fn correction(&self) -> i64 {
        self.correction.load(Ordering::Relaxed)
    }

    /// The seconds since 1970 with this correction.
    pub(super) fn seconds(&self, correction: i64) -> i64 {
        (self.now)().timestamp().saturating_add(correction)
    }

    /// Learns from the `Date` of an answer; whether what was dated with the correction `used` was off.
    ///
    /// That the correction is right already does not mean that it was when the request was made: another call may have
    /// learnt from its answer in between.
    pub(super) fn correct(&self, headers: &HeaderMap, used: i64) -> bool {
        let Some(date) = date(headers) else {
            return false;
        };
        let correction = date.timestamp().saturating_sub(self.seconds(0));
        if correction.unsigned_abs() > FURTHEST {
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

    fn clock() -> Clock {
        Clock::new(|| DateTime::from_timestamp(784_111_777, 0).unwrap())
    }

    fn dated(text: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(DATE, http::HeaderValue::from_static(text))])
    }

    #[test]
    fn a_clock_that_is_off_is_set_by_the_servers() {
        let clock = clock();
        assert!(clock.correct(&dated("Sun, 06 Nov 1994 08:54:37 GMT"), 0));
        assert_eq!(clock.seconds(clock.correction()), 784_112_077);
        assert!(
            clock.correct(&dated("Sun, 06 Nov 1994 08:54:40 GMT"), 0),
            "another call used what was in force before"
        );
        assert!(!clock.correct(&dated("Sun, 06 Nov 1994 08:54:40 GMT"), 300), "it was right when this was used");
        assert!(clock.correct(&dated("Sun, 06 Nov 1994 08:44:37 GMT"), 300));
        assert_eq!(clock.correction(), -300);
    }

    #[test]
    fn what_tells_no_time_changes_nothing() {
        let clock = clock();
        assert!(!clock.correct(&HeaderMap::new(), 0));
        assert!(!clock.correct(&dated("yesterday"), 0));
        assert!(!clock.correct(&dated("Sun, 06 Nov 1994 08:49:47 GMT"), 0), "ten seconds are let pass");
        assert_eq!(clock.correction(), 0);
    }

    #[test]
    fn a_day_is_the_most_that_is_believed() {
        let clock = clock();
        assert!(!clock.correct(&dated("Mon, 07 Nov 1994 08:49:38 GMT"), 0));
        assert!(!clock.correct(&dated("Sat, 05 Nov 1994 08:49:36 GMT"), 0));
        assert_eq!(clock.correction(), 0);
        assert!(clock.correct(&dated("Mon, 07 Nov 1994 08:49:37 GMT"), 0));
        assert_eq!(clock.correction(), 86_400);
        for now in [|| DateTime::<Utc>::MIN_UTC, || DateTime::<Utc>::MAX_UTC] {
            assert!(!Clock::new(now).correct(&dated("Sun, 06 Nov 1994 08:49:37 GMT"), 0));
        }
    }
}
