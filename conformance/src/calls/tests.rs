//! The judge notices clients that are wrong, in what they send and in what they decode.

use std::collections::BTreeSet;

use bytes::Bytes;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::Service as _;

use super::table::{Call, Input};
use super::{Judge, Unjudged, proving};
use crate::schema::Structure;
use crate::server::{ROOT, Server, TOKEN};
use crate::tables::Pending;

/// Sends a pet, and returns what is decoded.
fn send(server: &Server, path: &str, body: &Value, decode: fn(Value) -> Value) -> Result<Pending, String> {
    let request = http::Request::post(format!("{ROOT}{path}"))
        .header("authorization", format!("Bearer {TOKEN}"))
        .header("accept", "application/json")
        .header("content-type", "application/json")
        .body(Bytes::from(body.to_string()))
        .map_err(|error| error.to_string())?;
    let mut server = server.clone();
    Ok(Box::pin(async move {
        let Ok(response) = server.call(request).await;
        let Ok(content) = response.into_body().collect().await;
        let value = serde_json::from_slice(&content.to_bytes()).map_err(|error| error.to_string())?;
        Ok(decode(value).to_string().into_bytes())
    }))
}

fn without(mut value: Value, name: &str) -> Value {
    value.as_object_mut().map(|properties| properties.remove(name));
    value
}

/// The checks that fail for a client of the operation that sends a pet.
fn findings(send: fn(&Server, &Input) -> Result<Pending, String>) -> (BTreeSet<(&'static str, String)>, usize) {
    let document = crate::json::parse_yaml(proving::DOCUMENT).expect("YAML");
    let structure = Structure::new(&document).expect("a structure");
    let judge = Judge::new(&document, &structure, |server| server, (1, 10)).expect("a judge");
    let call = Call { at: "/paths/~1json/post", media_type: Some("application/json"), send };
    let subject = judge.judge(&call, &mut Unjudged::new());
    let findings = subject.findings.into_iter().map(|finding| (finding.check, finding.at)).collect();
    (findings, subject.samples)
}

#[test]
fn a_client_that_is_right_passes() {
    let (findings, samples) = findings(|server, input| send(server, "/json", input.body(), |value| value));
    assert_eq!(findings, BTreeSet::new());
    // Each call has an answer of each status.
    assert_eq!(samples, 2 * (1 + 4 + 10));
}

#[test]
fn a_client_that_is_wrong_is_noticed() {
    let (path, _) = findings(|server, input| send(server, "/jsons", input.body(), |value| value));
    assert_eq!(path, BTreeSet::from([("path", "jsons".to_owned())]));
    let (body, _) =
        findings(|server, input| send(server, "/json", &without(input.body().clone(), "age"), |value| value));
    assert_eq!(body, BTreeSet::from([("body", "age".to_owned())]));
    let (decoded, _) = findings(|server, input| send(server, "/json", input.body(), |value| without(value, "tags")));
    assert_eq!(decoded, BTreeSet::from([("decodes its value", "tags".to_owned())]));
    let (list, _) = findings(|server, input| send(server, "/json", input.body(), |value| json!(value.get("name"))));
    assert!(list.iter().all(|(check, _)| *check == "decodes its value") && !list.is_empty(), "{list:?}");
    let (silent, _) = findings(|_, _| Ok(Box::pin(std::future::ready(Ok(b"{}".to_vec())))));
    assert_eq!(silent, BTreeSet::from([("sends", String::new())]));
    let (refusing, _) = findings(|_, _| Err("not today".to_owned()));
    assert_eq!(refusing, BTreeSet::from([("builds", String::new())]));
}

#[test]
fn what_is_not_judged_is_counted() {
    let document = json!({ "paths": { "/": { "get": {
        "parameters": [{ "name": "nested", "in": "query", "required": true, "schema": { "enum": [null] } }],
        "responses": { "303": {}, "404": {} },
    } } } });
    let structure = Structure::new(&document).expect("a structure");
    let judge = Judge::new(&document, &structure, |server| server, (1, 0)).expect("a judge");
    let mut unjudged = Unjudged::new();
    let call = Call { at: "/paths/~1/get", media_type: None, send: |_, _| Err("never called".to_owned()) };
    let subject = judge.judge(&call, &mut unjudged);
    assert_eq!((subject.samples, subject.findings.len()), (0, 0));
    let expected = [
        ("operations without a call", 1),
        ("operations without a response of a success", 1),
        ("responses of errors", 1),
        ("responses with a status 3xx", 1),
        ("parameters without a sample that Form { explode: true } can carry", 5),
    ];
    assert_eq!(unjudged, expected.map(|(reason, count)| (reason.to_owned(), count)).into());
}
