//! Update masks that requests fill with what differs.

use c1_api_core::wire::to_value;
use c1_api_core::{ErrorKind, FieldMask};
use serde_json::json;

use crate::runtime::{mask_from, message};

#[derive(Clone, Default, PartialEq)]
pub(crate) struct Robot {
    name: String,
    mood: Option<String>,
    owner_ids: Vec<String>,
}

message! {
    Robot = "test.v1.Robot" {
        field name NAME "name";
        field mood "mood";
        field owner_ids "ownerIds";
    }
}

#[derive(Clone, Default, PartialEq)]
pub(crate) struct UpdateRobot {
    robot: Option<Robot>,
    update_mask: Option<FieldMask<Robot>>,
}

message! {
    UpdateRobot = "test.v1.UpdateRobot" new {
        field robot "robot" set(some into Robot);
        field update_mask "updateMask";
    }
}

mask_from! {
    UpdateRobot { update_mask_from update_mask = robot Robot; }
}

/// Both fields are required.
#[derive(Clone, Default, PartialEq)]
pub(crate) struct ReplaceRobot {
    robot: Robot,
    update_mask: FieldMask<Robot>,
}

message! {
    ReplaceRobot = "test.v1.ReplaceRobot" {
        required robot "robot";
        required update_mask "updateMask";
    }
}

mask_from! {
    ReplaceRobot { update_mask_from update_mask = robot Robot; }
}

fn marvin() -> Robot {
    Robot { name: "Marvin".into(), mood: Some("low".into()), owner_ids: vec!["1".into()] }
}

#[test]
fn the_mask_names_what_differs_and_nothing_else() {
    let before = marvin();
    let after = Robot { mood: None, owner_ids: Vec::new(), ..before.clone() };
    let request = UpdateRobot::new().robot(after.clone()).update_mask_from(&before).unwrap();
    // Fields that are now empty are not written, and the mask names them.
    assert_eq!(to_value(&request), json!({ "robot": { "name": "Marvin" }, "updateMask": "mood,ownerIds" }));
    let request = ReplaceRobot { robot: after, ..Default::default() }.update_mask_from(&before).unwrap();
    assert_eq!(request.update_mask.to_string(), "mood,ownerIds");

    let stale = UpdateRobot { update_mask: Some(FieldMask::new().with(Robot::NAME)), ..UpdateRobot::new() };
    let after = Robot { mood: Some(String::new()), ..before.clone() };
    let request = stale.robot(after).update_mask_from(&before).unwrap();
    assert_eq!(request.update_mask.unwrap().to_string(), "mood", "an earlier mask is replaced");
}

#[test]
fn an_update_without_a_difference_is_an_error() {
    let error = UpdateRobot::new().robot(marvin()).update_mask_from(&marvin()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    assert_eq!(error.to_string(), "`robot` equals the message before, so nothing would be updated; nothing was sent");
    let error = UpdateRobot::new().update_mask_from(&marvin()).unwrap_err();
    assert_eq!(error.to_string(), "`robot` is not set, so nothing would be updated; nothing was sent");
    ReplaceRobot::default().update_mask_from(&Robot::default()).unwrap_err();
}
