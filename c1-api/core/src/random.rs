//! Randomness: of the operating system where nobody may guess it, and quickly where it only spreads load.

use std::ops::Range;
use std::time::Duration;

use ring::rand::{SecureRandom, SystemRandom};

use crate::error::{Error, ErrorKind};

/// Bytes that nobody can guess.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).map_err(|_| {
        Error::new(ErrorKind::Auth, "the operating system gives no random numbers, so nothing can be signed")
    })?;
    Ok(bytes)
}

/// `duration` times a factor in `range`, so that many processes that began together do not go on together.
pub(crate) fn share_of(duration: Duration, range: Range<f64>) -> Duration {
    duration.mul_f64(range.start + (range.end - range.start) * fastrand::f64())
}
