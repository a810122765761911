//! Reports of elements: text and JSON.

use std::fmt::Write as _;

use ::codegen::diagnostics::escape;
use serde_json::{Value, json};

use super::element::{Element, Rust, Verdict};
use super::events::Kind;
use crate::terminal::{counted, style};

/// The maximum number of operations in which an element was seen.
const MAX_SEEN: usize = 5;

/// Text for a terminal: each element, then the numbers and what to do.
pub(super) fn text(elements: &[Element], newer: Option<&str>) -> String {
    let mut text: String = elements.iter().map(|element| page(element, newer)).collect();
    let count = |verdict| elements.iter().filter(|element| element.verdict == verdict).count();
    let (new, in_newer, vendored) = (count(Verdict::New), count(Verdict::InNewer), count(Verdict::Vendored));
    let in_newest = newer.map(|newer| format!(", {in_newer} in {}", escape(newer))).unwrap_or_default();
    let all = counted(elements.len(), "difference");
    let _infallible = writeln!(text, "{all}: {new} new{in_newest}, {vendored} in specs/");
    let help = [
        (new, "fetch newer documents with `cargo xtask vendor --update`, or report to C1 what is new".to_owned()),
        (
            in_newer,
            format!("run `cargo xtask vendor {}`, then `cargo xtask codegen`", escape(newer.unwrap_or_default())),
        ),
        (vendored, "update `c1-api` where the logs are from: this version has what is in specs/".to_owned()),
    ];
    for (_, help) in help.into_iter().filter(|(count, _)| *count > 0) {
        let _infallible = writeln!(text, "help: {help}");
    }
    text
}

/// The lines of one element.
fn page(element: &Element, newer: Option<&str>) -> String {
    let title = match &element.kind {
        Kind::UnknownProperty => format!("property {}", element.name),
        Kind::UnknownEnumValue(_) => format!("enum value {}", element.name),
        Kind::UnknownVariant => format!("variant of {}", element.name),
        Kind::RefusedValue => format!("value of another type in {}", element.name),
        Kind::UndeclaredStatus(status) => format!("status {status} of {}", element.name),
        Kind::Other(kind) => format!("{kind} in {}", element.name),
    };
    let verdict = match element.verdict {
        Verdict::New => "new".to_owned(),
        Verdict::InNewer => format!("in {}", newer.unwrap_or_default()),
        Verdict::Vendored => "in specs/".to_owned(),
    };
    let mut text = format!("{} ({})\n", style::strong(&escape(&title)), escape(&verdict));
    match &element.rust {
        Some(rust) => text += &place(rust, newer.unwrap_or_default()),
        None => text += "  specs/ has no such operation or path\n",
    }
    for (operation, path, count) in element.seen.iter().take(MAX_SEEN) {
        let path = if path.is_empty() { String::new() } else { format!(" at {}", escape(path)) };
        let seen = format!("  seen in {}{path}, {}", escape(operation), counted(*count, "event"));
        let _infallible = writeln!(text, "{}", style::faint(&seen));
    }
    let more = element.seen.len().saturating_sub(MAX_SEEN);
    if more > 0 {
        let _infallible = writeln!(text, "  ... and in {} more", counted(more, "place"));
    }
    text + "\n"
}

fn place(rust: &Rust, newer: &str) -> String {
    let addition = rust.addition.map(|addition| format!("{addition} of ")).unwrap_or_default();
    let line = rust.line.map(|line| format!(":{line}")).unwrap_or_default();
    let declaration = rust.declaration.iter();
    let declaration: String =
        declaration.map(|declaration| escape(&format!("  in {newer}: {declaration}")) + "\n").collect();
    format!("  {addition}{}\n  {}{line}\n{declaration}", rust.path, rust.file)
}

/// A JSON array of objects, with a final line feed.
pub(super) fn json(elements: &[Element]) -> String {
    format!("{:#}\n", elements.iter().map(object).collect::<Value>())
}

fn object(element: &Element) -> Value {
    let seen = element.seen.iter();
    let seen = seen.map(|(operation, path, events)| json!({ "operation": operation, "path": path, "events": events }));
    let mut object = json!({
        "kind": element.kind.name(),
        "name": element.name,
        "known_to": match element.verdict {
            Verdict::New => Value::Null,
            Verdict::InNewer => json!("newer"),
            Verdict::Vendored => json!("specs"),
        },
        "seen": seen.collect::<Value>(),
    });
    match &element.kind {
        Kind::UnknownEnumValue(value) => object["value"] = json!(value),
        Kind::UndeclaredStatus(status) => object["status"] = json!(status),
        _ => {}
    }
    if let Some(Rust { path, addition, declaration, file, line }) = &element.rust {
        let is_new = addition.is_some();
        object["rust"] =
            json!({ "path": path, "is_new": is_new, "declaration": declaration, "file": file, "line": line });
    }
    object
}
