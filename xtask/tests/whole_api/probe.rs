//! A program with one line for each public item. An item is declared correctly if its line compiles.

use std::collections::{BTreeMap, BTreeSet};

use codegen::rust::{Crate, Function, Item, ItemPath, Receiver, Role, Signature, Type, TypeName};

/// The imports of the program.
const HEADER: &str = "\
//! Uses all public items.
#![allow(warnings)]
use bytes::Bytes;
use c1_api::{Any, Call, Client, Empty, Error, Expanded, FieldMask, FieldPath, Waiter};
use c1_api::codec::Message;
use c1_api::operation::{Operation, OperationInfo, Paged, WithParams};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
fn main() {}
";

/// The lines of the program by the paths of their items.
pub(crate) struct Probe(BTreeMap<(String, Role), String>);

impl Probe {
    /// A line for each item that code can name.
    pub(crate) fn of(krate: &Crate) -> Self {
        let lines = krate.items().filter_map(|item| Some(((item.path.to_string(), item.role), line(item)?)));
        Self(lines.collect())
    }

    /// The number of items.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// Splits the items at or below the paths from all others.
    pub(crate) fn split(self, paths: &BTreeSet<&str>) -> (Self, Self) {
        let is_within = |path: &str| {
            paths
                .iter()
                .any(|within| path.strip_prefix(within).is_some_and(|rest| rest.is_empty() || rest.starts_with("::")))
        };
        let (within, others) = self.0.into_iter().partition(|((path, _), _)| is_within(path));
        (Self(within), Self(others))
    }

    /// Splits the items at the paths from all others.
    pub(crate) fn split_exactly(self, paths: &BTreeSet<&str>) -> (Self, Self) {
        let (at, others) = self.0.into_iter().partition(|((path, _), _)| paths.contains(path.as_str()));
        (Self(at), Self(others))
    }

    /// The items of both.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// Splits the items that refer to one of the types from all others. The compiler stops at missing types.
    pub(crate) fn split_by_names(self, types: &BTreeSet<&str>) -> (Self, Self) {
        let names =
            |line: &str| types.iter().any(|name| code_words(line).any(|word| word == format!("c1_api::{name}")));
        let (naming, others) = self.0.into_iter().partition(|(_, line)| names(line));
        (Self(naming), Self(others))
    }

    /// The program.
    pub(crate) fn program(&self) -> String {
        let lines = self
            .0
            .values()
            .enumerate()
            .map(|(index, line)| format!("{}\n", line.replace("fn probe", &format!("fn probe_{index}"))));
        HEADER.to_owned() + &lines.collect::<String>()
    }

    /// The paths of the items with errors, from the compiler's short format.
    pub(crate) fn broken<'a>(&'a self, errors: &str) -> BTreeSet<&'a str> {
        let lines = errors.lines().filter(|line| line.contains(": error"));
        let numbers = lines.filter_map(|line| line.split(':').nth(1)?.parse::<usize>().ok());
        let paths: Vec<&str> = self.paths().collect();
        numbers.filter_map(|number| paths.get(number.checked_sub(1 + HEADER.lines().count())?).copied()).collect()
    }

    /// The paths of all items.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(|(path, _)| path.as_str())
    }
}

/// Whether other items have the same path.
pub(crate) fn is_type(role: Role) -> bool {
    use Role::{Alias, Enum, Model, Operation, Params, Payload, Service, Union, View, Waiters};
    matches!(role, Alias | Enum | Model | Operation | Params | Payload | Service | Union | View | Waiters)
}

/// A function with the declared types of the item.
fn line(item: &Item) -> Option<String> {
    let owner = item.path.owner().unwrap_or_default();
    let (name, owner) = (item.name(), absolute(&owner));
    let path = absolute(&item.path);
    Some(match (&item.signature, item.role) {
        (Signature::Feature | Signature::Argument(_), _) | (_, Role::FieldSetter) => return None,
        (Signature::Module | Signature::Trait, _) => format!("fn probe() {{ use {path} as _; }}"),
        (Signature::Enum, Role::View) => format!("fn probe(_: &{path}<'static>) {{}}"),
        (Signature::Struct | Signature::Enum | Signature::Alias(_), _) => format!("fn probe(_: &{path}) {{}}"),
        (Signature::Info(_), _) => format!("fn probe() -> OperationInfo {{ <{owner} as Operation>::INFO }}"),
        (Signature::Text(_), Role::Name) => format!("fn probe() -> &'static str {{ <{owner} as Message>::NAME }}"),
        (Signature::Text(_), _) => format!("fn probe() -> &'static str {{ {path} }}"),
        (Signature::AssociatedType(ty), role) => {
            let of = match role {
                Role::Response => "Operation",
                Role::PagedItem => "Paged",
                _ => "WithParams",
            };
            format!("fn probe(value: <{owner} as {of}>::{name}) -> {} {{ value }}", written(ty, &owner))
        }
        (Signature::Field(ty), _) => format!("fn probe(value: {owner}) -> {} {{ value.{name} }}", written(ty, &owner)),
        (Signature::Constant(ty), _) => format!("fn probe() -> {} {{ {path} }}", written(ty, &owner)),
        (Signature::Variant(None), Role::Case) => format!("fn probe() -> {owner}<'static> {{ {path} }}"),
        (Signature::Variant(None), _) => format!("fn probe() -> {owner} {{ {path} }}"),
        // Only the runtime constructs these.
        (Signature::Variant(_), Role::Fallback) => {
            format!("fn probe(value: {owner}) -> bool {{ matches!(value, {path}(_)) }}")
        }
        (Signature::Variant(Some(ty)), Role::PayloadCase | Role::UnionVariant) => {
            format!("fn probe(value: {}) -> {owner} {{ {path}(value) }}", written(ty, &owner))
        }
        (Signature::Variant(Some(ty)), _) => {
            format!("fn probe(value: {}) -> {owner}<'static> {{ {path}(value) }}", written(ty, &owner))
        }
        (Signature::Implementation(_), _) => format!("fn probe() -> {owner} {{ Default::default() }}"),
        (Signature::Function(_), Role::RelatedAs) => {
            format!("fn probe(value: &{owner}) {{ value.{name}::<{owner}>(\"\").ok(); }}")
        }
        (Signature::Function(function), Role::Waiter) => {
            // The receiver is the call of the operation that the output names.
            let Some(Type::Named(_, arguments)) = &function.output else { return None };
            let operation = written(arguments.first()?, &owner);
            call(function, &owner, name).replacen(&format!(": {owner}"), &format!(": Call<{operation}>"), 1)
        }
        (Signature::Function(function), _) => call(function, &owner, name),
    })
}

/// A call of a function with arguments of its declared types.
fn call(function: &Function, owner: &str, name: &str) -> String {
    let receiver = match function.receiver {
        Receiver::None => None,
        Receiver::Shared => Some(format!("&'static {owner}")),
        Receiver::Mutable => Some(format!("&'static mut {owner}")),
        Receiver::Owned => Some(owner.to_owned()),
    };
    let arguments = function.arguments.iter().map(|(_, ty)| match ty {
        // A value is converted to itself.
        Type::ImplInto(inner) => written(inner, owner),
        ty => written(ty, owner),
    });
    let types: Vec<String> = receiver.into_iter().chain(arguments).collect();
    let names: Vec<String> = (0..types.len()).map(|index| format!("a{index}")).collect();
    let declared: Vec<String> = names.iter().zip(&types).map(|(name, ty)| format!("{name}: {ty}")).collect();
    let output = function.output.as_ref().map_or("()".to_owned(), |ty| written(ty, owner));
    format!("fn probe({}) -> {output} {{ {owner}::{name}({}) }}", declared.join(", "), names.join(", "))
}

/// A type with absolute paths and static lifetimes.
fn written(ty: &Type, owner: &str) -> String {
    match ty {
        Type::Named(TypeName::Prelude("Self"), _) => owner.to_owned(),
        Type::Named(TypeName::Prelude("Result"), arguments) => {
            let arguments: Vec<String> = arguments.iter().map(|argument| written(argument, owner)).collect();
            format!("Result<{}>", arguments.join(", "))
        }
        Type::Named(name, arguments) => {
            let name = match name {
                TypeName::Prelude(name) | TypeName::External(_, name) | TypeName::Runtime(name) => (*name).to_owned(),
                TypeName::Generated(path) => absolute(path),
            };
            let arguments: Vec<String> = arguments.iter().map(|argument| written(argument, owner)).collect();
            if arguments.is_empty() { name } else { format!("{name}<{}>", arguments.join(", ")) }
        }
        Type::Reference(_, inner) => format!("&'static {}", written(inner, owner)),
        Type::ImplInto(inner) => format!("impl Into<{}>", written(inner, owner)),
        Type::ImplIntoIterator(item) => format!("impl IntoIterator<Item = {}>", written(item, owner)),
        Type::Impl(name) => format!("impl {name}"),
        Type::Lifetime(_) => "'static".to_owned(),
    }
}

fn absolute(path: &ItemPath) -> String {
    match path.to_string().as_str() {
        "Client" => "Client".to_owned(),
        path => match path.strip_prefix("Client::") {
            Some(method) => format!("Client::{method}"),
            None => format!("c1_api::{path}"),
        },
    }
}

/// The names and paths in code.
fn code_words(code: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '#' | ':');
    code.split(move |c| !is_part(c)).map(|word| word.trim_end_matches(':')).filter(|word| !word.is_empty())
}
