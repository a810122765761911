//! The path of a value while it is read.

use super::recording;

/// The path of a value: a linked list on the stack, from the value up to the body.
///
/// Building one costs a few stores, and nothing reads it unless a value differs from the specification.
#[derive(Clone, Copy, Debug)]
pub enum ValuePath<'p> {
    /// A value that is not part of a recorded body.
    Unrecorded,
    /// The whole body.
    Body,
    /// A property of the value at `parent`, or one of its elements.
    In {
        /// The path of the object or list.
        parent: &'p ValuePath<'p>,
        /// The JSON name of the property, [`ELEMENT`](Self::ELEMENT) or [`KEY`](Self::KEY).
        name: &'p str,
    },
    /// A variant of a union whose values have a tag. The model of the variant may lack it.
    Tagged {
        /// The path of the union.
        union: &'p ValuePath<'p>,
        /// The property that names the variant.
        tag: &'p str,
    },
}

impl<'p> ValuePath<'p> {
    /// The name of all elements of a list.
    pub const ELEMENT: &'static str = "[]";
    /// The name of all values of a map, as its keys are data.
    pub const KEY: &'static str = "*";

    /// Returns the path of a property or element of the value at `self`.
    #[inline]
    #[must_use]
    pub fn of(&'p self, name: &'p str) -> Self {
        Self::In { parent: self, name }
    }

    /// Records that the model lacks this property.
    #[cold]
    #[inline(never)]
    pub fn unknown_property(&self) {
        if let Self::In { parent: Self::Tagged { tag, .. }, name } = self
            && tag == name
        {
            return;
        }
        recording::note(self, recording::Note::UnknownProperty);
    }

    /// Records that the enum at this path lacks `value`.
    #[cold]
    #[inline(never)]
    pub fn unknown_enum_value(&self, value: &str) {
        recording::note(self, recording::Note::UnknownEnumValue(value));
    }

    /// Records that the value at this path is none of the types of its union.
    #[cold]
    #[inline(never)]
    pub fn unknown_variant(&self) {
        recording::note(self, recording::Note::UnknownVariant);
    }

    /// Records that the value at this path may be the one that cannot be read. The first such path is the innermost.
    #[cold]
    #[inline(never)]
    pub fn refused(&self) {
        recording::refused(self);
    }

    /// Returns the names from the value up to the body; `None` if the body is not recorded.
    pub(super) fn names_upwards(&self) -> Option<Names<'_>> {
        let mut at = self;
        while let Self::In { parent, .. } | Self::Tagged { union: parent, .. } = at {
            at = parent;
        }
        matches!(at, Self::Body).then_some(Names(self))
    }
}

/// The names of a path, from the value up to the body.
#[derive(Clone, Copy)]
pub(super) struct Names<'p>(&'p ValuePath<'p>);

impl Names<'_> {
    /// Those of the whole body.
    pub(super) fn none() -> Self {
        Names(&ValuePath::Body)
    }
}

impl<'p> Iterator for Names<'p> {
    type Item = &'p str;

    fn next(&mut self) -> Option<&'p str> {
        loop {
            match self.0 {
                ValuePath::In { parent, name } => {
                    self.0 = parent;
                    return Some(name);
                }
                ValuePath::Tagged { union, .. } => self.0 = union,
                ValuePath::Body | ValuePath::Unrecorded => return None,
            }
        }
    }
}
