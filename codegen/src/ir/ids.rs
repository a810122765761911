//! Ids: indices into the lists of an [`Api`](super::Api), which alone hands them out.

macro_rules! ids {
    ($($(#[$doc:meta])* $id:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $id(pub(crate) usize);

        impl $id {
            pub(crate) fn new(index: usize) -> Self {
                Self(index)
            }
        }
    )*};
}

ids! {
    /// A protobuf package.
    PackageId,
    /// A model.
    ModelId,
    /// An enum.
    EnumId,
    /// A service.
    ServiceId,
    /// An operation.
    OperationId,
}

/// A field of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId {
    /// The model that has it.
    pub model: ModelId,
    /// Its position among the model's fields.
    pub index: usize,
}
