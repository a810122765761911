//! The same inputs give the same bytes, in any order of documents and keys, and whatever the order in which threads end.

use std::thread;

use codegen::{Generated, Inputs};
use serde_yaml::Value;

use crate::case::{Case, generate, joined};

#[test]
fn output_depends_only_on_content() {
    let cases = Case::all();
    for is_protobuf in [true, false] {
        let inputs = joined(cases.iter().filter(|case| case.is_protobuf() == is_protobuf));
        let first = output(&inputs);
        assert_eq!(output(&inputs), first, "a second run");
        assert_eq!(output(&documents_reversed(&inputs)), first, "documents in another order");
        assert_eq!(output(&keys_reversed(&inputs)), first, "keys in another order");
        let others: Vec<String> = thread::scope(|scope| {
            let runs: Vec<_> = (0..8).map(|_| scope.spawn(|| output(&inputs))).collect();
            runs.into_iter().map(|run| run.join().expect("an output")).collect()
        });
        assert!(others.iter().all(|other| *other == first), "runs that compete for the cores");
    }
}

/// The output of a run.
fn output(inputs: &Inputs) -> String {
    let Generated { files, analysis } = generate(inputs).unwrap_or_else(|errors| panic!("{errors}"));
    let (summary, features) = (analysis.summary(), analysis.features());
    let files: String = files.iter().map(|(path, text)| format!("{path}\n{text}")).collect();
    format!("{summary}\n{features:?}\n{files}")
}

fn documents_reversed(inputs: &Inputs) -> Inputs {
    let mut reversed = inputs.clone();
    reversed.documents.reverse();
    reversed
}

fn keys_reversed(inputs: &Inputs) -> Inputs {
    let mut reversed = inputs.clone();
    for document in &mut reversed.documents {
        let value: Value = serde_yaml::from_str(&document.text).expect("YAML");
        document.text = serde_yaml::to_string(&reverse(value)).expect("YAML");
    }
    reversed
}

/// Only objects: the order of a list means something.
fn reverse(value: Value) -> Value {
    match value {
        Value::Mapping(entries) => {
            let entries: Vec<_> = entries.into_iter().map(|(key, value)| (key, reverse(value))).collect();
            Value::Mapping(entries.into_iter().rev().collect())
        }
        Value::Sequence(values) => Value::Sequence(values.into_iter().map(reverse).collect()),
        other => other,
    }
}
