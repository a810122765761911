//! A copy of the workspace for generated code.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The files that build the SDK, with all members of the workspace, and the readme with its example.
const PARTS: [&str; 14] = [
    "Cargo.toml",
    "Cargo.lock",
    "README.md",
    "rust-toolchain.toml",
    "rustfmt.toml",
    ".cargo",
    "specs",
    "bench",
    "c1-api",
    "codegen",
    "conformance",
    "properties",
    "specgen",
    "xtask",
];

/// A copy of the workspace outside of the source tree. All runs use the same folder, so that dependencies are built once.
pub(crate) struct Copy {
    root: PathBuf,
    target: PathBuf,
}

impl Copy {
    /// Copies the workspace at `original`. Concurrent tests need different names.
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

    /// Runs `xtask`, and returns its report and its warnings.
    pub(crate) fn xtask(&self, args: &[&str]) -> (String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        // The server of the specification is on this machine.
        for proxy in ["http_proxy", "https_proxy", "all_proxy"] {
            command.env_remove(proxy).env_remove(proxy.to_uppercase());
        }
        succeed(command.arg("--root").arg(&self.root).args(args))
    }

    /// Adds a program that uses the whole API.
    pub(crate) fn program(&self, name: &str, text: &str) {
        let examples = self.root.join("c1-api/examples");
        fs::create_dir_all(&examples).expect("a folder");
        fs::write(examples.join(format!("{name}.rs")), text).expect("a program");
    }

    /// Removes an added program.
    pub(crate) fn remove_program(&self, name: &str) {
        fs::remove_file(self.root.join("c1-api/examples").join(format!("{name}.rs"))).expect("a program");
    }

    /// Runs a Cargo command that succeeds without warnings.
    pub(crate) fn cargo(&self, args: &[&str]) {
        let (_, warnings) = succeed(&mut self.command(args));
        assert!(warnings.is_empty(), "{args:?}: {warnings}");
    }

    /// Runs a Cargo command that fails, and returns its errors.
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

    /// The features of all packages, from `full`.
    pub(crate) fn package_features(&self) -> Vec<String> {
        let manifest = fs::read_to_string(self.root.join("c1-api/Cargo.toml")).expect("the manifest");
        let manifest: toml::Table = manifest.parse().expect("TOML");
        let features = manifest["features"]["full"].as_array().expect("a list");
        features.iter().map(|feature| feature.as_str().expect("a name").to_owned()).collect()
    }
}

/// Runs a program that succeeds, and returns standard output and standard error.
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
