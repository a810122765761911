//! Other generators, from the same specification.

use std::path::{Path, PathBuf};
use std::process::Command;

use conformance::{Document, DocumentedOperation};
use toml_edit::{Array, DocumentMut, InlineTable, Item, Table, TomlError, Value, value};

use crate::compilation::programs::size_of_one;
use crate::context::{Context, say, tool};
use crate::error::{Error, Result};
use crate::files::{copy, entries, lines, read, remove, size, touch, write};
use crate::process::{self, Usage};
use crate::report::{self, Group, Unit};
use crate::scratch::{GENERATED, Scratch, sdk};
use crate::statistics::median;

/// Where they are installed, below the target folder.
const FOLDER: &str = "target/bench/peers";

/// Another generator.
struct Peer {
    /// Its package, which is also its program.
    package: &'static str,
    version: &'static str,
    /// The arguments that generate a crate from a specification in an empty folder.
    generate: fn(spec: &Path, folder: &Path) -> Vec<String>,
    /// Turns the output into a crate `peer`, if it is not one.
    complete: fn(&Path) -> Result<()>,
    /// The expression that makes a client of the server at `base`, a string.
    client: &'static str,
}

const PEERS: [Peer; 3] = [
    Peer {
        package: "ploidy",
        version: "0.15.0",
        generate: |spec, folder| words(&["generate", "rust", &text(spec), "--output", &text(folder), "--name", "peer"]),
        complete: |_| Ok(()),
        client: "peer::Client::new(&base)?",
    },
    Peer {
        package: "openapi-to-rust",
        version: "0.23.0",
        generate: |spec, folder| {
            words(&["generate", &text(spec), "--output-dir", &text(&folder.join("src/generated"))])
        },
        complete: |folder| {
            let dependencies = read(&folder.join("src/generated/REQUIRED_DEPS.toml"))?;
            let package = "[package]\nname = \"peer\"\nversion = \"0.0.0\"\nedition = \"2024\"\n";
            write(&folder.join("Cargo.toml"), &format!("{package}\n{dependencies}"))?;
            write(&folder.join("src/lib.rs"), "pub mod generated;\n")
        },
        client: "peer::generated::client::HttpClient::new().with_base_url(base)",
    },
    Peer {
        package: "cargo-progenitor",
        version: "0.15.1",
        generate: |spec, folder| {
            let (spec, folder) = (text(spec), text(folder));
            words(&["progenitor", "--input", &spec, "--output", &folder, "--name", "peer", "--version", "0.0.0"])
        },
        complete: |_| Ok(()),
        client: "peer::Client::new(&base)",
    },
];

/// What is measured of a generator. A command that fails has no figures, and its error is a note.
#[derive(Default)]
struct Measured {
    title: String,
    generation: Vec<Usage>,
    lines: Option<usize>,
    check: Vec<Usage>,
    build: Vec<Usage>,
    release: Vec<Usage>,
    rlib: Option<u64>,
    program: Option<u64>,
    failure: Option<String>,
}

/// Installs the generators, and measures them and this one.
pub(crate) fn run(context: &Context) -> Result<Group> {
    for peer in &PEERS {
        install(context, peer)?;
    }
    let scratch = sdk(context)?;
    let spec = match &context.spec {
        Some(spec) => spec.path.clone(),
        None => scratch.documents()?.pop().ok_or_else(|| Error::new("specs/ has no document"))?,
    };
    let mut all = vec![Measured { title: "this generator and c1-api".to_owned(), ..Measured::default() }];
    all.extend(
        PEERS
            .iter()
            .map(|peer| Measured { title: format!("{} {}", peer.package, peer.version), ..Measured::default() }),
    );
    for round in 1..=context.runs {
        say(&format!("generation by all, run {round} of {}", context.runs));
        remove(&scratch.root.join(GENERATED))?;
        all[0].generation.push(scratch.generate()?.usage);
        all[0].lines = Some(lines(&scratch.root.join(GENERATED))?);
        for (peer, measured) in PEERS.iter().zip(&mut all[1..]) {
            measured.attempt(
                "generation",
                || generate(context, peer, &spec),
                |measured, (usage, lines)| {
                    measured.generation.push(usage);
                    measured.lines = Some(lines);
                },
            );
        }
    }
    for round in 0..=context.runs {
        own_builds(&scratch, &mut all[0], round)?;
        for (peer, measured) in PEERS.iter().zip(&mut all[1..]) {
            peer_builds(context, peer, measured, round);
        }
    }
    all[0].program = Some(size_of_one(context, &scratch)?);
    if let Some(operation) = simple_operation(&scratch.document()?) {
        for (peer, measured) in PEERS.iter().zip(&mut all[1..]) {
            let program = || peer_program(context, peer, &operation);
            measured.attempt("a program", program, |measured, bytes| measured.program = Some(bytes));
        }
    }
    let title = context.spec.as_ref().map_or("a vendored document", |spec| &spec.title);
    Ok(Group { title: "Other generators".to_owned(), tables: vec![table(title, &all)] })
}

impl Measured {
    /// Keeps the result of a step, or its error; after an error, no step is tried.
    fn attempt<T>(&mut self, step: &str, run: impl FnOnce() -> Result<T>, keep: impl FnOnce(&mut Self, T)) {
        if self.failure.is_some() {
            return;
        }
        match run() {
            Ok(result) => keep(self, result),
            Err(error) => {
                let error = error.to_string();
                let lines =
                    error.lines().map(str::trim).skip(1).find(|line| line.to_ascii_lowercase().contains("error"));
                let line = lines.or(error.lines().next()).unwrap_or_default();
                say(&format!("{}: {step} fails: {error}", self.title));
                self.failure = Some(format!("{}: {step} fails: `{}`.", self.title, line.replace('`', "'")));
            }
        }
    }
}

fn install(context: &Context, peer: &Peer) -> Result<()> {
    let Peer { package, version, .. } = peer;
    say(&format!("cargo install {package}@{version}"));
    let mut cargo = tool(&context.root);
    cargo.args(["install", "--quiet", "--locked", "--root"]).arg(context.root.join(FOLDER));
    process::run(cargo.arg(format!("{package}@{version}"))).map(drop)
}

/// The folder of the crate that a peer generates.
fn folder(context: &Context, peer: &Peer) -> PathBuf {
    context.work.join(format!("peer-{}", peer.package))
}

/// Generates a crate in an empty folder. Returns also its lines.
fn generate(context: &Context, peer: &Peer, spec: &Path) -> Result<(Usage, usize)> {
    let folder = folder(context, peer);
    let program =
        context.root.join(FOLDER).join("bin").join(format!("{}{}", peer.package, std::env::consts::EXE_SUFFIX));
    let output = context.work.join("peer-output");
    remove(&output)?;
    let usage = process::run_measured(Command::new(program).args((peer.generate)(spec, &output)))?.usage;
    let lines = lines(&output)?;
    (peer.complete)(&output)?;
    copy(&output, &folder, &folder.join("target"))?;
    // A workspace of its own.
    let path = folder.join("Cargo.toml");
    let mut manifest = manifest(&path)?;
    manifest["workspace"] = Item::Table(Table::new());
    let strip = Item::Table(Table::from_iter([("strip", value("symbols"))]));
    manifest["profile"] = Item::Table(Table::from_iter([("release", strip)]));
    write(&path, &manifest.to_string())?;
    Ok((usage, lines))
}

fn manifest(path: &Path) -> Result<DocumentMut> {
    read(path)?.parse().map_err(|error: TomlError| Error::at(path, error))
}

/// Adds a program that calls an operation.
fn add_program(folder: &Path, peer: &Peer, operation: &str) -> Result<()> {
    let path = folder.join("Cargo.toml");
    let mut manifest = manifest(&path)?;
    let features = Value::Array(Array::from_iter(["macros", "rt"]));
    manifest["dependencies"]["tokio"] =
        value(InlineTable::from_iter([("version", Value::from("1")), ("features", features)]));
    write(&path, &manifest.to_string())?;
    let function = function(&folder.join("src"), operation)?;
    let function = function.ok_or_else(|| Error::new(format!("{operation} is not a function")))?;
    let main = format!(
        "//! Printed by `cargo xtask bench`.\n\n#[tokio::main(flavor = \"current_thread\")]\n\
         async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
         let base = std::env::args().nth(1).unwrap_or_default();\n    let client = {};\n    \
         std::hint::black_box(client.{function}(\"x\").await?);\n    Ok(())\n}}\n",
        peer.client
    );
    write(&folder.join("src/bin/program.rs"), &main)
}

/// The async function of an operation, by its letters.
fn function(folder: &Path, operation: &str) -> Result<Option<String>> {
    for entry in entries(folder)? {
        if entry.is_dir() {
            if let Some(found) = function(&entry, operation)? {
                return Ok(Some(found));
            }
        } else {
            let text = read(&entry)?;
            let mut names = text.split("pub async fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next());
            if let Some(found) = names.find(|name| letters(name) == letters(operation)) {
                return Ok(Some(found.to_owned()));
            }
        }
    }
    Ok(None)
}

fn letters(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// An operation that all can call: it has one parameter, in the path, and no body.
fn simple_operation(document: &Document) -> Option<String> {
    let is_simple = |operation: &&DocumentedOperation| {
        let DocumentedOperation { method, in_path, in_query, body, .. } = operation;
        method == "GET" && in_path.len() == 1 && in_query.is_empty() && body.is_none()
    };
    document.operations.values().find(is_simple).map(|operation| operation.id.clone())
}

/// A build of a crate alone. In round 0, its dependencies are built.
const BUILDS: [&[&str]; 3] = [&["check"], &["build"], &["build", "--release"]];

fn own_builds(scratch: &Scratch, measured: &mut Measured, round: usize) -> Result<()> {
    for (index, build) in BUILDS.iter().enumerate() {
        say(&format!("c1-api, cargo {}, run {round}", build.join(" ")));
        touch(&scratch.root.join("c1-api/src/lib.rs"))?;
        let usage =
            process::run_measured(&scratch.cargo(&[build, &["--quiet", "--package", "c1-api"][..]].concat()))?.usage;
        measured.keep(index, round, usage);
    }
    measured.rlib = Some(size(&scratch.root.join("target/release/libc1_api.rlib"))?);
    Ok(())
}

fn peer_builds(context: &Context, peer: &Peer, measured: &mut Measured, round: usize) {
    let folder = folder(context, peer);
    for (index, build) in BUILDS.iter().enumerate() {
        let run = || {
            say(&format!("{}, cargo {}, run {round}", peer.package, build.join(" ")));
            touch(&folder.join("src/lib.rs"))?;
            let mut cargo = tool(&folder);
            for name in ["RUSTFLAGS", "CARGO_PROFILE_DEV_DEBUG"] {
                cargo.env_remove(name);
            }
            Ok(process::run_measured(cargo.env("CARGO_INCREMENTAL", "0").args(*build).arg("--quiet"))?.usage)
        };
        let step = format!("`cargo {}`", build.join(" "));
        measured.attempt(&step, run, |measured, usage| measured.keep(index, round, usage));
    }
    let rlib = || size(&folder.join("target/release/libpeer.rlib"));
    measured.attempt("the size", rlib, |measured, bytes| measured.rlib = Some(bytes));
}

/// Builds a program that calls an operation of a peer's crate. Returns its size when it is stripped.
fn peer_program(context: &Context, peer: &Peer, operation: &str) -> Result<u64> {
    let folder = folder(context, peer);
    add_program(&folder, peer, operation)?;
    say(&format!("{}, a program", peer.package));
    process::run(tool(&folder).args(["build", "--release", "--quiet", "--bin", "program"]))?;
    size(&folder.join(format!("target/release/program{}", std::env::consts::EXE_SUFFIX)))
}

impl Measured {
    fn keep(&mut self, build: usize, round: usize, usage: Usage) {
        if round > 0 {
            [&mut self.check, &mut self.build, &mut self.release][build].push(usage);
        }
    }
}

fn table(title: &str, all: &[Measured]) -> report::Table {
    let columns = [
        ("generation, wall", Unit::Seconds),
        ("generation, CPU", Unit::Seconds),
        ("generation, peak", Unit::Megabytes),
        ("lines", Unit::Count),
        ("check, CPU", Unit::Seconds),
        ("build, CPU", Unit::Seconds),
        ("release, CPU", Unit::Seconds),
        ("peak of a build", Unit::Megabytes),
        ("rlib of a release", Unit::Megabytes),
        ("program, stripped", Unit::Megabytes),
    ];
    let mut table = report::Table::new("peers", &format!("Generators, from {title}"), "generator", &columns);
    for measured in all {
        let figure =
            |usages: &[Usage], part: fn(&Usage) -> f64| (!usages.is_empty()).then(|| median(usages.iter().map(part)));
        let Measured { generation, check, build, release, .. } = measured;
        table.row(
            &measured.title,
            &measured.title,
            [
                figure(generation, Usage::wall_seconds),
                figure(generation, Usage::cpu_seconds),
                figure(generation, Usage::peak_megabytes),
                measured.lines.map(|lines| lines as f64),
                figure(check, Usage::cpu_seconds),
                figure(build, Usage::cpu_seconds),
                figure(release, Usage::cpu_seconds),
                figure(build, Usage::peak_megabytes),
                measured.rlib.map(|bytes| bytes as f64 / 1e6),
                measured.program.map(|bytes| bytes as f64 / 1e6),
            ],
        );
    }
    table.bars("CPU time of the generated crate", &["check, CPU", "build, CPU", "release, CPU"]);
    table.bars("Generation", &["generation, CPU"]);
    table.note(
        "Times are of the generated crate alone, without dependencies. The program calls one operation. Each generator writes \
         what it has for the same file.",
    );
    for failure in all.iter().filter_map(|measured| measured.failure.as_ref()) {
        table.note(failure.clone());
    }
    table
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
