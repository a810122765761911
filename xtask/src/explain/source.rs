//! Where an item stands in the generated code as it is on the disk.

use std::collections::BTreeMap;

use ::codegen::catalog::{Item, Role};
use ::codegen::{Error, Workspace};

/// The generated files of some items, by their paths.
pub(super) struct Code(BTreeMap<String, String>);

impl Code {
    /// Reads the files of `items` alone, as there are hundreds.
    ///
    /// # Errors
    ///
    /// Where one is there and cannot be read.
    pub(super) fn of<'a>(workspace: &Workspace, items: impl Iterator<Item = &'a Item>) -> Result<Self, Error> {
        let mut files = BTreeMap::new();
        for item in items {
            if !files.contains_key(&*item.file) {
                files.extend(workspace.text(&item.file)?.map(|text| (item.file.to_string(), text)));
            }
        }
        Ok(Self(files))
    }

    /// The line of the item's declaration, counted from 1; none where the files are stale or not generated yet.
    pub(super) fn line(&self, item: &Item) -> Option<usize> {
        let lines: Vec<&str> = self.0.get(&*item.file)?.lines().collect();
        find(&lines, 0, &declarations(item)).map(|index| index + 1)
    }
}

/// What the lines begin with that lead to the item, each inside the one before.
fn declarations(item: &Item) -> Vec<String> {
    let mut names: Vec<&str> = item.path.split("::").collect();
    let name = names.pop().unwrap_or_default();
    let owner = names.pop().unwrap_or_default();
    let module = names.pop().unwrap_or_default();
    let block = |begin: &str| format!("{begin} {owner}");
    match item.role {
        Role::Feature | Role::Module => Vec::new(),
        Role::Related | Role::RelatedAs => vec![format!("expanded!({owner}")],
        Role::Accessor | Role::Method | Role::Constructor | Role::Getter | Role::Setter => {
            vec![block("impl"), format!("pub fn {name}")]
        }
        Role::Service | Role::Model => vec![format!("pub struct {name}")],
        Role::View | Role::Enum => vec![format!("pub enum {name}")],
        Role::OperationModule => vec![format!("pub mod {name}")],
        Role::Operation | Role::Params => vec![format!("pub mod {owner}"), format!("pub struct {name}")],
        Role::Info | Role::Response => {
            vec![format!("pub mod {module}"), block("impl Operation for"), member(item, name)]
        }
        Role::PagedItem => vec![format!("pub mod {module}"), block("impl Paged for"), member(item, name)],
        Role::WithParams => vec![format!("pub mod {module}"), block("impl WithParams for"), member(item, name)],
        Role::Argument => {
            let method = name.split('(').next().unwrap_or(name);
            vec![block("impl"), format!("pub fn {method}")]
        }
        Role::ParamsField => vec![format!("pub mod {module}"), block("pub struct"), format!("pub {name}")],
        Role::Field => vec![block("pub struct"), format!("pub {name}")],
        Role::Name => vec![block("impl Message for"), member(item, name)],
        Role::MaskConstant | Role::ExpandConstant => vec![block("impl"), format!("pub const {name}")],
        Role::Case | Role::Fallback | Role::Variant => vec![block("pub enum"), name.to_owned()],
        Role::Default => vec![block("pub enum")],
    }
}

/// A constant or type of a trait.
fn member(item: &Item, name: &str) -> String {
    match item.role {
        Role::Info | Role::Name => format!("const {name}"),
        _ => format!("type {name}"),
    }
}

/// The line that the last declaration begins, inside the blocks that the others begin.
fn find(lines: &[&str], begin: usize, declarations: &[String]) -> Option<usize> {
    let (first, rest) = declarations.split_first()?;
    let is_it = |line: &str| {
        line.trim_start()
            .strip_prefix(first.as_str())
            .is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    };
    lines.iter().enumerate().filter(|(_, line)| is_it(line)).find_map(|(index, line)| match rest {
        [] => Some(begin + index),
        rest => {
            let indent = &line[..line.len() - line.trim_start().len()];
            let inside = &lines[index + 1..];
            let end =
                inside.iter().position(|line| line.strip_prefix(indent).is_some_and(|line| line.starts_with('}')));
            find(&inside[..end.unwrap_or(inside.len())], begin + index + 1, rest)
        }
    })
}
