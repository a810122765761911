//! The public API as text: a line for each item, for reviewers.

use std::collections::BTreeMap;

use super::{Crate, Item, ItemPath, Package, Role};

/// The public API of each package, by its module (`user::v1`): a line for each type, and an indented one for each of its
/// members. Constants for masks and setters are not listed: each field has one, the latter in types with a function `new`.
pub fn public_api(krate: &Crate) -> BTreeMap<String, String> {
    krate.packages.iter().map(|package| (package.module.path.to_string(), listing(package))).collect()
}

fn listing(package: &Package) -> String {
    let mut tree = Tree::default();
    for item in package.items().filter(|item| is_listed(item.role)) {
        tree.insert(item);
    }
    tree.lines(0)
}

fn is_listed(role: Role) -> bool {
    use Role::{Argument, Default, Feature, FieldSetter, MaskConstant, Module, Related, RelatedAs};
    !matches!(role, Argument | Default | Feature | FieldSetter | MaskConstant | Module | Related | RelatedAs)
}

/// Items within items, in the order in which they are declared.
#[derive(Default)]
struct Tree {
    line: String,
    members: Vec<(ItemPath, Tree)>,
}

impl Tree {
    fn insert(&mut self, item: &Item) {
        let mut line = item.declaration();
        if item.deprecation.is_some() {
            line.push_str(" (deprecated)");
        }
        let owners: Vec<ItemPath> = item.path.ancestors().filter(|path| !item.module.is_within(path)).collect();
        let mut node = self;
        for owner in owners.into_iter().rev() {
            node = node.member(owner);
        }
        node.member(item.path.clone()).line = line;
    }

    fn member(&mut self, path: ItemPath) -> &mut Self {
        let known = self.members.iter().position(|(member, _)| *member == path);
        let index = known.unwrap_or_else(|| {
            self.members.push((path, Self::default()));
            self.members.len() - 1
        });
        &mut self.members[index].1
    }

    fn lines(&self, depth: usize) -> String {
        let mut members: Vec<&(ItemPath, Self)> = self.members.iter().collect();
        if depth == 0 {
            members.sort_by(|(left, _), (right, _)| left.name().cmp(right.name()));
        }
        let lines = members.into_iter().map(|(path, tree)| {
            // A type of the runtime, such as `Client`, is not declared here.
            let line = if tree.line.is_empty() { format!("impl {}", path.name()) } else { tree.line.clone() };
            format!("{}{line}\n{}", "    ".repeat(depth), tree.lines(depth + 1))
        });
        lines.collect()
    }
}
