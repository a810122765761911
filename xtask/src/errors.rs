//! Collects the errors of several results.

use ::codegen::diagnostics::Diagnostics;

/// All values, or else all errors.
pub(crate) fn all<T, E: Into<Diagnostics>>(
    results: impl IntoIterator<Item = Result<T, E>>,
) -> Result<Vec<T>, Diagnostics> {
    let mut values = Vec::new();
    let mut errors = Vec::new();
    for result in results {
        match result {
            Ok(value) => values.push(value),
            Err(more) => errors.extend(more.into()),
        }
    }
    Diagnostics::none_or(errors, values)
}
