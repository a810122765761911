//! Public items, and what each is to the element of the specification that it is from.

use std::fmt;
use std::sync::Arc;

use super::{Deprecation, Docs, Signature, TypeName};

/// A public item of the emitted crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What it is to its element. No two items of an element have one role.
    pub role: Role,
    /// Its path from the crate's root.
    pub path: ItemPath,
    /// The module of its package.
    pub module: ItemPath,
    /// What it declares.
    pub signature: Signature,
    /// Its doc comment.
    pub docs: Docs,
    /// Its `#[deprecated]`.
    pub deprecation: Option<Deprecation>,
    /// The JSON pointer of the element in the specification; empty where it has no place of its own.
    pub pointer: Arc<str>,
    /// The file that it is in, relative to the workspace.
    pub file: Arc<str>,
}

impl Item {
    /// Its name, the last segment of its path.
    pub fn name(&self) -> &str {
        self.path.name()
    }

    /// Its declaration on one line: `email: String`, `fn clear(&self) -> Call<cache::Clear>`.
    pub fn declaration(&self) -> String {
        self.signature.declaration(&self.path, &mut |name| match name {
            TypeName::Prelude(name) | TypeName::External(_, name) | TypeName::Runtime(name) => (*name).to_owned(),
            TypeName::Generated(path) => path.relative_to(&self.module),
        })
    }

    pub(super) fn documented(mut self, docs: Docs) -> Self {
        self.docs = docs;
        self
    }

    pub(super) fn deprecated(mut self, deprecation: Option<Deprecation>) -> Self {
        self.deprecation = deprecation;
        self
    }
}

/// The items of one element in one file.
#[derive(Clone)]
pub(super) struct Scope {
    pub(super) module: ItemPath,
    pub(super) file: Arc<str>,
    pub(super) pointer: Arc<str>,
}

impl Scope {
    /// The items of another element in the same file.
    pub(super) fn at(&self, pointer: &str) -> Self {
        Self { pointer: pointer.into(), ..self.clone() }
    }

    pub(super) fn item(&self, role: Role, path: ItemPath, signature: Signature) -> Item {
        Item {
            role,
            path,
            signature,
            module: self.module.clone(),
            docs: Docs::default(),
            deprecation: None,
            pointer: self.pointer.clone(),
            file: self.file.clone(),
        }
    }
}

/// A path from the crate's root: `user::v1::User::email`.
///
/// The path of a feature is its name, that of an argument `user::v1::UsersService::get(id)`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemPath(Vec<Arc<str>>);

impl ItemPath {
    /// The crate's root.
    pub fn root() -> Self {
        Self::default()
    }

    /// The path of `name` in this one.
    #[must_use]
    pub fn child(&self, name: &str) -> Self {
        let mut segments = Vec::with_capacity(self.0.len() + 1);
        segments.extend_from_slice(&self.0);
        segments.push(name.into());
        Self(segments)
    }

    /// The path in a link of the docs, in which rustdoc expects keywords without `r#`.
    pub(crate) fn link(&self) -> String {
        format!("crate::{self}").replace("r#", "")
    }

    /// The last segment; empty for the root.
    pub fn name(&self) -> &str {
        self.0.last().map_or("", |name| name)
    }

    /// The path without the last segment; `None` for the root.
    pub fn owner(&self) -> Option<Self> {
        let (_, owner) = self.0.split_last()?;
        Some(Self(owner.to_vec()))
    }

    /// The paths that contain this one, the nearest first, without the root.
    pub fn ancestors(&self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.owner(), Self::owner).take_while(|path| !path.0.is_empty())
    }

    /// Whether `owner` contains this path, or is this path.
    pub fn is_within(&self, owner: &Self) -> bool {
        self.0.starts_with(&owner.0)
    }

    /// Its segments.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.iter().map(|segment| &**segment)
    }

    /// The path that is `self` in `to` where this path begins with `from`.
    #[must_use]
    pub fn moved(&self, from: &Self, to: &Self) -> Option<Self> {
        let rest = self.0.strip_prefix(from.0.as_slice())?;
        Some(Self(to.0.iter().chain(rest).cloned().collect()))
    }

    /// The path relative to `module`, or from the root where it is elsewhere.
    fn relative_to(&self, module: &Self) -> String {
        let rest = self.0.strip_prefix(module.0.as_slice()).unwrap_or(&self.0);
        rest.join("::")
    }
}

impl fmt::Display for ItemPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, segment) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "::" };
            write!(f, "{separator}{segment}")?;
        }
        Ok(())
    }
}

/// What an item is to its element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// The module of a package.
    Module,
    /// The feature of a package.
    Feature,
    /// The method of `Client` that returns a service.
    Accessor,
    /// The struct with a service's operations.
    Service,
    /// The module of a service's operations.
    OperationModule,
    /// The method that makes a call.
    Method,
    /// The struct of an operation's request.
    Operation,
    /// `Operation::INFO`.
    Info,
    /// `Operation::Response`.
    Response,
    /// `Paged::Item`.
    PagedItem,
    /// `Streamed::Item`.
    StreamItem,
    /// The struct of an operation's optional parameters.
    Params,
    /// `WithParams::Params`.
    WithParams,
    /// The trait with the waiters of an operation.
    Waiters,
    /// The method that waits for a state.
    Waiter,
    /// An argument of a method.
    Argument,
    /// A field of the optional parameters.
    ParamsField,
    /// The struct of a schema.
    Model,
    /// The alias of a schema.
    Alias,
    /// The enum or struct of a union.
    Union,
    /// A variant of a union.
    UnionVariant,
    /// The method that reads a union's value as one of its types.
    UnionGetter,
    /// The method that returns a union's value as JSON.
    UnionValue,
    /// `Message::NAME`.
    Name,
    /// The method that returns the related objects of a response.
    Related,
    /// The method that returns them as models.
    RelatedAs,
    /// The function that returns a request or optional parameters without any values.
    New,
    /// The method that borrows the message that a model is about.
    Subject,
    /// The method that returns the message that a model is about.
    IntoSubject,
    /// The method that returns the objects that a field is the path to.
    RelatedObjects,
    /// The method that computes the mask of an update.
    MaskFrom,
    /// The enum of the messages that a field may hold.
    Payload,
    /// The variant of such an enum for a message.
    PayloadCase,
    /// The method that returns such an enum.
    PayloadGetter,
    /// A field of a model.
    Field,
    /// The map of the properties that a model does not name.
    Additional,
    /// The method that sets a field of a request or of optional parameters.
    FieldSetter,
    /// The constant that names a field in masks.
    MaskConstant,
    /// The variant of a oneof's enum for a field.
    Case,
    /// The function that makes a model in which a field is set.
    Constructor,
    /// The method that returns the case of a oneof that is set.
    Getter,
    /// The method that sets a case of a oneof.
    Setter,
    /// The enum of a oneof's cases.
    View,
    /// The variant for unknown values, or for several cases at once.
    Fallback,
    /// The constant for a path of an expand mask.
    ExpandConstant,
    /// The function that makes an expand mask of paths.
    ExpandOf,
    /// The function that makes an expand mask of everything.
    ExpandAll,
    /// An enum.
    Enum,
    /// The `Default` of an enum.
    Default,
    /// A variant of an enum.
    Variant,
}
