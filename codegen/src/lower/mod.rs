//! From `openapiv3` to [`Api`].

mod cycles;
mod enums;
mod oneofs;
mod operations;
mod paging;
mod presence;
mod prose;
mod schemas;

use std::collections::BTreeMap;

use openapiv3::{OpenAPI, ReferenceOr, Schema, SchemaData};

use crate::api::{Api, Docs, Model, Operation};
use crate::error::{Error, Errors, Warning};
use crate::spec::Files;
use enums::EnumSite;
use presence::Rules;

/// What one pass over the document gathers.
struct Lower {
    rules: Rules,
    models: BTreeMap<String, Model>,
    operations: Vec<Operation>,
    /// Each place where an enum stands; `Type::Enum` is an index into this until the places are grouped.
    enum_sites: Vec<EnumSite>,
    /// Each reference to a schema, with its place.
    references: Vec<(String, String)>,
    files: Files,
    errors: Vec<Error>,
}

/// Lowers a document, or tells everything in it that has no meaning in Rust.
pub(crate) fn lower(document: &OpenAPI, files: Files) -> Result<(Api, Vec<Warning>), Errors> {
    let mut lower = Lower {
        rules: Rules::default(),
        models: BTreeMap::new(),
        operations: Vec::new(),
        enum_sites: Vec::new(),
        references: Vec::new(),
        files,
        errors: Vec::new(),
    };
    lower.rules(document);
    lower.schemas(document);
    lower.operations(document);
    lower.dangling_references();
    Errors::none_or(std::mem::take(&mut lower.errors), ())?;
    lower.finish()
}

impl Lower {
    fn error(&mut self, at: &str, message: impl Into<String>, help: impl Into<String>) {
        self.errors.push(Error::new(self.files.of(at), at, message).help(help));
    }

    fn finish(self) -> Result<(Api, Vec<Warning>), Errors> {
        let mut api = Api { models: self.models, enums: Vec::new(), operations: self.operations, files: self.files };
        enums::group(&mut api, &self.enum_sites)?;
        presence::decide(&mut api, self.rules);
        cycles::break_up(&mut api);
        paging::recognise(&mut api)?;
        let warnings = oneofs::recognise(&mut api);
        prose::deprecations(&mut api);
        for model in api.models.values_mut() {
            model.expand_paths = prose::expand_paths(model);
        }
        Ok((api, warnings))
    }
}

/// A schema, or the name by which it is referred to: `openapiv3` has several types for this.
#[derive(Clone, Copy)]
enum Described<'a> {
    Reference(&'a str),
    Schema(&'a Schema),
}

impl<'a> Described<'a> {
    fn schema(self) -> Option<&'a Schema> {
        match self {
            Self::Reference(_) => None,
            Self::Schema(schema) => Some(schema),
        }
    }
}

impl<'a, T: std::borrow::Borrow<Schema>> From<&'a ReferenceOr<T>> for Described<'a> {
    fn from(described: &'a ReferenceOr<T>) -> Self {
        match described {
            ReferenceOr::Reference { reference } => Self::Reference(reference),
            ReferenceOr::Item(schema) => Self::Schema(schema.borrow()),
        }
    }
}

type Extensions = indexmap::IndexMap<String, serde_json::Value>;

/// A string extension; anything else in it is an error.
fn text_extension(lower: &mut Lower, extensions: &Extensions, key: &str, at: &str) -> Option<String> {
    match extensions.get(key)? {
        serde_json::Value::String(text) => Some(text.clone()),
        other => {
            let at = crate::pointer::child(at, key);
            lower.error(&at, format!("{key} is {other}, not a string"), "give it a string");
            None
        }
    }
}

/// An extension that is an object of strings; anything else in it is an error.
fn names_extension(lower: &mut Lower, extensions: &Extensions, key: &str, at: &str) -> BTreeMap<String, String> {
    let Some(value) = extensions.get(key) else { return BTreeMap::new() };
    let names = value.as_object().and_then(|names| {
        names.iter().map(|(key, name)| Some((key.clone(), name.as_str()?.to_owned()))).collect::<Option<_>>()
    });
    names.unwrap_or_else(|| {
        let at = crate::pointer::child(at, key);
        lower.error(&at, format!("{key} is {value}, not an object of names"), "give it an object of strings");
        BTreeMap::new()
    })
}

/// A boolean extension; anything else in it is an error.
fn flag_extension(lower: &mut Lower, extensions: &Extensions, key: &str, at: &str) -> Option<bool> {
    match extensions.get(key)? {
        serde_json::Value::Bool(flag) => Some(*flag),
        other => {
            let at = crate::pointer::child(at, key);
            lower.error(&at, format!("{key} is {other}, not true or false"), "give it true or false");
            None
        }
    }
}

fn docs(data: &SchemaData) -> Docs {
    Docs {
        description: data.description.clone().unwrap_or_default(),
        deprecated: data.deprecated,
        read_only: data.read_only,
        default: data.default.as_ref().map(ToString::to_string),
        sunset: sunset(&data.extensions),
        ..Docs::default()
    }
}

/// When something will be gone; whatever the extension holds is only shown.
fn sunset(extensions: &Extensions) -> Option<String> {
    extensions.get("x-sunset").map(|sunset| sunset.as_str().map_or_else(|| sunset.to_string(), str::to_owned))
}

/// What a reference to a schema leads to: the schema's name.
fn referred(reference: &str) -> Option<&str> {
    reference.strip_prefix("#/components/schemas/")
}
