//! Finds the lines of items in the generated files.

use std::ops::Range;

use ::codegen::rust::{Item, Role, Signature};

/// The line of an item's declaration in a generated file, counted from 1. `None` if the file is stale.
pub(crate) fn line(text: &str, item: &Item) -> Option<usize> {
    let lines: Vec<&str> = text.lines().collect();
    let (block, declaration) = declaration(item)?;
    let find = |mut range: Range<usize>| range.find(|index| is_match(lines[*index], &declaration));
    let index = match block {
        None => find(0..lines.len()),
        Some(block) => (0..lines.len()).filter(|start| is_match(lines[*start], &block)).find_map(|start| {
            let indent = &lines[start][..lines[start].len() - lines[start].trim_start().len()];
            let is_end = |line: &&str| line.strip_prefix(indent).is_some_and(|line| line.starts_with('}'));
            let length = lines[start + 1..].iter().position(is_end).unwrap_or(lines.len() - start - 1);
            find(start + 1..start + 1 + length)
        }),
    };
    index.map(|index| index + 1)
}

/// The beginnings of the block around an item and of the item's line.
fn declaration(item: &Item) -> Option<(Option<String>, String)> {
    let name = item.name();
    let owner = item.path.owner().unwrap_or_default();
    let owner = owner.name();
    let block = |begin: &str| Some(format!("{begin} {owner}"));
    Some(match item.role {
        Role::Feature | Role::Module | Role::OperationModule => return None,
        Role::Related | Role::RelatedAs => (None, format!("expanded!({owner}")),
        Role::Subject | Role::IntoSubject | Role::RelatedObjects | Role::MaskFrom => {
            (Some(owner.to_owned()), name.to_owned())
        }
        Role::Payload => (None, format!("pub enum {name}")),
        Role::PayloadCase => (block("pub enum"), name.to_owned()),
        Role::PayloadGetter => (None, format!("get {name}")),
        Role::Accessor | Role::Method => (block("impl"), format!("pub fn {name}")),
        Role::Service | Role::Model | Role::Operation | Role::Params => (None, format!("pub struct {name}")),
        Role::Alias => (None, format!("pub type {name}")),
        Role::Union if item.signature == Signature::Struct => (None, format!("pub struct {name}")),
        Role::UnionVariant | Role::UnionGetter => (Some(format!(" {owner}")), name.to_owned()),
        Role::UnionValue => (None, format!("pub struct {owner}")),
        Role::View | Role::Enum | Role::Union => (None, format!("pub enum {name}")),
        Role::Info => (block("impl Operation for"), format!("const {name}")),
        Role::Response => (block("impl Operation for"), format!("type {name}")),
        Role::StreamItem => (block("impl Streamed for"), format!("type {name}")),
        Role::PagedItem => (block("impl Paged for"), format!("type {name}")),
        Role::WithParams => (block("impl WithParams for"), format!("type {name}")),
        Role::Waiters => (None, format!("pub trait {name}")),
        Role::Waiter => (block("pub trait"), name.to_owned()),
        Role::Argument => (None, format!("pub fn {owner}")),
        Role::Field | Role::Additional | Role::ParamsField => (block("pub struct"), format!("pub {name}")),
        Role::Name | Role::New => (None, format!("{owner} =")),
        Role::FieldSetter => (Some(format!("{owner} =")), name.to_owned()),
        Role::MaskConstant => (Some(format!("{owner} =")), name.to_owned()),
        Role::ExpandConstant => (Some(owner.to_owned()), name.to_owned()),
        Role::ExpandOf | Role::ExpandAll => (Some("expand_mask!".to_owned()), owner.to_owned()),
        Role::Case | Role::Variant => (block("pub enum"), name.to_owned()),
        Role::Constructor | Role::Getter | Role::Setter => (None, name.to_owned()),
        Role::Fallback | Role::Default => (None, format!("pub enum {owner}")),
    })
}

/// Whether a line begins with a text, or is a row of a table that contains it as a word.
fn is_match(line: &str, text: &str) -> bool {
    let line = line.trim_start();
    let follows = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    let is_row = line.ends_with(';') && !line.starts_with("pub");
    line.strip_prefix(text).is_some_and(follows)
        || (is_row && line.split([' ', '<', '(', ';']).any(|word| word == text))
}
