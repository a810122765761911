//! Update masks: the fields of a message that an update changes.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::{Deserializer, Serializer};
use serde_json::{Map, Value};

use crate::error::Error;
use crate::wire::{FieldSink, Message, Wire, to_value};

/// A field of the message `M`, for a [`FieldMask`]. `T` is the message in it, if any.
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

    /// Returns the field `inner` of the message in this field.
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

/// The path of JSON names.
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

/// The fields of the message `M` that an update changes: the `update_mask` of a request.
///
/// ```
/// use c1_api::FieldMask;
/// use c1_api::user::v1::{User, UserStatus};
///
/// let mask = FieldMask::new().with(User::STATUS).with(User::ROLE_IDS);
/// assert_eq!(mask.to_string(), "status,roleIds");
///
/// let before = User { display_name: "Ada".into(), ..Default::default() };
/// let after = User { status: UserStatus::Disabled, ..before.clone() };
/// assert_eq!(FieldMask::diff(&before, &after).to_string(), "status");
/// ```
///
/// Constants of another message are type errors:
///
/// ```compile_fail,E0308
/// use c1_api::FieldMask;
/// use c1_api::user::v1::{User, UserRef};
///
/// let mask = FieldMask::<User>::new().with(UserRef::ID);
/// ```
///
/// # Updates
///
/// C1 refuses an update whose mask is missing, or names an unchanged field that the credential must not change. A request with a
/// mask of one message has a method that fills the mask with the difference, `update_mask_from(&before)`:
///
/// ```ignore
/// let before = client.app_entitlements().get("a", "e").await?.into_app_entitlement()?;
/// let after = AppEntitlement { display_name: "New".into(), ..before.clone() };
/// let request = UpdateAppEntitlementRequestInput::new().entitlement(after).update_mask_from(&before)?;
/// client.app_entitlements().update("a", "e", request).await?;
/// ```
///
/// If nothing differs, it returns an error, and nothing is sent.
///
/// # Masks of other messages
///
/// A `FieldMask<Any>` is for a request whose schema does not show the updated message. Its fields are added
/// [by path](Self::with_path).
pub struct FieldMask<M> {
    paths: Vec<Cow<'static, str>>,
    of: PhantomData<fn(M)>,
}

impl<M> FieldMask<M> {
    /// Creates an empty mask.
    #[must_use]
    pub const fn new() -> Self {
        Self { paths: Vec::new(), of: PhantomData }
    }

    /// Adds a field, unless the mask contains it already.
    #[must_use]
    pub fn with<T>(self, field: FieldPath<M, T>) -> Self {
        self.with_path(field.path)
    }

    /// Adds the field at a path of JSON names, such as `displayName` or `user.email`. The path is not checked.
    #[must_use]
    pub fn with_path(mut self, path: impl Into<Cow<'static, str>>) -> Self {
        let path = path.into();
        if !self.paths.contains(&path) {
            self.paths.push(path);
        }
        self
    }

    /// Returns the paths of the fields, in the order of their addition.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.iter().map(|path| &**path)
    }

    /// Returns whether the mask has no fields.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
    }
}

impl<M: Message> FieldMask<M> {
    /// Returns the fields in which two messages differ. A nested message counts as one field, as an update replaces it as a whole.
    #[must_use]
    pub fn diff(before: &M, after: &M) -> Self {
        let (before, after) = (Fields::of(before), Fields::of(after));
        let names = before.names.iter().filter(|name| before.values.get(**name) != after.values.get(**name));
        Self { paths: names.map(|name| Cow::Borrowed(*name)).collect(), of: PhantomData }
    }
}

/// Returns the fields in which an update changes a message, which are at least one. `field` is that of the message, for errors.
#[doc(hidden)]
pub fn changed_fields<M: Message>(before: &M, after: Option<&M>, field: &'static str) -> Result<FieldMask<M>, Error> {
    let Some(after) = after else {
        return Err(Error::invalid_input(format!(
            "`{field}` is not set, so nothing would be updated; nothing was sent"
        )));
    };
    let mask = FieldMask::diff(before, after);
    if mask.is_empty() {
        return Err(Error::invalid_input(format!(
            "`{field}` equals the message before, so nothing would be updated; nothing was sent"
        )));
    }
    Ok(mask)
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

impl<M> PartialEq for FieldMask<M> {
    fn eq(&self, other: &Self) -> bool {
        self.paths == other.paths
    }
}

impl<M> Eq for FieldMask<M> {}

/// A string of the paths, separated by commas.
impl<M> Wire for FieldMask<M> {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
        let text = String::read(deserializer)?;
        Ok(text.map(|text| {
            let paths = text.split(',').filter(|_| !text.is_empty()).map(|path| Cow::Owned(path.to_owned()));
            Self { paths: paths.collect(), of: PhantomData }
        }))
    }

    fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }

    fn is_default(&self) -> bool {
        self.is_empty()
    }
}

/// The paths, separated by commas, as in a request.
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

/// The JSON fields of a message without default values.
#[derive(Default)]
struct Fields {
    /// The names of all fields, in the order of the message.
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
        if !value.is_default() {
            self.values.insert(name.to_owned(), to_value(value));
        }
    }
}
