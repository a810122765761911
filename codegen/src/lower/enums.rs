//! Enums: definitions in many places, grouped into one for each name.

use std::collections::BTreeMap;

use crate::diagnostics::{Bounded, Diagnostic, Diagnostics, codes};
use crate::ir::{Enum, EnumId, EnumOrigin, EnumSite, Owner, PackageId};
use crate::openapi::Sources;

/// Enums by package and origin. All definitions of one package and origin have one id.
#[derive(Default)]
pub(super) struct EnumGroups {
    ids: BTreeMap<(PackageId, EnumOrigin), EnumId>,
    groups: Vec<Enum>,
}

impl EnumGroups {
    /// Adds a definition. Returns the id of its enum.
    pub(super) fn add(
        &mut self,
        package: PackageId,
        owner: Owner,
        rust_name: Option<String>,
        pointer: String,
        values: Vec<String>,
    ) -> EnumId {
        let origin = match (rust_name, prefix(&values)) {
            (Some(name), _) => EnumOrigin::RustName(name),
            (None, Some(prefix)) => EnumOrigin::Prefix(prefix.to_owned()),
            (None, None) => EnumOrigin::Owner(owner),
        };
        let next = EnumId::new(self.groups.len());
        let id = *self.ids.entry((package, origin.clone())).or_insert(next);
        if id == next {
            self.groups.push(Enum { package, origin, values: Vec::new(), zero: None, sites: Vec::new() });
        }
        self.groups[id.0].sites.push(EnumSite { pointer, values });
        id
    }

    /// The enums, each with the values of its longest definition.
    pub(super) fn finish(self, sources: &Sources) -> Result<Vec<Enum>, Diagnostics> {
        let mut errors = Vec::new();
        let mut enums = self.groups;
        for enumeration in &mut enums {
            let longest = enumeration.sites.iter().rev().max_by_key(|site| site.values.len());
            let Some(longest) = longest.cloned() else { continue };
            let misfits = enumeration.sites.iter().filter_map(|site| misfit(site, &longest, sources));
            errors.extend(misfits.chain(repeated(&longest, sources)));
            enumeration.zero = zero(&longest.values);
            enumeration.values = longest.values;
        }
        Diagnostics::none_or(errors, enums)
    }
}

/// Definitions with one name are one enum: one may list fewer values than another, but no other values.
fn misfit(site: &EnumSite, longest: &EnumSite, sources: &Sources) -> Option<Diagnostic> {
    let unknown = site.values.iter().find(|value| !longest.values.contains(value))?;
    let message = format!(
        "`{}` is not among the values at {}#{}, though the two enums have one name",
        Bounded(unknown),
        sources.file(&longest.pointer),
        longest.pointer,
    );
    let error = sources.error(&codes::CONFLICTING_ENUMS, &site.pointer, message);
    Some(error.help("give one of the two an `x-rust-name` of its own, by an action in specs/overlay.yaml"))
}

fn repeated(site: &EnumSite, sources: &Sources) -> Option<Diagnostic> {
    let mut values: Vec<&String> = site.values.iter().collect();
    values.sort();
    let duplicate = values.windows(2).find(|pair| pair[0] == pair[1])?;
    let message = format!("the value `{}` is listed twice", Bounded(duplicate[0]));
    let error = sources.error(&codes::DUPLICATE_VALUE, &site.pointer, message);
    Some(error.help("remove one of the two by an action in specs/overlay.yaml"))
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
