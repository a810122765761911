//! Crates of their own: `codegen --spec`, what it does not support: `support`, `codegen --skip-unsupported`, and the judge of
//! them: `conformance --standalone`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const SPEC: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/standalone/pets.yaml");

const WIRE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/standalone/wire.yaml");

/// Runs a command. Returns whether it succeeded, its report and its errors.
fn xtask(args: &[&str]) -> (bool, String, String) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = command.arg("--root").arg(root).args(args).env("CARGO_NET_OFFLINE", "true").output();
    let Output { status, stdout, stderr } = output.expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text").replace(SPEC, "pets.yaml");
    (status.success(), text(stdout), text(stderr))
}

/// A folder that is the same in each run, so that Cargo reuses earlier builds.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("standalone").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("the folder of the run before");
    }
    folder
}

#[test]
fn an_audit_names_the_reasons_and_the_operations_that_they_block() {
    let (succeeds, report, errors) = xtask(&["support", SPEC]);
    assert!(succeeds, "{errors}");
    insta::assert_snapshot!(report);
    let (_, report, _) = xtask(&["support", SPEC, "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&report).expect("JSON");
    assert_eq!((&report["operations"], &report["supported"]), (&4.into(), &2.into()));
    assert_eq!(report["reasons"][0]["operations"], 2);
    assert_eq!(report["left_out"], serde_json::json!(["/paths/~1owners/get", "/paths/~1reports/get"]));
}

#[test]
fn the_default_is_an_error_and_writes_nothing() {
    let out = folder("refused");
    let (succeeds, _, errors) = xtask(&["codegen", "--spec", SPEC, "--out", &out.display().to_string()]);
    assert!(!succeeds && errors.contains("C1G0011"), "{errors}");
    assert!(!out.exists());
    let (succeeds, _, errors) = xtask(&["codegen", "--spec", SPEC, "--out", "x", "--crate-name", "Pet Shop"]);
    assert!(!succeeds && errors.contains("C1X0008"), "{errors}");
}

#[test]
fn a_crate_of_its_own_compiles_and_speaks_to_a_server() {
    let out = folder("pet-shop");
    let shown = out.display().to_string();
    let args = ["codegen", "--spec", SPEC, "--out", &shown, "--crate-name", "pet-shop", "--skip-unsupported"];
    let (succeeds, report, errors) = xtask(&args);
    assert!(succeeds, "{errors}");
    for pointer in ["/components/schemas/Owner", "/paths/~1owners/get", "/paths/~1reports/get"] {
        assert!(report.contains(&format!("left out {pointer}\n    C1G0011: `if` is not supported")), "{report}");
    }
    assert!(report.contains("the security scheme `old` is not supported: of the type http digest\n"), "{report}");
    let front_page = fs::read_to_string(out.join("src/lib.rs")).expect("a front page");
    let access = front_page.split("# Servers").nth(1).and_then(|rest| rest.split("# Services").next());
    insta::assert_snapshot!(access.expect("both sections"));
    test_program(&out, &args, "program.rs");
}

#[test]
fn responses_and_forms_are_right_on_the_wire() {
    let out = folder("wire");
    let (spec, shown) = (WIRE.to_owned(), out.display().to_string());
    let args = ["codegen", "--spec", &spec, "--out", &shown];
    let (succeeds, _, errors) = xtask(&args);
    assert!(succeeds, "{errors}");
    test_program(&out, &args, "wire.rs");
}

/// The document has all styles of parameters and all kinds of bodies.
#[test]
fn operations_of_all_styles_are_judged() {
    let spec = concat!(env!("CARGO_MANIFEST_DIR"), "/../conformance/src/calls/proving.yaml");
    let (succeeds, report, errors) = xtask(&["conformance", "--standalone", spec, "--samples", "5"]);
    assert!(succeeds, "{report}{errors}");
    assert!(report.starts_with("passed: ") && report.contains(" 11 operations ("), "{report}");
}

/// Runs a program of this folder as a test of the emitted crate.
fn test_program(out: &Path, args: &[&str], program: &str) {
    let manifest = out.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).expect("a manifest");
    let dev = "[dev-dependencies]\nhttp-body-util = \"0.1\"\ntokio = { version = \"1\", features = [\"macros\", \"rt\"] }\n\
               tower = { version = \"0.5\", features = [\"util\"] }\n\n[features]";
    fs::write(&manifest, text.replace("[features]", dev)).expect("a manifest");
    let (succeeds, _, errors) = xtask(&[args, &["--check"]].concat());
    assert!(succeeds, "changes of the manifest are kept: {errors}");

    fs::create_dir(out.join("tests")).expect("a folder");
    fs::copy(Path::new(SPEC).with_file_name(program), out.join("tests").join(program)).expect("a program");
    fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.lock"), out.join("Cargo.lock")).expect("a lock file");
    // It is not a member of this workspace, whose folder it is in.
    let text = fs::read_to_string(&manifest).expect("a manifest");
    fs::write(&manifest, text + "\n[workspace]\n").expect("a manifest");
    let output = Command::new(env!("CARGO"))
        .args(["test", "--offline", "--quiet", "--no-default-features", "--features", "full,mock,blocking"])
        .current_dir(out)
        .env("CARGO_TARGET_DIR", out.with_file_name("target"))
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .expect("cargo runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
}
