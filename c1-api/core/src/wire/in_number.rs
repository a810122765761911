//! 64-bit integers as JSON numbers, where protobuf JSON has strings.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::Deserializer;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};

use serde_json::Value;

use super::parts::Parts;
use super::value::{Wire, Written, to_value};

/// A value whose 64-bit integers are written as JSON numbers. Both forms are read.
#[derive(Clone, Default, PartialEq)]
pub struct InNumber<T>(pub T);

impl<T: fmt::Debug> fmt::Debug for InNumber<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T: NumberWire> Wire for InNumber<T> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        T::read(deserializer).map(|value| value.map(Self))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write_number(serializer)
    }

    fn is_default(&self) -> bool {
        self.0.is_default()
    }

    fn write_parts(&self, name: &str, parts: &mut Parts) {
        match to_value(self) {
            Value::Array(values) => values.iter().for_each(|value| parts.value(name, value)),
            value => parts.value(name, &value),
        }
    }
}

/// A value that is or contains 64-bit integers.
pub trait NumberWire: Wire + Clone {
    /// Writes the value, its integers as JSON numbers.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn write_number<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;
}

impl NumberWire for i64 {
    fn write_number<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(*self)
    }
}

impl NumberWire for u64 {
    fn write_number<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(*self)
    }
}

impl<T: NumberWire> NumberWire for Option<T> {
    fn write_number<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write_number(serializer),
            None => serializer.serialize_unit(),
        }
    }
}

impl<T: NumberWire> NumberWire for Vec<T> {
    fn write_number<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.len()))?;
        for value in self {
            list.serialize_element(&Written(&InNumber(value.clone())))?;
        }
        list.end()
    }
}

impl<T: NumberWire> NumberWire for BTreeMap<String, T> {
    fn write_number<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (key, value) in self {
            map.serialize_entry(key, &Written(&InNumber(value.clone())))?;
        }
        map.end()
    }
}

/// The value of a field as its row in a table of [`message!`](crate::message!) says.
#[doc(hidden)]
#[macro_export]
macro_rules! written {
    ($field:expr) => {
        &$field
    };
    ($field:expr, number) => {
        &$crate::wire::InNumber(::std::clone::Clone::clone(&$field))
    };
}

/// The map of the fields that are not listed, as the last row of a table of [`message!`](crate::message!) says.
#[doc(hidden)]
#[macro_export]
macro_rules! written_rest {
    ($rest:expr) => {
        &$rest
    };
    ($rest:expr, number) => {
        &$crate::wire::in_numbers(&$rest)
    };
}

/// Returns a map with values whose 64-bit integers are written as JSON numbers.
pub fn in_numbers<T: Clone>(map: &BTreeMap<String, T>) -> BTreeMap<String, InNumber<T>> {
    map.iter().map(|(key, value)| (key.clone(), InNumber(value.clone()))).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use crate::wire::message;

    #[derive(Clone, Default, PartialEq)]
    struct Counts {
        small: i8,
        port: u16,
        total: i64,
        size: Option<u64>,
        matrix: Vec<Vec<i64>>,
        by_name: Option<BTreeMap<String, u64>>,
        text: i64,
    }

    message! {
        Counts = "test.Counts" {
            field small "small";
            field port "port";
            required total "total" as number;
            field size "size" as number;
            field matrix "matrix" as number;
            sensitive by_name "byName" as number;
            field text "text";
        }
    }

    fn round_trip(value: &Value) -> Value {
        let counts: Counts = serde_json::from_value(value.clone()).expect("a message");
        let text: Counts = serde_json::from_str(&value.to_string()).expect("a message");
        assert_eq!(counts, text);
        serde_json::to_value(&counts).expect("JSON")
    }

    #[test]
    fn integers_are_numbers_where_the_table_says_so() {
        let value = json!({
            "small": -128, "port": 65_535, "total": i64::MIN, "size": u64::MAX, "matrix": [[1, -2], []],
            "byName": {"a": u64::MAX}, "text": "7",
        });
        assert_eq!(round_trip(&value), value);
        assert_eq!(round_trip(&json!({"size": 0, "total": 0})), json!({"size": 0, "total": 0}));
        assert_eq!(
            round_trip(&json!({"total": "5", "matrix": [["6"]], "text": 7})),
            json!({"total": 5, "matrix": [[6]], "text": "7"})
        );
    }

    #[test]
    fn integers_beyond_their_size_are_errors() {
        for value in [
            json!({"small": 128}),
            json!({"port": -1}),
            json!({"total": 9_223_372_036_854_775_808_u64}),
            json!({"size": -1}),
        ] {
            assert!(serde_json::from_value::<Counts>(value.clone()).is_err(), "{value}");
        }
    }

    #[test]
    fn numbers_are_hidden_and_shown_as_others() {
        let counts = Counts { total: 1, matrix: vec![vec![2]], by_name: Some(BTreeMap::new()), ..Counts::default() };
        assert_eq!(format!("{counts:?}"), "Counts { total: 1, matrix: [[2]], by_name: [hidden] }");
    }

    #[derive(Clone, Default, PartialEq)]
    struct Open {
        id: String,
        rest: BTreeMap<String, i64>,
        texts: Texts,
    }

    #[derive(Clone, Default, PartialEq)]
    struct Texts {
        rest: BTreeMap<String, Vec<String>>,
    }

    message! {
        Open = "test.Open" {
            field id "id";
            required texts "texts";
            ..rest as number;
        }
    }

    message! {
        Texts = "test.Texts" {
            ..rest;
        }
    }

    #[test]
    fn fields_that_are_not_listed_are_kept_in_a_map() {
        let value = json!({"id": "a", "one": 1, "two": 2, "texts": {"x": ["y"], "empty": []}});
        let open: Open = serde_json::from_value(value.clone()).expect("a message");
        assert_eq!(open.rest, BTreeMap::from([("one".to_owned(), 1), ("two".to_owned(), 2)]));
        assert_eq!(serde_json::to_value(&open).expect("JSON"), value);
        assert_eq!(
            format!("{open:?}"),
            r#"Open { id: "a", texts: Texts { rest: {"empty": [], "x": ["y"]} }, rest: {"one": 1, "two": 2} }"#
        );
        let null: Open = serde_json::from_value(json!({"one": null})).expect("a message");
        assert_eq!(null, Open::default());
        assert!(serde_json::from_value::<Open>(json!({"one": "x"})).is_err());
    }
}
