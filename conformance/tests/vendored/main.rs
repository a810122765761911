//! The vendored operations and their models in full, by the tables that `cargo xtask conformance` emits for them.

// Tables of other operations use all of it.
#[allow(dead_code)]
mod glue;
// A test of xtask compares it with what is emitted.
#[rustfmt::skip]
#[allow(clippy::all, deprecated, unreachable_patterns, unused_imports)]
mod tables;

use std::fs;
use std::path::Path;

use conformance::{Baseline, Document, Options, run};

#[test]
fn the_vendored_operations_conform() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let files = fs::read_dir(root.join("specs")).expect("the folder").map(|entry| entry.expect("an entry").path());
    let is_document =
        |path: &Path| path.extension().is_some_and(|extension| extension == "yaml") && !path.ends_with("overlay.yaml");
    let files = files.filter(|path| is_document(path));
    let texts: Vec<String> = files.map(|path| fs::read_to_string(path).expect("a text")).collect();
    let document = Document::parse(&texts).expect("documents");
    let baseline = fs::read_to_string(root.join("conformance/baseline.toml")).expect("the baseline");
    let options =
        Options { samples: 100, baseline: Baseline::parse(&baseline).expect("a baseline"), ..Options::default() };
    let report = run(&document, &tables::TABLES, &options).expect("a report");
    assert!(report.passed(), "{}", report.text(true));
    let tables = &tables::TABLES;
    assert_eq!(report.subjects.len(), 1 + tables.models.len() + tables.oneofs.len() + tables.operations.len());
}
