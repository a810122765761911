//! The version and the changelog of a release.

use crate::repository::Repository;
use crate::{with_addition, with_removal};

/// A repository whose first release is tagged.
fn released() -> Repository {
    let repository = Repository::new();
    assert!(repository.xtask(&["release"]).is_success);
    repository.commit();
    repository.git(&["tag", "v0.1.0"]);
    repository
}

#[test]
fn the_first_release_keeps_its_version() {
    let repository = Repository::new();
    let before = repository.read("Cargo.toml");
    let (report, is_success) = repository.dry_run(&["--only", "version"]);
    assert!(is_success, "{report}");
    assert_eq!((&report["version"], &report["last"]), (&"0.1.0".into(), &serde_json::Value::Null));
    assert_eq!(repository.check("changelog").0, "failed");
    assert!(!repository.read("CHANGELOG.md").contains("0.1.0"), "a dry run writes nothing");

    let run = repository.xtask(&["release"]);
    assert!(run.is_success && run.stdout.contains("`git tag v0.1.0`"), "{run:?}");
    insta::assert_snapshot!(repository.read("CHANGELOG.md"));
    assert_eq!(repository.read("Cargo.toml"), before);
    assert_eq!(repository.check("changelog").0, "passed");

    let again = repository.xtask(&["release"]);
    assert!(again.stdout.starts_with("release 0.1.0 is prepared already; "), "{again:?}");
}

#[test]
fn a_tag_of_the_version_is_the_release_in_progress() {
    let repository = released();
    let (report, is_success) = repository.dry_run(&["--tag", "v0.1.0", "--only", "version", "--only", "changelog"]);
    assert!(is_success, "{report}");
    assert!(report["changelog"].as_str().is_some_and(|text| text.contains("Books are returned")), "{report}");
    assert!(!repository.dry_run(&["--tag", "v0.1.1", "--only", "version"]).1, "another tag");
}

#[test]
fn additions_are_a_patch_before_the_first_major_version() {
    let repository = released();
    repository.specification(&with_addition());
    assert_eq!(
        repository.check("version"),
        ("failed".into(), "the version is 0.1.0, but the changes require 0.1.1".into())
    );
    let run = repository.xtask(&["release"]);
    assert!(run.is_success, "{run:?}");
    insta::assert_snapshot!(run.stdout);
    insta::assert_snapshot!(repository.read("CHANGELOG.md"));
    let manifest = repository.read("Cargo.toml");
    assert!(
        manifest.contains("version = \"0.1.1\" # of all packages\n") && manifest.contains("\"=0.1.1\""),
        "{manifest}"
    );
    assert!(repository.read("Cargo.lock").contains("version = \"0.1.1\""));
    assert_eq!(repository.check("version").0, "passed");
}

#[test]
fn removals_are_a_minor_version() {
    let repository = released();
    repository.specification(&with_removal());
    let low = repository.xtask(&["release", "--version", "0.1.5"]);
    assert!(!low.is_success && low.stderr.contains("require 0.2.0"), "{low:?}");
    assert!(repository.xtask(&["release"]).is_success);
    insta::assert_snapshot!(repository.read("CHANGELOG.md"));
    assert!(
        repository.read("c1-api/src/guide/features.md").contains("c1-api = { version = \"0.2\""),
        "users depend on the new version"
    );
}

#[test]
fn a_release_without_changes_of_the_specification_is_a_patch() {
    let repository = released();
    repository.write("c1-api/src/lib.rs", "// Faster.\n");
    repository.commit();
    assert_eq!(repository.dry_run(&["--only", "generated"]).0["version"], "0.1.1");
    assert!(repository.xtask(&["release", "--version", "0.3.0"]).is_success);
    assert!(repository.read("CHANGELOG.md").contains("## [0.3.0] - 2030-01-02\n"));
}

#[test]
fn a_changelog_without_heading_is_an_error() {
    let repository = Repository::new();
    repository.write("CHANGELOG.md", "# Changelog\n");
    let run = repository.xtask(&["release"]);
    assert!(run.stderr.starts_with("error[C1X0071]"), "{run:?}");
    assert!(!repository.root().join("c1-api/CHANGELOG.md").exists());
}
