//! The names of unions, and of their variants.

use super::ident::{self, TypeName, VariantName};
use super::{BY_NAME, Element, Naming, UnionNames, reserved};
use crate::casing;
use crate::ir::{Union, UnionId};

impl Naming<'_> {
    pub(super) fn union(&mut self, id: UnionId, union: &Union) {
        let (given, pointer) = (union.rust_name.as_deref(), union.pointer.as_str());
        let element = Element { name: &union.name, given, pointer, help: BY_NAME };
        let name = self.type_name(union.package, element, self.union_name(id));
        let scope = format!("variants of {}", union.name);
        let variants = union.variants.iter().map(|variant| {
            let element = Element { name: &variant.label, given: None, pointer: &variant.pointer, help: BY_NAME };
            let by_rule = ident::capitalized(casing::pascal(&variant.label), &reserved::VARIANTS);
            let method = format!("as_{}", casing::snake(&variant.label));
            (VariantName::new(self.name(&scope, element, by_rule)), method)
        });
        let (variants, getters) = variants.collect::<Vec<_>>().into_iter().unzip();
        self.names.unions.push(UnionNames { name: TypeName::new(name), variants, getters });
    }
}
