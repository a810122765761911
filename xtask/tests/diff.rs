//! The command `diff`, in a pipe and on a terminal.

#[cfg(unix)]
mod terminal;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// A repository with one commit, which has the specs/ of this workspace.
fn repository() -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    write(&root, "Cargo.toml", "[workspace.package]\nversion = \"0.3.1\"\n");
    write(&root, "c1-api/Cargo.toml", "[package]\nname = \"c1-api\"\nversion.workspace = true\n");
    for spec in fs::read_dir(real("specs")).expect("the vendored documents") {
        let spec = spec.expect("an entry").path();
        let name = spec.file_name().and_then(|name| name.to_str()).expect("a name");
        write(&root, &format!("specs/{name}"), &fs::read_to_string(&spec).expect("a vendored document"));
    }
    git(&root, &["init", "--quiet", "--initial-branch", "main"]);
    commit(&root);
    root
}

fn commit(root: &TempDir) {
    git(root, &["add", "--all"]);
    git(root, &["-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--quiet", "--message", "A change"]);
}

fn git(root: &TempDir, args: &[&str]) {
    let mut command = Command::new("git");
    let status = isolated(&mut command).arg("-C").arg(root.path()).args(args).status().expect("git");
    assert!(status.success(), "{args:?}");
}

/// Ignores the git configuration of this machine, and repositories around the temporary folder.
fn isolated(command: &mut Command) -> &mut Command {
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(name);
    }
    let folder = std::env::temp_dir();
    command.env("GIT_CONFIG_GLOBAL", "").env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CEILING_DIRECTORIES", folder)
}

/// A path in this workspace.
fn real(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

fn write(root: &TempDir, path: &str, text: &str) {
    let path = root.path().join(path);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// Replaces a text in a document of specs/.
fn edit(root: &TempDir, file: &str, from: &str, to: &str) {
    let path = format!("specs/{file}");
    let text = fs::read_to_string(root.path().join(&path)).expect("a document");
    assert!(text.contains(from), "{from}");
    write(root, &path, &text.replace(from, to));
}

/// Returns the exit code, standard output and standard error of `diff`.
fn diff(root: &TempDir, args: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = isolated(&mut command).current_dir(root.path()).args(["--root", ".", "diff"]).args(args).output();
    let Output { status, stdout, stderr } = output.expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (status.code(), text(stdout), text(stderr))
}

/// Returns the output of a `diff` that succeeds, without colors.
fn succeeds(root: &TempDir, args: &[&str]) -> String {
    let (code, stdout, stderr) = diff(root, args);
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{args:?}");
    assert!(!stdout.contains('\u{1b}'), "{stdout}");
    stdout
}

/// Returns the JSON report.
fn report(root: &TempDir, args: &[&str]) -> serde_json::Value {
    serde_json::from_str(&succeeds(root, &[&["--format", "json"], args].concat())).expect("JSON")
}

/// Asserts that the inputs are equal.
fn assert_unchanged(root: &TempDir, args: &[&str]) {
    assert_eq!(report(root, args)["impact"], "none", "{args:?}");
}

/// Renames a property.
fn change(root: &TempDir) {
    edit(root, "search-users.yaml", "        jobTitle:\n", "        jobTitleOfUser:\n");
}

#[test]
fn head_is_compared_with_the_workspace() {
    let root = repository();
    assert_unchanged(&root, &[]);
    change(&root);
    let text = succeeds(&root, &[]);
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    insta::assert_snapshot!(text);

    commit(&root);
    assert_unchanged(&root, &[]);
    assert_eq!(succeeds(&root, &["HEAD~1"]), text);
    assert_eq!(succeeds(&root, &["HEAD~1", "main"]), text);
    assert_eq!(succeeds(&root, &["HEAD~1", "specs"]), text, "a folder");
    assert!(succeeds(&root, &["main", "HEAD~1"]).contains("  + user::v1: User::job_title\n"), "the other way around");
}

#[test]
fn a_revision_has_its_own_overlay() {
    let root = repository();
    edit(&root, "overlay.yaml", "      x-rust-name: UserStatus\n", "      x-rust-name: StateOfUser\n");
    let report = report(&root, &[]);
    let item = &report["rust"]["breaks"][0]["items"][0];
    assert_eq!(item["old"]["path"], "user::v1::UserStatus", "{report}");
    assert_eq!(item["new"]["path"], "user::v1::StateOfUser", "{report}");
}

#[test]
fn a_file_is_read_with_the_matching_overlay_actions() {
    let root = repository();
    let alone = fs::read_to_string(root.path().join("specs/search-personal-clients.yaml")).expect("a document");
    write(&root, "elsewhere/alone.yaml", &alone);
    assert_unchanged(&root, &["specs/search-personal-clients.yaml", "elsewhere/alone.yaml"]);
    // A folder without a list or an overlay.
    assert_unchanged(&root, &["elsewhere", "elsewhere/alone.yaml"]);
    let report = report(&root, &["elsewhere/alone.yaml"]);
    assert_eq!(report["summary"]["operation"]["added"], 2, "{report}");
    assert_eq!(report["impact"], "additive", "both inputs have the same presence: {report}");
}

#[test]
fn formats_and_fail_on() {
    let root = repository();
    assert_unchanged(&root, &["--fail-on", "breaking"]);
    change(&root);
    let markdown = succeeds(&root, &["--format", "markdown"]);
    assert!(markdown.contains("`user::v1::User::job_title`"), "{markdown}");
    let json = report(&root, &[]);
    assert_eq!((&json["impact"], &json["bump"]["to"]), (&"breaking".into(), &"0.4.0".into()));

    let (code, stdout, stderr) = diff(&root, &["--fail-on", "breaking", "--format", "markdown"]);
    assert_eq!((code, stdout), (Some(1), markdown), "the report is printed nevertheless");
    assert!(stderr.starts_with("error[C1X0042]: "), "{stderr}");
}

#[test]
fn invalid_inputs_are_errors() {
    let root = repository();
    write(&root, "empty/readme.txt", "");
    write(&root, "broken.yaml", "openapi: 3.1.0\n");
    write(&root, "page.md", "# No document\n");
    edit(&root, "search-users.yaml", "type: string", "type: strange");
    commit(&root);
    let inputs = [
        &["no-such-thing"][..],
        &["main..HEAD"],
        &["--", "--output=x", "HEAD"],
        &[""],
        &["empty"],
        &["page.md"],
        &["broken.yaml", "broken.yaml"],
    ];
    let errors = inputs.map(|args| {
        let (code, stdout, stderr) = diff(&root, args);
        assert_eq!((code, stdout.as_str()), (Some(1), ""), "{args:?}");
        format!("== {args:?}\n{stderr}")
    });
    insta::assert_snapshot!(errors.join("\n"));
    let (code, _, stderr) = diff(&root, &["HEAD~1", "HEAD"]);
    assert_eq!(code, Some(1));
    assert!(stderr.contains("--> HEAD:specs/search-users.yaml:"), "the error names the revision: {stderr}");

    fs::remove_dir_all(root.path().join(".git")).expect("the repository");
    let (code, _, stderr) = diff(&root, &[]);
    assert_eq!(code, Some(1));
    assert!(stderr.starts_with("error[C1X0040]: ") && stderr.contains("not a git repository"), "{stderr}");
}

#[cfg(unix)]
#[test]
fn only_terminals_get_colors() {
    let root = repository();
    change(&root);
    let plain = succeeds(&root, &[]);
    let path = root.path().to_str().expect("a path");
    let old = root.path().join("specs/search-users.yaml");
    let new = root.path().join("search-users.yaml");
    let text = fs::read_to_string(&old).expect("a document").replace("jobTitleOfUser", "jobTitle");
    fs::write(&new, text).expect("a file");
    let files = [old, new].map(|path| path.to_str().expect("a path").to_owned());
    let args = ["--root", path, "diff", &files[0], &files[1]];
    let on_terminal = |variables: &[(&str, &str)]| terminal::run(env!("CARGO_BIN_EXE_xtask"), &args, variables);

    let (colored, code) = on_terminal(&[]);
    assert_eq!(code, Some(0), "{colored}");
    assert!(colored.contains("\u{1b}[31m  - property c1.api.user.v1.User.jobTitleOfUser\u{1b}[0m\n"), "{colored:?}");
    assert!(colored.contains("\u{1b}[32m  + user::v1: User::job_title\u{1b}[0m\n"), "{colored:?}");
    for variables in [[("NO_COLOR", "1")], [("TERM", "dumb")]] {
        let (text, code) = on_terminal(&variables);
        assert_eq!(code, Some(0), "{text}");
        assert!(!text.contains('\u{1b}') && text.contains("  + user::v1: User::job_title\n"), "{text:?}");
    }
    assert!(!plain.contains('\u{1b}'));
}
