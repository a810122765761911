//! Groups the external clients of a tenant by their name.

use std::collections::BTreeMap;

use c1_api::iam::v1::{ExternalClientInfo, ExternalClientSearchServiceSearchRequest, WellKnownClient};
use c1_api::{Client, Error};
use chrono::{DateTime, TimeDelta, Utc};

#[derive(Debug, Default)]
struct Group {
    grants: usize,
    last_used: Option<DateTime<Utc>>,
    unverified: bool,
    unused: usize,
}

fn name(info: &ExternalClientInfo) -> String {
    match &info.well_known_client {
        WellKnownClient::ClaudeAi | WellKnownClient::ClaudeCode | WellKnownClient::ClaudeDesktop => "Claude".into(),
        WellKnownClient::Unspecified | WellKnownClient::Unknown => info.client_name.clone(),
        other => other.to_string(),
    }
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let request = ExternalClientSearchServiceSearchRequest::new().page_size(25);
    let mut clients = Client::from_env()?.external_client_search().search(request).items();
    let mut groups = BTreeMap::<String, Group>::new();
    while let Some(info) = clients.try_next().await? {
        let group = groups.entry(name(&info)).or_default();
        group.grants += 1;
        group.last_used = group.last_used.max(info.last_used_at);
        group.unverified |= info.verified_domain.is_empty();
        group.unused += usize::from(info.last_used_at.is_none_or(|at| Utc::now() - at > TimeDelta::days(90)));
    }
    println!("{groups:#?}");
    Ok(())
}
