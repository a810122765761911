//! The commands `codegen` and `vendor`, run in a workspace of their own.

#[path = "cli/vendor.rs"]
mod vendor;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const MANIFEST: &str = "\
[package]
name = \"c1-api\"

[features]
default = [\"full\"]
# @generated-begin: one feature per package
full = []
# @generated-end
";

/// A workspace with the vendored documents, without generated files.
fn workspace() -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir_all(root.path().join("c1-api/src")).expect("a folder");
    fs::create_dir(root.path().join("specs")).expect("a folder");
    fs::write(root.path().join("c1-api/Cargo.toml"), MANIFEST).expect("a file");
    let specs = fs::read_dir(real("specs")).expect("the vendored documents");
    for spec in specs.map(|entry| entry.expect("an entry")) {
        fs::copy(spec.path(), root.path().join("specs").join(spec.file_name())).expect("a copy");
    }
    root
}

/// A path in this workspace.
fn real(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

/// Runs a command in the workspace, so that its output has relative paths only.
fn xtask(root: &TempDir, args: &[&str]) -> Run {
    let command = Command::new(env!("CARGO_BIN_EXE_xtask"))
        .current_dir(root.path())
        .args(["--root", "."])
        .args(args)
        .env("RUST_BACKTRACE", "1")
        .output();
    let Output { status, stdout, stderr } = command.expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    Run { code: status.code(), stdout: text(stdout), stderr: text(stderr) }
}

impl Run {
    /// Returns standard output. The command succeeded.
    fn succeeded(&self) -> String {
        assert_eq!((self.code, self.stderr.as_str()), (Some(0), ""), "{}", self.stdout);
        self.stdout.clone()
    }

    /// Returns standard error. The command failed, without a panic.
    fn failed(&self) -> String {
        assert_eq!(self.code, Some(1), "{}{}", self.stdout, self.stderr);
        assert!(self.stderr.starts_with("error["), "{}", self.stderr);
        assert!(!self.stderr.contains("backtrace") && !self.stderr.contains("panicked"), "{}", self.stderr);
        self.stderr.clone()
    }
}

/// The last line without its time.
fn last_line(stdout: &str) -> String {
    let line = stdout.lines().last().expect("a line");
    let (before, rest) = line.split_once(" in 0.").or_else(|| line.split_once(" in 1.")).expect("a time");
    let (hundredths, after) = rest.split_once(" s: ").expect("seconds");
    assert!(hundredths.len() == 2 && hundredths.bytes().all(|digit| digit.is_ascii_digit()), "{line}");
    format!("{before} in TIME s: {after}")
}

/// The content of all files in the workspace.
fn files(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(root).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else {
            files.insert(path.clone(), fs::read(&path).expect("a file"));
        }
    }
    files
}

/// Runs a command that fails and changes no file.
fn fails(root: &TempDir, args: &[&str]) -> String {
    let before = files(root.path());
    let errors = xtask(root, args).failed();
    assert!(files(root.path()) == before, "{args:?} changed a file");
    errors
}

fn write(root: &TempDir, path: &str, text: impl AsRef<[u8]>) {
    fs::write(root.path().join(path), text).expect("a file");
}

#[test]
fn codegen_prints_one_line_and_is_idempotent() {
    let root = workspace();
    let first = xtask(&root, &["codegen"]).succeeded();
    let written = files(&root.path().join("c1-api")).len();
    assert_eq!(first.lines().count(), 1);
    let line = last_line(&first);
    assert!(
        line.starts_with("generated 3 operations, 13 models, 6 enums (12 sites) in 2 packages in TIME s: "),
        "{line}"
    );
    assert!(line.ends_with(&format!(": {written} files written, 0 removed")), "{line}");

    let generated = files(root.path());
    let second = xtask(&root, &["codegen"]).succeeded();
    assert!(second.ends_with(" s: 0 files written, 0 removed\n"), "{second}");
    assert!(files(root.path()) == generated);
}

#[test]
fn timings_precede_the_summary() {
    let stdout = xtask(&workspace(), &["codegen", "--timings"]).succeeded();
    let lines: Vec<_> = stdout.lines().map(str::split_whitespace).map(Iterator::collect::<Vec<_>>).collect();
    let [header, stages @ .., last] = lines.as_slice() else { panic!("{stdout}") };
    assert_eq!((header.as_slice(), last[0]), (["stage", "ms"].as_slice(), "generated"));
    assert!(stages.len() > 3, "{stdout}");
    for stage in stages {
        assert!(stage.last().is_some_and(|time| time.parse::<f64>().is_ok()), "{stdout}");
    }
}

#[test]
fn check_reports_stale_files_and_writes_nothing() {
    let root = workspace();
    xtask(&root, &["codegen"]).succeeded();
    let clean = xtask(&root, &["codegen", "--check"]).succeeded();
    assert!(clean.lines().count() == 1 && clean.ends_with(" s: up to date\n"), "{clean}");

    write(&root, "c1-api/src/generated/left_over.rs", "// not generated\n");
    let manifest = fs::read_to_string(root.path().join("c1-api/Cargo.toml")).expect("the manifest");
    write(&root, "c1-api/Cargo.toml", manifest.replace("full = [\"", "full = [\"by-hand\", \""));
    let before = files(root.path());
    let stale = xtask(&root, &["codegen", "--check"]);
    assert!(files(root.path()) == before);
    let (list, _) = stale.stdout.rsplit_once("generated ").expect("a last line");
    assert!(last_line(&stale.stdout).ends_with(": 2 stale files"), "{}", stale.stdout);
    insta::assert_snapshot!(format!("{list}---\n{}", stale.failed()));

    let repaired = xtask(&root, &["codegen"]).succeeded();
    assert!(repaired.ends_with(" s: 1 file written, 1 removed\n"), "{repaired}");
    xtask(&root, &["codegen", "--check"]).succeeded();
}

#[test]
fn long_diffs_are_shortened() {
    let root = workspace();
    let stdout = xtask(&root, &["codegen", "--check"]).stdout;
    let missing = stdout.lines().filter(|line| line.starts_with("missing: ")).count();
    assert!(missing > 5, "{stdout}");
    assert!(stdout.lines().any(|line| line.trim_start().starts_with("... and ")), "{stdout}");
    assert!(stdout.lines().count() < 300, "{stdout}");
}

#[test]
fn modified_documents_are_errors() {
    let root = workspace();
    xtask(&root, &["codegen"]).succeeded();
    write(&root, "specs/unlisted.yaml", "openapi: 3.1.0\n");
    write(&root, "specs/search-users.yaml", "openapi: 3.1.0\n");
    fs::remove_file(root.path().join("specs/search-personal-clients.yaml")).expect("a vendored document");
    insta::assert_snapshot!(fails(&root, &["codegen"]));
    assert_eq!(fails(&root, &["codegen", "--check"]), fails(&root, &["codegen"]));

    fs::remove_dir_all(root.path().join("specs")).expect("the folder");
    insta::assert_snapshot!(fails(&root, &["codegen"]), @r"
    error[C1X0010]: no document is vendored
    --> specs/SOURCES.toml
     = help: vendor OpenAPI documents: `cargo xtask vendor FILE...`
    ");
}

#[test]
fn unmatched_overlay_actions_are_errors() {
    let root = workspace();
    let overlay = fs::read_to_string(root.path().join("specs/overlay.yaml")).expect("the overlay");
    let idle = "  - {target: \"$.components.schemas['c1.api.user.v1.Gone']\", remove: true}\n";
    write(&root, "specs/overlay.yaml", format!("{overlay}{idle}"));
    insta::assert_snapshot!(fails(&root, &["codegen"]));
    let optional = idle.replace("remove: true", "remove: true, x-rust-optional: true");
    write(&root, "specs/overlay.yaml", format!("{overlay}{optional}"));
    xtask(&root, &["codegen"]).succeeded();
}

#[test]
fn usage_errors_have_their_own_exit_code() {
    let root = workspace();
    for args in [&["vendor"][..], &["codegen", "--chek"], &["generate"], &[]] {
        assert_eq!(xtask(&root, args).code, Some(2), "{args:?}");
    }
}

#[test]
fn this_repository_is_up_to_date() {
    let root = real("");
    let command =
        Command::new(env!("CARGO_BIN_EXE_xtask")).arg("--root").arg(root).args(["codegen", "--check"]).output();
    let Output { status, stdout, stderr } = command.expect("the program runs");
    let output = String::from_utf8_lossy(&stdout) + String::from_utf8_lossy(&stderr);
    assert!(status.success(), "{output}");
}

/// Runs `codegen` with `args`, and returns whether it generated, instead of finding that nothing has changed.
fn generates(root: &TempDir, args: &[&str]) -> bool {
    let report = xtask(root, &[&["codegen"], args].concat()).succeeded();
    let counts = "3 operations, 13 models, 6 enums (12 sites) in 2 packages";
    if report == format!("nothing changed: {counts}: up to date\n") {
        return false;
    }
    assert!(report.starts_with(&format!("generated {counts} in ")), "{report}");
    true
}

#[test]
fn nothing_is_generated_where_nothing_changed() {
    let root = workspace();
    xtask(&root, &["codegen"]).succeeded();
    assert!(generates(&root, &[]), "without a target folder, nothing is kept");
    fs::create_dir(root.path().join("target")).expect("a folder");
    assert!(generates(&root, &["--check"]));
    assert!(!generates(&root, &["--check"]));
    assert!(!generates(&root, &[]));
    assert!(xtask(&root, &["codegen", "--timings"]).succeeded().contains("print"), "there is something to time");

    let generated = "c1-api/src/generated/user/v1/models.rs";
    for path in ["specs/overlay.yaml", "specs/README.md", "c1-api/Cargo.toml", generated] {
        let text = fs::read_to_string(root.path().join(path)).expect("a file");
        write(&root, path, text.clone() + "\n");
        assert!(generates(&root, &[]), "{path}");
        assert!(!generates(&root, &[]), "{path}");
        write(&root, path, text);
        assert!(path == generated || generates(&root, &[]), "{path}");
    }
    assert!(!generates(&root, &[]));

    // What is stale stays stale, however often it is checked.
    let manifest = fs::read_to_string(root.path().join("c1-api/Cargo.toml")).expect("the manifest");
    write(&root, "c1-api/Cargo.toml", manifest.replace("user-v1 = []", "user-v1 = [\"iam-v1\"]"));
    for _ in 0..2 {
        assert!(xtask(&root, &["codegen", "--check"]).failed().starts_with("error[C1X"), "the feature table is stale");
    }
    assert!(generates(&root, &[]));
    fs::remove_file(root.path().join(generated)).expect("a file");
    for _ in 0..2 {
        xtask(&root, &["codegen", "--check"]).failed();
    }
    assert!(generates(&root, &[]));
    assert!(!generates(&root, &["--check"]));
}
