//! A copy of the workspace, to generate into.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What the SDK is built from. The generator is there for Cargo to find all members, and the readme for its program to
/// be compiled.
const PARTS: [&str; 10] = [
    "Cargo.toml",
    "Cargo.lock",
    "README.md",
    "rust-toolchain.toml",
    "rustfmt.toml",
    ".cargo",
    "specs/overlay.yaml",
    "c1-api",
    "codegen",
    "xtask",
];

/// A copy of the workspace outside the source tree, in a folder that the next run uses again: dependencies are built
/// once for all of them.
pub(crate) struct Copy {
    root: PathBuf,
    target: PathBuf,
}

impl Copy {
    /// Copies the workspace at `original`. Tests that run at once give their copies different names.
    pub(crate) fn of(original: &Path, name: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("whole-api");
        let copy = Self { root: folder.join(name), target: folder.join("target") };
        if copy.root.exists() {
            fs::remove_dir_all(&copy.root).expect("the folder of the run before");
        }
        for part in PARTS {
            copy_all(&original.join(part), &copy.root.join(part));
        }
        copy
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn target(&self) -> &Path {
        &self.target
    }

    /// Runs the generator that this test is built with, and returns what it reports and what it warns of.
    pub(crate) fn xtask(&self, args: &[&str]) -> (String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        succeed(command.arg("--root").arg(&self.root).args(args))
    }

    /// Adds a program that needs more of the API than the repository's own documents describe.
    pub(crate) fn program(&self, name: &str, text: &str) {
        let examples = self.root.join("c1-api/examples");
        fs::create_dir_all(&examples).expect("a folder");
        fs::write(examples.join(format!("{name}.rs")), text).expect("a program");
    }

    /// Removes a program that was added.
    pub(crate) fn remove_program(&self, name: &str) {
        fs::remove_file(self.root.join("c1-api/examples").join(format!("{name}.rs"))).expect("a program");
    }

    /// Runs a command of Cargo that has nothing to complain of: a warning is a failure.
    pub(crate) fn cargo(&self, args: &[&str]) {
        let (_, complaints) = succeed(&mut self.command(args));
        assert!(complaints.is_empty(), "{args:?}: {complaints}");
    }

    /// Runs a command of Cargo that fails, and returns what it complains of.
    pub(crate) fn cargo_fails(&self, args: &[&str]) -> String {
        let output = self.command(args).output().expect("the program runs");
        assert!(!output.status.success(), "{args:?} succeeds");
        String::from_utf8(output.stderr).expect("text")
    }

    fn command(&self, args: &[&str]) -> Command {
        let (command, rest) = args.split_first().expect("a command of Cargo");
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo
            .args([command, "--quiet", "--offline", "--locked"])
            .args(rest)
            .current_dir(&self.root)
            .env("CARGO_TARGET_DIR", &self.target)
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "0")
            .env("RUSTDOCFLAGS", "-D warnings");
        cargo
    }

    /// The features of the packages, which `full` lists.
    pub(crate) fn package_features(&self) -> Vec<String> {
        let manifest = fs::read_to_string(self.root.join("c1-api/Cargo.toml")).expect("the manifest");
        let manifest: toml::Table = manifest.parse().expect("TOML");
        let features = manifest["features"]["full"].as_array().expect("a list");
        features.iter().map(|feature| feature.as_str().expect("a name").to_owned()).collect()
    }
}

/// Runs a program that has to succeed, and returns what it writes to its two outputs.
fn succeed(command: &mut Command) -> (String, String) {
    let Output { status, stdout, stderr } = command.output().expect("the program runs");
    let (stdout, stderr) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(status.success(), "{command:?}: {status}\n{stdout}\n{stderr}");
    (stdout.into_owned(), stderr.into_owned())
}

fn copy_all(from: &Path, to: &Path) {
    if from.is_dir() {
        for entry in fs::read_dir(from).expect("a folder") {
            let name = entry.expect("an entry").file_name();
            copy_all(&from.join(&name), &to.join(&name));
        }
    } else {
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::copy(from, to).expect("a copy");
    }
}
