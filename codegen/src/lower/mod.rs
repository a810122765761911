//! From a merged document to the intermediate representation.

mod accessors;
mod all_of;
mod contents;
mod cycles;
mod descriptions;
mod enums;
mod oneofs;
mod operations;
mod pagination;
mod parameters;
mod presence;
mod read;
mod schemas;
mod services;
mod streams;
mod types;
mod unions;
mod update_masks;
mod waiters;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, ModelId, PackageId};
use crate::openapi::Sources;
use presence::PresenceRules;
use read::entries;
use schemas::Named;

/// Lowers a document. Returns the API, and warnings about the parts that were left out.
pub(crate) fn lower(document: &Value, sources: &Sources) -> Result<(Api, Vec<Diagnostic>), Diagnostics> {
    let rules = PresenceRules::of(document);
    let package_names = entries(&document["x-rust-packages"])
        .filter_map(|(package, name)| Some((package.to_owned(), name.as_str()?.to_owned())));
    let api = Api { package_names: package_names.collect(), ..Api::default() };
    let (schemas, unread, lowering, errors) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new(), Vec::new());
    let mut lowering = Lowering { document, sources, rules, api, schemas, unread, lowering, errors };
    lowering.schemas();
    lowering.operations();
    lowering.merge_enums();
    lowering.distinguish_variants();
    let Lowering { mut api, errors, .. } = lowering;
    Diagnostics::none_or(errors, ())?;
    presence::decide(&mut api, rules);
    cycles::box_recursive_types(&mut api);
    accessors::recognize(&mut api);
    waiters::recognize(&mut api, document, sources)?;
    let mut warnings = Vec::new();
    for model in &mut api.models {
        let schema = document.pointer(&model.pointer).unwrap_or(&Value::Null);
        warnings.extend(oneofs::recognize(model, &schema["x-rust-oneof-names"], sources));
        descriptions::read(model);
        update_masks::recognize(model);
    }
    Ok((api, warnings))
}

/// One pass over a document.
struct Lowering<'a> {
    document: &'a Value,
    sources: &'a Sources,
    rules: PresenceRules,
    api: Api,
    /// Named schemas by name.
    schemas: BTreeMap<&'a str, Named>,
    /// The schemas of models whose fields are not lowered yet.
    unread: BTreeMap<ModelId, &'a Value>,
    /// The models whose fields are being lowered.
    lowering: BTreeSet<ModelId>,
    errors: Vec<Diagnostic>,
}

impl Lowering<'_> {
    fn error(&mut self, code: &'static Code, at: &str, message: impl Into<String>, help: impl Into<String>) {
        self.errors.push(self.sources.error(code, at, message).help(help));
    }

    fn package(&mut self, name: &str) -> PackageId {
        let packages = &mut self.api.packages;
        let known = packages.iter().position(|package| package == name);
        PackageId(known.unwrap_or_else(|| {
            packages.push(name.to_owned());
            packages.len() - 1
        }))
    }
}
