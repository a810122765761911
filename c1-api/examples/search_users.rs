//! Prints the users of a tenant whose name or email is like a text:
//!
//! ```sh
//! CONDUCTORONE_ACCESS_TOKEN=... cargo run --example search_users -- acme ada
//! ```

#[cfg(feature = "user-v1")]
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    use c1_api::Client;
    use c1_api::user::v1::SearchUsersRequest;

    let mut arguments = std::env::args().skip(1);
    let tenant = arguments.next().ok_or("usage: search_users TENANT [TEXT]")?;
    let query = arguments.next().unwrap_or_default();
    let token = std::env::var("CONDUCTORONE_ACCESS_TOKEN")?;

    let client = Client::builder().tenant(tenant).bearer_token(token).build()?;
    let request = SearchUsersRequest::new().query(query).page_size(100);
    let mut users = client.user_search().search(request).items();
    while let Some(view) = users.try_next().await? {
        let user = view.into_user()?;
        println!("{} <{}>", user.display_name, user.email);
    }
    Ok(())
}

#[cfg(not(feature = "user-v1"))]
fn main() {
    eprintln!("This example needs the feature `user-v1`.");
}
