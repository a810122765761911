//! Identifiers with a role, so that a type's name cannot be used as a field's.

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

/// A capitalized name, made legal: with a trailing `_` where it is taken, and a leading one before a digit.
pub(super) fn capitalized(mut name: String, taken: &[&str]) -> Option<String> {
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert(0, '_');
    }
    if taken.contains(&name.as_str()) || NEVER_RAW.contains(&name.as_str()) {
        name.push('_');
    }
    legal(name)
}

/// A lowercase name, made legal likewise: keywords are raw where Rust allows it.
pub(super) fn lower(name: &str, taken: &[&str]) -> Option<String> {
    capitalized(name.to_owned(), taken).or_else(|| legal(format!("r#{name}")))
}

/// Keywords that cannot be raw identifiers.
const NEVER_RAW: [&str; 4] = ["Self", "crate", "self", "super"];

/// Longer than any name that a person would write, and short enough for file systems.
const LONGEST: usize = 120;

/// The name, if it is a Rust identifier.
pub(super) fn legal(name: String) -> Option<String> {
    if name.len() > LONGEST {
        return None;
    }
    // syn reads past spaces and comments, and does not know `gen`, a keyword since edition 2024.
    let is_identifier = syn::parse_str::<syn::Ident>(&name).is_ok_and(|ident| ident == name) && name != "gen";
    is_identifier.then_some(name)
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
            assert_eq!(lower(name, &["taken"]).as_deref(), expected, "{name}");
        }
        assert_eq!(lower(&"x".repeat(10_000), &[]), None);
    }

    #[test]
    fn legal_names_are_identifiers_of_rust() {
        let keywords = "Self abstract as async await become box break const continue crate do dyn else enum extern \
                        false final fn for gen if impl in let loop macro match mod move mut override priv pub ref \
                        return self static struct super trait true try type typeof unsafe unsized use virtual where \
                        while yield";
        for keyword in keywords.split(' ') {
            assert_eq!(legal(keyword.to_owned()), None);
            assert_eq!(legal(format!("r#{keyword}")).is_some(), !NEVER_RAW.contains(&keyword), "{keyword}");
        }
        let identifiers = "user _a __ a9 über 日本 e\u{301} a\u{200d} r#user auto union raw macro_rules Type SELF";
        for name in identifiers.split(' ') {
            assert_eq!(legal(name.to_owned()).as_deref(), Some(name));
        }
        let others = [
            "", "_", "a b", "a-b", "9a", "💥", "'a", "a'", "r#", "r#_", "r#9", "r#r#type", "a\n", " a", "a//", "a/**/",
            "\0",
        ];
        for name in others {
            assert_eq!(legal(name.to_owned()), None, "{name:?}");
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
