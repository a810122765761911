//! Update masks: which fields of a message an update is about.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde_json::{Map, Value};

use crate::wire::{FieldSink, Message, Wire, to_value};

/// A field of the message `M`, for a [`FieldMask`]; `T` is the message that it holds, if it holds one.
///
/// Each model has a constant for each of its fields. [`then`](Self::then) leads on to the fields of the message within:
///
/// ```
/// use c1_api::user::v1::{User, UserView};
///
/// assert_eq!(UserView::USER.then(User::DISPLAY_NAME).to_string(), "user.displayName");
/// ```
pub struct FieldPath<M, T = ()> {
    path: Cow<'static, str>,
    of: PhantomData<fn(M) -> T>,
}

impl<M, T> FieldPath<M, T> {
    #[doc(hidden)]
    pub const fn new(name: &'static str) -> Self {
        Self { path: Cow::Borrowed(name), of: PhantomData }
    }

    /// The field `inner` of the message that this field holds.
    #[must_use]
    // By value, as `FieldMask::with` takes it: constants are what both are called with.
    #[allow(clippy::needless_pass_by_value)]
    pub fn then<U>(&self, inner: FieldPath<T, U>) -> FieldPath<M, U> {
        FieldPath { path: format!("{}.{}", self.path, inner.path).into(), of: PhantomData }
    }
}

impl<M, T> Clone for FieldPath<M, T> {
    fn clone(&self) -> Self {
        Self { path: self.path.clone(), of: PhantomData }
    }
}

/// The path, by the names on the wire.
impl<M, T> fmt::Display for FieldPath<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path)
    }
}

impl<M, T> fmt::Debug for FieldPath<M, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FieldPath").field(&self.path).finish()
    }
}

/// Which fields of the message `M` an update is about: the `update_mask` of a request.
///
/// ```
/// use c1_api::FieldMask;
/// use c1_api::user::v1::{User, UserStatus};
///
/// let mask = FieldMask::new().with(User::STATUS).with(User::ROLE_IDS);
/// assert_eq!(String::from(mask), "status,roleIds");
///
/// let before = User { display_name: "Ada".into(), ..Default::default() };
/// let after = User { status: UserStatus::Disabled, ..before.clone() };
/// assert_eq!(FieldMask::diff(&before, &after).to_string(), "status");
/// ```
pub struct FieldMask<M> {
    paths: Vec<Cow<'static, str>>,
    of: PhantomData<fn(M)>,
}

impl<M> FieldMask<M> {
    /// A mask of no fields.
    #[must_use]
    pub const fn new() -> Self {
        Self { paths: Vec::new(), of: PhantomData }
    }

    /// The mask with one field more; a field that is in it already is not added again.
    #[must_use]
    pub fn with<T>(mut self, field: FieldPath<M, T>) -> Self {
        if !self.paths.contains(&field.path) {
            self.paths.push(field.path);
        }
        self
    }

    /// Whether no field is in it.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }
}

impl<M: Message> FieldMask<M> {
    /// The fields in which two messages differ, those of the messages within not told apart: what is sent for a field of
    /// the mask replaces it as a whole.
    #[must_use]
    pub fn diff(before: &M, after: &M) -> Self {
        let (before, after) = (Fields::of(before), Fields::of(after));
        let names = before.names.iter().filter(|name| before.values.get(**name) != after.values.get(**name));
        Self { paths: names.map(|name| Cow::Borrowed(*name)).collect(), of: PhantomData }
    }
}

impl<M> Default for FieldMask<M> {
    fn default() -> Self {
        Self::new()
    }
}

impl<M> Clone for FieldMask<M> {
    fn clone(&self) -> Self {
        Self { paths: self.paths.clone(), of: PhantomData }
    }
}

/// As it stands in a request: the paths, separated by commas.
impl<M> fmt::Display for FieldMask<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.paths.join(","))
    }
}

impl<M> fmt::Debug for FieldMask<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FieldMask").field(&self.paths).finish()
    }
}

impl<M> From<FieldMask<M>> for String {
    fn from(mask: FieldMask<M>) -> Self {
        mask.to_string()
    }
}

/// The fields of a message as they are on the wire, zero among them left out.
#[derive(Default)]
struct Fields {
    /// All of them, in the message's order.
    names: Vec<&'static str>,
    values: Map<String, Value>,
}

impl Fields {
    fn of<M: Message>(message: &M) -> Self {
        let mut fields = Self::default();
        message.write_fields(&mut fields);
        fields
    }
}

impl FieldSink for Fields {
    fn field<T: Wire>(&mut self, name: &'static str, value: &T) {
        self.names.push(name);
        if !value.is_zero() {
            self.values.insert(name.to_owned(), to_value(value));
        }
    }
}
