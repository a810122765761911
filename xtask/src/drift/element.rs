//! The elements of the API that events are about.

use std::collections::BTreeMap;

use ::codegen::diagnostics::Diagnostic;
use ::codegen::index::{Entry, Kind as EntryKind};
use ::codegen::rust::Item;

use super::events::{Event, Events, Kind};
use super::place::{Place, Spec};
use crate::explain;
use crate::workspace::Workspace;

/// A property, enum value, value or status, with the events about it.
pub(super) struct Element {
    /// Its full name, or the operation and path if specs/ has no such place.
    pub(super) name: String,
    pub(super) kind: Kind,
    pub(super) verdict: Verdict,
    pub(super) rust: Option<Rust>,
    /// The operations and paths in which it was seen, and how often.
    pub(super) seen: Vec<(String, String, usize)>,
}

/// Which specification knows an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    /// None that was given.
    New,
    /// The newer one.
    InNewer,
    /// The vendored one: the log is of an older version of `c1-api`.
    Vendored,
}

/// The place of an element in Rust.
pub(super) struct Rust {
    /// The path of the item, or of the one that it would be added to.
    pub(super) path: String,
    /// What it would be there: `a new field`. `None` if it exists.
    pub(super) addition: Option<&'static str>,
    /// The declaration in the newer version.
    pub(super) declaration: Option<String>,
    pub(super) file: String,
    pub(super) line: Option<usize>,
}

impl Element {
    /// The elements of all events: new ones first.
    ///
    /// # Errors
    ///
    /// A generated file that cannot be read.
    pub(super) fn all(
        events: &Events,
        workspace: &Workspace,
        vendored: &Spec<'_>,
        newer: Option<&Spec<'_>>,
    ) -> Result<Vec<Self>, Diagnostic> {
        let mut elements: BTreeMap<(Verdict, String, Kind), Self> = BTreeMap::new();
        for (event, count) in &events.0 {
            let old = vendored.place(event);
            let new = newer.and_then(|newer| newer.place(event));
            let verdict = verdict(&event.kind, old.as_ref(), new.as_ref());
            let name = old.as_ref().or(new.as_ref()).map(|place| place.name.clone());
            let name = name.unwrap_or_else(|| format!("{} {}", event.operation, event.path).trim_end().to_owned());
            let key = (verdict, name, event.kind.clone());
            let seen = (event.operation.clone(), event.path.clone(), *count);
            if let Some(element) = elements.get_mut(&key) {
                element.seen.push(seen);
                continue;
            }
            let rust = old.map(|old| rust(workspace, event, &old, new.as_ref())).transpose()?.flatten();
            let element = Self { name: key.1.clone(), kind: event.kind.clone(), verdict, rust, seen: vec![seen] };
            elements.insert(key, element);
        }
        Ok(elements.into_values().collect())
    }
}

fn verdict(kind: &Kind, old: Option<&Place<'_, '_>>, new: Option<&Place<'_, '_>>) -> Verdict {
    let has_other_type = || match (old, new) {
        (Some(old), Some(new)) => old.ty != new.ty,
        _ => false,
    };
    // A value that was refused is known to a document with another type.
    let is_in_newer = match kind {
        Kind::RefusedValue | Kind::UnknownVariant | Kind::Other(_) => has_other_type(),
        _ => new.is_some_and(|new| new.is_known),
    };
    if old.is_some_and(|old| old.is_known) {
        Verdict::Vendored
    } else if is_in_newer {
        Verdict::InNewer
    } else {
        Verdict::New
    }
}

fn rust(
    workspace: &Workspace,
    event: &Event,
    old: &Place<'_, '_>,
    new: Option<&Place<'_, '_>>,
) -> Result<Option<Rust>, Diagnostic> {
    let Some(item) = main_item(old.entry) else { return Ok(None) };
    let text = workspace.text(&item.file)?;
    let line = text.and_then(|text| explain::code_line(&text, item));
    let addition = match event.kind {
        _ if old.is_known => None,
        Kind::UnknownProperty => Some("a new field"),
        Kind::UnknownEnumValue(_) => Some("a new variant"),
        _ => None,
    };
    let newer = new.filter(|new| new.is_known || addition.is_none()).and_then(|new| main_item(new.entry));
    Ok(Some(Rust {
        path: format!("c1_api::{}", item.path),
        addition,
        declaration: newer.map(Item::declaration).filter(|declaration| *declaration != item.declaration()),
        file: item.file.to_string(),
        line,
    }))
}

/// The item that an element is in Rust: of an operation, its method.
fn main_item<'a>(entry: &Entry<'a>) -> Option<&'a Item> {
    match entry.kind() {
        EntryKind::Operation => entry.item(::codegen::rust::Role::Method),
        _ => entry.items.first().copied(),
    }
}
