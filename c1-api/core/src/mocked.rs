//! Macros of generated code for the feature `mock`. Without it, they expand to nothing.

/// Expands to its input with the feature `mock`, else to nothing.
#[cfg(feature = "mock")]
#[doc(hidden)]
#[macro_export]
macro_rules! if_mock {
    ($($tokens:tt)*) => { $($tokens)* };
}

/// Expands to its input with the feature `mock`, else to nothing.
#[cfg(not(feature = "mock"))]
#[doc(hidden)]
#[macro_export]
macro_rules! if_mock {
    ($($tokens:tt)*) => {};
}

/// Declares how the mock reads the request of an operation, by a table of the operation's fields.
///
/// The kinds of a row are `path` and `query` with the parameter's name, `params` (the optional parameters) and `body`.
///
/// ```text
/// mocked! {
///     Get {
///         path user_id: String = "user_id";
///         params params: GetParams;
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! mocked {
    ($operation:ident { $($kind:ident $field:ident: $ty:ty $(= $wire:literal)?;)* }) => {
        $crate::if_mock! {
            #[doc(hidden)]
            impl $crate::mock::MockOperation for $operation {
                #[inline]
                // An operation may have no parameters.
                #[allow(unused_variables)]
                fn read(
                    request: &$crate::mock::RequestReader<'_>,
                ) -> ::std::result::Result<Self, $crate::mock::ReadError> {
                    ::std::result::Result::Ok(Self { $($field: $crate::mocked!(@ $kind request $ty $(, $wire)?),)* })
                }
            }

            // Operations of tests are not reachable, and use a part of it.
            #[allow(dead_code, unreachable_pub)]
            impl $operation {
                $(
                    #[doc = concat!("Returns `", stringify!($field), "` of the request.")]
                    #[inline]
                    pub fn $field(&self) -> &$ty {
                        &self.$field
                    }
                )*
            }
        }
    };
    (@ params $request:ident $ty:ty) => { <$ty as $crate::mock::ReadParams>::read($request)? };
    (@ $kind:ident $request:ident $ty:ty $(, $wire:literal)?) => { $request.$kind($($wire)?)? };
}
