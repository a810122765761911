//! Replacing the folder of the vendored documents as a whole.

use std::fs;

use xtask::workspace::{Changes, Workspace};

use super::{folder, tree, written};

/// Changes of specs/ that write a document and remove another one.
fn vendoring() -> Changes {
    Changes {
        written: vec![written("specs/a.yaml", Some("1"), "2"), written("specs/SOURCES.toml", Some("1"), "2")],
        removed: vec!["specs/gone.yaml".to_owned()],
    }
}

/// The workspace before [`vendoring`], with unrelated files.
const SPECS: [(&str, &str); 6] = [
    ("specs/SOURCES.toml", "1"),
    ("specs/a.yaml", "1"),
    ("specs/gone.yaml", "1"),
    ("specs/overlay.yaml", "repairs"),
    ("specs/notes/README.md", "notes"),
    ("elsewhere", "1"),
];

#[test]
fn apply_specs_makes_only_the_changes() {
    let root = folder(&SPECS);
    Workspace::new(root.path()).apply_specs(&vendoring()).expect("valid changes");
    let files: Vec<_> = tree(root.path()).into_iter().map(|(path, text)| format!("{path} {text}")).collect();
    let expected = [
        "elsewhere 1",
        "specs/ ",
        "specs/SOURCES.toml 2",
        "specs/a.yaml 2",
        "specs/notes/ ",
        "specs/notes/README.md notes",
        "specs/overlay.yaml repairs",
    ];
    assert_eq!(files, expected);
}

#[test]
fn apply_specs_creates_the_folder() {
    let root = folder(&[]);
    let changes = Changes { written: vec![written("specs/a.yaml", None, "1")], removed: Vec::new() };
    Workspace::new(root.path()).apply_specs(&changes).expect("valid changes");
    assert_eq!(tree(root.path())["specs/a.yaml"], "1");

    let removed = Changes { removed: vec!["specs/a.yaml".to_owned()], ..Changes::default() };
    Workspace::new(root.path()).apply_specs(&removed).expect("valid changes");
    assert_eq!(tree(root.path()).into_keys().collect::<Vec<_>>(), ["specs/"]);
}

#[test]
fn a_failed_apply_specs_changes_nothing() {
    let blocked = [
        ("a file below a file", written("specs/a.yaml/below", None, "2")),
        ("a file in the place of a folder", written("specs/notes", None, "2")),
    ];
    for (name, last) in blocked {
        let root = folder(&SPECS);
        let before = tree(root.path());
        let mut changes = vendoring();
        changes.written.push(last);
        Workspace::new(root.path()).apply_specs(&changes).expect_err(name);
        assert_eq!(tree(root.path()), before, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn apply_specs_keeps_permissions_and_times() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    let root = folder(&SPECS);
    let path = |path: &str| root.path().join(path);
    fs::set_permissions(path("specs"), fs::Permissions::from_mode(0o750)).expect("permissions");
    fs::set_permissions(path("specs/overlay.yaml"), fs::Permissions::from_mode(0o640)).expect("permissions");
    let modified = |name: &str| fs::metadata(path(name)).expect("a file").modified().expect("a time");
    let before = modified("specs/overlay.yaml");
    Workspace::new(root.path()).apply_specs(&vendoring()).expect("valid changes");
    let mode = |name: &str| fs::metadata(path(name)).expect("a file").mode() & 0o777;
    assert_eq!((mode("specs"), mode("specs/overlay.yaml")), (0o750, 0o640));
    assert_eq!(modified("specs/overlay.yaml"), before);

    let elsewhere = folder(&SPECS);
    fs::remove_dir_all(path("specs")).expect("the folder");
    symlink(elsewhere.path().join("specs"), path("specs")).expect("a link");
    Workspace::new(root.path()).apply_specs(&vendoring()).expect_err("a link");
    assert_eq!(tree(elsewhere.path())["specs/a.yaml"], "1");
}

/// Systems without a folder swap replace files one by one, which other processes can observe.
#[cfg(target_os = "linux")]
#[test]
fn specs_always_exists_for_other_processes() {
    use std::sync::atomic::{AtomicBool, Ordering};

    let root = folder(&SPECS);
    let workspace = Workspace::new(root.path());
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                fs::symlink_metadata(root.path().join("specs")).expect("the folder always exists");
            }
        });
        for round in 1..100 {
            let (old, new) = (round.to_string(), (round + 1).to_string());
            let files = ["specs/a.yaml", "specs/SOURCES.toml"];
            let written = files.map(|path| written(path, Some(&old), &new)).into();
            workspace.apply_specs(&Changes { written, removed: Vec::new() }).expect("valid changes");
        }
        done.store(true, Ordering::Relaxed);
    });
}
