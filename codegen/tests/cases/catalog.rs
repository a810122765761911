//! That the catalog has all that the generated code offers, and nothing else.

use std::collections::BTreeSet;

use codegen::catalog::Catalog;
use codegen::{FileTree, Inputs};

use crate::case::Case;

#[test]
fn it_has_what_the_code_of_every_case_has() {
    for case in Case::all() {
        let generated = codegen::generate(&case.inputs).expect("a case that yields code");
        assert_matches(&case.name, &case.inputs, &generated.files);
    }
}

fn assert_matches(name: &str, inputs: &Inputs, files: &FileTree) {
    let code = codegen::surface_entries(&codegen::surface(files).expect("generated code"));
    let catalog = Catalog::read(inputs).expect("documents that were generated from");
    let listed = catalog.entries();
    let keys: BTreeSet<_> = catalog.subjects().iter().map(|subject| (subject.kind, &subject.name)).collect();
    assert_eq!(keys.len(), catalog.subjects().len(), "{name}: two subjects of one kind are called the same");
    let missing: Vec<_> = code.difference(&listed).collect();
    let invented: Vec<_> = listed.difference(&code).collect();
    assert!(missing.is_empty() && invented.is_empty(), "{name}: missing {missing:#?}, invented {invented:#?}");
}
