//! A case, read from its files.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use codegen::diagnostics::Diagnostics;
use codegen::{Generated, Inputs, TextFile, UnmatchedActions};

/// The topic whose cases generate errors instead of code.
pub(crate) const ERRORS: &str = "errors";

/// A tiny specification, with its overlay and its second document.
pub(crate) struct Case {
    /// The folder that it is in.
    pub(crate) topic: String,
    pub(crate) name: String,
    pub(crate) inputs: Inputs,
}

impl Case {
    /// The case whose first document is the file at `path`; `None` for an overlay or a second document.
    pub(crate) fn at(path: &Path) -> Option<Self> {
        let name = path.file_name().and_then(OsStr::to_str).and_then(|name| name.strip_suffix(".yaml"))?;
        let folder = path.parent()?;
        let topic = folder.file_name().and_then(OsStr::to_str)?.to_owned();
        if name.contains('.') {
            return None;
        }
        let document = |file: String| {
            let text = fs::read_to_string(folder.join(&file)).ok()?;
            Some(TextFile { file: format!("{topic}/{file}"), text })
        };
        let documents = ["yaml", "second.yaml"].into_iter().filter_map(|end| document(format!("{name}.{end}")));
        let documents = documents.collect();
        let overlay = document(format!("{name}.overlay.yaml"));
        Some(Self { topic, name: name.to_owned(), inputs: Inputs { documents, overlay, ..Inputs::default() } })
    }

    /// All cases that generate code, in the order of their names.
    pub(crate) fn all() -> Vec<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
        let topics = entries(&root).into_iter().filter(|path| path.is_dir() && !path.ends_with(ERRORS));
        topics.flat_map(|topic| entries(&topic)).filter_map(|path| Self::at(&path)).collect()
    }

    /// The behaviour that the case shows, from its first line.
    pub(crate) fn description(&self) -> &str {
        let line = self.inputs.documents[0].text.lines().next().unwrap_or_default();
        line.strip_prefix("# ").unwrap_or_else(|| panic!("{} does not begin with a description", self.name))
    }

    /// Whether it has protobuf presence.
    pub(crate) fn is_protobuf(&self) -> bool {
        self.inputs.documents[0].text.replace('"', "").contains("\nx-rust-presence: protobuf")
    }
}

/// Cases of one presence as one set of documents with one overlay.
pub(crate) fn joined<'a>(cases: impl Iterator<Item = &'a Case>) -> Inputs {
    let mut joined = Inputs::default();
    let mut actions = Vec::new();
    for Case { inputs, .. } in cases {
        joined.documents.extend(inputs.documents.iter().cloned());
        if let Some(overlay) = &inputs.overlay {
            let overlay: serde_yaml::Value = serde_yaml::from_str(&overlay.text).expect("an overlay");
            actions.extend(overlay["actions"].as_sequence().expect("actions").iter().cloned());
        }
    }
    let actions = serde_yaml::to_string(&actions).expect("YAML");
    let text = format!("overlay: 1.0.0\nactions:\n{actions}");
    joined.overlay = (actions != "[]\n").then(|| TextFile { file: "overlay.yaml".to_owned(), text });
    joined
}

fn entries(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut paths: Vec<_> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}

/// Generates without observing stages.
pub(crate) fn generate(inputs: &Inputs) -> Result<Generated, Diagnostics> {
    codegen::generate(inputs, UnmatchedActions::Error, &mut |_| {})
}
