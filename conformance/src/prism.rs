//! A second judge, which others wrote: Prism validates requests by the document, and answers with examples of its own.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::{fs, io, thread};

use serde_json::{Map, Value, json};

use crate::document::{Document, Kind};
use crate::finding::{Failure, Subject, SubjectKind};
use crate::operations::{Wire, shown};
use crate::reference;
use crate::request::{is_refused, parameter_text};
use crate::sampler::{Sampler, Style};
use crate::tables;

/// The number of random calls; each is validated by scripts.
const MAX_RANDOM: usize = 5;

/// A running Prism, which ends when this is dropped.
pub(crate) struct Prism {
    process: Child,
    /// The URL that it listens at.
    pub(crate) root: String,
}

impl Prism {
    /// Starts the script at `script` with the document, which is written beside it.
    ///
    /// # Errors
    ///
    /// A script that does not run, or does not listen.
    pub(crate) fn start(script: &Path, document: &Document) -> Result<Self, String> {
        let begin = || {
            let path = script.with_file_name("document.json");
            fs::write(&path, document.for_prism().to_string())?;
            let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
            let process = Command::new("node")
                .arg(script)
                .args(["mock", "--errors", "--host", "127.0.0.1", "--port", &port.to_string()])
                .arg(path)
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null())
                .spawn()?;
            Ok(Self { process, root: format!("http://127.0.0.1:{port}") })
        };
        let mut prism = begin().map_err(|error: io::Error| format!("Prism cannot be started: {error}"))?;
        let mut lines = BufReader::new(prism.process.stdout.take().ok_or("Prism has no output")?).lines();
        let listens = lines.by_ref().map_while(Result::ok).any(|line| line.contains("is listening"));
        // It would wait if nobody read its log.
        thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        if listens { Ok(prism) } else { Err("Prism does not accept the document".to_owned()) }
    }
}

impl Drop for Prism {
    fn drop(&mut self) {
        // It may have ended already.
        let _ended = self.process.kill().and_then(|()| self.process.wait());
    }
}

/// Judges an operation by Prism: the smallest, fullest and some random requests are valid, and its answers decode.
pub(crate) fn judge<C>(
    document: &Document,
    entry: &tables::Operation<C>,
    wire: &Wire<C>,
    seed: u64,
    count: usize,
) -> Subject {
    let mut subject = Subject::new(SubjectKind::Prism, format!("prism/{}", entry.id));
    let (Some(operation), Some(client)) = (document.operations.get(entry.id), &wire.remote) else { return subject };
    let mut sampler = Sampler::new(document, seed, &subject.name);
    let styles = [Style::Smallest, Style::Full(0), Style::Full(1)];
    for style in styles.into_iter().chain(std::iter::repeat_n(Style::Random, count.min(MAX_RANDOM))) {
        subject.samples += 1;
        let mut input = reference::input(document, &mut sampler, operation, style);
        let is_refused = |value: &Value| is_refused(&parameter_text(value));
        input.path.values_mut().filter(|value| is_refused(value)).for_each(|value| *value = json!("replaced"));
        let answer = (entry.call)(client, &input).and_then(|pending| wire.runtime.block_on(pending));
        if let Err(error) = answer {
            subject.add(failure(&error), String::new(), shown(&input));
        }
    }
    subject
}

/// A refused request, an answer that does not decode, or a valid request for which Prism cannot make a valid answer.
fn failure(error: &str) -> Failure {
    if error.contains("errors#SCHEMA_TOO_COMPLEX") {
        return Failure::new("is answered", "Prism cannot make an answer: the schema is too complex");
    }
    match error.split_once("\"validation\":") {
        // Requests are validated before Prism answers.
        Some((_, violations)) if violations.starts_with("[{\"location\":[\"response\"") => {
            Failure::new("is answered", violations)
        }
        Some((_, violations)) => Failure::new("is accepted", violations),
        None => Failure::new("decodes", error),
    }
}

impl Document {
    /// The document with open enums and objects, C1's durations, and examples of the formats that Prism does not know.
    fn for_prism(&self) -> Value {
        let mut document = self.merged.clone();
        if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
            schemas.values_mut().for_each(|schema| self.add_examples(schema));
        }
        let items = document["paths"].as_object_mut().into_iter().flat_map(Map::values_mut);
        let operations = items.filter_map(Value::as_object_mut).flat_map(Map::values_mut);
        let parameters = operations.filter_map(|operation| operation.get_mut("parameters")?.as_array_mut()).flatten();
        for schema in parameters.filter_map(|parameter| parameter.get_mut("schema")) {
            self.add_examples(schema);
        }
        document
    }

    fn add_examples(&self, schema: &mut Value) {
        let example = match self.shape(schema).kind {
            _ if schema.get("type").is_none() => None,
            Kind::Int64 | Kind::UInt64 => Some(json!("7")),
            Kind::Duration => Some(json!("3600s")),
            Kind::Bytes => Some(json!("AAEC")),
            Kind::Enum(values) => values.first().cloned(),
            _ => None,
        };
        if let (Some(example), Some(schema)) = (example, schema.as_object_mut()) {
            schema.insert("example".to_owned(), example);
            // Enums are open, and Prism's durations are those of ISO 8601.
            schema.remove("enum");
            if schema.get("format").is_some_and(|format| format == "duration") {
                schema.remove("format");
                schema.insert("pattern".to_owned(), json!(r"^-?[0-9]+(\.[0-9]{1,9})?s$"));
            }
        }
        if schema["additionalProperties"] == false {
            schema["additionalProperties"] = json!(true);
        }
        if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
            properties.values_mut().for_each(|property| self.add_examples(property));
        }
        for key in ["items", "additionalProperties"] {
            if let Some(inner) = schema.get_mut(key).filter(|inner| inner.is_object()) {
                self.add_examples(inner);
            }
        }
    }
}
