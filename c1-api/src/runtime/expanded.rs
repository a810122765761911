//! Related objects, which a response has beside its items. Items refer to them by paths such as `$.expanded[0]`.

pub(crate) use c1_api_core::expanded::find;

/// The methods of a response with related objects.
macro_rules! expanded {
    ($name:ident) => {
        impl $crate::Expanded for $name {
            #[inline]
            fn objects(&self, path: &str) -> ::std::result::Result<Vec<$crate::Any>, $crate::Error> {
                Ok(self.expanded(path)?.into_iter().cloned().collect())
            }
        }

        impl $name {
            /// The related objects at `path`, such as a `...Path` field of one of the items; none for an empty path.
            ///
            /// The path is `$.expanded[0]` or `$.expanded[0,3]`, as C1 writes them; other JSONPaths are refused.
            ///
            /// # Errors
            ///
            /// The path has another form, or there is no object at any of its positions.
            #[inline]
            pub fn expanded(&self, path: &str) -> ::std::result::Result<Vec<&$crate::Any>, $crate::Error> {
                $crate::runtime::expanded::find(&self.expanded, path)
            }

            /// The related objects that `path` leads to, as models.
            ///
            /// # Errors
            ///
            /// As [`expanded`](Self::expanded), and where one of the objects is of another type.
            #[inline]
            pub fn expanded_as<T: $crate::codec::Message>(
                &self,
                path: &str,
            ) -> ::std::result::Result<Vec<T>, $crate::Error> {
                self.expanded(path)?.into_iter().map($crate::Any::decode).collect()
            }
        }
    };
}

pub(crate) use expanded;
