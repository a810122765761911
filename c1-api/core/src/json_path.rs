//! The path of a value in a JSON text, for errors.

use std::fmt::Write as _;

/// The path of the value that ends or continues at byte `offset` of `text`, such as `list[3].user.createdAt`.
///
/// It is empty at the top. It is computed from the text, so that decoders need not track paths, which would be compiled for each
/// response type.
pub(crate) fn path_at(text: &[u8], offset: usize) -> String {
    let mut scan = Scan { rest: &text[..offset.min(text.len())], stack: Vec::new() };
    scan.run();
    scan.path()
}

/// The byte offset of a line and a column of serde_json: lines begin at 1, and a column counts the bytes before it.
pub(crate) fn offset_of(text: &[u8], line: usize, column: usize) -> usize {
    let before = line.saturating_sub(1);
    let start = match before {
        0 => 0,
        _ => text.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(before - 1).map_or(0, |(at, _)| at + 1),
    };
    start.saturating_add(column)
}

struct Scan<'t> {
    rest: &'t [u8],
    stack: Vec<Frame>,
}

/// An object or an array around the current position.
enum Frame {
    /// The last key, once there is one, and whether the next string is a key.
    Object { key: Option<String>, key_next: bool },
    /// The number of elements so far.
    Array { begun: usize, element_next: bool },
}

impl Scan<'_> {
    fn run(&mut self) {
        while let Some((&byte, rest)) = self.rest.split_first() {
            self.rest = rest;
            match byte {
                b'"' => self.string(),
                b'{' => self.open(Frame::Object { key: None, key_next: true }),
                b'[' => self.open(Frame::Array { begun: 0, element_next: true }),
                b'}' | b']' => drop(self.stack.pop()),
                b',' => self.comma(),
                byte if byte.is_ascii_whitespace() || byte == b':' => {}
                _ => self.begin_value(),
            }
        }
    }

    fn open(&mut self, frame: Frame) {
        self.begin_value();
        self.stack.push(frame);
    }

    /// Counts a new element of the innermost array. A number has several bytes, but begins once.
    fn begin_value(&mut self) {
        if let Some(Frame::Array { begun, element_next: element_next @ true }) = self.stack.last_mut() {
            *begun += 1;
            *element_next = false;
        }
    }

    fn comma(&mut self) {
        match self.stack.last_mut() {
            Some(Frame::Object { key_next, .. }) => *key_next = true,
            Some(Frame::Array { element_next, .. }) => *element_next = true,
            None => {}
        }
    }

    fn string(&mut self) {
        let (text, ended) = self.until_quote();
        match self.stack.last_mut() {
            // An incomplete key has no value yet.
            Some(Frame::Object { key, key_next: key_next @ true }) if ended => {
                *key = Some(text);
                *key_next = false;
            }
            _ => self.begin_value(),
        }
    }

    /// Reads a string after its opening quote. Returns its text and whether it is complete.
    fn until_quote(&mut self) -> (String, bool) {
        let mut end = 0;
        while let Some(&byte) = self.rest.get(end) {
            match byte {
                b'"' => break,
                b'\\' => end += 2,
                _ => end += 1,
            }
        }
        let end = end.min(self.rest.len());
        let (text, rest) = self.rest.split_at(end);
        let text = String::from_utf8_lossy(text).into_owned();
        match rest.split_first() {
            Some((_, rest)) => {
                self.rest = rest;
                (text, true)
            }
            None => {
                self.rest = rest;
                (text, false)
            }
        }
    }

    fn path(&self) -> String {
        let mut path = String::new();
        for frame in &self.stack {
            match frame {
                Frame::Object { key: Some(key), .. } => {
                    let dot = if path.is_empty() { "" } else { "." };
                    path.push_str(dot);
                    path.push_str(key);
                }
                Frame::Array { begun: begun @ 1.., .. } => {
                    // Writing to a string cannot fail.
                    let _ = write!(path, "[{}]", begun - 1);
                }
                Frame::Object { key: None, .. } | Frame::Array { begun: 0, .. } => {}
            }
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::message;

    #[test]
    fn a_path_leads_to_the_value_that_was_read_last() {
        let cases = [
            ("", ""),
            ("{", ""),
            (r#"{"a":"#, "a"),
            (r#"{"a":1"#, "a"),
            (r#"{"a":1,"#, "a"),
            (r#"{"a":1,"b"#, "a"),
            (r#"{"a":1,"b":"#, "b"),
            (r#"{"a":{"b":"x\"y","c":[{"d":true}, 12"#, "a.c[1]"),
            (r#"{"a":[[],["x","y]"],[tr"#, "a[2][0]"),
            (r#"{"a":[1,"#, "a[0]"),
            (r#"{"a":{"b":1}"#, "a"),
            (r#"{"a":"\"#, "a"),
            ("]}],,\"", ""),
        ];
        for (text, path) in cases {
            assert_eq!(path_at(text.as_bytes(), text.len()), path, "{text}");
        }
        assert_eq!(path_at(b"{}", 99), "");
    }

    #[test]
    fn a_line_and_a_column_are_an_offset() {
        assert_eq!(offset_of(b"{\n \"a\":1", 1, 1), 1);
        assert_eq!(offset_of(b"{\n \"a\":1", 2, 3), 5);
        assert_eq!(offset_of(b"", 0, 0), 0);
    }

    #[derive(Clone, Default, PartialEq)]
    struct Tree {
        number: i32,
        flag: bool,
        text: String,
        trees: Vec<Tree>,
        named: std::collections::BTreeMap<String, Tree>,
        since: Option<chrono::DateTime<chrono::Utc>>,
    }

    message! {
        Tree = "test.v1.Tree" {
            field number "number";
            field flag "flag";
            field text "text";
            field trees "trees";
            field named "named";
            field since "since";
        }
    }

    #[test]
    fn what_the_reader_reports_leads_to_the_field() {
        let bad = [
            ("number", r#""many""#),
            ("number", "1.5"),
            ("number", "{}"),
            ("number", r#"[ 1 ]"#),
            ("flag", "1"),
            ("text", "false"),
            ("text", r#"{"a": 1}"#),
            ("trees", "3"),
            ("trees", r#""x""#),
            ("since", r#""yesterday""#),
            ("since", "12 "),
            ("named", "[]"),
        ];
        for (field, value) in bad {
            let tree = format!(r#"{{"text": "{{[,\"", "{field}": {value}, "other": [1, {{"x": 2}}]}}"#);
            let text = format!("{{\"trees\": [{{}},\n{{\"named\": {{\"k\": {tree}}}}}]}}");
            let error = serde_json::from_str::<Tree>(&text).unwrap_err();
            let path = path_at(text.as_bytes(), offset_of(text.as_bytes(), error.line(), error.column()));
            assert_eq!(path, format!("trees[1].named.k.{field}"), "{value}: {error}");
        }
    }
}
