//! Builds the programs, and runs them.

use std::collections::BTreeMap;
use std::env;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde_json::Value;

pub(crate) const PROGRAMS: [&str; 3] = ["search_users", "ai_client_audit", "credential_audit"];

/// What a program did.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: Option<i32>,
}

impl Run {
    /// Returns the standard output of a program that succeeded without a message.
    pub(crate) fn ok(self) -> String {
        assert_eq!((self.code, self.stderr.as_str()), (Some(0), ""), "{}", self.stdout);
        self.stdout
    }

    pub(crate) fn json(self) -> Value {
        serde_json::from_str(&self.ok()).expect("JSON")
    }
}

/// Runs a program without a server.
pub(crate) fn run(program: &str, arguments: &[&str]) -> Run {
    finished(command(program).args(arguments).output().expect("a program that runs"))
}

/// Runs a program with `--demo`.
pub(crate) fn demo(program: &str, arguments: &[&str]) -> Run {
    run(program, &[&["--demo"], arguments].concat())
}

/// Runs a program against the server with this URL, while the test's runtime serves it.
pub(crate) async fn run_against(url: &str, program: &'static str, arguments: &[&str]) -> Run {
    let mut command = command_against(url, program);
    command.args(arguments);
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap();
    finished(output.expect("a program that runs"))
}

pub(crate) fn command_against(url: &str, program: &str) -> Command {
    let mut command = command(program);
    command.env("CONDUCTORONE_SERVER_URL", url).env("CONDUCTORONE_ACCESS_TOKEN", "token");
    command
}

/// A command without the credentials of whoever runs the test.
pub(crate) fn command(program: &str) -> Command {
    let mut command = Command::new(path(program));
    remove_variables(&mut command, &["CONDUCTORONE_", "TFC_"]);
    command
}

fn remove_variables(command: &mut Command, prefixes: &[&str]) {
    for (name, _) in env::vars_os() {
        if prefixes.iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
            command.env_remove(name);
        }
    }
}

fn finished(output: Output) -> Run {
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Run { stdout: text(output.stdout), stderr: text(output.stderr), code: output.status.code() }
}

/// Returns the path of a program. Cargo builds examples for `cargo test`, but not for `cargo test --test programs`, and knows
/// which of them are stale.
pub(crate) fn path(program: &str) -> PathBuf {
    static PATHS: OnceLock<Result<BTreeMap<String, PathBuf>, String>> = OnceLock::new();
    let paths = PATHS.get_or_init(build).as_ref().unwrap_or_else(|why| panic!("{why}"));
    paths[program].clone()
}

fn build() -> Result<BTreeMap<String, PathBuf>, String> {
    // The same features as those of the test, so that nothing is built twice.
    let features = [
        ("full", cfg!(feature = "full")),
        ("rustls", cfg!(feature = "rustls")),
        ("native-tls", cfg!(feature = "native-tls")),
        ("gzip", cfg!(feature = "gzip")),
        ("zstd", cfg!(feature = "zstd")),
        ("blocking", cfg!(feature = "blocking")),
        ("mock", cfg!(feature = "mock")),
        ("registry", cfg!(feature = "registry")),
    ];
    let features: Vec<&str> = features.iter().filter(|(_, is_on)| *is_on).map(|(name, _)| *name).collect();
    let test = env::current_exe().expect("a path");
    let target = test.ancestors().nth(3).expect("TARGET/PROFILE/deps/NAME");
    let mut command = Command::new(env!("CARGO"));
    command.args(["build", "--offline", "--package", "c1-api", "--message-format", "json"]);
    if !cfg!(feature = "default") {
        command.arg("--no-default-features");
    }
    command.arg("--features").arg(features.join(",")).arg("--target-dir").arg(target);
    command.args(PROGRAMS.iter().flat_map(|program| ["--example", program]));
    // Cargo sets them for tests; build scripts of dependencies would run again because of them.
    remove_variables(&mut command, &["CARGO_MANIFEST_", "CARGO_PKG_"]);
    if !cfg!(debug_assertions) {
        command.arg("--release");
    }
    let output = command.current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("cargo");
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let messages = String::from_utf8(output.stdout).expect("UTF-8");
    let artifacts = messages.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
    let executable = |artifact: Value| {
        Some((artifact["target"]["name"].as_str()?.to_owned(), artifact["executable"].as_str()?.into()))
    };
    Ok(artifacts.filter_map(executable).collect())
}
