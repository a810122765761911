//! Doc comments, `#[deprecated]` and `#[cfg]`: the only printer of each.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::WIDTH;
use super::doc_comment::{list_item, markdown};
use crate::diagnostics::misleads;
use crate::rust::{Deprecation, Docs, Paragraph};

/// The width of a doc comment that is indented once.
const DOC_WIDTH: usize = WIDTH - "    /// ".len();

/// A doc comment.
pub(super) fn docs(docs: &Docs) -> TokenStream {
    let mut lines = Vec::new();
    for paragraph in &docs.0 {
        let text = match paragraph {
            Paragraph::Description(text) => markdown(text, DOC_WIDTH),
            Paragraph::Text(text) => fill(text),
            Paragraph::List(items) => {
                let items = items.iter().map(|(name, description)| list_item(name, description, DOC_WIDTH));
                items.collect::<Vec<_>>().join("\n")
            }
        };
        if text.is_empty() {
            continue;
        }
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(text.lines().map(|line| if line.is_empty() { String::new() } else { format!(" {line}") }));
    }
    quote!(#(#[doc = #lines])*)
}

/// A sentence of the generator, over as many lines as it needs.
fn fill(text: &str) -> String {
    let options = textwrap::Options::new(DOC_WIDTH)
        .break_words(false)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
        .wrap_algorithm(textwrap::WrapAlgorithm::FirstFit);
    textwrap::fill(text, options)
}

/// `#[deprecated]`.
pub(super) fn deprecated(deprecation: Option<&Deprecation>) -> Option<TokenStream> {
    let Deprecation { note } = deprecation?;
    Some(match note {
        None => quote!(#[deprecated]),
        Some(note) => {
            let note: String =
                note.chars().map(|character| if misleads(character) { ' ' } else { character }).collect();
            quote!(#[deprecated(note = #note)])
        }
    })
}

/// `#[cfg]` for code that is compiled with any of the features.
pub(super) fn cfg<'a>(features: impl Iterator<Item = &'a str>) -> TokenStream {
    let features: BTreeSet<&str> = features.collect();
    let features: Vec<&str> = features.into_iter().collect();
    match features.as_slice() {
        [feature] => quote!(#[cfg(feature = #feature)]),
        features => quote!(#[cfg(any(#(feature = #features),*))]),
    }
}
