//! Errors and warnings as values: code, severity, location, message and help.

mod code;
pub mod codes;
mod escape;
mod location;
mod render;

use std::fmt;

pub use code::{Code, Severity};
pub(crate) use escape::visible;
pub use escape::{escape, misleads};
pub use location::{Bounded, Location, Position, Span};
pub use render::Format;

/// Something wrong with an input.
///
/// ```
/// use codegen::diagnostics::{Diagnostic, codes};
///
/// let error = Diagnostic::new(&codes::NO_DOCUMENTS, "specs", "the documents to generate from are missing")
///     .help("vendor one: `cargo xtask vendor FILE`");
/// let text = error.to_string();
/// assert!(text.starts_with("error[C1G0002]: the documents to generate from are missing\n"));
/// assert!(text.ends_with("= help: vendor one: `cargo xtask vendor FILE`"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    code: &'static Code,
    location: Box<Location>,
    message: String,
    help: Option<String>,
    subject: Option<String>,
}

impl Diagnostic {
    /// A diagnostic at a location; a file's name is the location of the whole file.
    pub fn new(code: &'static Code, location: impl Into<Location>, message: impl Into<String>) -> Self {
        Self { code, location: Box::new(location.into()), message: message.into(), help: None, subject: None }
    }

    /// Adds what the reader can do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the JSON pointer of the definition that it is about, if that is not its location.
    #[must_use]
    pub(crate) fn about(mut self, subject: String) -> Self {
        self.subject = Some(subject);
        self
    }

    /// Its kind.
    pub fn code(&self) -> &'static Code {
        self.code
    }

    /// The file, as it was named to the reader, and the place in it.
    pub fn location(&self) -> &Location {
        &self.location
    }

    /// What is wrong, in one line.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What the reader can do about it.
    pub fn advice(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// The JSON pointer of the definition that it is about, such as that of a missing schema.
    pub fn subject(&self) -> Option<&str> {
        self.subject.as_deref()
    }

    /// The key by which diagnostics are sorted: place first, as a reader goes through a file.
    fn key(&self) -> impl Ord + '_ {
        let Location { file, pointer, position } = self.location.as_ref();
        let line = position.as_ref().map(|position| (position.span.line, position.span.column));
        (file, line, pointer, self.code.id, &self.message)
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&render::plain(self))
    }
}

impl std::error::Error for Diagnostic {}

/// The errors of a run, at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// `Ok(value)` if there are no `errors`.
    ///
    /// # Errors
    ///
    /// The errors, if there are any.
    pub fn none_or<T>(errors: Vec<Diagnostic>, value: T) -> Result<T, Self> {
        if errors.is_empty() { Ok(value) } else { Err(Self::from(errors)) }
    }

    /// All values, or else all errors.
    ///
    /// # Errors
    ///
    /// The errors of every result that failed.
    pub fn collect<T, E: Into<Self>>(results: impl IntoIterator<Item = Result<T, E>>) -> Result<Vec<T>, Self> {
        let mut values = Vec::new();
        let mut errors = Vec::new();
        for result in results {
            match result {
                Ok(value) => values.push(value),
                Err(more) => errors.extend(more.into()),
            }
        }
        Self::none_or(errors, values)
    }

    /// Each error, in the order of files and of places in them.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.0.iter()
    }

    /// The errors as text; see [`Format`].
    pub fn render(&self, format: Format) -> String {
        render::all(&self.0, format)
    }
}

impl From<Diagnostic> for Diagnostics {
    fn from(error: Diagnostic) -> Self {
        Self(vec![error])
    }
}

impl From<Vec<Diagnostic>> for Diagnostics {
    /// Sorted and without duplicates, so that the same inputs give the same text.
    fn from(mut errors: Vec<Diagnostic>) -> Self {
        errors.sort_by(|left, right| left.key().cmp(&right.key()));
        errors.dedup();
        Self(errors)
    }
}

impl IntoIterator for Diagnostics {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.render(Format::Human { color: false }).trim_end())
    }
}

impl std::error::Error for Diagnostics {}
