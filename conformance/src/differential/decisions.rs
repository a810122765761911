//! The decisions by which a model differs from a plain `#[derive(Deserialize)]`, each with its reason.

use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::{Value, json};

use super::kinds::{has_kind, is_integer, is_number};
use crate::document::{Document, Kind};
use crate::scalar;

/// A decision.
pub(crate) struct Decision {
    pub(crate) name: &'static str,
    /// Why the model does not read as its twin.
    pub(crate) reason: &'static str,
    /// The kinds of values that it is about.
    kinds: fn(Kind<'_>) -> bool,
    effect: fn(Kind<'_>, Place, &Value) -> Option<Effect>,
}

/// What a decision says about a value.
pub(crate) enum Effect {
    /// The model reads it as the twin reads this one.
    Reads(Value),
    /// The model reads it as if it were absent.
    Absent,
    /// The model refuses it.
    Refused,
}

/// Where a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Root,
    Property,
    /// In a list.
    Element,
    /// In a map.
    Entry,
}

/// The decisions.
pub(super) const DECISIONS: &[Decision] = &[
    Decision {
        name: "of duplicate keys, the last that is not null counts",
        reason: "C1 writes no duplicate keys. To find them, a reader would have to remember all keys of a message.",
        kinds: |_| true,
        // The value of a text has only this one.
        effect: |_, _, _| None,
    },
    Decision {
        name: "null is an absent value",
        reason: "Protobuf JSON reads null as an absent field, for every type. Lists and maps have no null.",
        kinds: |kind| !matches!(kind, Kind::Json),
        effect: |kind, place, value| {
            let keeps_its_place = matches!(kind, Kind::Any) && place == Place::Element;
            let is_value = matches!(kind, Kind::Json) && place != Place::Property;
            (value.is_null() && !keeps_its_place && !is_value).then_some(Effect::Absent)
        },
    },
    Decision {
        name: "null among related objects keeps its place",
        reason: "Paths such as `$.expanded[1]` refer to related objects by their position.",
        kinds: |kind| matches!(kind, Kind::List(items) if items["properties"].get("@type").is_some()),
        effect: |kind, place, value| {
            let is_related = matches!(kind, Kind::Any) && place == Place::Element;
            (value.is_null() && is_related).then(|| Effect::Reads(json!({})))
        },
    },
    Decision {
        name: "an empty text is an absent number, enum, date or duration",
        reason: "C1 also writes an empty text for what is not set, and these types have no empty value.",
        kinds: has_no_empty_text,
        effect: |kind, _, value| (value == "" && has_no_empty_text(kind)).then_some(Effect::Absent),
    },
    Decision {
        name: "an integer may have a fraction of zero or an exponent",
        reason: "Protobuf JSON accepts both, as JSON has one type of numbers.",
        kinds: is_integer,
        effect: |kind, _, value| if is_integer(kind) { whole(value).map(Effect::Reads) } else { None },
    },
    Decision {
        name: "a number in a text may have a plus sign, leading zeros, and no digit on one side of its point",
        reason: "Its value is clear. Rust reads it so, and so do readers of protobuf JSON in other languages.",
        kinds: is_number,
        effect: |kind, _, value| {
            let text = if is_number(kind) { value.as_str()? } else { return None };
            let (sign, digits) = match text.as_bytes().first()? {
                b'-' => ("-", &text[1..]),
                b'+' => ("", &text[1..]),
                _ => ("", text),
            };
            let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
            let is_number = digits.len() > usize::from(digits.contains('.'))
                && [whole, fraction].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
            let (whole, fraction) = (format!("{:0>1}", whole.trim_start_matches('0')), format!("{fraction:0<1}"));
            let plain = if is_integer(kind) { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") };
            is_number.then(|| Effect::Reads(if plain == "-0" { "0".into() } else { plain.into() }))
        },
    },
    Decision {
        name: "a date has a time and an offset",
        reason: "RFC 3339 and protobuf JSON require both, the offset as `Z` or `+05:30`. prost takes midnight and UTC for what \
                 is missing.",
        kinds: |kind| matches!(kind, Kind::Timestamp),
        effect: |kind, _, value| {
            let text = if matches!(kind, Kind::Timestamp) { value.as_str()? } else { return None };
            let offset = text.char_indices().rev().nth(5).map_or(text, |(start, _)| &text[start..]).as_bytes();
            let is_complete = match offset {
                [.., b'Z' | b'z'] => true,
                [b'+' | b'-', digits @ ..] => digits.get(2) == Some(&b':'),
                _ => false,
            };
            (!is_complete).then_some(Effect::Refused)
        },
    },
    Decision {
        name: "base64 may be URL-safe, without padding, and with stray bits",
        reason: "Protobuf JSON accepts both alphabets, with and without padding.",
        kinds: |kind| matches!(kind, Kind::Bytes),
        effect: |kind, _, value| {
            let Kind::Bytes = kind else { return None };
            let text = value.as_str()?;
            let is_mixed = text.contains(['+', '/']) && text.contains(['-', '_']);
            if is_mixed { None } else { Some(Effect::Reads(scalar::encoded(&scalar::base64(text)?).into())) }
        },
    },
    Decision {
        name: "padding ends base64",
        reason: "RFC 4648. data-encoding also reads one encoding after the other.",
        kinds: |kind| matches!(kind, Kind::Bytes),
        effect: |kind, _, value| {
            let text = if matches!(kind, Kind::Bytes) { value.as_str()? } else { return None };
            text.trim_end_matches('=').contains('=').then_some(Effect::Refused)
        },
    },
    Decision {
        name: "a duration has at most nine digits of a fraction, and its milliseconds have 63 bits",
        reason: "Protobuf JSON has nanoseconds, and 10,000 years at most. prost cuts further digits off.",
        kinds: |kind| matches!(kind, Kind::Duration),
        effect: |kind, _, value| {
            let text = if matches!(kind, Kind::Duration) { value.as_str()? } else { return None };
            scalar::duration(text).is_none().then_some(Effect::Refused)
        },
    },
    Decision {
        name: "a message is an object",
        reason: "serde's derive also reads a struct from a list of its fields, which protobuf JSON does not have.",
        kinds: |kind| matches!(kind, Kind::Message(_)),
        effect: |kind, _, value| (matches!(kind, Kind::Message(_)) && value.is_array()).then_some(Effect::Refused),
    },
    Decision {
        name: "an enum is a text",
        reason: "serde's derive also reads a variant from an object, which protobuf JSON does not have.",
        kinds: |kind| matches!(kind, Kind::Enum(_)),
        effect: |kind, _, value| (matches!(kind, Kind::Enum(_)) && value.is_object()).then_some(Effect::Refused),
    },
    Decision {
        name: "the type of a message of any type may be null",
        reason: "It is a field as others, for which null is absent.",
        kinds: |kind| matches!(kind, Kind::Any),
        effect: |kind, _, value| {
            let (Kind::Any, Some(fields)) = (kind, value.as_object()) else { return None };
            let mut fields = fields.clone();
            (fields.remove("@type")?.is_null()).then(|| Effect::Reads(fields.into()))
        },
    },
];

/// Kinds that are written as a text in some form, which is never empty.
fn has_no_empty_text(kind: Kind<'_>) -> bool {
    is_number(kind) || matches!(kind, Kind::Enum(_) | Kind::Timestamp | Kind::Duration)
}

/// The integer of a number that is not written as one, such as `5.0` or `"1e3"`, if doubles are exact there.
fn whole(value: &Value) -> Option<Value> {
    let number = match value {
        Value::Number(number) if number.is_f64() => number.as_f64()?,
        Value::String(text) if text.parse::<i128>().is_err() => text.parse().ok()?,
        _ => return None,
    };
    (number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0).then(|| format!("{number:.0}").into())
}

/// The effect of the first decision that has one on a value, which is added to `applied`.
pub(super) fn effect(kind: Kind<'_>, place: Place, value: &Value, applied: &mut Applied) -> Option<Effect> {
    let mut effects = DECISIONS.iter().enumerate();
    let (index, effect) =
        effects.find_map(|(index, decision)| Some((index, (decision.effect)(kind, place, value)?)))?;
    applied.add(index);
    Some(effect)
}

/// The decisions that were applied to a value.
#[derive(Clone, Debug, Default)]
pub(crate) struct Applied(Vec<usize>);

impl Applied {
    fn add(&mut self, index: usize) {
        if !self.0.contains(&index) {
            self.0.push(index);
        }
    }

    /// Adds the decision about duplicate keys.
    pub(super) fn duplicate_key(&mut self) {
        self.add(0);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Which decisions a run needed.
#[derive(Debug, Default)]
pub(crate) struct Usage([AtomicBool; DECISIONS.len()]);

impl Usage {
    /// Records a decision that alone made a difference.
    pub(super) fn record(&self, applied: &Applied) {
        if let [index] = applied.0.as_slice()
            && let Some(is_needed) = self.0.get(*index)
        {
            is_needed.store(true, Ordering::Relaxed);
        }
    }

    /// The decisions that no text needed, although the document has their kinds of values.
    pub(crate) fn unneeded(&self, document: &Document) -> Vec<&'static Decision> {
        let unneeded = DECISIONS.iter().zip(&self.0).filter(|(_, is_needed)| !is_needed.load(Ordering::Relaxed));
        unneeded.filter(|(decision, _)| has_kind(document, decision.kinds)).map(|(decision, _)| decision).collect()
    }
}
