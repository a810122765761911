//! Descriptions are never doctests: testing the SDK must not run code from a specification.

use std::fs;
use std::process::Command;

use crate::case::{Case, generate, joined};

#[test]
fn no_description_is_a_doctest() {
    let cases = Case::all();
    let (mut comments, mut examples) = (Vec::new(), 0);
    for is_protobuf in [true, false] {
        let inputs = joined(cases.iter().filter(|case| case.is_protobuf() == is_protobuf));
        let generated = generate(&inputs).unwrap_or_else(|errors| panic!("{errors}"));
        // The generator writes an example for each service.
        examples += generated.analysis.rust.packages.iter().map(|package| package.services.len()).sum::<usize>();
        for (_, text) in generated.files.iter() {
            comments.extend(doc_comments(text));
        }
    }
    assert_eq!(doctests(&["```\nassert!(true);\n```".to_owned()]), 1, "rustdoc finds doctests");
    assert_eq!(doctests(&comments), examples);
}

/// The Markdown of each doc comment of a file.
fn doc_comments(text: &str) -> Vec<String> {
    let mut comments = vec![String::new()];
    for line in text.lines() {
        match line.trim_start().strip_prefix("///") {
            Some(words) => *comments.last_mut().expect("one at least") += &format!("{words}\n"),
            None => comments.push(String::new()),
        }
    }
    comments.retain(|comment| !comment.is_empty());
    comments
}

/// The number of doctests in comments, each of which documents an item of a crate without dependencies.
fn doctests(comments: &[String]) -> usize {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("lib.rs");
    let items =
        comments.iter().enumerate().map(|(index, comment)| format!("#[doc = {comment:?}]\npub mod m{index} {{}}\n"));
    fs::write(&path, items.collect::<String>()).expect("a file");
    let output = Command::new("rustdoc")
        .args(["--test", "--edition", "2024", "--test-args", "--list"])
        .arg(&path)
        .output()
        .expect("rustdoc runs");
    let listed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{listed}{}", String::from_utf8_lossy(&output.stderr));
    listed.lines().filter(|line| line.ends_with(": test")).count()
}
