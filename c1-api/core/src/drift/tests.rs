//! What is recorded of a body, and what is not.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use http::StatusCode;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::log::{DriftLog, MAX_OF_CLIENT, MAX_OF_OPERATION};
use super::{Drift, Recording};
use crate::response_body::ResponseBody;
use crate::wire::{Any, Wire, message, open_enum, union};

open_enum! {
    /// A color.
    pub enum Color {
        Red = "RED",
    }
}

union! {
    /// A pet.
    pub enum Pet tag "kind" {
        Dog(Dog) object ["dog"];
        Name(String) string [];
    }
}

/// It lacks the tag of the union.
#[derive(Clone, Default, PartialEq)]
pub(super) struct Dog {
    good: bool,
}

message! {
    Dog = "test.v1.Dog" {
        field good "good";
    }
}

#[derive(Clone, Default, PartialEq)]
struct Tree {
    any: Option<Any>,
    color: Option<Color>,
    colors: Vec<Color>,
    json: serde_json::Map<String, serde_json::Value>,
    labels: BTreeMap<String, Tree>,
    next: Option<Box<Tree>>,
    number: i32,
    pet: Option<Pet>,
    secret: Option<Color>,
    trees: Vec<Tree>,
}

message! {
    Tree = "test.v1.Tree" {
        field any "any";
        field color "color";
        field colors "colors";
        field json "json";
        field labels "labels";
        field next "next";
        field number "number";
        field pet "pet";
        sensitive secret "secret";
        field trees "trees";
    }
}

/// All further properties are trees.
#[derive(Clone, Default, PartialEq)]
struct Open {
    name: String,
    rest: BTreeMap<String, Tree>,
}

message! {
    Open = "test.v1.Open" {
        field name "name";
        ..rest;
    }
}

fn log() -> Arc<DriftLog> {
    Arc::new(DriftLog::new(None, &["secret"]))
}

/// Decodes a body in a recording.
fn recorded<T>(
    log: &Arc<DriftLog>,
    json: &str,
    decode: impl FnOnce(ResponseBody<'_>) -> Result<T, serde_json::Error>,
) -> Vec<Drift> {
    let body = Bytes::from(json.to_owned());
    let recording = Recording::begin(log, "Trees.Get");
    let refuses = decode(ResponseBody::new(StatusCode::OK, &body)).is_err_and(|error| error.is_data());
    recording.end(refuses)
}

/// The sentences about a body of the type `T`, without the operation.
fn drift_of<T: DeserializeOwned>(json: &str) -> Vec<String> {
    sentences(&recorded(&log(), json, object::<T>))
}

fn object<T: DeserializeOwned>(body: ResponseBody<'_>) -> Result<T, serde_json::Error> {
    body.object()
}

fn sentences(drift: &[Drift]) -> Vec<String> {
    drift.iter().map(|drift| drift.to_string().replacen("Trees.Get: ", "", 1)).collect()
}

#[test]
fn unknown_properties_and_values_are_recorded_with_their_paths() {
    let cases = [
        (r#"{"a": 1}"#, "unknown property `a`"),
        (r#"{"a": null}"#, "unknown property `a`"),
        (r#"{"\u0061b": 1}"#, "unknown property `ab`"),
        (r#"{"color": "BLUE"}"#, "unknown value `BLUE` of the enum `color`"),
        (r#"{"color": "BL\u0055E"}"#, "unknown value `BLUE` of the enum `color`"),
        (r#"{"colors": ["RED", "BLUE"]}"#, "unknown value `BLUE` of the enum `colors[]`"),
        (r#"{"trees": [{}, {"trees": [{"next": {"a": 1}}]}]}"#, "unknown property `trees[].trees[].next.a`"),
        (r#"{"labels": {"ada": {"color": "BLUE"}}}"#, "unknown value `BLUE` of the enum `labels.*.color`"),
        (r#"{"pet": {"kind": "dog", "good": true, "age": 3}}"#, "unknown property `pet.age`"),
        (r#"{"pet": {"kind": "cat"}}"#, "the value of `pet` is of none of the types of its union"),
        (r#"{"number": "many"}"#, "the value of `number` is of another type"),
        (
            r#"{"trees": [{}, {"labels": {"ada": {"number": {}}}}]}"#,
            "the value of `trees[].labels.*.number` is of another type",
        ),
        (r#"{"trees": [{}, 7]}"#, "the value of `trees[]` is of another type"),
        (r#"{"labels": {"ada": 7}}"#, "the value of `labels.*` is of another type"),
        (r#"{"labels": []}"#, "the value of `labels` is of another type"),
        ("[]", "the response is of another type"),
    ];
    for (json, expected) in cases {
        assert_eq!(drift_of::<Tree>(json), [expected], "{json}");
    }
    let open = r#"{"name": "x", "ada": {"color": "BLUE", "a": 1}}"#;
    assert_eq!(drift_of::<Open>(open), ["unknown value `BLUE` of the enum `*.color`", "unknown property `*.a`"]);
    assert_eq!(drift_of::<Open>(r#"{"ada": {"trees": [7]}}"#), ["the value of `*.trees[]` is of another type"]);
}

#[test]
fn known_and_free_values_are_not_recorded() {
    for json in [
        r#"{"color": "RED", "colors": ["RED", null, ""], "number": "7", "next": null, "trees": null}"#,
        r#"{"any": {"@type": "x/y", "a": 1}, "json": {"a": {"b": 1}}, "pet": {"kind": "dog"}}"#,
        r#"{"pet": "Rex", "labels": {"a": {}, "b": null}}"#,
        r#"{"number": 1"#,
        "",
        "<html>",
    ] {
        assert_eq!(drift_of::<Tree>(json), Vec::<String>::new(), "{json}");
    }
}

#[test]
fn each_element_is_recorded_once() {
    let log = log();
    let json = r#"{"trees": [{"a": 1, "color": "BLUE"}, {"a": 2, "color": "BLUE"}, {"color": "GREEN"}], "a": 1}"#;
    let read = || sentences(&recorded(&log, json, object::<Tree>));
    let expected = [
        "unknown property `trees[].a`",
        "unknown value `BLUE` of the enum `trees[].color`",
        "unknown value `GREEN` of the enum `trees[].color`",
        "unknown property `a`",
    ];
    assert_eq!(read(), expected);
    assert_eq!(read(), Vec::<String>::new());
}

#[test]
fn other_bodies_than_objects_are_recorded() {
    let of = |json, decode: fn(ResponseBody<'_>) -> Result<(), serde_json::Error>| {
        sentences(&recorded(&log(), json, decode))
    };
    let list = |body: ResponseBody<'_>| body.json::<Vec<Tree>>().map(drop);
    assert_eq!(of(r#"[{"a": 1}]"#, list), ["unknown property `[].a`"]);
    assert_eq!(of(r#"[[]]"#, list), ["the value of `[]` is of another type"]);
    let map = |body: ResponseBody<'_>| body.optional_json::<BTreeMap<String, Tree>>().map(drop);
    assert_eq!(of(r#"{"ada": {"a": 1}}"#, map), ["unknown property `*.a`"]);
    let color = |body: ResponseBody<'_>| body.json::<Color>().map(drop);
    assert_eq!(of(r#""BLUE""#, color), ["unknown value `BLUE` of the enum ``"]);
    let pet = |body: ResponseBody<'_>| body.json::<Pet>().map(drop);
    assert_eq!(of("7", pet), ["the response is of none of the types of its union"]);
}

#[test]
fn models_within_types_of_users_are_not_recorded_with_half_a_path() {
    #[derive(Deserialize)]
    struct Mine {
        #[serde(rename = "tree")]
        _tree: Tree,
        #[serde(rename = "trees")]
        _trees: Vec<Tree>,
    }
    let json = r#"{"tree": {"a": 1, "color": "BLUE"}, "trees": [{"a": 1}]}"#;
    assert_eq!(drift_of::<Mine>(json), Vec::<String>::new());
    assert_eq!(drift_of::<Vec<Tree>>(r#"[{"a": 1}]"#), Vec::<String>::new());
    let refused = r#"{"tree": {"number": {}}, "trees": []}"#;
    assert_eq!(drift_of::<Mine>(refused), ["the response is of another type"]);
    let outside = serde_json::from_str::<Tree>(r#"{"a": 1}"#);
    assert!(outside.is_ok_and(|tree| tree == Tree::default()));
    let within = recorded(&log(), "{}", |body| {
        let tree = body.object::<Tree>();
        Tree::read(serde_json::json!({"a": 1}))?;
        serde_json::from_str::<Tree>(r#"{"a": 1}"#)?;
        tree
    });
    assert_eq!(within, []);
}

#[test]
fn a_recording_ends_with_its_call() {
    let outer = log();
    let recording = Recording::begin(&outer, "Trees.List");
    assert_eq!(drift_of::<Tree>(r#"{"a": 1}"#), ["unknown property `a`"]);
    let body = Bytes::from_static(br#"{"b": 1}"#);
    ResponseBody::new(StatusCode::OK, &body).object::<Tree>().expect("a tree");
    assert_eq!(recording.end(false)[0].to_string(), "Trees.List: unknown property `b`");
    ResponseBody::new(StatusCode::OK, &body).object::<Tree>().expect("a tree");
    let panicked = std::panic::catch_unwind(|| {
        let _recording = Recording::begin(&log(), "Trees.Get");
        panic!("while decoding");
    });
    assert!(panicked.is_err());
    assert_eq!(drift_of::<Tree>(r#"{"a": 1}"#), ["unknown property `a`"]);
}

#[test]
fn values_that_may_be_secret_are_hidden() {
    let secret = r#"{"secret": "SESAME", "trees": [{"secret": "OPEN"}], "color": "eyJhbGciOiJIUzI1NiJ9.e30.c2ln"}"#;
    let expected = [
        "unknown value `[hidden]` of the enum `secret`",
        "unknown value `[hidden]` of the enum `trees[].secret`",
        "unknown value `[hidden]` of the enum `color`",
    ];
    assert_eq!(drift_of::<Tree>(secret), expected);
    let below = r#"{"sk_live_51H8xYzAbCdEfGhIjKlMnOpQr": 1, "line\nbreak": 1}"#;
    assert_eq!(drift_of::<Tree>(below), ["unknown property `[hidden]`", "unknown property `line\\u{a}break`"]);
    let log = log();
    let values = ["eyJa", "eyJb"].map(|value| format!(r#"{{"color": "{value}"}}"#));
    let reports = values.map(|json| recorded(&log, &json, object::<Tree>).len());
    assert_eq!(reports, [1, 0], "hidden values are one value");
}

#[test]
fn a_server_cannot_fill_the_memory() {
    let log = log();
    let names = |count: usize| (0..count).map(|index| format!(r#""p{index}": 1"#)).collect::<Vec<_>>().join(",");
    let json = format!("{{{}}}", names(MAX_OF_OPERATION + 500));
    assert_eq!(recorded(&log, &json, object::<Tree>).len(), MAX_OF_OPERATION);
    assert_eq!(recorded(&log, r#"{"b": 1}"#, object::<Tree>), []);
    let of_others = (0..20_u64).flat_map(|operation| (0..1_000).map(move |report| (operation, report)));
    let others = of_others.filter(|(operation, report)| log.add(*operation, *report)).count();
    assert_eq!(others, MAX_OF_CLIENT - MAX_OF_OPERATION);

    let long = format!(r#"{{"color": "{}"}}"#, "Ä".repeat(1_000_000));
    let drift = drift_of::<Tree>(&long);
    assert_eq!(drift, [format!("unknown value `{}…` of the enum `color`", "Ä".repeat(100))]);
    let deep = format!("{}{}", r#"{"next":"#.repeat(100), r#"{"a":1}"#) + &"}".repeat(100);
    assert_eq!(drift_of::<Tree>(&deep), [format!("unknown property `{}a`", "next.".repeat(100))]);
}
