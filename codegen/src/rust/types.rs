//! Types of the API to types of Rust.

use super::signature::{Type, TypeName};
use super::{Builder, ItemPath};
use crate::ir::{self, EnumId, ModelId, Number, OperationId, Presence};

impl Builder<'_> {
    /// The type of a field or parameter.
    pub(super) fn stored(&self, ty: &ir::Type, presence: Presence, boxed: bool) -> Type {
        let value = self.value(ty);
        let value = if boxed { Type::generic("Box", value) } else { value };
        if presence.is_option() { Type::generic("Option", value) } else { value }
    }

    /// The type of a value that is present.
    pub(super) fn value(&self, ty: &ir::Type) -> Type {
        let external = |krate, name| Type::Named(TypeName::External(krate, name), Vec::new());
        match ty {
            ir::Type::String => Type::prelude("String"),
            ir::Type::Bool => Type::prelude("bool"),
            ir::Type::Number(number) => Type::prelude(self::number(*number)),
            ir::Type::DateTime => {
                Type::Named(TypeName::External("chrono", "DateTime"), vec![external("chrono", "Utc")])
            }
            ir::Type::Date => external("chrono", "NaiveDate"),
            ir::Type::Duration => external("chrono", "TimeDelta"),
            ir::Type::Bytes => external("bytes", "Bytes"),
            ir::Type::Binary => Type::runtime("File", Vec::new()),
            ir::Type::Json => external("serde_json", "Value"),
            ir::Type::JsonObject => {
                let arguments = vec![Type::prelude("String"), external("serde_json", "Value")];
                Type::Named(TypeName::External("serde_json", "Map"), arguments)
            }
            ir::Type::FieldMask(updated) => {
                let updated = updated.map_or_else(|| Type::runtime("Any", Vec::new()), |id| self.model_type(id));
                Type::runtime("FieldMask", vec![updated])
            }
            ir::Type::Any => Type::runtime("Any", Vec::new()),
            ir::Type::Empty => Type::runtime("Empty", Vec::new()),
            ir::Type::Enum(id) => Type::generated(self.enum_path(*id)),
            ir::Type::Model(id) => self.model_type(*id),
            ir::Type::Union(id) => Type::generated(self.union_path(*id)),
            ir::Type::List(inner) => Type::generic("Vec", self.value(inner)),
            ir::Type::Map(inner) => {
                let arguments = vec![Type::prelude("String"), self.value(inner)];
                Type::Named(TypeName::External("std::collections", "BTreeMap"), arguments)
            }
            ir::Type::Nullable(inner) => Type::generic("Option", self.value(inner)),
        }
    }

    pub(super) fn model_type(&self, id: ModelId) -> Type {
        Type::generated(self.model_path(id))
    }

    pub(super) fn model_path(&self, id: ModelId) -> ItemPath {
        self.module(self.api[id].package).child(self.names.model(id).name.as_str())
    }

    pub(super) fn enum_path(&self, id: EnumId) -> ItemPath {
        self.module(self.api[id].package).child(self.names.enumeration(id).name.as_str())
    }

    /// The module of the service that an operation belongs to.
    pub(super) fn service_module(&self, id: ir::ServiceId) -> ItemPath {
        self.module(self.api[id].package).child(self.names.service(id).accessor.as_str())
    }

    pub(super) fn operation_path(&self, id: OperationId) -> ItemPath {
        self.service_module(self.api[id].service).child(self.names.operation(id).name.as_str())
    }
}

fn number(number: Number) -> &'static str {
    match number {
        Number::Int8 => "i8",
        Number::UInt8 => "u8",
        Number::Int16 => "i16",
        Number::UInt16 => "u16",
        Number::Int32 => "i32",
        Number::UInt32 => "u32",
        Number::Int64 | Number::Int64InString => "i64",
        Number::UInt64 | Number::UInt64InString => "u64",
        Number::Float => "f32",
        Number::Double => "f64",
    }
}
