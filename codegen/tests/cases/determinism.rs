//! The same inputs give the same bytes, in any order of documents and keys and with any number of threads.

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
        for threads in [1, 8] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a thread pool");
            assert_eq!(pool.install(|| output(&inputs)), first, "{threads} threads");
        }
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
