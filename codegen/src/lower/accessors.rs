//! What a model leads to: the message that it is about, related objects, and payloads.

use std::collections::BTreeMap;

use crate::casing;
use crate::ir::{Api, Docs, Field, FieldId, Model, ModelId, Payloads, RelatedPath, Type, proto_package};

/// The end of the name of a model that shows another one, with paths to related objects.
const VIEW: &str = "View";
/// The end of the name of a property that holds the path to related objects.
const PATH: &str = "Path";

/// Recognizes what each model leads to.
pub(super) fn recognize(api: &mut Api) {
    let names = names(api);
    let found: Vec<_> =
        api.models_with_ids().map(|(id, _)| (subject(api, id), related(api, &names, id), payloads(api, id))).collect();
    for (model, (subject, related, payloads)) in api.models.iter_mut().zip(found) {
        (model.subject, model.related, model.payloads) = (subject, related, payloads);
    }
}

/// The models of named schemas by their names in their packages, without nested ones.
fn names(api: &Api) -> BTreeMap<String, Vec<ModelId>> {
    let mut names: BTreeMap<String, Vec<ModelId>> = BTreeMap::new();
    let is_nested = |model: &Model| proto_package::split(&model.name).1.contains('.');
    let named = api.models_with_ids().filter(|(_, model)| model.owner.is_none() && !is_nested(model));
    for (id, model) in named {
        names.entry(casing::pascal(model.short_name())).or_default().push(id);
    }
    names
}

/// Of a view, the message that it shows; of a response, its only message, or what that shows if it is a view.
fn subject(api: &Api, id: ModelId) -> Option<Vec<FieldId>> {
    if let Some(field) = shown(api, id) {
        return Some(vec![field]);
    }
    let (field, message) = only_message(api, id).filter(|_| api[id].is_response)?;
    Some(std::iter::once(field).chain(shown(api, message)).collect())
}

/// The field of the view `XView` that holds an `X`.
fn shown(api: &Api, view: ModelId) -> Option<FieldId> {
    let name = api[view].short_name().strip_suffix(VIEW)?;
    let mut fields = messages(api, view);
    fields.find(|(_, message)| api[*message].short_name() == name).map(|(field, _)| field)
}

/// The field of the only message that a model holds.
fn only_message(api: &Api, id: ModelId) -> Option<(FieldId, ModelId)> {
    let mut messages = messages(api, id);
    messages.next().filter(|_| messages.next().is_none())
}

/// The optional fields that hold messages, with their models.
fn messages(api: &Api, id: ModelId) -> impl Iterator<Item = (FieldId, ModelId)> {
    let fields = api[id].fields.iter().enumerate().filter(|(_, field)| field.presence.is_option() && !field.boxed);
    fields.filter_map(move |(index, field)| Some((FieldId { model: id, index }, field.message()?)))
}

/// The strings with `x-rust-related`, and the properties `...Path` of a view that say that they are JSONPaths, or nothing at
/// all.
fn related(api: &Api, names: &BTreeMap<String, Vec<ModelId>>, id: ModelId) -> Vec<RelatedPath> {
    let model = &api[id];
    let is_view = model.short_name().ends_with(VIEW);
    let is_path = |field: &Field| {
        let description = field.docs.description.trim();
        let says_so = description.to_ascii_uppercase().contains("JSONPATH");
        let says_nothing = description.is_empty() || description == Docs::boilerplate(&field.wire);
        let looks_so = is_view && field.wire.ends_with(PATH) && (says_so || says_nothing);
        field.ty == Type::String && (field.related.is_some() || looks_so)
    };
    let fields = model.fields.iter().enumerate().filter(|(_, field)| is_path(field));
    fields.map(|(index, field)| RelatedPath { field: index, target: target(api, names, model, field) }).collect()
}

/// The model of related objects: that of `x-rust-related`, the one that the property's name ends with, or the one that the
/// description names. It is in the view's package or in the package that has its name, so that other packages, which come
/// and go, do not change it.
fn target(api: &Api, names: &BTreeMap<String, Vec<ModelId>>, view: &Model, field: &Field) -> Option<ModelId> {
    if let Some(schema) = &field.related {
        return api.models_with_ids().find(|(_, model)| model.name == *schema).map(|(id, _)| id);
    }
    let own = casing::pascal(&casing::singular(field.wire.trim_end_matches(PATH)));
    let of_view = casing::pascal(view.short_name());
    let prefix = casing::words(&of_view).first().copied().unwrap_or_default().to_owned();
    let words = casing::words(&own);
    let last = words.last().copied().unwrap_or_default();
    let by_name = (0..words.len()).map(|start| words[start..].concat());
    let candidates = by_name.flat_map(|name| [name.clone(), prefix.clone() + &name]);
    candidates.chain(described(&field.docs.description, last)).find_map(|name| {
        let is_home = |id: &&ModelId| {
            let package = &api[api[**id].package];
            let words = casing::words(&name);
            let homes = (1..=words.len()).map(|length| words[..length].concat().to_ascii_lowercase());
            homes.into_iter().any(|home| package.split('.').any(|segment| segment == home))
        };
        let models = names.get(&name)?;
        let in_package = models.iter().find(|id| api[**id].package == view.package);
        in_package.or_else(|| models.iter().find(is_home)).copied()
    })
}

/// The names in a description that may be those of models: one that ends with the last word of the property, as in "the
/// AppResource for a task", and `User` in "the user objects that ...".
fn described(description: &str, last: &str) -> Vec<String> {
    let words = description.split(|c: char| !c.is_alphanumeric());
    let names = words.filter(|word| word.len() > last.len() && word.ends_with(last));
    let object = description.split_once(" object").and_then(|(before, _)| before.rsplit_once(" the "));
    let object = object.map(|(_, name)| casing::pascal(&casing::singular(name)));
    names.map(casing::pascal).chain(object).collect()
}

/// The payloads of a field that holds any message: the models of the package whose names begin with that of the field.
fn payloads(api: &Api, id: ModelId) -> Option<Payloads> {
    let model = &api[id];
    let (field, any) = model.fields.iter().enumerate().find(|(_, field)| field.ty == Type::Any)?;
    let name = casing::pascal(&any.wire);
    let is_payload = |other: &Model| {
        let rest = other.short_name().strip_prefix(name.as_str());
        other.package == model.package && rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
    };
    let models: Vec<ModelId> = api.models_with_ids().filter(|(_, other)| is_payload(other)).map(|(id, _)| id).collect();
    (models.len() > 1).then_some(Payloads { field, models })
}
