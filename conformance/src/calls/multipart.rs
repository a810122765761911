//! Bodies of the type `multipart/form-data`, read by RFC 7578.

/// A part.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) content: Vec<u8>,
}

/// The boundary in a content type.
pub(super) fn boundary(content_type: &str) -> Option<&str> {
    let parameter = content_type.split(';').skip(1).find_map(|parameter| parameter.trim().strip_prefix("boundary="));
    parameter.map(|boundary| boundary.trim_matches('"')).filter(|boundary| !boundary.is_empty())
}

/// The parts of a body.
pub(super) fn parts(content_type: &str, body: &[u8]) -> Result<Vec<Part>, String> {
    let boundary = boundary(content_type).ok_or("the content type has no boundary")?;
    // The first boundary has no line before it.
    let body = [b"\r\n", body].concat();
    let delimiter = format!("\r\n--{boundary}");
    let mut sections = split(&body, delimiter.as_bytes()).into_iter();
    if sections.next().is_none_or(|preamble| !preamble.is_empty()) {
        return Err("the body does not begin with the boundary".to_owned());
    }
    let mut parts = Vec::new();
    for section in sections {
        if section == b"--\r\n" || section == b"--" {
            return Ok(parts);
        }
        parts.push(part(section.strip_prefix(b"\r\n").ok_or("a boundary does not end its line")?)?);
    }
    Err("the body does not end with the boundary".to_owned())
}

fn part(section: &[u8]) -> Result<Part, String> {
    let section = [b"\r\n", section].concat();
    let (head, content) = split_once(&section, b"\r\n\r\n").ok_or("a part has no headers")?;
    let mut part = Part { content: content.to_vec(), ..Part::default() };
    let head = std::str::from_utf8(head).map_err(|_| "the headers of a part are not UTF-8")?;
    let mut is_named = false;
    for line in head.split("\r\n").filter(|line| !line.is_empty()) {
        let (name, value) = line.split_once(':').ok_or_else(|| format!("`{line}` is not a header"))?;
        match name.to_ascii_lowercase().as_str() {
            "content-type" => part.content_type = Some(value.trim().to_owned()),
            "content-disposition" => {
                let rest =
                    value.trim().strip_prefix("form-data").ok_or_else(|| format!("`{value}` is not form-data"))?;
                part.file_name = quoted(rest, "filename");
                part.name = quoted(rest, "name").ok_or("a part has no name")?;
                is_named = true;
            }
            _ => {}
        }
    }
    if is_named { Ok(part) } else { Err("a part has no name".to_owned()) }
}

/// A parameter of a header in quotation marks, whose own are escaped as `%22` or by a backslash.
fn quoted(parameters: &str, name: &str) -> Option<String> {
    let start = parameters.find(&format!("; {name}=\""))? + name.len() + 4;
    let mut text = String::new();
    let mut characters = parameters[start..].chars();
    loop {
        match characters.next()? {
            '"' => break,
            '\\' => text.push(characters.next()?),
            character => text.push(character),
        }
    }
    Some(text.replace("%22", "\"").replace("%0D", "\r").replace("%0A", "\n"))
}

fn split_once<'b>(bytes: &'b [u8], delimiter: &[u8]) -> Option<(&'b [u8], &'b [u8])> {
    let index = bytes.windows(delimiter.len()).position(|window| window == delimiter)?;
    Some((&bytes[..index], &bytes[index + delimiter.len()..]))
}

fn split<'b>(bytes: &'b [u8], delimiter: &[u8]) -> Vec<&'b [u8]> {
    let mut sections = Vec::new();
    let mut rest = bytes;
    while let Some((section, after)) = split_once(rest, delimiter) {
        sections.push(section);
        rest = after;
    }
    sections.push(rest);
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_names_types_and_contents() {
        let body = b"--b\r\nContent-Disposition: form-data; name=\"a%22b\"\r\n\r\none\r\ntwo\r\n\
                     --b\r\ncontent-type: image/png\r\ncontent-disposition: form-data; name=\"f\"; filename=\"x.png\"\r\n\r\n\
                     \r\n--b--\r\n";
        let parts = parts("multipart/form-data; boundary=b", body).expect("parts");
        let text = Part { name: "a\"b".to_owned(), content: b"one\r\ntwo".to_vec(), ..Part::default() };
        let file = Part {
            name: "f".to_owned(),
            file_name: Some("x.png".to_owned()),
            content_type: Some("image/png".to_owned()),
            content: Vec::new(),
        };
        assert_eq!(parts, [text, file]);
        for (content_type, body) in [
            ("multipart/form-data", "--b--\r\n"),
            ("multipart/form-data; boundary=b", "--c--\r\n"),
            ("multipart/form-data; boundary=b", "--b\r\ncontent-disposition: form-data; name=\"a\"\r\n\r\n1"),
            ("multipart/form-data; boundary=b", "--b\r\ncontent-type: text/plain\r\n\r\n1\r\n--b--\r\n"),
        ] {
            assert!(super::parts(content_type, body.as_bytes()).is_err(), "{content_type} {body}");
        }
    }
}
