//! A repository with a workspace like this one, and a script in place of Cargo.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::API;

const ROOT: &str = "\
[workspace]
members = [\"c1-api\", \"c1-api/core\", \"tools\"]

[workspace.package]
version = \"0.1.0\" # of all packages
rust-version = \"1.0\"
license = \"MIT\"
repository = \"https://github.com/ada/books\"

[workspace.dependencies]
c1-api-core = { version = \"=0.1.0\", path = \"c1-api/core\" }
";
const LOCK: &str = "version = 4\n\n[[package]]\nname = \"c1-api\"\nversion = \"0.1.0\"\n";
const GUIDE: &str = "```toml\nc1-api = { version = \"0.1\", features = [] }\n```\n";
const CHANGELOG: &str = "\
# Changelog

## [Unreleased]

The first release.

### Fixed

* Books are returned.

[Unreleased]: https://github.com/ada/books/commits/main
";

/// The manifest of a published package.
fn published(name: &str) -> String {
    format!(
        "[package]\nname = \"{name}\"\ndescription = \"Books.\"\nversion.workspace = true\nrust-version.workspace = true\n\
         license.workspace = true\nrepository.workspace = true\nreadme = \"README.md\"\nkeywords = [\"books\"]\n\
         categories = [\"api-bindings\"]\ninclude = [\"src\"]\n\n[package.metadata.docs.rs]\nfeatures = [\"full\"]\n\n\
         [features]\n# @generated-begin\nfull = []\n# @generated-end\n"
    )
}

/// The output of the script that replaces Cargo: its arguments are logged, and a file decides what it prints.
const CARGO: &str = "#!/bin/sh
echo \"$@\" >> \"$FAKE/log\"
if [ -f \"$FAKE/$1.stdout\" ]; then cat \"$FAKE/$1.stdout\"; fi
if [ -f \"$FAKE/$1.stderr\" ]; then cat \"$FAKE/$1.stderr\" >&2; exit 1; fi
";
const LISTING: &str = "Cargo.toml\nCargo.toml.orig\nLICENSE-APACHE\nLICENSE-MIT\nREADME.md\nsrc/lib.rs\n";

pub(crate) struct Repository {
    root: TempDir,
    /// The folder of the script.
    fake: TempDir,
}

/// The exit code and output of a command.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) is_success: bool,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Repository {
    /// A repository before its first release.
    pub(crate) fn new() -> Self {
        let folder = || tempfile::tempdir().expect("a temporary folder");
        let repository = Self { root: folder(), fake: folder() };
        for (file, text) in [
            ("Cargo.toml", ROOT),
            ("Cargo.lock", LOCK),
            ("c1-api/src/guide/features.md", GUIDE),
            ("CHANGELOG.md", CHANGELOG),
            ("c1-api/Cargo.toml", &published("c1-api")),
            ("c1-api/src/lib.rs", ""),
            ("c1-api/core/Cargo.toml", &published("c1-api-core")),
            ("c1-api/core/src/lib.rs", ""),
            ("tools/Cargo.toml", "[package]\nname = \"tools\"\npublish = false\n"),
            ("specs/api.txt", ""),
        ] {
            repository.write(file, text);
        }
        for folder in ["", "c1-api/", "c1-api/core/"] {
            repository.write(&format!("{folder}LICENSE-MIT"), "MIT\n");
            repository.write(&format!("{folder}LICENSE-APACHE"), "Apache\n");
        }
        let script = repository.fake.path().join("cargo");
        fs::write(&script, CARGO).expect("a script");
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).expect("a script");
        repository.fake("package.stdout", LISTING);
        repository.git(&["init", "--quiet"]);
        repository.specification(API);
        repository
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.root.path().join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    pub(crate) fn read(&self, file: &str) -> String {
        fs::read_to_string(self.root.path().join(file)).expect("a text")
    }

    /// Decides what a subcommand of Cargo prints.
    pub(crate) fn fake(&self, file: &str, text: &str) {
        fs::write(self.fake.path().join(file), text).expect("a file");
    }

    /// The arguments of all runs of Cargo.
    pub(crate) fn cargo_runs(&self) -> String {
        fs::read_to_string(self.fake.path().join("log")).unwrap_or_default()
    }

    /// Vendors a document, generates from it, and commits.
    pub(crate) fn specification(&self, document: &str) {
        self.write("api.yaml", document);
        for args in [&["vendor", "api.yaml"][..], &["codegen"]] {
            let run = self.xtask(args);
            assert!(run.is_success, "{run:?}");
        }
        self.commit();
    }

    pub(crate) fn commit(&self) {
        self.git(&["add", "."]);
        self.git(&["commit", "--quiet", "--allow-empty", "--message", "Test"]);
    }

    pub(crate) fn git(&self, args: &[&str]) {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "tag.gpgSign=false"]).args(args);
        // The changelog has the date of the commit.
        git.env("GIT_AUTHOR_DATE", "2030-01-02T00:00:00Z").env("GIT_COMMITTER_DATE", "2030-01-02T00:00:00Z");
        let run = Run::of(self.run(&mut git));
        assert!(run.is_success, "{args:?}: {run:?}");
    }

    pub(crate) fn xtask(&self, args: &[&str]) -> Run {
        let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"));
        xtask.args(["--root", "."]).args(args);
        xtask.env("CARGO", self.fake.path().join("cargo")).env("FAKE", self.fake.path());
        Run::of(self.run(&mut xtask))
    }

    fn run(&self, command: &mut Command) -> Output {
        // Git hooks set variables that name another repository.
        for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
            command.env_remove(variable);
        }
        command.current_dir(self.root.path()).output().expect("the program runs")
    }

    /// The JSON of `release --dry-run` with these arguments, and whether it succeeded.
    pub(crate) fn dry_run(&self, args: &[&str]) -> (Value, bool) {
        let run = self.xtask(&[&["release", "--dry-run", "--format", "json"], args].concat());
        let report = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {run:?}"));
        (report, run.is_success)
    }

    /// The outcome of a check, with its detail.
    pub(crate) fn check(&self, name: &str) -> (String, String) {
        let (report, is_success) = self.dry_run(&["--only", name]);
        let text = |key: &str| report["checks"][0][key].as_str().expect("a text").to_owned();
        assert_eq!(is_success, text("outcome") != "failed", "{report}");
        (text("outcome"), text("detail"))
    }

    pub(crate) fn root(&self) -> &Path {
        self.root.path()
    }
}

impl Run {
    fn of(Output { status, stdout, stderr }: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("text");
        Self { is_success: status.success(), stdout: text(stdout), stderr: text(stderr) }
    }
}
