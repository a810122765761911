//! Identifiers with a role, so that a type's name cannot be used as a field's.

use super::reserved;

macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) struct $role(String);

        impl $role {
            pub(super) fn new(name: String) -> Self {
                Self(name)
            }

            /// The name as it is written in Rust.
            pub(crate) fn as_str(&self) -> &str {
                &self.0
            }

            // Not every role needs it.
            #[allow(dead_code)]
            /// The name without `r#`: in links of rustdoc, as the name of a file, and as part of another name.
            pub(crate) fn unraw(&self) -> &str {
                self.0.strip_prefix("r#").unwrap_or(&self.0)
            }
        }
    )*};
}

roles! {
    /// A struct, an enum or a service.
    TypeName,
    /// A variant of an enum.
    VariantName,
    /// A field, or an argument of a method.
    FieldName,
    /// A method, or the module with its name.
    MethodName,
    /// A module.
    ModuleName,
    /// A constant.
    ConstName,
}

impl FieldName {
    /// The constant that names the field in masks: `CREATED_AT` for `created_at`. No keyword is all capitals.
    pub(super) fn constant(&self) -> ConstName {
        ConstName(self.unraw().to_uppercase())
    }
}

/// A name that begins with a capital, made legal: with a trailing `_` where it is taken.
pub(super) fn capitalized(name: String, taken: &[&str]) -> Option<String> {
    let name = digits_escaped(name);
    if taken.contains(&name.as_str()) || name == "Self" { legal(name + "_") } else { legal(name) }
}

/// A name in small letters, made legal: keywords are raw where Rust allows it.
pub(crate) fn lower(name: String, taken: &[&str]) -> Option<String> {
    let name = digits_escaped(name);
    match name.as_str() {
        name if reserved::NEVER_RAW.contains(&name) => Some(format!("{name}_")),
        _ if taken.contains(&name.as_str()) => legal(name + "_"),
        _ => legal(name.clone()).or_else(|| legal(format!("r#{name}"))),
    }
}

/// Longer than any name that a person would write, shorter than what file systems take.
const LONGEST: usize = 120;

/// The name, if it is a Rust identifier.
pub(super) fn legal(name: String) -> Option<String> {
    let is_free = match name.strip_prefix("r#") {
        Some(raw) => is_word(raw) && !reserved::NEVER_RAW.contains(&raw),
        None => is_word(&name) && !reserved::KEYWORDS.contains(&name.as_str()),
    };
    (name.len() <= LONGEST && is_free).then_some(name)
}

/// Whether the lexer reads the text as one identifier; `_` alone is not one.
fn is_word(text: &str) -> bool {
    let mut characters = text.chars();
    let begins = |first| first == '_' || unicode_ident::is_xid_start(first);
    text != "_" && characters.next().is_some_and(begins) && characters.all(unicode_ident::is_xid_continue)
}

fn digits_escaped(name: String) -> String {
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("_{name}") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lower_names() {
        let cases = [
            ("user", Some("user")),
            ("type", Some("r#type")),
            ("const", Some("r#const")),
            ("in", Some("r#in")),
            ("ref", Some("r#ref")),
            ("enum", Some("r#enum")),
            ("gen", Some("r#gen")),
            ("async", Some("r#async")),
            ("self", Some("self_")),
            ("crate", Some("crate_")),
            ("taken", Some("taken_")),
            ("2fa", Some("_2fa")),
            ("", None),
            ("_", None),
            ("a b", None),
        ];
        for (name, expected) in cases {
            assert_eq!(lower(name.to_owned(), &["taken"]).as_deref(), expected, "{name}");
        }
        assert_eq!(lower("x".repeat(10_000), &[]), None);
    }

    #[test]
    fn legal_names_are_identifiers_of_rust() {
        let others = [
            "user",
            "_a",
            "_",
            "__",
            "",
            "a b",
            "a-b",
            "9a",
            "a9",
            "über",
            "日本",
            "e\u{301}",
            "💥",
            "'a",
            "a'",
            "r#",
            "r#_",
            "r#type",
            "r#Self",
            "r#self",
            "r#crate",
            "r#super",
            "r#user",
            "r#9",
            "r#r#type",
            "a\n",
            " a",
            "a//",
            "auto",
            "union",
            "raw",
            "macro_rules",
            "Type",
            "SELF",
            "\0",
            "a\u{200d}",
        ];
        for name in reserved::KEYWORDS.iter().chain(&others) {
            // syn does not know `gen`, a keyword since edition 2024.
            let is_read = syn::parse_str::<syn::Ident>(name).is_ok() && !matches!(*name, "_" | "gen");
            let has_margin = name.trim() != *name || name.contains("//");
            assert_eq!(legal((*name).to_owned()).is_some(), is_read && !has_margin, "{name:?}");
        }
    }

    #[test]
    fn capitalized_names() {
        let cases = [
            ("User", Some("User")),
            ("Self", Some("Self_")),
            ("String", Some("String_")),
            ("12", Some("_12")),
            ("", None),
        ];
        for (name, expected) in cases {
            assert_eq!(capitalized(name.to_owned(), &["String"]).as_deref(), expected, "{name}");
        }
    }
}
