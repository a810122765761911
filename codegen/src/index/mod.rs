//! Every element of the specification with its Rust items: for those who look something up, list, or compare.

mod build;
mod entry;
mod rationale;
pub mod wire;

pub use entry::{Element, Entry, Kind, Naming, words};

use crate::ir::Api;
use crate::rust::Crate;

/// All elements of an API.
///
/// ```
/// use codegen::index::Kind;
/// use codegen::{Inputs, TextFile, UnmatchedActions};
///
/// let text = "openapi: 3.1.0\n\
///             info: {title: Books, version: '1'}\n\
///             paths: {}\n\
///             components: {schemas: {c1.api.book.v1.Book: {type: object, properties: {title: {type: string}}}}}\n";
/// let document = TextFile { file: "books.yaml".to_owned(), text: text.to_owned() };
/// let inputs = Inputs { documents: vec![document], ..Inputs::default() };
/// let analysis = codegen::analyze(&inputs, UnmatchedActions::Error, &mut |_| {})?;
/// let index = analysis.index();
/// let title = index.get(Kind::Property, "c1.api.book.v1.Book.title").expect("a property");
/// assert_eq!(title.items[0].path.to_string(), "book::v1::Book::title");
/// assert_eq!(title.items[0].declaration(), "title: Option<String>");
/// # Ok::<(), codegen::diagnostics::Diagnostics>(())
/// ```
#[derive(Clone, Debug)]
pub struct Index<'a> {
    /// The API that the elements are from.
    pub api: &'a Api,
    entries: Vec<Entry<'a>>,
}

impl<'a> Index<'a> {
    /// The index of an API and of the crate that is emitted for it.
    pub(crate) fn new(api: &'a Api, krate: &'a Crate) -> Self {
        let mut entries = build::entries(api, krate);
        entries.sort_by(|left, right| left.key().cmp(&right.key()));
        Self { api, entries }
    }

    /// Every entry, in the order of kinds, of the full names of their parents, and of their own.
    pub fn entries(&self) -> &[Entry<'a>] {
        &self.entries
    }

    /// The entry of this kind and full name.
    pub fn get(&self, kind: Kind, name: &str) -> Option<&Entry<'a>> {
        self.of_kind(kind).iter().find(|entry| entry.name == name)
    }

    /// The entries of this kind whose parent has this full name, in the order of names.
    pub fn children(&self, kind: Kind, parent: &str) -> &[Entry<'a>] {
        let of_kind = self.of_kind(kind);
        let begin = of_kind.partition_point(|entry| entry.parent.as_str() < parent);
        let end = of_kind.partition_point(|entry| entry.parent.as_str() <= parent);
        &of_kind[begin..end]
    }

    /// Every entry of this kind.
    pub fn of_kind(&self, kind: Kind) -> &[Entry<'a>] {
        let begin = self.entries.partition_point(|entry| entry.kind() < kind);
        let end = self.entries.partition_point(|entry| entry.kind() <= kind);
        &self.entries[begin..end]
    }
}
