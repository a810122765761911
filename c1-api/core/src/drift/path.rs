//! The path of a value while it is read.

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

    /// The names from the value up to the body.
    pub(super) fn names_upwards(&self) -> Names<'_> {
        Names(self)
    }

    /// Whether the value is the tag of the union around it.
    pub(super) fn is_tag(&self) -> bool {
        matches!(self, Self::In { parent: Self::Tagged { tag, .. }, name } if tag == name)
    }

    /// Whether the value is part of a recorded body.
    pub(super) fn is_recorded(&self) -> bool {
        let mut at = self;
        while let Self::In { parent, .. } | Self::Tagged { union: parent, .. } = at {
            at = parent;
        }
        matches!(at, Self::Body)
    }
}

/// The names of a path, from the value up to the body.
#[derive(Clone, Copy)]
pub(super) struct Names<'p>(&'p ValuePath<'p>);

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
