//! Compiles, lints, documents and tests the code of every snapshot: all cases of one presence as one API, in a copy of
//! the SDK.
//!
//! Each case generates the same files alone and among the others, so a name depends only on the element that it names.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::Generated;

use crate::case::{Case, generate, joined};
use crate::rustdoc;

#[test]
fn all_code_compiles_without_a_warning() {
    let cases = Case::all();
    for (name, is_protobuf) in [("protobuf", true), ("other", false)] {
        let cases: Vec<&Case> = cases.iter().filter(|case| case.is_protobuf() == is_protobuf).collect();
        let together = generate(&joined(cases.iter().copied())).unwrap_or_else(|errors| panic!("{errors}"));
        for case in &cases {
            assert_part_of(case, &together);
        }
        let root = sdk(name);
        write(&together, &root);
        cargo(
            &root,
            &[
                "clippy",
                "--offline",
                "--quiet",
                "--lib",
                "--tests",
                "--features",
                "mock,registry",
                "--",
                "-D",
                "warnings",
            ],
        );
        cargo(&root, &["test", "--offline", "--quiet", "--lib", "generated::"]);
        cargo(&root, &["doc", "--offline", "--quiet", "--no-deps"]);
        rustdoc::assert_matches(&together.analysis.rust, &root, &target());
    }
}

/// Every file of the case is the same among all cases, except those that list other files.
fn assert_part_of(case: &Case, together: &Generated) {
    let alone = generate(&case.inputs).unwrap_or_else(|errors| panic!("{}:\n{errors}", case.name));
    let lists = |path: &str| path.ends_with("mod.rs") || !path.contains('/');
    for (path, text) in alone.files.iter().filter(|(path, _)| !lists(path)) {
        assert_eq!(together.files.get(path), Some(text), "{path} of {} depends on other cases", case.name);
    }
}

/// A workspace with only the SDK, without its generated code and tests.
///
/// Its path is the same in each run, so that Cargo reuses earlier builds.
fn sdk(name: &str) -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a workspace");
    let to = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases").join(name);
    if to.exists() {
        fs::remove_dir_all(&to).expect("the copy of an earlier run can be removed");
    }
    copy(&from.join("c1-api/src"), &to.join("c1-api/src"), &["generated"]);
    copy(&from.join("c1-api/core"), &to.join("c1-api/core"), &[]);
    // Nothing builds them here, but Cargo requires the targets of the manifest to exist.
    copy(&from.join("c1-api/examples"), &to.join("c1-api/examples"), &[]);
    for file in ["Cargo.lock", "c1-api/Cargo.toml"] {
        fs::copy(from.join(file), to.join(file)).expect(file);
    }
    let mut manifest: toml::Table =
        fs::read_to_string(from.join("Cargo.toml")).expect("a manifest").parse().expect("TOML");
    manifest["workspace"]["members"] = toml::Value::Array(vec!["c1-api".into(), "c1-api/core".into()]);
    manifest["workspace"].as_table_mut().expect("a table").remove("default-members");
    // The runtime of the SDK has features of packages that are not among the cases.
    let lints = manifest["workspace"]["lints"]["rust"].as_table_mut().expect("lints");
    lints.insert("unexpected_cfgs".to_owned(), "allow".into());
    fs::write(to.join("Cargo.toml"), manifest.to_string()).expect("a manifest");
    to
}

/// Writes the generated files, and the features into the manifest.
fn write(generated: &Generated, root: &Path) {
    for (path, text) in generated.files.iter() {
        let path = root.join("c1-api/src/generated").join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let path = root.join("c1-api/Cargo.toml");
    let mut manifest: toml::Table = fs::read_to_string(&path).expect("a manifest").parse().expect("TOML");
    let features = manifest["features"].as_table_mut().expect("features");
    let generated = generated.analysis.features();
    features.insert("full".to_owned(), generated.keys().cloned().collect::<Vec<_>>().into());
    features.extend(generated.into_iter().map(|(name, enabled)| (name, enabled.into())));
    fs::write(path, manifest.to_string()).expect("a manifest");
}

fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("cases/target")
}

fn copy(from: &Path, to: &Path, but: &[&str]) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name");
        if path.is_dir() && !but.iter().any(|but| name == *but) {
            copy(&path, &to.join(name), &[]);
        } else if path.is_file() {
            fs::copy(&path, to.join(name)).expect("a file");
        }
    }
}

fn cargo(root: &Path, arguments: &[&str]) {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(root)
        .env("CARGO_TARGET_DIR", target())
        .env("RUSTDOCFLAGS", "-D warnings")
        .output()
        .expect("cargo runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {} in {}:\n{stderr}", arguments.join(" "), root.display());
}
