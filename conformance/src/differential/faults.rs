//! Faults that are planted in twins, each of which the comparison must notice.

use serde_json::{Value, json};

use super::pair::RoundTrip;
use crate::document::Kind;
use crate::json;

/// A fault.
pub(super) struct Fault {
    pub(super) name: &'static str,
    /// The kinds of values without which it has no place.
    pub(super) kinds: fn(Kind<'_>) -> bool,
    /// Reads and writes as the twin, with the fault.
    pub(super) plant: fn(RoundTrip<'_>, &[u8]) -> Result<Vec<u8>, String>,
}

/// The faults.
pub(super) const FAULTS: &[Fault] = &[
    Fault {
        name: "accepts everything",
        kinds: any,
        plant: |twin, text| Ok(twin(text).unwrap_or_else(|_| b"{}".to_vec())),
    },
    Fault {
        name: "refuses unknown properties",
        kinds: any,
        plant: |twin, text| refuse(text, "aPropertyOfTheFuture").and_then(|()| twin(text)),
    },
    Fault {
        name: "keeps unknown properties",
        kinds: any,
        plant: |twin, text| {
            let unknown = json::parse(text).ok().and_then(|value| value.get("aPropertyOfTheFuture").cloned());
            edit(twin, text, |value| {
                if let (Some(unknown), Some(fields)) = (unknown.clone(), value.as_object_mut()) {
                    fields.insert("aPropertyOfTheFuture".to_owned(), unknown);
                }
            })
        },
    },
    Fault {
        name: "drops a property",
        kinds: any,
        plant: |twin, text| {
            edit(twin, text, |value| {
                if let Some(fields) = value.as_object_mut()
                    && let Some(first) = fields.keys().next().cloned()
                {
                    fields.remove(&first);
                }
            })
        },
    },
    Fault {
        name: "renames a property",
        kinds: any,
        plant: |twin, text| {
            edit(twin, text, |value| {
                if let Some(fields) = value.as_object_mut()
                    && let Some(first) = fields.keys().next().cloned()
                    && let Some(value) = fields.remove(&first)
                {
                    fields.insert(first.to_uppercase(), value);
                }
            })
        },
    },
    Fault {
        name: "trims texts",
        kinds: |kind| matches!(kind, Kind::Text),
        plant: |twin, text| edit_each(twin, text, &|value| replace_text(value, |text| text.trim().to_owned())),
    },
    Fault {
        name: "closes enums",
        kinds: |kind| matches!(kind, Kind::Enum(_)),
        plant: |twin, text| refuse(text, "A_VALUE_OF_THE_FUTURE").and_then(|()| twin(text)),
    },
    Fault {
        name: "writes true as null",
        kinds: |kind| matches!(kind, Kind::Bool),
        plant: |twin, text| {
            edit_each(twin, text, &|value| {
                if *value == json!(true) {
                    *value = Value::Null;
                }
            })
        },
    },
    Fault {
        name: "loses the end of lists",
        kinds: |kind| matches!(kind, Kind::List(_)),
        plant: |twin, text| {
            edit_each(twin, text, &|value| {
                value.as_array_mut().map(Vec::pop);
            })
        },
    },
    Fault {
        name: "rounds 64-bit integers to doubles",
        kinds: |kind| matches!(kind, Kind::Int64 | Kind::UInt64),
        plant: |twin, text| {
            edit_each(twin, text, &|value| {
                let rounded = |text: String| match text.parse::<f64>() {
                    Ok(number) if text.len() > 15 => format!("{number:.0}"),
                    _ => text,
                };
                replace_text(value, rounded);
            })
        },
    },
    Fault {
        name: "writes 64-bit integers as numbers",
        kinds: |kind| matches!(kind, Kind::Int64 | Kind::UInt64),
        plant: |twin, text| {
            edit_each(twin, text, &|value| {
                if let Some(number) = value.as_str().and_then(|text| text.parse::<i64>().ok()) {
                    *value = number.into();
                }
            })
        },
    },
    Fault {
        name: "writes URL-safe base64",
        kinds: |kind| matches!(kind, Kind::Bytes),
        plant: |twin, text| {
            edit_each(twin, text, &|value| replace_text(value, |text| text.replace('+', "-").replace('/', "_")))
        },
    },
    Fault {
        name: "cuts seconds to milliseconds",
        kinds: |kind| matches!(kind, Kind::Timestamp),
        plant: |twin, text| {
            edit_each(twin, text, &|value| {
                replace_text(value, |text| match text.split_once('.') {
                    Some((whole, fraction)) if fraction.len() > 4 && text.ends_with('Z') => {
                        format!("{whole}.{}Z", &fraction[..3])
                    }
                    _ => text,
                });
            })
        },
    },
];

fn any(_: Kind<'_>) -> bool {
    true
}

/// Refuses a text with this word.
fn refuse(text: &[u8], word: &str) -> Result<(), String> {
    if String::from_utf8_lossy(text).contains(word) { Err(format!("`{word}` is not known")) } else { Ok(()) }
}

/// Edits the JSON that a twin writes.
fn edit(twin: RoundTrip<'_>, text: &[u8], edit: impl FnOnce(&mut Value)) -> Result<Vec<u8>, String> {
    let mut value = json::parse(&twin(text)?)?;
    edit(&mut value);
    Ok(json::text(&value))
}

/// Edits each value of the JSON that a twin writes.
fn edit_each(twin: RoundTrip<'_>, text: &[u8], each: &dyn Fn(&mut Value)) -> Result<Vec<u8>, String> {
    fn visit(value: &mut Value, each: &dyn Fn(&mut Value)) {
        match value {
            Value::Array(values) => values.iter_mut().for_each(|value| visit(value, each)),
            Value::Object(fields) => fields.values_mut().for_each(|value| visit(value, each)),
            _ => {}
        }
        each(value);
    }
    edit(twin, text, |value| visit(value, each))
}

fn replace_text(value: &mut Value, replace: impl FnOnce(String) -> String) {
    if let Value::String(text) = value {
        *text = replace(std::mem::take(text));
    }
}
