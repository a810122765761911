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

/// The owners of what an audit lists.
#[derive(Debug)]
pub struct Owners(BTreeMap<String, Owner>);

impl Owners {
    /// Requests the users with these ids, and no others, however many users the tenant has.
    pub async fn read(client: &Client, ids: BTreeSet<String>, progress: &mut Progress) -> Result<Self, Failure> {
        progress.start("owner");
        let mut owners: BTreeMap<String, Owner> = ids.into_iter().map(|id| (id.clone(), Owner::missing(&id))).collect();
        // A reference without an id might be all users.
        let ids: Vec<String> = owners.keys().filter(|id| !id.is_empty()).cloned().collect();
        let batches = ids.chunks(BATCH).map(|batch| {
            let refs = batch.iter().map(|id| UserRef { id: id.clone(), ..Default::default() });
            let call = client.user_search().search(SearchUsersRequest::new().refs(refs).page_size(100));
            async move { call.items().try_collect::<Vec<UserView>>().await }
        });
        let mut users = concurrent(batches, CONCURRENCY);
        while let Some(batch) = users.next().await {
            for view in batch? {
                progress.increment();
                let user = view.into_user()?;
                if let Some(owner) = owners.get_mut(&user.id) {
                    *owner = Owner::new(user);
                }
            }
        }
        Ok(Self(owners))
    }

    pub fn get(&self, id: &str) -> Owner {
        self.0.get(id).cloned().unwrap_or_else(|| Owner::missing(id))
    }
}
