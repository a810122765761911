//! Schemas, their properties, oneofs and expand paths.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Items, Kind, Naming, Role, Source, Subject, Value, wire};
use crate::api::{Model, Oneof};
use crate::emit::models::is_expanded;
use crate::emit::{signatures, types};
use crate::names::{ModelNames, OneofNames};
use crate::package;
use crate::render::compact;

pub(super) fn subjects(source: Source<'_>) -> Vec<Subject> {
    source.api.models.par_iter().flat_map_iter(|(_, model)| of_model(source, model)).collect()
}

/// A model, and what all that it consists of has in common.
struct Owner<'a> {
    source: Source<'a>,
    model: &'a Model,
    names: &'a ModelNames,
    module: String,
    /// The path of its struct.
    path: String,
    file: Arc<str>,
}

fn of_model(source: Source<'_>, model: &Model) -> Vec<Subject> {
    let names = source.names.model(&model.name);
    let module = source.module(&names.package);
    let path = format!("{module}::{}", names.name.as_str());
    let owner = Owner { source, model, names, module, path, file: source.file(&names.package, "models") };
    let mut subjects = vec![owner.schema()];
    subjects.extend((0..model.fields.len()).map(|index| owner.property(index)));
    subjects.extend(model.oneofs.iter().zip(&names.oneofs).map(|(oneof, names)| owner.oneof(oneof, names)));
    subjects.extend((0..model.expand_paths.len()).map(|index| owner.expand_path(index)));
    subjects
}

impl Owner<'_> {
    fn schema(&self) -> Subject {
        let Self { source, model, .. } = *self;
        let mut subject = source
            .subject(Kind::Schema, package::of(&model.name), model.name.clone())
            .described(&model.docs, source.place(&model.at));
        if let Some(site) = &model.inline {
            subject.naming = Naming::Site(wire::site_name(site));
        }
        let mut subject = subject.given(model.rust_name.as_ref());
        let mut items = Items { file: &self.file, items: &mut subject.items };
        let name = self.names.name.as_str();
        items.add(Role::Model, self.path.clone(), format!("struct {name}"), model.docs.deprecated);
        items.add(Role::Name, format!("{}::NAME", self.path), format!("NAME = {:?}", model.name), false);
        if is_expanded(model) {
            let mut method = |role, name, rest| {
                items.add(role, format!("{}::{name}", self.path), format!("fn {name}{rest}"), false);
            };
            method(Role::Related, "expanded", "(&self, path: &str) -> Result<Vec<&Any>, Error>");
            method(Role::RelatedAs, "expanded_as", "<T: Message>(&self, path: &str) -> Result<Vec<T>, Error>");
        }
        subject
    }

    fn property(&self, index: usize) -> Subject {
        let Self { source, model, .. } = *self;
        let field = &model.fields[index];
        let mut subject = source
            .subject(Kind::Property, &model.name, format!("{}.{}", model.name, field.wire))
            .described(&field.docs, source.place(&field.at))
            .given(field.rust_name.as_ref());
        let ty = wire::words(source.api, &field.ty);
        subject.value = Some(Value { ty, presence: field.presence, sensitive: field.sensitive });
        let mut types = types(source.names, Some(&self.names.package), true);
        let mut items = Items { file: &self.file, items: &mut subject.items };
        let (name, constant) = (&self.names.fields[index], self.names.field_constants[index].as_str());
        let deprecated = field.docs.deprecated;
        let signature = compact(&signatures::field(field, name, &mut types));
        items.add(Role::Field, format!("{}::{}", self.path, name.as_str()), signature, deprecated);
        let signature = format!("const {constant}: {}", compact(&signatures::field_path(field, &mut types)));
        items.add(Role::MaskConstant, format!("{}::{constant}", self.path), signature, deprecated);
        self.case(index, &mut items);
        subject
    }

    /// What a field is to the oneof that it is a case of.
    fn case(&self, index: usize, items: &mut Items<'_>) {
        let oneofs = self.model.oneofs.iter().zip(&self.names.oneofs);
        let cases =
            oneofs.flat_map(|(oneof, names)| oneof.cases.iter().zip(&names.cases).map(move |case| (names, case)));
        let Some((names, (_, (variant, constructor)))) = cases.into_iter().find(|(_, (case, _))| **case == index)
        else {
            return;
        };
        let mut types = types(self.source.names, Some(&self.names.package), true);
        let field = &self.model.fields[index];
        let payload = signatures::payload(&field.ty, &mut types).map(|payload| format!("({})", compact(&payload)));
        let (view, variant) = (names.view.as_str(), variant.as_str());
        let signature = format!("{variant}{}", payload.unwrap_or_default());
        let deprecated = field.docs.deprecated;
        items.add(Role::Case, format!("{}::{view}::{variant}", self.module), signature, deprecated);
        let signature = compact(&signatures::constructor(field, constructor, &mut types));
        items.add(Role::Constructor, format!("{}::{}", self.path, constructor.as_str()), signature, deprecated);
    }

    fn oneof(&self, oneof: &Oneof, names: &OneofNames) -> Subject {
        let Self { source, model, .. } = *self;
        let mut subject = source.subject(Kind::Oneof, &model.name, format!("{}.{}", model.name, oneof.name));
        subject.places.push(source.place(&model.at));
        let mut subject = subject.given(oneof.rust_name.as_ref());
        let mut items = Items { file: &self.file, items: &mut subject.items };
        let view = names.view.as_str();
        let path = format!("{}::{view}", self.module);
        let method = |name: &str| format!("{}::{name}", self.path);
        items.add(Role::Getter, method(names.getter.as_str()), compact(&signatures::getter(names)), false);
        items.add(Role::Setter, method(names.setter.as_str()), compact(&signatures::setter(names)), false);
        items.add(Role::Fallback, format!("{path}::Several"), "Several(SeveralCases<'a>)".to_owned(), false);
        items.add(Role::View, path, format!("enum {view}"), false);
        subject
    }

    fn expand_path(&self, index: usize) -> Subject {
        let Self { source, model, .. } = *self;
        let path = &model.expand_paths[index];
        let constant = self.names.expand_constants[index].as_str();
        let mut subject = source.subject(Kind::ExpandPath, &model.name, format!("{}.{path}", model.name));
        subject.places.push(source.place(&model.at));
        let mut items = Items { file: &self.file, items: &mut subject.items };
        let signature = format!("{constant} = {path:?}");
        items.add(Role::ExpandConstant, format!("{}::{constant}", self.path), signature, false);
        subject
    }
}
