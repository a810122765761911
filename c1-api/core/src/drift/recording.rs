//! The recording of what differs in a body while it is decoded.
//!
//! Models are read by serde, which passes nothing down from a call. So a recording belongs to the thread, which decodes one body at a
//! time. Nothing looks for it unless a value differs.

use std::any::type_name;
use std::cell::{Cell, RefCell};
use std::hash::{Hash, Hasher};
use std::marker::PhantomData;
use std::sync::Arc;

use http::StatusCode;

use super::log::DriftLog;
use super::name::{self, HIDDEN};
use super::path::ValuePath;
use super::recent::{Note, Recent};
use super::{Drift, DriftKind};

thread_local! {
    /// Whether there is a recording, which is cheaper to read.
    static IS_ON: Cell<bool> = const { Cell::new(false) };
    static CURRENT: RefCell<Option<State>> = const { RefCell::new(None) };
}

struct State {
    log: Arc<DriftLog>,
    operation: &'static str,
    operation_hash: u64,
    /// The type that the whole body is decoded as, until it is.
    root: &'static str,
    /// Whether the body is of that type, so that paths begin there.
    is_rooted: bool,
    recent: Recent,
    found: Vec<Drift>,
    /// The names around the value that could not be read, the innermost first.
    refused: Vec<String>,
    /// Whether the next name is in them already, as the key of a map.
    is_key_refused: bool,
    /// The unions that are being read, by the address of their path, and the properties that name their variants.
    tags: Vec<(usize, &'static str)>,
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
            is_rooted: false,
            recent: Recent::default(),
            found: Vec::new(),
            refused: Vec::new(),
            is_key_refused: false,
            tags: Vec::new(),
        };
        Self { outer: replace(Some(state)), thread: PhantomData }
    }

    /// Records a status that the operation does not declare.
    pub(crate) fn undeclared_status(&self, status: StatusCode) {
        with(|state| state.note(ValuePath::BODY, Note::UndeclaredStatus(status.as_u16())));
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
    if is_on() {
        with(|state| state.root = type_name::<T>());
    }
}

/// Returns the path of a value of the type `T` that serde reads: the body if it is expected to be one.
#[inline]
pub(crate) fn root<T>() -> &'static ValuePath<'static> {
    if is_on() && is_root(type_name::<T>()) { ValuePath::BODY } else { ValuePath::UNRECORDED }
}

#[inline(never)]
fn is_root(name: &'static str) -> bool {
    let mut is_root = false;
    with(|state| {
        is_root = !state.root.is_empty() && state.root == name;
        state.is_rooted |= is_root;
        state.root = "";
    });
    is_root
}

/// Records that the model lacks the property at `path`.
#[inline]
pub(crate) fn unknown_property(path: &ValuePath<'_>) {
    if is_on() {
        note(path, Note::UnknownProperty);
    }
}

/// Records that the enum at `path` lacks `value`.
#[inline]
pub(crate) fn unknown_enum_value(path: &ValuePath<'_>, value: &str) {
    if is_on() {
        note(path, Note::UnknownEnumValue(value));
    }
}

/// Records that the value at `path` is none of the types of its union.
#[inline]
pub(crate) fn unknown_variant(path: &ValuePath<'_>) {
    if is_on() {
        note(path, Note::UnknownVariant);
    }
}

/// Whether this thread records.
#[inline]
fn is_on() -> bool {
    IS_ON.with(Cell::get)
}

#[inline(never)]
fn note(path: &ValuePath<'_>, note: Note<'_>) {
    if path.is_recorded() {
        with(|state| {
            if !state.is_tag(path) && state.recent.insert(path, note) {
                state.note(path, note);
            }
        });
    }
}

/// Records that a value with this name could not be read: first the innermost one, then those around it.
#[cold]
#[inline(never)]
pub(crate) fn refuse(name: &str) {
    if is_on() {
        with(|state| {
            if !std::mem::take(&mut state.is_key_refused) {
                state.refused.push(name.to_owned());
            }
        });
    }
}

/// Records the same for a property whose name is data, and which the caller records by that name.
#[cold]
#[inline(never)]
pub(crate) fn refuse_key() {
    refuse(ValuePath::KEY);
    with(|state| state.is_key_refused = true);
}

/// Reads the variant of the union at `path`. Its models may lack the property `tag`, which is known nevertheless.
pub(crate) fn with_tag<T>(path: &ValuePath<'_>, tag: Option<&'static str>, read: impl FnOnce() -> T) -> T {
    let Some(tag) = tag.filter(|_| is_on()) else { return read() };
    with(|state| state.tags.push((std::ptr::from_ref(path).addr(), tag)));
    let value = read();
    with(|state| {
        state.tags.pop();
    });
    value
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
    IS_ON.with(|is_on| is_on.set(state.is_some()));
    let replace = |current: &RefCell<Option<State>>| {
        current.try_borrow_mut().ok().and_then(|mut current| std::mem::replace(&mut *current, state))
    };
    CURRENT.try_with(replace).ok().flatten()
}

impl State {
    fn is_tag(&self, path: &ValuePath<'_>) -> bool {
        let is_tag = |(union, name)| self.tags.contains(&(std::ptr::from_ref::<ValuePath<'_>>(union).addr(), name));
        !self.tags.is_empty() && path.split().is_some_and(is_tag)
    }

    fn note(&mut self, path: &ValuePath<'_>, note: Note<'_>) {
        let note = match note {
            Note::UnknownEnumValue(_) if path.names_upwards().any(|name| self.log.sensitive.contains(&name)) => {
                Note::UnknownEnumValue(HIDDEN)
            }
            other => other,
        };
        if !self.is_new(path, note) {
            return;
        }
        let names = path.names_upwards();
        let (kind, path) = match note {
            Note::UnknownProperty => (DriftKind::UnknownProperty, text(names, name::shown)),
            Note::UnknownEnumValue(value) => {
                (DriftKind::UnknownEnumValue(name::shown(value)), text(names, str::to_owned))
            }
            Note::UnknownVariant => (DriftKind::UnknownVariant, text(names, str::to_owned)),
            Note::UndeclaredStatus(status) => (DriftKind::UndeclaredStatus(status), String::new()),
        };
        self.found.push(Drift { operation: self.operation, path, kind });
    }

    /// Whether the note was not reported yet.
    fn is_new(&self, path: &ValuePath<'_>, note: Note<'_>) -> bool {
        let mut hasher = self.log.hasher();
        let mut names = path.names_upwards();
        match note {
            Note::UnknownEnumValue(value) => Note::UnknownEnumValue(name::part(value).0).hash(&mut hasher),
            Note::UnknownProperty => (note, names.next().map(|name| name::part(name).0)).hash(&mut hasher),
            Note::UnknownVariant | Note::UndeclaredStatus(_) => note.hash(&mut hasher),
        }
        names.for_each(|name| name.hash(&mut hasher));
        self.log.add(self.operation_hash, hasher.finish())
    }

    fn note_refused(&mut self) {
        // Paths within types of users lack their beginning.
        let names = std::mem::take(&mut self.refused);
        let path = if self.is_rooted { text(names.iter().map(String::as_str), str::to_owned) } else { String::new() };
        let mut hasher = self.log.hasher();
        ("refused", &path).hash(&mut hasher);
        if self.log.add(self.operation_hash, hasher.finish()) {
            self.found.push(Drift { operation: self.operation, path, kind: DriftKind::RefusedValue });
        }
    }
}

/// The path as text, of names from the value up to the body. `last` shows its last name, which may be the server's own.
fn text<'n>(mut names: impl Iterator<Item = &'n str>, last: fn(&str) -> String) -> String {
    let last = names.next().map(last);
    let names: Vec<&str> = names.collect();
    let mut path = String::new();
    for name in names.into_iter().rev().chain(last.as_deref()) {
        if !path.is_empty() && name != ValuePath::ELEMENT {
            path.push('.');
        }
        path.push_str(name);
    }
    path
}
