//! Models by serde's derive. Printed by `cargo xtask bench`.

#![allow(non_snake_case, unused_imports)]

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub type Any = Value;
pub type Binary = String;
pub type Double = f64;
pub type Duration = String;
pub type Int32 = i32;
pub type Int64 = String;
pub type Timestamp = chrono::DateTime<chrono::Utc>;
pub type UInt32 = u32;
pub type UInt64 = String;

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// `c1.api.iam.v1.ExternalClientInfo`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Message0 {
    #[serde(rename = "clientId", default, skip_serializing_if = "is_default")]
    pub r#clientId: String,
    #[serde(rename = "clientIdType", default, skip_serializing_if = "is_default")]
    pub r#clientIdType: Enum0,
    #[serde(rename = "clientIdUrl", default, skip_serializing_if = "is_default")]
    pub r#clientIdUrl: String,
    #[serde(rename = "clientName", default, skip_serializing_if = "is_default")]
    pub r#clientName: String,
    #[serde(rename = "createdAt", default, skip_serializing_if = "Option::is_none")]
    pub r#createdAt: Option<Timestamp>,
    #[serde(rename = "displayName", default, skip_serializing_if = "is_default")]
    pub r#displayName: String,
    #[serde(rename = "lastUsedAt", default, skip_serializing_if = "Option::is_none")]
    pub r#lastUsedAt: Option<Timestamp>,
    #[serde(rename = "mcpClientId", default, skip_serializing_if = "is_default")]
    pub r#mcpClientId: String,
    #[serde(rename = "roleIds", default, skip_serializing_if = "Option::is_none")]
    pub r#roleIds: Option<Vec<String>>,
    #[serde(rename = "userId", default, skip_serializing_if = "is_default")]
    pub r#userId: String,
    #[serde(rename = "verifiedDomain", default, skip_serializing_if = "is_default")]
    pub r#verifiedDomain: String,
    #[serde(rename = "wellKnownClient", default, skip_serializing_if = "is_default")]
    pub r#wellKnownClient: Enum1,
}

/// `c1.api.iam.v1.ExternalClientSearchServiceSearchRequest`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Message1 {
    #[serde(rename = "clientIdUrls", default, skip_serializing_if = "Option::is_none")]
    pub r#clientIdUrls: Option<Vec<String>>,
    #[serde(rename = "pageSize", default, skip_serializing_if = "is_default")]
    pub r#pageSize: Int32,
    #[serde(rename = "pageToken", default, skip_serializing_if = "is_default")]
    pub r#pageToken: String,
    #[serde(rename = "query", default, skip_serializing_if = "is_default")]
    pub r#query: String,
    #[serde(rename = "users", default, skip_serializing_if = "Option::is_none")]
    pub r#users: Option<Vec<Message2>>,
    #[serde(rename = "wellKnownClients", default, skip_serializing_if = "Option::is_none")]
    pub r#wellKnownClients: Option<Vec<Enum1>>,
}

/// `c1.api.user.v1.UserRef`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Message2 {
    #[serde(rename = "id", default, skip_serializing_if = "is_default")]
    pub r#id: String,
}

/// `c1.api.iam.v1.ExternalClientSearchServiceSearchResponse`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Message3 {
    #[serde(rename = "list", default, skip_serializing_if = "Option::is_none")]
    pub r#list: Option<Vec<Message0>>,
    #[serde(rename = "nextPageToken", default, skip_serializing_if = "is_default")]
    pub r#nextPageToken: String,
}

/// `c1.api.iam.v1.PersonalClient`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Message4 {
    #[serde(rename = "allowSourceCidr", default, skip_serializing_if = "Option::is_none")]
    pub r#allowSourceCidr: Option<Vec<String>>,
    #[serde(rename = "clientId", default, skip_serializing_if = "is_default")]
    pub r#clientId: String,
    #[serde(rename = "createdAt", default, skip_serializing_if = "Option::is_none")]
    pub r#createdAt: Option<Timestamp>,
    #[serde(rename = "deletedAt", default, skip_serializing_if = "Option::is_none")]
    pub r#deletedAt: Option<Timestamp>,
    #[serde(rename = "displayName", default, skip_serializing_if = "is_default")]
    pub r#displayName: String,
    #[serde(rename = "expiresTime", default, skip_serializing_if = "Option::is_none")]
    pub r#expiresTime: Option<Timestamp>,
    #[serde(rename = "id", default, skip_serializing_if = "is_default")]
    pub r#id: String,
    #[serde(rename = "lastUsedAt", default, skip_serializing_if = "Option::is_none")]
    pub r#lastUsedAt: Option<Timestamp>,
    #[serde(rename = "scopedRoles", default, skip_serializing_if = "Option::is_none")]
    pub r#scopedRoles: Option<Vec<String>>,
    #[serde(rename = "updatedAt", default, skip_serializing_if = "Option::is_none")]
    pub r#updatedAt: Option<Timestamp>,
    #[serde(rename = "userId", default, skip_serializing_if = "is_default")]
    pub r#userId: String,
}

/// `c1.api.iam.v1.PersonalClientSearchServiceSearchRequest`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Message5 {
    #[serde(rename = "pageSize", default, skip_serializing_if = "is_default")]
    pub r#pageSize: Int32,
    #[serde(rename = "pageToken", default, skip_serializing_if = "is_default")]
    pub r#pageToken: String,
    #[serde(rename = "query", default, skip_serializing_if = "is_default")]
    pub r#query: String,
    #[serde(rename = "users", default, skip_serializing_if = "Option::is_none")]
    pub r#users: Option<Vec<Message2>>,
}

/// `c1.api.iam.v1.PersonalClientSearchServiceSearchResponse`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Message6 {
    #[serde(rename = "list", default, skip_serializing_if = "Option::is_none")]
    pub r#list: Option<Vec<Message4>>,
    #[serde(rename = "nextPageToken", default, skip_serializing_if = "is_default")]
    pub r#nextPageToken: String,
}

/// `c1.api.user.v1.SearchUsersRequest`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Message7 {
    #[serde(rename = "delegateStatus", default, skip_serializing_if = "is_default")]
    pub r#delegateStatus: Enum2,
    #[serde(rename = "delegatedUserIds", default, skip_serializing_if = "Option::is_none")]
    pub r#delegatedUserIds: Option<Vec<String>>,
    #[serde(rename = "departments", default, skip_serializing_if = "Option::is_none")]
    pub r#departments: Option<Vec<String>>,
    #[serde(rename = "email", default, skip_serializing_if = "is_default")]
    pub r#email: String,
    #[serde(rename = "excludeIds", default, skip_serializing_if = "Option::is_none")]
    pub r#excludeIds: Option<Vec<String>>,
    #[serde(rename = "excludeOrigins", default, skip_serializing_if = "Option::is_none")]
    pub r#excludeOrigins: Option<Vec<Enum3>>,
    #[serde(rename = "excludeTypes", default, skip_serializing_if = "Option::is_none")]
    pub r#excludeTypes: Option<Vec<Enum4>>,
    #[serde(rename = "expandMask", default, skip_serializing_if = "Option::is_none")]
    pub r#expandMask: Option<Message8>,
    #[serde(rename = "ids", default, skip_serializing_if = "Option::is_none")]
    pub r#ids: Option<Vec<String>>,
    #[serde(rename = "isDelegate", default, skip_serializing_if = "is_default")]
    pub r#isDelegate: bool,
    #[serde(rename = "jobTitles", default, skip_serializing_if = "Option::is_none")]
    pub r#jobTitles: Option<Vec<String>>,
    #[serde(rename = "managerIds", default, skip_serializing_if = "Option::is_none")]
    pub r#managerIds: Option<Vec<String>>,
    #[serde(rename = "origins", default, skip_serializing_if = "Option::is_none")]
    pub r#origins: Option<Vec<Enum3>>,
    #[serde(rename = "pageSize", default, skip_serializing_if = "is_default")]
    pub r#pageSize: Int32,
    #[serde(rename = "pageToken", default, skip_serializing_if = "is_default")]
    pub r#pageToken: String,
    #[serde(rename = "query", default, skip_serializing_if = "is_default")]
    pub r#query: String,
    #[serde(rename = "refs", default, skip_serializing_if = "Option::is_none")]
    pub r#refs: Option<Vec<Message2>>,
    #[serde(rename = "roleIds", default, skip_serializing_if = "Option::is_none")]
    pub r#roleIds: Option<Vec<String>>,
    #[serde(rename = "userStatuses", default, skip_serializing_if = "Option::is_none")]
    pub r#userStatuses: Option<Vec<Enum5>>,
}

/// `c1.api.user.v1.UserExpandMask`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Message8 {
    #[serde(rename = "paths", default, skip_serializing_if = "Option::is_none")]
    pub r#paths: Option<Vec<String>>,
}

/// `c1.api.user.v1.SearchUsersResponse`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Message9 {
    #[serde(rename = "expanded", default, skip_serializing_if = "Option::is_none")]
    pub r#expanded: Option<Vec<Any>>,
    #[serde(rename = "list", default, skip_serializing_if = "Option::is_none")]
    pub r#list: Option<Vec<Message10>>,
    #[serde(rename = "nextPageToken", default, skip_serializing_if = "is_default")]
    pub r#nextPageToken: String,
}

/// `c1.api.user.v1.UserView`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Message10 {
    #[serde(rename = "delegatedUserPath", default, skip_serializing_if = "is_default")]
    pub r#delegatedUserPath: String,
    #[serde(rename = "directoriesPath", default, skip_serializing_if = "is_default")]
    pub r#directoriesPath: String,
    #[serde(rename = "managersPath", default, skip_serializing_if = "is_default")]
    pub r#managersPath: String,
    #[serde(rename = "rolesPath", default, skip_serializing_if = "is_default")]
    pub r#rolesPath: String,
    #[serde(rename = "user", default, skip_serializing_if = "Option::is_none")]
    pub r#user: Option<Message11>,
}

/// `c1.api.user.v1.User`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Message11 {
    #[serde(rename = "createdAt", default, skip_serializing_if = "Option::is_none")]
    pub r#createdAt: Option<Timestamp>,
    #[serde(rename = "delegatedUserId", default, skip_serializing_if = "is_default")]
    pub r#delegatedUserId: String,
    #[serde(rename = "deletedAt", default, skip_serializing_if = "Option::is_none")]
    pub r#deletedAt: Option<Timestamp>,
    #[serde(rename = "department", default, skip_serializing_if = "is_default")]
    pub r#department: String,
    #[serde(rename = "departmentSources", default, skip_serializing_if = "Option::is_none")]
    pub r#departmentSources: Option<Vec<Message12>>,
    #[serde(rename = "directoryIds", default, skip_serializing_if = "Option::is_none")]
    pub r#directoryIds: Option<Vec<String>>,
    #[serde(rename = "directoryStatus", default, skip_serializing_if = "is_default")]
    pub r#directoryStatus: Enum5,
    #[serde(rename = "directoryStatusSources", default, skip_serializing_if = "Option::is_none")]
    pub r#directoryStatusSources: Option<Vec<Message12>>,
    #[serde(rename = "displayName", default, skip_serializing_if = "is_default")]
    pub r#displayName: String,
    #[serde(rename = "email", default, skip_serializing_if = "is_default")]
    pub r#email: String,
    #[serde(rename = "emailSources", default, skip_serializing_if = "Option::is_none")]
    pub r#emailSources: Option<Vec<Message12>>,
    #[serde(rename = "emails", default, skip_serializing_if = "Option::is_none")]
    pub r#emails: Option<Vec<String>>,
    #[serde(rename = "employeeIdSources", default, skip_serializing_if = "Option::is_none")]
    pub r#employeeIdSources: Option<Vec<Message12>>,
    #[serde(rename = "employeeIds", default, skip_serializing_if = "Option::is_none")]
    pub r#employeeIds: Option<Vec<String>>,
    #[serde(rename = "employmentStatus", default, skip_serializing_if = "is_default")]
    pub r#employmentStatus: String,
    #[serde(rename = "employmentStatusSources", default, skip_serializing_if = "Option::is_none")]
    pub r#employmentStatusSources: Option<Vec<Message12>>,
    #[serde(rename = "employmentType", default, skip_serializing_if = "is_default")]
    pub r#employmentType: String,
    #[serde(rename = "employmentTypeSources", default, skip_serializing_if = "Option::is_none")]
    pub r#employmentTypeSources: Option<Vec<Message12>>,
    #[serde(rename = "id", default, skip_serializing_if = "is_default")]
    pub r#id: String,
    #[serde(rename = "jobTitle", default, skip_serializing_if = "is_default")]
    pub r#jobTitle: String,
    #[serde(rename = "jobTitleSources", default, skip_serializing_if = "Option::is_none")]
    pub r#jobTitleSources: Option<Vec<Message12>>,
    #[serde(rename = "managerIds", default, skip_serializing_if = "Option::is_none")]
    pub r#managerIds: Option<Vec<String>>,
    #[serde(rename = "managerSources", default, skip_serializing_if = "Option::is_none")]
    pub r#managerSources: Option<Vec<Message12>>,
    #[serde(rename = "origin", default, skip_serializing_if = "is_default")]
    pub r#origin: Enum3,
    #[serde(rename = "profile", default, skip_serializing_if = "Option::is_none")]
    pub r#profile: Option<Map<String, Value>>,
    #[serde(rename = "roleIds", default, skip_serializing_if = "Option::is_none")]
    pub r#roleIds: Option<Vec<String>>,
    #[serde(rename = "status", default, skip_serializing_if = "is_default")]
    pub r#status: Enum5,
    #[serde(rename = "type", default, skip_serializing_if = "is_default")]
    pub r#type: Enum4,
    #[serde(rename = "updatedAt", default, skip_serializing_if = "Option::is_none")]
    pub r#updatedAt: Option<Timestamp>,
    #[serde(rename = "username", default, skip_serializing_if = "is_default")]
    pub r#username: String,
    #[serde(rename = "usernameSources", default, skip_serializing_if = "Option::is_none")]
    pub r#usernameSources: Option<Vec<Message12>>,
    #[serde(rename = "usernames", default, skip_serializing_if = "Option::is_none")]
    pub r#usernames: Option<Vec<String>>,
}

/// `c1.api.user.v1.UserAttributeMappingSource`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Message12 {
    #[serde(rename = "appId", default, skip_serializing_if = "is_default")]
    pub r#appId: String,
    #[serde(rename = "appUserId", default, skip_serializing_if = "is_default")]
    pub r#appUserId: String,
    #[serde(rename = "appUserProfileAttributeKey", default, skip_serializing_if = "is_default")]
    pub r#appUserProfileAttributeKey: String,
    #[serde(rename = "userAttributeMappingId", default, skip_serializing_if = "is_default")]
    pub r#userAttributeMappingId: String,
    #[serde(rename = "value", default, skip_serializing_if = "is_default")]
    pub r#value: String,
}

#[derive(Default, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Enum0 {
    #[default]
    #[serde(rename = "CLIENT_ID_TYPE_UNSPECIFIED")]
    Value0,
    #[serde(rename = "CLIENT_ID_TYPE_DCR")]
    Value1,
    #[serde(rename = "CLIENT_ID_TYPE_METADATA_URL")]
    Value2,
    #[serde(other)]
    Unlisted,
}

#[derive(Default, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Enum1 {
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
    #[serde(other)]
    Unlisted,
}

#[derive(Default, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Enum2 {
    #[default]
    #[serde(rename = "DELEGATE_STATUS_UNSPECIFIED")]
    Value0,
    #[serde(rename = "DELEGATE_STATUS_HAS_DELEGATE")]
    Value1,
    #[serde(rename = "DELEGATE_STATUS_NO_DELEGATE")]
    Value2,
    #[serde(other)]
    Unlisted,
}

#[derive(Default, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Enum3 {
    #[default]
    #[serde(rename = "USER_ORIGIN_UNSPECIFIED")]
    Value0,
    #[serde(rename = "USER_ORIGIN_DIRECTORY")]
    Value1,
    #[serde(rename = "USER_ORIGIN_LOCAL")]
    Value2,
    #[serde(rename = "USER_ORIGIN_SYSTEM")]
    Value3,
    #[serde(other)]
    Unlisted,
}

#[derive(Default, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Enum4 {
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
    #[serde(other)]
    Unlisted,
}

#[derive(Default, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Enum5 {
    #[default]
    #[serde(rename = "UNKNOWN")]
    Value0,
    #[serde(rename = "ENABLED")]
    Value1,
    #[serde(rename = "DISABLED")]
    Value2,
    #[serde(rename = "DELETED")]
    Value3,
    #[serde(other)]
    Unlisted,
}

pub type ExternalClientInfo = Message0;
pub type ExternalClientSearchServiceSearchRequest = Message1;
pub type ExternalClientSearchServiceSearchResponse = Message3;
pub type PersonalClient = Message4;
pub type PersonalClientSearchServiceSearchRequest = Message5;
pub type PersonalClientSearchServiceSearchResponse = Message6;
pub type SearchUsersRequest = Message7;
pub type SearchUsersResponse = Message9;
pub type User = Message11;
pub type UserAttributeMappingSource = Message12;
pub type UserExpandMask = Message8;
pub type UserRef = Message2;
pub type UserView = Message10;
