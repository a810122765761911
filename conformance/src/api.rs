//! Judges an API that does not follow protobuf JSON: its models by JSON Schema, and its operations by what arrives.

use std::time::Instant;

use wildmatch::WildMatch;

use crate::calls::{self, Table, Unjudged};
use crate::json;
use crate::report::Report;
use crate::run::Options;
use crate::schema::{self, Structure, is_joined, schema_at};
use crate::tables::Model;

/// Judges models and operations, each by the definition at the JSON pointer that is its name.
///
/// # Errors
///
/// A document that is not YAML, or a glob that matches nothing.
pub(crate) fn run<C>(text: &str, models: &[Model], calls: &Table<C>, options: &Options) -> Result<Report, String> {
    let begin = Instant::now();
    let document = json::parse_yaml(text)?;
    let structure = Structure::new(&document)?;
    let is_wanted = |name: &str| options.only.as_ref().is_none_or(|only| WildMatch::new(only).matches(name));
    let (seed, samples) = (options.seed, options.samples);
    let (mut subjects, mut unjudged) = (Vec::new(), Unjudged::new());
    for model in models.iter().filter(|model| is_wanted(model.name)) {
        // The generator joins the parts of some objects. They are judged with the schemas that they are parts of.
        // A type of all responses of an operation is judged with it.
        if is_of_responses(model.name) {
            continue;
        }
        match schema_at(&document, model.name).filter(|_| !is_joined(&document, model.name)) {
            Some(schema) => subjects.push(schema::judge(&document, schema, &structure, model, options)),
            None => *unjudged.entry("models of joined schemas on their own".to_owned()).or_default() += 1,
        }
    }
    let judge = calls::Judge::new(&document, &structure, calls.client, (seed, samples))?;
    for call in calls.calls.iter().filter(|call| is_wanted(call.at)) {
        subjects.push(judge.judge(call, &mut unjudged));
    }
    if subjects.is_empty() {
        return Err(format!("no schema and no operation matches `{}`", options.only.as_deref().unwrap_or("*")));
    }
    subjects.push(calls::prove());
    let lacking = calls::operations(&document).filter(|at| calls.calls.iter().all(|call| call.at != at)).count();
    if lacking > 0 {
        unjudged.insert("operations that the crate lacks".to_owned(), lacking);
    }
    let vanished = options.baseline.accept(&mut subjects, options.only.is_none());
    let (missing, seconds) = (Vec::new(), begin.elapsed().as_secs_f64());
    Ok(Report { seed, samples, subjects, missing, unjudged, vanished, seconds })
}

/// Whether a pointer leads to the responses of an operation, which are not a schema.
fn is_of_responses(at: &str) -> bool {
    at.strip_prefix("/paths/").is_some_and(|at| at.ends_with("/responses") && at.split('/').count() == 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_crate_lacks_is_counted_and_a_glob_selects() {
        let round_trip: fn(&[u8]) -> Result<Vec<u8>, String> = |text| Ok(text.to_vec());
        let model = |name| Model { name, round_trip };
        let models = [model("/components/schemas/Rgb"), model("/paths/~1json/post/responses"), model("/gone")];
        let calls = Table { calls: &[], client: |_| () };
        let judged = |only: &str| {
            let options = Options { only: Some(only.to_owned()), ..Options::default() };
            run(calls::DOCUMENT, &models, &calls, &options)
        };
        let report = judged("*").expect("a report");
        let subjects: Vec<&str> = report.subjects.iter().map(|subject| subject.name.as_str()).collect();
        assert_eq!(subjects, ["/components/schemas/Rgb", "planted faults"]);
        let counts = [("models of joined schemas on their own", 1), ("operations that the crate lacks", 11)];
        assert_eq!(report.unjudged, counts.map(|(what, count)| (what.to_owned(), count)).into());
        assert!(report.text(false).contains("not judged: operations that the crate lacks (11)"));
        assert!(judged("/nothing").is_err_and(|error| error.contains("`/nothing`")));
    }
}
