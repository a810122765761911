//! Lists what disabled users still have access to.

use c1_api::app::v1::AppEntitlementSearchServiceSearchGrantsRequest;
use c1_api::user::v1::{SearchUsersRequest, User, UserStatus};
use c1_api::{Client, Error, concurrent};

async fn grants(client: &Client, user: User) -> Result<Vec<String>, Error> {
    let request = AppEntitlementSearchServiceSearchGrantsRequest::new().user_id(user.id).page_size(100);
    let mut grants = client.app_entitlement_search().search_grants(request).items();
    let mut rows = Vec::new();
    while let Some(grant) = grants.try_next().await? {
        let Some((binding, view)) = grant.app_entitlement_user_binding.zip(grant.entitlement) else { continue };
        let granted = binding.app_entitlement_user_binding_created_at.map_or("-".into(), |at| at.to_string());
        let entitlement = view.into_app_entitlement()?;
        rows.push(format!("{} {} {} {granted}", user.display_name, entitlement.app_id, entitlement.display_name));
    }
    Ok(rows)
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;
    let request = SearchUsersRequest::new().user_statuses([UserStatus::Disabled]).page_size(100);
    let mut views = client.user_search().search(request).items().prefetch(2);
    let mut users = Vec::new();
    while let Some(view) = views.try_next().await? {
        users.push(view.into_user()?);
    }
    let mut results = concurrent(users.into_iter().map(|user| grants(&client, user)), 8);
    while let Some(rows) = results.next().await {
        rows?.iter().for_each(|row| println!("{row}"));
    }
    Ok(())
}
