//! From `openapiv3` to the intermediate representation.

mod cycles;
mod descriptions;
mod enums;
mod extensions;
mod oneofs;
mod operations;
mod pagination;
mod parameters;
mod presence;
mod schemas;
mod services;
mod types;

use std::collections::BTreeMap;

use openapiv3::{OpenAPI, ReferenceOr, Schema};

use crate::diagnostics::{Code, Diagnostic, Diagnostics};
use crate::ir::{Api, Model, ModelId, PackageId, proto_package};
use crate::openapi::Sources;
use enums::EnumGroups;
use presence::PresenceRules;

/// Lowers a document. Returns the API, and warnings about what was left out.
pub(crate) fn lower(document: &OpenAPI, sources: &Sources) -> Result<(Api, Vec<Diagnostic>), Diagnostics> {
    let mut lowering = Lowering::new(document, sources);
    lowering.presence_rules();
    lowering.schemas();
    lowering.operations();
    let Lowering { api, enums, rules, inline, errors, .. } = lowering;
    let mut api = Api { models: api.models.into_iter().chain(inline).collect(), ..api };
    Diagnostics::none_or(errors, ())?;
    api.enums = enums.finish(sources)?;
    presence::decide(&mut api, rules);
    cycles::box_recursive_fields(&mut api);
    pagination::resolve(&mut api, document, sources)?;
    let warnings = oneofs::recognize(&mut api, sources);
    descriptions::deprecations(&mut api);
    descriptions::expand_paths(&mut api);
    Ok((api, warnings))
}

/// One pass over a document.
struct Lowering<'a> {
    document: &'a OpenAPI,
    sources: &'a Sources,
    rules: PresenceRules,
    api: Api,
    /// The ids of named schemas, which are the first models.
    schemas: BTreeMap<&'a str, ModelId>,
    /// The names of these schemas, by id.
    names: Vec<&'a str>,
    /// Models of inline objects, whose ids follow those of the named schemas.
    inline: Vec<Model>,
    enums: EnumGroups,
    errors: Vec<Diagnostic>,
}

impl<'a> Lowering<'a> {
    fn new(document: &'a OpenAPI, sources: &'a Sources) -> Self {
        let mut names: Vec<&str> =
            document.components.iter().flat_map(|components| components.schemas.keys()).map(String::as_str).collect();
        names.sort_unstable();
        let schemas = names.iter().enumerate().map(|(index, name)| (*name, ModelId::new(index))).collect();
        Self {
            document,
            sources,
            rules: PresenceRules::default(),
            api: Api::default(),
            schemas,
            names,
            inline: Vec::new(),
            enums: EnumGroups::default(),
            errors: Vec::new(),
        }
    }

    fn error(&mut self, code: &'static Code, at: &str, message: impl Into<String>, help: impl Into<String>) {
        self.errors.push(self.sources.error(code, at, message).help(help));
    }

    fn package(&mut self, name: &str) -> PackageId {
        let packages = &mut self.api.packages;
        let known = packages.iter().position(|package| package == name);
        PackageId::new(known.unwrap_or_else(|| {
            packages.push(name.to_owned());
            packages.len() - 1
        }))
    }

    /// The package of a model, also while its schema is being lowered.
    fn package_of(&mut self, id: ModelId) -> PackageId {
        match self.names.get(id.0) {
            Some(name) => self.package(proto_package::of(name)),
            None => self.inline[id.0 - self.names.len()].package,
        }
    }

    fn is_inline(&self, id: ModelId) -> bool {
        id.0 >= self.names.len()
    }
}

/// Every operation of a document, with its path and its key in the path item.
fn operations(document: &OpenAPI) -> impl Iterator<Item = (&str, &str, &openapiv3::Operation)> {
    let items = document.paths.paths.iter().filter_map(|(path, item)| Some((path, item.as_item()?)));
    items.flat_map(|(path, item)| item.iter().map(|(method, operation)| (path.as_str(), method, operation)))
}

/// A schema, or a reference to one: `openapiv3` has several types for this.
#[derive(Clone, Copy)]
enum SchemaOrRef<'a> {
    Reference(&'a str),
    Schema(&'a Schema),
}

impl<'a> SchemaOrRef<'a> {
    fn schema(self) -> Option<&'a Schema> {
        match self {
            Self::Reference(_) => None,
            Self::Schema(schema) => Some(schema),
        }
    }
}

impl<'a, T: std::borrow::Borrow<Schema>> From<&'a ReferenceOr<T>> for SchemaOrRef<'a> {
    fn from(schema: &'a ReferenceOr<T>) -> Self {
        match schema {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Schema(schema.borrow()),
        }
    }
}
