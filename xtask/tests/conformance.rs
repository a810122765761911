//! The tables of `conformance`: those of the vendored operations are checked in, and a test of the crate `conformance` runs
//! them. `INSTA_UPDATE=always` writes them.

use std::fs;
use std::path::Path;

use xtask::conformance::tables;
use xtask::workspace::Workspace;

#[test]
fn the_tables_of_the_vendored_operations_are_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let (inputs, unmatched) = Workspace::new(&root).specification().unwrap_or_else(|errors| panic!("{errors}"));
    let analysis = codegen::analyze(&inputs, unmatched, &mut |_| {});
    let emitted = tables::print(&analysis.unwrap_or_else(|errors| panic!("{errors}")).rust);
    let path = root.join("conformance/tests/vendored/tables.rs");
    if std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
        fs::write(&path, &emitted).expect("the tables");
    }
    let help = "run `INSTA_UPDATE=always cargo test --package xtask --test conformance`";
    assert!(fs::read_to_string(&path).is_ok_and(|current| current == emitted), "{} is stale: {help}", path.display());
}
