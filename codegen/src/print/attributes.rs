//! Doc comments, `#[deprecated]` and `#[cfg]`.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::WIDTH;
use super::doc_comment::{fill, markdown};
use crate::diagnostics::visible;
use crate::rust::{Deprecation, Docs, Item, Paragraph};

/// The width of a doc comment that is indented once.
const DOC_WIDTH: usize = WIDTH - "    /// ".len();

/// The doc comment of an item, and its `#[deprecated]`.
pub(super) fn of(item: &Item) -> TokenStream {
    let (docs, deprecated) = (docs(&item.docs), deprecated(item.deprecation.as_ref()));
    quote!(#docs #deprecated)
}

/// A doc comment.
pub(super) fn docs(docs: &Docs) -> TokenStream {
    let mut lines = Vec::new();
    for paragraph in &docs.0 {
        let text = match paragraph {
            Paragraph::Description(text) => markdown(text, DOC_WIDTH),
            Paragraph::Text(text) => fill(text, DOC_WIDTH),
            Paragraph::Lines(lines) => lines.clone(),
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

/// `#[deprecated]`.
pub(super) fn deprecated(deprecation: Option<&Deprecation>) -> Option<TokenStream> {
    let Deprecation { note } = deprecation?;
    Some(match note {
        None => quote!(#[deprecated]),
        Some(note) => {
            let note = visible(note);
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
