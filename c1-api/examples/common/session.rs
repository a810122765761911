//! The connection: to a tenant, or to the demo.

use c1_api::Client;
use chrono::{DateTime, Utc};

use super::options::Options;
use super::program::Failure;

/// A client, and the moment from which ages are measured.
#[derive(Debug)]
pub struct Session {
    pub client: Client,
    pub as_of: DateTime<Utc>,
}

impl Session {
    pub fn new(options: &Options) -> Result<Self, Failure> {
        if options.demo {
            return Self::demo(options);
        }
        let client = Client::from_env().map_err(|error| {
            format!("{error}\nhelp: set CONDUCTORONE_ACCESS_TOKEN and CONDUCTORONE_TENANT_DOMAIN, or try --demo")
        })?;
        Ok(Self { client, as_of: options.as_of.unwrap_or_else(Utc::now) })
    }

    #[cfg(feature = "mock")]
    fn demo(options: &Options) -> Result<Self, Failure> {
        Ok(Self { client: super::demo::client(), as_of: options.as_of.unwrap_or(super::demo::NOW) })
    }

    #[cfg(not(feature = "mock"))]
    fn demo(_: &Options) -> Result<Self, Failure> {
        Err("--demo needs the feature `mock`\nhelp: cargo run --example NAME --features mock -- --demo".into())
    }
}
