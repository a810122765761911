//! The line on which a definition begins, found without reading the document as YAML, which takes a tenth of a second.

use super::read::line_of;
use crate::pointer;

/// The line of `text`, counted from 1, of the key or the list's item that the JSON pointer ends in.
///
/// In YAML as people and most programs write it, indentation alone leads there; in any other, the YAML reader does.
pub(crate) fn line_of_key(text: &str, pointer: &str) -> Option<usize> {
    by_indentation(text, &pointer::split(pointer)).or_else(|| line_of(text, pointer))
}

fn by_indentation(text: &str, names: &[String]) -> Option<usize> {
    let lines: Vec<&str> = text.lines().collect();
    let (mut at, mut indent) = (0, 0);
    for (depth, name) in names.iter().enumerate() {
        let found = match name.parse::<usize>() {
            // A key may be a number, too, but is quoted then, or below no list.
            Ok(index) if is_item(lines[at..].iter().find(|line| is_content(line))?) => nth(&lines, at, indent, index)?,
            _ => keyed(&lines, at, indent, name)?,
        };
        if depth + 1 == names.len() {
            return Some(found + 1);
        }
        (at, indent) = inside(&lines, found)?;
    }
    None
}

/// The line of the key `name`, of those that stand at `indent` from line `at` on.
fn keyed(lines: &[&str], at: usize, indent: usize, name: &str) -> Option<usize> {
    let spelt = [format!("{name}:"), format!("'{name}':"), format!("\"{name}\":")];
    let is_it = |line: &str| {
        let key = line[indent..].strip_prefix("- ").unwrap_or(&line[indent..]);
        spelt
            .iter()
            .any(|spelt| key.strip_prefix(spelt.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))
    };
    block(lines, at, indent).find(|index| is_it(lines[*index]))
}

/// The line of the item of this index, of those that stand at `indent` from line `at` on.
fn nth(lines: &[&str], at: usize, indent: usize, index: usize) -> Option<usize> {
    block(lines, at, indent).filter(|line| is_item(lines[*line])).nth(index)
}

/// The lines at exactly `indent`, until one stands further out.
fn block<'a>(lines: &'a [&str], at: usize, indent: usize) -> impl Iterator<Item = usize> + 'a {
    let inside = (at..lines.len()).filter(|index| is_content(lines[*index]));
    inside
        .take_while(move |index| self::indent(lines[*index]) >= indent)
        .filter(move |index| self::indent(lines[*index]) == indent)
}

/// Where the content of the key or item at line `at` begins, and how far it is indented.
fn inside(lines: &[&str], at: usize) -> Option<(usize, usize)> {
    let own = indent(lines[at]);
    if let Some(key) = lines[at].trim_start().strip_prefix("- ") {
        // The first key of an item stands on the item's own line: no other way of writing it leads further here.
        return lines
            .get(at + 1)
            .filter(|next| indent(next) == own + 2 && key.contains(':'))
            .map(|_| (at + 1, own + 2));
    }
    if !lines[at].ends_with(':') {
        return None;
    }
    let next = (at + 1..lines.len()).find(|index| is_content(lines[*index]))?;
    let deeper = indent(lines[next]) > own || (indent(lines[next]) == own && is_item(lines[next]));
    deeper.then(|| (next, indent(lines[next])))
}

fn is_content(line: &str) -> bool {
    let text = line.trim_start();
    !text.is_empty() && !text.starts_with('#')
}

fn is_item(line: &str) -> bool {
    line.trim_start().starts_with("- ")
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
# A comment
paths:
  /books/{id}:
    get:
      description: |
        get:
      parameters:
      - name: id
        schema: {type: string}
      - in: query
        schema:
          type: string
  '/shelves': {get: {tags: [a]}}
";

    #[test]
    fn keys_and_items_are_found_however_they_are_written() {
        let cases = [
            ("/paths", Some(2)),
            ("/paths/~1books~1{id}", Some(3)),
            ("/paths/~1books~1{id}/get", Some(4)),
            ("/paths/~1books~1{id}/get/parameters/0", Some(8)),
            ("/paths/~1books~1{id}/get/parameters/1", Some(10)),
            ("/paths/~1books~1{id}/get/parameters/1/schema", Some(11)),
            ("/paths/~1books~1{id}/get/parameters/1/schema/type", Some(12)),
            ("/paths/~1shelves/get/tags/0", Some(13)),
            ("/paths/~1books~1{id}/get/description/get", None),
            ("/paths/~1gone", None),
            ("/ü/", None),
        ];
        for (pointer, line) in cases {
            assert_eq!(line_of_key(TEXT, pointer), line, "{pointer}");
        }
        assert_eq!(line_of_key("{\"a\":\n{\"b\": 1}}", "/a/b"), Some(2));
        assert_eq!(line_of_key("", "/a"), None);
        assert_eq!(line_of_key("a:\n\t- é: 1\n", "/a/0/é"), None);
    }
}
