//! The explanation of a diagnostic code.

use ::codegen::diagnostics::{Code, codes};

/// The explanations of all codes, one section for each.
const EXPLANATIONS: &str = include_str!("../../diagnostics.md");

/// All codes of the generator and the commands.
pub fn all() -> impl Iterator<Item = &'static Code> {
    codes::ALL.iter().chain(crate::codes::ALL).copied()
}

/// The page of a code; `None` for an unknown code.
pub(super) fn page(name: &str) -> Option<String> {
    let code = all().find(|code| code.id.eq_ignore_ascii_case(name.trim()))?;
    let Code { id, severity, title } = code;
    Some(format!("{id} ({}): {title}\n\n{}\n", severity.as_str(), explanation(id)))
}

/// The explanation of a code, without the heading.
pub fn explanation(id: &str) -> &'static str {
    let heading = format!("\n## {id}");
    let Some((_, rest)) = EXPLANATIONS.split_once(&heading) else { return "" };
    let body = rest.split_once('\n').map_or("", |(_, body)| body);
    body.split_once("\n## ").map_or(body, |(body, _)| body).trim_matches('\n')
}

/// The Markdown table of all codes.
pub fn table() -> String {
    let rows = all().map(|code| {
        let anchor = code.id.to_lowercase();
        format!("| [`{}`](#{anchor}) | {} | {} |\n", code.id, code.severity.as_str(), code.title)
    });
    format!("| code | severity | meaning |\n| --- | --- | --- |\n{}", rows.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_in_the_table_and_has_an_example() {
        assert!(EXPLANATIONS.contains(&table()), "xtask/diagnostics.md needs this table:\n{}", table());
        for code in all() {
            let text = explanation(code.id);
            assert!(text.contains("\n```\n\n"), "{} needs an example and advice", code.id);
        }
        assert_eq!(EXPLANATIONS.matches("\n## ").count(), all().count());
    }

    #[test]
    fn ids_are_unique_and_pages_are_found_in_any_case() {
        let ids: std::collections::BTreeSet<_> = all().map(|code| code.id).collect();
        assert_eq!(ids.len(), all().count());
        assert_eq!(page("c1g0011"), page("C1G0011"));
        assert!(page("C1X0007").expect("a code").contains("cargo xtask codegen"));
        assert_eq!(page("C1G9999"), None);
    }
}
