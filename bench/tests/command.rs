//! The program from outside: a quick run of a cheap group, and arguments that it refuses.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn bench(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bench")).args(arguments).output().expect("the program runs")
}

#[test]
fn a_quick_run_writes_a_table_and_plots() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("results");
    let output = bench(&["paging", "--quick", "--out", out.to_str().expect("a path")]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    assert!(errors.contains("bench: paging, 50 ms a page"), "{errors}");

    let read = |file: &str| fs::read_to_string(out.join(file)).expect(file);
    let report: Value = serde_json::from_str(&read("report.json")).expect("JSON");
    let rows = report["groups"][0]["tables"][0]["rows"].as_array().expect("rows");
    let keys: Vec<&str> = rows.iter().filter_map(|row| row["key"].as_str()).collect();
    assert_eq!(keys, ["0", "5", "50"]);
    let figures = rows.iter().flat_map(|row| row["figures"].as_array().expect("figures"));
    assert!(figures.clone().count() == 15 && figures.clone().all(|figure| figure.as_f64().is_some_and(|f| f > 0.0)));

    let text = read("report.md");
    assert!(text.contains("| time of the server | without prefetch (ms) |"), "{text}");
    for plot in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
        assert!(read(plot).starts_with("<svg "), "{plot}");
    }
}

#[test]
fn wrong_arguments_are_refused_before_anything_is_measured() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("missing.yaml");
    for arguments in
        [&["nothing"][..], &["json", "--runs", "0"], &["json", "--spec", missing.to_str().expect("a path")]]
    {
        let output = bench(arguments);
        assert!(!output.status.success(), "{arguments:?}");
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(errors.starts_with("error: ") && !errors.contains("bench: "), "{errors}");
    }
    assert!(!Path::new("target/bench").exists(), "a failed run writes nothing");
}

/// The peak memory of a small command is not that of the process that measures it.
#[test]
fn a_command_is_measured_by_a_small_process() {
    let folder = tempfile::tempdir().expect("a folder");
    let report = folder.path().join("usage.json");
    let output = bench(&["measured", report.to_str().expect("a path"), "sh", "-c", "echo done"]);
    assert!(output.status.success());
    assert_eq!(output.stdout, b"done\n");
    let usage: Value = serde_json::from_str(&fs::read_to_string(&report).expect("a report")).expect("JSON");
    let peak = usage["peak"].as_u64().expect("bytes");
    assert!((100_000..40_000_000).contains(&peak), "{peak} bytes");
    assert!(!bench(&["measured", report.to_str().expect("a path"), "sh", "-c", "exit 3"]).status.success());
}
