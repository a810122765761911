//! Values of fields.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq, Serializer};

use super::number_key;
use super::parts::Parts;

/// A value on the wire.
#[doc(hidden)]
pub trait Wire: Sized + fmt::Debug {
    /// Reads a value; `None` for `null` and its equivalents.
    ///
    /// # Errors
    ///
    /// The value is of another type.
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error>;

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
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        T::read(deserializer).map(Some)
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
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(ListVisitor(PhantomData))
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
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(MapVisitor(PhantomData))
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
    T::read(deserializer)
}

/// The seed of a value for a deserializer.
pub(super) struct Read<T>(pub(super) PhantomData<T>);

impl<'de, T: Wire> DeserializeSeed<'de> for Read<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<T>, D::Error> {
        T::read(deserializer)
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Wire> Visitor<'de> for ListVisitor<T> {
    type Value = Option<Vec<T>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element_seed(Read(PhantomData))? {
            values.extend(value.or_else(T::null_element));
        }
        Ok(Some(values))
    }
}

struct MapVisitor<T>(PhantomData<T>);

impl<'de, T: Wire> Visitor<'de> for MapVisitor<T> {
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
            if let Some(value) = map.next_value_seed(Read(PhantomData))? {
                values.insert(key, value);
            }
        }
        Ok(Some(values))
    }
}
