//! Where the nodes of a document are in its text.

use super::pointer;
use crate::diagnostics::Span;

/// The spans of all nodes, in the order of the text.
#[derive(Clone, Debug, Default)]
pub(crate) struct SpanTree {
    nodes: Vec<Node>,
    /// The distinct keys of all objects.
    keys: Vec<String>,
}

#[derive(Clone, Debug)]
struct Node {
    /// The position of its key in `keys`; none for an element of a list.
    key: Option<u32>,
    /// The span of its key in an object, or else of its value.
    span: Span,
    /// The position after its last descendant.
    end: usize,
}

impl SpanTree {
    /// Adds a node, the descendants of which follow.
    pub(super) fn open(&mut self, key: Option<u32>, span: Span) -> usize {
        self.nodes.push(Node { key, span, end: self.nodes.len() + 1 });
        self.nodes.len() - 1
    }

    /// Ends the descendants of a node.
    pub(super) fn close(&mut self, node: usize) {
        self.nodes[node].end = self.nodes.len();
    }

    /// Adds a distinct key.
    pub(super) fn add_key(&mut self, key: &str) -> u32 {
        self.keys.push(key.to_owned());
        u32::try_from(self.keys.len() - 1).unwrap_or(u32::MAX)
    }

    /// The span of the key or element that `pointer` leads to; where a later stage added it, of the nearest ancestor that
    /// is in the text. `None` only for a document without text.
    pub(crate) fn locate(&self, pointer: &str) -> Option<Span> {
        let mut found = 0;
        for name in pointer::split(pointer) {
            match self.child(found, &name) {
                Some(child) => found = child,
                None => break,
            }
        }
        self.nodes.get(found).map(|node| node.span)
    }

    fn child(&self, parent: usize, name: &str) -> Option<usize> {
        let end = self.nodes.get(parent)?.end;
        let first = Some(parent + 1).filter(|first| *first < end);
        let mut children =
            std::iter::successors(first, |child| Some(self.nodes[*child].end).filter(|next| *next < end));
        match self.nodes.get(first?)?.key {
            Some(_) => children.find(|child| self.nodes[*child].key.is_some_and(|key| self.keys[key as usize] == name)),
            None => children.nth(name.parse().ok()?),
        }
    }
}
