//! Enums described in many places, brought together.

use std::collections::BTreeMap;

use crate::api::{Api, Enum, EnumId, EnumOrigin, Site, Type};
use crate::error::{Error, Errors};

/// A place where an enum is described.
pub(super) struct EnumSite {
    pub(super) at: String,
    pub(super) package: String,
    pub(super) site: Site,
    pub(super) rust_name: Option<String>,
    pub(super) values: Vec<String>,
}

impl EnumSite {
    fn origin(&self) -> EnumOrigin {
        match (&self.rust_name, prefix(&self.values)) {
            (Some(name), _) => EnumOrigin::Named(name.clone()),
            (None, Some(prefix)) => EnumOrigin::Prefix(prefix.to_owned()),
            (None, None) => EnumOrigin::Site(self.site.clone()),
        }
    }
}

/// Replaces the index of a place in every `Type::Enum` by the index of the enum that the place shares with others.
pub(super) fn group(api: &mut Api, sites: &[EnumSite]) -> Result<(), Errors> {
    let mut groups: BTreeMap<(String, EnumOrigin), Vec<usize>> = BTreeMap::new();
    for (index, site) in sites.iter().enumerate() {
        groups.entry((site.package.clone(), site.origin())).or_default().push(index);
    }
    let mut errors = Vec::new();
    let mut ids = vec![EnumId(0); sites.len()];
    for ((package, origin), members) in groups {
        let Some(longest) =
            members.iter().copied().max_by_key(|index| (sites[*index].values.len(), std::cmp::Reverse(*index)))
        else {
            continue;
        };
        let values = &sites[longest].values;
        for member in &members {
            ids[*member] = EnumId(api.enums.len());
            errors.extend(misfit(api, &sites[*member], &sites[longest]));
        }
        errors.extend(repeated(api, &sites[longest]));
        let zero = zero(values);
        let sites = members.iter().map(|index| sites[*index].at.clone()).collect();
        api.enums.push(Enum { package, origin, values: values.clone(), zero, sites });
    }
    for field in api.models.values_mut().flat_map(|model| &mut model.fields) {
        settle(&mut field.ty, &ids);
    }
    for operation in &mut api.operations {
        for parameter in operation.path_parameters.iter_mut().chain(&mut operation.query_parameters) {
            settle(&mut parameter.ty, &ids);
        }
    }
    Errors::none_or(errors, ())
}

fn settle(ty: &mut Type, ids: &[EnumId]) {
    match ty {
        Type::Enum(id) => *id = ids[id.0],
        Type::List(inner) | Type::Map(inner) => settle(inner, ids),
        _ => {}
    }
}

/// Places with one name describe one enum: one may know fewer values than another, not others.
fn misfit(api: &Api, site: &EnumSite, longest: &EnumSite) -> Option<Error> {
    let strange = site.values.iter().find(|value| !longest.values.contains(value))?;
    let file = api.files.of(&longest.at);
    let message = format!(
        "`{}` is not among the values at {file}#{}, though both lists go by one name",
        crate::error::Bounded(strange),
        longest.at,
    );
    Some(
        api.error(&site.at, message)
            .help("give one of the two a name of its own: x-rust-name, by an action in specs/overlay.yaml"),
    )
}

fn repeated(api: &Api, site: &EnumSite) -> Option<Error> {
    let mut values: Vec<&String> = site.values.iter().collect();
    values.sort();
    let twice = values.windows(2).find(|pair| pair[0] == pair[1])?;
    let message = format!("the value `{}` stands twice in one enum", crate::error::Bounded(twice[0]));
    Some(api.error(&site.at, message).help("remove one of the two by an action in specs/overlay.yaml"))
}

/// The protobuf enum's name, which all values begin with: `USER_TYPE` of `USER_TYPE_UNSPECIFIED`, `USER_TYPE_HUMAN`.
fn prefix(values: &[String]) -> Option<&str> {
    ["_UNSPECIFIED", "_UNKNOWN"].into_iter().find_map(|zero| {
        values.iter().filter_map(|value| value.strip_suffix(zero)).find(|prefix| {
            let belongs =
                |value: &String| value.strip_prefix(prefix).is_some_and(|rest| rest.len() > 1 && rest.starts_with('_'));
            prefix.contains('_') && values.iter().all(belongs)
        })
    })
}

/// The value that protobuf takes for no value.
fn zero(values: &[String]) -> Option<usize> {
    ["UNSPECIFIED", "UNKNOWN"].into_iter().find_map(|zero| {
        values
            .iter()
            .position(|value| value.strip_suffix(zero).is_some_and(|rest| rest.is_empty() || rest.ends_with('_')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn prefixes() {
        let cases = [
            ("USER_TYPE_UNSPECIFIED USER_TYPE_HUMAN", Some("USER_TYPE")),
            ("WELL_KNOWN_CLIENT_UNKNOWN WELL_KNOWN_CLIENT_UNSPECIFIED", Some("WELL_KNOWN_CLIENT")),
            ("USER_TYPE_UNKNOWN USER_TYPE_HUMAN", Some("USER_TYPE")),
            // One word is too little to go by.
            ("USER_UNKNOWN USER_ENABLED", None),
            ("UNKNOWN ENABLED", None),
            ("USER_TYPE_UNSPECIFIED HUMAN", None),
            ("FORMAT_JSON FORMAT_COLON", None),
            ("USER_TYPE_UNSPECIFIED USER_TYPE_", None),
        ];
        for (text, expected) in cases {
            assert_eq!(prefix(&values(text)), expected, "{text}");
        }
    }

    #[test]
    fn zeros() {
        let cases = [
            ("A_B_X A_B_UNSPECIFIED", Some(1)),
            ("A_B_UNKNOWN A_B_UNSPECIFIED", Some(1)),
            ("UNKNOWN ENABLED", Some(0)),
            ("ALL UNSPECIFIED", Some(1)),
            ("USER_UNKNOWN USER_ENABLED", Some(0)),
            ("WELLUNKNOWN OTHER", None),
            ("ROLE GROUP", None),
        ];
        for (text, expected) in cases {
            assert_eq!(zero(&values(text)), expected, "{text}");
        }
    }
}
