//! Starts an automation and waits for its end, then hands an entitlement over to another owner.

use std::time::Duration;

use c1_api::app::v1::AppEntitlementOwnersListOwnerIdsWaiters;
use c1_api::app::v2::{AppEntitlementOwnersV2GetEntitlementOwnerWaiters, AppEntitlementOwnersV2GetUserOwnerWaiters};
use c1_api::automations::v1::{
    AutomationExecutionGetAutomationExecutionWaiters, AutomationExecutionState, ExecuteAutomationRequestInput,
};
use c1_api::{Client, Error, ErrorKind};

async fn run(client: &Client, id: i64) -> Result<AutomationExecutionState, Error> {
    let waiter = client.automation_execution().get_automation_execution(id).until_done();
    let waiter = waiter.timeout(Duration::from_secs(600)).max_requests(100).on_progress(|progress| {
        let state = progress.outcome.ok().and_then(|response| response.automation_execution.as_ref());
        println!("{:?} after {:?}", state.map(|execution| &execution.state), progress.elapsed);
    });
    let response = waiter.await?;
    Ok(response.automation_execution.map(|execution| execution.state).unwrap_or_default())
}

async fn hand_over(client: &Client, app: &str, entitlement: &str, from: &str, to: &str) -> Result<(), Error> {
    let owners = || client.app_entitlement_owners().list_owner_ids(app, entitlement);
    owners().until_owner_present(to).await?;
    owners().until_owner_absent(from).await?;
    let in_role = |user: &str| client.app_entitlement_owners_v2().get_user_owner(app, entitlement, "owner", user);
    in_role(to).until_present().await?;
    in_role(from).until_absent().await?;
    let group = || client.app_entitlement_owners_v2().get_entitlement_owner(app, entitlement, "owner", app, "e2");
    group().until_present().await?;
    group().until_absent().await
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;
    let started = client.automation().execute_automation("a1", ExecuteAutomationRequestInput::new()).await?;
    match run(&client, started.execution_id).await {
        Ok(state) => println!("{state}"),
        Err(error) if error.kind() == ErrorKind::WaitFailed => println!("it failed: {error}"),
        Err(error) => return Err(error),
    }
    hand_over(&client, "app", "e1", "u1", "u2").await
}
