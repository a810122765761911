//! The GitHub workflows: their permissions, their actions and their commands.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_yaml::Value;
use tempfile::TempDir;

use crate::server::Server;

/// A path in this workspace.
fn real(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// All workflows by their file names.
fn workflows() -> BTreeMap<String, Value> {
    let entries = fs::read_dir(real(".github/workflows")).expect("the workflows");
    let workflow = |path: PathBuf| {
        let text = fs::read_to_string(&path).expect("text");
        (path.file_name().expect("a name").to_string_lossy().into_owned(), serde_yaml::from_str(&text).expect("YAML"))
    };
    entries.map(|entry| workflow(entry.expect("an entry").path())).collect()
}

fn jobs(workflow: &Value) -> impl Iterator<Item = &Value> {
    workflow["jobs"].as_mapping().expect("jobs").values()
}

fn steps(workflow: &Value) -> impl Iterator<Item = &Value> {
    jobs(workflow).flat_map(|job| job["steps"].as_sequence().expect("steps"))
}

fn scripts(workflow: &Value) -> impl Iterator<Item = &str> {
    steps(workflow).filter_map(|step| step["run"].as_str())
}

/// The `cargo xtask` commands of a workflow, with their redirections.
fn commands(name: &str) -> Vec<String> {
    let workflows = workflows();
    let scripts = scripts(&workflows[name]).flat_map(str::lines).map(str::trim);
    scripts.filter(|line| line.starts_with("cargo xtask ")).map(str::to_owned).collect()
}

#[test]
fn workflows_have_minimal_permissions() {
    for (name, workflow) in workflows() {
        let on = workflow["on"].as_mapping().unwrap_or_else(|| panic!("{name}: what starts it"));
        assert!(on.get("pull_request_target").is_none(), "{name} would run foreign code with rights to write");
        let permissions: Vec<_> =
            std::iter::once(&workflow).chain(jobs(&workflow)).map(|at| &at["permissions"]).collect();
        assert!(permissions[0].is_mapping(), "{name} says what it may do");
        let writes =
            |granted: &&Value| granted.as_mapping().is_some_and(|all| all.values().any(|right| right == "write"));
        assert!(!writes(&permissions[0]), "{name}: rights to write are a job's");
        if on.get("pull_request").is_some() {
            assert!(!permissions.iter().any(writes), "{name} runs foreign code");
        }
        for job in jobs(&workflow) {
            assert!(job["timeout-minutes"].is_u64(), "{name} ends");
        }
    }
}

#[test]
fn workflows_pin_their_actions() {
    for (name, workflow) in workflows() {
        for action in steps(&workflow).filter_map(|step| step["uses"].as_str()) {
            let (_, commit) = action.split_once('@').unwrap_or_else(|| panic!("{name}: {action}"));
            let is_hash = commit.len() == 40 && commit.bytes().all(|digit| digit.is_ascii_hexdigit());
            assert!(is_hash, "{name}: {action} is not pinned");
        }
        for script in scripts(&workflow) {
            assert!(!script.contains("${{"), "{name}: what is pasted into a script is run: {script}");
        }
        for checkout in
            steps(&workflow).filter(|step| step["uses"].as_str().is_some_and(|uses| uses.contains("/checkout@")))
        {
            assert_eq!(checkout["with"]["persist-credentials"], Value::Bool(false), "{name}");
        }
    }
}

/// A repository with the generated files, and with the vendored documents, whose origins are on this server.
fn repository(server: &Server) -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    for part in ["specs", "c1-api/src/generated", "c1-api/Cargo.toml", "Cargo.toml", ".gitattributes", ".gitignore"] {
        copy(&real(part), &root.path().join(part));
    }
    let list = root.path().join("specs/SOURCES.toml");
    let origin = format!("origin = \"{}\"", server.url("/spec"));
    let line = |line: &str| if line.starts_with("origin = ") { origin.clone() } else { line.to_owned() };
    let lines: Vec<String> = fs::read_to_string(&list).expect("the list").lines().map(line).collect();
    fs::write(&list, lines.join("\n") + "\n").expect("the list");
    for command in ["git init --quiet", "git add .", COMMIT] {
        run(root.path(), command);
    }
    root
}

const COMMIT: &str = "git -c user.name=Ada -c user.email=ada@example.com commit --quiet --all --message Test";

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        for entry in fs::read_dir(from).expect("a folder") {
            let name = entry.expect("an entry").file_name();
            copy(&from.join(&name), &to.join(&name));
        }
    } else {
        fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        fs::copy(from, to).expect("a copy");
    }
}

/// Runs a line of a workflow verbatim, except that `cargo xtask` is the program of this build.
fn run(root: &Path, line: &str) -> String {
    let script = format!("set -e\ncargo() {{ shift; \"$XTASK\" --root . \"$@\"; }}\n{line}\n");
    let mut command = Command::new("sh");
    command.args(["-c", &script]).current_dir(root).env("XTASK", env!("CARGO_BIN_EXE_xtask"));
    for proxy in ["http_proxy", "https_proxy", "all_proxy"] {
        command.env_remove(proxy).env_remove(proxy.to_uppercase());
    }
    // Git hooks set these.
    for variable in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"] {
        command.env_remove(variable);
    }
    let output = command.output().expect("a shell");
    let output_text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{line}\n{output_text}");
    output_text.into_owned()
}

/// A document with the content of all vendored ones, and an additional property.
fn whole() -> String {
    let specs = fs::read_dir(real("specs")).expect("the vendored documents");
    let paths = specs.map(|entry| entry.expect("an entry").path());
    let is_document =
        |path: &PathBuf| path.extension().is_some_and(|yaml| yaml == "yaml") && !path.ends_with("overlay.yaml");
    let documents = paths.filter(is_document).map(|path| fs::read_to_string(path).expect("text"));
    let mut whole = Value::Null;
    for document in documents {
        merge(&mut whole, serde_yaml::from_str(&document).expect("YAML"));
    }
    let user = &mut whole["components"]["schemas"]["c1.api.user.v1.User"]["properties"];
    user["favouriteColour"] = serde_yaml::from_str("{type: string}").expect("YAML");
    serde_yaml::to_string(&whole).expect("YAML")
}

fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Mapping(into), Value::Mapping(from)) => {
            for (key, value) in from {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (into, from) => *into = from,
    }
}

#[test]
fn the_commands_of_the_workflows_report_an_update() {
    let server = Server::of(&whole());
    let root = repository(&server);
    let report = || fs::read_to_string(root.path().join("report.md")).expect("the report");

    let update = commands("update-specs.yml");
    assert_eq!(update.len(), 3, "{update:?}");
    for command in &update {
        run(root.path(), command);
    }
    assert_eq!(server.heads().len(), 1);
    assert!(report().contains("favourite"), "{}", report());
    let changed = run(root.path(), "git status --short");
    assert!(changed.contains(" M specs/SOURCES.toml\n") && changed.contains(" M c1-api/src/generated/"), "{changed}");

    let proposed = report();
    run(root.path(), COMMIT);
    let commented = commands("report-specs.yml");
    assert_eq!(commented.len(), 1, "{commented:?}");
    run(root.path(), &commented[0]);
    assert_eq!(report(), proposed, "the reports are equal");
}

#[test]
fn a_release_is_checked_strictly_and_published_without_a_stored_token() {
    let workflows = workflows();
    let release = &workflows["release.yml"];
    assert_eq!(release["on"].as_mapping().expect("what starts it").len(), 1, "tags alone start it");
    assert!(release["on"]["push"]["tags"].is_sequence() && release["on"]["push"]["branches"].is_null());
    assert_eq!(commands("release.yml"), ["cargo xtask release --dry-run --strict --tag \"$GITHUB_REF_NAME\""]);

    let publishes = |job: &&Value| {
        let scripts = job["steps"].as_sequence().expect("steps").iter().filter_map(|step| step["run"].as_str());
        scripts.into_iter().any(|script| script.starts_with("cargo publish --no-verify "))
    };
    let publishing: Vec<&Value> = jobs(release).filter(publishes).collect();
    let [publishing] = &publishing[..] else { panic!("one job publishes") };
    assert_eq!((&publishing["needs"], &publishing["environment"]), (&"check".into(), &"release".into()));
    // The job with the right to prove who it is builds nothing, and no other job has that right.
    for job in jobs(release) {
        assert_eq!(job["permissions"]["id-token"] == "write", job == *publishing);
    }
    let text = fs::read_to_string(real(".github/workflows/release.yml")).expect("the workflow");
    assert!(!text.contains("secrets."), "crates.io trusts the workflow");
    // The toolchain of the check is the declared one.
    let manifest = fs::read_to_string(real("Cargo.toml")).expect("the manifest");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let oldest = manifest["workspace"]["package"]["rust-version"].as_str().expect("a version");
    assert!(text.contains(&format!("rustup toolchain install {oldest} ")), "{oldest}");
}
