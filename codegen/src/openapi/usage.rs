//! Counts the keys of OpenAPI that documents use.

use std::collections::BTreeMap;

use super::Document;
use super::keywords::{Kind, ROOT, SCHEMA, walk};

/// A key of OpenAPI that documents use.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Usage {
    /// The kind of object that has it, such as `a schema`.
    pub object: &'static str,
    /// The key; of `format`, with the type and the value, such as `format: string/uuid`.
    pub key: String,
    /// The number of objects that have it.
    pub count: usize,
    /// Whether the generator reads or deliberately ignores it. A value of it may still be unsupported.
    pub is_supported: bool,
}

/// The keys of all documents, by kind of object. Objects inside of unsupported ones are not counted.
pub(crate) fn usage(documents: &mut [Document]) -> Vec<Usage> {
    let mut counts: BTreeMap<(&'static str, String), (usize, bool)> = BTreeMap::new();
    for document in documents {
        walk(&mut document.tree, Kind::Object(&ROOT), &mut |object, keywords| {
            for (key, value) in object.iter() {
                let is_format = std::ptr::eq(keywords, &SCHEMA) && key == "format";
                let ty = object.get("type").and_then(|ty| ty.as_str()).unwrap_or("any");
                let name = match value.as_str().filter(|_| is_format) {
                    Some(format) => format!("format: {ty}/{format}"),
                    None => key.clone(),
                };
                // `resolve` replaces references, which are counted before.
                let is_supported = keywords.kind(key).is_some() || key == "$ref";
                let entry = counts.entry((keywords.name, name)).or_insert((0, is_supported));
                entry.0 += 1;
            }
        });
    }
    let usage = |((object, key), (count, is_supported))| Usage { object, key, count, is_supported };
    counts.into_iter().map(usage).collect()
}
