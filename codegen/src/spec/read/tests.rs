use serde_json::{Value, json};

use super::{line_of, read};
use crate::Document;

fn tree(text: &str) -> Result<Value, String> {
    read(&Document { file: "a.yaml".to_owned(), text: text.to_owned() }).map_err(|errors| errors.to_string())
}

#[test]
fn yaml_and_json_are_read_alike() {
    let cases = [
        ("a: 1\nb: [x, 2.5, true, null, ~]\n", json!({"a": 1, "b": ["x", 2.5, true, null, null]})),
        ("{\"a\": {\"b\": \"c\"}}", json!({"a": {"b": "c"}})),
        ("a: &x {b: 1}\nc: *x\n", json!({"a": {"b": 1}, "c": {"b": 1}})),
        ("200: a\ntrue: b\n-1: c\n", json!({"200": "a", "true": "b", "-1": "c"})),
        ("a: '1'\nb: \"2\"\nc: 18446744073709551615\n", json!({"a": "1", "b": "2", "c": u64::MAX})),
        ("a: |\n  one\n  two\n", json!({"a": "one\ntwo\n"})),
        ("", Value::Null),
        ("# nothing\n", Value::Null),
        ("---\na: 1\n", json!({"a": 1})),
        ("\u{feff}a: 1\n", json!({"a": 1})),
        ("a: 1\r\nb: 2\r\n", json!({"a": 1, "b": 2})),
    ];
    for (text, expected) in cases {
        assert_eq!(tree(text), Ok(expected), "{text:?}");
    }
}

#[test]
fn whatever_json_lacks_is_refused() {
    let cases = [
        "a: !tag b",
        "? [a]\n: b",
        "? {a: b}\n: c",
        "a: .nan",
        "a: .inf",
        "a: b\n---\nc: d\n",
        "a: *unknown",
        "\t- a",
        "1.5: a",
        "~: a",
    ];
    for text in cases {
        let told = tree(text).expect_err(text);
        assert!(told.starts_with("error: cannot be read: "), "{text}: {told}");
    }
}

#[test]
fn every_repeated_key_is_told_with_its_line() {
    let told = tree("a: 1\nb:\n  c: 1\n  c: 2\na: 3\nd: [{e: 1, e: 2}]\n200: x\n'200': y\n").expect_err("repeated");
    for place in ["a.yaml#/200", "a.yaml#/a", "a.yaml#/b/c", "a.yaml#/d/0/e"] {
        assert!(told.contains(place), "{place}: {told}");
    }
}

#[test]
fn lines_are_found() {
    let text = "a: 1\nb:\n  c/d:\n    - x\n    - y: z\n  e~f: {g: h}\n200:\n  i: |\n    long\n";
    let cases = [
        ("/a", Some(1)),
        ("/b", Some(3)),
        ("/b/c~1d", Some(4)),
        ("/b/c~1d/0", Some(4)),
        ("/b/c~1d/1/y", Some(5)),
        ("/b/e~0f/g", Some(6)),
        ("/200/i", Some(8)),
        ("/b/none", None),
        ("/b/c~1d/7", None),
        ("/b/c~1d/x", None),
        ("/a/b", None),
    ];
    for (pointer, expected) in cases {
        assert_eq!(line_of(text, pointer), expected, "{pointer}");
    }
}
