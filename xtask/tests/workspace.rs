//! Comparing the workspace with new files, and applying the changes.

#[path = "workspace/specs.rs"]
mod specs;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use codegen::FileTree;
use codegen::diagnostics::Diagnostics;
use tempfile::TempDir;
use xtask::workspace::{Changes, Replaced, SpecStore, Workspace, Written};

const GENERATED: &str = "c1-api/src/generated";
const MANIFEST: &str = "[features]\n# @generated-begin: x\nfull = []\n# @generated-end\n";

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, content) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, content).expect("a file");
    }
    folder
}

/// The content of all files and folders below `root`. Folders end in `/`.
fn tree(root: &Path) -> BTreeMap<String, String> {
    fn walk(path: &Path, prefix: &str, tree: &mut BTreeMap<String, String>) {
        for entry in fs::read_dir(path).expect("a folder") {
            let entry = entry.expect("an entry");
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().expect("a kind").is_dir() {
                tree.insert(format!("{name}/"), String::new());
                walk(&entry.path(), &format!("{name}/"), tree);
            } else {
                tree.insert(name, fs::read_to_string(entry.path()).expect("text"));
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(root, "", &mut found);
    found
}

/// The code and the file of each error.
fn places(errors: &Diagnostics) -> Vec<String> {
    errors.iter().map(|error| format!("{} {}", error.code().id, error.location().file)).collect()
}

fn written(path: &str, old: Option<&str>, new: &str) -> Written {
    Written { path: path.to_owned(), old: old.map(|old| old.as_bytes().to_vec()), new: new.to_owned() }
}

#[test]
fn apply_makes_only_the_changes() {
    let root =
        folder(&[("a/keep", "1"), ("a/change", "1"), ("a/b/c/gone", "1"), ("turns/into/file", "1"), ("becomes", "1")]);
    let changes = Changes {
        written: vec![
            written("a/change", Some("1"), "2"),
            written("new/deep/file", None, "3"),
            written("turns", None, "4"),
            written("becomes/a/folder", None, "5"),
        ],
        removed: ["a/b/c/gone", "turns/into/file", "becomes"].map(str::to_owned).into(),
    };
    Workspace::new(root.path()).apply(&changes).expect("valid changes");
    let files: Vec<_> = tree(root.path()).into_iter().map(|(path, text)| format!("{path} {text}")).collect();
    let expected = [
        "a/ ",
        "a/change 2",
        "a/keep 1",
        "becomes/ ",
        "becomes/a/ ",
        "becomes/a/folder 5",
        "new/ ",
        "new/deep/ ",
        "new/deep/file 3",
        "turns 4",
    ];
    assert_eq!(files, expected);
}

#[test]
fn a_failed_change_undoes_all_others() {
    let files = [("a/change", "1"), ("gone/deep/file", "1"), ("a/stale", "1"), ("blocked/inner", "1")];
    let failing = [
        ("a folder in the place of a file", written("blocked", None, "2")),
        ("a file in the place of a folder", written("a/change/below", None, "2")),
        ("a file that went away", written("a/missing", Some("1"), "2")),
    ];
    for (name, last) in failing {
        let root = folder(&files);
        let before = tree(root.path());
        let changes = Changes {
            written: vec![written("a/change", Some("1"), "2"), written("new/deep/file", None, "2"), last],
            removed: ["gone/deep/file", "a/stale"].map(str::to_owned).into(),
        };
        let errors = Workspace::new(root.path()).apply(&changes).expect_err(name);
        assert_eq!(errors.iter().count(), 1, "{name}: {errors}");
        assert_eq!(tree(root.path()), before, "{name}");
    }
}

#[test]
fn empty_changes_need_no_workspace() {
    let changes = Changes::default();
    assert!(changes.is_empty());
    Workspace::new("/a/folder/that/does/not/exist").apply(&changes).expect("no changes");
}

#[test]
fn a_read_only_workspace_is_an_error() {
    let changes = Changes { written: vec![written("a", None, "1")], removed: Vec::new() };
    let errors =
        Workspace::new("/a/folder/that/does/not/exist").apply(&changes).expect_err("the folder does not exist");
    assert_eq!(places(&errors), ["C1X0001 /a/folder/that/does/not/exist"]);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;

    let elsewhere = folder(&[("specs/a.yaml", "theirs"), ("file", "theirs")]);
    let root = folder(&[("specs/a.yaml", "ours")]);
    let workspace = Workspace::new(root.path());

    symlink(elsewhere.path().join("file"), root.path().join("specs/link.yaml")).expect("a link");
    let errors = workspace.specs().expect_err("a link among the documents");
    assert_eq!(places(&errors), ["C1X0002 specs/link.yaml"]);

    fs::remove_dir_all(root.path().join("specs")).expect("the folder");
    symlink(elsewhere.path().join("specs"), root.path().join("specs")).expect("a link");
    let errors = workspace.specs().expect_err("the folder is a link");
    assert_eq!(places(&errors), ["C1X0002 specs"]);

    let changes = Changes { written: vec![written("specs/a.yaml", Some("theirs"), "2")], removed: Vec::new() };
    workspace.apply(&changes).expect_err("a link");
    assert_eq!(tree(elsewhere.path())["specs/a.yaml"], "theirs");
}

#[test]
fn vendor_ignores_other_files() {
    let root = folder(&[
        ("specs/old.yaml", "x"),
        ("specs/overlay.yaml", "x"),
        ("specs/README.md", "x"),
        ("specs/b.json", "x"),
    ]);
    let workspace = Workspace::new(root.path());
    let specs = SpecStore::read_beside(&workspace.specs().expect("four files"), &Replaced::All).expect("an overlay");
    let changes = workspace.compare_specs(&specs).expect("plain names");
    let paths: Vec<_> = changes.written.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["specs/SOURCES.toml"]);
    assert_eq!(changes.removed, ["specs/b.json", "specs/old.yaml"]);
}

/// Generated files and one feature.
fn generated(files: &[(&str, &str)]) -> (FileTree, BTreeMap<String, Vec<String>>) {
    let mut tree = FileTree::new();
    for (path, text) in files {
        tree.insert(*path, *text).expect("a plain path");
    }
    (tree, [("user-v1".to_owned(), Vec::new())].into())
}

#[test]
fn the_generated_folder_has_only_generated_files() {
    let root = folder(&[
        ("c1-api/Cargo.toml", MANIFEST),
        ("c1-api/src/lib.rs", "by hand"),
        ("c1-api/src/generated/mod.rs", "same\n"),
        ("c1-api/src/generated/windows.rs", "same\r\n"),
        ("c1-api/src/generated/old/v1/mod.rs", "stale"),
        ("c1-api/src/generated/.hidden", "stale"),
    ]);
    let workspace = Workspace::new(root.path());
    let generated = generated(&[("mod.rs", "same\n"), ("windows.rs", "same\n"), ("user/v1/mod.rs", "new\n")]);
    let changes = workspace.compare(&generated.0, &generated.1).expect("regular files");

    let paths: Vec<_> = changes.written.iter().map(|file| file.path.clone()).collect();
    let below = |path: &str| format!("{GENERATED}/{path}");
    assert_eq!(paths, [below("user/v1/mod.rs"), below("windows.rs"), "c1-api/Cargo.toml".to_owned()]);
    assert_eq!(changes.removed, [below(".hidden"), below("old/v1/mod.rs")]);

    workspace.apply(&changes).expect("valid changes");
    assert!(workspace.compare(&generated.0, &generated.1).expect("regular files").is_empty());
    let left = tree(root.path());
    assert!(!left.contains_key(&below("old/")), "{left:?}");
    assert_eq!(left["c1-api/src/lib.rs"], "by hand");
}

#[test]
fn a_missing_manifest_is_an_error() {
    let root = folder(&[]);
    let errors = Workspace::new(root.path()).compare(&generated(&[]).0, &generated(&[]).1).expect_err("no manifest");
    assert_eq!(places(&errors), ["C1X0001 c1-api/Cargo.toml"]);
}

#[cfg(unix)]
#[test]
fn named_pipes_are_errors() {
    let root = folder(&[("specs/a.yaml", "1"), ("c1-api/src/generated/mod.rs", "1")]);
    for path in ["c1-api/Cargo.toml", "specs/pipe.yaml", "c1-api/src/generated/pipe.rs"] {
        let made = std::process::Command::new("mkfifo").arg(root.path().join(path)).status();
        assert!(made.expect("the program runs").success(), "{path}");
    }
    let workspace = Workspace::new(root.path());
    let specs = workspace.specs().expect_err("a pipe among the documents");
    let generated = workspace.generated().expect_err("a pipe among the generated files");
    let manifest = workspace.version().expect_err("the manifest is a pipe");
    insta::assert_snapshot!(format!("{specs}\n\n{generated}\n\n{manifest}"), @r"
    error[C1X0002]: this is not a regular file
    --> specs/pipe.yaml
     = help: replace it by a regular file

    error[C1X0002]: this is not a regular file
    --> c1-api/src/generated/pipe.rs
     = help: replace it by a regular file

    error[C1X0002]: this is not a regular file
    --> c1-api/Cargo.toml
     = help: replace it by a regular file
    ");
}

#[cfg(unix)]
#[test]
fn folders_of_killed_commands_are_removed() {
    use rustix::fs::{FlockOperation, flock};

    let root = folder(&[
        (".staging-dead/new/a", "1"),
        (".staging-running/new/a", "1"),
        (".staging-rescued/0.old", "1"),
        (".staging-rescued/KEEP", ""),
        (".staging-file", "1"),
        ("staging-other/a", "1"),
    ]);
    let running = fs::File::open(root.path().join(".staging-running")).expect("a folder");
    flock(&running, FlockOperation::LockExclusive).expect("a lock");
    let folders = || tree(root.path()).into_keys().filter(|path| path.ends_with("/")).collect::<Vec<_>>();

    Workspace::new(root.path()).apply(&Changes::default()).expect("no changes");
    assert_eq!(folders(), [".staging-rescued/", ".staging-running/", ".staging-running/new/", "staging-other/"]);
    assert_eq!(tree(root.path())[".staging-file"], "1");
    drop(running);
    Workspace::new(root.path()).apply_specs(&Changes::default()).expect("no changes");
    assert_eq!(folders(), [".staging-rescued/", "staging-other/"]);
}
