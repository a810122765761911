//! The values by which a model is compared with its twin.

use serde_json::Value;

use super::damage;
use crate::document::Document;
use crate::sampler::Sampler;

/// A value to compare by, and the property that it is about.
pub(super) struct Sample {
    pub(super) property: String,
    pub(super) value: Value,
}

/// The samples of a model: those of the conformance run, then damaged ones.
pub(super) fn samples(document: &Document, name: &str, schema: &Value, seed: u64, count: usize) -> Vec<Sample> {
    let mut sampler = Sampler::new(document, seed, name);
    let mut values = sampler.samples(&document.shape(schema), count);
    values.extend(sampler.sweep(schema));
    values.extend(document.recursive(name));
    values.extend(damage::messages(&values));
    let whole = values.into_iter().map(|value| Sample { property: String::new(), value });
    let damaged = damage::properties_of(document, schema, &mut sampler);
    whole.chain(damaged.into_iter().map(|(property, value)| Sample { property, value })).collect()
}
