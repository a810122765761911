//! `--compare`: two revisions in turn.
//!
//! What runs as processes is measured by this program in both trees. What runs within a process is measured by the `bench` of each
//! tree, so it needs a revision that has one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::args::{Args, Name};
use crate::context::{Context, Spec, say, tool};
use crate::error::{Error, Result};
use crate::files::read;
use crate::machine::Machine;
use crate::process;
use crate::report::comparison::Comparison;
use crate::report::{Group, Report};
use crate::{compilation, generation};

/// A tree of this repository.
struct Side {
    revision: String,
    context: Context,
    /// Its benchmarks of what runs within a process.
    program: Option<PathBuf>,
}

/// The last report of this tree, and the comparison with the revision.
pub(crate) fn run(
    args: &Args,
    revision: &str,
    spec: Option<&Spec>,
    own: &Context,
    names: &[Name],
) -> Result<(Report, Comparison)> {
    let is_within = names.iter().any(|name| !is_process(*name));
    let sides = [other(args, revision, spec, own, is_within)?, this(args, spec, own)?];
    let names: Vec<Name> =
        names.iter().copied().filter(|name| is_process(*name) || sides[0].program.is_some()).collect();
    if names.is_empty() {
        let error = Error::new(format!("{revision} has no package `bench`, which would measure these groups"));
        return Err(error.help("compare it by `generation` and `compilation`"));
    }
    let mut rounds = Vec::new();
    for round in 1..=own.runs {
        let [before, after] = &sides;
        say(&format!("round {round} of {}, {}", own.runs, before.revision));
        let first = before.measure(args, &names)?;
        say(&format!("round {round} of {}, {}", own.runs, after.revision));
        rounds.push((first, after.measure(args, &names)?));
    }
    let comparison = Comparison::join(&rounds);
    let (_, report) = rounds.pop().ok_or_else(|| Error::new("no round was run"))?;
    Ok((report, comparison))
}

/// The commit of a tree, with `+` if files differ from it.
pub(crate) fn revision(root: &Path) -> Result<String> {
    let commit = git(root, &["rev-parse", "--short=12", "HEAD"])?;
    let changes = git(root, &["status", "--porcelain", "--untracked-files=no"])?;
    let mark = if changes.is_empty() { "" } else { "+" };
    Ok(format!("{}{mark}", commit.trim()))
}

fn is_process(name: Name) -> bool {
    matches!(name, Name::Generation | Name::Compilation | Name::Features)
}

fn this(args: &Args, spec: Option<&Spec>, own: &Context) -> Result<Side> {
    let program = std::env::current_exe().map_err(|error| Error::new(error.to_string()))?;
    let context = Context::new(own.root.clone(), spec.cloned(), 1, args.quick);
    Ok(Side { revision: revision(&own.root)?, context, program: Some(program) })
}

/// A worktree of the revision. Its benchmarks are built, if it has any, for what runs within a process.
fn other(args: &Args, revision: &str, spec: Option<&Spec>, own: &Context, is_within: bool) -> Result<Side> {
    let commit =
        git(&own.root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")]);
    let commit = commit.map_err(|_| Error::new(format!("{revision}: not a git revision")))?;
    let commit = commit.trim();
    let root = own.root.join("target/bench/compare");
    if root.join(".git").exists() {
        git(&root, &["checkout", "--quiet", "--force", "--detach", commit])?;
    } else {
        git(&own.root, &["worktree", "prune"])?;
        let folder = root.to_string_lossy().into_owned();
        git(&own.root, &["worktree", "add", "--quiet", "--force", "--detach", &folder, commit])?;
    }
    let program = if is_within && root.join("bench/Cargo.toml").is_file() {
        say(&format!("building bench of {revision}"));
        process::run(tool(&root).args(["build", "--release", "--package", "bench", "--target-dir", "target"]))?;
        Some(root.join("target/release").join(format!("bench{}", std::env::consts::EXE_SUFFIX)))
    } else {
        None
    };
    let context = Context::new(root, spec.cloned(), 1, args.quick);
    Ok(Side { revision: format!("{revision} ({})", &commit[..12.min(commit.len())]), context, program })
}

impl Side {
    fn measure(&self, args: &Args, names: &[Name]) -> Result<Report> {
        let mut groups = Vec::new();
        for name in names {
            match name {
                Name::Generation => groups.push(generation::run(&self.context)?),
                Name::Compilation => groups.push(compilation::run(&self.context)?),
                Name::Features => groups.push(compilation::run_by_features(&self.context)?),
                _ => groups.extend(self.measure_within(args, *name)?),
            }
        }
        Ok(Report { machine: Machine::this(), revision: self.revision.clone(), quick: args.quick, groups })
    }

    /// Has the tree's own program measure a group.
    fn measure_within(&self, args: &Args, name: Name) -> Result<Vec<Group>> {
        let Some(program) = &self.program else { return Ok(Vec::new()) };
        let out = self.context.work.join("compared");
        fs::create_dir_all(&out).map_err(|error| Error::at(&out, error))?;
        let mut command = Command::new(program);
        // Without it, the program knows its own tree.
        command.env_remove("CARGO_MANIFEST_DIR").arg(name.to_string()).arg("--out").arg(&out);
        if args.quick {
            command.arg("--quick");
        }
        if let Some(Spec { path, title }) = &self.context.spec {
            command.arg("--spec").arg(path).arg("--title").arg(title);
        }
        process::run(&mut command)?;
        let path = out.join("report.json");
        let report: Report = serde_json::from_str(&read(&path)?).map_err(|error| Error::at(&path, error))?;
        Ok(report.groups)
    }
}

fn git(folder: &Path, arguments: &[&str]) -> Result<String> {
    Ok(process::run(Command::new("git").current_dir(folder).args(arguments))?.output)
}
