//! Reads what C1 sends to a webhook: the body that arrives names the type of its payload.

use c1_api::c1::webhooks::v1::{Body, PayloadPolicyApprovalStep, PayloadTest};

/// As it arrives: an approval step asks what is to become of a task.
const ARRIVED: &str = r#"{
    "version": "v1",
    "webhookId": "2Wh",
    "event": "c1.webhooks.v1.PayloadPolicyApprovalStep",
    "callbackUrl": "https://acme.conductor.one/api/v1/webhooks/2Wh",
    "payload": {
        "@type": "type.googleapis.com/c1.webhooks.v1.PayloadPolicyApprovalStep",
        "taskView": {"task": {"id": "2Ta", "displayName": "Access to payroll"}, "appPath": "$.expanded[0]"},
        "expanded": [{"@type": "type.googleapis.com/c1.api.app.v1.App", "id": "2Ap", "displayName": "Payroll"}]
    }
}"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let body: Body = serde_json::from_str(ARRIVED)?;
    let payload = body.payload.ok_or("the webhook has no payload")?;
    if payload.is::<PayloadTest>() {
        return Err("this one is a test of the connection".into());
    }
    let step: PayloadPolicyApprovalStep = payload.decode()?;
    let view = step.task_view.as_ref().ok_or("the step has no task")?;
    let apps = step.expanded_as::<c1_api::app::v1::App>(&view.app_path)?;
    let task = view.task.as_ref().ok_or("the view has no task")?;
    assert_eq!((task.display_name.as_str(), apps[0].display_name.as_str()), ("Access to payroll", "Payroll"));
    Ok(())
}
