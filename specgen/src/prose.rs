//! Descriptions, from boilerplate to what breaks a renderer of Markdown.

use crate::random::Random;
use crate::words::split;

/// Fragments that a renderer of Markdown, a doc comment or a YAML writer could take for syntax.
pub(crate) const AWKWARD: [&str; 20] = [
    "Match by [a][b] or [x]: the first wins.",
    "Use <tag>, </tag> or Vec<String>, never a < b > c.",
    "See https://example.com/a_b?c=d#e, or (http://example.com/x).",
    "Read the [guide](https://example.com/guide) first.",
    "An expression, such as:\n\n    user.id == \"x\" && size(groups) > 0\n\nThe default is `true`.",
    "One of:\n - \"first\"\n - 'second', which goes on\n   in another line\n - *third*",
    "Any of `a`, ``b ` c`` and an unbalanced ` mark.",
    "Ends a comment: */ and begins one: /* or //.",
    "He said \"hi\", 'hey' and \\\"ho\\\"; C:\\temp\\new.",
    "# Not a heading\n> nor a quote\n| a | b |\n|---|---|",
    "Use *a* **b** _c_ snake_case_name 2*3*4 and ~~gone~~.",
    "&amp; &lt;b&gt; &#60; AT&T & co.",
    "Größe – „quoted“ 日本語 😀 é.",
    "Refers to [`String`], [Vec::new()] and struct@Foo.",
    "- leading dash: and a colon",
    "Ends with a colon:",
    "%, @, ` and {braces} and [brackets], #hash, !bang, ?mark.",
    "0x1F, 1e3, .inf, ~, null, yes and 2027-01-01.",
    "Wrapped by protobuf\n into several lines\n that begin with a space.",
    "Text[^1] and [ ] task\n\n[^1]: note\n\n- [ ] open\n- [x] done",
];

const SUBJECTS: [&str; 12] = [
    "The identifier",
    "The time",
    "The number of retries",
    "The setting",
    "An optional value",
    "The rule",
    "A list",
    "The expression",
    "The location",
    "The owner",
    "The default",
    "A reference",
];

const VERBS: [&str; 10] = [
    "that is shown to",
    "that is used by",
    "which decides for",
    "that was chosen by",
    "which applies to",
    "that is inherited from",
    "which is required for",
    "that overrides",
    "which is ignored by",
    "that is computed from",
];

const OBJECTS: [&str; 12] = [
    "the current tenant",
    "all members of the group",
    "the policy's baseline steps",
    "the connector during a sync",
    "the person who made the request",
    "each related object",
    "new requests only",
    "the last successful run",
    "an administrator of the app",
    "every entitlement in scope",
    "the search index",
    "the audit log",
];

const REMARKS: [&str; 8] = [
    "It cannot be changed later.",
    "Leave it empty to use the default.",
    "At most 1024 characters are kept.",
    "The server fills it in.",
    "Requires the feature to be enabled for the tenant,\n which support can do.",
    "Ignored unless the mode is manual.",
    "Values that do not exist are dropped.",
    "Prefer the newer property.",
];

/// The description that C1's exporter writes for a property without a comment.
pub(crate) fn boilerplate(property: &str) -> String {
    format!("The {property} field.")
}

/// A description of a property, in the proportions of C1's: a third has none, half of the others says nothing.
pub(crate) fn of_property(random: &mut Random, name: &str) -> String {
    match random.weighted(&[(31, 0), (20, 1), (46, 2), (3, 3)]) {
        0 => String::new(),
        1 => boilerplate(name),
        2 => sentences(random),
        _ => (*random.pick(&AWKWARD)).to_owned(),
    }
}

/// One to three sentences.
pub(crate) fn sentences(random: &mut Random) -> String {
    let mut text = format!("{} {} {}.", random.pick(&SUBJECTS), random.pick(&VERBS), random.pick(&OBJECTS));
    while random.permille(450) {
        text += if random.permille(300) { "\n " } else { " " };
        text += *random.pick(&REMARKS);
    }
    text
}

/// A description of a message.
pub(crate) fn of_message(random: &mut Random, local: &str) -> String {
    if random.permille(200) {
        return format!("The {local} message.");
    }
    format!("The {} {}", split(local, ' ').replace(". ", " ").to_lowercase(), lowercase_first(&sentences(random)))
}

fn lowercase_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_lowercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

/// The sentence by which C1's exporter documents a oneof.
pub(crate) fn oneof(name: &str, cases: &[String]) -> String {
    let cases: String = cases.iter().map(|case| format!("  - {case}\n")).collect();
    format!(
        "This message contains a oneof named {name}. Only a single field of the following list may be set at a time:\n{cases}"
    )
}

/// What the exporter appends to the description of a scalar case.
pub(crate) fn case_of_oneof(oneof: &str, message: &str) -> String {
    format!("This field is part of the `{oneof}` oneof.\nSee the documentation for `{message}` for more details.")
}
