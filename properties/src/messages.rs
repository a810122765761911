//! Messages and the related objects in them.

use std::collections::BTreeMap;

use bytes::Bytes;
use c1_api::user::v1::SearchUsersResponse;
use c1_api::{Any, Empty};
use c1_api_core::{expanded, message, wire::open_enum};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value, json};

/// The value of the sensitive field.
const SECRET: &str = "OPEN-SESAME-4711";

open_enum! {
    /// A color.
    pub enum Color {
        Unspecified = "COLOR_UNSPECIFIED",
        Red = "COLOR_RED",
    }
    default Unspecified;
}

macro_rules! everything {
    ($($kind:ident $field:ident: $type:ty = $wire:literal,)*) => {
        /// A message with a field of each kind.
        #[derive(Clone, Default, PartialEq)]
        struct Everything {
            $($field: $type,)*
        }

        message! {
            Everything = "test.v1.Everything" {
                $($kind $field $wire;)*
            }
        }
    };
}

everything! {
    field text: String = "text",
    required required_text: Option<String> = "requiredText",
    sensitive secret: String = "secret",
    field flag: bool = "flag",
    field small: i32 = "small",
    field unsigned: u32 = "unsigned",
    field large: i64 = "large",
    field optional_large: Option<i64> = "optionalLarge",
    field unsigned_large: u64 = "unsignedLarge",
    field ratio: f64 = "ratio",
    field single: f32 = "single",
    field date: Option<DateTime<Utc>> = "date",
    field duration: Option<TimeDelta> = "duration",
    field bytes: Bytes = "bytes",
    field optional_bytes: Option<Bytes> = "optionalBytes",
    field any_json: Value = "anyJson",
    field object: Option<Map<String, Value>> = "object",
    field empty: Option<Empty> = "empty",
    field color: Color = "color",
    field optional_color: Option<Color> = "optionalColor",
    field colors: Vec<Color> = "colors",
    field dates: Vec<DateTime<Utc>> = "dates",
    field durations: BTreeMap<String, TimeDelta> = "durations",
    field larges: Vec<i64> = "larges",
    field ratios: Vec<f64> = "ratios",
    field messages: Vec<Any> = "messages",
    field inner: Option<Box<Everything>> = "inner",
    field inners: Vec<Everything> = "inners",
    field named: BTreeMap<String, Everything> = "named",
}

/// Decodes any JSON, from text and from a tree alike. The message that was read is the one that is written.
pub fn message(data: &[u8]) {
    // Text that is not JSON, or repeats a name, has no tree.
    let _ = serde_json::from_slice::<Everything>(data).map(|message| check_round_trip(&message, data.len()));
    let Ok(mut tree) = serde_json::from_slice::<Value>(data) else { return };
    if let (Value::Object(fields), false) = (&mut tree, String::from_utf8_lossy(data).contains(SECRET)) {
        fields.insert("secret".to_owned(), SECRET.into());
    }
    let from_tree = serde_json::from_value::<Everything>(tree.clone());
    let from_text = serde_json::from_str::<Everything>(&tree.to_string());
    match (from_tree, from_text) {
        (Ok(from_tree), Ok(from_text)) => {
            assert_eq!(written(&from_tree), written(&from_text), "{tree}");
            check_round_trip(&from_tree, data.len());
            if from_tree.secret == SECRET && !String::from_utf8_lossy(data).contains("SESAME") {
                assert!(!format!("{from_tree:?}").contains(SECRET), "{tree}");
            }
        }
        (Err(_), Err(_)) => {}
        (from_tree, from_text) => panic!("from a tree: {from_tree:?}, from text: {from_text:?}, of {tree}"),
    }
    // A model of the API, which has other fields.
    let _ = serde_json::from_value::<SearchUsersResponse>(tree).map(|response| format!("{response:?}"));
}

/// Finds the related objects at any path as a reference does that knows nothing else.
///
/// The first byte is the number of objects, and the rest is the path.
pub fn expanded(data: &[u8]) {
    let Some((count, path)) = data.split_first() else { return };
    let path = String::from_utf8_lossy(path).into_owned();
    let count = usize::from(*count) % 8;
    // Every third object is missing.
    let object =
        |index| if index % 3 == 2 { Value::Null } else { json!({ "@type": format!("a/{index}"), "index": index }) };
    let objects: Value = (0..count).map(object).collect();
    let response: SearchUsersResponse = serde_json::from_value(json!({ "expanded": objects })).expect("objects");
    assert_eq!(response.expanded.len(), count);
    let found = expanded::find(&response.expanded, &path);
    let shown = found.as_ref().err().map(ToString::to_string).unwrap_or_default();
    assert!(shown.chars().count() < 1000, "{shown}");
    let found = found.ok().map(|found| found.iter().map(|any| any.fields()["index"].as_u64()).collect::<Vec<_>>());
    assert_eq!(found, reference(count, &path), "{path:?} of {count}");
}

/// The indexes of the objects at a path.
fn reference(count: usize, path: &str) -> Option<Vec<Option<u64>>> {
    if path.is_empty() {
        return Some(Vec::new());
    }
    let quoted = path.replacen("['expanded']", ".expanded", 1).replacen("[\"expanded\"]", ".expanded", 1);
    let (name, list) = quoted.split_once('[')?;
    let mut found = Vec::new();
    for position in list.strip_suffix(']').filter(|_| name == "$.expanded")?.split(',') {
        let position = position.trim();
        if position.is_empty() || position.contains(|c: char| !c.is_ascii_digit()) {
            return None;
        }
        let position =
            position.trim_start_matches('0').parse().or(if position.contains(|c| c != '0') { Err(()) } else { Ok(0) });
        let known = position
            .ok()
            .filter(|position| *position < count && position % 3 != 2)
            .map(|position| Some(position as u64));
        found.extend(known.filter(|known| !found.contains(known)));
    }
    (!found.is_empty()).then_some(found)
}

/// Writes the message and reads it again: nothing is lost, and the text does not grow.
fn check_round_trip(message: &Everything, size: usize) {
    let text = written(message);
    assert!(text.len() <= 64 + 8 * size, "{size} bytes are written as {}", text.len());
    let again: Everything = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(written(&again), text);
}

fn written(message: &Everything) -> String {
    serde_json::to_string(message).expect("a message can be written")
}
