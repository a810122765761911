// Emitted by `cargo xtask conformance`. Do not edit it.

use std::collections::BTreeMap;

use conformance::twins::{Any, Binary, Double, Duration, Int32, Int64, Timestamp, UInt32, UInt64, is_default};
use conformance::{Model, model};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub(crate) static TWINS: &[Model] = &[
    model::<Message0>("c1.api.iam.v1.ExternalClientInfo"),
    model::<Message1>("c1.api.iam.v1.ExternalClientSearchServiceSearchRequest"),
    model::<Message3>("c1.api.iam.v1.ExternalClientSearchServiceSearchResponse"),
    model::<Message4>("c1.api.iam.v1.PersonalClient"),
    model::<Message5>("c1.api.iam.v1.PersonalClientSearchServiceSearchRequest"),
    model::<Message6>("c1.api.iam.v1.PersonalClientSearchServiceSearchResponse"),
    model::<Message7>("c1.api.user.v1.SearchUsersRequest"),
    model::<Message9>("c1.api.user.v1.SearchUsersResponse"),
    model::<Message11>("c1.api.user.v1.User"),
    model::<Message12>("c1.api.user.v1.UserAttributeMappingSource"),
    model::<Message8>("c1.api.user.v1.UserExpandMask"),
    model::<Message2>("c1.api.user.v1.UserRef"),
    model::<Message10>("c1.api.user.v1.UserView"),
];

/// `c1.api.iam.v1.ExternalClientInfo`.
#[derive(Serialize, Deserialize)]
struct Message0 {
    #[serde(rename = "clientId", default, skip_serializing_if = "is_default")]
    field0: String,
    #[serde(rename = "clientIdType", default, skip_serializing_if = "is_default")]
    field1: Enum0,
    #[serde(rename = "clientIdUrl", default, skip_serializing_if = "is_default")]
    field2: String,
    #[serde(rename = "clientName", default, skip_serializing_if = "is_default")]
    field3: String,
    #[serde(rename = "createdAt", default, skip_serializing_if = "Option::is_none")]
    field4: Option<Timestamp>,
    #[serde(rename = "displayName", default, skip_serializing_if = "is_default")]
    field5: String,
    #[serde(rename = "lastUsedAt", default, skip_serializing_if = "Option::is_none")]
    field6: Option<Timestamp>,
    #[serde(rename = "mcpClientId", default, skip_serializing_if = "is_default")]
    field7: String,
    #[serde(rename = "roleIds", default, skip_serializing_if = "Vec::is_empty")]
    field8: Vec<String>,
    #[serde(rename = "userId", default, skip_serializing_if = "is_default")]
    field9: String,
    #[serde(rename = "verifiedDomain", default, skip_serializing_if = "is_default")]
    field10: String,
    #[serde(rename = "wellKnownClient", default, skip_serializing_if = "is_default")]
    field11: Enum1,
}

/// `c1.api.iam.v1.ExternalClientSearchServiceSearchRequest`.
#[derive(Serialize, Deserialize)]
struct Message1 {
    #[serde(rename = "clientIdUrls", default, skip_serializing_if = "Vec::is_empty")]
    field0: Vec<String>,
    #[serde(rename = "pageSize", default, skip_serializing_if = "is_default")]
    field1: Int32,
    #[serde(rename = "pageToken", default, skip_serializing_if = "is_default")]
    field2: String,
    #[serde(rename = "query", default, skip_serializing_if = "is_default")]
    field3: String,
    #[serde(rename = "users", default, skip_serializing_if = "Vec::is_empty")]
    field4: Vec<Message2>,
    #[serde(rename = "wellKnownClients", default, skip_serializing_if = "Vec::is_empty")]
    field5: Vec<Enum1>,
}

/// `c1.api.user.v1.UserRef`.
#[derive(Serialize, Deserialize)]
struct Message2 {
    #[serde(rename = "id", default, skip_serializing_if = "is_default")]
    field0: String,
}

/// `c1.api.iam.v1.ExternalClientSearchServiceSearchResponse`.
#[derive(Serialize, Deserialize)]
struct Message3 {
    #[serde(rename = "list", default, skip_serializing_if = "Vec::is_empty")]
    field0: Vec<Message0>,
    #[serde(rename = "nextPageToken", default, skip_serializing_if = "is_default")]
    field1: String,
}

/// `c1.api.iam.v1.PersonalClient`.
#[derive(Serialize, Deserialize)]
struct Message4 {
    #[serde(rename = "allowSourceCidr", default, skip_serializing_if = "Vec::is_empty")]
    field0: Vec<String>,
    #[serde(rename = "clientId", default, skip_serializing_if = "is_default")]
    field1: String,
    #[serde(rename = "createdAt", default, skip_serializing_if = "Option::is_none")]
    field2: Option<Timestamp>,
    #[serde(rename = "deletedAt", default, skip_serializing_if = "Option::is_none")]
    field3: Option<Timestamp>,
    #[serde(rename = "displayName", default, skip_serializing_if = "is_default")]
    field4: String,
    #[serde(rename = "expiresTime", default, skip_serializing_if = "Option::is_none")]
    field5: Option<Timestamp>,
    #[serde(rename = "id", default, skip_serializing_if = "is_default")]
    field6: String,
    #[serde(rename = "lastUsedAt", default, skip_serializing_if = "Option::is_none")]
    field7: Option<Timestamp>,
    #[serde(rename = "scopedRoles", default, skip_serializing_if = "Vec::is_empty")]
    field8: Vec<String>,
    #[serde(rename = "updatedAt", default, skip_serializing_if = "Option::is_none")]
    field9: Option<Timestamp>,
    #[serde(rename = "userId", default, skip_serializing_if = "is_default")]
    field10: String,
}

/// `c1.api.iam.v1.PersonalClientSearchServiceSearchRequest`.
#[derive(Serialize, Deserialize)]
struct Message5 {
    #[serde(rename = "pageSize", default, skip_serializing_if = "is_default")]
    field0: Int32,
    #[serde(rename = "pageToken", default, skip_serializing_if = "is_default")]
    field1: String,
    #[serde(rename = "query", default, skip_serializing_if = "is_default")]
    field2: String,
    #[serde(rename = "users", default, skip_serializing_if = "Vec::is_empty")]
    field3: Vec<Message2>,
}

/// `c1.api.iam.v1.PersonalClientSearchServiceSearchResponse`.
#[derive(Serialize, Deserialize)]
struct Message6 {
    #[serde(rename = "list", default, skip_serializing_if = "Vec::is_empty")]
    field0: Vec<Message4>,
    #[serde(rename = "nextPageToken", default, skip_serializing_if = "is_default")]
    field1: String,
}

/// `c1.api.user.v1.SearchUsersRequest`.
#[derive(Serialize, Deserialize)]
struct Message7 {
    #[serde(rename = "delegateStatus", default, skip_serializing_if = "is_default")]
    field0: Enum2,
    #[serde(rename = "delegatedUserIds", default, skip_serializing_if = "Vec::is_empty")]
    field1: Vec<String>,
    #[serde(rename = "departments", default, skip_serializing_if = "Vec::is_empty")]
    field2: Vec<String>,
    #[serde(rename = "email", default, skip_serializing_if = "is_default")]
    field3: String,
    #[serde(rename = "excludeIds", default, skip_serializing_if = "Vec::is_empty")]
    field4: Vec<String>,
    #[serde(rename = "excludeOrigins", default, skip_serializing_if = "Vec::is_empty")]
    field5: Vec<Enum3>,
    #[serde(rename = "excludeTypes", default, skip_serializing_if = "Vec::is_empty")]
    field6: Vec<Enum4>,
    #[serde(rename = "expandMask", default, skip_serializing_if = "Option::is_none")]
    field7: Option<Box<Message8>>,
    #[serde(rename = "ids", default, skip_serializing_if = "Vec::is_empty")]
    field8: Vec<String>,
    #[serde(rename = "isDelegate", default, skip_serializing_if = "is_default")]
    field9: bool,
    #[serde(rename = "jobTitles", default, skip_serializing_if = "Vec::is_empty")]
    field10: Vec<String>,
    #[serde(rename = "managerIds", default, skip_serializing_if = "Vec::is_empty")]
    field11: Vec<String>,
    #[serde(rename = "origins", default, skip_serializing_if = "Vec::is_empty")]
    field12: Vec<Enum3>,
    #[serde(rename = "pageSize", default, skip_serializing_if = "is_default")]
    field13: Int32,
    #[serde(rename = "pageToken", default, skip_serializing_if = "is_default")]
    field14: String,
    #[serde(rename = "query", default, skip_serializing_if = "is_default")]
    field15: String,
    #[serde(rename = "refs", default, skip_serializing_if = "Vec::is_empty")]
    field16: Vec<Message2>,
    #[serde(rename = "roleIds", default, skip_serializing_if = "Vec::is_empty")]
    field17: Vec<String>,
    #[serde(rename = "userStatuses", default, skip_serializing_if = "Vec::is_empty")]
    field18: Vec<Enum5>,
}

/// `c1.api.user.v1.UserExpandMask`.
#[derive(Serialize, Deserialize)]
struct Message8 {
    #[serde(rename = "paths", default, skip_serializing_if = "Vec::is_empty")]
    field0: Vec<String>,
}

/// `c1.api.user.v1.SearchUsersResponse`.
#[derive(Serialize, Deserialize)]
struct Message9 {
    #[serde(rename = "expanded", default, skip_serializing_if = "Vec::is_empty")]
    field0: Vec<Any>,
    #[serde(rename = "list", default, skip_serializing_if = "Vec::is_empty")]
    field1: Vec<Message10>,
    #[serde(rename = "nextPageToken", default, skip_serializing_if = "is_default")]
    field2: String,
}

/// `c1.api.user.v1.UserView`.
#[derive(Serialize, Deserialize)]
struct Message10 {
    #[serde(rename = "delegatedUserPath", default, skip_serializing_if = "is_default")]
    field0: String,
    #[serde(rename = "directoriesPath", default, skip_serializing_if = "is_default")]
    field1: String,
    #[serde(rename = "managersPath", default, skip_serializing_if = "is_default")]
    field2: String,
    #[serde(rename = "rolesPath", default, skip_serializing_if = "is_default")]
    field3: String,
    #[serde(rename = "user", default, skip_serializing_if = "Option::is_none")]
    field4: Option<Box<Message11>>,
}

/// `c1.api.user.v1.User`.
#[derive(Serialize, Deserialize)]
struct Message11 {
    #[serde(rename = "createdAt", default, skip_serializing_if = "Option::is_none")]
    field0: Option<Timestamp>,
    #[serde(rename = "delegatedUserId", default, skip_serializing_if = "is_default")]
    field1: String,
    #[serde(rename = "deletedAt", default, skip_serializing_if = "Option::is_none")]
    field2: Option<Timestamp>,
    #[serde(rename = "department", default, skip_serializing_if = "is_default")]
    field3: String,
    #[serde(rename = "departmentSources", default, skip_serializing_if = "Vec::is_empty")]
    field4: Vec<Message12>,
    #[serde(rename = "directoryIds", default, skip_serializing_if = "Vec::is_empty")]
    field5: Vec<String>,
    #[serde(rename = "directoryStatus", default, skip_serializing_if = "is_default")]
    field6: Enum5,
    #[serde(rename = "directoryStatusSources", default, skip_serializing_if = "Vec::is_empty")]
    field7: Vec<Message12>,
    #[serde(rename = "displayName", default, skip_serializing_if = "is_default")]
    field8: String,
    #[serde(rename = "email", default, skip_serializing_if = "is_default")]
    field9: String,
    #[serde(rename = "emailSources", default, skip_serializing_if = "Vec::is_empty")]
    field10: Vec<Message12>,
    #[serde(rename = "emails", default, skip_serializing_if = "Vec::is_empty")]
    field11: Vec<String>,
    #[serde(rename = "employeeIdSources", default, skip_serializing_if = "Vec::is_empty")]
    field12: Vec<Message12>,
    #[serde(rename = "employeeIds", default, skip_serializing_if = "Vec::is_empty")]
    field13: Vec<String>,
    #[serde(rename = "employmentStatus", default, skip_serializing_if = "is_default")]
    field14: String,
    #[serde(rename = "employmentStatusSources", default, skip_serializing_if = "Vec::is_empty")]
    field15: Vec<Message12>,
    #[serde(rename = "employmentType", default, skip_serializing_if = "is_default")]
    field16: String,
    #[serde(rename = "employmentTypeSources", default, skip_serializing_if = "Vec::is_empty")]
    field17: Vec<Message12>,
    #[serde(rename = "id", default, skip_serializing_if = "is_default")]
    field18: String,
    #[serde(rename = "jobTitle", default, skip_serializing_if = "is_default")]
    field19: String,
    #[serde(rename = "jobTitleSources", default, skip_serializing_if = "Vec::is_empty")]
    field20: Vec<Message12>,
    #[serde(rename = "managerIds", default, skip_serializing_if = "Vec::is_empty")]
    field21: Vec<String>,
    #[serde(rename = "managerSources", default, skip_serializing_if = "Vec::is_empty")]
    field22: Vec<Message12>,
    #[serde(rename = "origin", default, skip_serializing_if = "is_default")]
    field23: Enum3,
    #[serde(rename = "profile", default, skip_serializing_if = "Option::is_none")]
    field24: Option<Map<String, Value>>,
    #[serde(rename = "roleIds", default, skip_serializing_if = "Vec::is_empty")]
    field25: Vec<String>,
    #[serde(rename = "status", default, skip_serializing_if = "is_default")]
    field26: Enum5,
    #[serde(rename = "type", default, skip_serializing_if = "is_default")]
    field27: Enum4,
    #[serde(rename = "updatedAt", default, skip_serializing_if = "Option::is_none")]
    field28: Option<Timestamp>,
    #[serde(rename = "username", default, skip_serializing_if = "is_default")]
    field29: String,
    #[serde(rename = "usernameSources", default, skip_serializing_if = "Vec::is_empty")]
    field30: Vec<Message12>,
    #[serde(rename = "usernames", default, skip_serializing_if = "Vec::is_empty")]
    field31: Vec<String>,
}

/// `c1.api.user.v1.UserAttributeMappingSource`.
#[derive(Serialize, Deserialize)]
struct Message12 {
    #[serde(rename = "appId", default, skip_serializing_if = "is_default")]
    field0: String,
    #[serde(rename = "appUserId", default, skip_serializing_if = "is_default")]
    field1: String,
    #[serde(rename = "appUserProfileAttributeKey", default, skip_serializing_if = "is_default")]
    field2: String,
    #[serde(rename = "userAttributeMappingId", default, skip_serializing_if = "is_default")]
    field3: String,
    #[serde(rename = "value", default, skip_serializing_if = "is_default")]
    field4: String,
}

#[derive(Default, PartialEq, Serialize, Deserialize)]
enum Enum0 {
    #[default]
    #[serde(rename = "CLIENT_ID_TYPE_UNSPECIFIED")]
    Value0,
    #[serde(rename = "CLIENT_ID_TYPE_DCR")]
    Value1,
    #[serde(rename = "CLIENT_ID_TYPE_METADATA_URL")]
    Value2,
    #[serde(untagged)]
    Unlisted(String),
}

#[derive(Default, PartialEq, Serialize, Deserialize)]
enum Enum1 {
    #[default]
    #[serde(rename = "WELL_KNOWN_CLIENT_UNSPECIFIED")]
    Value0,
    #[serde(rename = "WELL_KNOWN_CLIENT_UNKNOWN")]
    Value1,
    #[serde(rename = "WELL_KNOWN_CLIENT_CLAUDE_AI")]
    Value2,
    #[serde(rename = "WELL_KNOWN_CLIENT_CLAUDE_DESKTOP")]
    Value3,
    #[serde(rename = "WELL_KNOWN_CLIENT_CLAUDE_CODE")]
    Value4,
    #[serde(rename = "WELL_KNOWN_CLIENT_MCP_INSPECTOR")]
    Value5,
    #[serde(rename = "WELL_KNOWN_CLIENT_CHATGPT")]
    Value6,
    #[serde(rename = "WELL_KNOWN_CLIENT_VSCODE")]
    Value7,
    #[serde(rename = "WELL_KNOWN_CLIENT_CURSOR")]
    Value8,
    #[serde(rename = "WELL_KNOWN_CLIENT_WINDSURF")]
    Value9,
    #[serde(rename = "WELL_KNOWN_CLIENT_ZED")]
    Value10,
    #[serde(rename = "WELL_KNOWN_CLIENT_JETBRAINS")]
    Value11,
    #[serde(rename = "WELL_KNOWN_CLIENT_DOCKER_MCP_TOOLKIT")]
    Value12,
    #[serde(untagged)]
    Unlisted(String),
}

#[derive(Default, PartialEq, Serialize, Deserialize)]
enum Enum2 {
    #[default]
    #[serde(rename = "DELEGATE_STATUS_UNSPECIFIED")]
    Value0,
    #[serde(rename = "DELEGATE_STATUS_HAS_DELEGATE")]
    Value1,
    #[serde(rename = "DELEGATE_STATUS_NO_DELEGATE")]
    Value2,
    #[serde(untagged)]
    Unlisted(String),
}

#[derive(Default, PartialEq, Serialize, Deserialize)]
enum Enum3 {
    #[default]
    #[serde(rename = "USER_ORIGIN_UNSPECIFIED")]
    Value0,
    #[serde(rename = "USER_ORIGIN_DIRECTORY")]
    Value1,
    #[serde(rename = "USER_ORIGIN_LOCAL")]
    Value2,
    #[serde(rename = "USER_ORIGIN_SYSTEM")]
    Value3,
    #[serde(untagged)]
    Unlisted(String),
}

#[derive(Default, PartialEq, Serialize, Deserialize)]
enum Enum4 {
    #[default]
    #[serde(rename = "USER_TYPE_UNSPECIFIED")]
    Value0,
    #[serde(rename = "USER_TYPE_SYSTEM")]
    Value1,
    #[serde(rename = "USER_TYPE_HUMAN")]
    Value2,
    #[serde(rename = "USER_TYPE_SERVICE")]
    Value3,
    #[serde(rename = "USER_TYPE_AGENT")]
    Value4,
    #[serde(untagged)]
    Unlisted(String),
}

#[derive(Default, PartialEq, Serialize, Deserialize)]
enum Enum5 {
    #[default]
    #[serde(rename = "UNKNOWN")]
    Value0,
    #[serde(rename = "ENABLED")]
    Value1,
    #[serde(rename = "DISABLED")]
    Value2,
    #[serde(rename = "DELETED")]
    Value3,
    #[serde(untagged)]
    Unlisted(String),
}
