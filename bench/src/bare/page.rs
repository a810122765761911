//! Answers to a search for users, as the server writes them.

use serde_json::{Value, json};

/// A page of so many users, each with most of its fields set and many lists `null`.
pub(crate) fn page(users: usize) -> String {
    let list: Vec<Value> = (0..users).map(view).collect();
    json!({ "list": list, "nextPageToken": "next", "expanded": null }).to_string()
}

fn view(index: usize) -> Value {
    json!({
        "user": user(index),
        "managersPath": "$.expanded[0]",
        "rolesPath": "",
        "directoriesPath": "",
        "delegatedUserPath": "",
    })
}

pub(crate) fn user(index: usize) -> Value {
    let email = format!("ada{index}@example.com");
    let sources = json!([source(index)]);
    json!({
        "createdAt": "2023-11-07T05:31:56.123456Z",
        "delegatedUserId": "",
        "deletedAt": null,
        "department": "Engineering",
        "departmentSources": sources,
        "directoryIds": ["2dir1"],
        "directoryStatus": "ENABLED",
        "directoryStatusSources": null,
        "displayName": format!("Ada Lovelace {index}"),
        "email": email,
        "emailSources": sources,
        "emails": [email],
        "employeeIdSources": null,
        "employeeIds": [index.to_string()],
        "employmentStatus": "active",
        "employmentStatusSources": null,
        "employmentType": "full time",
        "employmentTypeSources": null,
        "id": format!("2User{index:020}"),
        "jobTitle": "Engineer",
        "jobTitleSources": sources,
        "managerIds": ["2User1"],
        "managerSources": null,
        "origin": "USER_ORIGIN_DIRECTORY",
        "profile": { "city": "London", "floor": 3, "remote": true },
        "roleIds": ["role:member"],
        "status": "ENABLED",
        "type": "USER_TYPE_HUMAN",
        "updatedAt": "2024-01-07T05:31:56Z",
        "username": email,
        "usernameSources": sources,
        "usernames": [email],
    })
}

fn source(index: usize) -> Value {
    json!({
        "appId": format!("2app{index:08}"),
        "appUserId": format!("2usr{index:08}"),
        "appUserProfileAttributeKey": "email",
        "userAttributeMappingId": format!("2map{index:08}"),
        "value": format!("value {index}"),
    })
}
