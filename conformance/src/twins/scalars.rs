//! The scalars of protobuf JSON for serde's derive: dates and durations by prost, base64 by data-encoding.

use data_encoding::BASE64;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Number, Value};

/// A number, or a number in a string.
#[derive(Deserialize)]
#[serde(untagged)]
enum Spelling {
    Number(Number),
    Text(String),
}

impl Spelling {
    fn number(self) -> Result<Number, String> {
        match self {
            Self::Number(number) => Ok(number),
            Self::Text(text) => text.parse().map_err(|error: serde_json::Error| error.to_string()),
        }
    }
}

/// Declares an integer that is read from both spellings, and written as a value of the type after `as`.
macro_rules! integers {
    ($($(#[$attribute:meta])* $name:ident($integer:ty) as $written:ty;)*) => {$(
        $(#[$attribute])*
        #[derive(Clone, Debug, Default, PartialEq, Deserialize)]
        #[serde(try_from = "Spelling")]
        pub struct $name($integer);

        impl TryFrom<Spelling> for $name {
            type Error = String;

            fn try_from(spelling: Spelling) -> Result<Self, String> {
                <$integer>::deserialize(spelling.number()?).map(Self).map_err(|error| error.to_string())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                <$written>::from(self.clone()).serialize(serializer)
            }
        }

        impl From<$name> for $integer {
            fn from(value: $name) -> Self {
                value.0
            }
        }
    )*};
}

integers! {
    /// `int32`.
    Int32(i32) as i32;
    /// `uint32`.
    UInt32(u32) as u32;
    /// `int64`, which is written as a string.
    Int64(i64) as String;
    /// `uint64`, which is written as a string.
    UInt64(u64) as String;
}

impl From<Int64> for String {
    fn from(value: Int64) -> Self {
        value.0.to_string()
    }
}

impl From<UInt64> for String {
    fn from(value: UInt64) -> Self {
        value.0.to_string()
    }
}

/// `double`, with words for what JSON cannot write.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Spelling")]
pub struct Double(f64);

impl Default for Double {
    fn default() -> Self {
        Self(0.0)
    }
}

/// Negative zero is another number to protobuf.
impl PartialEq for Double {
    fn eq(&self, other: &Self) -> bool {
        self.0.to_bits() == other.0.to_bits()
    }
}

impl TryFrom<Spelling> for Double {
    type Error = String;

    fn try_from(spelling: Spelling) -> Result<Self, String> {
        if let Spelling::Text(text) = &spelling {
            match text.as_str() {
                "NaN" => return Ok(Self(f64::NAN)),
                "Infinity" => return Ok(Self(f64::INFINITY)),
                "-Infinity" => return Ok(Self(f64::NEG_INFINITY)),
                _ => {}
            }
        }
        spelling.number()?.as_f64().map(Self).ok_or_else(|| "not a double".to_owned())
    }
}

impl Serialize for Double {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            value if value.is_nan() => "NaN".serialize(serializer),
            f64::INFINITY => "Infinity".serialize(serializer),
            f64::NEG_INFINITY => "-Infinity".serialize(serializer),
            value => value.serialize(serializer),
        }
    }
}

/// Declares a value that is written as a text.
macro_rules! texts {
    ($($(#[$attribute:meta])* $name:ident($inner:ty): $parse:expr, $text:expr;)*) => {$(
        $(#[$attribute])*
        #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name($inner);

        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                let parse: fn(&str) -> Result<$inner, String> = $parse;
                parse(&text).map(Self)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                let text: fn(&$inner) -> Self = $text;
                text(&value.0)
            }
        }
    )*};
}

texts! {
    /// `google.protobuf.Timestamp`.
    Timestamp(prost_types::Timestamp): |text| text.parse().map_err(|error| format!("{error}")), ToString::to_string;
    /// `google.protobuf.Duration`.
    Duration(prost_types::Duration): |text| text.parse().map_err(|error| format!("{error}")), ToString::to_string;
    /// Bytes in base64, in the standard alphabet with padding.
    Binary(Vec<u8>): |text| BASE64.decode(text.as_bytes()).map_err(|error| error.to_string()), |bytes| BASE64.encode(bytes);
}

/// `google.protobuf.Any`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Any {
    #[serde(rename = "@type", default, skip_serializing_if = "String::is_empty")]
    type_url: String,
    #[serde(flatten)]
    fields: Map<String, Value>,
}
