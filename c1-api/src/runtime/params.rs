//! Optional parameters of operations.

/// Declares how the optional parameters of an operation are sent and set, by a table of their fields.
///
/// A row is a field, its name in the query, and its [setter](c1_api_core::setter!).
macro_rules! params {
    ($params:ident = $operation:ident {
        $($field:ident $wire:literal $(set $setter:tt)?;)*
    }) => {
        impl $crate::operation::WithParams for $operation {
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
                $crate::runtime::setter!($field $setter);
            )?)*

            #[inline]
            fn encode(&self, out: &mut $crate::operation::Encoder) {
                $(out.query($wire, &self.$field);)*
            }
        }
    };
}

pub(crate) use params;
