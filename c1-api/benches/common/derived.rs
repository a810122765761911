//! The models of a search for users as a program without this crate would have them, with serde's derive.
//!
//! Lists that the server may write as `null` are options, and enums are closed: an open one would read through a buffer,
//! so this is the fastest that derive can do.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

#[derive(Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Request {
    pub(crate) query: String,
    pub(crate) page_size: i32,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Response {
    expanded: Option<Vec<Value>>,
    pub(crate) list: Vec<View>,
    next_page_token: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct View {
    delegated_user_path: String,
    directories_path: String,
    managers_path: String,
    roles_path: String,
    user: Option<User>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct User {
    created_at: Option<DateTime<Utc>>,
    delegated_user_id: String,
    deleted_at: Option<DateTime<Utc>>,
    department: String,
    department_sources: Option<Vec<Source>>,
    directory_ids: Option<Vec<String>>,
    directory_status: Status,
    directory_status_sources: Option<Vec<Source>>,
    display_name: String,
    email: String,
    email_sources: Option<Vec<Source>>,
    emails: Option<Vec<String>>,
    employee_id_sources: Option<Vec<Source>>,
    employee_ids: Option<Vec<String>>,
    employment_status: String,
    employment_status_sources: Option<Vec<Source>>,
    employment_type: String,
    employment_type_sources: Option<Vec<Source>>,
    id: String,
    job_title: String,
    job_title_sources: Option<Vec<Source>>,
    manager_ids: Option<Vec<String>>,
    manager_sources: Option<Vec<Source>>,
    origin: Origin,
    profile: Option<Map<String, Value>>,
    role_ids: Option<Vec<String>>,
    status: Status,
    #[serde(rename = "type")]
    kind: Kind,
    updated_at: Option<DateTime<Utc>>,
    username: String,
    username_sources: Option<Vec<Source>>,
    usernames: Option<Vec<String>>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Source {
    app_id: String,
    app_user_id: String,
    app_user_profile_attribute_key: String,
    user_attribute_mapping_id: String,
    value: String,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Status {
    #[default]
    Unknown,
    Enabled,
    Disabled,
    Deleted,
}

#[derive(Default, Deserialize)]
enum Origin {
    #[default]
    #[serde(rename = "USER_ORIGIN_UNSPECIFIED")]
    Unspecified,
    #[serde(rename = "USER_ORIGIN_DIRECTORY")]
    Directory,
    #[serde(rename = "USER_ORIGIN_LOCAL")]
    Local,
    #[serde(rename = "USER_ORIGIN_SYSTEM")]
    System,
}

#[derive(Default, Deserialize)]
enum Kind {
    #[default]
    #[serde(rename = "USER_TYPE_UNSPECIFIED")]
    Unspecified,
    #[serde(rename = "USER_TYPE_SYSTEM")]
    System,
    #[serde(rename = "USER_TYPE_HUMAN")]
    Human,
    #[serde(rename = "USER_TYPE_SERVICE")]
    Service,
    #[serde(rename = "USER_TYPE_AGENT")]
    Agent,
}
