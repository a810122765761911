//! The files of the published packages, one by one.

use ::codegen::diagnostics::{Diagnostics, escape};

use super::super::command::Run;
use super::{Context, Outcome, PUBLISHED};
use crate::terminal::counted;

/// The files that each package has.
const REQUIRED: [&str; 5] = ["Cargo.toml", "LICENSE-APACHE", "LICENSE-MIT", "README.md", "src/lib.rs"];
/// The files that Cargo adds.
const ADDED: [&str; 3] = [".cargo_vcs_info.json", "Cargo.lock", "Cargo.toml.orig"];
/// The folders of a package with the extensions of their files.
const FOLDERS: [(&str, &[&str]); 2] =
    [("src/", &[".rs", ".md"]), ("examples/", &[".rs", ".md", ".json", ".css", ".js"])];

pub(super) fn check(context: &Context<'_>) -> Result<Outcome, Diagnostics> {
    let mut problems = Vec::new();
    let mut counts = Vec::new();
    for (name, folder) in PUBLISHED {
        let run = context.cargo(&["package", "--list", "--allow-dirty", "--package", name]).run();
        let Some(Run { is_success: true, stdout, .. }) = &run else {
            return Ok(Outcome::of_run(run, "install Cargo", |_| String::new(), "correct the manifest"));
        };
        let files: Vec<String> = stdout.lines().map(|file| file.replace('\\', "/")).collect();
        let problem = |problem: String| format!("{name}: {problem}");
        let missing = REQUIRED.iter().filter(|required| files.iter().all(|file| file != *required));
        problems.extend(missing.map(|file| problem(format!("{file} is missing"))));
        let foreign = files.iter().filter(|file| !belongs(file));
        problems.extend(foreign.map(|file| problem(format!("{} does not belong into the package", escape(file)))));
        for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
            if context.workspace.text(&format!("{folder}/{licence}"))? != context.workspace.text(licence)? {
                problems.push(problem(format!("{licence} differs from that of the workspace")));
            }
        }
        counts.push(format!("{name}: {}", counted(files.len(), "file")));
    }
    let help = "correct `package.include` of the manifest; the licences are copies of those of the workspace";
    Ok(Outcome::of_problems(&problems, counts.join(", "), help))
}

/// Whether a file may be in a package.
fn belongs(file: &str) -> bool {
    let in_folder = |(folder, extensions): &(&str, &[&str])| {
        file.starts_with(folder) && extensions.iter().any(|extension| file.ends_with(extension))
    };
    REQUIRED.contains(&file) || ADDED.contains(&file) || FOLDERS.iter().any(in_folder)
}

#[cfg(test)]
mod tests {
    use super::belongs;

    #[test]
    fn sources_examples_and_licences_belong_into_a_package() {
        for file in [
            "src/lib.rs",
            "src/generated/services.md",
            "examples/audit/html/report.css",
            "LICENSE-MIT",
            "Cargo.toml.orig",
        ] {
            assert!(belongs(file), "{file}");
        }
        for file in ["tests/tls.rs", "src/key.pem", "benches/page.rs", ".env", "src", "notes/src/lib.rs"] {
            assert!(!belongs(file), "{file}");
        }
    }
}
