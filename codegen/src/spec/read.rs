//! YAML or JSON text to a tree of JSON values.
//!
//! `serde_json::Value` alone would keep the last of two equal keys; here they are errors. Its maps are ordered by key,
//! so nothing that is built from them depends on the order in which a document was written.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::Document;
use crate::error::{Bounded, Error, Errors};
use crate::pointer;

/// Reads a document, whatever it describes.
pub(crate) fn read(document: &Document) -> Result<Value, Errors> {
    let mut path = Path { names: Vec::new(), repeated: Vec::new() };
    let yaml = serde_yaml::Deserializer::from_str(&document.text);
    let value = Node { path: &mut path }.deserialize(yaml).map_err(|error| {
        let place = error.location().map(|location| location.line());
        let unplaced = Error::new(&document.file, "", format!("cannot be read: {}", Bounded(&error.to_string())))
            .help("it must be one YAML or JSON document; check it where the message points");
        match place {
            Some(line) => unplaced.line(line),
            None => unplaced,
        }
    })?;
    let repeated = path.repeated.iter().map(|key| {
        Error::new(&document.file, key, "the key stands twice in one object")
            .help("remove one of the two: which one counts is not defined")
    });
    Errors::none_or(repeated.collect(), value)
}

/// The line of `text`, counted from 1, on which what the JSON `pointer` names stands; none where it names nothing.
pub(crate) fn line_of(text: &str, pointer: &str) -> Option<usize> {
    let names = pointer::split(pointer);
    let arrived = Cell::new(false);
    let stop = Locate { names: &names, arrived: &arrived }.deserialize(serde_yaml::Deserializer::from_str(text));
    stop.err().filter(|_| arrived.get())?.location().map(|location| location.line())
}

/// Where the reader is, and what it found wrong on its way.
struct Path {
    names: Vec<String>,
    repeated: Vec<String>,
}

struct Node<'p> {
    path: &'p mut Path,
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value that JSON has too (no tag, no key that is a list or an object)")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    /// A text without any document in it.
    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("the number is infinite or not a number"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        loop {
            self.path.names.push(values.len().to_string());
            let next = seq.next_element_seed(Node { path: self.path })?;
            self.path.names.pop();
            match next {
                Some(value) => values.push(value),
                None => return Ok(Value::Array(values)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut values = Map::new();
        while let Some(key) = map.next_key_seed(Key)? {
            self.path.names.push(key.clone());
            let value = map.next_value_seed(Node { path: self.path })?;
            if values.insert(key, value).is_some() {
                self.path.repeated.push(pointer::join(&self.path.names));
            }
            self.path.names.pop();
        }
        Ok(Value::Object(values))
    }
}

/// A key of an object. YAML reads `200:` as a number; in JSON, and so in OpenAPI, it is a string.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Key {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key that is a string")
    }

    fn visit_bool<E>(self, value: bool) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_i64<E>(self, value: i64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_u64<E>(self, value: u64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_str<E>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }
}

/// Walks to one value and fails there on purpose: the YAML reader adds the line to any error, and to nothing else.
struct Locate<'p> {
    names: &'p [String],
    /// Whether it was that value, as texts can be wrong on the way too.
    arrived: &'p Cell<bool>,
}

impl<'de> DeserializeSeed<'de> for Locate<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.arrived.set(self.names.is_empty());
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Locate<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list on the way")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Some((name, rest)) = self.names.split_first() else {
            return Err(serde::de::Error::custom("here"));
        };
        let wanted = name.parse::<usize>().unwrap_or(usize::MAX);
        let mut index = 0;
        while index < wanted {
            if seq.next_element::<serde::de::IgnoredAny>()?.is_none() {
                return Ok(());
            }
            index += 1;
        }
        seq.next_element_seed(Locate { names: rest, arrived: self.arrived }).map(|_| ())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some((name, rest)) = self.names.split_first() else {
            return Err(serde::de::Error::custom("here"));
        };
        while let Some(key) = map.next_key_seed(Key)? {
            if key == *name {
                return map.next_value_seed(Locate { names: rest, arrived: self.arrived });
            }
            map.next_value::<serde::de::IgnoredAny>()?;
        }
        Ok(())
    }

    // A scalar has no visitor method here: being asked for one is the error that carries the line.
}

#[cfg(test)]
mod tests;
