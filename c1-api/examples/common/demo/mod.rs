//! The demo: an invented company, served by the mock. Nothing in it depends on the day or on the machine.

mod credentials;
mod dice;
mod grants;
mod names;
mod people;
mod server;

use chrono::{DateTime, TimeDelta, Utc};

pub use server::client;

/// The day of the demo: 2026-01-15, 09:00 UTC.
pub const NOW: DateTime<Utc> = DateTime::from_timestamp(1_768_467_600, 0).unwrap();

/// The moment so many days before the demo, at an hour that depends on the number.
fn days_ago(days: u64) -> Option<DateTime<Utc>> {
    let minutes = days * 24 * 60 + days * 37 % 480;
    Some(NOW - TimeDelta::minutes(i64::try_from(minutes).ok()?))
}
