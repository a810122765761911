//! Names that generated files import are reserved, so a schema or package of that name gets another one.

use std::collections::BTreeSet;
use std::fmt::Write;

use codegen::{Inputs, TextFile};

use crate::case::{Case, generate};

#[test]
fn imported_names_are_reserved() {
    let mut types = BTreeSet::new();
    let mut crates = BTreeSet::new();
    for case in Case::all() {
        let generated = generate(&case.inputs).unwrap_or_else(|errors| panic!("{}:\n{errors}", case.name));
        let texts: Vec<&str> = generated.files.iter().map(|(_, text)| text).collect();
        for import in texts.iter().flat_map(|text| text.split("\nuse ").skip(1)) {
            let (path, names) = import.split_once(';').expect("an import").0.rsplit_once("::").expect("a path");
            let root = path.split("::").next().unwrap_or_default();
            if root == "super" {
                continue;
            }
            if root != "crate" {
                crates.insert(root.to_owned());
            }
            let names = names.split(|c: char| !c.is_alphanumeric()).map(str::to_owned);
            types.extend(names.filter(|name| name.starts_with(|c: char| c.is_uppercase())));
        }
    }
    assert!(types.contains("DateTime") && crates.contains("chrono"), "{types:?} {crates:?}");

    let mut text = "openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas:\n".to_owned();
    for name in &types {
        writeln!(text, "    names.v1.{name}: {{ type: object, properties: {{ a: {{ type: string }} }} }}")
            .expect("text");
    }
    for name in &crates {
        writeln!(text, "    {name}.v1.A: {{ type: object, properties: {{ a: {{ type: string }} }} }}").expect("text");
    }
    let inputs = Inputs { documents: vec![TextFile { file: "names.yaml".to_owned(), text }], ..Inputs::default() };
    let generated = generate(&inputs).unwrap_or_else(|errors| panic!("{errors}"));
    for package in &generated.analysis.rust.packages {
        let module = package.module.path.segments().next().unwrap_or_default();
        assert!(!crates.contains(module), "add `{module}` to ROOT_MODULES in codegen/src/naming/reserved.rs");
        for model in &package.models {
            let name = model.item.name();
            assert!(!types.contains(name), "add `{name}` to TYPES in codegen/src/naming/reserved.rs");
        }
    }
}
