//! Entries from the API and the crate that is emitted for it.

use std::collections::BTreeMap;

use super::wire::{enum_name, owner_name};
use super::{Element, Entry, Naming};
use crate::ir::{Api, Docs, EnumOrigin, FieldId, ModelId, ParameterLocation};
use crate::rust::{Alias, Crate, Enum, Item, Model, Operation, Package, Service, Union};

/// An entry for every element.
pub(super) fn entries<'a>(api: &'a Api, krate: &'a Crate) -> Vec<Entry<'a>> {
    let payloads = krate.packages.iter().flat_map(|package| &package.models);
    let payloads = payloads.filter_map(|model| model.accessors.payload.as_ref());
    let payload_cases = payloads.flat_map(|payload| &payload.cases).map(|case| (case.id, &case.item)).collect();
    let build = Build { api, payload_cases };
    krate.packages.iter().flat_map(|package| build.package(package)).collect()
}

struct Build<'a> {
    api: &'a Api,
    /// The variants for messages in enums of payloads.
    payload_cases: BTreeMap<ModelId, &'a Item>,
}

/// An entry without docs and definitions.
fn entry<'a>(element: Element, parent: &str, name: String, items: impl IntoIterator<Item = &'a Item>) -> Entry<'a> {
    let items = items.into_iter().collect();
    Entry { element, name, parent: parent.to_owned(), pointers: Vec::new(), docs: None, naming: Naming::Own, items }
}

impl<'a> Entry<'a> {
    fn defined(mut self, docs: &'a Docs, pointer: &'a str) -> Self {
        self.docs = Some(docs);
        self.pointers.push(pointer);
        self
    }

    fn named(mut self, rust_name: Option<&String>) -> Self {
        if rust_name.is_some() {
            self.naming = Naming::Extension;
        }
        self
    }
}

impl<'a> Build<'a> {
    fn package(&self, package: &'a Package) -> Vec<Entry<'a>> {
        let items = [&package.module, &package.feature];
        let mut own = entry(Element::Package(package.id), "", package.name.clone(), items);
        if self.api.package_names.contains_key(&package.name) {
            own.naming = Naming::Extension;
        }
        let models = package.models.iter().flat_map(|model| self.model(model));
        let enums = package.enums.iter().flat_map(|enumeration| self.enumeration(enumeration));
        let services = package.services.iter().flat_map(|service| self.service(service));
        let unions = package.unions.iter().map(|union| self.union(union));
        let aliases = package.aliases.iter().map(|alias| self.alias(alias));
        std::iter::once(own).chain(models).chain(aliases).chain(unions).chain(enums).chain(services).collect()
    }

    fn model(&self, model: &'a Model) -> Vec<Entry<'a>> {
        let lowered = &self.api[model.id];
        let package = &self.api[lowered.package];
        let additional = model.additional.iter().map(|additional| &additional.item);
        let items =
            [&model.item, &model.name].into_iter().chain(additional).chain(&model.constructor).chain(&model.related);
        let subject = model.accessors.subject.iter().flat_map(|subject| [&subject.getter, &subject.owned]);
        let payload =
            model.accessors.payload.iter().flat_map(|payload| [&payload.item, &payload.other, &payload.getter]);
        let expand = model.expand_mask.iter().flat_map(|mask| [&mask.of, &mask.all]);
        let items = items.chain(expand).chain(subject).chain(payload).chain(self.payload_cases.get(&model.id).copied());
        let mut own = entry(Element::Schema(model.id), package, lowered.name.clone(), items)
            .defined(&lowered.docs, &lowered.pointer);
        if let Some(owner) = &lowered.owner {
            own.naming = Naming::Owner(owner_name(owner));
        }
        let mut entries = vec![own.named(lowered.rust_name.as_ref())];
        entries.extend((0..model.fields.len()).map(|index| self.property(model, index)));
        for (index, oneof) in model.oneofs.iter().enumerate() {
            let name = format!("{}.{}", lowered.name, oneof.name);
            let items = [&oneof.getter, &oneof.setter, &oneof.several, &oneof.view];
            let mut entry = entry(Element::Oneof(model.id, index), &lowered.name, name, items);
            entry.pointers.push(&lowered.pointer);
            entries.push(entry.named(lowered.oneofs[index].rust_name.as_ref()));
        }
        for (index, (item, path)) in model.expand_mask.iter().flat_map(|mask| &mask.constants).enumerate() {
            let name = format!("{}.{path}", lowered.name);
            let mut entry = entry(Element::ExpandPath(model.id, index), &lowered.name, name, [item]);
            entry.pointers.push(&lowered.pointer);
            entries.push(entry);
        }
        entries
    }

    fn alias(&self, alias: &'a Alias) -> Entry<'a> {
        let lowered = &self.api[alias.id];
        let own = entry(Element::Alias(alias.id), &self.api[lowered.package], lowered.name.clone(), [&alias.item]);
        own.defined(&lowered.docs, &lowered.pointer).named(lowered.rust_name.as_ref())
    }

    fn union(&self, union: &'a Union) -> Entry<'a> {
        let lowered = &self.api[union.id];
        let items = std::iter::once(&union.item).chain(union.variants.iter().map(|variant| &variant.item));
        let items = items.chain(&union.fallback).chain(&union.value);
        let mut own = entry(Element::Union(union.id), &self.api[lowered.package], lowered.name.clone(), items)
            .defined(&lowered.docs, &lowered.pointer);
        if let Some(owner) = &lowered.owner {
            own.naming = Naming::Owner(owner_name(owner));
        }
        own.named(lowered.rust_name.as_ref())
    }

    fn property(&self, model: &'a Model, index: usize) -> Entry<'a> {
        let lowered = &self.api[model.id];
        let (field, emitted) = (&lowered.fields[index], &model.fields[index]);
        let cases = model.oneofs.iter().flat_map(|oneof| &oneof.cases).filter(|case| case.field == index);
        let related =
            model.accessors.related.iter().filter(|related| related.field == index).map(|related| &related.item);
        let is_mask = lowered.update.is_some_and(|update| update.mask == index);
        let mask_from = model.accessors.mask_from.iter().filter(|_| is_mask).map(|mask| &mask.item);
        let items = std::iter::once(&emitted.item).chain(&emitted.constant).chain(&emitted.setter).chain(related);
        let items = items.chain(mask_from);
        let items = items.chain(cases.flat_map(|case| [&case.variant, &case.constructor]));
        let element = Element::Property(FieldId { model: model.id, index });
        entry(element, &lowered.name, format!("{}.{}", lowered.name, field.wire), items)
            .defined(&field.docs, &field.pointer)
            .named(field.rust_name.as_ref())
    }

    fn enumeration(&self, emitted: &'a Enum) -> Vec<Entry<'a>> {
        let enumeration = &self.api[emitted.id];
        let package = &self.api[enumeration.package];
        let name = enum_name(self.api, enumeration);
        let pointers: Vec<&str> = enumeration.sites.iter().map(|site| site.pointer.as_str()).collect();
        let items = [&emitted.item, &emitted.fallback].into_iter().chain(emitted.default.iter().map(|(item, _)| item));
        let mut own = entry(Element::Enum(emitted.id), package, name.clone(), items);
        own.docs = matches!(enumeration.origin, EnumOrigin::Schema(_)).then_some(&enumeration.docs);
        own.pointers.clone_from(&pointers);
        own.naming = match &enumeration.origin {
            EnumOrigin::RustName(_) => Naming::Extension,
            EnumOrigin::Prefix(prefix) => Naming::Prefix(prefix.clone()),
            EnumOrigin::Schema(_) => Naming::Own,
            EnumOrigin::Owner(owner) => Naming::Owner(owner_name(owner)),
        };
        let mut entries = vec![own];
        for (index, (item, value)) in emitted.variants.iter().enumerate() {
            let mut entry = entry(Element::EnumValue(emitted.id, index), &name, format!("{name}.{value}"), [item]);
            if let EnumOrigin::Prefix(prefix) = &enumeration.origin {
                entry.naming = Naming::Prefix(prefix.clone());
            }
            entry.pointers.clone_from(&pointers);
            entries.push(entry);
        }
        entries
    }

    fn service(&self, service: &'a Service) -> Vec<Entry<'a>> {
        let package = &self.api[self.api[service.id].package];
        let items = [&service.accessor, &service.item, &service.module];
        let mut entries = vec![entry(Element::Service(service.id), package, service.full_name.clone(), items)];
        for operation in &service.operations {
            entries.extend(self.operation(service, operation));
        }
        entries
    }

    fn operation(&self, service: &Service, emitted: &'a Operation) -> Vec<Entry<'a>> {
        let (id, operation) = (emitted.id, &self.api[emitted.id]);
        let params = emitted.params.iter().flat_map(|params| [&params.associated, &params.item, &params.constructor]);
        let items = [&emitted.method, &emitted.item, &emitted.info, &emitted.response].into_iter();
        let waiters = emitted.waiters.iter().map(|waiters| &waiters.item);
        let items = items.chain(emitted.paged.iter().map(|paged| &paged.item)).chain(params).chain(waiters);
        let own = entry(Element::Operation(id), &service.full_name, operation.id.clone(), items)
            .defined(&operation.docs, &operation.pointer)
            .named(operation.rust_name.as_ref());
        let mut entries = vec![own];
        let fields = emitted.params.iter().flat_map(|params| &params.fields);
        let fields = fields.map(|field| std::iter::once(&field.item).chain(&field.setter).collect());
        let arguments = emitted.arguments.iter().map(|argument| vec![&argument.item]);
        let (mut fields, mut arguments) = (fields.into_iter(), arguments.into_iter());
        for (index, parameter) in operation.parameters.iter().enumerate() {
            let items: Vec<&Item> =
                if parameter.required { arguments.next() } else { fields.next() }.unwrap_or_default();
            let element = match parameter.location {
                ParameterLocation::Path => Element::PathParameter(id, index),
                ParameterLocation::Query | ParameterLocation::ReservedQuery => Element::QueryParameter(id, index),
                ParameterLocation::Header => Element::HeaderParameter(id, index),
                ParameterLocation::Cookie => Element::CookieParameter(id, index),
            };
            let name = format!("{}.{}", operation.id, parameter.wire);
            let entry = entry(element, &operation.id, name, items).defined(&parameter.docs, &parameter.pointer);
            entries.push(entry.named(parameter.rust_name.as_ref()));
        }
        let waiters = emitted.waiters.iter().flat_map(|waiters| &waiters.methods);
        for (index, (waiter, method)) in operation.waiters.iter().zip(waiters).enumerate() {
            let name = format!("{}.{}", operation.id, waiter.name);
            let mut entry = entry(Element::Waiter(id, index), &operation.id, name, [&method.item]);
            entry.pointers.push(&waiter.pointer);
            entries.push(entry);
        }
        entries
    }
}
