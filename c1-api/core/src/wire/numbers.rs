//! Numbers. Protobuf JSON writes 64-bit integers as strings, and reads all numbers from numbers and strings.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, MapAccess, Unexpected, Visitor};
use serde::ser::Serializer;

use super::value::Wire;

/// A number in JSON.
trait Number: Sized {
    const EXPECTED: &'static str;

    fn from_integer(value: i128) -> Option<Self>;
    fn from_float(value: f64) -> Option<Self>;
    /// Reads a number in a string.
    fn from_text(text: &str) -> Option<Self>;
}

macro_rules! integers {
    ($($integer:ty, $expected:literal, |$value:ident, $serializer:ident| $write:expr;)*) => {$(
        impl Number for $integer {
            const EXPECTED: &'static str = $expected;

            fn from_integer(value: i128) -> Option<Self> {
                value.try_into().ok()
            }

            /// `1.0` and `1e3` are integers in JSON.
            fn from_float(value: f64) -> Option<Self> {
                let whole = value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0;
                // The bound above makes this exact.
                #[allow(clippy::cast_possible_truncation)]
                whole.then_some(value as i128).and_then(Self::from_integer)
            }

            /// Protobuf JSON allows `1e3` and `1.0` in strings, too.
            fn from_text(text: &str) -> Option<Self> {
                text.parse().ok().or_else(|| Self::from_float(text.parse().ok()?))
            }
        }

        impl Wire for $integer {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
                deserializer.deserialize_any(NumberVisitor(PhantomData))
            }

            fn write<S: Serializer>(&self, $serializer: S) -> Result<S::Ok, S::Error> {
                let $value = *self;
                $write
            }

            fn is_default(&self) -> bool {
                *self == 0
            }

            #[cfg(feature = "mock")]
            fn dummy(random: &mut super::dummy::Random) -> Option<Self> {
                <$integer>::from_integer(random.number().into())
            }
        }
    )*};
}

integers! {
    i8, "an 8-bit integer", |value, serializer| serializer.serialize_i8(value);
    u8, "an unsigned 8-bit integer", |value, serializer| serializer.serialize_u8(value);
    i16, "a 16-bit integer", |value, serializer| serializer.serialize_i16(value);
    u16, "an unsigned 16-bit integer", |value, serializer| serializer.serialize_u16(value);
    i32, "a 32-bit integer", |value, serializer| serializer.serialize_i32(value);
    u32, "an unsigned 32-bit integer", |value, serializer| serializer.serialize_u32(value);
    i64, "a 64-bit integer, in a string or not", |value, serializer| serializer.collect_str(&value);
    u64, "an unsigned 64-bit integer, in a string or not", |value, serializer| serializer.collect_str(&value);
}

macro_rules! floats {
    ($($float:ty, $write:ident;)*) => {$(
        impl Number for $float {
            const EXPECTED: &'static str = "a number";

            // The result is the nearest float.
            #[allow(clippy::cast_precision_loss)]
            fn from_integer(value: i128) -> Option<Self> {
                Some(value as $float)
            }

            /// A number beyond the range is an error, as in protobuf JSON.
            #[allow(clippy::cast_possible_truncation, clippy::cast_lossless)]
            fn from_float(value: f64) -> Option<Self> {
                let float = value as $float;
                (float.is_finite() || !value.is_finite()).then_some(float)
            }

            /// Protobuf JSON has three words for what is not finite. `parse` has more, and reads `1e400` as one of them.
            fn from_text(text: &str) -> Option<Self> {
                let float: $float = text.parse().ok()?;
                (float.is_finite() || ["NaN", "Infinity", "-Infinity"].contains(&text)).then_some(float)
            }
        }

        impl Wire for $float {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
                deserializer.deserialize_any(NumberVisitor(PhantomData))
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                // JSON has no such numbers. Protobuf JSON uses these strings.
                match *self {
                    value if value.is_nan() => serializer.serialize_str("NaN"),
                    <$float>::INFINITY => serializer.serialize_str("Infinity"),
                    <$float>::NEG_INFINITY => serializer.serialize_str("-Infinity"),
                    value => serializer.$write(value),
                }
            }

            fn is_default(&self) -> bool {
                // Negative zero is not the default value in protobuf.
                self.to_bits() == 0
            }

            #[cfg(feature = "mock")]
            fn dummy(random: &mut super::dummy::Random) -> Option<Self> {
                <$float>::from_integer(random.number().into())
            }
        }
    )*};
}

floats! {
    f32, serialize_f32;
    f64, serialize_f64;
}

struct NumberVisitor<T>(PhantomData<T>);

impl<'de, T: Number> Visitor<'de> for NumberVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        let number = T::from_integer(value.into());
        number.map(Some).ok_or_else(|| E::invalid_value(Unexpected::Signed(value), &self))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        let number = T::from_integer(value.into());
        number.map(Some).ok_or_else(|| E::invalid_value(Unexpected::Unsigned(value), &self))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        let number = T::from_float(value);
        number.map(Some).ok_or_else(|| E::invalid_value(Unexpected::Float(value), &self))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        let Ok(number) = serde_json::Number::deserialize(MapAccessDeserializer::new(map)) else {
            return Err(A::Error::invalid_type(Unexpected::Map, &self));
        };
        let number = number.as_f64().and_then(T::from_float);
        number.map(Some).ok_or_else(|| A::Error::invalid_value(Unexpected::Other("number"), &self))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        if value.is_empty() {
            return Ok(None);
        }
        T::from_text(value).map(Some).ok_or_else(|| E::invalid_value(Unexpected::Str(value), &self))
    }
}
