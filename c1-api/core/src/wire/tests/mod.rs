//! The wire format, on a message that has a field of every kind.

mod messages;
mod presence;
mod scalars;

use std::collections::BTreeMap;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};

use super::{Any, Empty, message, open_enum};

open_enum! {
    /// A color.
    pub enum Color {
        Unspecified = "COLOR_UNSPECIFIED",
        Red = "COLOR_RED",
    }
    default Unspecified;
}

macro_rules! everything {
    ($($method:ident $field:ident: $type:ty = $wire:literal,)*) => {
        #[derive(Clone, Default, PartialEq)]
        struct Everything {
            $($field: $type,)*
        }

        message! {
            Everything = "test.Everything" {
                $($method $field $wire;)*
            }
        }
    };
}

everything! {
    field text: String = "text",
    required required_text: String = "requiredText",
    sensitive secret: String = "secret",
    field optional_text: Option<String> = "optionalText",
    field flag: bool = "flag",
    field optional_flag: Option<bool> = "optionalFlag",
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
    field any_json: Value = "anyJson",
    field object: Option<Map<String, Value>> = "object",
    field any: Option<Any> = "any",
    field empty: Option<Empty> = "empty",
    field color: Color = "color",
    field optional_color: Option<Color> = "optionalColor",
    field texts: Vec<String> = "texts",
    field larges: Vec<i64> = "larges",
    field colors: Vec<Color> = "colors",
    field dates: Vec<DateTime<Utc>> = "dates",
    field flags: BTreeMap<String, bool> = "flags",
    field optional_bytes: Option<Bytes> = "optionalBytes",
    field chunks: Vec<Bytes> = "chunks",
    field files: BTreeMap<String, Bytes> = "files",
    field durations: BTreeMap<String, TimeDelta> = "durations",
    field counts: BTreeMap<String, i64> = "counts",
    field ratios: Vec<f64> = "ratios",
    field messages: Vec<Any> = "messages",
    field inner: Option<Box<Everything>> = "inner",
    field inners: Vec<Everything> = "inners",
}

fn read(value: &Value) -> Everything {
    // Both ways in: from text, where names are borrowed, and from a tree, where they are not.
    let from_text = serde_json::from_str(&value.to_string()).expect("a message");
    let from_tree: Everything = serde_json::from_value(value.clone()).expect("a message");
    assert_eq!(from_text, from_tree);
    from_text
}

fn write(message: &Everything) -> Value {
    serde_json::to_value(message).expect("a message can be written")
}

fn error(value: &Value) -> String {
    serde_json::from_str::<Everything>(&value.to_string()).expect_err("not a message").to_string()
}
