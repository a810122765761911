//! Prints the *derive twin* of a specification: a crate with the same API by serde's derive and async functions on reqwest, as
//! a program without this SDK would have it. It exists for benchmarks only.

use std::fmt::Write as _;

use conformance::twins::{self, Declared, Style};
use conformance::{Document, DocumentedOperation as Operation, Parameter};
use serde_json::Value;

/// Plain types: unlisted enum values are read as one variant, so nothing is read through a buffer.
const STYLE: Style = Style {
    structs: "#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]",
    enums: "Clone, Debug, PartialEq, Serialize, Deserialize",
    visibility: "pub ",
    unlisted: "#[serde(other)]\n    Unlisted",
    named_fields: true,
    nullable_lists: true,
    boxes_all: false,
};

const MODELS: &str = "\
//! Models by serde's derive. Printed by `cargo xtask bench`.

#![allow(non_snake_case, unused_imports)]

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub type Any = Value;
pub type Binary = String;
pub type Double = f64;
pub type Duration = String;
pub type Int32 = i32;
pub type Int64 = String;
pub type Timestamp = chrono::DateTime<chrono::Utc>;
pub type UInt32 = u32;
pub type UInt64 = String;

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
";

const LIB: &str = include_str!("twin/lib.rs.txt");

/// The twin of a specification.
#[derive(Debug)]
pub(crate) struct Twin {
    /// `src/lib.rs`: the client and its functions.
    pub(crate) lib: String,
    /// `src/models.rs`.
    pub(crate) models: String,
    /// Operations that both crates call alike.
    pub(crate) calls: Vec<TwinCall>,
}

/// An operation that a program can call with defaults alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TwinCall {
    /// The operation id.
    pub(crate) id: String,
    /// The expression that calls it, for a `client` of the twin.
    pub(crate) twin: String,
    /// The arguments of the method of c1-api.
    pub(crate) arguments: String,
}

/// Prints the twin.
pub(crate) fn print(document: &Document) -> Twin {
    let declared = twins::declare(document, &|_| true, STYLE);
    let (mut functions, mut calls) = (String::new(), Vec::new());
    for operation in document.operations.values() {
        functions += &function(operation, &declared);
        calls.extend(call(document, operation, &declared));
    }
    let lib = format!("{LIB}\nimpl Client {{{functions}}}\n");
    Twin { lib, models: format!("{MODELS}{}", declared.items), calls }
}

/// An async function for an operation.
fn function(operation: &Operation, declared: &Declared) -> String {
    let Operation { id, method, path, in_path, in_query, body, response } = operation;
    let mut arguments = String::new();
    for index in 0..in_path.len() {
        let _infallible = write!(arguments, ", path{index}: &str");
    }
    for index in 0..in_query.len() {
        let _infallible = write!(arguments, ", query{index}: Option<&str>");
    }
    let body = body.as_ref().map(|body| ty(body, declared));
    if let Some(ty) = &body {
        let _infallible = write!(arguments, ", body: &{ty}");
    }
    let encoded: String =
        (0..in_path.len()).map(|index| format!("        let path{index} = encode(path{index});\n")).collect();
    let query: Vec<String> = in_query
        .iter()
        .enumerate()
        .map(|(index, Parameter { name, .. })| format!("({name:?}, query{index})"))
        .collect();
    let template = template(path, in_path);
    let query = query.join(", ");
    let with_body = if body.is_some() { ".body(serde_json::to_vec(body)?)" } else { "" };
    let response = ty(response, declared);
    format!(
        "
    /// `{id}`.
    pub async fn {name}(&self{arguments}) -> Result<{response}, Error> {{
{encoded}        let path = format!({template:?});
        let request = self.request(Method::{method}, &path, &[{query}]){with_body};
        let body = self.send(request).await?;
        Ok(serde_json::from_slice(&body)?)
    }}
",
        name = name(id),
    )
}

/// A call with defaults; `None` if the operation has parameters or bodies of other kinds.
fn call(document: &Document, operation: &Operation, declared: &Declared) -> Option<TwinCall> {
    let Operation { id, in_path, in_query, body, response, .. } = operation;
    let is_text = |parameter: &Parameter| {
        parameter.schema["type"] == "string" && ["format", "enum"].iter().all(|key| parameter.schema.get(key).is_none())
    };
    let is_struct = |schema: &Value| declared.structs.contains_key(reference(schema).unwrap_or_default());
    // The methods of c1-api have no argument for a body without properties.
    let has_properties = |schema: &Value| {
        let message = document.schemas.get(reference(schema).unwrap_or_default());
        message.is_some_and(|message| message["properties"].as_object().is_some_and(|all| !all.is_empty()))
    };
    let is_body = |schema: &Value| is_struct(schema) && has_properties(schema);
    if !in_path.iter().all(is_text) || !body.iter().all(is_body) || !is_struct(response) {
        return None;
    }
    let paths = in_path.iter().map(|_| "\"x\"");
    let own = paths.clone().chain(body.iter().map(|_| "Default::default()"));
    let twin = paths.chain(in_query.iter().map(|_| "None")).chain(body.iter().map(|_| "&Default::default()"));
    let twin = format!("client.{}({})", name(id), twin.collect::<Vec<_>>().join(", "));
    Some(TwinCall { id: id.clone(), twin, arguments: own.collect::<Vec<_>>().join(", ") })
}

/// The type of a body.
fn ty(schema: &Value, declared: &Declared) -> String {
    let named = reference(schema).and_then(|name| declared.structs.get(name));
    named.map_or_else(|| "Value".to_owned(), |name| format!("models::{name}"))
}

fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix("#/components/schemas/")
}

/// A template for `format!`, with the names of the arguments.
fn template(path: &str, parameters: &[Parameter]) -> String {
    parameters.iter().enumerate().fold(path.to_owned(), |path, (index, parameter)| {
        path.replace(&format!("{{{}}}", parameter.name), &format!("{{path{index}}}"))
    })
}

/// The name of an operation's function.
fn name(id: &str) -> String {
    let mut name = String::from("call_");
    for letter in id.chars() {
        match letter {
            letter if letter.is_ascii_uppercase() => name.extend(['_', letter.to_ascii_lowercase()]),
            letter if letter.is_ascii_alphanumeric() => name.push(letter),
            _ => name.push('_'),
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// The models of a document, each with the name of its message.
    fn models(document: &Document) -> String {
        let Declared { items, structs } = twins::declare(document, &|_| true, STYLE);
        let mut text = format!("{MODELS}{items}\n");
        for (name, twin) in structs {
            let _infallible = writeln!(text, "pub type {} = {twin};", name.rsplit('.').next().unwrap_or_default());
        }
        text
    }

    fn vendored() -> Document {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
        let files = ["search-external-clients.yaml", "search-personal-clients.yaml", "search-users.yaml"];
        let texts = files.map(|file| std::fs::read_to_string(folder.join(file)).expect("a document"));
        Document::parse(&texts).expect("documents")
    }

    #[test]
    fn the_twins_of_the_vendored_models_are_up_to_date() {
        let printed = models(&vendored());
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/bare/twins.rs");
        if std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
            std::fs::write(&path, &printed).expect("the twins");
        }
        assert!(std::fs::read_to_string(&path).is_ok_and(|current| current == printed), "{} is stale", path.display());
    }

    #[test]
    fn an_operation_is_a_function_and_a_call() {
        let document = Document::parse(&["
paths:
  /books/{book_id}/pages:
    post:
      operationId: library.v1.Books.AddPage
      parameters:
        - { name: book_id, in: path, schema: { type: string } }
        - { name: dryRun, in: query, schema: { type: boolean } }
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/library.v1.Page' } } } }
      responses: { '200': { content: { application/json: { schema: { $ref: '#/components/schemas/library.v1.Page' } } } } }
components:
  schemas:
    library.v1.Page: { type: object, properties: { text: { type: string }, next: { $ref: '#/components/schemas/library.v1.Page' } } }
"]);
        let twin = print(&document.expect("a document"));
        insta::assert_snapshot!(twin.lib.strip_prefix(LIB).expect("the client"));
        insta::assert_snapshot!(twin.models.strip_prefix(MODELS).expect("the types"));
        let expected = TwinCall {
            id: "library.v1.Books.AddPage".to_owned(),
            twin: "client.call_library_v1__books__add_page(\"x\", None, &Default::default())".to_owned(),
            arguments: "\"x\", Default::default()".to_owned(),
        };
        assert_eq!(twin.calls, [expected]);
    }
}
