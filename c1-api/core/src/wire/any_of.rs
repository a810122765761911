//! Values that may be of several types at once: `anyOf` and `oneOf` whose types have values in common.

use serde_json::Value;

use super::value::Wire;

/// Reads a value as one of its types.
///
/// # Errors
///
/// The value is not of this type.
pub fn read_as<T: Wire>(value: &Value) -> Result<T, serde_json::Error> {
    T::read(value)?.ok_or_else(|| serde::de::Error::custom("the value is `null`"))
}

/// Declares a struct that holds any JSON value, with a method for each type that it may have.
///
/// ```text
/// any_of! {
///     /// `Input`.
///     pub struct Input {
///         as_strings Vec<String>;
///         as_numbers Vec<i64> as number;
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! any_of {
    (
        $(#[$attribute:meta])*
        pub struct $name:ident {
            $($(#[$of_method:meta])* $method:ident $ty:ty $(as $encoding:ident)?;)*
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, PartialEq)]
        #[allow(unreachable_pub)]
        pub struct $name(::serde_json::Value);

        #[allow(unreachable_pub)]
        impl $name {
            $(
                $(#[$of_method])*
                ///
                /// # Errors
                ///
                /// The value is not of this type.
                pub fn $method(&self) -> ::std::result::Result<$ty, ::serde_json::Error> {
                    $crate::wire::read_as(&self.0)
                }
            )*

            /// Returns the JSON value.
            pub fn value(&self) -> &::serde_json::Value {
                &self.0
            }
        }

        impl ::std::convert::From<::serde_json::Value> for $name {
            fn from(value: ::serde_json::Value) -> Self {
                Self(value)
            }
        }

        $(
            impl ::std::convert::From<$ty> for $name {
                fn from(value: $ty) -> Self {
                    Self($crate::wire::to_value($crate::written!(value $(, $encoding)?)))
                }
            }
        )*

        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                // It may hold a secret.
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }

        impl ::serde::Serialize for $name {
            #[inline]
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                ::serde::Serialize::serialize(&self.0, serializer)
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::std::result::Result<Self, D::Error> {
                <::serde_json::Value as ::serde::Deserialize>::deserialize(deserializer).map(Self)
            }
        }

        impl $crate::wire::Wire for $name {
            #[inline]
            fn read<'de, D: ::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<::std::option::Option<Self>, D::Error> {
                let value = <::serde_json::Value as $crate::wire::Wire>::read(deserializer)?;
                ::std::result::Result::Ok(value.filter(|value| !value.is_null()).map(Self))
            }

            #[inline]
            fn write<S: ::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                ::serde::Serialize::serialize(&self.0, serializer)
            }

            #[inline]
            fn is_default(&self) -> bool {
                false
            }

            $crate::if_mock! {
                fn dummy(random: &mut $crate::wire::dummy::Random) -> ::std::option::Option<Self> {
                    $(
                        if let ::std::option::Option::Some(value) = <$ty as $crate::wire::Wire>::dummy(random) {
                            return ::std::option::Option::Some(Self::from(value));
                        }
                    )*
                    ::std::option::Option::None
                }
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::wire::{Wire, to_value};

    any_of! {
        /// Strings or numbers.
        pub struct Input {
            /// Returns the strings.
            as_strings Vec<String>;
            /// Returns the numbers.
            as_numbers Vec<i64> as number;
        }
    }

    #[test]
    fn a_value_is_each_type_that_fits() {
        let read = |json| Input::read(json).expect("a value");
        let words = read(json!(["a"])).expect("not null");
        assert_eq!(words.as_strings().expect("strings"), ["a"]);
        words.as_numbers().expect_err("not numbers");
        let both = read(json!([])).expect("not null");
        assert!(both.as_strings().is_ok() && both.as_numbers().is_ok());
        assert_eq!(to_value(&Input::from(vec![1, 2])), json!([1, 2]));
        assert_eq!(to_value(&read(json!({"any": 1.5})).expect("not null")), json!({"any": 1.5}));
        assert_eq!(read(json!(null)), None);
        assert_eq!(words.value(), &json!(["a"]));
        assert_eq!(format!("{words:?}"), "Input(..)");
    }
}
