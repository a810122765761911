//! Identifiers that know what they name, so that a type's name cannot stand where a field's belongs.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};

macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) struct $role(String);

        impl $role {
            pub(super) fn new(name: String) -> Self {
                Self(name)
            }

            // Not every role is read as text.
            #[allow(dead_code)]
            pub(crate) fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl ToTokens for $role {
            fn to_tokens(&self, tokens: &mut TokenStream) {
                tokens.append(ident(&self.0));
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
    /// A method, or the module that is called like it.
    MethodName,
    /// A module.
    ModuleName,
    /// A constant.
    ConstName,
}

impl ModuleName {
    /// The name of the file or folder that holds the module.
    pub(crate) fn file(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }
}

impl FieldName {
    /// What stands for the field in a mask: `CREATED_AT` for `created_at`. No keyword is all in capitals.
    pub(super) fn constant(&self) -> ConstName {
        ConstName(self.unraw().to_uppercase())
    }

    /// The name as a part of another one.
    pub(super) fn unraw(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }
}

impl MethodName {
    /// The name in a link of rustdoc's, which knows no raw identifiers.
    pub(crate) fn link(&self) -> &str {
        self.0.strip_prefix("r#").unwrap_or(&self.0)
    }
}

fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// A name with a capital, as Rust accepts it.
pub(super) fn capitalised(name: String, reserved: &[&str]) -> Option<String> {
    let name = digits_escaped(name);
    match reserved.contains(&name.as_str()) || name == "Self" {
        true => legal(name + "_"),
        false => legal(name),
    }
}

/// A name without capitals, as Rust accepts it: keywords raw where that is legal.
pub(crate) fn lower(name: String, reserved: &[&str]) -> Option<String> {
    let name = digits_escaped(name);
    match name.as_str() {
        // These cannot be raw.
        "self" | "super" | "crate" => Some(name + "_"),
        // `gen` is a keyword of this edition that syn lets pass.
        "gen" => Some("r#gen".to_owned()),
        _ if reserved.contains(&name.as_str()) => legal(name + "_"),
        _ => legal(name.clone()).or_else(|| legal(format!("r#{name}"))),
    }
}

/// Longer than any name that a person would write, shorter than what file systems take.
const LONGEST: usize = 120;

/// The name, where it is an identifier of Rust.
pub(super) fn legal(name: String) -> Option<String> {
    let fits = name.len() <= LONGEST && name != "_";
    (fits && syn::parse_str::<Ident>(&name).is_ok()).then_some(name)
}

fn digits_escaped(name: String) -> String {
    match name.starts_with(|c: char| c.is_ascii_digit()) {
        true => format!("_{name}"),
        false => name,
    }
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
    fn capitalised_names() {
        let cases = [
            ("User", Some("User")),
            ("Self", Some("Self_")),
            ("String", Some("String_")),
            ("12", Some("_12")),
            ("", None),
        ];
        for (name, expected) in cases {
            assert_eq!(capitalised(name.to_owned(), &["String"]).as_deref(), expected, "{name}");
        }
    }
}
