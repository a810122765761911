//! The documented schemas of `--json`.

use serde_json::{Value, json};

use crate::invocation::{PROGRAMS, demo, run};

/// Checks a document by the schema that the program prints. Fields that the schema lacks are errors here: they are undocumented.
pub(crate) fn check(program: &str, document: &Value) {
    let mut schema = serde_json::from_str(&run(program, &["--json-schema"]).ok()).expect("JSON");
    close(&mut schema);
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).expect("a schema");
    let errors: Vec<String> =
        validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{program}: {errors:#?}");
}

/// Forbids further fields of all objects whose fields are listed.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.values_mut().for_each(close);
            if members.contains_key("properties") && members.contains_key("required") {
                members.insert("additionalProperties".to_owned(), json!(false));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

#[test]
fn the_json_of_the_demo_has_the_documented_schema() {
    for program in PROGRAMS {
        check(program, &demo(program, &["--json"]).json());
        check(program, &demo(program, &["--json", "nothing has such a name"]).json());
    }
}

#[test]
#[should_panic(expected = "display_name")]
fn a_document_that_lacks_a_field_is_noticed() {
    let mut document = demo("search_users", &["--json"]).json();
    document["users"][7].as_object_mut().unwrap().remove("display_name");
    check("search_users", &document);
}

#[test]
#[should_panic(expected = "shoe_size")]
fn an_undocumented_field_is_noticed() {
    let mut document = demo("search_users", &["--json"]).json();
    document["users"][7]["shoe_size"] = json!(42);
    check("search_users", &document);
}

/// Documents are read line by line, too: each object of the list is on a line of its own.
#[test]
fn each_object_is_on_a_line_of_its_own() {
    for (program, list) in [("search_users", "users"), ("ai_client_audit", "grants"), ("credential_audit", "findings")]
    {
        let text = demo(program, &["--json"]).ok();
        let document: Value = serde_json::from_str(&text).unwrap();
        let lines = text.lines().skip(1).take_while(|line| *line != "],");
        let objects: Vec<Value> =
            lines.map(|line| serde_json::from_str(line.trim_end_matches(',')).expect(line)).collect();
        assert_eq!(Value::Array(objects), document[list], "{program}");
    }
}
