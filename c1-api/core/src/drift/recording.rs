//! The recording of what differs in a body while it is decoded.
//!
//! Models are read by serde, which passes nothing down from a call. So a recording belongs to the thread, which decodes one body at a
//! time. Nothing looks for it unless a value differs.

use std::any::type_name;
use std::cell::RefCell;
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::sync::Arc;

use http::StatusCode;

use super::log::DriftLog;
use super::name::{self, HIDDEN};
use super::path::{Names, ValuePath};
use super::{Drift, DriftKind};

thread_local! {
    static CURRENT: RefCell<Option<State>> = const { RefCell::new(None) };
}

/// What a decoder notices in a body.
#[derive(Clone, Copy, Hash)]
pub(super) enum Note<'n> {
    UnknownEnumValue(&'n str),
    UnknownProperty,
    UnknownVariant,
    UndeclaredStatus(u16),
}

struct State {
    log: Arc<DriftLog>,
    operation: &'static str,
    operation_hash: u64,
    /// The type that the whole body is decoded as, until it is.
    root: &'static str,
    found: Vec<Drift>,
    /// The innermost value that could not be read.
    refused: Option<String>,
}

/// A recording of this thread. It ends when it is dropped.
pub(crate) struct Recording {
    /// The recording within which this one began.
    outer: Option<State>,
    /// It belongs to its thread.
    thread: PhantomData<*const ()>,
}

impl Recording {
    /// Begins to record a response of `operation`.
    pub(crate) fn begin(log: &Arc<DriftLog>, operation: &'static str) -> Self {
        let mut hasher = log.hasher();
        operation.hash(&mut hasher);
        let state = State {
            log: log.clone(),
            operation,
            operation_hash: hasher.finish(),
            root: "",
            found: Vec::new(),
            refused: None,
        };
        Self { outer: replace(Some(state)), thread: PhantomData }
    }

    /// Records a status that the operation does not declare.
    pub(crate) fn undeclared_status(&self, status: StatusCode) {
        with(|state| state.note(Names::none(), Note::UndeclaredStatus(status.as_u16())));
    }

    /// Ends the recording, and returns what is new. `refuses` says that the body is JSON of another form.
    pub(crate) fn end(self, refuses: bool) -> Vec<Drift> {
        if refuses {
            with(State::note_refused);
        }
        let mut found = Vec::new();
        with(|state| found = std::mem::take(&mut state.found));
        found
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        replace(self.outer.take());
    }
}

/// The type that the whole body is decoded as. Only its values have a path from the body.
#[inline]
pub(crate) fn expect_root<T>() {
    set_root(type_name::<T>());
}

/// Returns the path of a value of the type `T` that serde reads: the body if it is expected to be one.
#[inline]
pub(crate) fn root<T>() -> ValuePath<'static> {
    if is_root(type_name::<T>()) { ValuePath::Body } else { ValuePath::Unrecorded }
}

#[inline(never)]
fn set_root(name: &'static str) {
    with(|state| state.root = name);
}

#[inline(never)]
fn is_root(name: &'static str) -> bool {
    let mut is_root = false;
    with(|state| is_root = !state.root.is_empty() && std::mem::take(&mut state.root) == name);
    is_root
}

/// Records a note about the value at `path`.
pub(super) fn note(path: &ValuePath<'_>, note: Note<'_>) {
    if let Some(names) = path.names_upwards() {
        with(|state| state.note(names, note));
    }
}

/// Keeps the first path, which is the innermost.
pub(super) fn refused(path: &ValuePath<'_>) {
    if let Some(names) = path.names_upwards() {
        with(|state| {
            state.refused.get_or_insert_with(|| text(names, str::to_owned));
        });
    }
}

/// The recording cannot be reached while its thread ends, when nothing is decoded.
fn with(act: impl FnOnce(&mut State)) {
    let _ended = CURRENT.try_with(|current| {
        if let Ok(mut current) = current.try_borrow_mut()
            && let Some(state) = current.as_mut()
        {
            act(state);
        }
    });
}

fn replace(state: Option<State>) -> Option<State> {
    CURRENT.try_with(|current| current.try_borrow_mut().ok().and_then(|mut current| std::mem::replace(&mut *current, state)))
        .ok()
        .flatten()
}

impl State {
    fn note(&mut self, names: Names<'_>, note: Note<'_>) {
        let note = match note {
            Note::UnknownEnumValue(_) if names.clone().any(|name| self.log.sensitive.contains(&name)) => {
                Note::UnknownEnumValue(HIDDEN)
            }
            other => other,
        };
        if !self.is_new(names, note) {
            return;
        }
        let (kind, path) = match note {
            Note::UnknownProperty => (DriftKind::UnknownProperty, text(names, name::shown)),
            Note::UnknownEnumValue(value) => (DriftKind::UnknownEnumValue(name::shown(value)), text(names, str::to_owned)),
            Note::UnknownVariant => (DriftKind::UnknownVariant, text(names, str::to_owned)),
            Note::UndeclaredStatus(status) => (DriftKind::UndeclaredStatus(status), String::new()),
        };
        self.found.push(Drift { operation: self.operation, path, kind });
    }

    /// Whether the note was not reported yet. This is all that happens for most notes, so it allocates nothing.
    fn is_new(&self, mut names: Names<'_>, note: Note<'_>) -> bool {
        let mut hasher = self.log.hasher();
        match note {
            Note::UnknownEnumValue(value) => Note::UnknownEnumValue(name::part(value).0).hash(&mut hasher),
            Note::UnknownProperty => (note, names.next().map(|name| name::part(name).0)).hash(&mut hasher),
            _ => note.hash(&mut hasher),
        }
        names.for_each(|name| name.hash(&mut hasher));
        self.log.add(self.operation_hash, hasher.finish())
    }

    fn note_refused(&mut self) {
        let path = self.refused.take().unwrap_or_default();
        let mut hasher = self.log.hasher();
        ("refused", &path).hash(&mut hasher);
        if self.log.add(self.operation_hash, hasher.finish()) {
            self.found.push(Drift { operation: self.operation, path, kind: DriftKind::RefusedValue });
        }
    }
}

/// The path as text. `last` shows its last name, which may be the server's own.
fn text(names: Names<'_>, last: fn(&str) -> String) -> String {
    let mut names: Vec<&str> = names.collect();
    let last = (!names.is_empty()).then(|| last(names.remove(0)));
    let mut path = String::new();
    for name in names.into_iter().rev().chain(last.as_deref()) {
        if !path.is_empty() && name != ValuePath::ELEMENT {
            path.push('.');
        }
        path.push_str(name);
    }
    path
}
