//! Waiters: a trait with a method for each state for which the calls of an operation can wait.

use super::item::Scope;
use super::signature::{Function, Receiver, Signature, Type};
use super::{Access, Builder, Docs, Item, ItemPath, Paragraph, Role, docs};
use crate::ir::{self, Condition, OperationId};

/// The trait of an operation's waiters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiters {
    /// The trait.
    pub item: Item,
    /// Its methods.
    pub methods: Vec<Waiter>,
}

/// A method that waits for a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiter {
    /// The method.
    pub item: Item,
    /// The name of the state.
    pub state: String,
    /// What the value shall be.
    pub condition: Condition,
    /// The paths from the response to the value.
    pub paths: Vec<Vec<Access>>,
    /// The interval in seconds, as are the others.
    pub interval: Option<u32>,
    /// The longest interval.
    pub max_interval: Option<u32>,
    /// How long to wait.
    pub timeout: Option<u32>,
}

impl Waiters {
    pub(super) fn items(&self) -> impl Iterator<Item = &Item> {
        std::iter::once(&self.item).chain(self.methods.iter().map(|method| &method.item))
    }
}

impl Builder<'_> {
    pub(super) fn waiters(&self, id: OperationId, operation_path: &ItemPath, scope: &Scope) -> Option<Waiters> {
        let (operation, (name, methods)) = (&self.api[id], self.names.operation(id).waiters.as_ref()?);
        let path = scope.module.child(name.as_str());
        let methods = operation.waiters.iter().zip(methods);
        let methods =
            methods.map(|(waiter, name)| self.waiter(waiter, path.child(name.as_str()), operation_path, scope));
        let docs =
            format!("Waiters of the calls that {} returns: see [`waiter`](crate::waiter).", self.method_link(id));
        Some(Waiters {
            methods: methods.collect(),
            item: scope.item(Role::Waiters, path, Signature::Trait).documented(Docs::sentence(docs)),
        })
    }

    /// `fn until_closed(self) -> Waiter<TaskGet>`.
    fn waiter(&self, waiter: &ir::Waiter, path: ItemPath, operation: &ItemPath, scope: &Scope) -> Waiter {
        let operation = Type::generated(operation.clone());
        let is_absence = matches!(waiter.condition, Condition::Absent | Condition::Lacks);
        let output = if is_absence { vec![operation, Type::prelude("()")] } else { vec![operation] };
        let value = Type::ImplInto(Box::new(Type::prelude("String")));
        let has_argument = matches!(waiter.condition, Condition::Contains | Condition::Lacks);
        let function = Function {
            receiver: Receiver::Owned,
            arguments: has_argument.then(|| ("value".to_owned(), value)).into_iter().collect(),
            output: Some(Type::runtime("Waiter", output)),
            ..Function::default()
        };
        let item = scope.at(&waiter.pointer).item(Role::Waiter, path, Signature::Function(function));
        let paths = waiter.fields.iter().map(|path| path.iter().map(|field| self.access(*field)).collect());
        Waiter {
            item: item.documented(documentation(waiter)),
            state: waiter.name.clone(),
            condition: waiter.condition.clone(),
            paths: paths.collect(),
            interval: waiter.interval,
            max_interval: waiter.max_interval,
            timeout: waiter.timeout,
        }
    }
}

/// The state, and the limits that differ from the runtime's.
fn documentation(waiter: &ir::Waiter) -> Docs {
    let mut paragraphs = vec![Paragraph::Text(sentence(waiter))];
    let limits =
        [("interval", waiter.interval), ("longest interval", waiter.max_interval), ("timeout", waiter.timeout)];
    let limits = limits.iter().filter_map(|(name, limit)| Some(format!("{name} {}", duration((*limit)?))));
    let limits: Vec<String> = limits.collect();
    if !limits.is_empty() {
        paragraphs.push(Paragraph::Text(format!("Defaults: {}.", limits.join(", "))));
    }
    Docs(paragraphs)
}

fn sentence(waiter: &ir::Waiter) -> String {
    let any = |texts: &[String]| texts.iter().map(|text| docs::code(text)).collect::<Vec<_>>().join(" or ");
    let paths = any(&waiter.paths);
    match &waiter.condition {
        Condition::Value { success, failure } if failure.is_empty() => {
            format!("Waits until {paths} is {}.", any(success))
        }
        Condition::Value { success, failure } => {
            format!("Waits until {paths} is {}. Fails if it is {}.", any(success), any(failure))
        }
        Condition::Present => format!("Waits until the resource is found, with a value at {paths}."),
        Condition::Absent => format!("Waits until the resource is not found, or has no value at {paths}."),
        Condition::Contains => format!("Waits until `value` is among {paths}."),
        Condition::Lacks => format!("Waits until `value` is not among {paths}, or the resource is not found."),
    }
}

/// A duration in the largest unit of which it is a multiple.
fn duration(seconds: u32) -> String {
    let units = [(86_400, "day"), (3600, "hour"), (60, "minute")];
    let unit = units.into_iter().find(|(length, _)| seconds.is_multiple_of(*length));
    let (length, name) = unit.unwrap_or((1, "second"));
    let count = seconds / length;
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {name}{plural}")
}
