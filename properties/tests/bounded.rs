//! Each property holds for its seeds, and for inputs that are derived from them.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use fastrand::Rng;
use properties::{PROPERTIES, Property};

/// The same inputs in each run.
const SEED: u64 = 4711;

macro_rules! tests {
    ($($name:ident)*) => {
        $(
            #[test]
            fn $name() {
                let name = stringify!($name);
                check(PROPERTIES.iter().find(|property| property.name == name).expect(name));
            }
        )*

        #[test]
        fn each_property_has_a_test_and_a_fuzz_target() {
            let names: Vec<&str> = PROPERTIES.iter().map(|property| property.name).collect();
            assert_eq!(names, [$(stringify!($name)),*]);
            let manifest = fs::read_to_string(fuzz("Cargo.toml")).expect("a manifest");
            for name in names {
                assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} is not a binary of fuzz/Cargo.toml");
                let target = fs::read_to_string(fuzz(&format!("targets/{name}.rs"))).expect(name);
                assert!(target.contains(&format!("::{name}(")), "{target}");
            }
        }
    };
}

tests! {
    specification document overlay page sources message expanded scalar error_response misfit retry_after token_response
    challenge client_secret
}

/// Checks the seeds, and inputs that are derived from them.
fn check(property: &Property) {
    let seeds = seeds(property.name);
    assert!(!seeds.is_empty(), "{} has no seeds", property.name);
    let mut random = Rng::with_seed(SEED);
    let derived = (0..property.inputs).map(|_| derive(&seeds, &mut random));
    for input in seeds.clone().into_iter().chain(derived) {
        if catch_unwind(AssertUnwindSafe(|| (property.check)(&input))).is_err() {
            panic!("{} does not hold for {:?}", property.name, String::from_utf8_lossy(&input));
        }
    }
}

/// The files of the property's folder, in the order of their names.
fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = fs::read_dir(fuzz(&format!("seeds/{name}"))).expect(name);
    let mut paths: Vec<_> = folder.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).expect("a seed")).collect()
}

fn fuzz(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz").join(path)
}

/// Changes a seed at some places, as a fuzzer does.
fn derive(seeds: &[Vec<u8>], random: &mut Rng) -> Vec<u8> {
    let mut input = seeds[random.usize(..seeds.len())].clone();
    for _ in 0..random.usize(1..=4) {
        let at = random.usize(..=input.len());
        let end = (at + random.usize(..16)).min(input.len());
        match random.u8(..6) {
            0 => input.insert(at, random.u8(..)),
            1 => drop(input.drain(at..end)),
            2 => input.extend_from_within(at..end),
            3 => input[at..end].fill_with(|| random.u8(..)),
            4 => {
                let other = &seeds[random.usize(..seeds.len())];
                let from = random.usize(..=other.len());
                let part = &other[from..(from + random.usize(..64)).min(other.len())];
                drop(input.splice(at..end, part.iter().copied()));
            }
            _ => drop(input.splice(at..at, (0..random.usize(..64)).map(|_| random.u8(..)))),
        }
    }
    input
}
