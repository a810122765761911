//! Answers what C1 sends to a webhook.

use c1_api::webhooks::payload::v1::{
    Body, Payload, ResponsePolicyApprovalStep, ResponsePolicyApprovalStepApprove, ResponsePolicyApprovalStepDeny,
    ResponseTest,
};

/// An approval step, which asks for a decision.
const APPROVAL: &str = r#"{
    "version": "v1",
    "webhookId": "2Wh",
    "event": "c1.webhooks.v1.PayloadPolicyApprovalStep",
    "callbackUrl": "https://acme.conductor.one/api/v1/webhooks/2Wh",
    "payload": {
        "@type": "type.googleapis.com/c1.webhooks.v1.PayloadPolicyApprovalStep",
        "taskView": {"task": {"id": "2Ta", "emergencyAccess": true}, "appPath": "$.expanded[0]"},
        "expanded": [{"@type": "type.googleapis.com/c1.api.app.v1.App", "id": "2Ap", "displayName": "Payroll"}]
    }
}"#;

fn answer(body: &Body) -> Result<serde_json::Value, Box<dyn std::error::Error>> {
    Ok(match body.payload()? {
        Payload::Test(_) => serde_json::to_value(ResponseTest { version: "v1".into(), ..Default::default() })?,
        Payload::PolicyApprovalStep(step) => {
            let view = step.task_view.as_ref().ok_or("the step has no task")?;
            let app = view.app(&step)?.pop().ok_or("the task has no app")?;
            let mut response = if view.task()?.emergency_access {
                let comment = format!("emergency at {}", app.display_name);
                ResponsePolicyApprovalStep::with_approve(ResponsePolicyApprovalStepApprove {
                    comment,
                    ..Default::default()
                })
            } else {
                ResponsePolicyApprovalStep::with_deny(ResponsePolicyApprovalStepDeny::default())
            };
            response.version = "v1".into();
            serde_json::to_value(response)?
        }
        Payload::Other(any) => return Err(format!("cannot answer {}", any.type_url()).into()),
        _ => return Err(format!("cannot answer {}", body.event).into()),
    })
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let approved = answer(&serde_json::from_str(APPROVAL)?)?;
    assert_eq!(approved, serde_json::json!({"version": "v1", "approve": {"comment": "emergency at Payroll"}}));

    let test = r#"{"payload": {"@type": "type.googleapis.com/c1.webhooks.v1.PayloadTest"}}"#;
    assert_eq!(answer(&serde_json::from_str(test)?)?, serde_json::json!({"version": "v1"}));

    let unknown = r#"{"payload": {"@type": "type.googleapis.com/c1.webhooks.v1.PayloadNew", "id": "1"}}"#;
    let error = answer(&serde_json::from_str(unknown)?).expect_err("a payload of a later version");
    assert_eq!(error.to_string(), "cannot answer type.googleapis.com/c1.webhooks.v1.PayloadNew");

    let missing = answer(&Body::default()).expect_err("a body without payload");
    assert!(missing.to_string().contains("`payload` is missing in `c1.webhooks.v1.Body`"), "{missing}");
    Ok(())
}
