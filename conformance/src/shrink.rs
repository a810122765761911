//! Makes a failing sample smaller while it still fails in the same way.

use serde_json::{Value, json};

use crate::json::{Step, at};

/// The number of candidates that are tried.
const MAX_TRIES: usize = 600;

/// The smallest sample found for which `fails` holds.
pub(crate) fn shrink(sample: &Value, fails: &mut dyn FnMut(&Value) -> bool) -> Value {
    let mut smallest = sample.clone();
    let mut tries = 0;
    'again: loop {
        let mut paths = vec![Vec::new()];
        paths_of(&smallest, &mut Vec::new(), &mut paths);
        for path in paths {
            for candidate in candidates(&smallest, &path) {
                tries += 1;
                if tries > MAX_TRIES {
                    return smallest;
                }
                if fails(&candidate) {
                    smallest = candidate;
                    continue 'again;
                }
            }
        }
        return smallest;
    }
}

/// The paths of all values within `value`, the outer ones first.
fn paths_of(value: &Value, path: &mut Vec<Step>, paths: &mut Vec<Vec<Step>>) {
    let steps: Vec<(Step, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(key, value)| (Step::Key(key.clone()), value)).collect(),
        Value::Array(values) => values.iter().enumerate().map(|(index, value)| (Step::Index(index), value)).collect(),
        _ => Vec::new(),
    };
    for (step, value) in steps {
        path.push(step);
        paths.push(path.clone());
        paths_of(value, path, paths);
        path.pop();
    }
}

/// Smaller values: without what is at the path, or with something simpler there.
fn candidates(value: &Value, path: &[Step]) -> Vec<Value> {
    let mut candidates = Vec::new();
    if let Some((last, parent)) = path.split_last() {
        let mut without = value.clone();
        match (at(&mut without, parent), last) {
            (Some(Value::Object(fields)), Step::Key(key)) => drop(fields.remove(key)),
            (Some(Value::Array(values)), Step::Index(index)) => drop(values.remove(*index)),
            _ => {}
        }
        candidates.push(without);
    }
    let mut copy = value.clone();
    let simpler: Vec<Value> = match at(&mut copy, path) {
        Some(Value::Object(fields)) if fields.len() > 1 => vec![json!({})],
        Some(Value::Array(values)) if values.len() > 1 => vec![json!([])],
        Some(Value::String(text)) if text.chars().count() > 1 => {
            let half: String = text.chars().take(text.chars().count() / 2).collect();
            vec![half.into()]
        }
        _ => Vec::new(),
    };
    for simpler in simpler {
        let mut candidate = value.clone();
        if let Some(place) = at(&mut candidate, path) {
            *place = simpler;
            candidates.push(candidate);
        }
    }
    candidates
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_fails_is_left() {
        let sample = json!({ "a": [1, { "b": "x".repeat(64), "c": 5 }], "d": { "e": null } });
        let smallest = shrink(&sample, &mut |value| value.to_string().contains("xx"));
        assert_eq!(smallest, json!({ "a": [{ "b": "xx" }] }));
    }
}
