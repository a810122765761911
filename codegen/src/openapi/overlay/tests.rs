use serde_json::{Value, json};

use super::Overlay;
use crate::diagnostics::Diagnostic;
use crate::openapi::source::Source;

/// The document after these actions, or the pointers of the errors.
fn applied(mut document: Value, actions: &Value) -> Result<Value, Vec<String>> {
    let overlay = json!({"overlay": "1.0.0", "info": {}, "actions": actions});
    let source = Source::default();
    let pointers =
        |errors: Vec<Diagnostic>| errors.iter().map(|error| error.location().pointer.clone()).collect::<Vec<_>>();
    let mut overlay = Overlay::parse(&source, &overlay).map_err(|errors| pointers(errors.into_iter().collect()))?;
    overlay.apply(&source, &mut document).map_err(|error| pointers(vec![error]))?;
    match overlay.unmatched(&source) {
        unmatched if unmatched.is_empty() => Ok(document),
        unmatched => Err(pointers(unmatched)),
    }
}

#[test]
fn updates_merge_objects_append_to_lists_and_replace_other_values() {
    let cases = [
        (json!({"a": 1}), "$", json!({"b": 2}), json!({"a": 1, "b": 2})),
        (json!({"a": {"b": 1}}), "$", json!({"a": {"c": 2}}), json!({"a": {"b": 1, "c": 2}})),
        (json!({"a": 1}), "$", json!({"a": 2}), json!({"a": 2})),
        (json!({"a": 1}), "$.a", json!(2), json!({"a": 2})),
        (json!({"a": [1]}), "$.a", json!(2), json!({"a": [1, 2]})),
        (json!({"a": [1]}), "$.a", json!([2, 3]), json!({"a": [1, 2, 3]})),
        (json!({"a": {"b": 1}}), "$.a", json!(null), json!({"a": null})),
        (json!({"a": {"x": 1}, "b": {"x": 1}}), "$['a','b']", json!({"x": 2}), json!({"a": {"x": 2}, "b": {"x": 2}})),
        (json!({"a.b": {"c/d~e": 1}}), "$['a.b']['c/d~e']", json!(2), json!({"a.b": {"c/d~e": 2}})),
        (json!([{"n": "x"}, {"n": "y"}]), "$[?@.n == 'y']", json!({"z": 1}), json!([{"n": "x"}, {"n": "y", "z": 1}])),
    ];
    for (document, target, update, expected) in cases {
        let actions = json!([{"target": target, "update": update}]);
        assert_eq!(applied(document.clone(), &actions), Ok(expected), "{target} of {document}");
    }
}

#[test]
fn removals_remove_every_match() {
    let cases = [
        (json!({"a": 1, "b": 2}), "$.a", json!({"b": 2})),
        (json!([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]), "$[?@ > 1]", json!([0, 1])),
        (json!({"a": {"x": 1}, "b": {"x": 1}}), "$..x", json!({"a": {}, "b": {}})),
        (json!({"a": {"a": {"a": 1}}}), "$..a", json!({})),
        (json!({"a/b": 1, "a": {"b": 2}}), "$['a/b']", json!({"a": {"b": 2}})),
        (json!({"a": 1}), "$", json!(null)),
    ];
    for (document, target, expected) in cases {
        let actions = json!([{"target": target, "remove": true}]);
        assert_eq!(applied(document.clone(), &actions), Ok(expected), "{target} of {document}");
    }
}

#[test]
fn actions_apply_in_order() {
    let actions = json!([
        {"target": "$.a", "update": {"b": {}}},
        {"target": "$.a.b", "update": {"c": 1}},
        {"target": "$.gone", "remove": true},
    ]);
    assert_eq!(applied(json!({"a": {}, "gone": 1}), &actions), Ok(json!({"a": {"b": {"c": 1}}})));
}

#[test]
fn actions_match_in_some_document_unless_optional() {
    let pointers = applied(json!({}), &json!([{"target": "$", "update": {}}, {"target": "$.gone", "remove": true}]));
    assert_eq!(pointers, Err(vec!["/actions/1/target".to_owned()]));
    let optional = json!([{"target": "$.gone", "remove": true, "x-rust-optional": true}]);
    assert_eq!(applied(json!({}), &optional), Ok(json!({})));

    let overlay = json!({"overlay": "1.0.0", "actions": [{"target": "$.a", "update": 1}]});
    let mut overlay = Overlay::parse(&Source::default(), &overlay).unwrap_or_else(|errors| panic!("{errors:?}"));
    let source = Source::default();
    let mut documents = [json!({"b": 0}), json!({"a": 0})];
    assert!(documents.iter_mut().all(|document| overlay.apply(&source, document).is_ok()));
    assert_eq!(documents, [json!({"b": 0}), json!({"a": 1})]);
    assert!(overlay.unmatched(&source).is_empty());
}

#[test]
fn invalid_actions_are_errors() {
    let cases = [
        json!({}),
        json!(7),
        json!({"target": "$"}),
        json!({"update": {}}),
        json!({"target": "$", "update": {}, "remove": true}),
        json!({"target": "$", "remove": false}),
        json!({"target": "$", "remove": "yes"}),
        json!({"target": "a.b", "update": {}}),
        json!({"target": 7, "update": {}}),
        json!({"target": "$", "update": {}, "copy": "$"}),
    ];
    for action in cases {
        assert!(applied(json!({}), &json!([action])).is_err(), "{action}");
    }
}

/// Each action multiplies the values of the document, or nests it deeper.
#[test]
fn updates_of_all_values_are_bounded() {
    let wide = json!({"target": "$..*", "update": {"b": vec![0; 1000]}});
    let pointers = applied(json!({"a": 1}), &json!([wide, wide, wide]));
    assert_eq!(pointers, Err(vec!["/actions/1/target".to_owned()]));

    let deep: Vec<Value> = (0..200)
        .map(|index| json!({"target": format!("$..a{index}"), "update": {format!("a{}", index + 1): {}}}))
        .collect();
    assert_eq!(applied(json!({"a0": {}}), &deep.into()), Err(vec!["/actions/127/target".to_owned()]));
}

/// One update may nest a document, by objects or lists, as deep as a document may be, and no deeper.
#[test]
fn the_depth_of_one_update_is_bounded() {
    let nested = |levels: usize, container: fn(Value) -> Value| (0..levels).fold(json!(1), |value, _| container(value));
    let containers: [fn(Value) -> Value; 2] = [|value| json!({"a": value}), |value| json!([value])];
    for container in containers {
        for (target, below, is_accepted) in
            [("$", 128, true), ("$", 129, false), ("$.x.y", 126, true), ("$.x.y", 127, false)]
        {
            let action = json!([{"target": target, "update": {"z": nested(below - 1, container)}}]);
            let applied = applied(json!({"x": {"y": {}}}), &action);
            assert_eq!(applied.is_ok(), is_accepted, "{below} levels below {target}");
        }
    }
}
