//! Ages, in days.

use chrono::{DateTime, Utc};

/// Returns the full days from one moment to a later one; none if it is later.
fn days_between(earlier: DateTime<Utc>, later: DateTime<Utc>) -> u64 {
    u64::try_from((later - earlier).num_days()).unwrap_or_default()
}

/// When something was created and last used.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    pub created_at: Option<DateTime<Utc>>,
    pub last_used_at: Option<DateTime<Utc>>,
}

impl Usage {
    /// Returns the days since the last use, or since the creation of what was never used. None if neither is known.
    pub fn unused_days(&self, as_of: DateTime<Utc>) -> Option<u64> {
        self.last_used_at.or(self.created_at).map(|time| days_between(time, as_of))
    }

    /// Says so, if it was not used for as long as `limit` days. What has neither date counts as unused.
    pub fn message_if_unused(&self, as_of: DateTime<Utc>, limit: u32) -> Option<String> {
        match (self.unused_days(as_of), self.last_used_at) {
            (Some(days), _) if days < u64::from(limit) => None,
            (Some(days), Some(_)) => Some(format!("unused for {days} days")),
            (Some(days), None) => Some(format!("never used since its creation {days} days ago")),
            (None, _) => Some("never used".to_owned()),
        }
    }
}
