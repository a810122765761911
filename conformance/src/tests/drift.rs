//! Clients that report drift, each with a fault that must be found.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::Request;
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::document::Document;
use crate::drift::{self, Judge};
use crate::finding::Subject;
use crate::server::{ROOT, Server};
use crate::sink::{Drifted, Sink};
use crate::tables::{Input, Operation, Pending};

const GET: &str = "test.v1.Things.Get";

/// A client that remembers its reports.
struct Client {
    server: Server,
    sink: Sink,
    reported: Arc<Mutex<BTreeSet<Drifted>>>,
}

/// What a client makes of a response.
trait Reports {
    /// Whether it reports again what it has reported.
    const REPEATS: bool = false;

    fn of(response: &Value) -> Vec<Drifted>;
}

fn listening(server: Server, sink: Sink) -> Client {
    Client { server, sink, reported: Arc::default() }
}

fn call<R: Reports>(client: &Client, _: &Input) -> Result<Pending, String> {
    let (server, sink, reported) = (client.server.clone(), client.sink.clone(), client.reported.clone());
    Ok(Box::pin(async move {
        let Ok(answer) = server.oneshot(Request::get(ROOT).body(Bytes::new()).expect("a request")).await;
        let Ok(collected) = answer.into_body().collect().await;
        let body = collected.to_bytes().to_vec();
        for drifted in R::of(&serde_json::from_slice(&body).map_err(|error| error.to_string())?) {
            let is_new = reported.lock().unwrap_or_else(PoisonError::into_inner).insert(drifted.clone());
            if is_new || R::REPEATS {
                sink.push(drifted);
            }
        }
        Ok(body)
    }))
}

fn drifted(path: String, kind: &str, value: &str) -> Drifted {
    Drifted { operation: GET.to_owned(), path, kind: kind.to_owned(), value: value.to_owned() }
}

/// What a right client reports of a response of the newer document.
fn right(response: &Value) -> Vec<Drifted> {
    let mut reports = Vec::new();
    add_reports("", response, &mut reports);
    reports
}

fn add_reports(path: &str, thing: &Value, reports: &mut Vec<Drifted>) {
    for (name, value) in thing.as_object().into_iter().flatten() {
        match (name.as_str(), value.as_str()) {
            ("list", _) => {
                let path = format!("{path}list[].");
                value.as_array().into_iter().flatten().for_each(|thing| add_reports(&path, thing, reports));
            }
            ("color", None | Some("" | "RED")) => {}
            ("color", Some(color)) => reports.push(drifted(format!("{path}color"), "unknown_enum_value", color)),
            _ => reports.push(drifted(format!("{path}{name}"), "unknown_property", "")),
        }
    }
}

/// A document with these properties and colors.
fn document(properties: Value, colors: &[&str]) -> Document {
    let mut properties = properties;
    properties["color"] = json!({ "type": "string", "enum": colors });
    properties["list"] = json!({ "type": "array", "items": { "$ref": "#/components/schemas/Thing" } });
    let schema = json!({ "$ref": "#/components/schemas/Thing" });
    let responses = json!({ "200": { "content": { "application/json": { "schema": schema } } } });
    let document = json!({
        "paths": { "/things": { "get": { "operationId": GET, "responses": responses } } },
        "components": { "schemas": { "Thing": { "type": "object", "properties": properties } } },
    });
    Document::parse(&[document.to_string()]).expect("a document")
}

fn documents() -> (Document, Document) {
    let added = json!({ "size": { "type": "string" }, "weight": { "type": "boolean" } });
    (document(json!({}), &["RED"]), document(added, &["RED", "GREEN", "BLUE"]))
}

fn judge<R: Reports>() -> Subject {
    let (old, new) = documents();
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let judge = Judge { old: &old, new: &new, listening };
    judge.judge(&Operation { id: GET, call: call::<R> }, &runtime, 1, 10)
}

/// Clients that change what a right one reports.
macro_rules! clients {
    ($($name:ident $(repeats $repeats:literal)? = $change:expr;)*) => {$(
        struct $name;

        impl Reports for $name {
            $(const REPEATS: bool = $repeats;)?

            fn of(response: &Value) -> Vec<Drifted> {
                let change: fn(Vec<Drifted>) -> Vec<Drifted> = $change;
                change(right(response))
            }
        }
    )*};
}

clients! {
    Right = |reports| reports;
    Repeating repeats true = |reports| reports;
    Silent = |_| Vec::new();
    Inventive = |reports| [reports, vec![drifted("list".to_owned(), "unknown_property", "")]].concat();
    WithoutEnums = |reports| reports.into_iter().filter(|drifted| drifted.kind == "unknown_property").collect();
    WithoutValues = |reports| reports.into_iter().map(|drifted| Drifted { value: String::new(), ..drifted }).collect();
    WithPositions = |reports| {
        reports.into_iter().map(|drifted| Drifted { path: drifted.path.replace("[]", "[0]"), ..drifted }).collect()
    };
}

#[test]
fn a_right_client_passes() {
    let subject = judge::<Right>();
    assert!(subject.findings.is_empty(), "{:#?}", subject.findings);
    assert!(subject.samples > 10, "{}", subject.samples);
    let (old, new) = documents();
    assert_eq!(drift::count(&old, &new), (2, 2), "properties and enum values");
    assert_eq!(drift::count(&new, &old), (0, 0));
}

#[test]
fn faults_of_a_client_are_found() {
    let cases = [
        ("reported again", judge::<Repeating>()),
        ("not reported", judge::<Silent>()),
        ("reported without reason", judge::<Inventive>()),
        ("not reported", judge::<WithoutEnums>()),
        ("not reported", judge::<WithoutValues>()),
        ("not reported", judge::<WithPositions>()),
    ];
    for (expected, subject) in cases {
        let messages: Vec<&str> = subject.findings.iter().map(|finding| finding.message.as_str()).collect();
        assert!(messages.iter().any(|message| message.starts_with(expected)), "{expected}: {messages:?}");
    }
}
