use serde_json::{Value, json};

use super::parse;
use crate::diagnostics::{Diagnostics, codes};

fn tree(text: &str) -> Result<Value, Diagnostics> {
    parse("a.yaml", text).map(|(tree, _)| tree)
}

/// The codes and lines of the errors in a text.
fn errors(text: &str) -> Vec<(&'static str, Option<u32>)> {
    let errors = tree(text).err().into_iter().flatten();
    errors.map(|error| (error.code().id, error.location().line())).collect()
}

#[test]
fn yaml_and_json_are_parsed_alike() {
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
fn yaml_that_json_lacks_is_an_error() {
    let cases = [
        "a: !tag b",
        "? [a]\n: b",
        "? {a: b}\n: c",
        "a: b\n---\nc: d\n",
        "a: *unknown",
        "1.5: a",
        "~: a",
        "? ? a",
        "a: [",
        "a: \"b",
        "a: b: c",
        "a: &x [*x]",
    ];
    for text in cases {
        let found = errors(text);
        assert!(matches!(found.as_slice(), [(code, Some(_))] if *code == codes::SYNTAX.id), "{text}: {found:?}");
    }
}

#[test]
fn numbers_that_json_lacks_are_text_or_floats() {
    let text =
        "a: .inf\nb: -.inf\nc: .nan\nd: 340282366920938463463374607431768211456\ne: -9223372036854775809\nf: 1e999\n";
    let expected = json!({
        "a": ".inf", "b": "-.inf", "c": ".nan", "d": 2f64.powi(128), "e": -9_223_372_036_854_775_808.0, "f": "1e999",
    });
    assert_eq!(tree(text), Ok(expected));
}

#[test]
fn scalars_equal_those_of_serde_yaml() {
    let scalars = [
        "0",
        "-0",
        "+1",
        "-1",
        "007",
        "0x1F",
        "-0x1f",
        "0o17",
        "0b11",
        "0x",
        "0xg",
        "1.5",
        "1.",
        ".5",
        "-.5",
        "1e3",
        "1E-3",
        "+1.5",
        "1e",
        "e1",
        "1_000",
        "1,5",
        "1:2",
        "+-1",
        "--1",
        "+",
        ".",
        "null",
        "Null",
        "NULL",
        "nUll",
        "~",
        "true",
        "True",
        "TRUE",
        "tRue",
        "yes",
        "no",
        "on",
        "off",
        "y",
        "false",
        "0.0",
        "00",
        "00.5",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "18446744073709551615",
        "text",
        "a b",
        "'1'",
        "\"1\"",
        "\"a\\tb\"",
        "'it''s'",
        "2026-11-24",
        "12e03",
        "1.2.3",
        "infinity",
        "nan",
        "NaN",
        "inf",
        "-inf",
        "0x1_0",
    ];
    for scalar in scalars {
        let text = format!("a: {scalar}\n");
        let expected: Value = serde_yaml::from_str(&text).expect("YAML");
        assert_eq!(tree(&text), Ok(expected), "{scalar}");
    }
}

#[test]
fn every_repeated_key_is_reported_with_its_line() {
    let found = errors("a: 1\nb:\n  c: 1\n  c: 2\na: 3\nd: [{e: 1, e: 2}]\n200: x\n'200': y\n");
    let expected = [4, 5, 6, 8].map(|line| (codes::DUPLICATE_KEY.id, Some(line)));
    assert_eq!(found, expected);
}

#[test]
fn pointers_have_lines_and_columns() {
    let text = "a: 1\nb:\n  c/d:\n    - x\n    - y: z\n  e~f: {g: h}\n200:\n  i: |\n    long\nü: {é: [1,\n 2]}\n";
    let cases = [
        ("", (1, 1)),
        ("/a", (1, 1)),
        ("/b", (2, 1)),
        ("/b/c~1d", (3, 3)),
        ("/b/c~1d/0", (4, 7)),
        ("/b/c~1d/1/y", (5, 7)),
        ("/b/e~0f/g", (6, 9)),
        ("/200/i", (8, 3)),
        ("/ü/é", (10, 5)),
        ("/ü/é/1", (11, 2)),
        // A value that a later stage adds has the location of its nearest ancestor.
        ("/b/none", (2, 1)),
        ("/b/c~1d/7", (3, 3)),
        ("/b/c~1d/x", (3, 3)),
        ("/a/b", (1, 1)),
        ("/none", (1, 1)),
    ];
    let (_, spans) = parse("a.yaml", text).expect("YAML");
    for (pointer, expected) in cases {
        let span = spans.locate(pointer).expect("a span");
        assert_eq!((span.line, span.column), expected, "{pointer}");
    }
    assert_eq!(parse("a.yaml", "").expect("YAML").1.locate("/a"), None);
}

#[test]
fn depth_size_and_aliases_are_bounded() {
    let deep_block: String = (0..500).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    let bomb: String =
        (1..30).map(|level| format!("a{level}: &a{level} [{}]\n", format!("*a{},", level - 1).repeat(9))).collect();
    let texts = [
        "{\"a\":".repeat(200_000),
        "[".repeat(200_000),
        "{a: ".repeat(200_000),
        "- ".repeat(200_000),
        format!("{}{}", "[".repeat(150), "]".repeat(150)),
        deep_block,
        format!("a0: &a0 [x]\n{bomb}"),
        format!("a: \"{}\"", "x".repeat(super::MOST_BYTES)),
    ];
    for text in texts {
        let found = errors(&text);
        assert!(matches!(found.as_slice(), [(code, _)] if *code == codes::LIMIT.id), "{found:?}: {text:.40}");
    }
    let flat = format!("{}{}", "[".repeat(100), "]".repeat(100));
    assert!(tree(&flat).is_ok());
}

/// An arbitrary value for a seed.
fn arbitrary(seed: &mut u64, depth: usize) -> Value {
    let mut next = |most: u64| {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*seed >> 33) % most
    };
    let texts = [
        "", "a", "true", "007", "a: b", "# c", "- d", "é\nü", "'", "\"", "{", "~", "1.5", " x ", "\t", "💥", "&a",
        "*b", "!c",
    ];
    match if depth == 0 { next(4) } else { next(6) } {
        0 => json!(texts[usize::try_from(next(texts.len() as u64)).expect("small")]),
        1 => json!(next(1000)),
        2 => json!(next(2) == 0),
        3 => Value::Null,
        4 => (0..next(5)).map(|_| ()).collect::<Vec<_>>().into_iter().map(|()| arbitrary(seed, depth - 1)).collect(),
        _ => {
            let names: Vec<String> = (0..next(5))
                .map(|index| format!("{}{index}", texts[usize::try_from(next(19)).expect("small")]))
                .collect();
            Value::Object(names.into_iter().map(|name| (name, arbitrary(seed, depth - 1))).collect())
        }
    }
}

#[test]
fn output_of_other_programs_is_parsed_with_spans() {
    for seed in 0..300 {
        let value = json!({"root": arbitrary(&mut (seed + 1), 5)});
        let yaml = serde_yaml::to_string(&value).expect("YAML");
        for text in
            [yaml, serde_json::to_string(&value).expect("JSON"), serde_json::to_string_pretty(&value).expect("JSON")]
        {
            let (tree, spans) = parse("a.yaml", &text).unwrap_or_else(|errors| panic!("{text}\n{errors}"));
            assert_eq!(tree, value, "{text}");
            assert_found(&value, "", &text, &spans);
        }
    }
}

/// Asserts that the span of every key begins where the key is written.
fn assert_found(value: &Value, at: &str, text: &str, spans: &super::SpanTree) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                let at = crate::openapi::pointer::child(at, key);
                let span = spans.locate(&at).expect("a span");
                let line = text.lines().nth(span.line as usize - 1).expect("a line");
                let written: String = line.chars().skip(span.column as usize - 1).collect();
                let quoted = serde_json::to_string(key).expect("JSON");
                let forms = [
                    key.clone(),
                    quoted,
                    format!("'{}'", key.replace('\'', "''")),
                    "\"".to_owned(),
                    "'".to_owned(),
                    key.lines().next().unwrap_or_default().to_owned(),
                ];
                assert!(forms.iter().any(|form| written.starts_with(form.as_str())), "{at}: {written}");
                assert_found(value, &at, text, spans);
            }
        }
        Value::Array(values) => {
            for (index, value) in values.iter().enumerate() {
                assert_found(value, &format!("{at}/{index}"), text, spans);
            }
        }
        _ => {}
    }
}
