//! The names of methods that lead from a model to what it is about.

use super::ident::{self, MethodName, TypeName, VariantName};
use super::models::methods;
use super::{AccessorNames, BY_NAME, Element, Naming, PayloadNames, reserved};
use crate::casing;
use crate::ir::{Model, Payloads};

impl Naming<'_> {
    pub(super) fn accessors(&mut self, model: &Model) -> AccessorNames {
        let methods = methods(model);
        let subject = model.subject.as_ref().and_then(|path| {
            let name = casing::snake(&self.api[*path.last()?].wire);
            let (getter, owned) = (self.free(&methods, &name), self.free(&methods, &format!("into_{name}")));
            getter.zip(owned)
        });
        let related = model.related.iter().map(|path| {
            let name = casing::snake(&model.fields[path.field].wire);
            self.free(&methods, name.trim_end_matches("_path"))
        });
        let related = related.collect();
        let payloads = model.payloads.as_ref().and_then(|payloads| self.payloads(model, payloads, &methods));
        let mask_from = model.update.and_then(|update| {
            let mask = casing::snake(&model.fields[update.mask].wire);
            self.free(&methods, &format!("{mask}_from"))
        });
        AccessorNames { subject, related, payloads, mask_from }
    }

    /// A method's name, if it is legal and no other method of the scope has it.
    fn free(&mut self, methods: &str, name: &str) -> Option<MethodName> {
        ident::lower(name, &[]).and_then(|name| self.unclaimed(methods, name))
    }

    /// Claims a method's name, if no other method of the scope has it.
    pub(super) fn unclaimed(&mut self, methods: &str, name: String) -> Option<MethodName> {
        // A name without cases may be that of a constant, too.
        let is_usable = !reserved::MODEL_METHODS.contains(&name.as_str()) && name.to_uppercase() != name;
        (is_usable && self.holder(methods, &name, "").is_none()).then(|| MethodName::new(name))
    }

    fn payloads(&mut self, model: &Model, payloads: &Payloads, methods: &str) -> Option<PayloadNames> {
        let field = &model.fields[payloads.field];
        let getter = self.free(methods, &casing::snake(&field.wire))?;
        let by_rule = ident::capitalized(casing::pascal(&field.wire), &reserved::TYPES);
        let element = Element { name: &field.wire, given: None, pointer: &field.pointer, help: BY_NAME };
        let scope = format!("types of {}", self.api[model.package]);
        let name = self.name(&scope, element, by_rule);
        let prefix = casing::pascal(&field.wire);
        let variants = payloads.models.iter().map(|id| {
            let message = &self.api[*id];
            let name = casing::pascal(message.short_name());
            let rest = name.strip_prefix(&prefix).unwrap_or(&name).to_owned();
            let element = Element { name: &message.name, given: None, pointer: &message.pointer, help: BY_NAME };
            VariantName::new(self.choose(element, ident::capitalized(rest, &reserved::PAYLOADS)))
        });
        let variants = variants.collect();
        Some(PayloadNames { name: TypeName::new(name), getter, variants })
    }
}
