//! Programs that call some operations: of c1-api, and of the derive twin.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::key;
use crate::context::{Context, say};
use crate::error::{Error, Result};
use crate::files::{size, touch, write};
use crate::process::{self, Usage};
use crate::report::{Group, Table, Unit};
use crate::scratch::{Scratch, sdk};
use crate::statistics::median;
use crate::twin::{self, Twin};

/// The numbers of operations that programs call.
const SIZES: [usize; 3] = [1, 10, 100];

const TWIN_MANIFEST: &str = "\
[package]
name = \"twin\"
version = \"0.0.0\"
edition = \"2024\"
publish = false

[dependencies]
chrono = { workspace = true, features = [\"serde\"] }
percent-encoding.workspace = true
reqwest = { workspace = true, features = [\"http2\", \"rustls-no-provider\"] }
rustls.workspace = true
serde = { workspace = true, features = [\"derive\"] }
serde_json.workspace = true
";

/// A crate that a program depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Library {
    /// c1-api with all its packages.
    Sdk,
    /// c1-api with the packages that the program calls.
    Packages,
    Twin,
}

/// A program.
struct Program {
    library: Library,
    size: usize,
    name: String,
}

/// What the builds of a program cost, and the size of the stripped release.
#[derive(Default)]
struct Builds {
    debug: Profile,
    release: Profile,
    bytes: u64,
}

/// The builds of a program by a profile.
#[derive(Default)]
struct Profile {
    /// With its library; empty if a smaller program has the same.
    whole: Vec<Usage>,
    /// Of the program alone.
    alone: Vec<Usage>,
}

/// Measures the programs. A table of them, and one of ratios.
pub(crate) fn run(context: &Context) -> Result<Group> {
    let scratch = sdk(context)?;
    let programs = write_programs(context, &scratch)?;
    // A release of a twin takes minutes.
    let runs = context.runs.min(3);
    let mut builds: Vec<Builds> = programs.iter().map(|_| Builds::default()).collect();
    for round in 0..=runs {
        for (program, builds) in programs.iter().zip(&mut builds) {
            let number = if round == 0 { "dependencies".to_owned() } else { format!("run {round} of {runs}") };
            say(&format!("program {}, {number}", program.name));
            for (options, profile) in [(&[][..], &mut builds.debug), (&["--release"], &mut builds.release)] {
                if round == 0 && program.has_own_library() {
                    program.build(&scratch, options, &[])?;
                }
                if round > 0 && program.has_own_library() {
                    profile.whole.push(program.build(&scratch, options, program.libraries())?);
                }
                if round > 0 {
                    profile.alone.push(program.build(&scratch, options, &[])?);
                }
            }
            if round > 0 {
                builds.bytes = program.bytes(&scratch)?;
            }
        }
    }
    let tables = vec![table(context, &programs, &builds), ratios(context, &programs, &builds)];
    Ok(Group { title: "Programs".to_owned(), tables })
}

/// What a build of a program with its library costs. A library that a smaller program has, too, was measured there.
fn total(programs: &[Program], builds: &[Builds], index: usize, profile: Which, part: fn(&Usage) -> f64) -> f64 {
    let own = profile(&builds[index]);
    let seconds = |usages: &[Usage]| median(usages.iter().map(part));
    if !own.whole.is_empty() {
        return seconds(&own.whole);
    }
    let is_first = |program: &Program| program.library == programs[index].library && program.has_own_library();
    let first = programs.iter().position(is_first).map_or(own, |first| profile(&builds[first]));
    seconds(&first.whole) - seconds(&first.alone) + seconds(&own.alone)
}

/// One of the profiles.
type Which = fn(&Builds) -> &Profile;

fn write_twin(scratch: &Scratch) -> Result<Twin> {
    let twin = twin::print(&scratch.document()?);
    let folder = scratch.root.join("twin");
    for (file, text) in [("Cargo.toml", TWIN_MANIFEST), ("src/lib.rs", &twin.lib), ("src/models.rs", &twin.models)] {
        write(&folder.join(file), text)?;
    }
    Ok(twin)
}

/// An operation, as `cargo xtask list operations --format json` shows it.
#[derive(Debug, Deserialize)]
struct Listed {
    name: String,
    package: String,
    rust: String,
}

/// Builds the release of a program that calls one operation of c1-api. Returns its size when it is stripped.
pub(crate) fn size_of_one(context: &Context, scratch: &Scratch) -> Result<u64> {
    let programs = write_programs(context, scratch)?;
    let one = programs.iter().find(|program| program.library == Library::Sdk && program.size == 1);
    let one = one.ok_or_else(|| Error::new("no operation can be called with defaults"))?;
    one.build(scratch, &["--release"], &[])?;
    one.bytes(scratch)
}

fn write_programs(context: &Context, scratch: &Scratch) -> Result<Vec<Program>> {
    let twin = write_twin(scratch)?;
    let listed = process::run(scratch.xtask().args(["list", "operations", "--format", "json"]))?.output;
    let listed: Vec<Listed> = serde_json::from_str(&listed).map_err(|error| Error::new(error.to_string()))?;
    let listed: BTreeMap<&str, &Listed> = listed.iter().map(|listed| (listed.name.as_str(), listed)).collect();
    let calls: Vec<_> = twin.calls.iter().filter_map(|call| Some((call, *listed.get(call.id.as_str())?))).collect();
    let mut programs = Vec::new();
    let sizes = &SIZES[..if context.quick { 2 } else { SIZES.len() }];
    for size in sizes.iter().copied().filter(|size| *size <= calls.len()) {
        let chosen: Vec<_> = (0..size).map(|index| calls[index * calls.len() / size]).collect();
        let own: Vec<String> =
            chosen.iter().map(|(call, listed)| format!("client.{}({})", listed.rust, call.arguments)).collect();
        let theirs: Vec<String> = chosen.iter().map(|(call, _)| call.twin.clone()).collect();
        let features = features(scratch, chosen.iter().map(|(_, listed)| listed.package.as_str()))?;
        for library in [Library::Sdk, Library::Packages, Library::Twin] {
            let program = Program { library, size, name: format!("{}-{size}", library.name()) };
            let calls = if library == Library::Twin { &theirs } else { &own };
            program.write(scratch, calls, &features)?;
            programs.push(program);
        }
    }
    // The builds of a library with other features would disturb those of the programs alone.
    programs.sort_by_key(|program: &Program| program.library);
    let members: Vec<String> = programs.iter().map(|program| format!("programs/{}", program.name)).collect();
    scratch.set_members(context, &[vec!["twin".to_owned()], members].concat())?;
    Ok(programs)
}

/// The features of packages.
fn features<'a>(scratch: &Scratch, packages: impl Iterator<Item = &'a str>) -> Result<Vec<String>> {
    let letters = |name: &str| name.trim_start_matches("c1.api.").replace(['.', '_', '-'], "").to_ascii_lowercase();
    let wanted: BTreeSet<String> = packages.map(letters).collect();
    Ok(scratch.packages()?.into_iter().filter(|feature| wanted.contains(&letters(feature))).collect())
}

impl Library {
    fn name(self) -> &'static str {
        match self {
            Self::Sdk => "sdk",
            Self::Packages => "packages",
            Self::Twin => "twin",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Sdk => "c1-api",
            Self::Packages => "c1-api with these packages alone",
            Self::Twin => "derive twin",
        }
    }

    /// The statement that makes a client of it, and its dependency.
    fn client(self, features: &[String]) -> (&'static str, String) {
        let sdk = "c1_api::Client::builder().base_url(base.as_str()).bearer_token(\"token\").build()?";
        let path = "c1-api = { path = \"../../c1-api\"";
        match self {
            Self::Sdk => (sdk, format!("{path} }}")),
            Self::Packages => {
                let features = [vec!["http2".to_owned(), "rustls".to_owned()], features.to_vec()].concat();
                (sdk, format!("{path}, default-features = false, features = {features:?} }}"))
            }
            Self::Twin => ("twin::Client::new(&base, \"token\")?", "twin = { path = \"../../twin\" }".to_owned()),
        }
    }
}

impl Program {
    fn write(&self, scratch: &Scratch, calls: &[String], features: &[String]) -> Result<()> {
        let (client, dependency) = self.library.client(features);
        let manifest = format!(
            "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\npublish = false\n\n[dependencies]\n{dependency}\n\
             tokio = {{ workspace = true, features = [\"macros\", \"rt\"] }}\n",
            self.name
        );
        let calls: String = calls.iter().map(|call| format!("    std::hint::black_box({call}.await?);\n")).collect();
        let main = format!(
            "//! Printed by `cargo xtask bench`.\n\n#[tokio::main(flavor = \"current_thread\")]\n\
             async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    let base = std::env::args().nth(1).unwrap_or_default();\n    \
             let client = {client};\n{calls}    Ok(())\n}}\n"
        );
        let folder = scratch.root.join("programs").join(&self.name);
        write(&folder.join("Cargo.toml"), &manifest)?;
        write(&folder.join("src/main.rs"), &main)
    }

    /// Whether no smaller program has the same library.
    fn has_own_library(&self) -> bool {
        self.library == Library::Packages || self.size == SIZES[0]
    }

    /// The crates that are not from a registry.
    fn libraries(&self) -> &'static [&'static str] {
        match self.library {
            Library::Twin => &["twin/src/lib.rs"],
            Library::Sdk | Library::Packages => &["c1-api/core/src/lib.rs", "c1-api/src/lib.rs"],
        }
    }

    /// Builds the program, and these libraries again.
    fn build(&self, scratch: &Scratch, options: &[&str], libraries: &[&str]) -> Result<Usage> {
        for file in libraries {
            touch(&scratch.root.join(file))?;
        }
        touch(&scratch.root.join("programs").join(&self.name).join("src/main.rs"))?;
        let arguments = [&["build", "--quiet", "--package", &self.name], options].concat();
        Ok(process::run_measured(&scratch.cargo(&arguments))?.usage)
    }

    /// The size of the release.
    fn bytes(&self, scratch: &Scratch) -> Result<u64> {
        size(&scratch.root.join(format!("target/release/{}{}", self.name, std::env::consts::EXE_SUFFIX)))
    }

    fn title(&self) -> String {
        let plural = if self.size == 1 { "" } else { "s" };
        format!("{} operation{plural} of {}", self.size, self.library.title())
    }
}

fn debug(builds: &Builds) -> &Profile {
    &builds.debug
}

fn release(builds: &Builds) -> &Profile {
    &builds.release
}

fn table(context: &Context, programs: &[Program], builds: &[Builds]) -> Table {
    let columns = [
        ("build, wall", Unit::Seconds),
        ("build, CPU", Unit::Seconds),
        ("release, wall", Unit::Seconds),
        ("release, CPU", Unit::Seconds),
        ("stripped size", Unit::Megabytes),
    ];
    let mut table = Table::new(&key(context, "programs"), "Programs", "program", &columns);
    for (index, program) in programs.iter().enumerate() {
        let figure = |profile: Which, part| Some(total(programs, builds, index, profile, part));
        let figures = [
            figure(debug, Usage::wall_seconds),
            figure(debug, Usage::cpu_seconds),
            figure(release, Usage::wall_seconds),
            figure(release, Usage::cpu_seconds),
            Some(builds[index].bytes as f64 / 1e6),
        ];
        table.row(&program.name, &program.title(), figures);
    }
    table.bars("CPU time of building programs", &["build, CPU", "release, CPU"]);
    table.bars("Size of programs, stripped", &["stripped size"]);
    table.note(
        "A build compiles the program, c1-api and its runtime, or the twin; other dependencies are built before. A twin has \
         the same operations and models, by serde's derive and async functions on reqwest.",
    );
    table
}

/// Programs of c1-api to those of the twin.
fn ratios(context: &Context, programs: &[Program], builds: &[Builds]) -> Table {
    let columns = [
        ("build CPU", Unit::Ratio),
        ("release CPU", Unit::Ratio),
        ("stripped size", Unit::Ratio),
        ("packages, build CPU", Unit::Ratio),
        ("packages, release CPU", Unit::Ratio),
        ("packages, stripped size", Unit::Ratio),
    ];
    let mut table = Table::new(
        &key(context, "programs-ratio"),
        "Programs of c1-api, to their derive twins",
        "operations",
        &columns,
    );
    for size in SIZES {
        let of = |library| {
            let position = programs.iter().position(|program| program.library == library && program.size == size);
            position.map(|index| {
                let cpu = |profile| total(programs, builds, index, profile, Usage::cpu_seconds);
                [cpu(debug), cpu(release), builds[index].bytes as f64]
            })
        };
        let (Some(twin), Some(sdk), Some(packages)) = (of(Library::Twin), of(Library::Sdk), of(Library::Packages))
        else {
            continue;
        };
        let figures = [sdk, packages].into_iter().flat_map(|own| [0, 1, 2].map(|part| Some(own[part] / twin[part])));
        table.row(&size.to_string(), &size.to_string(), figures);
    }
    table.note(
        "Less than 1: c1-api needs less. *packages* has only the features of the packages that the program calls.",
    );
    table
}
