//! Enums: definitions in many places, grouped into one for each name.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Lowering;
use super::presence::PresenceRules;
use super::read::{docs, string, strings};
use crate::diagnostics::{Bounded, codes};
use crate::ir::{Docs, Enum, EnumId, EnumOrigin, EnumSite, Owner, Site, Type};

impl Lowering<'_> {
    /// Adds a definition to the enum of its package and name.
    pub(super) fn enumeration(&mut self, schema: &Value, owner: &Owner, at: &str) -> Type {
        let package = owner.package;
        let mut values: Vec<String> = strings(&schema["enum"]).map(str::to_owned).collect();
        if self.rules != PresenceRules::Protobuf {
            let mut seen = BTreeSet::new();
            values.retain(|value| seen.insert(value.clone()));
        }
        let (origin, docs) = match (string(schema, "x-rust-name"), owner, prefix(&values)) {
            (Some(name), ..) => (EnumOrigin::RustName(name), Docs::default()),
            (None, Owner { site: Site::Schema, in_list: false, parent, .. }, _) => {
                (EnumOrigin::Schema(parent.clone()), docs(schema))
            }
            (None, _, Some(prefix)) => (EnumOrigin::Prefix(prefix.to_owned()), Docs::default()),
            (None, _, None) => (EnumOrigin::Owner(owner.clone()), Docs::default()),
        };
        let enums = &mut self.api.enums;
        let known = enums.iter().position(|other| other.package == package && other.origin == origin);
        let index = known.unwrap_or_else(|| {
            enums.push(Enum {
                package,
                origin,
                docs,
                values: Vec::new(),
                any_text: false,
                zero: None,
                sites: Vec::new(),
            });
            enums.len() - 1
        });
        enums[index].sites.push(EnumSite { pointer: at.to_owned(), values });
        Type::Enum(EnumId(index))
    }

    /// Gives each enum the values of its longest definition, and reports definitions that do not fit.
    pub(super) fn merge_enums(&mut self) {
        let mut enums = std::mem::take(&mut self.api.enums);
        for enumeration in &mut enums {
            let longest = enumeration.sites.iter().rev().max_by_key(|site| site.values.len());
            let Some(longest) = longest.cloned() else { continue };
            for site in &enumeration.sites {
                self.refuse_other_values(site, &longest);
            }
            self.refuse_duplicate(&longest);
            let is_only = longest.values.len() == 1 && !enumeration.any_text;
            let only = (self.rules == PresenceRules::Required && is_only).then_some(0);
            enumeration.zero = zero(&longest.values).or(only);
            enumeration.values = longest.values;
        }
        self.api.enums = enums;
    }

    /// Definitions with one name are one enum: one may list fewer values than another, but no other values.
    fn refuse_other_values(&mut self, site: &EnumSite, longest: &EnumSite) {
        let Some(unknown) = site.values.iter().find(|value| !longest.values.contains(value)) else { return };
        let (unknown, file, at) = (Bounded(unknown), self.sources.file(&longest.pointer), &longest.pointer);
        let message = format!("`{unknown}` is not among the values at {file}#{at}, though the two enums have one name");
        let help = "give one of the two an `x-rust-name` of its own, by an action in specs/overlay.yaml";
        self.error(&codes::CONFLICTING_ENUMS, &site.pointer, message, help);
    }

    fn refuse_duplicate(&mut self, site: &EnumSite) {
        let mut values = site.values.iter().enumerate();
        let Some((_, duplicate)) = values.find(|(index, value)| site.values[..*index].contains(value)) else { return };
        let message = format!("the value `{}` is listed twice", Bounded(duplicate));
        let help = "remove one of the two by an action in specs/overlay.yaml";
        self.error(&codes::DUPLICATE_VALUE, &site.pointer, message, help);
    }
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

/// The position of the value that means "no value" in protobuf.
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
            // A single word is too common to be a name.
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
