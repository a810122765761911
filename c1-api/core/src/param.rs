//! Parameters in paths and queries.

/// A value that can be a parameter in a path or a query.
pub trait Param {
    /// Calls `each` with the text of the value: once for a scalar, once per element of a list, never for `None`.
    fn write(&self, each: &mut dyn FnMut(&str));

    /// Whether this is the default value, which a query omits.
    fn is_default(&self) -> bool;
}

impl Param for String {
    fn write(&self, each: &mut dyn FnMut(&str)) {
        each(self);
    }

    fn is_default(&self) -> bool {
        self.is_empty()
    }
}

/// For types that are written by [`Display`](std::fmt::Display).
macro_rules! display_param {
    ($($type:ty),+) => {$(
        impl Param for $type {
            fn write(&self, each: &mut dyn FnMut(&str)) {
                each(&self.to_string());
            }

            fn is_default(&self) -> bool {
                *self == <$type>::default()
            }
        }
    )+};
}

display_param!(bool, i8, u8, i16, u16, i32, u32, i64, u64, f32, f64);

impl<T: Param> Param for Option<T> {
    fn write(&self, each: &mut dyn FnMut(&str)) {
        if let Some(value) = self {
            value.write(each);
        }
    }

    // `Some` of a default value was set on purpose, so it is sent.
    fn is_default(&self) -> bool {
        self.is_none()
    }
}

impl<T: Param> Param for Vec<T> {
    fn write(&self, each: &mut dyn FnMut(&str)) {
        for value in self {
            value.write(each);
        }
    }

    fn is_default(&self) -> bool {
        self.is_empty()
    }
}
