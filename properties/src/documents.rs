//! Documentation pages with an OpenAPI document.

use arbitrary::Unstructured;
use codegen::diagnostics::misleads;
use xtask::documents::{Input, Medium, read};
use xtask::workspace::VendoredDocument;

use crate::choices::{one_of, text, up_to};

/// Extracts the document of any page, and of a page that is built around a document.
pub fn page(data: &[u8]) {
    let page = String::from_utf8_lossy(data).into_owned();
    if let Some(document) = extract(&page) {
        let VendoredDocument { source, text, .. } = &document;
        assert!(!source.operation.iter().chain([&source.origin]).any(|text| text.contains(misleads)), "{source:?}");
        assert!(is_in(text, &page), "{text:?} is not in {page:?}");
        // The text of a document in a page of its own is the same.
        let fence = "`".repeat(longest_fence(text) + 3);
        let again = extract(&format!("# A page\n\n{fence}yaml https://a.example/b GET /a\n{text}{fence}\n"));
        assert_eq!(again.map(|again| again.text).as_ref(), Some(text), "{page:?}");
    }
    built(&mut Unstructured::new(data));
}

/// Builds a page from a document and texts around it, and extracts the document.
fn built(choices: &mut Unstructured<'_>) {
    let line =
        |choices: &mut Unstructured<'_>| text(choices).replace(|c: char| c.is_control() || "`~".contains(c), "x");
    let document: Vec<String> = (0..=up_to(choices, 5)).map(|_| format!("k: {}", line(choices).trim())).collect();
    let document = format!("openapi: 3.1.0\n{}\n", document.join("\n"));
    let fence = one_of(choices, &["```", "````", "~~~"]).copied().unwrap_or("```");
    let info = one_of(choices, &["yaml", "yaml https://a.example/b POST /a/{id}", "YML"]).copied().unwrap_or("yaml");
    let other = one_of(choices, &["", "```json\n{}\n```\n", "    openapi: 3.1.0\n", "`yaml`\n"]).copied().unwrap_or("");
    // A paragraph of letters, as any other text may be markup that the fence belongs to.
    let prose = line(choices).replace(|c: char| !c.is_alphabetic(), "p");
    let page = format!("# Page\n\n{prose}\n\n{other}\n{fence}{info}\n{document}{fence}\n\n{prose}\n");
    assert_eq!(extract(&page).map(|extracted| extracted.text), Some(document), "{page:?}");
}

fn extract(page: &str) -> Option<VendoredDocument> {
    match read([Ok(Input::new(Medium::File, "a/page.md", page))]) {
        Ok(mut documents) => documents.pop(),
        Err(errors) => {
            let shown = errors.to_string();
            assert!(!shown.contains(|c: char| c != '\n' && misleads(c)), "{shown:?}");
            None
        }
    }
}

/// Whether consecutive lines of the page end with the lines of the text, which may have lost a margin.
fn is_in(text: &str, page: &str) -> bool {
    if page.contains('\0') {
        // Markdown replaces it.
        return true;
    }
    let lines = |text: &str| {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        text.trim_end().lines().map(|line| line.trim().to_owned()).collect::<Vec<_>>()
    };
    let (wanted, page) = (lines(text), lines(page));
    wanted.is_empty()
        || page.windows(wanted.len()).any(|window| window.iter().zip(&wanted).all(|(line, end)| line.ends_with(end)))
}

/// The length of the longest run of backticks.
fn longest_fence(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or_default()
}
