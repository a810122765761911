//! Related objects in a response. Its items refer to them by paths such as `$.expanded[0]`.

use serde_json::Value;

use crate::error::{Error, ErrorKind, excerpt};
use crate::wire::{Any, Message, Wire};

/// Returns the objects at `path`, in its order and each once; none for an empty path.
///
/// The path is `$.expanded[0]`, with one or more positions: `$.expanded[0,3]`. Other JSONPaths are errors, as evaluating them
/// can take unbounded time and memory.
///
/// # Errors
///
/// The path has another form, or all of its positions lack an object.
pub fn find<'o>(objects: &'o [Any], path: &str) -> Result<Vec<&'o Any>, Error> {
    if path.is_empty() {
        return Ok(Vec::new());
    }
    let refused = |why: String| Error::new(ErrorKind::Path, format!("the path `{}` {why}", excerpt(path)));
    let positions = positions(path).ok_or_else(|| {
        refused(
            "is not supported: expected `$.expanded[N]` or `$.expanded[N,M]`, where N and M are positions".to_owned(),
        )
    })?;
    let mut returned = vec![false; objects.len()];
    let found = positions
        .flatten()
        .filter(|position| returned.get_mut(*position).is_some_and(|returned| !std::mem::replace(returned, true)));
    // The server writes a missing object as `null`.
    let found: Vec<&Any> =
        found.map(|position| &objects[position]).filter(|object| **object != Any::default()).collect();
    if found.is_empty() {
        return Err(refused(format!("leads to none of the {} related objects", objects.len())));
    }
    Ok(found)
}

/// The positions in a path, `None` for one that is too large for any list; `None` for a path of another form.
fn positions(path: &str) -> Option<impl Iterator<Item = Option<usize>>> {
    let list =
        ["$.expanded", "$['expanded']", "$[\"expanded\"]"].iter().find_map(|prefix| path.strip_prefix(prefix))?;
    let numbers = list.strip_prefix('[')?.strip_suffix(']')?.split(',').map(str::trim);
    let is_position = |number: &str| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    numbers.clone().all(is_position).then(|| numbers.map(|number| number.parse().ok()))
}

/// Declares the methods of a response with related objects.
#[doc(hidden)]
#[macro_export]
macro_rules! expanded {
    ($name:ident) => {
        impl $crate::Expanded for $name {
            #[inline]
            fn find(&self, path: &str) -> ::std::result::Result<Vec<&$crate::wire::Any>, $crate::Error> {
                $crate::expanded::find(&self.expanded, path)
            }
        }

        impl $name {
            /// Returns the related objects at `path`, which is a `...Path` field of an item; none for an empty path.
            ///
            /// The path has the form `$.expanded[0]` or `$.expanded[0,3]`. Other JSONPaths are errors.
            ///
            /// # Errors
            ///
            /// The path has another form, or all of its positions lack an object.
            #[inline]
            pub fn expanded(&self, path: &str) -> ::std::result::Result<Vec<&$crate::wire::Any>, $crate::Error> {
                $crate::Expanded::find(self, path)
            }

            /// Returns the related objects at `path`, decoded as models.
            ///
            /// # Errors
            ///
            /// Those of [`expanded`](Self::expanded), and an object of another type.
            #[inline]
            pub fn expanded_as<T: $crate::wire::Message>(
                &self,
                path: &str,
            ) -> ::std::result::Result<Vec<T>, $crate::Error> {
                $crate::Expanded::related(self, path)
            }
        }
    };
}

impl Any {
    /// Returns whether this is a message of type `T`, by its [`type_url`](Self::type_url).
    ///
    /// ```
    /// # use c1_api::{Any, Empty};
    /// let any = Any::new("type.googleapis.com/google.protobuf.Empty", Default::default());
    /// assert!(any.is::<Empty>());
    /// ```
    pub fn is<T: Message>(&self) -> bool {
        self.type_url().rsplit('/').next() == Some(T::NAME)
    }

    /// Decodes the message.
    ///
    /// # Errors
    ///
    /// The message is of another type, or its fields do not have the form of `T`.
    pub fn decode<T: Message>(&self) -> Result<T, Error> {
        if !self.is::<T>() {
            let found = excerpt(self.type_url());
            return Err(Error::new(ErrorKind::Decode, format!("the message is a `{found}`, not a `{}`", T::NAME)));
        }
        let message = T::read(Value::Object(self.fields().clone())).map_err(|cause| {
            let summary = format!("the message of type `{}` cannot be read: {}", T::NAME, excerpt(&cause.to_string()));
            Error::new(ErrorKind::Decode, summary).with_source(cause)
        })?;
        Ok(message.unwrap_or_default())
    }
}
