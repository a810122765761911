//! The command `drift`, on logs of clients and hand-written ones.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// This workspace.
fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns the exit code, standard output and standard error of a command in this workspace.
fn xtask(args: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.current_dir(repository()).args(["--root", "."]).args(args);
    let Output { status, stdout, stderr } = command.output().expect("the program runs");
    let text = |bytes| String::from_utf8(bytes).expect("text");
    (status.code(), text(stdout), text(stderr))
}

fn succeeds(args: &[&str]) -> String {
    let (code, stdout, stderr) = xtask(args);
    assert_eq!((code, stderr.as_str()), (Some(0), ""), "{args:?}");
    stdout
}

/// Files in a folder that is removed at the end.
struct Files(TempDir);

impl Files {
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in files {
            fs::write(folder.path().join(name), text).expect("a file");
        }
        Self(folder)
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).to_str().expect("a path that is text").to_owned()
    }

    /// The text without the name of the folder, which differs from run to run.
    fn shown(&self, text: &str) -> String {
        text.replace(&self.path(""), "")
    }
}

/// What `c1-api` logs, as one of its tests checks.
const LOG: &str = "c1-api/tests/drift/log.jsonl";

/// The vendored document of users with what the server of that test sends.
fn newer() -> String {
    let document = repository().join("specs/search-users.yaml");
    let text = fs::read_to_string(document).expect("the vendored document");
    let mut document: serde_yaml::Value = serde_yaml::from_str(&text).expect("YAML");
    let properties = &mut document["components"]["schemas"]["c1.api.user.v1.User"]["properties"];
    properties["pronouns"] = serde_yaml::from_str("{type: string, description: The pronouns.}").expect("YAML");
    properties["department"] = serde_yaml::from_str("{type: integer, format: int32}").expect("YAML");
    let values = properties["status"]["enum"].as_sequence_mut().expect("an enum");
    values.push("ON_LEAVE".into());
    serde_yaml::to_string(&document).expect("YAML")
}

#[test]
fn events_of_a_client_lead_to_rust() {
    insta::assert_snapshot!(succeeds(&["drift", LOG]));
}

#[test]
fn a_newer_specification_knows_some() {
    let files = Files::new(&[("newer.yaml", &newer())]);
    let spec = files.path("newer.yaml");
    insta::assert_snapshot!(files.shown(&succeeds(&["drift", LOG, "--spec", &spec])));
    insta::assert_snapshot!(files.shown(&succeeds(&["drift", LOG, LOG, "--spec", &spec, "--format", "json"])));
}

/// A line with these fields.
fn line(operation: &str, kind: &str, path: &str, more: &str) -> String {
    format!(r#"{{"c1.operation":"{operation}","c1.drift.kind":"{kind}","c1.drift.path":"{path}"{more}}}"#) + "\n"
}

#[test]
fn hand_written_events_are_judged() {
    let search = "c1.api.user.v1.UserSearch.Search";
    let log = [
        line(search, "unknown_property", "list[].user.email", ""),
        line(search, "unknown_enum_value", "list[].user.type", r#","c1.drift.value":"USER_TYPE_AGENT""#),
        line(search, "unknown_property", "list[].user.emailSources[].a.b", ""),
        line(search, "unknown_property", "list[].user\\u001b[31m", ""),
        line(search, "refused_value", "", ""),
        line(search, "of_the_future", "list[].user", ""),
        line("a.B.C", "unknown_property", "x", ""),
        "not JSON, but c1.drift.kind {\n".to_owned(),
    ];
    let files = Files::new(&[("log", &log.concat()), ("empty", "")]);
    let report = succeeds(&["drift", &files.path("log")]);
    assert!(!report.contains('\u{1b}'), "{report}");
    insta::assert_snapshot!(report);
    assert_eq!(succeeds(&["drift", &files.path("empty")]), "0 differences: 0 new, 0 in specs/\n");
    assert_eq!(succeeds(&["drift", &files.path("empty"), "--format", "json"]), "[]\n");
}

#[test]
fn unreadable_files_are_errors() {
    let files = Files::new(&[("log", "")]);
    let (code, stdout, stderr) = xtask(&["drift", &files.path("log"), &files.path("missing"), &files.path("")]);
    assert_eq!((code, stdout.as_str()), (Some(1), ""));
    assert_eq!(stderr.matches("error[C1X0001]").count(), 2, "{stderr}");
    let (code, _, stderr) = xtask(&["drift", &files.path("log"), "--spec", "no-such-revision"]);
    assert_eq!(code, Some(1));
    assert!(stderr.starts_with("error[C1X004"), "{stderr}");
}
