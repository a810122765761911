//! Setters of requests and optional parameters.

/// Declares a method that sets a field and returns the struct, by the type of the value.
///
/// | table | argument |
/// | --- | --- |
/// | `set(bool)` | the value |
/// | `set(into String)` | anything that converts into it |
/// | `set(each i32)`, `set(each into String)` | the elements of a list |
///
/// With `some` before that, the field is an `Option`.
#[doc(hidden)]
#[macro_export]
macro_rules! setter {
    ($field:ident (#[$attribute:meta] $($how:tt)*)) => {
        $crate::setter!(@ (#[$attribute]) $field $($how)*);
    };
    ($field:ident ($($how:tt)*)) => {
        $crate::setter!(@ () $field $($how)*);
    };

    (@ $attributes:tt $field:ident some each into $ty:ty) => {
        $crate::setter!(
            fn $attributes $field(impl ::std::iter::IntoIterator<Item = impl ::std::convert::Into<$ty>>)
                => ::std::option::Option::Some($field.into_iter().map(::std::convert::Into::into).collect())
        );
    };
    (@ $attributes:tt $field:ident some each $ty:ty) => {
        $crate::setter!(
            fn $attributes $field(impl ::std::iter::IntoIterator<Item = $ty>)
                => ::std::option::Option::Some($field.into_iter().collect())
        );
    };
    (@ $attributes:tt $field:ident some into $ty:ty) => {
        $crate::setter!(
            fn $attributes $field(impl ::std::convert::Into<$ty>)
                => ::std::option::Option::Some($field.into())
        );
    };
    (@ $attributes:tt $field:ident some $ty:ty) => {
        $crate::setter!(fn $attributes $field($ty) => ::std::option::Option::Some($field));
    };
    (@ $attributes:tt $field:ident each into $ty:ty) => {
        $crate::setter!(
            fn $attributes $field(impl ::std::iter::IntoIterator<Item = impl ::std::convert::Into<$ty>>)
                => $field.into_iter().map(::std::convert::Into::into).collect()
        );
    };
    (@ $attributes:tt $field:ident each $ty:ty) => {
        $crate::setter!(
            fn $attributes $field(impl ::std::iter::IntoIterator<Item = $ty>)
                => $field.into_iter().collect()
        );
    };
    (@ $attributes:tt $field:ident into $ty:ty) => {
        $crate::setter!(fn $attributes $field(impl ::std::convert::Into<$ty>) => $field.into());
    };
    (@ $attributes:tt $field:ident $ty:ty) => {
        $crate::setter!(fn $attributes $field($ty) => $field);
    };
    (fn ($(#[$attribute:meta])*) $field:ident($argument:ty) => $value:expr) => {
        #[doc = concat!("Sets `", stringify!($field), "`.")]
        $(#[$attribute])*
        #[inline]
        #[must_use]
        pub fn $field(mut self, $field: $argument) -> Self {
            self.$field = $value;
            self
        }
    };
}
