// Emitted by `cargo xtask conformance`. Do not edit it.

use std::collections::BTreeMap;

use conformance::twins::{Any, Binary, Double, Duration, Int32, Int64, Timestamp, UInt32, UInt64, is_default};
use conformance::{Model, model};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub(crate) static TWINS: &[Model] = &[
    model::<Message0>("proving.v1.Part"),
    model::<Message1>("proving.v1.Thing"),
];

/// `proving.v1.Part`.
#[derive(Serialize, Deserialize)]
struct Message0 {
    #[serde(rename = "partName", default, skip_serializing_if = "is_default")]
    field0: String,
    #[serde(rename = "weight", default, skip_serializing_if = "is_default")]
    field1: Double,
}

/// `proving.v1.Thing`.
#[derive(Serialize, Deserialize)]
struct Message1 {
    #[serde(rename = "anything", default, skip_serializing_if = "Value::is_null")]
    field0: Value,
    #[serde(rename = "byName", default, skip_serializing_if = "BTreeMap::is_empty")]
    field1: BTreeMap<String, Message0>,
    #[serde(rename = "content", default, skip_serializing_if = "is_default")]
    field2: Binary,
    #[serde(rename = "createdAt", default, skip_serializing_if = "Option::is_none")]
    field3: Option<Timestamp>,
    #[serde(rename = "displayName", default, skip_serializing_if = "is_default")]
    field4: String,
    #[serde(rename = "expanded", default, skip_serializing_if = "Vec::is_empty")]
    field5: Vec<Any>,
    #[serde(rename = "files", default, skip_serializing_if = "BTreeMap::is_empty")]
    field6: BTreeMap<String, Binary>,
    #[serde(rename = "id", default)]
    field7: String,
    #[serde(rename = "inner", default, skip_serializing_if = "Option::is_none")]
    field8: Option<Box<Message1>>,
    #[serde(rename = "isOpen", default, skip_serializing_if = "is_default")]
    field9: bool,
    #[serde(rename = "large", default, skip_serializing_if = "is_default")]
    field10: Int64,
    #[serde(rename = "largest", default, skip_serializing_if = "is_default")]
    field11: UInt64,
    #[serde(rename = "maybeName", default, skip_serializing_if = "Option::is_none")]
    field12: Option<String>,
    #[serde(rename = "numbers", default, skip_serializing_if = "Vec::is_empty")]
    field13: Vec<Int64>,
    #[serde(rename = "part", default, skip_serializing_if = "Option::is_none")]
    field14: Option<Box<Message0>>,
    #[serde(rename = "parts", default, skip_serializing_if = "Vec::is_empty")]
    field15: Vec<Message0>,
    #[serde(rename = "profile", default, skip_serializing_if = "Option::is_none")]
    field16: Option<Map<String, Value>>,
    #[serde(rename = "ratio", default, skip_serializing_if = "is_default")]
    field17: Double,
    #[serde(rename = "round", default, skip_serializing_if = "Option::is_none")]
    field18: Option<Box<Message0>>,
    #[serde(rename = "small", default, skip_serializing_if = "is_default")]
    field19: Int32,
    #[serde(rename = "square", default, skip_serializing_if = "Option::is_none")]
    field20: Option<Box<Message2>>,
    #[serde(rename = "state", default, skip_serializing_if = "is_default")]
    field21: Enum0,
    #[serde(rename = "timeout", default, skip_serializing_if = "Option::is_none")]
    field22: Option<Duration>,
    #[serde(rename = "unsigned", default, skip_serializing_if = "is_default")]
    field23: UInt32,
    #[serde(rename = "updateMask", default, skip_serializing_if = "Option::is_none")]
    field24: Option<String>,
}

/// `proving.v1.Thing/square`.
#[derive(Serialize, Deserialize)]
struct Message2 {
}

#[derive(Default, PartialEq, Serialize, Deserialize)]
enum Enum0 {
    #[default]
    #[serde(rename = "STATE_UNSPECIFIED")]
    Value0,
    #[serde(rename = "STATE_OPEN")]
    Value1,
    #[serde(rename = "STATE_CLOSED")]
    Value2,
    #[serde(untagged)]
    Unlisted(String),
}
