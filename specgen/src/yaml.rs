//! Writes YAML as C1's exporter does: four spaces of indentation, sorted keys, literal blocks for lines of text.

use serde_json::Value;

const INDENT: usize = 4;

/// A document that is written entry by entry, so that a large one is never a tree in memory.
#[derive(Debug, Default)]
pub(crate) struct Writer {
    text: String,
    depth: usize,
}

impl Writer {
    /// Begins a mapping under a key.
    pub(crate) fn open(&mut self, key: &str) {
        self.key(key);
        self.text.push('\n');
        self.depth += 1;
    }

    /// Ends a mapping.
    pub(crate) fn close(&mut self) {
        self.depth -= 1;
    }

    /// Writes a key with its value.
    pub(crate) fn entry(&mut self, key: &str, value: &Value) {
        self.key(key);
        self.after_key(value);
    }

    /// The document.
    pub(crate) fn finish(self) -> String {
        self.text
    }

    fn key(&mut self, key: &str) {
        self.indent();
        self.text += &scalar(key);
        self.text.push(':');
    }

    fn indent(&mut self) {
        self.text.extend(std::iter::repeat_n(' ', INDENT * self.depth));
    }

    fn after_key(&mut self, value: &Value) {
        match value {
            Value::Object(object) if !object.is_empty() => {
                self.text.push('\n');
                self.nested(|writer| writer.object(object));
            }
            Value::Array(values) if !values.is_empty() => {
                self.text.push('\n');
                self.nested(|writer| values.iter().for_each(|value| writer.element(value)));
            }
            _ => self.inline(value),
        }
    }

    fn nested(&mut self, write: impl FnOnce(&mut Self)) {
        self.depth += 1;
        write(self);
        self.depth -= 1;
    }

    /// The entries of a mapping in the order of their keys, which a map with insertion order lacks.
    fn object(&mut self, object: &serde_json::Map<String, Value>) {
        let mut entries: Vec<(&String, &Value)> = object.iter().collect();
        entries.sort_by_key(|(key, _)| *key);
        entries.into_iter().for_each(|(key, value)| self.entry(key, value));
    }

    fn element(&mut self, value: &Value) {
        self.indent();
        self.text.push('-');
        match value {
            Value::Object(object) if !object.is_empty() => {
                // The first key follows the dash, so its indentation is cut to one space.
                let start = self.text.len();
                self.nested(|writer| writer.object(object));
                let indent = INDENT * (self.depth + 1);
                self.text.replace_range(start..start + indent, " ");
                self.dedent(start);
            }
            Value::Array(_) => {
                self.text.push(' ');
                self.text += &flow(value);
                self.text.push('\n');
            }
            _ => self.inline(value),
        }
    }

    /// Indents all lines after the first by two less, as a dash takes two columns.
    fn dedent(&mut self, start: usize) {
        let lines = self.text.split_off(start);
        let surplus = " ".repeat(INDENT - 2);
        for (index, line) in lines.split_inclusive('\n').enumerate() {
            self.text += if index > 0 { line.strip_prefix(surplus.as_str()).unwrap_or(line) } else { line };
        }
    }

    fn inline(&mut self, value: &Value) {
        match value {
            Value::String(text) if is_block(text) => self.block(text),
            Value::String(text) => {
                self.text.push(' ');
                self.text += &scalar(text);
                self.text.push('\n');
            }
            _ => {
                self.text.push(' ');
                self.text += &flow(value);
                self.text.push('\n');
            }
        }
    }

    /// A literal block: with a final newline, or without one.
    fn block(&mut self, text: &str) {
        self.text += if text.ends_with('\n') { " |\n" } else { " |-\n" };
        for line in text.lines() {
            if !line.is_empty() {
                self.text.extend(std::iter::repeat_n(' ', INDENT * (self.depth + 1)));
                self.text += line;
            }
            self.text.push('\n');
        }
    }
}

/// Whether a text of several lines can be a literal block without further marks.
fn is_block(text: &str) -> bool {
    let is_plain =
        |c: char| c == '\n' || (!c.is_control() && !matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}'));
    let body = text.strip_suffix('\n').unwrap_or(text);
    body.contains('\n') && text.chars().all(is_plain) && !body.starts_with([' ', '\n']) && !body.ends_with('\n')
}

/// A text on one line: plain if no reader can take it for something else, or else quoted as in JSON.
fn scalar(text: &str) -> String {
    let begins_plain = text.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '$' | '_'));
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " ./_-,()'$;{}".contains(c);
    let is_word = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&text.to_lowercase().as_str());
    if begins_plain && !is_word && !text.ends_with(' ') && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        flow(&Value::from(text))
    }
}

/// A value as JSON, which YAML includes but for a few characters.
fn flow(value: &Value) -> String {
    let escaped = |c: char| match c {
        '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' => format!("\\u{:04x}", u32::from(c)),
        c => c.to_string(),
    };
    value.to_string().chars().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_is_read_as_it_was_written() {
        let texts = [
            "plain",
            "two words",
            "",
            " ",
            "true",
            "No",
            "null",
            "~",
            "1",
            "1e3",
            ".5",
            "2027-01-01",
            "a: b",
            "a #b",
            "#a",
            "- a",
            "-",
            "a\nb",
            "a\nb\n",
            "a\n\n  b\n c",
            " a\nb",
            "\na",
            "a\n\n",
            "a \nb",
            "a\tb",
            "a\r\nb",
            "\u{85}",
            "a\u{2028}b\nc",
            "*a",
            "&a",
            "!a",
            "%a",
            "@type",
            "`a",
            "{a}",
            "[a]",
            "a\"b",
            "'a'",
            "\\a",
            "日本 é",
            "a\n# b",
            "a,b",
            "/api/{id}",
            "$ref",
            "a\n\tb",
            "...",
            "---",
            "a:",
            "0x1F",
            "\u{7f}",
            "x\u{feff}y\nz",
        ];
        let mut object = serde_json::Map::new();
        for (index, text) in texts.into_iter().enumerate() {
            object.insert(format!("k{index}"), json!(text));
            object.insert(format!("k{index} {text}"), json!([text, { "a": text, "b": [text, { "c": text }] }]));
        }
        object.insert("others".to_owned(), json!([1, -2.5, true, null, {}, [], [[1, "a"]], { "d": { "e": {} } }]));
        let expected = json!({ "top": { "inner": object }, "last": 1 });
        let mut writer = Writer::default();
        writer.open("top");
        writer.entry("inner", &expected["top"]["inner"]);
        writer.close();
        writer.entry("last", &expected["last"]);
        let text = writer.finish();
        assert_eq!(serde_yaml::from_str::<Value>(&text).expect("YAML"), expected, "{text}");
    }
}
