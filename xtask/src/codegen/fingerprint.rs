//! Whether anything has changed since the last run, so that nothing has to be generated.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use ::codegen::FileTree;
use ::codegen::rust::{GENERATED, MANIFEST};
use sha2::{Digest, Sha256};

use crate::workspace::{SPECS, Workspace, manifest, read};

/// The file in the workspace. It has the hash of a run and its summary.
const FILE: &str = "target/codegen.fingerprint";

/// The hash of what a run depends on: this program, specs/ and the manifest of c1-api.
pub(super) struct Fingerprint<'a> {
    workspace: &'a Workspace,
    inputs: Sha256,
}

impl<'a> Fingerprint<'a> {
    /// Hashes the files on the disk. `None` if one cannot be read, which is for the run to report.
    pub(super) fn new(workspace: &'a Workspace) -> Option<Self> {
        let mut inputs = Sha256::new();
        add(&mut inputs, &program()?);
        for (path, bytes) in read::folder(workspace.root(), SPECS).ok()? {
            add(&mut inputs, path.as_bytes());
            add(&mut inputs, &bytes);
        }
        add(&mut inputs, workspace.text(MANIFEST).ok()??.as_bytes());
        Some(Self { workspace, inputs })
    }

    /// The summary of the last run, if neither its inputs nor its output have changed since.
    pub(super) fn last_summary(&self) -> Option<String> {
        let text = fs::read_to_string(self.path()).ok()?;
        let (hash, summary) = text.split_once('\n')?;
        let output = read::folder(self.workspace.root(), GENERATED).ok()?;
        let output = output.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice()));
        (hash == self.with_output(output)).then(|| summary.trim_end().to_owned())
    }

    /// Keeps the hash of a run, if there is a target folder. It only saves time, so a failure does not matter.
    pub(super) fn keep(&self, output: &FileTree, summary: &str) {
        let path = self.path();
        if path.parent().is_some_and(Path::is_dir) {
            let hash = self.with_output(output.iter().map(|(path, text)| (path, text.as_bytes())));
            let _ = fs::write(path, format!("{hash}\n{summary}\n"));
        }
    }

    fn with_output<'f>(&self, files: impl Iterator<Item = (&'f str, &'f [u8])>) -> String {
        let mut hash = self.inputs.clone();
        for (path, bytes) in files {
            add(&mut hash, path.as_bytes());
            add(&mut hash, bytes);
        }
        manifest::hexadecimal(&hash.finalize())
    }

    fn path(&self) -> PathBuf {
        self.workspace.root().join(FILE)
    }
}

fn add(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_le_bytes());
    hash.update(bytes);
}

/// The size of this program and the time at which it was built. Its content would take longer to hash than all other files.
fn program() -> Option<Vec<u8>> {
    let program = fs::metadata(std::env::current_exe().ok()?).ok()?;
    let built = program.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    Some([program.len().to_le_bytes().as_slice(), &built.as_nanos().to_le_bytes()].concat())
}
