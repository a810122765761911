//! Tests of the harness itself.

mod drift;
mod operations;
mod twins;

use serde_json::{Value, json};

use crate::baseline::Baseline;
use crate::document::Document;
use crate::finding::{Failure, Subject, SubjectKind};
use crate::proving;
use crate::report::Report;
use crate::tables::{Model, write};
use crate::{models, strict};

#[test]
fn every_planted_fault_is_noticed() {
    for seed in 0..4 {
        let subject = proving::judge(seed);
        assert!(subject.findings.is_empty(), "{:#?}", subject.findings);
    }
    assert!(crate::faults::FAULTS.len() >= 19);
}

/// Readers and writers that each have one fault, and the check that has to fail.
#[test]
fn faults_of_a_model_are_found() {
    let document = Document::parse(&[include_str!("../proving.yaml")]).expect("a document");
    let copy = document.strict();
    let judge = strict::Judge::new(&copy).expect("a schema");
    type RoundTrip = fn(&[u8]) -> Result<Vec<u8>, String>;
    let cases: [(&str, RoundTrip); 6] = [
        ("reads", |_| Err("no".to_owned())),
        ("writes JSON", |_| Ok(b"{".to_vec())),
        ("writes valid JSON", |_| Ok(b"{\"id\":5}".to_vec())),
        ("keeps its value", |_| Ok(b"{\"id\":\"\",\"part\":{}}".to_vec())),
        ("writes valid JSON", |text| {
            let mut value: Value = serde_json::from_slice(text).map_err(|error| error.to_string())?;
            value["typo"] = json!(1);
            write(&value)
        }),
        ("refuses", |text| Ok(text.to_vec())),
    ];
    for (check, round_trip) in cases {
        let subject = models::judge(&document, &judge, &Model { name: "proving.v1.Thing", round_trip }, 1, 10);
        let checks: Vec<&str> = subject.findings.iter().map(|finding| finding.check).collect();
        assert!(checks.contains(&check), "{check}: {checks:?}");
    }
}

#[test]
fn a_baseline_accepts_what_it_names_and_reports_what_is_gone() {
    let baseline = "[[accepted]]\nsubject = 'a.B'\ncheck = 'reads'\nat = 'list.c'\nreason = 'known'\n\
                    [[accepted]]\nsubject = 'a.B'\ncheck = 'reads'\nat = 'gone'\nreason = 'known'\n\
                    [[accepted]]\nsubject = 'of.another.Document'\ncheck = 'reads'\nreason = 'known'\n";
    let baseline = Baseline::parse(baseline).expect("a baseline");
    let failure = Failure::new("reads", "`$.list[3].c`: expected 1, found 2");
    let mut subject = Subject::new(SubjectKind::Model, "a.B");
    subject.add(failure.clone(), failure.at(), json!({}));
    let mut subjects = [subject];
    assert_eq!(baseline.accept(&mut subjects, true), ["a.B: reads gone"]);
    assert_eq!(subjects[0].findings[0].accepted.as_deref(), Some("known"));
    let glob =
        Baseline::parse("[[accepted]]\nsubject = 'a.*'\ncheck = 'gone'\nreason = 'known'\n").expect("a baseline");
    assert_eq!(glob.accept(&mut subjects, true), ["a.*: gone "]);
    assert!(glob.accept(&mut subjects, false).is_empty());
    for text in
        ["[[accepted]]\nsubject = 'a'\ncheck = 'b'\n", "[[accepted]]\nsubject = 'a'\ncheck = 'b'\nreason = ' '\n"]
    {
        assert!(Baseline::parse(text).is_err(), "{text}");
    }
}

#[test]
fn reports_show_each_finding() {
    let mut failed = Subject::new(SubjectKind::Model, "a.<B>");
    failed.add(Failure::new("reads", "`$.c`: \"x\" & \u{1}"), "c".to_owned(), json!({ "c": 1 }));
    let passed = Subject::new(SubjectKind::Operation, "a.Get");
    let mut report = Report { subjects: vec![failed, passed], ..Report::default() };
    assert!(!report.passed());
    assert!(report.text(false).starts_with("model a.<B>: reads: `$.c`: \"x\" & "), "{}", report.text(false));
    assert!(report.text(true).contains("operation a.Get ... ok (0)"), "{}", report.text(true));
    let json: Value = serde_json::from_str(&report.json()).expect("JSON");
    assert_eq!(json["subjects"][0]["findings"][0]["sample"], json!({ "c": 1 }));
    let junit = report.junit();
    assert!(junit.contains("tests=\"2\" failures=\"1\""), "{junit}");
    assert!(
        junit.contains("name=\"a.&lt;B&gt;\"><failure message=\"reads\">`$.c`: &quot;x&quot; &amp; </failure>"),
        "{junit}"
    );
    report.subjects.remove(0);
    assert!(report.passed());
    report.vanished.push("a.B: reads c".to_owned());
    assert!(!report.passed() && report.text(false).contains("remove from the baseline"));
}

#[test]
fn messages_contain_themselves() {
    let schemas = json!({
        "A": { "type": "object", "properties": { "x": { "type": "string" }, "bs": { "type": "array", "items": { "$ref": "#/components/schemas/B" } } } },
        "B": { "type": "object", "properties": { "a": { "oneOf": [{ "$ref": "#/components/schemas/A" }, { "type": "null" }] } } },
        "C": { "type": "object", "properties": { "a": { "$ref": "#/components/schemas/A" } } },
    });
    let document = Document::parse(&[json!({ "components": { "schemas": schemas } }).to_string()]).expect("a document");
    let sample = document.recursive("A").expect("a sample");
    assert!(sample.to_string().starts_with(r#"{"bs":[{"a":{"bs":[{"a":"#), "{sample}");
    assert!(document.recursive("C").is_none());
}
