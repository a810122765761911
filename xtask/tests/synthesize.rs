//! The command `synthesize`.

use std::fs;
use std::process::{Command, Output};

fn synthesize(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask")).arg("synthesize").args(args).output().expect("the program runs")
}

#[test]
fn the_same_arguments_give_the_same_file() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("synthetic.yaml");
    let file = path.to_str().expect("a path that is text");
    let printed = synthesize(&["--operations", "12", "--seed", "3"]);
    assert!(printed.status.success());
    let report = synthesize(&["--operations", "12", "--seed", "3", "--output", file]);
    assert_eq!(String::from_utf8_lossy(&report.stdout), format!("{file}: 12 operations\n"));
    assert!(printed.stdout == fs::read(&path).expect("the file"));
    for other in [["--seed", "4"], ["--dialect", "null-type"]] {
        assert!(
            synthesize(&[&["--operations", "12"], other.as_slice()].concat()).stdout != printed.stdout,
            "{other:?}"
        );
    }
}

#[test]
fn sizes_and_paths_are_checked() {
    for size in ["2", "10001", "many"] {
        assert_eq!(synthesize(&["--operations", size]).status.code(), Some(2), "{size}");
    }
    let output = synthesize(&["--operations", "3", "--output", "/a/folder/that/does/not/exist/x.yaml"]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && errors.contains("error[C1X0001]"), "{errors}");
}
