//! The generator of c1-api accepts synthetic documents, and generates the same from each spelling.

use std::collections::BTreeMap;

use codegen::{Inputs, TextFile, UnmatchedActions};
use specgen::Dialect;

use crate::{DIALECTS, text};

/// What the project's overlay says about every document.
const OVERLAY: &str = "\
overlay: 1.0.0
info: { title: Presence, version: '1' }
actions:
  - { target: $, update: { x-rust-presence: protobuf } }
";

/// The generated files, without those whose text refers to places in the document.
fn generated(operations: usize, seed: u64, dialect: Dialect) -> BTreeMap<String, String> {
    let document = TextFile { file: "synthetic.yaml".to_owned(), text: text(operations, seed, dialect) };
    let overlay = Some(TextFile { file: "overlay.yaml".to_owned(), text: OVERLAY.to_owned() });
    let inputs = Inputs { documents: vec![document], overlay, ..Inputs::default() };
    let generated = codegen::generate(&inputs, UnmatchedActions::Error, &mut |_| {});
    let generated = generated.unwrap_or_else(|errors| panic!("{dialect:?}, seed {seed}: {errors}"));
    let warnings = &generated.analysis.warnings;
    assert!(warnings.is_empty(), "{dialect:?}, seed {seed}: {warnings:?}");
    assert_eq!(generated.analysis.summary().operations, operations);
    generated.files.iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

#[test]
fn any_seed_and_any_size_is_accepted() {
    for (operations, seed) in [(3, 1), (19, 2), (20, 3), (75, 4), (100, 5), (130, 6), (90, 7), (60, 8)] {
        generated(operations, seed, Dialect::Mixed);
    }
}

#[test]
fn each_spelling_gives_the_same_code() {
    let expected = generated(100, 1, Dialect::Nullable);
    for dialect in DIALECTS {
        let found = generated(100, 1, dialect);
        assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "{dialect:?}");
        for (path, text) in &expected {
            let differing = text.lines().zip(found[path].lines()).find(|(expected, found)| expected != found);
            assert_eq!(differing, None, "{dialect:?}: {path}");
            assert_eq!(text.lines().count(), found[path].lines().count(), "{dialect:?}: {path}");
        }
    }
}
