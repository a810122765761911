//! The rules that an element's Rust name follows from, for people.

use super::{Entry, Kind, Naming};
use crate::casing;
use crate::ir::proto_package;

impl Entry<'_> {
    /// The rules that its Rust name follows from.
    pub fn naming_rationale(&self) -> Vec<String> {
        let mut rules = match &self.naming {
            Naming::Extension => {
                return vec!["set by `x-rust-name`, `x-rust-oneof-names` or `x-rust-packages`".to_owned()];
            }
            Naming::Prefix(prefix) if self.kind() == Kind::Enum => {
                vec![format!("all its values begin with `{prefix}_`, its name in protobuf")]
            }
            Naming::Prefix(prefix) => vec![format!("the enum's name `{prefix}_` is dropped"), self.casing_rule()],
            Naming::Owner(owner) => vec![format!("it has no name of its own, and is named after `{owner}`")],
            Naming::Own => self.rules(),
        };
        let words = casing::misleading(self.short_name()).into_iter();
        rules.extend(words.map(|word| format!("`{word}` is one word in the table of codegen/src/casing.rs")));
        let name = self.items.first().map_or("", |item| item.name());
        rules.extend(escape_rule(name).map(str::to_owned));
        rules
    }

    fn rules(&self) -> Vec<String> {
        match self.kind() {
            Kind::Package => match self.name.strip_prefix("c1.api.") {
                Some(rest) => vec![format!("the prefix `c1.api.` is dropped, each part of `{rest}` is a module")],
                None if self.name.is_empty() => vec!["schemas without a package are in `models`".to_owned()],
                None => vec!["each part of the package's name is a module".to_owned()],
            },
            Kind::Service => self.service_rules(),
            Kind::Oneof => vec![
                "the model's name, the oneof's, and `Case`; words that two of them share are written once".to_owned(),
            ],
            Kind::EnumValue if self.lacks_word() => {
                vec![self.casing_rule(), "the word that all values share with the enum's name is dropped".to_owned()]
            }
            Kind::Schema | Kind::Alias | Kind::Union if proto_package::split(&self.name).1.contains('.') => {
                vec!["the names of the messages around it come first; words that two share are written once".to_owned()]
            }
            Kind::Waiter => vec!["`until_` and the name of the waiter in snake_case".to_owned()],
            Kind::ExpandPath => vec!["`EXPAND_` and the path in capitals".to_owned()],
            Kind::Property if self.short_name() == "@type" => vec!["`@type` is `type_url`".to_owned()],
            _ => vec![self.casing_rule()],
        }
    }

    /// Whether the item's name is the end of the element's.
    fn lacks_word(&self) -> bool {
        let name = self.items.first().map_or("", |item| item.name());
        let whole = casing::pascal(self.short_name());
        whole.len() > name.len() && whole.ends_with(name)
    }

    fn service_rules(&self) -> Vec<String> {
        let mut rules = vec![self.casing_rule()];
        if casing::pascal(self.short_name()).strip_suffix("Service").is_some_and(|rest| !rest.is_empty()) {
            rules.push("the suffix `Service` is dropped".to_owned());
        }
        let version = proto_package::version(&self.parent);
        if version > 1 {
            rules.push(format!("`V{version}` is added, as in all packages above version 1"));
        }
        rules
    }

    fn casing_rule(&self) -> String {
        let (case, name) = match self.kind() {
            Kind::Schema | Kind::Alias | Kind::Union | Kind::Enum | Kind::EnumValue => {
                ("UpperCamelCase", self.short_name())
            }
            Kind::Operation => ("snake_case", self.name.rsplit('.').next().unwrap_or(&self.name)),
            _ => ("snake_case", self.short_name()),
        };
        format!("`{name}` in {case}")
    }
}

/// How an illegal or reserved name was made legal.
fn escape_rule(name: &str) -> Option<&'static str> {
    if name.starts_with("r#") {
        Some("`r#` is added: the name is a keyword of Rust")
    } else if name.ends_with('_') {
        Some("a trailing `_` is added: the name is a keyword or reserved")
    } else if name.strip_prefix('_').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        Some("a leading `_` is added: no name begins with a digit")
    } else {
        None
    }
}
