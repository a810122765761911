//! The API as plain data: what the documents define, with every reference resolved to an id.
//!
//! `openapiv3` ends before this module; Rust names and tokens begin after it.

mod docs;
mod ids;
mod operation;
pub mod proto_package;
mod schema;

pub use docs::Docs;
pub use ids::{EnumId, FieldId, ModelId, OperationId, PackageId, ServiceId};
pub use operation::{Body, HttpMethod, Operation, PageToken, Pagination, Parameter, Service};
pub use schema::{Enum, EnumOrigin, EnumSite, Field, Model, Oneof, Owner, Presence, Type};

use std::ops::Index;

/// A whole API.
#[derive(Debug, Default)]
pub struct Api {
    /// Protobuf packages, by name.
    pub packages: Vec<String>,
    /// Named schemas by name, then the objects defined inline, each after the model that owns it.
    pub models: Vec<Model>,
    /// Enums, one for all properties that share it.
    pub enums: Vec<Enum>,
    /// Services, by package and name.
    pub services: Vec<Service>,
    /// Operations, by operation id.
    pub operations: Vec<Operation>,
}

macro_rules! index {
    ($($list:ident: $id:ty => $output:ty, $ids:ident;)*) => {$(
        impl Index<$id> for Api {
            type Output = $output;

            fn index(&self, id: $id) -> &$output {
                &self.$list[id.0]
            }
        }

        impl Api {
            #[doc = concat!("Each of the ", stringify!($list), " with its id.")]
            pub fn $ids(&self) -> impl Iterator<Item = ($id, &$output)> {
                self.$list.iter().enumerate().map(|(index, item)| (<$id>::new(index), item))
            }
        }
    )*};
}

index! {
    packages: PackageId => String, packages_with_ids;
    models: ModelId => Model, models_with_ids;
    enums: EnumId => Enum, enums_with_ids;
    services: ServiceId => Service, services_with_ids;
    operations: OperationId => Operation, operations_with_ids;
}

impl Index<FieldId> for Api {
    type Output = Field;

    fn index(&self, id: FieldId) -> &Field {
        &self.models[id.model.0].fields[id.index]
    }
}
