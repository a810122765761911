//! Values of fields.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq, Serializer};

use super::number_key;
use super::parts::Parts;
use crate::drift::{self, ValuePath};

/// A value on the wire. Each type implements one of [`read`](Self::read) and [`read_at`](Self::read_at).
#[doc(hidden)]
pub trait Wire: Sized + fmt::Debug {
    /// Whether values have names of the API: properties or enum values, perhaps unknown ones.
    const HAS_NAMES: bool = false;

    /// Reads a value; `None` for `null` and its equivalents.
    ///
    /// # Errors
    ///
    /// The value is of another type.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        Self::read_at(deserializer, ValuePath::UNRECORDED)
    }

    /// Reads the value at `path`, for types that may have unknown parts.
    ///
    /// # Errors
    ///
    /// The value is of another type.
    fn read_at<'de, D: Deserializer<'de>>(deserializer: D, _path: &ValuePath<'_>) -> Result<Option<Self>, D::Error> {
        Self::read(deserializer)
    }

    /// Writes the value.
    ///
    /// # Errors
    ///
    /// Those of the serializer.
    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error>;

    /// Returns whether this is the default value, which is equal to an absent one.
    fn is_default(&self) -> bool;

    /// Returns whether this is what `null` is read as, which leaves a field unchanged.
    fn is_null(&self) -> bool {
        false
    }

    /// Adds the parts of a multipart body for the property `name`.
    fn write_parts(&self, name: &str, parts: &mut Parts) {
        parts.value(name, &to_value(self));
    }

    /// Returns the element of a list for a `null`; `None` by default, which omits it.
    fn null_element() -> Option<Self> {
        None
    }

    /// Returns a random value for tests; `None` for types without one.
    #[cfg(feature = "mock")]
    fn dummy(_random: &mut super::dummy::Random) -> Option<Self> {
        None
    }
}

/// A value with presence: `Some` of any value is written.
impl<T: Wire> Wire for Option<T> {
    const HAS_NAMES: bool = T::HAS_NAMES;

    fn read_at<'de, D: Deserializer<'de>>(deserializer: D, path: &ValuePath<'_>) -> Result<Option<Self>, D::Error> {
        T::read_at(deserializer, path).map(Some)
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(serializer),
            None => serializer.serialize_unit(),
        }
    }

    fn is_default(&self) -> bool {
        self.is_none()
    }

    fn is_null(&self) -> bool {
        self.is_none()
    }

    fn write_parts(&self, name: &str, parts: &mut Parts) {
        if let Some(value) = self {
            value.write_parts(name, parts);
        }
    }

    #[cfg(feature = "mock")]
    fn dummy(random: &mut super::dummy::Random) -> Option<Self> {
        T::dummy(random).map(Some)
    }
}

/// A list. Elements that are `null` are omitted, as protobuf JSON has none. Those of [`Any`](super::Any) keep their positions.
impl<T: Wire> Wire for Vec<T> {
    const HAS_NAMES: bool = T::HAS_NAMES;

    fn read_at<'de, D: Deserializer<'de>>(deserializer: D, path: &ValuePath<'_>) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(ListVisitor(path, PhantomData))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.len()))?;
        for value in self {
            list.serialize_element(&Written(value))?;
        }
        list.end()
    }

    fn is_default(&self) -> bool {
        self.is_empty()
    }

    fn write_parts(&self, name: &str, parts: &mut Parts) {
        for value in self {
            value.write_parts(name, parts);
        }
    }

    #[cfg(feature = "mock")]
    fn dummy(random: &mut super::dummy::Random) -> Option<Self> {
        Some(random.several(T::dummy))
    }
}

/// A map. Values that are `null` are omitted, as in a list.
impl<T: Wire> Wire for BTreeMap<String, T> {
    const HAS_NAMES: bool = T::HAS_NAMES;

    fn read_at<'de, D: Deserializer<'de>>(deserializer: D, path: &ValuePath<'_>) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(MapVisitor(path, PhantomData))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (key, value) in self {
            map.serialize_entry(key, &Written(value))?;
        }
        map.end()
    }

    fn is_default(&self) -> bool {
        self.is_empty()
    }

    #[cfg(feature = "mock")]
    fn dummy(random: &mut super::dummy::Random) -> Option<Self> {
        let values = random.several(T::dummy).into_iter().enumerate();
        Some(values.map(|(index, value)| (format!("key{}", index + 1), value)).collect())
    }
}

/// A value for a serializer.
pub(super) struct Written<'a, T>(pub(super) &'a T);

impl<T: Wire> serde::Serialize for Written<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer)
    }
}

/// Converts a value to JSON. This cannot fail for values of messages.
pub fn to_value<T: Wire>(value: &T) -> serde_json::Value {
    value.write(serde_json::value::Serializer).unwrap_or_default()
}

/// Reads a value; `None` for `null`.
///
/// # Errors
///
/// The value is of another type.
pub fn read_value<'de, T: Wire, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::read_at(deserializer, drift::root::<T>())
}

/// The seed of the value at a path for a deserializer.
pub(super) struct Read<'p, T>(pub(super) &'p ValuePath<'p>, pub(super) PhantomData<T>);

impl<'de, T: Wire> DeserializeSeed<'de> for Read<'_, T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::read_at(deserializer, self.0)
    }
}

/// Reads the list at a path.
struct ListVisitor<'p, T>(&'p ValuePath<'p>, PhantomData<T>);

impl<'de, T: Wire> Visitor<'de> for ListVisitor<'_, T> {
    type Value = Option<Vec<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::new();
        let path = if T::HAS_NAMES { self.0.of(ValuePath::ELEMENT) } else { *ValuePath::UNRECORDED };
        loop {
            match seq.next_element_seed(Read(&path, PhantomData)) {
                Ok(Some(value)) => values.extend(value.or_else(T::null_element)),
                Ok(None) => return Ok(Some(values)),
                Err(error) => {
                    drift::refuse(ValuePath::ELEMENT);
                    return Err(error);
                }
            }
        }
    }
}

/// Reads the map at a path.
struct MapVisitor<'p, T>(&'p ValuePath<'p>, PhantomData<T>);

impl<'de, T: Wire> Visitor<'de> for MapVisitor<'_, T> {
    type Value = Option<BTreeMap<String, T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut values = BTreeMap::new();
        while let Some(key) = map.next_key::<String>()? {
            number_key::refuse_number(&key, &self)?;
            match map.next_value_seed(Read(&self.0.of(ValuePath::KEY), PhantomData)) {
                Ok(Some(value)) => drop(values.insert(key, value)),
                Ok(None) => {}
                Err(error) => {
                    drift::refuse(ValuePath::KEY);
                    return Err(error);
                }
            }
        }
        Ok(Some(values))
    }
}
