//! The modules of each crate form no cycle, so each can be read without the modules that use it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The path of a module, from its crate's root.
type Module = Vec<String>;

#[test]
fn modules_form_no_cycle() {
    for (package, least_modules, least_edges) in [
        ("codegen", 20, 20),
        ("conformance", 20, 20),
        ("specgen", 10, 10),
        ("properties", 9, 9),
        ("xtask", 20, 20),
        ("bench", 20, 20),
        ("c1-api/core", 20, 20),
        ("c1-api", 10, 1),
        // What the programs share, then each of them.
        ("c1-api/examples", 30, 30),
        ("c1-api/examples/search_users", 3, 2),
        ("c1-api/examples/ai_client_audit", 7, 7),
        ("c1-api/examples/credential_audit", 4, 5),
    ] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(package);
        let src = folder.join("src");
        let sources = sources(if src.is_dir() { &src } else { &folder });
        let modules: BTreeSet<&Module> = sources.keys().collect();
        assert!(modules.len() >= least_modules, "{package}: {modules:?}");
        let edges: BTreeSet<(Module, Module)> = sources
            .iter()
            .flat_map(|(module, text)| uses(module, text).into_iter().map(move |used| (module, used)))
            .filter_map(|(module, used)| edge(module, &nearest(&used, &modules)?))
            .collect();
        assert!(edges.len() >= least_edges, "{package}: {edges:?}");
        assert_eq!(cyclic(edges), BTreeSet::new(), "{package} has cycles among these");
    }
}

/// The text of each module, without tests.
fn sources(src: &Path) -> BTreeMap<Module, String> {
    let mut sources = BTreeMap::new();
    let mut folders = vec![(src.to_owned(), Module::new())];
    while let Some((folder, module)) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
            let child = || [module.clone(), vec![stem.clone()]].concat();
            if path.is_dir() {
                folders.push((path, child()));
            } else if path.extension().is_some_and(|extension| extension == "rs") && stem != "tests" {
                let module = if ["lib", "main", "mod"].contains(&stem.as_str()) { module.clone() } else { child() };
                let text = fs::read_to_string(&path).expect("text");
                let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
                *sources.entry(module).or_default() += text;
            }
        }
    }
    sources
}

/// Every path of a text that begins with `crate` or `super`, from the crate's root.
fn uses(module: &Module, text: &str) -> Vec<Module> {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
    let crate_paths = code.split("crate::").skip(1).flat_map(|rest| paths(&[], rest));
    let parent = &module[..module.len().saturating_sub(1)];
    let super_paths = code.split("super::").skip(1).flat_map(|rest| paths(parent, rest));
    crate_paths.chain(super_paths).collect()
}

/// The paths at the start of a text: one, or those of a group.
fn paths(parent: &[String], text: &str) -> Vec<Module> {
    let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')).unwrap_or(text.len());
    let segments = text[..end].split("::").filter(|segment| !segment.is_empty()).map(str::to_owned);
    let path: Module = parent.iter().cloned().chain(segments).collect();
    let Some(group) = text[end..].strip_prefix('{').and_then(|group| group.split('}').next()) else {
        return vec![path];
    };
    group.split(',').flat_map(|item| paths(&path, item.trim())).collect()
}

/// The module that a path is in.
fn nearest(path: &Module, modules: &BTreeSet<&Module>) -> Option<Module> {
    (1..=path.len()).rev().map(|length| path[..length].to_vec()).find(|prefix| modules.contains(prefix))
}

/// A use among siblings: the two paths up to their first difference. A module may use its own parts.
fn edge(from: &Module, to: &Module) -> Option<(Module, Module)> {
    let shared = from.iter().zip(to).take_while(|(a, b)| a == b).count();
    let is_among_siblings = shared < from.len() && shared < to.len();
    is_among_siblings.then(|| (from[..=shared].to_vec(), to[..=shared].to_vec()))
}

/// The edges that remain after repeatedly removing modules that use no others.
fn cyclic(mut edges: BTreeSet<(Module, Module)>) -> BTreeSet<(Module, Module)> {
    loop {
        let users: BTreeSet<Module> = edges.iter().map(|(from, _)| from.clone()).collect();
        let count = edges.len();
        edges.retain(|(_, to)| users.contains(to));
        if edges.len() == count {
            return edges;
        }
    }
}

#[test]
fn a_cycle_is_found() {
    let module = |name: &str| vec![name.to_owned()];
    let edges = [("a", "b"), ("b", "c"), ("c", "b")].map(|(from, to)| (module(from), module(to)));
    assert_eq!(cyclic(edges.into_iter().collect()).len(), 3);
    assert_eq!(
        uses(&module("a"), "use crate::{b::C, d};\nuse super::e;"),
        [vec!["b".into(), "C".into()], module("d"), module("e")]
    );
}
