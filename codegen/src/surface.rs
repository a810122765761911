//! What the generated code offers to those who use it: types, fields, variants and methods, without the words.
//!
//! It is read off the code itself, so that a reviewer sees what there is and not what the generator meant.

use std::collections::{BTreeMap, BTreeSet};

use syn::{Field, Fields, ImplItem, Item, MetaList, Type, Variant, Visibility};

use crate::FileTree;
use crate::error::{Error, Errors};
use crate::names::ident;
use crate::render::compact;

/// The public surface of each package, by its module (`user::v1`): one line for a type, and an indented one for each of
/// its fields, variants, methods, and what it is to the runtime's traits.
///
/// # Errors
///
/// A file of the tree that is no Rust.
pub fn surface(tree: &FileTree) -> Result<BTreeMap<String, String>, Errors> {
    let mut packages: BTreeMap<String, Blocks> = BTreeMap::new();
    let mut errors = Vec::new();
    for (path, text) in tree.iter() {
        let Some((folder, "models.rs" | "enums.rs" | "operations.rs")) = path.rsplit_once('/') else { continue };
        match syn::parse_file(text) {
            Ok(file) => gather(&file.items, packages.entry(module(folder)).or_default()),
            Err(error) => errors
                .push(Error::new(path, "", format!("this file is no Rust: {error}")).help("run `cargo xtask codegen`")),
        }
    }
    let listings = packages.into_iter().map(|(package, blocks)| (package, lines(blocks).join("\n") + "\n"));
    Errors::none_or(errors, listings.collect())
}

/// Each line of the surfaces with the path of what it is in: `user::v1::User` and `email: String`.
pub fn surface_entries(surface: &BTreeMap<String, String>) -> BTreeSet<(String, String)> {
    let mut entries = BTreeSet::new();
    for (module, listing) in surface {
        let mut owners: Vec<String> = Vec::new();
        for line in listing.lines() {
            let text = line.trim_start();
            owners.truncate((line.len() - text.len()) / 4);
            let owner = owners.last().unwrap_or(module).clone();
            let block = ["struct ", "enum ", "mod "].iter().find_map(|word| text.strip_prefix(word));
            let name = block.and_then(|block| block.split(' ').next());
            match text.strip_prefix("impl ") {
                // What a package adds to a type of the runtime is not in its module.
                Some(ty) => owners.push(ty.to_owned()),
                None => {
                    owners.extend(name.map(|name| format!("{owner}::{name}")));
                    entries.insert((owner, text.to_owned()));
                }
            }
        }
    }
    entries
}

/// The module that a folder is, whose name may be a keyword.
fn module(folder: &str) -> String {
    let names = folder.split('/').map(|name| ident::lower(name.to_owned(), &[]).unwrap_or_else(|| name.to_owned()));
    names.collect::<Vec<_>>().join("::")
}

/// By the name of a type or module, what there is to say of it.
type Blocks = BTreeMap<String, Block>;

#[derive(Default)]
struct Block {
    /// `struct User`; empty where the type itself is declared elsewhere.
    head: String,
    lines: Vec<String>,
}

/// The lines of all blocks, in the order of their names.
fn lines(blocks: Blocks) -> Vec<String> {
    let block = |(name, block): (String, Block)| {
        let head = if block.head.is_empty() { format!("impl {name}") } else { block.head };
        std::iter::once(head).chain(block.lines.into_iter().map(|line| format!("    {line}")))
    };
    blocks.into_iter().flat_map(block).collect()
}

/// Adds each public item to the block of its name.
fn gather(items: &[Item], blocks: &mut Blocks) {
    for item in items {
        let (name, head, lines) = match item {
            Item::Struct(item) if is_public(&item.vis) => {
                let head = format!("struct {}{}", item.ident, deprecated(&item.attrs));
                (item.ident.to_string(), head, fields(&item.fields))
            }
            Item::Enum(item) if is_public(&item.vis) => {
                let head = format!("enum {}{}", item.ident, deprecated(&item.attrs));
                (item.ident.to_string(), head, item.variants.iter().map(variant).collect())
            }
            Item::Mod(item) if is_public(&item.vis) => {
                let mut inner = Blocks::new();
                gather(item.content.as_ref().map_or(&[], |(_, items)| items), &mut inner);
                (item.ident.to_string(), format!("mod {}", item.ident), lines(inner))
            }
            Item::Impl(item) => (compact(&item.self_ty), String::new(), item.items.iter().filter_map(member).collect()),
            _ => continue,
        };
        if !(head.is_empty() && lines.is_empty()) {
            let block = blocks.entry(name).or_default();
            block.head.push_str(&head);
            block.lines.extend(lines);
        }
    }
}

fn fields(fields: &Fields) -> Vec<String> {
    let visible = fields.iter().filter(|field| is_public(&field.vis) && !is_hidden(&field.attrs));
    let line = |field: &Field| {
        let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{name}: {}{}", compact(&field.ty), deprecated(&field.attrs))
    };
    visible.map(line).collect()
}

fn variant(variant: &Variant) -> String {
    let content = if variant.fields.is_empty() { String::new() } else { compact(&variant.fields) };
    format!("{}{content}{}", variant.ident, deprecated(&variant.attrs))
}

/// A method of a type, or a constant or type that a trait asks of it.
fn member(item: &ImplItem) -> Option<String> {
    match item {
        ImplItem::Fn(method) if is_public(&method.vis) => {
            Some(format!("{}{}", compact(&method.sig), deprecated(&method.attrs)))
        }
        ImplItem::Type(ty) => Some(format!("{} = {}", ty.ident, compact(&ty.ty))),
        // The values of enums stand among their variants already, and what fields are called in masks among the fields.
        ImplItem::Const(constant) if constant.ident != "VALUES" && !is_path(&constant.ty) => {
            Some(format!("{} = {}", constant.ident, compact(&constant.expr)))
        }
        _ => None,
    }
}

fn is_path(ty: &Type) -> bool {
    compact(ty).starts_with("FieldPath<")
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_hidden(attributes: &[syn::Attribute]) -> bool {
    // Words that are documentation are `#[doc = "..."]`, and may speak of what is hidden.
    let is_it = |list: &MetaList| list.path.is_ident("doc") && list.tokens.to_string() == "hidden";
    attributes.iter().any(|attribute| attribute.meta.require_list().is_ok_and(is_it))
}

fn deprecated(attributes: &[syn::Attribute]) -> &'static str {
    match attributes.iter().any(|attribute| attribute.path().is_ident("deprecated")) {
        true => " (deprecated)",
        false => "",
    }
}
