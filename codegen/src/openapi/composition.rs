//! The spellings of `oneOf`, `anyOf` and `discriminator`.

use serde_json::{Map, Value, json};

type Object = Map<String, Value>;

/// The keys of alternatives.
const KEYS: [&str; 2] = ["oneOf", "anyOf"];

/// Rewrites the alternatives of a schema.
pub(super) fn normalize(object: &mut Object) {
    for key in KEYS {
        constants_among_members(object, key);
        drop_constraints(object, key);
        null_among_members(object, key);
    }
    distribute(object);
    // Without alternatives it says nothing of the types of values.
    if KEYS.iter().all(|key| !object.contains_key(*key)) {
        object.remove("discriminator");
    }
}

/// Whether a member has only these keys, and notes.
fn has_only(member: &Value, keys: &[&str]) -> bool {
    let is_note = |key: &str| matches!(key, "title" | "description" | "deprecated") || key.starts_with("x-");
    member.as_object().is_some_and(|member| member.keys().all(|key| is_note(key) || keys.contains(&key.as_str())))
}

/// Members that are constants of one type are the values of an enum.
fn constants_among_members(object: &mut Object, key: &str) {
    let Some(Value::Array(members)) = object.get(key) else { return };
    let constants: Option<Vec<Value>> = members
        .iter()
        .map(|member| member.get("const").filter(|_| has_only(member, &["const", "type", "format"])).cloned())
        .collect();
    let kind = |value: &Value| (value.is_string(), value.is_number(), value.is_boolean());
    let Some(constants) = constants.filter(|values| values.windows(2).all(|pair| kind(&pair[0]) == kind(&pair[1])))
    else {
        return;
    };
    if !constants.is_empty() && !object.contains_key("enum") {
        object.remove(key);
        object.insert("enum".to_owned(), Value::Array(constants));
    }
}

/// Members that only require properties constrain a value, and do not change its type.
fn drop_constraints(object: &mut Object, key: &str) {
    let members = object.get(key).and_then(Value::as_array);
    if members.is_some_and(|members| members.iter().all(|member| has_only(member, &["required", "not"]))) {
        object.remove(key);
    }
}

/// `oneOf: [X, {type: 'null'}]` is `allOf: [X]` with `nullable`, and `oneOf: [X]` is `allOf: [X]`. One of C1's
/// documents spells the null member `{nullable: true}`.
fn null_among_members(object: &mut Object, key: &str) {
    let Some(Value::Array(members)) = object.get(key) else { return };
    let is_null = |member: &Value| *member == json!({"type": "null"}) || *member == json!({"nullable": true});
    let others: Vec<Value> = members.iter().filter(|member| !is_null(member)).cloned().collect();
    let nullable = others.len() < members.len();
    let is_single = others.len() == 1 && members.len() <= 2;
    if is_single && !["allOf", "discriminator"].iter().any(|key| object.contains_key(*key)) {
        object.remove(key);
        object.insert("allOf".to_owned(), Value::Array(others));
    } else if nullable && others.len() > 1 {
        object.insert(key.to_owned(), Value::Array(others));
    } else {
        return;
    }
    if nullable {
        object.insert("nullable".to_owned(), Value::Bool(true));
    }
}

/// Properties beside alternatives belong to each of them.
fn distribute(object: &mut Object) {
    let Some(key) = KEYS.into_iter().find(|key| object.get(*key).is_some_and(Value::is_array)) else { return };
    let shared = ["properties", "required", "additionalProperties", "allOf"].map(|key| object.remove_entry(key));
    let shared: Object = shared.into_iter().flatten().collect();
    object.remove("type");
    if shared.is_empty() {
        return;
    }
    let mut base = Value::Object(shared);
    if base.get("allOf").is_none() {
        base["type"] = json!("object");
    }
    for member in object.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten() {
        *member = json!({"allOf": [member.take(), base.clone()]});
    }
}
