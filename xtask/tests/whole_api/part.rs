//! The part of the whole API that a company uses: vendored with `--only`, generated and compiled.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use codegen::UnmatchedActions;
use codegen::rust::public_api;
use xtask::workspace::Workspace;

use crate::copy::Copy;
use crate::serve::serve;
use crate::spec::{Spec, package};
use crate::whole;
use crate::{repository, say, step};

#[test]
fn a_part_of_the_api_is_vendored_generated_and_compiled() {
    let copy = Copy::of(&repository(), "part");
    let (options, document) = whole::document(&copy);
    let full = Spec::read(&[&document]);
    let (glob, wanted) = part(&full);
    say(&format!("whole API: {glob}: {} of {} operations", wanted.len(), full.operations.len()));
    let url = serve(fs::read_to_string(&document).expect("a document"));

    let args = [&["vendor", "--only", &glob], options, &[url.as_str()]].concat();
    let (dry, _) = copy.xtask(&[&args[..], &["--dry-run"]].concat());
    assert!(dry.ends_with("nothing was written\n") && !copy.root().join("specs/openapi.yaml").exists(), "{dry}");
    let (report, _) = step("vendor a part", || copy.xtask(&args));
    let counts = format!("({} of {} operations)\n", wanted.len(), full.operations.len());
    assert!(report.contains(&counts), "{report}");
    let (summary, _) = step("generate a part", || copy.xtask(&["codegen"]));
    step("check a part", || copy.cargo(&["check", "--package", "c1-api"]));

    let vendored = Spec::read(&[copy.root().join("specs/openapi.yaml")]);
    assert_eq!(vendored.operations, wanted);
    assert!(vendored.schemas.len() < full.schemas.len(), "{summary}");
    let (again, _) = copy.xtask(&args);
    assert!(again.ends_with("specs/ is unchanged\n"), "{again}");
    the_api_is_that_of_the_whole(&copy, &document);
}

/// Cuts the largest package, or that of tasks, out of the specification: a glob, and the ids that match.
fn part(full: &Spec) -> (String, BTreeSet<String>) {
    let of_package = |package: &str| -> BTreeSet<String> {
        full.operations.iter().filter(|id| id.starts_with(&format!("{package}."))).cloned().collect()
    };
    let tasks = of_package("c1.api.task");
    if !tasks.is_empty() {
        return ("c1.api.task.*".to_owned(), tasks);
    }
    let packages: BTreeSet<&str> = full.operations.iter().map(|id| package(id)).collect();
    let largest = packages.into_iter().max_by_key(|name| of_package(name).len()).expect("a package");
    (format!("{largest}.*"), of_package(largest))
}

/// Asserts that each public item of the part is one of the whole API.
fn the_api_is_that_of_the_whole(copy: &Copy, document: &Path) {
    let (inputs, unmatched) = Workspace::new(copy.root()).specification().unwrap_or_else(|errors| panic!("{errors}"));
    let part = codegen::analyze(&inputs, unmatched, &mut |_| {}).unwrap_or_else(|errors| panic!("{errors}"));
    let mut all = inputs.clone();
    all.documents.retain(|file| !file.file.ends_with("openapi.yaml"));
    all.documents
        .push(codegen::TextFile { file: "whole.yaml".to_owned(), text: fs::read_to_string(document).expect("text") });
    let whole =
        codegen::analyze(&all, UnmatchedActions::Error, &mut |_| {}).unwrap_or_else(|errors| panic!("{errors}"));
    let whole = public_api(&whole.rust);
    for (module, listing) in public_api(&part.rust) {
        let of_whole: BTreeSet<&str> = whole[&module].lines().collect();
        for line in listing.lines() {
            assert!(of_whole.contains(line), "{module}: only the part has `{line}`");
        }
    }
}
