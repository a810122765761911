//! The operations of a document that are vendored: that of a documentation page, or those of globs.

use std::collections::BTreeSet;

use ::codegen::diagnostics::{Diagnostic, Location, escape};
use ::codegen::ir::HttpMethod;
use serde_json::{Map, Value};
use strsim::normalized_damerau_levenshtein as alike;
use wildmatch::WildMatch;

use crate::codes;
use crate::workspace::Source;

/// The operations of a document to vendor.
#[derive(Clone, Copy, Debug)]
pub(super) enum Selection<'a> {
    /// The operation of a documentation page, such as `POST /api/v1/search/users`.
    Operation(&'a str),
    /// The operations whose id matches one of these globs, in which `*` is any text, dots included.
    Only(&'a [String]),
}

/// The maximum number of similar names in an error.
const MAX_NAMES: usize = 5;
/// The minimum similarity of a misspelled name.
const MIN_SIMILARITY: f64 = 0.7;

impl<'a> Selection<'a> {
    /// The selection of a vendored document; `None` for a whole document.
    pub(super) fn of(source: &'a Source) -> Option<Self> {
        match (&source.only[..], &source.operation) {
            ([], None) => None,
            ([], Some(operation)) => Some(Self::Operation(operation)),
            (globs, _) => Some(Self::Only(globs)),
        }
    }

    /// Fails if an operation or glob matches nothing in the document, which diagnostics call `path`.
    pub(super) fn check(&self, path: &str, document: &Value) -> Result<(), Diagnostic> {
        let operations = operations(document);
        match self {
            Self::Operation(wanted) => {
                if operations.iter().any(|operation| operation.is(wanted)) {
                    return Ok(());
                }
                let message = format!("{} is not defined any more", escape(wanted));
                Err(Diagnostic::new(&codes::OPERATION_GONE, Location::at(path, "/paths"), message)
                    .help("vendor the whole document: `cargo xtask vendor --replace-all URL`"))
            }
            Self::Only(globs) => {
                let ids: BTreeSet<&str> = operations.iter().filter_map(|operation| operation.id).collect();
                let is_unmatched = |glob: &&String| !ids.iter().any(|id| WildMatch::new(glob).matches(id));
                globs.iter().find(is_unmatched).map_or(Ok(()), |glob| Err(unmatched(path, glob, &ids)))
            }
        }
    }

    /// Whether an operation is vendored.
    pub(super) fn contains(&self, method: &str, path: &str, operation: &Value) -> bool {
        let operation = Operation::new(method, path, operation);
        match self {
            Self::Operation(wanted) => operation.is(wanted),
            Self::Only(globs) => {
                globs.iter().any(|glob| operation.id.is_some_and(|id| WildMatch::new(glob).matches(id)))
            }
        }
    }
}

struct Operation<'a> {
    method: &'a str,
    path: &'a str,
    id: Option<&'a str>,
}

impl<'a> Operation<'a> {
    fn new(method: &'a str, path: &'a str, operation: &'a Value) -> Self {
        Self { method, path, id: operation.get("operationId").and_then(Value::as_str) }
    }

    /// Whether this is the operation with a method and a path, such as `GET /api/v1/users`.
    fn is(&self, wanted: &str) -> bool {
        wanted
            .split_once(' ')
            .is_some_and(|(method, path)| self.method.eq_ignore_ascii_case(method) && self.path == path)
    }
}

/// All operations of a document.
fn operations(document: &Value) -> Vec<Operation<'_>> {
    let items = document["paths"].as_object().into_iter().flatten();
    let operations = items.flat_map(|(path, item)| {
        let keys = path_item(document, item).into_iter().flatten();
        keys.filter(|(key, _)| is_method(key)).map(move |(key, operation)| Operation::new(key, path, operation))
    });
    operations.collect()
}

/// The number of operations of a document.
pub(super) fn count(document: &Value) -> usize {
    operations(document).len()
}

/// The keys of a path item, or of the component that it refers to.
pub(super) fn path_item<'a>(document: &'a Value, item: &'a Value) -> Option<&'a Map<String, Value>> {
    match item.get("$ref").and_then(Value::as_str).and_then(|reference| reference.strip_prefix('#')) {
        Some(pointer) => document.pointer(pointer)?.as_object(),
        None => item.as_object(),
    }
}

/// Whether the key of a path item is a method.
pub(super) fn is_method(key: &str) -> bool {
    HttpMethod::ALL.into_iter().any(|method| method.as_str().eq_ignore_ascii_case(key))
}

/// An error about a glob that matches no operation, with similar globs.
fn unmatched(path: &str, glob: &str, ids: &BTreeSet<&str>) -> Diagnostic {
    let near = near(glob, ids);
    let help = if near.is_empty() {
        "pass the id of an operation, or a glob: in `--only 'c1.api.task.*'`, `*` is any text, dots included".to_owned()
    } else {
        format!("did you mean one of these?\n    {}", near.join("\n    "))
    };
    let message = format!("no operation matches `{}`", escape(glob));
    Diagnostic::new(&codes::UNMATCHED_GLOB, Location::at(path, "/paths"), message).help(help)
}

/// Globs and ids that match operations and are similar to a glob, the most similar first.
fn near(glob: &str, ids: &BTreeSet<&str>) -> Vec<String> {
    let wanted = glob.to_lowercase();
    let mut names: BTreeSet<String> =
        ids.iter().flat_map(|id| id.match_indices('.').map(|(end, _)| format!("{}.*", &id[..end]))).collect();
    if !wanted.ends_with(".*") {
        names.extend(ids.iter().map(|id| (*id).to_owned()));
    }
    let text = wanted.trim_matches(['*', '.']);
    let similarity = |name: &str| {
        let name = name.to_lowercase();
        let is_part = !text.is_empty() && name.trim_end_matches(".*").ends_with(text);
        // Names of very different lengths are slow to compare.
        let is_short = name.len() <= 2 * wanted.len() && wanted.len() <= 2 * name.len();
        if is_part {
            1.0
        } else if is_short {
            alike(&name, &wanted)
        } else {
            0.0
        }
    };
    let scores = names.into_iter().map(|name| (similarity(&name), name));
    let mut near: Vec<(f64, String)> = scores.filter(|(score, _)| *score >= MIN_SIMILARITY).collect();
    near.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    near.into_iter().take(MAX_NAMES).map(|(_, name)| escape(&name)).collect()
}
