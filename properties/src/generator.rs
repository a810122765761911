//! The generator: documents and overlays of any content.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use arbitrary::Unstructured;
use codegen::diagnostics::{codes, misleads};
use codegen::{FileTree, Inputs, TextFile, UnmatchedActions, generate};
use serde_json::Value;

use crate::choices::{mutate, one_of, up_to};

/// The most output for one byte of input, beyond that of the smallest input.
const GROWTH: usize = 200;

/// Changes the cases of the generator's tests in their structure, and generates code or errors from them.
pub fn specification(data: &[u8]) {
    let mut choices = Unstructured::new(data);
    let Cases { trees, keys } = cases();
    let Some((documents, overlay)) = one_of(&mut choices, trees) else { return };
    let (mut documents, mut overlay) = (documents.clone(), overlay.clone());
    for _ in 0..=up_to(&mut choices, 5) {
        let place = up_to(&mut choices, documents.len());
        match (documents.get_mut(place), &mut overlay) {
            (Some(document), _) | (None, Some(document)) => mutate(document, keys, &mut choices),
            (None, None) => {}
        }
    }
    let file = |(index, tree): (usize, &Value)| text_file(&format!("{index}.yaml"), tree.to_string());
    let documents = documents.iter().enumerate().map(file).collect();
    check(&Inputs {
        documents,
        overlay: overlay.map(|tree| text_file("overlay.yaml", tree.to_string())),
        ..Inputs::default()
    });
}

/// Parses any text as a document, and generates code or errors from it.
pub fn document(data: &[u8]) {
    let text = String::from_utf8_lossy(data).into_owned();
    check(&Inputs { documents: vec![text_file("document.yaml", text)], ..Inputs::default() });
}

/// Applies any text as an overlay.
pub fn overlay(data: &[u8]) {
    const DOCUMENT: &str = include_str!("../../codegen/tests/cases/names/by_overlay.yaml");
    let text = String::from_utf8_lossy(data).into_owned();
    let documents = vec![text_file("document.yaml", DOCUMENT.to_owned())];
    check(&Inputs { documents, overlay: Some(text_file("overlay.yaml", text)), ..Inputs::default() });
}

/// Generates twice. The outcome is the same, and is either Rust code or errors with codes.
fn check(inputs: &Inputs) {
    let outcome = outcome(inputs);
    assert_eq!(outcome, self::outcome(inputs), "the same inputs generate different files");
    let size: usize = inputs.documents.iter().chain(&inputs.overlay).map(|file| file.text.len()).sum();
    match outcome {
        Ok(files) => {
            let written: usize = files.iter().map(|(_, text)| text.len()).sum();
            assert!(written <= 64 * 1024 + GROWTH * size, "{size} bytes generate {written}");
            for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
                assert!(syn::parse_file(text).is_ok(), "{path} is not Rust:\n{text}");
            }
        }
        Err(text) => {
            assert!(text.len() <= 64 * 1024 + GROWTH * size, "{size} bytes cause {} bytes of errors", text.len());
            assert!(!text.contains(|c: char| c != '\n' && misleads(c)), "{text:?}");
        }
    }
}

/// The generated files, or the text of the errors.
fn outcome(inputs: &Inputs) -> Result<FileTree, String> {
    generate(inputs, UnmatchedActions::Error, &mut |_| ()).map(|generated| generated.files).map_err(|errors| {
        assert!(errors.iter().count() > 0, "a failure without an error");
        assert!(errors.iter().all(|error| *error.code() != codes::INTERNAL), "{errors}");
        errors.to_string()
    })
}

fn text_file(file: &str, text: String) -> TextFile {
    TextFile { file: file.to_owned(), text }
}

/// The cases of the generator's tests.
struct Cases {
    /// The documents and the overlay of each case.
    trees: Vec<(Vec<Value>, Option<Value>)>,
    /// All keys in them.
    keys: Vec<String>,
}

fn cases() -> &'static Cases {
    static CASES: OnceLock<Cases> = OnceLock::new();
    CASES.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/tests/cases");
        let mut paths: Vec<PathBuf> = entries(&root).iter().flat_map(|topic| entries(topic)).collect();
        paths.sort();
        let first = paths.iter().filter(|path| path.to_string_lossy().matches('.').count() == path_dots(&root) + 1);
        let trees: Vec<_> = first.filter_map(|path| case(path)).collect();
        let mut keys = BTreeSet::new();
        trees
            .iter()
            .flat_map(|(documents, overlay)| documents.iter().chain(overlay))
            .for_each(|tree| add(tree, &mut keys));
        Cases { trees, keys: keys.into_iter().collect() }
    })
}

/// The dots in the path of the folder, which the paths of its files begin with.
fn path_dots(root: &Path) -> usize {
    root.to_string_lossy().matches('.').count()
}

fn case(path: &Path) -> Option<(Vec<Value>, Option<Value>)> {
    let tree = |extension: &str| {
        let text = fs::read_to_string(path.with_extension(extension)).ok()?;
        codegen::parse(&text_file("case.yaml", text)).ok()
    };
    let documents = [Some(tree("yaml")?), tree("second.yaml")].into_iter().flatten().collect();
    Some((documents, tree("overlay.yaml")))
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

fn add(tree: &Value, keys: &mut BTreeSet<String>) {
    match tree {
        Value::Object(object) => {
            keys.extend(object.keys().cloned());
            object.values().for_each(|value| add(value, keys));
        }
        Value::Array(values) => values.iter().for_each(|value| add(value, keys)),
        _ => {}
    }
}
