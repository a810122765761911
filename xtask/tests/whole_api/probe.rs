//! Code that uses public items as a catalog tells them, a line for each: what is said of an item holds if its line
//! compiles, and not if it does not.

use std::collections::{BTreeMap, BTreeSet};

use codegen::catalog::{Catalog, Item, Role, Subject};

/// What a line may name beside the generated types.
const HEADER: &str = "\
//! Uses what there is to use.
#![allow(warnings)]
use bytes::Bytes;
use c1_api::{Any, Call, Client, Empty, FieldPath, Message, Operation, OperationInfo, Paged, WithParams};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
fn main() {}
";

/// The lines by the paths of their items.
pub(crate) struct Probe(BTreeMap<(String, Role), String>);

impl Probe {
    /// A line for each item of the catalog that code can name.
    pub(crate) fn of(catalog: &Catalog) -> Self {
        let items = catalog.subjects().iter().flat_map(|subject| &subject.items);
        let types = items.filter(|item| is_type(item.role)).map(|item| item.path.as_str()).collect();
        let mut lines = BTreeMap::new();
        for subject in catalog.subjects() {
            for item in &subject.items {
                let use_of = Use { types: &types, subject, item };
                lines.extend(use_of.line().map(|line| ((item.path.clone(), item.role), line)));
            }
        }
        Self(lines)
    }

    /// How many items are used.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The probes of what is at one of the paths or below it, and of all else.
    pub(crate) fn split(self, paths: &BTreeSet<&str>) -> (Self, Self) {
        let is_within = |path: &str| {
            paths
                .iter()
                .any(|within| path.strip_prefix(within).is_some_and(|rest| rest.is_empty() || rest.starts_with("::")))
        };
        let (within, others) = self.0.into_iter().partition(|((path, _), _)| is_within(path));
        (Self(within), Self(others))
    }

    /// The probes of what is at one of the paths itself, and of all else.
    pub(crate) fn split_exactly(self, paths: &BTreeSet<&str>) -> (Self, Self) {
        let (at, others) = self.0.into_iter().partition(|((path, _), _)| paths.contains(path.as_str()));
        (Self(at), Self(others))
    }

    /// All of both.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }

    /// The probes of what names one of the types, and of all else: code that names what is not there is not looked at
    /// any further.
    pub(crate) fn split_by_names(self, types: &BTreeSet<&str>) -> (Self, Self) {
        let names =
            |line: &str| types.iter().any(|name| code_words(line).any(|word| word == format!("c1_api::{name}")));
        let (naming, others) = self.0.into_iter().partition(|(_, line)| names(line));
        (Self(naming), Self(others))
    }

    /// The lines as a program.
    pub(crate) fn program(&self) -> String {
        let lines = self
            .0
            .values()
            .enumerate()
            .map(|(index, line)| format!("{}\n", line.replace("fn probe", &format!("fn probe_{index}"))));
        HEADER.to_owned() + &lines.collect::<String>()
    }

    /// The paths of the items whose lines the compiler complains of, in what it says in its short format.
    pub(crate) fn broken<'a>(&'a self, complaints: &str) -> BTreeSet<&'a str> {
        let lines = complaints.lines().filter(|line| line.contains(": error"));
        let numbers = lines.filter_map(|line| line.split(':').nth(1)?.parse::<usize>().ok());
        let paths: Vec<&str> = self.paths().collect();
        numbers.filter_map(|number| paths.get(number.checked_sub(1 + HEADER.lines().count())?).copied()).collect()
    }

    /// The paths of the items.
    pub(crate) fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(|(path, _)| path.as_str())
    }
}

/// Whether other items are told by the item's path.
pub(crate) fn is_type(role: Role) -> bool {
    use Role::{Enum, Model, Operation, Params, Service, View};
    matches!(role, Enum | Model | Operation | Params | Service | View)
}

/// An item to use.
struct Use<'a> {
    types: &'a BTreeSet<&'a str>,
    subject: &'a Subject,
    item: &'a Item,
}

impl Use<'_> {
    /// A function whose types are those that the item declares.
    fn line(&self) -> Option<String> {
        let Item { role, path, signature, .. } = self.item;
        let (owner, name) = path.rsplit_once("::").unwrap_or_default();
        let owner = self.absolute(owner);
        Some(match role {
            // Features and arguments are nothing that code names.
            Role::Feature | Role::Argument => return None,
            Role::Module | Role::OperationModule => format!("fn probe() {{ use c1_api::{path} as _; }}"),
            Role::Service | Role::Operation | Role::Params | Role::Model | Role::Enum | Role::View => {
                format!("fn probe(_: &{}) {{}}", self.absolute(path))
            }
            Role::Info => format!("fn probe() -> OperationInfo {{ <{owner} as Operation>::INFO }}"),
            Role::Name => format!("fn probe() -> &'static str {{ <{owner} as Message>::NAME }}"),
            Role::ExpandConstant => format!("fn probe() -> &'static str {{ {owner}::{name} }}"),
            Role::Response => self.associated(&owner, "Operation::Response"),
            Role::PagedItem => self.associated(&owner, "Paged::Item"),
            Role::WithParams => self.associated(&owner, "WithParams::Params"),
            Role::Field | Role::ParamsField => {
                format!("fn probe(value: {owner}) -> {} {{ value.{name} }}", self.declared(": "))
            }
            Role::MaskConstant => {
                format!("fn probe() -> {} {{ {owner}::{name} }}", self.declared(": "))
            }
            Role::Case | Role::Fallback => self.variant_with_content(&owner, name),
            Role::Variant => format!("fn probe() -> {owner} {{ {owner}::{name} }}"),
            Role::Default => format!("fn probe() -> {owner} {{ Default::default() }}"),
            Role::Related => format!("fn probe(value: &{owner}) {{ value.{name}(\"\").ok(); }}"),
            Role::RelatedAs => format!("fn probe(value: &{owner}) {{ value.{name}::<{owner}>(\"\").ok(); }}"),
            Role::Accessor => {
                let service = self.subject.item(Role::Service).map(|service| self.absolute(&service.path))?;
                format!("fn probe(client: &Client) -> {service} {{ client.{name}() }}")
            }
            Role::Method | Role::Constructor | Role::Getter | Role::Setter => self.function(&owner, name, signature),
        })
    }

    fn associated(&self, owner: &str, what: &str) -> String {
        let (of, name) = what.split_once("::").unwrap_or_default();
        format!("fn probe(value: <{owner} as {of}>::{name}) -> {} {{ value }}", self.declared(" = "))
    }

    fn variant_with_content(&self, owner: &str, name: &str) -> String {
        let content = self.item.signature.strip_prefix(name).unwrap_or_default();
        let content = content.trim_start_matches('(').trim_end_matches(')');
        match content {
            "" => format!("fn probe() -> {owner} {{ {}::{name} }}", bare(owner)),
            // What these hold is made by the runtime alone.
            "UnknownValue" | "SeveralCases<'a>" => {
                format!("fn probe(value: {owner}) -> bool {{ matches!(value, {}::{name}(_)) }}", bare(owner))
            }
            content => {
                format!("fn probe(value: {}) -> {owner} {{ {}::{name}(value) }}", self.resolved(content), bare(owner))
            }
        }
    }

    fn function(&self, owner: &str, name: &str, signature: &str) -> String {
        let (arguments, output) = signature
            .split_once('(')
            .and_then(|(_, rest)| rest.rsplit_once(" -> "))
            .unwrap_or_else(|| (signature.split_once('(').map_or("", |(_, rest)| rest), "()"));
        let arguments = arguments.strip_suffix(')').unwrap_or(arguments);
        let mut types = Vec::new();
        for argument in top_level(arguments) {
            types.push(match argument {
                "&self" => format!("&'static {owner}"),
                "&mut self" => format!("&'static mut {owner}"),
                argument => self.argument(argument.split_once(": ").map_or(argument, |(_, ty)| ty)),
            });
        }
        let names: Vec<String> = (0..types.len()).map(|index| format!("a{index}")).collect();
        let declared: Vec<String> = names.iter().zip(&types).map(|(name, ty)| format!("{name}: {ty}")).collect();
        let output = self.resolved(output);
        format!("fn probe({}) -> {output} {{ {}::{name}({}) }}", declared.join(", "), bare(owner), names.join(", "))
    }

    /// What is taken for anything that becomes it is given itself.
    fn argument(&self, ty: &str) -> String {
        let inner = ty.strip_prefix("impl Into<").and_then(|ty| ty.strip_suffix('>'));
        self.resolved(inner.unwrap_or(ty))
    }

    /// The type that the item declares, after what separates it from the name.
    fn declared(&self, separator: &str) -> String {
        self.resolved(self.item.signature.split_once(separator).map_or("", |(_, ty)| ty))
    }

    /// A type with the whole paths of what is generated, nothing in which is borrowed for less than ever.
    fn resolved(&self, ty: &str) -> String {
        let mut text = String::new();
        let mut rest = ty;
        while let Some(character) = rest.chars().next() {
            let word = code_words(rest).next().filter(|word| rest.starts_with(word)).unwrap_or_default();
            match word.is_empty() {
                true => text.push(character),
                false => text.push_str(&self.path(word)),
            }
            rest = &rest[word.len().max(character.len_utf8())..];
        }
        text.replace("&'a ", "&'static ").replace("<'a>", "<'static>").replace("<'_>", "<'static>")
    }

    /// What a word means where the item stands.
    fn path(&self, word: &str) -> String {
        let mut scope = self.item.path.as_str();
        if let ("Self", Some((owner, _))) = (word, scope.rsplit_once("::")) {
            return self.absolute(owner);
        }
        while let Some((outer, _)) = scope.rsplit_once("::") {
            let candidate = format!("{outer}::{word}");
            if self.types.contains(candidate.as_str()) {
                return format!("c1_api::{candidate}");
            }
            scope = outer;
        }
        if self.types.contains(word) { format!("c1_api::{word}") } else { word.to_owned() }
    }

    /// The type at a path; only views of oneofs borrow something.
    fn absolute(&self, path: &str) -> String {
        let is_view = self.item.role == Role::View
            || matches!(self.item.role, Role::Case)
            || self.item.signature.starts_with("Several(");
        match path {
            "Client" => path.to_owned(),
            _ if is_view && self.types.contains(path) => format!("c1_api::{path}<'static>"),
            _ => format!("c1_api::{path}"),
        }
    }
}

/// A type without what it borrows for, as it stands before a function.
fn bare(ty: &str) -> &str {
    ty.strip_suffix("<'static>").unwrap_or(ty)
}

/// The names and paths in a piece of code.
fn code_words(code: &str) -> impl Iterator<Item = &str> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '#' | ':');
    code.split(move |c| !is_part(c)).map(|word| word.trim_end_matches(':')).filter(|word| !word.is_empty())
}

/// The arguments of a list, whatever lists are in them.
fn top_level(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (index, character) in list.char_indices() {
        match character {
            '<' | '(' => depth += 1,
            '>' | ')' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(list[start..index].trim());
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.push(list[start..].trim());
    parts.into_iter().filter(|part| !part.is_empty()).collect()
}
