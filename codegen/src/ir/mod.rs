//! The API as plain data: the definitions of the documents, with every reference resolved to an id.
//!
//! JSON values end before this module; Rust names and tokens begin after it. Names of fields are those of OpenAPI and
//! protobuf; only the others have docs.
#![allow(missing_docs)]

mod docs;
mod operation;
pub mod proto_package;
mod schema;
mod union;
mod waiter;

pub use docs::Docs;
pub use operation::{
    Body, Codec, Content, FieldEncoding, HttpMethod, ItemStream, Operation, PageToken, Pagination, Parameter,
    ParameterLocation, ParameterStyle, Service, StreamFormat,
};
pub use schema::{
    Alias, Enum, EnumOrigin, EnumSite, Field, MaskedUpdate, Model, Number, Oneof, Owner, Payloads, Presence,
    RelatedPath, Site, Type,
};
pub use waiter::{Condition, Waiter};

pub(crate) use union::json_type;
pub use union::{Distinction, Union, Variant};

use std::collections::BTreeMap;
use std::ops::Index;

/// A whole API.
#[derive(Debug, Default)]
pub struct Api {
    /// The names of protobuf packages.
    pub packages: Vec<String>,
    /// The names that `x-rust-packages` gives packages, by the names in protobuf.
    pub package_names: BTreeMap<String, String>,
    /// Named objects by name, then the objects defined inline, each after the model that owns it.
    pub models: Vec<Model>,
    /// Named schemas that are neither objects nor enums, by name.
    pub aliases: Vec<Alias>,
    /// Named unions by name, and those defined inline.
    pub unions: Vec<Union>,
    /// One for all properties that share it.
    pub enums: Vec<Enum>,
    pub services: Vec<Service>,
    /// By operation id.
    pub operations: Vec<Operation>,
}

macro_rules! ids {
    ($($id:ident => $list:ident: $element:ty, $ids:ident;)*) => {$(
        #[doc = concat!("A position among the [`", stringify!($list), "`](Api::", stringify!($list), ") of an API.")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $id(pub(crate) usize);

        impl Index<$id> for Api {
            type Output = $element;

            fn index(&self, id: $id) -> &$element {
                &self.$list[id.0]
            }
        }

        impl Api {
            pub fn $ids(&self) -> impl Iterator<Item = ($id, &$element)> {
                self.$list.iter().enumerate().map(|(index, element)| ($id(index), element))
            }
        }
    )*};
}

ids! {
    PackageId => packages: String, packages_with_ids;
    ModelId => models: Model, models_with_ids;
    AliasId => aliases: Alias, aliases_with_ids;
    UnionId => unions: Union, unions_with_ids;
    EnumId => enums: Enum, enums_with_ids;
    ServiceId => services: Service, services_with_ids;
    OperationId => operations: Operation, operations_with_ids;
}

/// A field of a model, by its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldId {
    pub model: ModelId,
    pub index: usize,
}

impl Index<FieldId> for Api {
    type Output = Field;

    fn index(&self, id: FieldId) -> &Field {
        &self[id.model].fields[id.index]
    }
}
