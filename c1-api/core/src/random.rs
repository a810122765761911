//! Random numbers: secure ones from the operating system, and fast ones that spread load.

use std::ops::Range;
use std::time::Duration;

use ring::rand::{SecureRandom, SystemRandom};

use crate::error::{Error, ErrorKind};

/// Returns cryptographically secure random bytes.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).map_err(|_| {
        Error::new(ErrorKind::Auth, "the operating system provides no random numbers, so nothing can be signed")
    })?;
    Ok(bytes)
}

/// Returns `duration` times a random factor in `range`, which spreads processes that started together.
pub(crate) fn share_of(duration: Duration, range: Range<f64>) -> Duration {
    duration.mul_f64(range.start + (range.end - range.start) * fastrand::f64())
}
