//! Values of one of several types: `oneOf` and `anyOf`.

use std::fmt;

use serde::de::{Deserializer, Error};
use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use super::value::{Wire, to_value};
use crate::drift::{self, ValuePath};

/// A value of one of several types.
///
/// A union has a variant for each type in the specification, and `Unlisted` for any other value. A value shows its variant
/// by its JSON type, by the properties that an object has, or by the value of one property, the tag.
pub trait Union: Clone + fmt::Debug {
    /// The property whose value names the variant of an object.
    const TAG: Option<&'static str>;

    /// What a value of each variant has, in the order in which they are tried.
    const VARIANTS: &'static [VariantShape];

    /// Reads `value`, which is at `path`, as the variant at a position; `None` for its equivalents of `null`.
    ///
    /// # Errors
    ///
    /// The value has a part of another type.
    #[doc(hidden)]
    fn read_variant(index: usize, value: Value, path: &ValuePath<'_>) -> Result<Option<Self>, serde_json::Error>;

    #[doc(hidden)]
    fn unlisted(value: Value) -> Self;
}

/// What the values of a variant have in common.
#[derive(Clone, Copy, Debug)]
pub struct VariantShape {
    /// The JSON type.
    pub kind: JsonType,
    /// Of objects: the values of the tag, or without a tag the properties that are always present.
    pub marks: &'static [&'static str],
}

/// A type of JSON values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(non_camel_case_types, missing_docs)]
pub enum JsonType {
    array,
    boolean,
    /// A number without a fraction.
    integer,
    number,
    object,
    string,
}

impl JsonType {
    fn has(self, value: &Value) -> bool {
        match self {
            Self::array => value.is_array(),
            Self::boolean => value.is_boolean(),
            Self::integer => value.as_number().is_some_and(|number| !number.is_f64()),
            Self::number => value.is_number(),
            Self::object => value.is_object(),
            Self::string => value.is_string(),
        }
    }
}

impl VariantShape {
    fn has(&self, tag: Option<&str>, value: &Value) -> bool {
        let is_marked = || match tag {
            Some(tag) => value[tag].as_str().is_some_and(|value| self.marks.contains(&value)),
            None => self.marks.iter().all(|name| value.get(name).is_some_and(|value| !value.is_null())),
        };
        self.kind.has(value) && (self.kind != JsonType::object || is_marked())
    }
}

/// Reads the union at `path`; `None` for `null`.
///
/// # Errors
///
/// The value shows its variant, and has a part of another type.
pub fn read_union<'de, T: Union, D: Deserializer<'de>>(
    deserializer: D,
    path: &ValuePath<'_>,
) -> Result<Option<T>, D::Error> {
    let Some(value) = Value::read(deserializer)?.filter(|value| !value.is_null()) else { return Ok(None) };
    match T::VARIANTS.iter().position(|variant| variant.has(T::TAG, &value)) {
        Some(index) => drift::with_tag(path, T::TAG, || T::read_variant(index, value, path)).map_err(D::Error::custom),
        None => {
            drift::unknown_variant(path);
            Ok(Some(T::unlisted(value)))
        }
    }
}

/// Writes the value of a variant. An object that lacks the tag gets it, with the first of its marks.
///
/// # Errors
///
/// Those of the serializer.
pub fn write_variant<T: Wire, S: Serializer>(
    value: &T,
    tag: Option<&str>,
    marks: &[&str],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let (Some(tag), Some(mark)) = (tag, marks.first()) else { return value.write(serializer) };
    let mut value = to_value(value);
    let is_tagged = value[tag].as_str().is_some_and(|value| marks.contains(&value));
    if let (Value::Object(object), false) = (&mut value, is_tagged) {
        object.insert(tag.to_owned(), (*mark).into());
    }
    value.serialize(serializer)
}

/// Declares a [`Union`] by a table of its variants: each with its type, its JSON type and what marks an object of it.
///
/// ```text
/// union! {
///     /// `Pet`.
///     pub enum Pet tag "kind" {
///         Cat(Cat) object ["cat"];
///         Name(String) string [];
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! union {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident $(tag $tag:literal)? {
            $(
                $(#[$of_variant:meta])*
                $variant:ident($ty:ty) $kind:ident [$($mark:literal),*] $(as $encoding:ident)?;
            )*
        }
    ) => {
        $(#[$attribute])*
        #[non_exhaustive]
        #[derive(Clone, PartialEq)]
        #[allow(unreachable_pub)]
        pub enum $name {
            $($(#[$of_variant])* $variant($ty),)*
            /// A value that is none of the listed ones.
            Unlisted(::serde_json::Value),
        }

        impl $crate::wire::Union for $name {
            const TAG: ::std::option::Option<&'static str> = [$(::std::option::Option::Some($tag),)? ::std::option::Option::None][0];
            const VARIANTS: &'static [$crate::wire::VariantShape] = &[$(
                $crate::wire::VariantShape { kind: $crate::wire::JsonType::$kind, marks: &[$($mark),*] },
            )*];

            fn read_variant(
                index: usize,
                value: ::serde_json::Value,
                path: &$crate::drift::ValuePath<'_>,
            ) -> ::std::result::Result<::std::option::Option<Self>, ::serde_json::Error> {
                let mut position = 0..;
                $(
                    if position.next() == ::std::option::Option::Some(index) {
                        let value = <$ty as $crate::wire::Wire>::read_at(value, path)?;
                        return ::std::result::Result::Ok(value.map(Self::$variant));
                    }
                )*
                ::std::result::Result::Ok(::std::option::Option::Some(Self::Unlisted(value)))
            }

            fn unlisted(value: ::serde_json::Value) -> Self {
                Self::Unlisted(value)
            }
        }

        impl $crate::wire::Wire for $name {
            const HAS_NAMES: bool = true;

            #[inline]
            fn read_at<'de, D: ::serde::Deserializer<'de>>(
                deserializer: D,
                path: &$crate::drift::ValuePath<'_>,
            ) -> ::std::result::Result<::std::option::Option<Self>, D::Error> {
                $crate::wire::read_union(deserializer, path)
            }

            fn write<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => $crate::wire::write_variant(
                        $crate::written!(*value $(, $encoding)?),
                        <Self as $crate::wire::Union>::TAG,
                        &[$($mark),*],
                        serializer,
                    ),)*
                    Self::Unlisted(value) => ::serde::Serialize::serialize(value, serializer),
                }
            }

            #[inline]
            fn is_default(&self) -> bool {
                false
            }

            $crate::if_mock! {
                fn dummy(random: &mut $crate::wire::dummy::Random) -> ::std::option::Option<Self> {
                    $(
                        if let ::std::option::Option::Some(value) = <$ty as $crate::wire::Wire>::dummy(random) {
                            return ::std::option::Option::Some(Self::$variant(value));
                        }
                    )*
                    ::std::option::Option::None
                }
            }
        }

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    $(Self::$variant(value) => ::std::fmt::Debug::fmt(value, f),)*
                    // It may hold a secret.
                    Self::Unlisted(_) => f.write_str("Unlisted(..)"),
                }
            }
        }

        impl ::serde::Serialize for $name {
            #[inline]
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::wire::Wire::write(self, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                let value = <Self as $crate::wire::Wire>::read(deserializer)?;
                ::std::result::Result::Ok(value.unwrap_or(Self::Unlisted(::serde_json::Value::Null)))
            }
        }

        $(
            impl ::std::convert::From<$ty> for $name {
                #[inline]
                fn from(value: $ty) -> Self {
                    Self::$variant(value)
                }
            }
        )*
    };
}

#[cfg(test)]
mod tests;
