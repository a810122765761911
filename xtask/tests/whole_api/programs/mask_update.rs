//! Renames an entitlement, and changes nothing else of it.

use c1_api::app::v1::{AppEntitlement, UpdateAppEntitlementRequestInput};
use c1_api::{Client, Error};

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;
    let before = client.app_entitlements().get("a", "e").await?.into_app_entitlement()?;
    let after = AppEntitlement { display_name: "New".into(), ..before.clone() };
    let request = UpdateAppEntitlementRequestInput::new().entitlement(after).update_mask_from(&before)?;
    let updated = client.app_entitlements().update("a", "e", request).await?.into_app_entitlement()?;
    println!("updated: {}", updated.display_name);
    Ok(())
}
