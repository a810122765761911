//! What can be wrong with an input: always with its place, and with a way out.

use std::fmt;

use crate::text::escaped;

/// One thing wrong with an input.
///
/// Displayed over two or three lines: what is wrong, where, and what to do.
///
/// ```
/// let error = codegen::Error::new("specs/users.yaml", "/paths", "no operation is described")
///     .help("vendor the whole document");
/// assert_eq!(
///     error.to_string(),
///     "error: no operation is described\n  --> specs/users.yaml#/paths\n  help: vendor the whole document",
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Error {
    file: String,
    line: Option<usize>,
    pointer: String,
    message: String,
    help: Option<String>,
}

impl Error {
    /// An error about what stands at the JSON `pointer` of `file`; the whole file where `pointer` is empty.
    pub fn new(file: impl Into<String>, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { file: file.into(), line: None, pointer: pointer.into(), message: message.into(), help: None }
    }

    /// Adds what the reader can do about it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds the line of the file, counted from 1.
    #[must_use]
    pub fn line(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    /// The file, as it was named to the reader.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The JSON pointer of what is wrong; empty for the whole file.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.show("error", f)
    }
}

impl Error {
    fn show(&self, what: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{what}: {}\n  --> {}", self.message, escaped(&self.file))?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if !self.pointer.is_empty() {
            write!(f, "#{}", Bounded(&self.pointer))?;
        }
        match &self.help {
            Some(help) => write!(f, "\n  help: {help}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

/// Text from a document, cut where it would flood the terminal and with control characters escaped.
pub(crate) struct Bounded<'a>(pub(crate) &'a str);

/// Longer than any pointer or name of a real specification.
const BOUND: usize = 240;

impl fmt::Display for Bounded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.char_indices().nth(BOUND) {
            Some((end, _)) => write!(f, "{}...", escaped(&self.0[..end])),
            None => f.write_str(&escaped(self.0)),
        }
    }
}

/// Something in an input that is not as it should be, and that the generator can do without.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Warning(Error);

impl Warning {
    /// A warning about what stands at the JSON `pointer` of `file`.
    pub fn new(file: impl Into<String>, pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self(Error::new(file, pointer, message))
    }

    /// Adds what the reader can do about it.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self(self.0.help(help))
    }

    /// The same warning, its place changed by `change`.
    pub(crate) fn map(self, change: impl FnOnce(Error) -> Error) -> Self {
        Self(change(self.0))
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.show("warning", f)
    }
}

/// Everything that is wrong with the inputs of a run, at least one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Errors(Vec<Error>);

impl Errors {
    /// `Ok(value)` where nothing is wrong.
    pub(crate) fn none_or<T>(errors: Vec<Error>, value: T) -> Result<T, Self> {
        match errors.is_empty() {
            true => Ok(value),
            false => Err(Self::from(errors)),
        }
    }

    /// Each error, in the order of files and of places in them.
    pub fn iter(&self) -> std::slice::Iter<'_, Error> {
        self.0.iter()
    }

    /// The same errors, each changed by `change`.
    pub(crate) fn map(self, change: impl FnMut(Error) -> Error) -> Self {
        Self(self.0.into_iter().map(change).collect())
    }
}

impl From<Error> for Errors {
    fn from(error: Error) -> Self {
        Self(vec![error])
    }
}

impl From<Vec<Error>> for Errors {
    /// Sorted and without repetitions, so that the same inputs give the same text.
    fn from(mut errors: Vec<Error>) -> Self {
        errors.sort();
        errors.dedup();
        Self(errors)
    }
}

impl IntoIterator for Errors {
    type Item = Error;
    type IntoIter = std::vec::IntoIter<Error>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, error) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "\n\n" };
            write!(f, "{separator}{error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Errors {}
