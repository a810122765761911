//! Generates from the whole API in a copy of the workspace, and compiles, lints, documents, tests and compares the code.
//!
//! `C1_FULL_SPEC` is the path of C1's specification. Without it, the whole API is the vendored documents with a synthetic
//! specification, whose number of operations is `SYNTHETIC_OPERATIONS`. What takes minutes, or needs C1's own specification,
//! is ignored by default.
//!
//! `small` needs no specification. It compares the reported breaking changes of a small document with the compiler.

mod change;
mod copy;
mod part;
mod probe;
#[path = "../../../codegen/tests/cases/rustdoc.rs"]
mod rustdoc;
mod serve;
mod small;
mod spec;
mod surface;
mod verdicts;
mod whole;

use std::collections::BTreeSet;
use std::io::{Write, stderr};
use std::path::{Path, PathBuf};
use std::time::Instant;

use codegen::rust::{Crate, public_api};
use codegen::{FileTree, Inputs, UnmatchedActions};
use xtask::workspace::Workspace;

use crate::change::Change;
use crate::copy::Copy;
use crate::spec::Spec;
use crate::whole::Whole;

/// The path of an older specification to compare with, if any.
const OLD_SPEC: &str = "C1_OLD_SPEC";

#[test]
fn the_whole_api_compiles_and_is_complete() {
    let whole = Whole::lock();
    let Whole { copy, summary, warnings, .. } = &*whole;
    let full = Spec::read(&whole.documents);
    let generated = Workspace::new(copy.root()).generated().expect("the generated files");
    step("count", || nothing_is_dropped(&full, &generated, summary));
    step("oneofs", || every_oneof_is_recognized(&full, &generated, warnings));
    let krate = emitted(copy.root());
    step("public API", || the_vendored_api_is_kept(&full, &krate));
    step("check", || copy.cargo(&["check", "--package", "c1-api"]));
    match std::env::var_os(OLD_SPEC).filter(|old| !old.is_empty()).map(PathBuf::from) {
        Some(old) => {
            let change = step("compare", || Change::read(&old, &whole::full_spec()));
            change.counts_hold();
            step("verdicts", || change.verdicts.hold(copy));
        }
        None => step("probe", || change::items_hold(&inputs(copy.root()), copy)),
    }
}

#[test]
#[ignore = "takes minutes"]
fn the_whole_api_is_linted_documented_and_tested() {
    let whole = Whole::lock();
    let copy = &whole.copy;
    step("clippy", || copy.cargo(&["clippy", "--package", "c1-api", "--all-targets", "--", "-D", "warnings"]));
    step("doc", || copy.cargo(&["doc", "--package", "c1-api", "--no-deps"]));
    step("rustdoc", || rustdoc::assert_matches(&emitted(copy.root()), copy.root(), copy.target()));
    // The hand-written code has its own tests.
    step("test", || copy.cargo(&["test", "--package", "c1-api", "--lib"]));
    step("examples", || copy.cargo(&["test", "--package", "c1-api", "--doc"]));
    step("features", || {
        for feature in copy.package_features() {
            copy.cargo(&["check", "--package", "c1-api", "--no-default-features", "--features", &feature]);
        }
    });
}

#[test]
#[ignore = "needs C1_FULL_SPEC, the path of C1's specification"]
fn programs_of_users_compile_against_the_whole_api() {
    // Fails without the specification.
    let _real = whole::full_spec();
    let whole = Whole::lock();
    step("programs", || programs(&whole.copy));
}

/// Programs of users. They have no server to run against, except for those that send nothing.
const PROGRAMS: [(&str, &str); 9] = [
    ("ai_clients", include_str!("programs/ai_clients.rs")),
    ("credentials", include_str!("programs/credentials.rs")),
    ("many_calls", include_str!("programs/many_calls.rs")),
    ("mask_update", include_str!("programs/mask_update.rs")),
    ("operations", include_str!("programs/operations.rs")),
    ("request_access", include_str!("programs/request_access.rs")),
    ("stale_access", include_str!("programs/stale_access.rs")),
    ("waiters", include_str!("programs/waiters.rs")),
    ("webhook", include_str!("programs/webhook.rs")),
];

/// Compiles the programs, runs two, and has the compiler refuse the mask of another model.
fn programs(copy: &Copy) {
    for (name, text) in PROGRAMS {
        copy.program(name, text);
    }
    let features = "blocking,registry";
    copy.cargo(&["clippy", "--package", "c1-api", "--features", features, "--examples", "--", "-D", "warnings"]);
    for name in ["operations", "webhook"] {
        copy.cargo(&["run", "--package", "c1-api", "--features", features, "--example", name]);
    }
    let refused = "mask_of_another_model";
    copy.program(refused, include_str!("programs/mask_of_another_model.rs"));
    let errors = copy.cargo_fails(&["check", "--package", "c1-api", "--example", refused, "--message-format", "short"]);
    assert!(errors.contains("error[E0277]") && errors.contains("From<FieldMask<"), "{errors}");
    // They need features that other tests leave out.
    for name in PROGRAMS.map(|(name, _)| name).iter().chain([&refused]) {
        copy.remove_program(name);
    }
}

/// This workspace.
fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Asserts that each documented oneof is tested by the generated code, or reported by a warning.
fn every_oneof_is_recognized(full: &Spec, generated: &FileTree, warnings: &str) {
    let tests = generated.get("tests.rs").expect("the generated test");
    let (fit, misfit) = full.oneofs;
    assert_eq!(tests.matches("oneof::holds(").count(), fit, "oneofs that the generated test covers");
    assert_eq!(
        warnings.matches("warning[C1G0056]: the oneof `").count(),
        misfit,
        "oneofs that are left out: {warnings}"
    );
    assert_eq!(warnings.matches("warning[").count(), misfit, "other warnings: {warnings}");
    say(&format!("whole API: {fit} oneofs are recognized, {misfit} do not fit their schemas"));
}

/// Asserts that summary, code and generated tests contain everything in the specification.
fn nothing_is_dropped(full: &Spec, generated: &FileTree, summary: &str) {
    let (operations, models, sites) = (full.operations.len(), full.models(), full.enums.len());
    let has_count = |count: &str| assert!(summary.contains(count), "the specification has {count}: {summary}");
    has_count(&format!("generated {operations} operations, {models} models, "));
    has_count(&format!(" ({sites} sites) in "));

    // Ignores the formatting.
    let code: String = generated.iter().flat_map(|(_, text)| text.split_whitespace()).collect();
    let named = |before: &str| -> BTreeSet<&str> {
        code.split(before).skip(1).filter_map(|rest| rest.split('"').next()).collect()
    };
    assert!(full.operations.iter().map(String::as_str).eq(named("OperationInfo::new(\"")), "the operations differ");
    let tables = code.split("message!{").skip(1).filter_map(|table| table.split('"').nth(1));
    let models: BTreeSet<&str> = tables.collect();
    let dropped: Vec<_> = full.schemas.keys().filter(|name| !models.contains(name.as_str())).collect();
    assert!(dropped.is_empty(), "models without struct: {dropped:?}");

    let tests = generated.get("tests.rs").expect("the generated test");
    let in_bodies = tests.split("keeps_unknown").skip(1).filter_map(|check| check.split(';').next());
    let tested = in_bodies.map(|check| check.matches('"').count() / 2).sum::<usize>();
    assert_eq!(tested + tests.matches("sends_unknown").count(), sites, "enum sites that the generated test covers");
}

/// The generated crate for the documents of a workspace.
fn emitted(root: &Path) -> Crate {
    let analysis = codegen::analyze(&inputs(root), UnmatchedActions::Error, &mut |_| {});
    analysis.unwrap_or_else(|errors| panic!("{errors}")).rust
}

/// The documents of a workspace, with its overlay.
fn inputs(root: &Path) -> Inputs {
    Workspace::new(root).inputs().unwrap_or_else(|errors| panic!("{errors}"))
}

/// Asserts that the public API of the vendored documents is unchanged, except for changes of the specification.
fn the_vendored_api_is_kept(full: &Spec, krate: &Crate) {
    let vendored = Spec::read(&whole::vendored());
    let own = public_api(&emitted(&repository()));
    surface::assert_kept((&vendored, &own), (full, &public_api(krate)));
}

/// Runs a step and prints its duration.
fn step<T>(name: &str, run: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = run();
    say(&format!("whole API: {name}: {:.1} s", start.elapsed().as_secs_f64()));
    result
}

/// Prints a line even if the test succeeds, unlike the macros.
fn say(text: &str) {
    // A closed standard error is not a failure.
    let _unheard = writeln!(stderr(), "{text}");
}
