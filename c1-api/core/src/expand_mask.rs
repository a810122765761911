//! Expand masks.

/// Declares the constants and functions of an expand mask by a table of its paths.
#[doc(hidden)]
#[macro_export]
macro_rules! expand_mask {
    ($model:ident { $($(#[$attribute:meta])* $constant:ident $path:literal;)* }) => {
        impl $model {
            $(
                $(#[$attribute])*
                pub const $constant: &'static str = $path;
            )*

            /// Creates a mask of these paths.
            #[inline]
            #[must_use]
            pub fn of(
                paths: impl ::std::iter::IntoIterator<Item = impl ::std::convert::Into<::std::string::String>>,
            ) -> Self {
                let paths = paths.into_iter().map(::std::convert::Into::into).collect();
                Self { paths, ..Self::default() }
            }

            /// Creates a mask of all paths.
            #[inline]
            #[must_use]
            pub fn all() -> Self {
                Self::of(["*"])
            }
        }
    };
}
