//! Messages, of which every generated model is one.

#[cfg(feature = "mock")]
pub(super) mod dummies;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::{SerializeMap, Serializer};

use super::number_key;
use super::value::{Read, Wire, Written};
use crate::drift::{self, ValuePath};

/// A model of the API: a protobuf message.
///
/// Generated models implement it by a list of their fields. The code that reads and writes them is generic, so a model costs
/// nothing until it is used.
pub trait Message: Default + fmt::Debug {
    /// The full name in the specification, such as `c1.api.user.v1.User`.
    const NAME: &'static str;

    /// The JSON names of the fields that belong to oneofs, with the names of these.
    #[cfg(feature = "mock")]
    #[doc(hidden)]
    const ONEOFS: &'static [(&'static str, &'static str)] = &[];

    /// Reads the field that `source` names, or skips an unknown field.
    fn read_field(&mut self, source: &mut impl FieldSource);

    /// Passes each field to `sink` with its JSON name.
    fn write_fields(&self, sink: &mut impl FieldSink);
}

/// Breaks reference cycles between messages.
impl<T: Message> Message for Box<T> {
    const NAME: &'static str = T::NAME;

    #[cfg(feature = "mock")]
    const ONEOFS: &'static [(&'static str, &'static str)] = T::ONEOFS;

    fn read_field(&mut self, source: &mut impl FieldSource) {
        (**self).read_field(source);
    }

    fn write_fields(&self, sink: &mut impl FieldSink) {
        (**self).write_fields(sink);
    }
}

/// A source of one field of a [`Message`].
pub trait FieldSource {
    /// The JSON name of the field.
    fn name(&self) -> &str;

    /// Reads the value into `field`. A `null` leaves it unchanged.
    fn read<T: Wire>(&mut self, field: &mut T);

    /// Skips the value of an unknown field.
    fn skip(&mut self);

    /// Reads the value of an unlisted field into a map, unless it is `null`.
    fn read_rest<T: Wire>(&mut self, rest: &mut BTreeMap<String, T>);
}

/// A sink of the fields of a [`Message`].
pub trait FieldSink {
    /// Writes a field, unless it has the default value.
    fn field<T: Wire>(&mut self, name: &'static str, value: &T);

    /// Writes a field, even with the default value.
    fn required<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.field(name, value);
    }

    /// Writes the fields that are not listed. Those of masks are always listed.
    fn rest<T: Wire>(&mut self, _name: &'static str, _fields: &BTreeMap<String, T>) {}

    /// Writes a field whose value must not be logged.
    fn sensitive<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.field(name, value);
    }

    /// Writes a field, even with the default value, that must not be logged.
    fn required_sensitive<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.required(name, value);
    }
}

/// Implements [`Message`] and the traits that follow from it for a struct, by a table of its fields.
///
/// A row is a kind, a field, an optional constant for masks, and the field's JSON name. The kind is the method of [`FieldSink`]
/// that writes the field. `<T>` follows the constant of a field with the message `T`.
///
/// ```text
/// message! {
///     UserView = "c1.api.user.v1.UserView" {
///         field managers_path MANAGERS_PATH "managersPath";
///         field user USER<User> "user";
///     }
/// }
/// ```
///
/// `as number` writes the 64-bit integers of a field as numbers instead of strings. `of` and a name says that the field is a case
/// of that oneof.
///
/// The last row may be `..` and a map, which holds all fields that are not listed.
///
/// The table of a request has `new` after the name. A row that ends with `set(...)` declares a [setter](crate::setter!).
///
/// All functions are inlined, so they are compiled where they are used, and not for each of thousands of models.
#[doc(hidden)]
#[macro_export]
macro_rules! message {
    ($name:ident = $full_name:literal $($new:ident)? {
        $(
            $kind:ident $field:ident $($(#[$attribute:meta])* $constant:ident $(<$inner:ty>)?)? $wire:literal
            $(as $encoding:ident)? $(of $oneof:literal)? $(set $setter:tt)?;
        )*
        $(..$rest:ident $(as $rest_encoding:ident)?;)?
    }) => {
        // Two thousand implementations would fill the documentation.
        #[doc(hidden)]
        impl $crate::wire::Message for $name {
            const NAME: &'static str = $full_name;

            $crate::if_mock! {
                const ONEOFS: &'static [(&'static str, &'static str)] = &[$($(($wire, $oneof),)?)*];
            }

            fn read_field(&mut self, source: &mut impl $crate::wire::FieldSource) {
                match source.name() {
                    $($wire => source.read(&mut self.$field),)*
                    _ => $crate::rest!(source $(, self.$rest)?),
                }
            }

            // A message may have no fields.
            #[allow(unused_variables)]
            fn write_fields(&self, sink: &mut impl $crate::wire::FieldSink) {
                $(sink.$kind($wire, $crate::written!(self.$field $(, $encoding)?));)*
                $(sink.rest(stringify!($rest), $crate::written_rest!(self.$rest $(, $rest_encoding)?));)?
            }
        }

        // Messages of tests are not reachable. A constant needs no documentation beyond the name of its field.
        #[allow(missing_docs, unreachable_pub)]
        impl $name {
            $($(
                $(#[$attribute])*
                pub const $constant: $crate::FieldPath<Self $(, $inner)?> = $crate::FieldPath::new($wire);
            )?)*

            $(
                /// Creates an empty request.
                #[inline]
                #[must_use]
                pub fn $new() -> Self {
                    Self::default()
                }
            )?

            $($(
                $crate::setter!($field $setter);
            )?)*
        }

        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::wire::show(stringify!($name), self, f)
            }
        }

        impl ::serde::Serialize for $name {
            #[inline]
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::wire::Wire::write(self, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                $crate::wire::read_or_default(deserializer)
            }
        }
    };
}

/// Reads a field that is not listed.
#[doc(hidden)]
#[macro_export]
macro_rules! rest {
    ($source:ident) => {
        $source.skip()
    };
    ($source:ident, $rest:expr) => {
        $source.read_rest(&mut $rest)
    };
}

/// Reads a message; `null` is an empty one.
pub fn read_or_default<'de, T: Message, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::read_at(deserializer, drift::root::<T>()).map(Option::unwrap_or_default)
}

impl<T: Message> Wire for T {
    const HAS_NAMES: bool = true;

    fn read_at<'de, D: Deserializer<'de>>(deserializer: D, path: &ValuePath<'_>) -> Result<Option<Self>, D::Error> {
        deserializer.deserialize_any(MessageVisitor(path, PhantomData))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sink = Writer { map: serializer.serialize_map(None)?, result: Ok(()) };
        self.write_fields(&mut sink);
        sink.result?;
        sink.map.end()
    }

    fn is_default(&self) -> bool {
        false
    }

    #[cfg(feature = "mock")]
    fn dummy(random: &mut super::dummy::Random) -> Option<Self> {
        random.nested(dummies::message)
    }
}

struct Writer<M: SerializeMap> {
    map: M,
    /// The first failure, after which nothing is written.
    result: Result<(), M::Error>,
}

impl<M: SerializeMap> FieldSink for Writer<M> {
    fn rest<T: Wire>(&mut self, _name: &'static str, fields: &BTreeMap<String, T>) {
        for (name, value) in fields {
            if self.result.is_ok() {
                self.result = self.map.serialize_entry(name, &Written(value));
            }
        }
    }

    fn field<T: Wire>(&mut self, name: &'static str, value: &T) {
        if !value.is_default() {
            self.required(name, value);
        }
    }

    fn required<T: Wire>(&mut self, name: &'static str, value: &T) {
        if self.result.is_ok() {
            self.result = self.map.serialize_entry(name, &Written(value));
        }
    }
}

/// Reads the message at a path.
struct MessageVisitor<'p, T>(&'p ValuePath<'p>, PhantomData<T>);

impl<'de, T: Message> Visitor<'de> for MessageVisitor<'_, T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object ({})", T::NAME)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut message = T::default();
        while let Some(name) = map.next_key_seed(Name)? {
            number_key::refuse_number(&name, &self)?;
            let mut reader = FieldReader { name: &name, map: &mut map, path: self.0, result: Ok(()) };
            message.read_field(&mut reader);
            if let Err(error) = reader.result {
                drift::refuse(&name);
                return Err(error);
            }
        }
        Ok(Some(message))
    }
}

/// Reads a field of the message at a path.
struct FieldReader<'r, A, E> {
    name: &'r str,
    map: &'r mut A,
    path: &'r ValuePath<'r>,
    result: Result<(), E>,
}

impl<'de, A: MapAccess<'de>> FieldSource for FieldReader<'_, A, A::Error> {
    fn name(&self) -> &str {
        self.name
    }

    fn read<T: Wire>(&mut self, field: &mut T) {
        let own;
        let path = if T::HAS_NAMES {
            own = self.path.of(self.name);
            &own
        } else {
            ValuePath::UNRECORDED
        };
        match self.map.next_value_seed(Read(path, PhantomData::<T>)) {
            Ok(Some(value)) if !value.is_null() => *field = value,
            Ok(_) => {}
            Err(error) => self.result = Err(error),
        }
    }

    fn skip(&mut self) {
        drift::unknown_property(&self.path.of(self.name));
        self.result = self.map.next_value::<IgnoredAny>().map(|_| ());
    }

    fn read_rest<T: Wire>(&mut self, rest: &mut BTreeMap<String, T>) {
        let name = std::mem::replace(&mut self.name, ValuePath::KEY);
        let mut value = None;
        self.read(&mut value);
        if self.result.is_err() {
            drift::refuse_key();
        }
        if let Some(value) = value {
            rest.insert(name.to_owned(), value);
        }
    }
}

/// The name of a field, borrowed from the text if possible, which avoids an allocation.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(name))
    }

    fn visit_str<E>(self, name: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name.to_owned()))
    }

    fn visit_string<E>(self, name: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(name))
    }
}
