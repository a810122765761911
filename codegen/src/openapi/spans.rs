//! Positions of the values of a document in its text.

use super::pointer;
use crate::diagnostics::Span;

/// The span of a value, or of its key in an object, with those of the values in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct SpanTree {
    /// `None` for an element of a list.
    pub(super) key: Option<String>,
    pub(super) span: Span,
    pub(super) children: Vec<SpanTree>,
}

impl SpanTree {
    /// The span at `pointer`, or at its nearest ancestor in the text where a later stage added the value. `None` only
    /// for a document without text.
    pub(crate) fn locate(&self, pointer: &str) -> Option<Span> {
        let mut found = self;
        for name in pointer::split(pointer) {
            let Some(child) = found.child(&name) else { break };
            found = child;
        }
        Some(found.span).filter(|span| span.line > 0)
    }

    fn child(&self, name: &str) -> Option<&Self> {
        let element = name.parse().ok().and_then(|index: usize| self.children.get(index));
        let element = element.filter(|child| child.key.is_none());
        element.or_else(|| self.children.iter().find(|child| child.key.as_deref() == Some(name)))
    }
}
