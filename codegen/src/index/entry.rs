//! Entries of the index.

use std::collections::BTreeSet;

use crate::casing;
use crate::ir::{AliasId, Docs, EnumId, FieldId, ModelId, OperationId, PackageId, ServiceId, UnionId};
use crate::rust::{Item, Role};

/// An element of the specification with its Rust items.
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// The element.
    pub element: Element,
    /// Its full name, unique within its kind: `c1.api.user.v1.User.email`.
    pub name: String,
    /// The full name of its parent; empty for a package.
    pub parent: String,
    /// The JSON pointers of its definitions: several for an enum that properties share, none for a name only.
    pub pointers: Vec<&'a str>,
    /// What the specification says of it.
    pub docs: Option<&'a Docs>,
    /// What its Rust name is derived from.
    pub naming: Naming,
    /// Its Rust items, the main one first.
    pub items: Vec<&'a Item>,
}

/// An element of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Element {
    /// A protobuf package.
    Package(PackageId),
    /// A service.
    Service(ServiceId),
    /// An operation.
    Operation(OperationId),
    /// A path parameter of an operation, by position among all its parameters.
    PathParameter(OperationId, usize),
    /// A query parameter of an operation, by position among all its parameters.
    QueryParameter(OperationId, usize),
    /// A header parameter of an operation, by position among all its parameters.
    HeaderParameter(OperationId, usize),
    /// A cookie of an operation, by position among all its parameters.
    CookieParameter(OperationId, usize),
    /// A state for which an operation's calls can wait, by position.
    Waiter(OperationId, usize),
    /// A named or an inline object.
    Schema(ModelId),
    /// A named schema that is another name for a type.
    Alias(AliasId),
    /// A schema with `oneOf` or `anyOf`.
    Union(UnionId),
    /// A property.
    Property(FieldId),
    /// A oneof of a schema, by position.
    Oneof(ModelId, usize),
    /// A path of an expand mask, by position.
    ExpandPath(ModelId, usize),
    /// An enum.
    Enum(EnumId),
    /// A value of an enum, by position.
    EnumValue(EnumId, usize),
}

macro_rules! kinds {
    ($($kind:ident $name:literal,)*) => {
        /// The kind of an element.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $(
                #[doc = concat!("A ", $name, ".")]
                $kind,
            )*
        }

        impl Kind {
            /// What people call it: `path parameter`.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }
        }

        impl Element {
            /// Its kind.
            pub fn kind(self) -> Kind {
                match self {
                    $(Self::$kind { .. } => Kind::$kind,)*
                }
            }
        }
    };
}

kinds! {
    Package "package",
    Service "service",
    Operation "operation",
    PathParameter "path parameter",
    QueryParameter "query parameter",
    HeaderParameter "header parameter",
    CookieParameter "cookie parameter",
    Waiter "waiter",
    Schema "schema",
    Alias "alias",
    Union "union",
    Property "property",
    Oneof "oneof",
    ExpandPath "expand path",
    Enum "enum",
    EnumValue "enum value",
}

/// What a Rust name is derived from, besides the rules of casing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Naming {
    /// The element's own name.
    Own,
    /// `x-rust-name` or `x-rust-oneof-names`.
    Extension,
    /// The prefix that all values of the enum share, which is its name in protobuf.
    Prefix(String),
    /// The full name of the property or parameter that defines it inline.
    Owner(String),
}

impl<'a> Entry<'a> {
    /// Its kind.
    pub fn kind(&self) -> Kind {
        self.element.kind()
    }

    /// Its name without that of its parent: `email`.
    pub fn short_name(&self) -> &str {
        let rest = self.name.strip_prefix(self.parent.as_str()).unwrap_or(&self.name);
        rest.strip_prefix(['.', '/']).unwrap_or(rest)
    }

    /// The words of its name, and for members those of its parent's name; see [`words`].
    pub fn words(&self) -> BTreeSet<String> {
        let mut words = words(self.short_name());
        if !matches!(self.kind(), Kind::Package | Kind::Service | Kind::Schema | Kind::Alias | Kind::Union | Kind::Enum)
        {
            words.extend(self::words(self.parent.rsplit('.').next().unwrap_or_default()));
        }
        words
    }

    /// Its item of this role.
    pub fn item(&self, role: Role) -> Option<&'a Item> {
        self.items.iter().copied().find(|item| item.role == role)
    }

    /// What the specification says of it; empty where it says nothing.
    pub fn description(&self) -> &'a str {
        self.docs.map_or("", Docs::text)
    }

    /// Whether the specification calls it deprecated.
    pub fn is_deprecated(&self) -> bool {
        self.docs.is_some_and(|docs| docs.deprecated)
    }

    pub(super) fn key(&self) -> (Kind, &str, &str) {
        (self.kind(), &self.parent, &self.name)
    }
}

/// The words of a name in small letters and in the singular, without `service`, which every service has.
///
/// ```
/// use codegen::index::words;
///
/// assert_eq!(words("search_users"), words("UserSearchService.Search"));
/// ```
pub fn words(name: &str) -> BTreeSet<String> {
    let snake = casing::snake(name);
    let words = snake.split('_').filter(|word| !word.is_empty()).map(casing::singular);
    words.filter(|word| word != "service").collect()
}
