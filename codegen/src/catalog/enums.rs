//! Enums and their values.

use super::{Items, Kind, Naming, Place, Role, Source, Subject, wire};
use crate::api::{Enum, EnumId, EnumOrigin};

pub(super) fn subjects(source: Source<'_>) -> Vec<Subject> {
    let enums = source.api.enums.iter().enumerate();
    enums.flat_map(|(index, enumeration)| of_enum(source, enumeration, EnumId(index))).collect()
}

fn of_enum(source: Source<'_>, enumeration: &Enum, id: EnumId) -> Vec<Subject> {
    let names = source.names.enumeration(id);
    let name = names.name.as_str();
    let path = format!("{}::{name}", source.module(&enumeration.package));
    let file = source.file(&enumeration.package, "enums");
    let full_name = wire::enum_name(enumeration);

    let mut subject = source.subject(Kind::Enum, &enumeration.package, full_name.clone());
    let places: Vec<Place> = enumeration.sites.iter().map(|site| source.place(site)).collect();
    subject.places.clone_from(&places);
    subject.naming = match &enumeration.origin {
        EnumOrigin::Named(_) => Naming::Given,
        EnumOrigin::Prefix(prefix) => Naming::Prefix(prefix.clone()),
        EnumOrigin::Site(site) => Naming::Site(wire::site_name(site)),
    };
    let mut items = Items { file: &file, items: &mut subject.items };
    items.add(Role::Enum, path.clone(), format!("enum {name}"), false);
    items.add(Role::Fallback, format!("{path}::UnknownValue"), "UnknownValue(UnknownValue)".to_owned(), false);
    if enumeration.zero.is_some() {
        items.add(Role::Default, format!("{path}::default"), format!("impl Default for {name}"), false);
    }

    let values = enumeration.values.iter().zip(&names.variants).map(|(value, variant)| {
        let mut subject = source.subject(Kind::EnumValue, &full_name, format!("{full_name}.{value}"));
        if let EnumOrigin::Prefix(prefix) = &enumeration.origin {
            subject.naming = Naming::Prefix(prefix.clone());
        }
        subject.places.clone_from(&places);
        let variant = variant.as_str();
        let mut items = Items { file: &file, items: &mut subject.items };
        items.add(Role::Variant, format!("{path}::{variant}"), variant.to_owned(), false);
        subject
    });
    let values: Vec<Subject> = values.collect();
    std::iter::once(subject).chain(values).collect()
}
