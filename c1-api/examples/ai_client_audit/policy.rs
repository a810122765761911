//! What the tenant permits.

use chrono::{DateTime, Utc};

use crate::host::HostPattern;

/// The values that the rules compare a grant with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Policy<'a> {
    pub(crate) allowed_hosts: &'a [HostPattern],
    pub(crate) unused_days: u32,
    pub(crate) as_of: DateTime<Utc>,
}
