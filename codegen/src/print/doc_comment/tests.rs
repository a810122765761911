use pulldown_cmark::{BrokenLink, CodeBlockKind, Options};

use crate::diagnostics::misleads;

use super::*;

const CASES: &[(&str, &str)] = &[
    // Plain text, with few backslashes.
    ("Not a */ comment's end; // nor /* this.", "Not a \\*/ comment's end; // nor /* this."),
    ("He said \"hi\", 'hey' and \\\"ho\\\".", "He said \"hi\", 'hey' and \"ho\"."),
    (
        "Any of '*', * and 2*3; snake_case_name, _, <tool_id> -- a < b > c.",
        "Any of '\\*', * and 2\\*3; snake_case_name, \\_, \\<tool_id> -- a < b > c.",
    ),
    ("C:\\temp\\new, \\[ and a trailing \\", "C:\\temp\\new, \\[ and a trailing \\\\"),
    ("AT&T & co. &amp; &lt;b&gt; &#60;", "AT&T & co. & \\<b> <"),
    ("Größe – „quoted“ 日本語 😀 é.", "Größe – „quoted“ 日本語 😀 é."),
    ("$x^2$ and $$y$$ and x^2^", "$x^2$ and $$y$$ and x^2^"),
    ("one\r\ntwo\rthree\\\nfour  \nfive", "one two three four five"),
    ("Bell \u{7}, escape \u{1b}[31m, next line \u{85}, bidi \u{202e}.", "Bell , escape \\[31m, next line , bidi ."),
    ("a&#10;&#x202e;b", "a b"),
    // Emphasis and code spans.
    ("*a* **b** _c_ __d__ ***e***", "\\*a* \\*\\*b\\** \\_c_ \\_\\_d__ \\*\\*\\*e\\*\\*\\*"),
    ("\\*a* \\_b_ ~~c~~ ~d~", "\\*a* \\_b_ \\~~c\\~\\~ ~d\\~"),
    (
        "A `span`, a ``span with ` in it``, `unbalanced and ``` three.",
        "A `span`, a `` span with ` in it ``, \\`unbalanced and \\`\\`\\` three.",
    ),
    ("\\\\`a` and \\\\\\`b", "\\\\`a` and \\\\\\`b"),
    ("http://${a}`b`", "`http://${a}` `b`"),
    (
        r#"(e.g. "https://${workspace}.app.n8n.cloud/mcp-server/http");"#,
        r#"(e.g. "`https://${workspace}.app.n8n.cloud/mcp-server/http`");"#,
    ),
    ("first call;\n > 0 keeps that many", "first call; > 0 keeps that many"),
    // Links.
    (
        "[see](https://example.com/a_b?c=d#e 'title') [f](<http://g.h/(i)>) [j](<http://k.l/m n>)",
        "[see](https://example.com/a_b?c=d#e) \\[f](<http://g.h/>(i)) \\[j](<http://k.l/m> n)",
    ),
    (
        "[text](javascript:x) <me@example.com> ![*alt*](https://example.com)",
        "\\[text](javascript:x) \\<me@example.com> \\*alt\\*",
    ),
    ("[a][b], [User], [] and [x]: y", "\\[a]\\[b], \\[User], \\[] and \\[x]: y"),
    ("[`String`] and [Vec::new()] and ![c]", "\\[`String`] and \\[Vec::new()] and !\\[c]"),
    ("[text]: https://example.com 'title'", "\\[text]: <https://example.com> 'title'"),
    (
        "Text[^1] and [ ] task\n\n[^1]: note\n\n- [ ] open\n- [x] done",
        "Text\\[^1] and \\[ ] task\n\n\\[^1]: note\n\n* \\[ ] open\n* \\[x] done",
    ),
    // Bare URLs and templates.
    (
        "See https://example.com/a_b*c, (http://example.com/x). Or https://.",
        "See <https://example.com/a_b*c>, (<http://example.com/x>). Or https://.",
    ),
    (
        "'https://${tenant}.example.com/{id}', http://<host_name>/<path>.",
        "'`https://${tenant}.example.com/{id}`', http://\\<host_name>/\\<path>.",
    ),
    ("<https://example.com> [https://a.b](https://c.d)", "<https://example.com> [https://a.b](https://c.d)"),
    // HTML is text.
    (
        "Use <tag>, </tag>, Vec<String> and <!-- a comment -->.",
        "Use \\<tag>, \\</tag>, Vec\\<String> and \\<!-- a comment -->.",
    ),
    ("<div>\n*x*\n</div>\n\nafter", "\\<div> \\*x* \\</div>\n\nafter"),
    ("<a href=\"https://a.b\">https://a.b</a>", "\\<a href=\"<https://a.b>\"><https://a.b>\\</a>"),
    // Blocks.
    ("# One\nTwo\n===\n## **Three** `x`\n***\nfour", "# One\n\n# Two\n\n## \\*\\*Three\\** `x`\n\nfour"),
    ("a\n> b\nc\n> > d\n\n> - e\n>\n> f", "a > b c > > d\n\n\\> - e > > f"),
    ("Before:\n- one\n- two,\n  which goes on\n\nAfter", "Before:\n* one\n* two, which goes on\n\nAfter"),
    ("1. a\n   - b\n     1) c\n2. d\n\n7. e", "1. a\n   * b\n     1. c\n2. d\n\n3. e"),
    ("- a\n\n  b\n- c\n  ```\n  d\n  ```\n-\n- > e", "* a\n\n  b\n* c\n\n  ```text\n  d\n  ```\n* \\> e"),
    ("| a | b |\n| - | - |\n| 1 | 2 |", "\\| a | b | | - | - | | 1 | 2 |"),
    ("1986\\. A", "1986\\. A"),
    ("\\# a\n\n\\- b\n\n\\+ c\n\n\\> d", "\\# a\n\n\\- b\n\n\\+ c\n\n\\> d"),
    (
        "#![feature(x)] and #[deny(warnings)] {braces} $crate",
        "#!\\[feature(x)] and #\\[deny(warnings)] {braces} $crate",
    ),
    ("A `span  over\n  lines`.", "A `span over lines`."),
    ("\n-\n\n***\n\n>\n\n```\n```", "\\>"),
    // Code, which is never a doctest.
    (
        "Call:\n```rust\nassert!(false);\n```\nand\n~~~\n```\n~~~",
        "Call:\n\n```text\nassert!(false);\n```\n\nand\n\n````text\n```\n````",
    ),
    ("Never closed:\n```\n\tlet x = 1;", "Never closed:\n\n```text\n    let x = 1;\n```"),
    ("Like this:\n\n      six spaces\n\n    four\u{202e}", "Like this:\n\n```text\n  six spaces\n\nfour\n```"),
    ("A ```fence``` in a line.\n```not ` info", "A `fence` in a line. \\`\\`\\`not \\` info"),
];

#[test]
fn descriptions() {
    for (description, expected) in CASES {
        assert_eq!(&markdown(description, 100), expected, "{description}");
        check(description, 100);
    }
}

#[test]
fn wraps_before_words_only() {
    let description = "Lines - of few\nwords 1. with 2) no # heading > quote, `a code span` === nor --- rule | table.";
    let expected =
        "Lines - of\nfew words 1.\nwith 2) no #\nheading >\nquote, `a\ncode\nspan` ===\nnor ---\nrule |\ntable.";
    assert_eq!(markdown(description, 12), expected);
    assert_eq!(markdown("- one two three\n\n  > four five six", 12), "* one two\n  three\n\n  \\> four\n  five six");
}

/// Separated by `§`.
const FRAGMENTS: &str = "a§bc§1§é§日§ §  §\n§\n\n§\t§    §\r\n§*§**§_§__§`§``§```§~§~~~§\\§[§]§(§)§](§[x]§[x]: §[^1]§[^1]: §[ ] §![§!§<§>§<b>§</b>§\
    <br/>§<!--§-->§<id>§<?§&§&amp;§&lt;§&#42;§https://ab.cd§http://§https://${c}/{d}§<https://ef.gh>§(https://ij.kl)§mailto:i@j.k§<i@j.k>§\
    #§# §> §- §+ §* §1. §2) §10. §-§=§---§===§***§|§| a | b |§|---|---|§:§.§'§\"§...§--§{§}§$§^§\u{202e}§\u{85}§\u{7}§\0§\u{a0}§assert!(false);§\
    ```rust\n§    fn main() {}\n§\n> §\n- §\n  - §\n1. §\n    §\n```\n§](https://mn.op)§[qr](https://st.uv)";

#[test]
fn random_descriptions() {
    let fragments: Vec<&str> = FRAGMENTS.split('§').collect();
    let mut state = 1_u64;
    let mut random = |limit: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % limit
    };
    for _ in 0..3000 {
        let description: String = (0..=random(15)).map(|_| fragments[random(fragments.len())]).collect();
        check(&description, 5 + random(100));
    }
}

/// Asserts that rustdoc reads the words of a description, and nothing that it would run, link or warn about.
fn check(description: &str, width: usize) {
    let output = markdown(description, width);
    let context = format!("{description:?}\n{output}");
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION;
    let on_broken_link = |link: BrokenLink<'_>| panic!("broken link at {}: {context}", link.span.start);
    let mut is_linked = false;
    for (event, range) in
        Parser::new_with_broken_link_callback(&output, options, Some(on_broken_link)).into_offset_iter()
    {
        match event {
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::List(_) | Tag::Item) => {}
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if &*info == "text" => is_linked = true,
            Event::Start(Tag::Link { dest_url, .. }) if is_web(&dest_url) => is_linked = true,
            Event::End(TagEnd::CodeBlock | TagEnd::Link) => is_linked = false,
            Event::Text(text) if !is_linked => {
                let is_escaped = output[..range.start].ends_with('\\') && !text.chars().skip(1).any(|c| c == '`');
                assert!(is_escaped || !text.contains('`'), "backtick: {context}");
                let mut urls = text.split("https://").skip(1);
                assert!(!urls.any(|url| url.starts_with(char::is_alphanumeric)), "bare URL: {context}");
            }
            Event::Text(_) | Event::Code(_) | Event::SoftBreak | Event::End(_) => {}
            event => panic!("{event:?}: {context}"),
        }
    }
    assert!(!output.chars().any(|c| c != '\n' && misleads(c)), "{context}");
    let text = plain_text(&masked(description), Options::empty());
    let options = options - Options::ENABLE_SMART_PUNCTUATION;
    assert_eq!(plain_text(&output, options), text, "{context}");
}

/// Returns the text that a reader sees, without white space.
fn plain_text(description: &str, options: Options) -> String {
    let mut text = String::new();
    let mut link = String::new();
    for event in Parser::new_ext(description, options) {
        match event {
            Event::Text(part) | Event::Code(part) => text += &part,
            Event::Start(Tag::Link { dest_url, .. }) => {
                text += if is_web(&dest_url) { "" } else { "[" };
                link = dest_url.into_string();
            }
            Event::Start(Tag::Emphasis) | Event::End(TagEnd::Emphasis) => text += "*",
            Event::Start(Tag::Strong) | Event::End(TagEnd::Strong) => text += "**",
            Event::End(TagEnd::Link) if !is_web(&link) => text += &format!("]({link})"),
            _ => {}
        }
    }
    plain(&text).split(|c: char| c.is_whitespace() || "<>".contains(c)).collect::<String>().replace('_', "*")
}
