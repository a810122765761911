//! Why something has the Rust name that it has: the rules of naming that had a part in it, in words.

use super::{Kind, Naming, Subject};
use crate::names::words;
use crate::package;

impl Subject {
    /// The rules that made its Rust name, each as a phrase.
    pub fn reasons(&self) -> Vec<String> {
        let name =
            self.items.first().map(|item| item.path.rsplit("::").next().unwrap_or(&item.path)).unwrap_or_default();
        let name = name.trim_end_matches(')').rsplit('(').next().unwrap_or(name);
        let mut reasons = match &self.naming {
            Naming::Given => vec!["an extension gives it (`x-rust-name`, `x-rust-oneof-names`)".to_owned()],
            Naming::Prefix(prefix) if self.kind == Kind::Enum => {
                vec![format!("all its values begin with `{prefix}_`, its name in protobuf")]
            }
            Naming::Prefix(prefix) => vec![format!("`{prefix}_` is the enum's name, and left out"), self.cased()],
            Naming::Site(site) => vec![format!("it has no name of its own, and is called after `{site}`")],
            Naming::Own => self.rules(),
        };
        if self.naming != Naming::Given {
            let words = words::misleading(self.short_name()).into_iter();
            reasons.extend(words.map(|word| format!("`{word}` is one word in the table of words")));
            reasons.extend(escaped(name).map(str::to_owned));
        }
        reasons
    }

    /// The rule that its kind of name is made by.
    fn rules(&self) -> Vec<String> {
        match self.kind {
            Kind::Package => match self.name.strip_prefix("c1.api.") {
                Some(rest) => vec![format!("the prefix `c1.api.` is dropped, each part of `{rest}` is a module")],
                None if self.name.is_empty() => vec!["what belongs to no package is in `models`".to_owned()],
                None => vec!["each part of the package's name is a module".to_owned()],
            },
            Kind::Service => self.service_rules(),
            Kind::Oneof => vec!["the model's name and the oneof's".to_owned()],
            Kind::ExpandPath => vec!["`EXPAND_` and the path in capitals".to_owned()],
            Kind::Property if self.short_name() == "@type" => vec!["`@type` is `type_url`".to_owned()],
            _ => vec![self.cased()],
        }
    }

    fn service_rules(&self) -> Vec<String> {
        let mut reasons = vec![self.cased()];
        if words::pascal(self.short_name()).strip_suffix("Service").is_some_and(|rest| !rest.is_empty()) {
            reasons.push("the suffix `Service` is dropped".to_owned());
        }
        let version = package::version(&self.parent);
        if version > 1 {
            reasons.push(format!("`V{version}` tells it from the first version's, unless it says so itself"));
        }
        reasons
    }

    fn cased(&self) -> String {
        let (case, name) = match self.kind {
            Kind::Schema | Kind::Enum | Kind::EnumValue => ("UpperCamelCase", self.short_name()),
            Kind::Operation => ("snake_case", self.name.rsplit('.').next().unwrap_or(&self.name)),
            _ => ("snake_case", self.short_name()),
        };
        format!("`{name}` in {case}")
    }
}

/// What had to be done for a name to be legal and free.
fn escaped(name: &str) -> Option<&'static str> {
    if name.starts_with("r#") {
        Some("`r#`, as it is a keyword of Rust")
    } else if name.ends_with('_') {
        Some("a trailing `_`, as the name is a keyword or taken by the crate itself")
    } else if name.strip_prefix('_').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        Some("a leading `_`, as no name begins with a digit")
    } else {
        None
    }
}
