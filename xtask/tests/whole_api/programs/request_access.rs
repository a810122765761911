//! Requests access, approves the request as another person, and waits for the outcome.

use std::time::Duration;

use c1_api::task::v1::{
    GrantOutcome, Task, TaskActionsServiceApproveRequestInput, TaskGetWaiters, TaskServiceCreateGrantRequest, TaskState,
};
use c1_api::{Client, Error};
use chrono::TimeDelta;

async fn decided(client: &Client, id: &str) -> Result<Task, Error> {
    let waiter = client.task().get(id).until_closed();
    let task = waiter.interval(Duration::from_millis(200)).timeout(Duration::from_secs(60)).await?.into_task()?;
    assert_eq!(task.state, TaskState::Closed);
    Ok(task)
}

fn explain(error: &Error) -> String {
    let message = error.message().unwrap_or_default();
    if error.is_unauthenticated() {
        "log in again".into()
    } else if error.is_forbidden() {
        format!("not allowed: {message}")
    } else if error.is_conflict() {
        format!("exists: {message}")
    } else if error.is_rate_limited() {
        format!("after {:?}, {} attempts", error.retry_after(), error.attempts())
    } else {
        error.to_string()
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let approver = Client::builder().tenant("acme.conductor.one").bearer_token("approver").build()?;
    let request = TaskServiceCreateGrantRequest::new()
        .app_id("a")
        .app_entitlement_id("e")
        .identity_user_id("u1")
        .grant_duration(TimeDelta::days(7))
        .description("on call");
    let task = match client.task().create_grant_task(request).await {
        Ok(response) => response.into_task()?,
        Err(error) => return Err(explain(&error).into()),
    };
    let step = task.policy.and_then(|policy| policy.current).ok_or("no current step")?.id;
    let approve = TaskActionsServiceApproveRequestInput::new().policy_step_id(step).comment("ok");
    approver.task_actions().approve(&task.id, approve).await?;
    let done = decided(&client, &task.id).await?;
    match done.r#type.and_then(|kind| kind.grant).map(|grant| grant.outcome) {
        Some(GrantOutcome::Granted) => println!("granted"),
        Some(outcome) => println!("{outcome}"),
        None => println!("not a grant task"),
    }
    Ok(())
}
