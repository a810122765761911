//! Users that are given by their id or by their email address.

use c1_api::Client;
use c1_api::user::v1::SearchUsersRequest;

use super::program::Failure;

/// Returns the ids of users. The email addresses among `users` are looked up.
pub async fn user_ids(client: &Client, users: &[String]) -> Result<Vec<String>, Failure> {
    let mut ids = Vec::new();
    for user in users {
        if !user.contains('@') {
            ids.push(user.clone());
            continue;
        }
        let known = ids.len();
        let mut found = client.user_search().search(SearchUsersRequest::new().email(user)).items();
        while let Some(view) = found.try_next().await? {
            ids.push(view.into_user()?.id);
        }
        if ids.len() == known {
            return Err(format!("no user has the email address {user}").into());
        }
    }
    Ok(ids)
}
