//! Request ids, by which C1's support finds a request.

use http::{HeaderMap, HeaderName};

use crate::sent_secrets::SentSecrets;

const HEADERS: [HeaderName; 2] = [HeaderName::from_static("x-request-id"), HeaderName::from_static("request-id")];

/// Longer ones are not ids.
const LONGEST: usize = 128;

/// The id in the headers of a response, else the one that ends the server's message.
pub(crate) fn request_id<'a>(headers: &'a HeaderMap, message: Option<&'a str>) -> Option<&'a str> {
    in_headers(headers).or_else(|| Some(message.and_then(split_message)?.1))
}

/// The same; `None` if the server repeats a secret of the request in its place.
pub(crate) fn shown_request_id<'a>(
    headers: &'a HeaderMap,
    message: Option<&'a str>,
    sent: Option<&SentSecrets>,
) -> Option<&'a str> {
    request_id(headers, message).filter(|id| sent.is_none_or(|sent| !sent.are_in(id)))
}

/// A message without the `(request-id: …)` with which C1 ends it, if the id is that of the response.
pub(crate) fn without_request_id<'a>(headers: &HeaderMap, message: &'a str) -> &'a str {
    match split_message(message) {
        Some((text, id)) if !text.is_empty() && in_headers(headers).is_none_or(|other| other == id) => text,
        _ => message,
    }
}

fn in_headers(headers: &HeaderMap) -> Option<&str> {
    HEADERS.iter().find_map(|name| id(headers.get(name)?.to_str().ok()?))
}

fn split_message(message: &str) -> Option<(&str, &str)> {
    let (text, end) = message.trim_end().strip_suffix(')')?.rsplit_once("(request-id:")?;
    Some((text.trim_end(), id(end)?))
}

fn id(text: &str) -> Option<&str> {
    let text = text.trim();
    let is_id = (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    is_id.then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let pairs = pairs.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()));
        pairs.collect()
    }

    #[test]
    fn an_id_is_in_a_header_or_ends_the_message() {
        let long = "x".repeat(LONGEST + 1);
        let message = Some("not found (request-id: m-1)");
        let cases: [(&[_], _, _); 8] = [
            (&[("x-request-id", "h-1")], message, Some("h-1")),
            (&[("request-id", "h-2")], None, Some("h-2")),
            (&[("x-request-id", "h 1")], message, Some("m-1")),
            (&[("x-request-id", "")], None, None),
            (&[("x-request-id", &long)], None, None),
            (&[], Some("not found (request-id:m-2) \n"), Some("m-2")),
            (&[], Some("not found (request-id: )"), None),
            (&[], Some("(request-id: m-3) not found"), None),
        ];
        for (pairs, message, expected) in cases {
            assert_eq!(request_id(&headers(pairs), message), expected, "{pairs:?} {message:?}");
        }
    }

    #[test]
    fn a_token_is_not_an_id() {
        let sent = http::HeaderValue::from_static("Bearer sesame").into();
        let echo = headers(&[("x-request-id", "is-sesame")]);
        assert_eq!(shown_request_id(&echo, None, Some(&sent)), None);
        let fine = headers(&[("x-request-id", "h-1")]);
        assert_eq!(shown_request_id(&fine, None, Some(&sent)), Some("h-1"));
    }

    #[test]
    fn a_message_does_not_repeat_the_id() {
        let none = HeaderMap::new();
        let same = headers(&[("x-request-id", "m-1")]);
        let other = headers(&[("x-request-id", "h-1")]);
        let message = "not found (request-id: m-1)";
        assert_eq!(without_request_id(&none, message), "not found");
        assert_eq!(without_request_id(&same, message), "not found");
        assert_eq!(without_request_id(&other, message), message);
        assert_eq!(without_request_id(&none, "(request-id: m-1)"), "(request-id: m-1)");
    }
}
