//! The public API of the vendored documents, short enough for a reviewer to read first.

use std::fs;
use std::path::{Path, PathBuf};

use codegen::{Inputs, TextFile, UnmatchedActions};

#[test]
fn vendored_packages_match_their_public_api() {
    let analysis = codegen::analyze(&vendored(), unmatched(), &mut |_| {});
    let analysis = analysis.unwrap_or_else(|errors| panic!("{errors}"));
    // Shown if the test fails.
    println!(
        "review what changed, and accept it: `INSTA_UPDATE=always cargo test --package codegen --test cases public_api`"
    );
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("../snapshots/public_api");
    for (package, listing) in codegen::rust::public_api(&analysis.rust) {
        settings.bind(|| insta::assert_snapshot!(package.replace("::", "_"), listing));
    }
}

/// Actions for operations that `vendor --only` has left out match nothing.
fn unmatched() -> UnmatchedActions {
    let sources: toml::Table = read("SOURCES.toml").parse().expect("TOML");
    let sources = sources["source"].as_array().expect("a list");
    if sources.iter().any(|source| source.get("only").is_some()) {
        UnmatchedActions::Ignore
    } else {
        UnmatchedActions::Error
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs")
}

fn read(name: &str) -> String {
    fs::read_to_string(folder().join(name)).expect("a vendored file")
}

/// The documents and the overlay of specs/.
fn vendored() -> Inputs {
    let file = |name: String| TextFile { text: read(&name), file: format!("specs/{name}") };
    let names = fs::read_dir(folder()).expect("specs/").map(|entry| entry.expect("an entry").file_name());
    let names = names.filter_map(|name| name.into_string().ok()).filter(|name| name.ends_with(".yaml"));
    let (overlay, mut documents): (Vec<_>, Vec<_>) =
        names.map(file).partition(|file| file.file == "specs/overlay.yaml");
    documents.sort_by(|left, right| left.file.cmp(&right.file));
    Inputs { documents, overlay: overlay.into_iter().next(), ..Inputs::default() }
}
