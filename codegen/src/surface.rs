//! What the generated code offers to those who use it: types, fields, variants and methods, without the words.
//!
//! It is read off the code itself, so that a reviewer sees what there is and not what the generator meant.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::{Fields, ImplItem, Item, Type, Visibility};

use crate::FileTree;
use crate::error::{Error, Errors};

/// The public surface of each package, by its module (`user::v1`): one line for a type, and an indented one for each of
/// its fields, variants or methods.
///
/// # Errors
///
/// A file of the tree that is no Rust.
pub fn surface(tree: &FileTree) -> Result<BTreeMap<String, String>, Errors> {
    let mut packages: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut errors = Vec::new();
    for (path, text) in tree.iter() {
        let Some((folder, "models.rs" | "enums.rs" | "operations.rs")) = path.rsplit_once('/') else { continue };
        match syn::parse_file(text) {
            Ok(file) => packages.entry(folder.replace('/', "::")).or_default().extend(items(&file.items)),
            Err(error) => errors
                .push(Error::new(path, "", format!("this file is no Rust: {error}")).help("run `cargo xtask codegen`")),
        }
    }
    let joined = packages.into_iter().map(|(package, mut items)| {
        items.sort();
        (package, items.join(""))
    });
    Errors::none_or(errors, joined.collect())
}

/// Each public item, as a block of lines.
fn items(items: &[Item]) -> Vec<String> {
    items.iter().filter_map(item).filter(|block| !block.is_empty()).collect()
}

fn item(item: &Item) -> Option<String> {
    match item {
        Item::Struct(item) if is_public(&item.vis) => {
            let fields =
                item.fields.iter().filter(|field| is_public(&field.vis) && !is_hidden(&field.attrs)).map(|field| {
                    let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
                    format!("{name}: {}{}", compact(&field.ty), deprecated(&field.attrs))
                });
            Some(block(&format!("struct {}{}", item.ident, deprecated(&item.attrs)), fields))
        }
        Item::Enum(item) if is_public(&item.vis) => {
            let variants = item.variants.iter().map(|variant| match &variant.fields {
                Fields::Unit => variant.ident.to_string() + deprecated(&variant.attrs),
                fields => format!("{}{}", variant.ident, compact(fields)),
            });
            Some(block(&format!("enum {}", item.ident), variants))
        }
        Item::Impl(item) => implementation(item),
        Item::Mod(item) if is_public(&item.vis) => {
            let (_, content) = item.content.as_ref()?;
            let mut blocks = items(content);
            blocks.sort();
            let lines = blocks.iter().flat_map(|block| block.lines());
            Some(block(&format!("mod {}", item.ident), lines.map(str::to_owned)))
        }
        _ => None,
    }
}

/// Methods of a type, and what a type is of a trait: its constants and types.
fn implementation(item: &syn::ItemImpl) -> Option<String> {
    let of = compact(&item.self_ty);
    let lines: Vec<String> = item
        .items
        .iter()
        .filter_map(|inner| match inner {
            ImplItem::Fn(method) if is_public(&method.vis) => {
                Some(format!("{}{}", signature(&method.sig), deprecated(&method.attrs)))
            }
            ImplItem::Type(ty) => Some(format!("{} = {}", ty.ident, compact(&ty.ty))),
            // Enums' values stand among their variants already.
            ImplItem::Const(constant) if constant.ident != "VALUES" => {
                Some(format!("{} = {}", constant.ident, compact(&constant.expr)))
            }
            _ => None,
        })
        .collect();
    let name = match &item.trait_ {
        Some((path, ..)) => format!("impl {} for {of}", compact(path)),
        None => format!("impl {of}"),
    };
    (!lines.is_empty() || item.trait_.is_some()).then(|| block(&name, lines.into_iter()))
}

fn signature(signature: &syn::Signature) -> String {
    let arguments: Vec<String> = signature
        .inputs
        .iter()
        .filter_map(|argument| match argument {
            syn::FnArg::Typed(argument) => Some(format!("{}: {}", compact(&argument.pat), compact(&argument.ty))),
            syn::FnArg::Receiver(_) => None,
        })
        .collect();
    let output = match &signature.output {
        syn::ReturnType::Type(_, ty) => format!(" -> {}", compact::<Type>(ty)),
        syn::ReturnType::Default => String::new(),
    };
    format!("fn {}({}){output}", signature.ident, arguments.join(", "))
}

fn block(head: &str, lines: impl Iterator<Item = String>) -> String {
    lines.fold(format!("{head}\n"), |block, line| block + "    " + &line + "\n")
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_hidden(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| attribute.to_token_stream().to_string().contains("hidden"))
}

fn deprecated(attributes: &[syn::Attribute]) -> &'static str {
    match attributes.iter().any(|attribute| attribute.path().is_ident("deprecated")) {
        true => " (deprecated)",
        false => "",
    }
}

/// Tokens as a person would space them.
fn compact<T: ToTokens>(tokens: &T) -> String {
    let spaced = tokens.to_token_stream().to_string();
    let tight = [
        (" :: ", "::"),
        (":: ", "::"),
        (" < ", "<"),
        (" > ", ">"),
        (" >", ">"),
        ("< ", "<"),
        (" ,", ","),
        ("& ", "&"),
        (" (", "("),
        ("( ", "("),
        (" )", ")"),
        (" . ", "."),
        (" .", "."),
    ];
    tight.iter().fold(spaced, |text, (from, to)| text.replace(from, to))
}
