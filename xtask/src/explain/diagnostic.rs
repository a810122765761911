//! The explanation of a diagnostic code.

use ::codegen::diagnostics::{Code, codes};

/// The explanations of all codes: a section for each.
const EXPLANATIONS: &str = include_str!("../../diagnostics.md");

/// Every code of the generator and of the commands.
pub fn all() -> impl Iterator<Item = &'static Code> {
    codes::ALL.iter().chain(codes::ALL).copied()
}

/// The page of the code with this name; `None` if it is not the name of a code.
pub(super) fn page(name: &str) -> Option<String> {
    let code = all().find(|code| code.id.eq_ignore_ascii_case(name.trim()))?;
    let Code { id, severity, title } = code;
    Some(format!("{id} ({}): {title}\n\n{}", severity.as_str(), explanation(id)))
}

/// The section of a code, without its heading.
pub fn explanation(id: &str) -> &'static str {
    let heading = format!("\n## {id}");
    let Some((_, rest)) = EXPLANATIONS.split_once(&heading) else { return "" };
    let body = rest.split_once('\n').map_or("", |(_, body)| body);
    body.split_once("\n## ").map_or(body, |(body, _)| body).trim_matches('\n')
}

/// The table of all codes, in Markdown.
pub fn table() -> String {
    let rows = all().map(|code| {
        let anchor = code.id.to_lowercase();
        format!("| [`{}`](#{anchor}) | {} | {} |\n", code.id, code.severity.as_str(), code.title)
    });
    format!("| code | severity | meaning |\n| --- | --- | --- |\n{}", rows.collect::<String>())
}
