//! The paths and commands in the documents of the repository exist.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const DOCUMENTS: [&str; 4] = ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "specs/README.md"];

/// The folders whose paths are checked.
const FOLDERS: [&str; 6] = [".ci", ".github", "c1-api", "codegen", "specs", "xtask"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn text(document: &str) -> String {
    fs::read_to_string(root().join(document)).expect("text")
}

/// The code spans of a text.
fn code_spans(text: &str) -> impl Iterator<Item = &str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2))
}

/// The targets of links within the workspace, from the folder of the document.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://") && !target.starts_with('#'))
}

/// Whether a file of this path exists. A `*` matches any characters.
fn exists(path: &str) -> bool {
    let Some((before, after)) = path.split_once('*') else { return root().join(path).exists() };
    let (folder, start) = before.rsplit_once('/').unwrap_or(("", before));
    let entries = fs::read_dir(root().join(folder)).into_iter().flatten().flatten();
    let mut names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    names.any(|name| name.starts_with(start) && (after.contains('/') || name.ends_with(after)))
}

#[test]
fn every_mentioned_path_exists() {
    for document in DOCUMENTS {
        let text = text(document);
        let is_path = |span: &&str| {
            let folder = span.split('/').next().unwrap_or_default();
            let is_example =
                span.contains(' ') || span.chars().any(|letter| "<>{}".contains(letter)) || span.contains("TOPIC");
            span.contains('/') && FOLDERS.contains(&folder) && !is_example
        };
        let folder = Path::new(document).parent().and_then(Path::to_str).unwrap_or_default();
        let links = links(&text).map(|target| format!("{folder}/{target}").trim_start_matches('/').to_owned());
        let named: Vec<_> = code_spans(&text).filter(is_path).map(str::to_owned).chain(links).collect();
        assert!(named.len() > 2, "{document}: {named:?}");
        let missing: Vec<_> = named.iter().filter(|path| !exists(path)).collect();
        assert!(missing.is_empty(), "{document} names missing files: {missing:?}");
    }
}

/// The words of each command in a document, without comments.
fn commands(text: &str) -> Vec<Vec<&str>> {
    let commands = text.lines().flat_map(|line| line.split("cargo xtask ").skip(1));
    let words = commands.map(|rest| rest.split(['`', '#']).next().unwrap_or_default().split_whitespace().collect());
    words.filter(|words: &Vec<&str>| words.first().is_some_and(|word| !word.starts_with('-'))).collect()
}

#[test]
fn every_mentioned_command_exists() {
    for document in DOCUMENTS {
        let text = text(document);
        let commands = commands(&text);
        assert!(!commands.is_empty(), "{document}: {commands:?}");
        for words in commands {
            let output = Command::new(env!("CARGO_BIN_EXE_xtask")).args([words[0], "--help"]).output();
            let output = output.expect("the program runs");
            assert!(output.status.success(), "{document}: unknown command {words:?}");
            let help = String::from_utf8_lossy(&output.stdout);
            let options = words.iter().filter(|word| word.starts_with("--"));
            let unknown: Vec<_> = options.filter(|option| !help.contains(**option)).collect();
            assert!(unknown.is_empty(), "{document}: {words:?} has no {unknown:?}");
        }
    }
}

#[test]
fn the_guide_lists_its_pages_in_their_order() {
    let contents = text("c1-api/src/guide/contents.md");
    let listed = contents.lines().filter_map(|line| line.strip_prefix("| [`")?.split('`').next());
    let listed: Vec<_> = listed.collect();
    let module = text("c1-api/src/guide/mod.rs");
    let declared = module.split("\npages! {").nth(1).and_then(|rest| rest.split('}').next()).expect("the pages");
    assert_eq!(listed, declared.split_whitespace().collect::<Vec<_>>());
    assert!(listed.len() > 10, "{listed:?}");
}
