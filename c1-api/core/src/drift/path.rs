//! The path of a value while it is read.

/// The path of a value: a linked list on the stack, from the value up to the body.
///
/// Building one costs three stores, and nothing reads it unless a value differs from the specification.
#[derive(Clone, Copy, Debug)]
pub struct ValuePath<'p> {
    /// The path of the object or list around the value; `None` at the top.
    parent: Option<&'p ValuePath<'p>>,
    /// The JSON name of the property, [`ELEMENT`](Self::ELEMENT) or [`KEY`](Self::KEY).
    name: &'p str,
}

impl<'p> ValuePath<'p> {
    /// The name of all elements of a list.
    pub const ELEMENT: &'static str = "[]";
    /// The name of all values of a map, as its keys are data.
    pub const KEY: &'static str = "*";

    /// The whole body.
    pub const BODY: &'static ValuePath<'static> = &ValuePath { parent: None, name: "" };
    /// A value that is not part of a recorded body.
    pub const UNRECORDED: &'static ValuePath<'static> = &ValuePath { parent: None, name: "?" };

    /// Returns the path of a property or element of the value at `self`.
    #[inline]
    #[must_use]
    pub fn of(&'p self, name: &'p str) -> Self {
        Self { parent: Some(self), name }
    }

    /// The path and the name of the object or list around the value.
    pub(super) fn split(&self) -> Option<(&ValuePath<'p>, &str)> {
        self.parent.map(|parent| (parent, self.name))
    }

    /// The names from the value up to the body.
    pub(super) fn names_upwards(&self) -> impl Iterator<Item = &str> + Clone {
        let steps = std::iter::successors(Some(self), |path| path.parent);
        steps.take_while(|path| path.parent.is_some()).map(|path| path.name)
    }

    /// Whether the value is part of a recorded body.
    pub(super) fn is_recorded(&self) -> bool {
        let mut top = self;
        while let Some(parent) = top.parent {
            top = parent;
        }
        top.name == Self::BODY.name
    }
}
