//! Optional parameters of operations.

/// Declares the encoding and the setters of an operation's optional parameters by a table of fields.
///
/// A row is a field, its name in the query, and its [setter](crate::setter!).
#[doc(hidden)]
#[macro_export]
macro_rules! params {
    ($params:ident = $operation:ident {
        $($field:ident $wire:literal $(set $setter:tt)?;)*
    }) => {
        impl $crate::WithParams for $operation {
            type Params = $params;

            #[inline]
            fn params_mut(&mut self) -> &mut $params {
                &mut self.params
            }
        }

        impl $params {
            /// Returns parameters without any values.
            #[inline]
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            $($(
                $crate::setter!($field $setter);
            )?)*

            #[inline]
            fn encode(&self, out: &mut $crate::RequestBuilder) {
                $(out.query($wire, &self.$field);)*
            }
        }
    };
}
