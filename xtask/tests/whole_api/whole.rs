//! The whole API: its documents, and a copy of the workspace with the code that was generated from them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use specgen::{Dialect, Options};
use xtask::workspace::Workspace;

use crate::copy::Copy;
use crate::serve::serve;
use crate::{repository, say, step};

const FULL_SPEC: &str = "C1_FULL_SPEC";
const SYNTHETIC_OPERATIONS: &str = "SYNTHETIC_OPERATIONS";
/// As many as `cargo test` has time for.
const DEFAULT_OPERATIONS: usize = 100;

/// The whole API. Tests use it one after another, as Cargo builds one thing at a time.
pub(crate) struct Whole {
    /// All documents that the code was generated from.
    pub(crate) documents: Vec<PathBuf>,
    pub(crate) copy: Copy,
    /// The summary and the warnings of the first run of the generator.
    pub(crate) summary: String,
    pub(crate) warnings: String,
}

impl Whole {
    /// Generates the code, unless another test has, and waits for other tests that use it.
    pub(crate) fn lock() -> MutexGuard<'static, Self> {
        static WHOLE: LazyLock<Mutex<Whole>> = LazyLock::new(|| Mutex::new(Whole::generate()));
        WHOLE.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn generate() -> Self {
        let copy = Copy::of(&repository(), "workspace");
        let (options, document) = document(&copy);
        let kept = if options.is_empty() { vendored() } else { Vec::new() };
        let url = serve(fs::read_to_string(&document).expect("a document"));
        Self::vendor(copy, &[&["vendor"], options, &[url.as_str()]].concat(), [kept, vec![document]].concat())
    }

    /// Runs `vendor`, and generates: `--timings` does it again, though nothing has changed.
    fn vendor(copy: Copy, vendor: &[&str], documents: Vec<PathBuf>) -> Self {
        step("vendor", || copy.xtask(vendor));
        let (summary, warnings) = step("generate", || copy.xtask(&["codegen"]));
        let (checked, _) = copy.xtask(&["codegen", "--timings", "--check"]);
        assert!(checked.ends_with(" s: up to date\n"), "{checked}");
        let (again, _) = copy.xtask(&["codegen", "--timings"]);
        assert!(again.ends_with(" s: 0 files written, 0 removed\n"), "{again}");
        fs::create_dir_all(copy.root().join("target")).expect("a folder");
        copy.xtask(&["codegen"]);
        let (unchanged, _) = copy.xtask(&["codegen"]);
        // A run with warnings is repeated, so that they are shown again.
        assert_eq!(unchanged.starts_with("nothing changed: "), warnings.is_empty(), "{unchanged}");
        Self { documents, copy, summary, warnings }
    }
}

/// The specification of the whole API, and the options with which it is vendored.
pub(crate) fn document(copy: &Copy) -> (&'static [&'static str], PathBuf) {
    if std::env::var_os(FULL_SPEC).is_some() {
        return (&["--replace-all"], full_spec());
    }
    // C1's documents stay, as the runtime's tests and the overlay need them.
    (&[], synthesize(&copy.root().join("target")))
}

/// The path of C1's specification.
pub(crate) fn full_spec() -> PathBuf {
    let path = std::env::var_os(FULL_SPEC).unwrap_or_else(|| panic!("{FULL_SPEC} is not the path of a specification"));
    path.into()
}

/// The paths of the vendored documents.
pub(crate) fn vendored() -> Vec<PathBuf> {
    let files = Workspace::new(repository()).specs().expect("the vendored documents");
    let documents = files.keys().filter(|file| file.ends_with(".yaml") && *file != "overlay.yaml");
    documents.map(|file| repository().join("specs").join(file)).collect()
}

/// Writes a synthetic specification into a folder.
fn synthesize(folder: &Path) -> PathBuf {
    let operations = std::env::var(SYNTHETIC_OPERATIONS)
        .map_or(DEFAULT_OPERATIONS, |number| number.parse().expect("a number of operations"));
    say(&format!("whole API: {operations} synthetic operations"));
    let path = folder.join("synthetic.yaml");
    fs::create_dir_all(folder).expect("a folder");
    fs::write(&path, specgen::synthesize(&Options { operations, seed: 1, dialect: Dialect::Mixed }))
        .expect("a document");
    path
}
