//! Enums with unknown values.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

use crate::drift::{self, ValuePath};

/// An enum of the API: a set of strings that may grow.
///
/// Each enum has a variant for each value in the specification, and `Unlisted` for any other. A `match` ends with an arm `_`,
/// which covers `Unlisted` and the variants of later versions:
///
/// ```
/// use c1_api::user::v1::UserStatus;
///
/// fn is_active(status: &UserStatus) -> bool {
///     match status {
///         UserStatus::Enabled => true,
///         UserStatus::Disabled | UserStatus::Deleted => false,
///         _ => false,
///     }
/// }
///
/// let status = UserStatus::from("ON_LEAVE");
/// assert!(status.is_unlisted());
/// assert_eq!(status.as_str(), "ON_LEAVE");
/// assert!(!is_active(&status));
/// ```
pub trait OpenEnum: Clone + Eq + fmt::Debug + 'static {
    /// The values in this version of the crate, in the order of the specification.
    const VALUES: &'static [Self];

    /// Returns the value on the wire.
    fn as_str(&self) -> &str;

    /// Returns whether this is the default value, which is not written.
    fn is_default(&self) -> bool {
        false
    }

    /// Whether the specification allows any text, also the empty one.
    #[doc(hidden)]
    const ANY_TEXT: bool = false;

    #[doc(hidden)]
    fn unlisted(value: UnlistedValue) -> Self;
}

/// A value that this version of the crate does not list, verbatim.
///
/// Created by reading a response and by [`From<&str>`](From) of the enum. It never equals a listed value.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UnlistedValue(Box<str>);

impl UnlistedValue {
    /// Returns the value on the wire.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for UnlistedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for UnlistedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Returns the listed value `text`, else an unlisted one.
pub fn from_text<T: OpenEnum>(text: &str) -> T {
    listed(text).unwrap_or_else(|| T::unlisted(UnlistedValue(text.into())))
}

fn listed<T: OpenEnum>(text: &str) -> Option<T> {
    T::VALUES.iter().find(|value| value.as_str() == text).cloned()
}

/// Reads the enum at `path`; `None` for `null`, and for the empty string unless it is a value.
pub fn read<'de, T: OpenEnum, D: Deserializer<'de>>(
    deserializer: D,
    path: &ValuePath<'_>,
) -> Result<Option<T>, D::Error> {
    deserializer.deserialize_any(EnumVisitor(path, PhantomData))
}

/// Reads an enum that must be present.
pub fn read_present<'de, T: OpenEnum, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    read(deserializer, ValuePath::UNRECORDED)?
        .ok_or_else(|| D::Error::custom("an enum has neither `null` nor the empty string among its values"))
}

/// Returns a random listed value, other than the default one if there is another.
#[cfg(feature = "mock")]
pub fn dummy_enum<T: OpenEnum>(random: &mut super::dummy::Random) -> Option<T> {
    let others: Vec<&T> = T::VALUES.iter().filter(|value| !value.is_default()).collect();
    random.choose(&others).or(T::VALUES.first()).cloned()
}

/// Reads the enum at a path.
struct EnumVisitor<'p, T>(&'p ValuePath<'p>, PhantomData<T>);

impl<T: OpenEnum> Visitor<'_> for EnumVisitor<'_, T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string of an enum")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(match listed(value) {
            Some(listed) => Some(listed),
            None if value.is_empty() && !T::ANY_TEXT => None,
            None => {
                if !T::ANY_TEXT {
                    drift::unknown_enum_value(self.0, value);
                }
                Some(T::unlisted(UnlistedValue(value.into())))
            }
        })
    }
}

/// Declares an [`OpenEnum`] by a table of its values. A line behind it names the default value, if there is one, and another says
/// that any text is a value.
///
/// ```text
/// open_enum! {
///     /// `USER_TYPE` of `c1.api.user.v1`.
///     pub enum UserType {
///         Unspecified = "USER_TYPE_UNSPECIFIED",
///         Human = "USER_TYPE_HUMAN",
///     }
///     default Unspecified;
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident { $($(#[$of_variant:meta])* $variant:ident = $value:literal,)* }
        $(default $zero:ident;)?
        $(any_text $any_text:literal;)?
    ) => {
        $(#[$attribute])*
        #[non_exhaustive]
        #[derive(Clone, PartialEq, Eq, Hash)]
        // Enums of tests are not reachable.
        #[allow(unreachable_pub)]
        pub enum $name {
            $(
                #[doc = concat!("`", $value, "`.")]
                $(#[$of_variant])*
                $variant,
            )*
            /// A value that this version of the crate does not list: see [how to match it](crate::codec::OpenEnum).
            Unlisted($crate::wire::UnlistedValue),
        }

        impl $crate::wire::OpenEnum for $name {
            const VALUES: &'static [Self] = &[$(Self::$variant),*];

            $(const ANY_TEXT: bool = $any_text;)?

            #[inline]
            fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::Unlisted(value) => value.as_str(),
                }
            }

            $(
                #[inline]
                fn is_default(&self) -> bool {
                    matches!(self, Self::$zero)
                }
            )?

            #[inline]
            fn unlisted(value: $crate::wire::UnlistedValue) -> Self {
                Self::Unlisted(value)
            }
        }

        $(
            impl ::std::default::Default for $name {
                #[inline]
                fn default() -> Self {
                    Self::$zero
                }
            }
        )?

        // Enums of tests are not reachable, and use a part of it.
        #[allow(dead_code, unreachable_pub)]
        impl $name {
            /// The values in this version of the crate, in the order of the specification.
            pub const VALUES: &'static [Self] = <Self as $crate::wire::OpenEnum>::VALUES;

            /// Returns the value on the wire.
            #[inline]
            pub fn as_str(&self) -> &str {
                $crate::wire::OpenEnum::as_str(self)
            }

            /// Returns whether this version of the crate does not list the value.
            #[inline]
            pub fn is_unlisted(&self) -> bool {
                matches!(self, Self::Unlisted(_))
            }
        }

        impl ::std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl ::std::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl ::std::convert::From<&str> for $name {
            #[inline]
            fn from(text: &str) -> Self {
                $crate::wire::from_text(text)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;

            // Not `Self::Err`, which may be a variant.
            #[inline]
            fn from_str(text: &str) -> ::std::result::Result<Self, ::std::convert::Infallible> {
                ::std::result::Result::Ok(Self::from(text))
            }
        }

        impl ::std::cmp::Ord for $name {
            #[inline]
            fn cmp(&self, other: &Self) -> ::std::cmp::Ordering {
                self.as_str().cmp(other.as_str())
            }
        }

        impl ::std::cmp::PartialOrd for $name {
            #[inline]
            fn partial_cmp(&self, other: &Self) -> ::std::option::Option<::std::cmp::Ordering> {
                ::std::option::Option::Some(self.cmp(other))
            }
        }

        impl ::serde::Serialize for $name {
            #[inline]
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                $crate::wire::read_present(deserializer)
            }
        }

        impl $crate::wire::Wire for $name {
            const HAS_NAMES: bool = true;

            #[inline]
            fn read_at<'de, D: ::serde::Deserializer<'de>>(
                deserializer: D,
                path: &$crate::drift::ValuePath<'_>,
            ) -> ::std::result::Result<::std::option::Option<Self>, D::Error> {
                $crate::wire::read_enum(deserializer, path)
            }

            #[inline]
            fn write<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }

            #[inline]
            fn is_default(&self) -> bool {
                $crate::wire::OpenEnum::is_default(self)
            }

            $crate::if_mock! {
                #[inline]
                fn dummy(random: &mut $crate::wire::dummy::Random) -> ::std::option::Option<Self> {
                    $crate::wire::dummy_enum(random)
                }
            }
        }

        impl $crate::Param for $name {
            #[inline]
            fn write(&self, each: &mut dyn FnMut(&str)) {
                each(self.as_str());
            }

            #[inline]
            fn is_default(&self) -> bool {
                $crate::wire::OpenEnum::is_default(self)
            }
        }
    };
}
