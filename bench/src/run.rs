//! A run: measures the groups, and writes the report.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use crate::args::{Args, Name};
use crate::context::{Context, Spec, say};
use crate::error::{Error, Result};
use crate::machine::Machine;
use crate::report::{self, Group, Report};
use crate::{calls, compare, compilation, generation, json, paging, peers};

/// Measures what the arguments name, and writes the report.
pub(crate) fn run(args: &Args) -> Result<()> {
    let root = root();
    let spec = args.spec.as_deref().map(|path| spec(path, args.title.as_deref())).transpose()?;
    let runs = args.runs.map_or(if args.quick { 1 } else { 5 }, usize::from);
    let context = Context::new(root, spec.clone(), runs, args.quick);
    let out = absolute(&args.out)?;
    let names: Vec<Name> = groups(&args.groups).collect();
    let (report, comparison) = match &args.compare {
        Some(revision) => {
            let (report, comparison) = compare::run(args, revision, spec.as_ref(), &context, &names)?;
            (report, Some(comparison))
        }
        None => {
            let revision = compare::revision(&context.root)?;
            let mut report = Report { machine: Machine::this(), revision, quick: args.quick, groups: Vec::new() };
            for name in names {
                report.groups.push(measure(&context, name)?);
                // A run takes long, and a later group may fail.
                report::write(&report, None, &out)?;
            }
            (report, None)
        }
    };
    report::write(&report, comparison.as_ref(), &out)?;
    say(&format!("{}", out.join("report.md").display()));
    Ok(())
}

/// The groups in the order of the report, whatever the order of the arguments.
fn groups(chosen: &[Name]) -> impl Iterator<Item = Name> {
    let all = Name::value_variants().iter().copied();
    all.filter(move |name| if chosen.is_empty() { *name != Name::Peers } else { chosen.contains(name) })
}

fn measure(context: &Context, name: Name) -> Result<Group> {
    match name {
        Name::Generation => generation::run(context),
        Name::Compilation => compilation::run(context),
        Name::Features => compilation::run_by_features(context),
        Name::Programs => compilation::programs::run(context),
        Name::Calls => calls::run(context),
        Name::Json => json::run(context),
        Name::Paging => paging::run(context),
        Name::Peers => peers::run(context),
    }
}

/// This workspace: of the package that Cargo runs, or else of the one that was built.
fn root() -> PathBuf {
    let package =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
    package.parent().map_or_else(PathBuf::new, Path::to_owned)
}

fn spec(path: &Path, title: Option<&str>) -> Result<Spec> {
    let path = absolute(path)?;
    if !path.is_file() {
        return Err(
            Error::new(format!("{}: not a file", path.display())).help("`--spec` is the path of an OpenAPI document")
        );
    }
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Spec { path, title: title.map_or(stem, str::to_owned) })
}

fn absolute(path: &Path) -> Result<PathBuf> {
    std::path::absolute(path).map_err(|error| Error::at(path, error))
}
