//! What the documents say to people.

/// Texts and notes that change no type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    /// The summary, of operations.
    pub summary: String,
    /// The description, in Markdown.
    pub description: String,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Why it is deprecated, and what to use instead.
    pub deprecation_reason: Option<String>,
    /// `x-sunset`: when it will be removed.
    pub sunset: Option<String>,
    /// `readOnly`.
    pub read_only: bool,
    /// The default value, as JSON.
    pub default: Option<String>,
    /// `x-stability-level`, of operations.
    pub stability: Option<String>,
}

impl Docs {
    /// The description, or the summary where there is none; empty where neither is given.
    pub fn text(&self) -> &str {
        let texts = [self.description.trim(), self.summary.trim()];
        texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
    }
}
