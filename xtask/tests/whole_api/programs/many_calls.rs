//! Makes five hundred calls, twenty at a time.

use c1_api::user::v1::SearchUsersRequest;
use c1_api::{Client, Error, concurrent};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;
    let calls = (0..500).map(|_| client.user_search().search(SearchUsersRequest::new().page_size(100)));
    let mut results = concurrent(calls, 20).unordered();
    let mut users = 0;
    while let Some((_, response)) = results.next().await {
        users += response?.list.len();
    }
    println!("{users} users");
    Ok(())
}
