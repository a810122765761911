//! The users who own what an audit lists.

use std::collections::{BTreeMap, BTreeSet};

use c1_api::user::v1::{SearchUsersRequest, User, UserRef, UserView};
use c1_api::{Client, concurrent};
use futures_util::TryStreamExt;
use serde::Serialize;

use crate::common::{Failure, Progress, wire_name};

/// The number of users of one request.
const BATCH: usize = 100;
/// The number of requests at a time.
const CONCURRENCY: usize = 4;

/// A user, as far as an audit is concerned.
#[derive(Clone, Debug, Serialize)]
pub struct Owner {
    pub id: String,
    pub display_name: String,
    pub email: String,
    /// The status in lower case, `missing` if the tenant has no such user.
    pub status: String,
}

impl Owner {
    fn new(user: User) -> Self {
        let status = wire_name(user.status.as_str(), "");
        Self { id: user.id, display_name: user.display_name, email: user.email, status }
    }

    fn missing(id: &str) -> Self {
        let (id, display_name) = (id.to_owned(), id.to_owned());
        Self { id, display_name, email: String::new(), status: "missing".to_owned() }
    }

    /// Returns why the owner cannot answer for what they own.
    pub fn inactivity(&self) -> Option<String> {
        match self.status.as_str() {
            "disabled" | "deleted" => Some(format!("the owner is {}", self.status)),
            "missing" => Some("the tenant has no such owner".to_owned()),
            _ => None,
        }
    }
}

/// Returns the users with these ids, by id. Only these are requested, however many users the tenant has.
pub async fn owners(
    client: &Client,
    ids: BTreeSet<String>,
    progress: &mut Progress,
) -> Result<BTreeMap<String, Owner>, Failure> {
    progress.start("owner");
    let ids: Vec<String> = ids.into_iter().collect();
    let batches = ids.chunks(BATCH).map(|batch| {
        let refs = batch.iter().map(|id| UserRef { id: id.clone(), ..Default::default() });
        let request = SearchUsersRequest::new().refs(refs).page_size(100);
        let call = client.user_search().search(request);
        async move { call.items().try_collect::<Vec<UserView>>().await }
    });
    let mut owners: BTreeMap<String, Owner> = ids.iter().map(|id| (id.clone(), Owner::missing(id))).collect();
    let mut users = concurrent(batches, CONCURRENCY);
    while let Some(batch) = users.next().await {
        for view in batch? {
            progress.increment();
            let owner = Owner::new(view.into_user()?);
            owners.insert(owner.id.clone(), owner);
        }
    }
    Ok(owners)
}
