//! Everything that the documents describe, and everything public that the generated code has for it: plain data for
//! those who look something up, list, or compare two specifications.
//!
//! It is made from the names and the types that the files are emitted from, without emitting any.

mod enums;
mod models;
mod operations;
pub(crate) mod packages;
mod reasons;
mod subject;
pub(crate) mod wire;

use std::collections::BTreeSet;
use std::sync::Arc;

pub use subject::{Call, Item, Kind, Naming, Place, Role, Subject, Value, words};

pub use crate::api::{Body, Paging, Presence, TokenPlace};

use crate::api::{Api, Docs};
use crate::names::Names;
use crate::names::ident::ModuleName;
use crate::spec::Idle;
use crate::stages::Stages;
use crate::{Errors, Inputs, Named, disk, with_lines};

/// All subjects of a set of documents.
///
/// ```
/// use codegen::catalog::{Catalog, Kind};
/// use codegen::{Document, Inputs};
///
/// let text = "openapi: 3.1.0\n\
///             info: {title: Books, version: '1'}\n\
///             paths: {}\n\
///             components: {schemas: {c1.api.book.v1.Book: {type: object, properties: {title: {type: string}}}}}\n";
/// let document = Document { file: "books.yaml".to_owned(), text: text.to_owned() };
/// let catalog = Catalog::read(&Inputs { documents: vec![document], overlay: None })?;
/// let title = catalog.get(Kind::Property, "c1.api.book.v1.Book.title").expect("a property");
/// assert_eq!(title.items[0].path, "book::v1::Book::title");
/// assert_eq!(title.items[0].signature, "title: Option<String>");
/// # Ok::<(), codegen::Errors>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalog {
    subjects: Vec<Subject>,
}

impl Catalog {
    /// The catalog of what the generator makes of `inputs`.
    ///
    /// # Errors
    ///
    /// As [`generate`](crate::generate).
    pub fn read(inputs: &Inputs) -> Result<Self, Errors> {
        let named = crate::name(inputs, Idle::Refused, &mut Stages::default());
        let Named { api, names, .. } = named.map_err(|errors| errors.map(with_lines(inputs)))?;
        Ok(Self::new(&api, &names))
    }

    pub(crate) fn new(api: &Api, names: &Names) -> Self {
        let source = Source { api, names };
        let mut subjects = packages::subjects(source);
        subjects.extend(models::subjects(source));
        subjects.extend(enums::subjects(source));
        subjects.extend(operations::subjects(source));
        subjects.sort_by(|left, right| left.key().cmp(&right.key()));
        Self { subjects }
    }

    /// Every subject, in the order of kinds, of the full names of what they are parts of, and of their own.
    pub fn subjects(&self) -> &[Subject] {
        &self.subjects
    }

    /// The items as [`surface_entries`](crate::surface_entries) tells them of the generated code, to hold one against
    /// the other. Modules of packages, features, masks' constants and what macros add are in no surface.
    pub fn entries(&self) -> BTreeSet<(String, String)> {
        let items = self.subjects.iter().flat_map(|subject| &subject.items);
        let listed = items.filter(|item| item.role.is_in_surface());
        let entry = |item: &Item| {
            let (owner, _) = item.path.rsplit_once("::")?;
            let deprecated = if item.deprecated { " (deprecated)" } else { "" };
            Some((owner.to_owned(), format!("{}{deprecated}", item.signature)))
        };
        listed.filter_map(entry).collect()
    }

    /// The subject of this kind and full name.
    pub fn get(&self, kind: Kind, name: &str) -> Option<&Subject> {
        self.of_kind(kind).iter().find(|subject| subject.name == name)
    }

    /// What the subject of this full name has of this kind, in the order of names.
    pub fn parts(&self, kind: Kind, parent: &str) -> &[Subject] {
        let of_kind = self.of_kind(kind);
        let begin = of_kind.partition_point(|subject| subject.parent.as_str() < parent);
        let end = of_kind.partition_point(|subject| subject.parent.as_str() <= parent);
        &of_kind[begin..end]
    }

    fn of_kind(&self, kind: Kind) -> &[Subject] {
        let begin = self.subjects.partition_point(|subject| subject.kind < kind);
        let end = self.subjects.partition_point(|subject| subject.kind <= kind);
        &self.subjects[begin..end]
    }
}

/// What a catalog is made of.
#[derive(Clone, Copy)]
struct Source<'a> {
    api: &'a Api,
    names: &'a Names,
}

impl Source<'_> {
    /// A subject with nothing in Rust yet.
    fn subject(self, kind: Kind, parent: &str, name: String) -> Subject {
        Subject {
            kind,
            name,
            parent: parent.to_owned(),
            places: Vec::new(),
            description: String::new(),
            deprecated: false,
            naming: Naming::Own,
            value: None,
            call: None,
            items: Vec::new(),
        }
    }

    fn place(self, pointer: &str) -> Place {
        Place { file: self.api.files.of(pointer).into(), pointer: pointer.to_owned() }
    }

    /// The module of a package, from the crate's root.
    fn module(self, package: &str) -> String {
        let modules = self.names.packages[package].modules.iter().map(ModuleName::as_str);
        modules.collect::<Vec<_>>().join("::")
    }

    /// A file of a package.
    fn file(self, package: &str, file: &str) -> Arc<str> {
        let modules = self.names.packages[package].modules.iter().map(ModuleName::file);
        format!("{}/{}/{file}.rs", disk::GENERATED, modules.collect::<Vec<_>>().join("/")).into()
    }
}

impl Subject {
    /// With what the documents say of it at `place`.
    fn described(mut self, docs: &Docs, place: Place) -> Self {
        let texts = [docs.description.trim(), docs.summary.trim()];
        self.description = texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default().to_owned();
        self.deprecated = docs.deprecated;
        self.places.push(place);
        self
    }

    fn given(mut self, rust_name: Option<&String>) -> Self {
        if rust_name.is_some() {
            self.naming = Naming::Given;
        }
        self
    }
}

/// Where the items of one file go.
struct Items<'a> {
    file: &'a Arc<str>,
    items: &'a mut Vec<Item>,
}

impl Items<'_> {
    fn add(&mut self, role: Role, path: String, signature: String, deprecated: bool) {
        self.items.push(Item { role, path, signature, file: self.file.clone(), deprecated });
    }
}
