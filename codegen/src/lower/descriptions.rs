//! Facts that C1's descriptions state in fixed sentences: oneofs, deprecations and the paths of expand masks.
//!
//! Sentences are matched word by word, however a document wraps its lines.

use crate::ir::{Api, Docs, Model};

/// A sentence found in a text.
struct Found<'t> {
    /// Its bytes.
    range: std::ops::Range<usize>,
    /// The words at its `{}`, without the punctuation around them.
    captured: Vec<&'t str>,
}

/// The first occurrence in `text` of the words of `sentence`; `{}` matches any word.
fn find<'t>(text: &'t str, sentence: &str) -> Option<Found<'t>> {
    let wanted: Vec<&str> = sentence.split_whitespace().collect();
    // Most descriptions lack the sentence, and need not be split.
    let longest = wanted.iter().filter(|word| !word.contains("{}")).max_by_key(|word| word.len())?;
    if !text.contains(longest) {
        return None;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(wanted.len()).find_map(|window| {
        let mut captured = Vec::new();
        for (word, wanted) in window.iter().zip(&wanted) {
            match wanted.split_once("{}") {
                None if word == wanted => {}
                Some((before, after)) => captured.push(word.strip_prefix(before)?.strip_suffix(after)?),
                None => return None,
            }
        }
        let (first, last) = (window.first()?, window.last()?);
        Some(Found { range: offset(text, first)..offset(text, last) + last.len(), captured })
    })
}

/// The offset of `part` within `text`.
fn offset(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

/// The names of the bulleted list at the beginning of `text`, and the list's length.
fn bullets(text: &str) -> (Vec<&str>, usize) {
    let mut names = Vec::new();
    let mut end = 0;
    let mut words = text.split_whitespace();
    while let (Some("-"), Some(name)) = (words.next(), words.next()) {
        names.push(name);
        end = offset(text, name) + name.len();
    }
    (names, end)
}

/// A oneof that a description mentions.
pub(super) struct ParsedOneof {
    pub(super) name: String,
    pub(super) cases: Vec<String>,
}

/// Removes the sentences about oneofs from a message's description, and returns the oneofs.
pub(super) fn take_oneofs(description: &mut String) -> Vec<ParsedOneof> {
    const SENTENCE: &str =
        "This message contains a oneof named {}. Only a single field of the following list may be set at a time:";
    let mut oneofs = Vec::new();
    while let Some(Found { range, captured }) = find(description, SENTENCE) {
        let name = captured.first().copied().unwrap_or_default().to_owned();
        let (cases, length) = bullets(&description[range.end..]);
        let cases = cases.into_iter().map(str::to_owned).collect();
        let end = range.end + length;
        description.replace_range(range.start..end, "");
        oneofs.push(ParsedOneof { name, cases });
    }
    oneofs
}

/// Removes from a property's description the sentences that repeat its message's.
pub(super) fn without_oneof(description: &mut String) {
    for sentence in ["This field is part of the `{}` oneof.", "See the documentation for `{}` for more details."] {
        if let Some(Found { range, .. }) = find(description, sentence) {
            description.replace_range(range, "");
        }
    }
}

/// Marks as deprecated what its description calls deprecated, with the reason given.
pub(super) fn deprecations(api: &mut Api) {
    for model in &mut api.models {
        deprecation(&mut model.docs);
        model.fields.iter_mut().for_each(|field| deprecation(&mut field.docs));
    }
    for operation in &mut api.operations {
        deprecation(&mut operation.docs);
        let parameters = operation.path_parameters.iter_mut().chain(&mut operation.query_parameters);
        parameters.for_each(|parameter| deprecation(&mut parameter.docs));
    }
}

/// Reads "Deprecated: use that instead." or "Deprecated. Use that instead." at the beginning or the end of a description.
/// A description that is nothing else is removed: the attribute repeats it.
fn deprecation(docs: &mut Docs) {
    let text = docs.description.trim();
    let sentence = ["Deprecated:", "Deprecated."].into_iter().find_map(|mark| {
        let at = text.find(mark)?;
        let begins = at == 0 || text[..at].trim_end().ends_with(['.', '!', '?']);
        begins.then_some((at, at + mark.len()))
    });
    let Some((begin, end)) = sentence else { return };
    let reason = text[end..].split_whitespace().collect::<Vec<_>>().join(" ");
    docs.deprecated = true;
    docs.deprecation_reason = Some(reason).filter(|reason| !reason.is_empty());
    docs.description = text[..begin].trim_end().to_owned();
}

/// Sets the paths that expand masks support.
pub(super) fn expand_paths(api: &mut Api) {
    for model in &mut api.models {
        model.expand_paths = listed_paths(model);
    }
}

/// The paths that an expand mask's description lists, in its order: "The supported paths are 'role_ids', and '*'."
fn listed_paths(model: &Model) -> Vec<String> {
    let paths = model.fields.iter().find(|field| field.wire == "paths");
    let texts = [Some(&model.docs.description), paths.map(|field| &field.docs.description)];
    let listed = texts.into_iter().flatten().find_map(|text| {
        let found = find(text, "supported paths are").or_else(|| find(text, "any combination of"))?;
        let rest = &text[found.range.end..];
        Some(quoted(rest.split_once(". ").map_or(rest, |(sentence, _)| sentence)))
    });
    match paths {
        Some(_) => listed.unwrap_or_default(),
        None => Vec::new(),
    }
}

/// The distinct paths in quotation marks of either kind.
fn quoted(text: &str) -> Vec<String> {
    let is_path =
        |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '*'));
    let mut paths: Vec<String> = Vec::new();
    for path in text.split(['\'', '"']).skip(1).step_by(2).filter(is_path) {
        if !paths.iter().any(|known| known == path) {
            paths.push(path.to_owned());
        }
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn oneofs_are_removed_however_lines_are_wrapped() {
        let list = "  - appId\n  - appIdCel\n";
        let sentence = "This message contains a oneof named app_identifier. Only a single field of the following list may be set at a time:";
        for text in [
            format!("A trigger.\n\n{sentence}\n{list}"),
            format!("A trigger.\n\n{}\n{list}", sentence.replace("single field", "single\nfield")),
            format!("A trigger. {sentence} - appId - appIdCel"),
        ] {
            let mut description = text.clone();
            let found = take_oneofs(&mut description);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(
                (found[0].name.as_str(), found[0].cases.join(" ")),
                ("app_identifier", "appId appIdCel".to_owned()),
                "{text}"
            );
            assert_eq!(description.trim(), "A trigger.", "{text}");
        }
        let mut two =
            format!("{sentence}\n{list}\n\n{}\n  - a\nAnd more.", sentence.replace("app_identifier", "other"));
        assert_eq!(
            take_oneofs(&mut two).iter().map(|oneof| oneof.name.clone()).collect::<Vec<_>>(),
            ["app_identifier", "other"]
        );
        assert_eq!(two.trim(), "And more.");
        assert!(take_oneofs(&mut "A message that contains a oneof named x.".to_owned()).is_empty());
    }

    #[test]
    fn a_field_does_not_repeat_its_oneof() {
        let mut text =
            "The id.\nThis field is part of the `a_b` oneof.\nSee the documentation for `c1.api.X` for more details."
                .to_owned();
        without_oneof(&mut text);
        assert_eq!(text.trim(), "The id.");
    }

    #[test]
    fn deprecations_have_reasons() {
        let cases = [
            ("Deprecated. Use refs array instead.", true, Some("Use refs array instead.")),
            ("The app.\n Deprecated: use `other`,\n which is better.", true, Some("use `other`, which is better.")),
            ("Deprecated.", true, None),
            ("Shown when status is Deprecated. Or not.", false, None),
            ("Why the provider is deprecated.", false, None),
        ];
        for (text, deprecated, reason) in cases {
            let mut docs = Docs { description: text.to_owned(), ..Docs::default() };
            deprecation(&mut docs);
            assert_eq!((docs.deprecated, docs.deprecation_reason.as_deref()), (deprecated, reason), "{text}");
        }
    }

    #[test]
    fn paths_are_quoted_words() {
        assert_eq!(quoted(" 'role_ids', \"a.b\", 'role_ids', and '*'. Or 'not a path'"), ["role_ids", "a.b", "*"]);
    }
}
