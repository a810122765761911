//! Declarations as typed values.

use std::fmt;

use super::ItemPath;
use crate::ir::HttpMethod;

/// What an item declares, without its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signature {
    /// A module.
    Module,
    /// A feature.
    Feature,
    /// A struct.
    Struct,
    /// An enum.
    Enum,
    /// A type alias.
    Alias(Type),
    /// A trait.
    Trait,
    /// A field.
    Field(Type),
    /// A variant, with its value.
    Variant(Option<Type>),
    /// A constant.
    Constant(Type),
    /// A constant with a string.
    Text(String),
    /// `Operation::INFO`.
    Info(Info),
    /// An associated type.
    AssociatedType(Type),
    /// An implementation of a trait.
    Implementation(&'static str),
    /// An argument of a function.
    Argument(Type),
    /// A function or method.
    Function(Function),
}

/// What `Operation::INFO` holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Info {
    /// The operation id.
    pub id: String,
    /// What it does, in a few words.
    pub title: String,
    /// The HTTP method.
    pub method: HttpMethod,
    /// The path template.
    pub path: String,
    /// The URL of its server, if it differs from that of the document.
    pub server: Option<String>,
    /// Whether repeating the request is safe.
    pub idempotent: bool,
    /// The stability level.
    pub stability: Option<String>,
    /// The content types of the response, if it is not of the type `application/json`.
    pub accept: Option<String>,
    /// The statuses of a success, if they are not 200 alone; empty if the operation allows any.
    pub statuses: Option<Vec<u16>>,
}

/// A function or method.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Function {
    /// The receiver.
    pub receiver: Receiver,
    /// Generic parameters: `'a`, `T: Message`.
    pub generics: Option<&'static str>,
    /// The arguments, with their names.
    pub arguments: Vec<(String, Type)>,
    /// The return type; `None` for `()`.
    pub output: Option<Type>,
}

/// The receiver of a function.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Receiver {
    /// None: an associated function.
    None,
    /// `&self`.
    #[default]
    Shared,
    /// `&mut self`.
    Mutable,
    /// `self`.
    Owned,
}

/// A type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// A named type with its generic arguments.
    Named(TypeName, Vec<Type>),
    /// `&'a T`; the lifetime may be elided.
    Reference(Option<&'static str>, Box<Type>),
    /// `impl Into<T>`.
    ImplInto(Box<Type>),
    /// `impl IntoIterator<Item = T>`.
    ImplIntoIterator(Box<Type>),
    /// `impl Trait`, of a trait at the root of c1-api.
    Impl(&'static str),
    /// A lifetime, as an argument of a type.
    Lifetime(&'static str),
}

/// The name of a type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypeName {
    /// A type that is in scope everywhere: `String`, `Option`.
    Prelude(&'static str),
    /// A type of another crate, or of the standard library: `chrono` and `DateTime`.
    External(&'static str, &'static str),
    /// A type at the root of c1-api: `Call`, `Any`.
    Runtime(&'static str),
    /// A generated type.
    Generated(ItemPath),
}

impl Type {
    /// A type that is in scope everywhere.
    pub(crate) fn prelude(name: &'static str) -> Self {
        Self::Named(TypeName::Prelude(name), Vec::new())
    }

    /// A generic type that is in scope everywhere.
    pub(crate) fn generic(name: &'static str, argument: Self) -> Self {
        Self::Named(TypeName::Prelude(name), vec![argument])
    }

    /// A type at the root of c1-api.
    pub(crate) fn runtime(name: &'static str, arguments: Vec<Self>) -> Self {
        Self::Named(TypeName::Runtime(name), arguments)
    }

    /// `Result<T, Error>`, with the error of c1-api.
    pub(crate) fn result(value: Self) -> Self {
        Self::Named(TypeName::Prelude("Result"), vec![value, Self::runtime("Error", Vec::new())])
    }

    /// A generated type.
    pub(crate) fn generated(path: ItemPath) -> Self {
        Self::Named(TypeName::Generated(path), Vec::new())
    }

    /// The same type with every generated type's path replaced.
    #[must_use]
    pub fn map(&self, replace: &impl Fn(&ItemPath) -> ItemPath) -> Self {
        match self {
            Self::Named(name, arguments) => {
                let name = match name {
                    TypeName::Generated(path) => TypeName::Generated(replace(path)),
                    other => other.clone(),
                };
                Self::Named(name, arguments.iter().map(|argument| argument.map(replace)).collect())
            }
            Self::Reference(lifetime, inner) => Self::Reference(*lifetime, Box::new(inner.map(replace))),
            Self::ImplInto(inner) => Self::ImplInto(Box::new(inner.map(replace))),
            Self::ImplIntoIterator(item) => Self::ImplIntoIterator(Box::new(item.map(replace))),
            Self::Impl(name) => Self::Impl(name),
            Self::Lifetime(lifetime) => Self::Lifetime(lifetime),
        }
    }

    /// The type with the names that `name` returns.
    pub fn text(&self, name: &mut dyn FnMut(&TypeName) -> String) -> String {
        match self {
            Self::Named(own, arguments) if arguments.is_empty() => name(own),
            Self::Named(own, arguments) => {
                let own = name(own);
                let arguments: Vec<String> = arguments.iter().map(|argument| argument.text(name)).collect();
                format!("{own}<{}>", arguments.join(", "))
            }
            Self::Reference(None, inner) => format!("&{}", inner.text(name)),
            Self::Reference(Some(lifetime), inner) => format!("&{lifetime} {}", inner.text(name)),
            Self::ImplInto(inner) => format!("impl Into<{}>", inner.text(name)),
            Self::ImplIntoIterator(item) => format!("impl IntoIterator<Item = {}>", item.text(name)),
            Self::Impl(name) => format!("impl {name}"),
            Self::Lifetime(lifetime) => (*lifetime).to_owned(),
        }
    }
}

impl Signature {
    /// The same signature with every generated type's path replaced, and without the names of arguments and the
    /// values of constants, which do not break their users.
    #[must_use]
    pub fn canonical(&self, replace: &impl Fn(&ItemPath) -> ItemPath) -> Self {
        match self {
            Self::Alias(ty) => Self::Alias(ty.map(replace)),
            Self::Field(ty) => Self::Field(ty.map(replace)),
            Self::Variant(ty) => Self::Variant(ty.as_ref().map(|ty| ty.map(replace))),
            Self::Constant(ty) => Self::Constant(ty.map(replace)),
            Self::AssociatedType(ty) => Self::AssociatedType(ty.map(replace)),
            Self::Argument(ty) => Self::Argument(ty.map(replace)),
            Self::Function(function) => Self::Function(Function {
                arguments: function.arguments.iter().map(|(_, ty)| (String::new(), ty.map(replace))).collect(),
                output: function.output.as_ref().map(|ty| ty.map(replace)),
                ..function.clone()
            }),
            Self::Text(_) => Self::Text(String::new()),
            Self::Info(_) => Self::Implementation("Operation"),
            other => other.clone(),
        }
    }

    /// The declaration of the item at `path`, its types with the names that `type_name` returns.
    pub(crate) fn declaration(&self, path: &ItemPath, type_name: &mut dyn FnMut(&TypeName) -> String) -> String {
        let name = path.name();
        match self {
            Self::Module => format!("mod {name}"),
            Self::Feature => format!("feature {name}"),
            Self::Struct => format!("struct {name}"),
            Self::Enum => format!("enum {name}"),
            Self::Trait => format!("trait {name}"),
            Self::Field(ty) | Self::Argument(ty) => format!("{name}: {}", ty.text(type_name)),
            Self::Variant(None) => name.to_owned(),
            Self::Variant(Some(ty)) => format!("{name}({})", ty.text(type_name)),
            Self::Constant(ty) => format!("const {name}: {}", ty.text(type_name)),
            Self::Text(value) => format!("const {name}: &str = {value:?}"),
            Self::Info(info) => format!("const {name}: OperationInfo = {info}"),
            Self::Alias(ty) | Self::AssociatedType(ty) => format!("type {name} = {}", ty.text(type_name)),
            Self::Implementation(of) => format!("impl {of} for {}", path.owner().unwrap_or_default().name()),
            Self::Function(function) => function.declaration(name, type_name),
        }
    }
}

impl fmt::Display for Info {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, title, method, path, server, idempotent, stability, accept, statuses: _ } = self;
        write!(f, "{id}, {title}, {method} {path}")?;
        if *idempotent {
            f.write_str(", idempotent")?;
        }
        for note in stability.iter().chain(accept).chain(server) {
            write!(f, ", {note}")?;
        }
        Ok(())
    }
}

impl Function {
    /// `fn name(&self, argument: T) -> Output`.
    fn declaration(&self, name: &str, type_name: &mut dyn FnMut(&TypeName) -> String) -> String {
        let receiver = match self.receiver {
            Receiver::None => None,
            Receiver::Shared => Some("&self".to_owned()),
            Receiver::Mutable => Some("&mut self".to_owned()),
            Receiver::Owned => Some("self".to_owned()),
        };
        let arguments = self.arguments.iter().map(|(name, ty)| format!("{name}: {}", ty.text(type_name)));
        let arguments = receiver.into_iter().chain(arguments).collect::<Vec<_>>().join(", ");
        let generics = self.generics.map(|generics| format!("<{generics}>")).unwrap_or_default();
        let output = self.output.as_ref().map(|ty| format!(" -> {}", ty.text(type_name))).unwrap_or_default();
        format!("fn {name}{generics}({arguments}){output}")
    }
}
