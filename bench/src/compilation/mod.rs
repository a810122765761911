//! Compilation of c1-api by command and by features, and of programs.

pub(crate) mod programs;

use crate::context::{Context, say};
use crate::error::Result;
use crate::files::{remove, size, touch};
use crate::process::{self, Usage};
use crate::report::{Group, Table, Unit};
use crate::scratch::{Scratch, sdk};
use crate::statistics::median;

/// The keys of tables end so without a given specification: the bars are for the whole API.
const OF_VENDORED: &str = "-vendored";

/// Measures the compilation of c1-api by command.
pub(crate) fn run(context: &Context) -> Result<Group> {
    let tables = vec![crates(context, &sdk(context)?)?];
    Ok(Group { title: "Compilation".to_owned(), tables })
}

/// Measures the compilation of c1-api by features.
pub(crate) fn run_by_features(context: &Context) -> Result<Group> {
    let tables = vec![features(context, &sdk(context)?)?];
    Ok(Group { title: "Features".to_owned(), tables })
}

/// The name of a table, which says whether the bars are for it.
fn key(context: &Context, name: &str) -> String {
    if context.spec.is_some() { name.to_owned() } else { format!("{name}{OF_VENDORED}") }
}

/// A Cargo command that compiles c1-api alone.
struct Build {
    key: &'static str,
    title: String,
    arguments: Vec<String>,
    /// The environment.
    debug: Option<&'static str>,
    /// What it writes, relative to the target folder.
    output: Option<&'static str>,
}

impl Build {
    fn new(key: &'static str, arguments: &str, output: Option<&'static str>) -> Self {
        let title = format!("`cargo {arguments}`");
        let arguments = format!("{arguments} --package c1-api --quiet");
        let arguments = arguments.split(' ').map(str::to_owned).collect();
        Self { key, title, arguments, debug: None, output }
    }

    /// Compiles c1-api with what changed, or again.
    fn run(&self, scratch: &Scratch, again: bool) -> Result<Usage> {
        if again {
            touch(&scratch.root.join("c1-api/src/lib.rs"))?;
        }
        if again && self.key == "doc" {
            remove(&scratch.root.join("target/doc/c1_api"))?;
        }
        let arguments: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
        let mut cargo = scratch.cargo(&arguments);
        if let Some(debug) = self.debug {
            cargo.env("CARGO_PROFILE_DEV_DEBUG", debug);
        }
        Ok(process::run_measured(&cargo)?.usage)
    }
}

/// c1-api with all its packages, by command.
fn crates(context: &Context, scratch: &Scratch) -> Result<Table> {
    let rlib = Some("debug/libc1_api.rlib");
    let without = Build { debug: Some("0"), ..Build::new("build-without-debug", "build", rlib) };
    let builds = [
        Build::new("check", "check", None),
        Build { title: "`cargo build`, without debug information".to_owned(), ..without },
        Build::new("build", "build", rlib),
        Build::new("release", "build --release", Some("release/libc1_api.rlib")),
        Build::new("doc", "doc --no-deps", Some("doc/c1_api")),
    ];
    let measured = measure(context, scratch, &builds)?;
    let columns =
        [("wall", Unit::Seconds), ("CPU", Unit::Seconds), ("peak", Unit::Megabytes), ("output", Unit::Megabytes)];
    let title = match &context.spec {
        Some(spec) => format!("c1-api of {}", spec.title),
        None => "c1-api of the vendored operations".to_owned(),
    };
    let mut table = Table::new(&key(context, "compilation"), &title, "command", &columns);
    for (build, Measured { usages, output }) in builds.iter().zip(&measured) {
        table.row(build.key, &build.title, medians(usages).into_iter().chain([*output]));
    }
    table.bars("CPU time of compiling c1-api", &["CPU"]);
    table.note(
        "c1-api alone, in full: its dependencies are built before. `output` is the rlib, or the folder of the docs.",
    );
    Ok(table)
}

/// c1-api by features, by `cargo check` and `cargo build`.
fn features(context: &Context, scratch: &Scratch) -> Result<Table> {
    let packages = scratch.packages()?;
    let one = packages.iter().find(|package| *package == "user-v1").or(packages.first());
    let one = one.map_or("full", String::as_str);
    let sets = [
        ("none", "http2,rustls".to_owned()),
        ("package", format!("http2,rustls,{one}")),
        ("all", "http2,rustls,full".to_owned()),
        ("extras", "http2,rustls,full,blocking,gzip,mock,registry,zstd".to_owned()),
    ];
    let build = |command: &str, set: &(&'static str, String)| {
        Build::new(set.0, &format!("{command} --no-default-features --features {}", set.1), None)
    };
    let builds: Vec<Build> =
        ["check", "build"].iter().flat_map(|command| sets.iter().map(|set| build(command, set))).collect();
    let measured = measure(context, scratch, &builds)?;
    let columns = [
        ("check, wall", Unit::Seconds),
        ("check, CPU", Unit::Seconds),
        ("build, wall", Unit::Seconds),
        ("build, CPU", Unit::Seconds),
    ];
    let mut table = Table::new(&key(context, "features"), "c1-api by features", "features", &columns);
    for (index, (set, names)) in sets.iter().enumerate() {
        let part = |measured: &Measured| medians(&measured.usages).into_iter().take(2).collect::<Vec<_>>();
        let figures = [part(&measured[index]), part(&measured[sets.len() + index])].concat();
        table.row(set, &format!("`{names}`"), figures);
    }
    Ok(table)
}

/// What the runs of a build cost, and the size of what it writes in megabytes.
#[derive(Clone, Default)]
struct Measured {
    usages: Vec<Usage>,
    output: Option<f64>,
}

/// Runs each build once for its dependencies, then all of them in turn.
fn measure(context: &Context, scratch: &Scratch, builds: &[Build]) -> Result<Vec<Measured>> {
    let mut measured = vec![Measured::default(); builds.len()];
    for round in 0..=context.runs {
        for (build, measured) in builds.iter().zip(&mut measured) {
            let number =
                if round == 0 { "dependencies".to_owned() } else { format!("run {round} of {}", context.runs) };
            say(&format!("cargo {}, {number}", build.arguments.join(" ")));
            let usage = build.run(scratch, round > 0)?;
            if round > 0 {
                measured.usages.push(usage);
            }
            // Before another build replaces it.
            let path = build.output.map(|output| scratch.root.join("target").join(output));
            measured.output = path.map(|path| size(&path)).transpose()?.map(|bytes| bytes as f64 / 1e6);
        }
    }
    Ok(measured)
}

/// Wall time, CPU time and peak memory.
fn medians(usages: &[Usage]) -> [Option<f64>; 3] {
    let parts: [fn(&Usage) -> f64; 3] = [Usage::wall_seconds, Usage::cpu_seconds, Usage::peak_megabytes];
    parts.map(|part| Some(median(usages.iter().map(part))))
}
