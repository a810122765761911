//! Bodies of streams, cut into chunks at every place.

use super::*;

/// The items of a body that arrives in these chunks, each as `name|id|retry|data`, and whether one was too large.
fn items(mut parser: Parser, chunks: &[&[u8]], max_bytes: usize) -> (Vec<String>, bool) {
    let mut found = Vec::new();
    let mut chunks = chunks.iter();
    loop {
        match parser.next(max_bytes) {
            Parsed::Item(RawEvent { name, id, retry, data, .. }) => {
                let retry = retry.map(|retry| retry.as_millis().to_string()).unwrap_or_default();
                found.push(format!("{name}|{id}|{retry}|{}", String::from_utf8_lossy(&data)));
            }
            Parsed::KeepAlive => found.push("comment".to_owned()),
            Parsed::TooLarge => return (found, true),
            Parsed::Pending => match chunks.next() {
                Some(chunk) => parser.push(Bytes::copy_from_slice(chunk)),
                None if parser.end() => {}
                None => return (found, false),
            },
        }
    }
}

fn events() -> Parser {
    Parser::Events(EventParser::default())
}

fn lines() -> Parser {
    Parser::Lines(LineParser::default())
}

/// Checks the items of a body in one chunk, in two that are cut at any place, and byte by byte.
fn assert_items(parser: fn() -> Parser, body: &[u8], expected: &[&str]) {
    for cut in 0..=body.len() {
        let (first, second) = body.split_at(cut);
        assert_eq!(
            items(parser(), &[first, second], 1000).0,
            expected,
            "{:?} cut at {cut}",
            String::from_utf8_lossy(body)
        );
    }
    let bytes: Vec<&[u8]> = body.chunks(1).collect();
    assert_eq!(items(parser(), &bytes, 1000).0, expected, "{:?} by bytes", String::from_utf8_lossy(body));
}

#[test]
fn events_are_those_of_the_standard() {
    let cases: [(&[u8], &[&str]); 19] = [
        (b"data: a\n\n", &["|||a"]),
        (b"data:a\r\n\r\ndata:b\r\rdata:c\n\n", &["|||a", "|||b", "|||c"]),
        (b"data: a\r\n\ndata: b\n\r\n", &["|||a", "|||b"]),
        (b"data: first\ndata:  second\ndata\n\n", &["|||first\n second\n"]),
        (b"data\n\ndata:\n\n", &["|||", "|||"]),
        (b": ping\n\n:\n", &["comment", "comment"]),
        (b"event: add\nid: 1\nretry: 250\ndata: {}\n\ndata: x\n\n", &["add|1|250|{}", "|1||x"]),
        (b"event: lost\n\ndata: x\n\n", &["|||x"]),
        (b"id: 1\ndata: a\n\nid\ndata: b\n\n", &["|1||a", "|||b"]),
        (b"id: a\0b\ndata: x\n\n", &["|||x"]),
        (b"retry: 1s\ndata: x\n\n", &["|||x"]),
        (b"retry: 99999999999999999999999\ndata: x\n\n", &["|||x"]),
        (b"Data: no\ndata : no\nother: no\ndata: x\n\n", &["|||x"]),
        (b"data: unfinished\n", &[]),
        (b"data: unfinished", &[]),
        (b"\xEF\xBB\xBFdata: x\n\n\xEF\xBB\xBFdata: y\n\n", &["|||x"]),
        ("data: é漢🦀\n\n".as_bytes(), &["|||é漢🦀"]),
        (b"data: \xFF\n\n", &["|||\u{FFFD}"]),
        (b"\n\n\r\n", &[]),
    ];
    for (body, expected) in cases {
        assert_items(events, body, expected);
    }
}

#[test]
fn only_the_data_done_is_an_end() {
    let mut parser = EventParser::default();
    parser.push(Bytes::from_static(b"data: [DONE] \n\ndata: [DONE]\n\n"));
    assert!(matches!(parser.next(100), Parsed::Item(event) if !event.is_done));
    assert!(matches!(parser.next(100), Parsed::Item(event) if event.is_done));
}

#[test]
fn lines_are_items() {
    let cases: [(&[u8], &[&str]); 5] = [
        (b"1\n{\"a\":2}\r\n", &["|||1", "|||{\"a\":2}\r"]),
        (b"\n \n1\n\n2", &["|||1", "|||2"]),
        (b"\"\xC3\xA9\"\n", &["|||\"é\""]),
        (b"", &[]),
        (b"\n\n", &[]),
    ];
    for (body, expected) in cases {
        assert_items(lines, body, expected);
    }
}

#[test]
fn an_item_is_bounded_however_it_arrives() {
    let long = "x".repeat(60);
    let in_lines = format!("data: {long}\ndata: {long}\n\n");
    for (parser, body) in [
        (events as fn() -> Parser, in_lines.as_str()),
        (events, &long),
        (events, &format!(":{long}{long}")),
        (lines, &long),
    ] {
        for size in [1, 7, 200] {
            let chunks: Vec<&[u8]> = body.as_bytes().chunks(size).collect();
            let (found, is_too_large) = items(parser(), &chunks, 50);
            assert!(found.is_empty() && is_too_large, "{body} in chunks of {size}: {found:?}");
        }
    }
    // Many small items are not one large one.
    let many = "data: x\n\n".repeat(100);
    assert_eq!(items(events(), &[many.as_bytes()], 50).0.len(), 100);
}
