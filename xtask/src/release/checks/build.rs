//! Builds of the published packages: as on docs.rs, with the oldest Rust, with the oldest dependencies, and as packages.

use std::fs;

use ::codegen::diagnostics::{Diagnostic, Diagnostics};
use toml_edit::Item;

use super::super::command::Program;
use super::{Context, Outcome, PUBLISHED, scratch};
use crate::cargo_toml;
use crate::codes;

/// The largest package that crates.io accepts, in bytes.
const MAX_PACKAGE: u64 = 10 * 1024 * 1024;

/// The documentation builds without warnings, with the features that docs.rs enables.
pub(super) fn docs(context: &Context<'_>) -> Result<Outcome, Diagnostics> {
    let mut features = Vec::new();
    for (name, folder) in PUBLISHED {
        let file = format!("{folder}/Cargo.toml");
        let manifest = cargo_toml::parse(&file, &context.workspace.text(&file)?.unwrap_or_default())?;
        let docs_rs = manifest.get("package").and_then(|package| package.get("metadata")?.get("docs")?.get("rs"));
        let listed = docs_rs.and_then(|docs_rs| docs_rs.get("features")?.as_array());
        features
            .extend(listed.into_iter().flatten().filter_map(|feature| Some(format!("{name}/{}", feature.as_str()?))));
    }
    let features = features.join(",");
    let run = context.cargo_published(&["doc", "--no-deps", "--locked", "--features", &features]);
    let run = run.env("RUSTDOCFLAGS", "-D warnings --cfg docsrs").run();
    let passed = |_: &super::Run| "without a warning".to_owned();
    Ok(Outcome::of_run(run, "install Cargo", passed, "correct the documentation"))
}

/// The `rust-version` of the manifests compiles the packages with all features.
pub(super) fn msrv(context: &Context<'_>) -> Result<Outcome, Diagnostics> {
    let text = context.workspace.text("Cargo.toml")?.unwrap_or_default();
    let manifest = cargo_toml::parse("Cargo.toml", &text)?;
    let declared = manifest.get("workspace").and_then(|workspace| workspace.get("package")?.get("rust-version"));
    let Some(declared) = declared.and_then(Item::as_str) else {
        let message = "`workspace.package.rust-version` is missing".to_owned();
        return Ok(Outcome::Failed { message, help: "declare the oldest Rust".to_owned() });
    };
    let root = context.workspace.root();
    let installed = Program::new("rustup", root, &["toolchain", "list"]).run();
    let installed = installed.map(|run| run.stdout).unwrap_or_default();
    let is_declared = |toolchain: &&str| {
        toolchain.strip_prefix(declared).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '-', ' ']))
    };
    let Some(toolchain) = installed.lines().find(is_declared).and_then(|line| line.split(' ').next()) else {
        let install =
            format!("Rust {declared} is not installed: `rustup toolchain install {declared} --profile minimal`");
        return Ok(Outcome::Skipped(install));
    };
    let packages: Vec<&str> = PUBLISHED.iter().flat_map(|(name, _)| ["--package", name]).collect();
    let target = context.target("msrv").display().to_string();
    let run = Program::new("rustup", root, &["run", toolchain, "cargo", "check", "--locked", "--all-features"])
        .args(&["--target-dir", &target])
        .args(&packages)
        .run();
    let passed = |_: &super::Run| format!("Rust {toolchain}");
    let help = "use older features of Rust or of the dependencies, or raise `rust-version` (VERSIONING.md)";
    Ok(Outcome::of_run(run, "rustup, from https://rustup.rs", passed, help))
}

/// The lowest version that each requirement on a dependency allows compiles the packages.
pub(super) fn minimal_versions(context: &Context<'_>) -> Result<Outcome, Diagnostics> {
    let folder = context.target("minimal-versions");
    scratch::workspace(context.workspace, &folder)?;
    // The option of Cargo is unstable, which the variable allows.
    let cargo = |args: &[&str]| Program::cargo(&folder, args).env("RUSTC_BOOTSTRAP", "1");
    let help = "raise the lower bounds of the dependencies in Cargo.toml to versions that compile";
    let resolved = cargo(&["generate-lockfile", "-Z", "direct-minimal-versions"]).run();
    if !resolved.as_ref().is_some_and(|run| run.is_success) {
        return Ok(Outcome::of_run(resolved, "install Cargo", |_| String::new(), help));
    }
    let target = folder.join("target").display().to_string();
    let run = cargo(&["check", "--workspace", "--all-features", "--locked", "--target-dir", &target]).run();
    let passed = |_: &super::Run| "with direct-minimal-versions".to_owned();
    Ok(Outcome::of_run(run, "install Cargo", passed, help))
}

/// The packages build alone, in the order in which they are published, and are small enough.
pub(super) fn publish(context: &Context<'_>) -> Result<Outcome, Diagnostics> {
    let target = context.target("publish");
    let dirty: &[&str] = if context.is_strict { &[] } else { &["--allow-dirty"] };
    let run = context.cargo_published(&["publish", "--dry-run", "--target-dir", &target.display().to_string()]);
    let outcome = Outcome::of_run(
        run.args(dirty).run(),
        "install Cargo",
        |_| String::new(),
        "correct the package; `--strict` needs a clean working tree",
    );
    if !matches!(outcome, Outcome::Passed(_)) {
        return Ok(outcome);
    }
    let mut sizes = Vec::new();
    let mut problems = Vec::new();
    for (name, _) in PUBLISHED {
        let file = format!("{name}-{}.crate", context.plan.current);
        let size = ["package", "package/tmp-crate", "package/tmp-registry"]
            .iter()
            .find_map(|folder| fs::metadata(target.join(folder).join(&file)).ok())
            .map(|metadata| metadata.len());
        let size = size.ok_or_else(|| missing(&file))?;
        sizes.push(format!("{file}: {} KiB", size.div_ceil(1024)));
        if size > MAX_PACKAGE {
            problems.push(format!("{file} has {size} bytes, and crates.io accepts {MAX_PACKAGE}"));
        }
    }
    Ok(Outcome::of_problems(&problems, sizes.join(", "), "leave files out with `package.include`"))
}

fn missing(file: &str) -> Diagnostic {
    Diagnostic::new(&codes::FILE_ACCESS, file, format!("`cargo publish --dry-run` wrote no {file}"))
        .help("use a newer Cargo: rust-toolchain.toml has one")
}
