//! Descriptions of elements.

/// Texts and notes that change no type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// Of operations.
    pub summary: String,
    /// In Markdown.
    pub description: String,
    pub deprecated: bool,
    /// Why it is deprecated, and what to use instead.
    pub deprecation_reason: Option<String>,
    /// `x-sunset`: when it will be removed.
    pub sunset: Option<String>,
    pub read_only: bool,
    /// As JSON.
    pub default: Option<String>,
    /// The only values, as JSON, if they are not strings.
    pub values: Vec<String>,
    /// `x-stability-level`, of operations.
    pub stability: Option<String>,
}

impl Docs {
    /// What C1 writes as the description of a field that it does not describe.
    pub(crate) fn boilerplate(field: &str) -> String {
        format!("The {field} field.")
    }

    /// The description, else the summary; empty without either.
    pub fn text(&self) -> &str {
        let texts = [self.description.trim(), self.summary.trim()];
        texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
    }
}
