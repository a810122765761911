//! Macros for accessors of models, and the trait of pages with related objects.

use std::sync::Arc;

use crate::error::Error;
use crate::wire::{Any, Message};

/// A response with related objects, to which its items refer by paths.
///
/// Generated responses with such a list implement it.
pub trait Expanded {
    #[doc(hidden)]
    fn find(&self, path: &str) -> Result<Vec<&Any>, Error>;

    #[doc(hidden)]
    fn objects(&self, path: &str) -> Result<Vec<Any>, Error> {
        Ok(self.find(path)?.into_iter().cloned().collect())
    }

    #[doc(hidden)]
    fn related<T: Message>(&self, path: &str) -> Result<Vec<T>, Error> {
        self.find(path)?.into_iter().map(Any::decode).collect()
    }
}

/// The page of an item, as returned by [`items_with_page`](crate::Call::items_with_page).
impl<T: Expanded> Expanded for Arc<T> {
    fn find(&self, path: &str) -> Result<Vec<&Any>, Error> {
        (**self).find(path)
    }
}

/// Declares the methods that borrow and that return the subject of a model: their names, its type, and the optional fields that
/// contain it.
#[doc(hidden)]
#[macro_export]
macro_rules! subject {
    ($model:ident { $getter:ident $owned:ident $subject:ty = $first:ident $(. $second:ident)?; }) => {
        impl $model {
            /// Returns the subject of this message.
            ///
            /// # Errors
            ///
            /// [`Decode`](crate::ErrorKind::Decode) if a field that contains it is missing.
            #[inline]
            pub fn $getter(&self) -> ::std::result::Result<&$subject, $crate::Error> {
                let value = self.$first.as_ref() $(.and_then(|inner| inner.$second.as_ref()))?;
                let field = concat!(stringify!($first) $(, ".", stringify!($second))?);
                $crate::require_field::<Self, _>(value, field)
            }

            /// Returns the subject of this message, and drops the rest.
            ///
            /// # Errors
            ///
            /// [`Decode`](crate::ErrorKind::Decode) if a field that contains it is missing.
            #[inline]
            pub fn $owned(self) -> ::std::result::Result<$subject, $crate::Error> {
                let value = self.$first $(.and_then(|inner| inner.$second))?;
                let field = concat!(stringify!($first) $(, ".", stringify!($second))?);
                $crate::require_field::<Self, _>(value, field)
            }
        }
    };
}

/// Declares the methods that return related objects, by fields with their paths: the type of the objects, or `objects` if they
/// may have several types.
#[doc(hidden)]
#[macro_export]
macro_rules! related {
    ($model:ident { $($(#[$cfg:meta])* $kind:ident $method:ident $path:ident $object:ty;)* }) => {
        impl $model {
            $(
                #[doc = concat!("Returns the objects of `page` at the path in `", stringify!($path), "`.")]
                ///
                /// # Errors
                ///
                /// The path leads to no object, or to one of another type.
                $(#[$cfg])*
                #[inline]
                pub fn $method(
                    &self,
                    page: &impl $crate::Expanded,
                ) -> ::std::result::Result<Vec<$object>, $crate::Error> {
                    $crate::Expanded::$kind(page, &self.$path)
                }
            )*
        }
    };
}

/// Declares the method that computes the mask of an update: its name, the field with the mask, the field with the updated
/// message, and the type of that message.
#[doc(hidden)]
#[macro_export]
macro_rules! mask_from {
    ($model:ident { $method:ident $mask:ident = $message:ident $updated:ty; }) => {
        impl $model {
            #[doc = concat!("Sets `", stringify!($mask), "` to the fields in which `", stringify!($message), "` differs from `before`.")]
            ///
            /// See [`FieldMask`](crate::FieldMask) for an example.
            ///
            /// # Errors
            ///
            /// [`InvalidInput`](crate::ErrorKind::InvalidInput) if both are equal, as nothing would be updated.
            #[inline]
            pub fn $method(mut self, before: &$updated) -> ::std::result::Result<Self, $crate::Error> {
                let after = ::std::option::Option::<&$updated>::from(&self.$message);
                self.$mask = $crate::changed_fields(before, after, stringify!($message))?.into();
                Ok(self)
            }
        }
    };
}

/// Declares an enum of the messages that a field may hold.
#[doc(hidden)]
#[macro_export]
macro_rules! payload {
    (
        $(#[$attribute:meta])*
        pub enum $name:ident = $model:ident $field:ident {
            get $getter:ident;
            $($variant:ident($message:ty);)*
        }
    ) => {
        $(#[$attribute])*
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq)]
        // It is matched at once, and seldom stored.
        #[allow(clippy::large_enum_variant)]
        pub enum $name {
            $(
                #[doc = concat!("A [`", stringify!($message), "`].")]
                $variant($message),
            )*
            /// A message that this version of the crate does not list.
            Other($crate::wire::Any),
        }

        impl $model {
            #[doc = concat!("Returns the message in [`", stringify!($field), "`](Self::", stringify!($field), "), by its type.")]
            ///
            /// # Errors
            ///
            /// [`Decode`](crate::ErrorKind::Decode) if it is missing, or cannot be decoded.
            #[inline]
            pub fn $getter(&self) -> ::std::result::Result<$name, $crate::Error> {
                let any = $crate::require_field::<Self, _>(self.$field.as_ref(), stringify!($field))?;
                $(
                    if any.is::<$message>() {
                        return any.decode().map($name::$variant);
                    }
                )*
                Ok($name::Other(any.clone()))
            }
        }
    };
}
