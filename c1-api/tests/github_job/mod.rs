//! Tests within a job of GitHub Actions.

use std::process::Command;

/// Runs the ignored test `test` in a process with the variables of a job, whose tokens are from `url`, and these variables.
///
/// The variables of a process cannot be set safely while it runs.
pub(crate) fn run(test: &str, url: &str, variables: &[(&str, &str)]) {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", test, "--ignored", "--nocapture"]);
    child.env("ACTIONS_ID_TOKEN_REQUEST_URL", url).env("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "open-sesame-github");
    let output = child.envs(variables.iter().copied()).output().unwrap();
    let shown = [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()).concat();
    assert!(output.status.success(), "{shown}");
    assert!(!shown.contains("sesame"), "{shown}");
}
