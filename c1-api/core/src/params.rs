//! Optional parameters of operations.

/// Declares the encoding and the setters of an operation's optional parameters by a table of fields.
///
/// A row is a field, its name in the request, for all but a plain query parameter the method of [`RequestBuilder`](crate::RequestBuilder) that
/// writes it and its [style](crate::ParamStyle), and its [setter](crate::setter!).
#[doc(hidden)]
#[macro_export]
macro_rules! params {
    ($params:ident = $operation:ident {
        $($field:ident $wire:literal $(in $method:ident $style:ident)? $(set $setter:tt)?;)*
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
                $($crate::encode_param!(out, $wire, &self.$field $(, $method $style)?);)*
            }
        }

        $crate::if_mock! {
            impl $crate::mock::ReadParams for $params {
                #[inline]
                fn read(
                    request: &$crate::mock::RequestReader<'_>,
                ) -> ::std::result::Result<Self, $crate::mock::ReadError> {
                    ::std::result::Result::Ok(Self {
                        $($field: $crate::read_param!(request, $wire $(, $method $style)?),)*
                        ..Self::default()
                    })
                }
            }
        }
    };
}

/// Reads a row of [`params!`](crate::params!) for the mock. Operations with other styles have no table for it.
#[doc(hidden)]
#[macro_export]
macro_rules! read_param {
    ($request:ident, $wire:literal) => {
        $request.query($wire)?
    };
    ($request:ident, $wire:literal, $method:ident $style:ident) => {
        ::std::default::Default::default()
    };
}

/// Writes a row of [`params!`](crate::params!).
#[doc(hidden)]
#[macro_export]
macro_rules! encode_param {
    ($out:ident, $wire:literal, $value:expr) => {
        $out.query($wire, $value)
    };
    ($out:ident, $wire:literal, $value:expr, $method:ident $style:ident) => {
        $out.$method($crate::ParamStyle::$style, $wire, $value)
    };
}
