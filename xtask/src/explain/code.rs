//! Finds the lines of items in the generated files.

use std::collections::BTreeMap;

use ::codegen::diagnostics::Diagnostic;
use ::codegen::rust::{Item, Role};

use crate::workspace::Workspace;

/// The generated files of some items by path.
pub(super) struct Code(BTreeMap<String, String>);

impl Code {
    /// Reads the files of `items`, not all hundreds of files.
    ///
    /// # Errors
    ///
    /// An existing file that cannot be read.
    pub(super) fn read<'a>(workspace: &Workspace, items: impl Iterator<Item = &'a Item>) -> Result<Self, Diagnostic> {
        let mut files = BTreeMap::new();
        for item in items {
            if !files.contains_key(&*item.file) {
                files.extend(workspace.text(&item.file)?.map(|text| (item.file.to_string(), text)));
            }
        }
        Ok(Self(files))
    }

    /// The line of an item's declaration, counted from 1. `None` if the files are stale or missing.
    pub(super) fn line(&self, item: &Item) -> Option<usize> {
        let lines: Vec<&str> = self.0.get(&*item.file)?.lines().collect();
        find(&lines, 0, &begins(item)).map(|index| index + 1)
    }
}

/// The beginnings of the lines that lead to the item, each within the block of the previous one.
fn begins(item: &Item) -> Vec<String> {
    let name = item.name();
    let owner = item.path.owner().unwrap_or_default();
    let owner = owner.name();
    let block = |begin: &str| format!("{begin} {owner}");
    match item.role {
        Role::Feature | Role::Module | Role::OperationModule => Vec::new(),
        Role::Related | Role::RelatedAs => vec![format!("expanded!({owner}")],
        Role::Accessor | Role::Method => vec![block("impl"), format!("pub fn {name}")],
        Role::Service | Role::Model | Role::Operation | Role::Params => vec![format!("pub struct {name}")],
        Role::View | Role::Enum => vec![format!("pub enum {name}")],
        Role::Info => vec![block("impl Operation for"), format!("const {name}")],
        Role::Response => vec![block("impl Operation for"), format!("type {name}")],
        Role::PagedItem => vec![block("impl Paged for"), format!("type {name}")],
        Role::WithParams => vec![block("impl WithParams for"), format!("type {name}")],
        Role::Argument => vec![format!("pub fn {owner}")],
        Role::Field | Role::ParamsField => vec![block("pub struct"), format!("pub {name}")],
        Role::Name => vec![format!("{owner} =")],
        Role::MaskConstant => vec![format!("{owner} ="), name.to_owned()],
        Role::ExpandConstant => vec![block("impl"), format!("pub const {name}")],
        Role::Case | Role::Variant => vec![block("pub enum"), name.to_owned()],
        Role::Constructor | Role::Getter | Role::Setter => vec![name.to_owned()],
        Role::Fallback | Role::Default => vec![block("pub enum")],
    }
}

/// The line with the last beginning, within the blocks of the others.
fn find(lines: &[&str], begin: usize, begins: &[String]) -> Option<usize> {
    let (first, rest) = begins.split_first()?;
    // The line begins with it, or is a row of a table that contains it as a word.
    let is_match = |line: &str| {
        let line = line.trim_start();
        let follows = |after: &str| !after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        line.strip_prefix(first.as_str()).is_some_and(follows)
            || (line.ends_with(';')
                && !line.starts_with("pub")
                && line.split([' ', '<', '(', ';']).any(|word| word == first))
    };
    lines.iter().enumerate().filter(|(_, line)| is_match(line)).find_map(|(index, line)| {
        if rest.is_empty() {
            return Some(begin + index);
        }
        let indent = &line[..line.len() - line.trim_start().len()];
        let inside = &lines[index + 1..];
        let end = inside.iter().position(|line| line.strip_prefix(indent).is_some_and(|line| line.starts_with('}')));
        find(&inside[..end.unwrap_or(inside.len())], begin + index + 1, rest)
    })
}
