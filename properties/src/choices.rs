//! Choices that the bytes of an input make.

use arbitrary::Unstructured;
use serde_json::{Map, Value, json};

/// Values that are rarely expected.
const STRANGE: [&str; 16] = [
    "null",
    "true",
    "7",
    "-1",
    "1.5",
    "1e300",
    "\"\"",
    "\"text\"",
    "\"a.b.v1.C\"",
    "\"\u{202e}\\u0000\"",
    "[]",
    "[null]",
    "{}",
    r#"{"type":"string"}"#,
    r##"{"$ref":"#/components/schemas/a.v1.A"}"##,
    r#"{"type":["string","null"]}"#,
];

/// Returns one of `from`; `None` if it is empty.
pub(crate) fn one_of<'a, T>(choices: &mut Unstructured<'_>, from: &'a [T]) -> Option<&'a T> {
    choices.choose(from).ok()
}

/// Returns a number up to `most`; 0 once the input is used up.
pub(crate) fn up_to(choices: &mut Unstructured<'_>, most: usize) -> usize {
    choices.int_in_range(0..=most).unwrap_or_default()
}

/// Makes one random change of `tree`: a value is replaced, removed, copied or moved, or a key is renamed.
pub(crate) fn mutate(tree: &mut Value, keys: &[String], choices: &mut Unstructured<'_>) {
    let places = pointers(tree);
    let (Some(place), Some(other)) = (one_of(choices, &places), one_of(choices, &places)) else { return };
    let strange = one_of(choices, &STRANGE).and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let copy = tree.pointer(other).cloned().unwrap_or_default();
    let key = one_of(choices, keys).cloned().unwrap_or_default();
    let (parent, last) = place.rsplit_once('/').unwrap_or_default();
    let last = last.replace("~1", "/").replace("~0", "~");
    let change = up_to(choices, 6);
    match (change, tree.pointer_mut(if change < 4 { place } else { parent })) {
        (0, Some(value)) => *value = strange,
        (1, Some(value)) => *value = copy,
        (2, Some(Value::Object(object))) => drop(object.insert(key, copy)),
        (3, Some(Value::Object(object))) => drop(object.insert(key, strange)),
        (2 | 3, Some(Value::Array(values))) => values.push(copy),
        (2 | 3, Some(value)) => *value = text(choices).into(),
        (4, Some(Value::Object(object))) => drop(object.remove(&last)),
        (5, Some(Value::Object(object))) => drop(object.remove(&last).map(|value| object.insert(key, value))),
        (_, Some(Value::Object(object))) => drop(object.remove(&last).map(|value| object.insert(text(choices), value))),
        (_, Some(Value::Array(values))) => {
            drop(last.parse().ok().filter(|at| *at < values.len()).map(|at: usize| values.remove(at)));
        }
        _ => {}
    }
}

/// Returns a short text.
pub(crate) fn text(choices: &mut Unstructured<'_>) -> String {
    let length = up_to(choices, 12);
    let bytes = choices.bytes(length.min(choices.len())).unwrap_or_default();
    String::from_utf8_lossy(bytes).into_owned()
}

/// Returns a JSON value of at most `depth` levels.
pub(crate) fn json(choices: &mut Unstructured<'_>, depth: usize) -> Value {
    match up_to(choices, if depth == 0 { 3 } else { 5 }) {
        0 => Value::Null,
        1 => text(choices).into(),
        2 => json!(choices.arbitrary::<i64>().unwrap_or_default()),
        3 => json!(choices.arbitrary::<bool>().unwrap_or_default()),
        4 => (0..up_to(choices, 3)).map(|_| json(choices, depth - 1)).collect(),
        _ => Value::Object((0..up_to(choices, 3)).map(|_| (text(choices), json(choices, depth - 1))).collect()),
    }
}

/// Returns the pointers of `tree` and of all values in it.
fn pointers(tree: &Value) -> Vec<String> {
    let mut pointers = vec![String::new()];
    let mut begun = 0;
    while let Some(pointer) = pointers.get(begun).cloned() {
        begun += 1;
        let children: Vec<String> = match tree.pointer(&pointer) {
            Some(Value::Object(object)) => keys(object),
            Some(Value::Array(values)) => (0..values.len()).map(|index| index.to_string()).collect(),
            _ => Vec::new(),
        };
        pointers.extend(children.into_iter().map(|child| format!("{pointer}/{child}")));
    }
    pointers
}

fn keys(object: &Map<String, Value>) -> Vec<String> {
    object.keys().map(|key| key.replace('~', "~0").replace('/', "~1")).collect()
}
