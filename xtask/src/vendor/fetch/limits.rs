//! Limits of a download.

use std::time::Duration;

/// Enough for a host, a version and a mirror.
pub(super) const MAX_REDIRECTS: u32 = 5;

/// The time to connect to a server.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
