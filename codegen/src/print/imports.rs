//! Types and declarations as tokens, and the imports that they need.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;

use crate::rust::{Item, ItemPath, Type, TypeName};

/// The imports of one file.
#[derive(Debug, Default)]
pub(super) struct Imports {
    /// The module of the package that the file belongs to.
    module: ItemPath,
    /// The paths of the types that the file declares.
    declared: BTreeSet<ItemPath>,
    /// The imported names by module. The standard library is first, then other crates, then this one.
    names: BTreeMap<(u8, String), BTreeSet<String>>,
}

impl Imports {
    /// No imports yet, in a file of the package `module` that declares these types.
    pub(super) fn new<'a>(module: &ItemPath, declared: impl IntoIterator<Item = &'a Item>) -> Self {
        let declared = declared.into_iter().map(|item| item.path.clone()).collect();
        Self { module: module.clone(), declared, names: BTreeMap::new() }
    }

    /// Imports a name, and returns it.
    pub(super) fn add(&mut self, module: &str, name: &str) -> String {
        let rank = match module.split("::").next() {
            Some("std") => 0,
            Some("super") => 2,
            Some("crate") => 3,
            _ => 1,
        };
        self.names.entry((rank, module.to_owned())).or_default().insert(name.to_owned());
        name.to_owned()
    }

    /// The type as it is written in the file.
    pub(super) fn ty(&mut self, ty: &Type) -> TokenStream {
        parsed(&ty.text(&mut |name| self.name(name)))
    }

    /// The declaration of an item in the file.
    pub(super) fn declaration(&mut self, item: &Item) -> TokenStream {
        parsed(&item.signature.declaration(&item.path, &mut |name| self.name(name)))
    }

    fn name(&mut self, name: &TypeName) -> String {
        match name {
            TypeName::Prelude(name) => (*name).to_owned(),
            TypeName::External(module, name) => self.add(module, name),
            TypeName::Runtime(name) => self.add("crate", name),
            TypeName::Generated(path) => self.generated(path),
        }
    }

    /// Types of the file and of its package by their names, others by their whole paths: two packages may have types of
    /// one name.
    fn generated(&mut self, path: &ItemPath) -> String {
        let name = path.name();
        if self.declared.contains(path) {
            name.to_owned()
        } else if path.owner().as_ref() != Some(&self.module) {
            format!("crate::{path}")
        } else if self.declared.iter().any(|declared| declared.name() == name) {
            // A service may have an operation with the name of a model.
            format!("super::{name}")
        } else {
            self.add("super", name)
        }
    }

    /// The `use` declarations.
    pub(super) fn tokens(&self) -> TokenStream {
        let lines = self.names.iter().map(|((_, module), names)| {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            match names.as_slice() {
                [name] => format!("use {module}::{name};"),
                names => format!("use {module}::{{{}}};", names.join(", ")),
            }
        });
        parsed(&lines.collect::<String>())
    }
}

/// The tokens of a declaration or type. Its names are identifiers, so it has no errors.
fn parsed(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}
