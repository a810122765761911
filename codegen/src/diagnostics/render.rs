//! Diagnostics as text: for people, for editors, for programs.

use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde_json::json;

use super::location::{Location, Position};
use super::{Bounded, Diagnostic, Severity};

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people: with the source line and help.
    Human {
        /// Whether to use ANSI colors.
        color: bool,
    },
    /// One line for each: `file:line:column: error[C1G0012]: message`.
    Short,
    /// A JSON object on a line for each.
    Json,
}

/// Diagnostics of one kind that are shown; an unsupported construct often occurs in hundreds of places.
const SHOWN: usize = 20;

/// All diagnostics, in whole lines. For people, those of one kind are counted beyond the first twenty.
pub(super) fn all(diagnostics: &[Diagnostic], format: Format) -> String {
    if format == Format::Json {
        return diagnostics.iter().map(|diagnostic| json(diagnostic) + "\n").collect();
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut text = String::new();
    for diagnostic in diagnostics {
        let count = counts.entry(diagnostic.code.id).or_default();
        *count += 1;
        if *count <= SHOWN {
            let is_first = text.is_empty();
            text.push_str(if is_first || format == Format::Short { "" } else { "\n" });
            text.push_str(&one(diagnostic, format));
        }
    }
    for (id, count) in counts.into_iter().filter(|(_, count)| *count > SHOWN) {
        text.push_str(&format!("... and {} more {id}: `cargo xtask explain {id}`\n", count - SHOWN));
    }
    text
}

fn one(diagnostic: &Diagnostic, format: Format) -> String {
    match format {
        Format::Human { color: true } => render(diagnostic, &Renderer::styled()) + "\n",
        Format::Human { color: false } => plain(diagnostic) + "\n",
        Format::Short => short(diagnostic) + "\n",
        Format::Json => json(diagnostic) + "\n",
    }
}

/// The diagnostic for people, without colors.
pub(super) fn plain(diagnostic: &Diagnostic) -> String {
    render(diagnostic, &Renderer::plain())
}

fn render(diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let Diagnostic { code, location, message, help, subject: _ } = diagnostic;
    let level = match code.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = level.primary_title(message.as_str()).id(code.id).element_of(location);
    if !location.pointer.is_empty() {
        group = group.element(Level::NOTE.message(format!("at {}", Bounded(&location.pointer))));
    }
    if let Some(help) = help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    let text = renderer.render(&[group]);
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

/// Adds the source line, or the file alone where no line is known.
trait ElementOf<'a> {
    fn element_of(self, location: &Location) -> Group<'a>;
}

impl<'a> ElementOf<'a> for annotate_snippets::Title<'a> {
    fn element_of(self, location: &Location) -> Group<'a> {
        let file = Bounded(&location.file).to_string();
        match &location.position {
            None if file.is_empty() => Group::with_title(self),
            None => self.element(Origin::path(file)),
            Some(Position { span, text, range }) => self.element(
                Snippet::source(text.clone())
                    .path(file)
                    .line_start(span.line as usize)
                    .annotation(AnnotationKind::Primary.span(range.clone())),
            ),
        }
    }
}

fn short(Diagnostic { code, location, message, .. }: &Diagnostic) -> String {
    format!("{location}: {}[{}]: {message}", code.severity.as_str(), code.id)
}

fn json(Diagnostic { code, location, message, help, subject: _ }: &Diagnostic) -> String {
    let span = location.position.as_ref().map(|position| position.span);
    json!({
        "code": code.id,
        "severity": code.severity.as_str(),
        "message": message,
        "file": location.file,
        "line": span.map(|span| span.line),
        "column": span.map(|span| span.column),
        "pointer": location.pointer,
        "help": help,
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::{codes, escape, misleads};

    #[test]
    fn misleading_characters_are_escaped() {
        assert_eq!(escape("a\u{1b}[2Jü\u{202e}\n"), "a\\u{1b}[2Jü\\u{202e}\\n");
        for character in ['\0', '\n', '\t', '\u{1b}', '\u{7f}', '\u{85}', '\u{2028}', '\u{202e}', '\u{2066}'] {
            assert!(misleads(character), "{character:?}");
        }
        for character in ['a', ' ', 'ü', '日', '💥', '\u{ad}'] {
            assert!(!misleads(character), "{character:?}");
        }
    }

    #[test]
    fn each_format_has_its_form() {
        let text = "paths: {}\ncomponents:\n  schemas:\n    Ünï: {typ: object}\n";
        let start = text.find("typ").expect("a key");
        let location = Location {
            pointer: "/components/schemas/Ünï/typ".to_owned(),
            ..Location::line_of("specs/a.yaml", text, start)
        };
        let error = Diagnostic::new(&codes::UNSUPPORTED_KEY, location, "`typ` is not supported").help("remove it");
        let warning = Diagnostic::new(&codes::ONEOF_LEFT_OUT, "specs/\u{1b}.yaml", "left out");
        let many = vec![error; 22].into_iter().chain([warning]).collect::<Vec<_>>();
        let forms = [Format::Human { color: false }, Format::Human { color: true }, Format::Short, Format::Json];
        let shown = forms.map(|format| all(&many[many.len() - 2..], format));
        insta::assert_snapshot!(shown.join("----\n"));
        assert!(all(&many, Format::Short).ends_with("... and 2 more C1G0011: `cargo xtask explain C1G0011`\n"));
        assert_eq!(all(&many, Format::Json).lines().count(), 23);
    }
}
