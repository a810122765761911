//! Facts that C1's descriptions state in fixed sentences: oneofs, deprecations and the paths of expand masks.

use indexmap::IndexSet;

use crate::ir::{Docs, Model, Type};

// Sentences, with `{}` for any word. They match however a document wraps its lines.
const ONEOF: &str =
    "This message contains a oneof named {}. Only a single field of the following list may be set at a time:";
const ONEOF_CASE: &str = "- {}";
/// In the description of a property, these repeat that of its message.
const PART_OF_ONEOF: [&str; 2] =
    ["This field is part of the `{}` oneof.", "See the documentation for `{}` for more details."];
const EXPAND_PATHS: [&str; 2] = ["supported paths are", "any combination of"];

/// Reads the deprecations and expand paths of a model, and removes the sentences about oneofs from its fields.
pub(super) fn read(model: &mut Model) {
    deprecation(&mut model.docs);
    for field in &mut model.fields {
        without_oneof(&mut field.docs.description);
        deprecation(&mut field.docs);
    }
    let Some(paths) =
        model.position("paths").filter(|index| model.fields[*index].ty == Type::List(Box::new(Type::String)))
    else {
        return;
    };
    model.expand_paths = expand_paths(model, paths);
    model.is_expand_mask = model.name.ends_with("ExpandMask") || !model.expand_paths.is_empty();
}

/// The text after the words of `sentence`, with which `text` begins, and the words at its `{}`.
fn strip<'t>(text: &'t str, sentence: &str) -> Option<(&'t str, Vec<&'t str>)> {
    let mut rest = text;
    let mut captured = Vec::new();
    for expected in sentence.split(' ') {
        let begin = rest.trim_start();
        let (word, after) = begin.split_at(begin.find(char::is_whitespace).unwrap_or(begin.len()));
        match expected.split_once("{}") {
            Some((before, after)) => captured.push(word.strip_prefix(before)?.strip_suffix(after)?),
            None if word == expected => {}
            None => return None,
        }
        rest = after;
    }
    captured.iter().all(|word| !word.is_empty()).then_some((rest, captured))
}

/// The texts before and after the first occurrence of `sentence`, and the words at its `{}`.
fn find<'t>(text: &'t str, sentence: &str) -> Option<(&'t str, &'t str, Vec<&'t str>)> {
    let first = sentence.split(' ').next()?;
    text.match_indices(first).find_map(|(begin, _)| {
        let (before, rest) = text.split_at(begin);
        let begins_word = before.is_empty() || before.ends_with(char::is_whitespace);
        let (after, captured) = strip(rest, sentence).filter(|_| begins_word)?;
        Some((before, after, captured))
    })
}

/// A oneof that a description mentions.
pub(super) struct ParsedOneof {
    pub(super) name: String,
    pub(super) cases: Vec<String>,
}

/// Removes the sentences about oneofs from a message's description, and returns the oneofs.
pub(super) fn take_oneofs(description: &mut String) -> Vec<ParsedOneof> {
    let mut oneofs = Vec::new();
    while let Some((before, mut after, name)) = find(description, ONEOF) {
        let mut cases = Vec::new();
        while let Some((rest, case)) = strip(after, ONEOF_CASE) {
            cases.push(case.concat());
            after = rest;
        }
        oneofs.push(ParsedOneof { name: name.concat(), cases });
        *description = format!("{before}{after}");
    }
    oneofs
}

/// Removes the sentences about its oneof from a property's description.
fn without_oneof(description: &mut String) {
    for sentence in PART_OF_ONEOF {
        if let Some((before, after, _)) = find(description, sentence) {
            *description = format!("{before}{after}");
        }
    }
}

/// Reads "Deprecated: use that instead." or "Deprecated. Use that instead." at the beginning or the end of a description.
/// A description that is nothing else is removed: the attribute repeats it.
pub(super) fn deprecation(docs: &mut Docs) {
    let text = docs.description.trim();
    let sentence = ["Deprecated:", "Deprecated."].into_iter().find_map(|mark| {
        let (before, reason) = text.split_once(mark)?;
        let before = before.trim_end();
        (before.is_empty() || before.ends_with(['.', '!', '?'])).then_some((before, reason))
    });
    let Some((before, reason)) = sentence else { return };
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    docs.deprecated = true;
    docs.deprecation_reason = Some(reason).filter(|reason| !reason.is_empty());
    docs.description = before.to_owned();
}

/// The paths that an expand mask's description lists, in its order: "The supported paths are 'role_ids', and '*'."
fn expand_paths(model: &Model, paths: usize) -> Vec<String> {
    let texts = [&model.docs.description, &model.fields[paths].docs.description];
    let listed = texts.into_iter().find_map(|text| EXPAND_PATHS.iter().find_map(|sentence| find(text, sentence)));
    let Some((_, list, _)) = listed else { return Vec::new() };
    quoted(list.split_once(". ").map_or(list, |(sentence, _)| sentence))
}

/// The distinct paths in quotation marks of either kind.
fn quoted(text: &str) -> Vec<String> {
    let is_path =
        |word: &&str| !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '*'));
    let paths: IndexSet<&str> = text.split(['\'', '"']).skip(1).step_by(2).filter(is_path).collect();
    paths.into_iter().map(str::to_owned).collect()
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
