//! The checks of a release: passed, failed and skipped.

use std::collections::BTreeSet;

use crate::repository::Repository;

#[test]
fn each_check_has_a_name_and_a_title() {
    let repository = Repository::new();
    assert!(repository.xtask(&["release"]).is_success);
    let (report, _) = repository.dry_run(&[]);
    let checks = report["checks"].as_array().expect("a list");
    let names: BTreeSet<&str> = checks.iter().filter_map(|check| check["name"].as_str()).collect();
    assert_eq!((checks.len(), names.len()), (12, 12));
    let unknown = repository.xtask(&["release", "--dry-run", "--only", "versions"]);
    assert!(unknown.stderr.contains("use one of these: version, changelog"), "{unknown:?}");
}

#[test]
fn complete_manifests_pass() {
    let repository = Repository::new();
    assert_eq!(repository.check("manifests").0, "passed");
    repository.write("tools/Cargo.toml", "[package]\nname = \"tools\"\n");
    let manifest = repository.read("c1-api/core/Cargo.toml").replace("keywords = [\"books\"]\n", "keywords = []\n");
    repository
        .write("c1-api/core/Cargo.toml", &manifest.replace("[package.metadata.docs.rs]", "[package.metadata.other]"));
    let (outcome, detail) = repository.check("manifests");
    assert_eq!(outcome, "failed");
    assert_eq!(
        detail.lines().collect::<Vec<_>>(),
        [
            "c1-api/core/Cargo.toml: `package.keywords` is missing",
            "c1-api/core/Cargo.toml: `package.metadata.docs.rs` is missing",
            "tools/Cargo.toml: `publish = false` is missing",
        ]
    );
}

#[test]
fn packages_are_checked_file_by_file() {
    let repository = Repository::new();
    assert_eq!(repository.check("package"), ("passed".into(), "c1-api-core: 6 files, c1-api: 6 files".into()));
    repository.fake("package.stdout", "Cargo.toml\nLICENSE-MIT\nREADME.md\nsrc/lib.rs\nsrc/key.pem\ntests/tls.rs\n");
    repository.write("c1-api/LICENSE-MIT", "Another.\n");
    let (outcome, detail) = repository.check("package");
    assert_eq!(outcome, "failed");
    for problem in [
        "c1-api: LICENSE-APACHE is missing",
        "c1-api: src/key.pem does not belong into the package",
        "c1-api-core: tests/tls.rs does not belong into the package",
        "c1-api: LICENSE-MIT differs from that of the workspace",
    ] {
        assert!(detail.lines().any(|line| line == problem), "{problem}: {detail}");
    }
}

#[test]
fn stale_code_fails() {
    let repository = Repository::new();
    assert_eq!(repository.check("generated").0, "passed");
    repository.write("c1-api/src/generated/mod.rs", "");
    assert_eq!(repository.check("generated"), ("failed".into(), "c1-api/src/generated/mod.rs is stale".into()));
}

#[test]
fn a_runtime_of_another_version_fails() {
    let repository = Repository::new();
    repository.write("Cargo.toml", &repository.read("Cargo.toml").replace("=0.1.0", "0.1.0"));
    assert_eq!(repository.check("version").0, "failed");
}

#[test]
fn missing_programs_and_servers_skip_a_check_unless_it_is_strict() {
    let repository = Repository::new();
    repository.fake("deny.stderr", "error: no such command: `deny`\n");
    let (outcome, detail) = repository.check("licences");
    assert_eq!((outcome.as_str(), detail.contains("cargo install cargo-deny")), ("skipped", true));
    assert!(!repository.dry_run(&["--strict", "--only", "licences"]).1, "strict");

    repository.fake("deny.stderr", "error: failed to fetch advisory database https://example.com\n");
    assert_eq!(repository.check("advisories"), ("skipped".into(), "its server cannot be reached".into()));
    repository.fake("deny.stderr", "error[vulnerability]: \u{1b}[31mcrate\n");
    assert_eq!(repository.check("advisories"), ("failed".into(), "error[vulnerability]: \\u{1b}[31mcrate".into()));
}

#[test]
fn the_last_release_is_the_baseline_of_the_rust_api() {
    let repository = Repository::new();
    assert_eq!(repository.check("semver").0, "passed", "the first release breaks nobody");
    assert!(repository.xtask(&["release"]).is_success);
    repository.commit();
    repository.git(&["tag", "v0.1.0"]);
    repository.commit();
    assert_eq!(repository.check("semver"), ("passed".into(), "compared with v0.1.0".into()));
    let run =
        "semver-checks check-release --color never --baseline-rev v0.1.0 --package c1-api-core --package c1-api\n";
    assert!(repository.cargo_runs().ends_with(run), "{}", repository.cargo_runs());
    repository.fake("semver-checks.stderr", "--- failure struct_missing ---\n");
    assert_eq!(repository.check("semver").0, "failed");
}

#[test]
fn both_packages_are_published_together() {
    let repository = Repository::new();
    assert_eq!(repository.check("publish").0, "failed", "the script writes no package");
    let run = repository.cargo_runs();
    assert!(run.starts_with("publish --dry-run ") && run.contains("--package c1-api-core --package c1-api"), "{run}");
    let (_, is_success) = repository.dry_run(&["--strict", "--only", "publish"]);
    assert!(!is_success && !repository.cargo_runs().lines().last().expect("a run").contains("--allow-dirty"));
}

#[test]
fn the_report_is_readable() {
    let repository = Repository::new();
    repository.fake("deny.stderr", "error: no such command: `deny`\n");
    let run =
        repository.xtask(&["release", "--dry-run", "--only", "version", "--only", "changelog", "--only", "licences"]);
    insta::assert_snapshot!(run.stdout);
    insta::assert_snapshot!(run.stderr);
}
