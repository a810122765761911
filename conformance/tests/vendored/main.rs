//! The vendored operations and their models in full, by the tables that `cargo xtask conformance` emits for them.

// Tables of other operations use all of it.
#[allow(dead_code)]
mod glue;
// A test of xtask compares it with what is emitted.
#[rustfmt::skip]
#[allow(clippy::all, deprecated, unreachable_patterns, unused_imports)]
mod tables;
// The same test compares it.
#[rustfmt::skip]
#[allow(clippy::all, dead_code, unused_imports)]
mod twins;

use std::fs;
use std::path::{Path, PathBuf};

use conformance::{Baseline, Document, Options, run};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn vendored() -> Document {
    let files = fs::read_dir(root().join("specs")).expect("the folder").map(|entry| entry.expect("an entry").path());
    let is_document =
        |path: &Path| path.extension().is_some_and(|extension| extension == "yaml") && !path.ends_with("overlay.yaml");
    let files = files.filter(|path| is_document(path));
    let texts: Vec<String> = files.map(|path| fs::read_to_string(path).expect("a text")).collect();
    Document::parse(&texts).expect("documents")
}

/// `INSTA_UPDATE=always` writes them.
#[test]
fn the_twins_of_the_vendored_models_are_up_to_date() {
    let printed = conformance::twins::print(&vendored(), &|_| true);
    let path = root().join("conformance/tests/vendored/twins.rs");
    if std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
        fs::write(&path, &printed).expect("the twins");
    }
    let help = "run `INSTA_UPDATE=always cargo test --package conformance --test vendored`";
    assert!(fs::read_to_string(&path).is_ok_and(|current| current == printed), "{} is stale: {help}", path.display());
}

#[test]
fn the_vendored_operations_conform() {
    let document = vendored();
    let baseline = fs::read_to_string(root().join("conformance/baseline.toml")).expect("the baseline");
    let baseline = Baseline::parse(&baseline).expect("a baseline");
    let options = Options { samples: 100, baseline, twins: twins::TWINS, ..Options::default() };
    let report = run(&document, &tables::TABLES, &options).expect("a report");
    assert!(report.passed(), "{}", report.text(true));
    let tables = &tables::TABLES;
    let judged = 2 * tables.models.len() + tables.oneofs.len() + tables.operations.len();
    assert_eq!(report.subjects.len(), 3 + judged);
}
