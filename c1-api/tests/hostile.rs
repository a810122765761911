//! What becomes of a call where the server misbehaves, on real sockets.

use std::time::Duration;

use c1_api::{Client, ErrorKind, RetryPolicy};
use http::Method;
use serde_json::Value;

#[path = "hostile/server.rs"]
mod server;

use server::{Act, Hostile};

const TOKEN: &str = "open-sesame";

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

/// A client that tries once, reads no more than a million bytes, and waits for no more than a second.
fn client_of(server: &Hostile) -> Client {
    Client::builder()
        .base_url(server.url())
        .bearer_token(TOKEN)
        // Long enough for a loaded machine to answer in, and no match for servers that never end.
        .attempt_timeout(Duration::from_secs(3))
        .max_body_bytes(1_000_000)
        .retry(RetryPolicy::off())
        .build()
        .unwrap()
}

async fn get(client: &Client) -> Result<Value, c1_api::Error> {
    client.request(Method::GET, "/api/v1/things").await
}

fn with_length(length: usize, body: &str) -> String {
    format!("{OK}content-length: {length}\r\n\r\n{body}")
}

#[tokio::test]
async fn a_bad_answer_is_an_error_of_the_right_kind() {
    let html = "<html><body>Welcome</body></html>";
    let giant_header = format!("{OK}x-giant: {}\r\ncontent-length: 2\r\n\r\n{{}}", "x".repeat(2_000_000));
    let page = format!("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {}\r\n\r\n{html}", html.len());
    let redirect =
        "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/login?state=s\r\ncontent-length: 0\r\n\r\n".into();
    let chunked = format!("{OK}transfer-encoding: chunked\r\n\r\n5\r\n{{\"a\":\r\nzz\r\n");
    let cases: Vec<(&str, Vec<Act>, ErrorKind)> = vec![
        ("closes without a word", vec![], ErrorKind::Transport),
        ("resets at once", vec![Act::Reset], ErrorKind::Transport),
        ("closes in the head", vec![Act::Send("HTTP/1.1 200 O".into())], ErrorKind::Transport),
        ("speaks another protocol", vec![Act::Send("SSH-2.0-OpenSSH_9.9\r\n".into())], ErrorKind::Transport),
        ("truncates the body", vec![Act::Send(with_length(100, "{\"a\": 1"))], ErrorKind::Transport),
        ("resets in the body", vec![Act::Send(with_length(100, "{")), Act::Wait(50), Act::Reset], ErrorKind::Transport),
        ("breaks its chunks", vec![Act::Send(chunked)], ErrorKind::Transport),
        ("ends the text early", vec![Act::Send(with_length(7, "{\"a\": 1"))], ErrorKind::Decode),
        ("announces less than it sends", vec![Act::Send(with_length(3, "{\"a\": 1}"))], ErrorKind::Decode),
        ("announces no length", vec![Act::Send(format!("{OK}\r\n{{\"a\":"))], ErrorKind::Decode),
        ("sends nothing", vec![Act::Send(with_length(0, ""))], ErrorKind::Decode),
        ("sends a web page", vec![Act::Send(page)], ErrorKind::Decode),
        ("sends a web page as JSON", vec![Act::Send(with_length(html.len(), html))], ErrorKind::Decode),
        ("announces a giant", vec![Act::Send(with_length(usize::MAX / 4, "{"))], ErrorKind::Transport),
        ("redirects", vec![Act::Send(redirect)], ErrorKind::Redirect),
        ("sends a giant header", vec![Act::Send(giant_header)], ErrorKind::Transport),
        ("says nothing", vec![Act::Wait(600_000)], ErrorKind::Timeout),
        ("drips", vec![Act::Send(with_length(3000, "")), Act::Drip(3000, 200)], ErrorKind::Timeout),
    ];
    for (what, acts, kind) in cases {
        let server = Hostile::start(move |_| acts.clone()).await;
        let error = get(&client_of(&server)).await.unwrap_err();
        assert_eq!(error.kind(), kind, "a server that {what}: {error:?}");
        assert_eq!(error.attempts(), 1, "{what}");
        assert_eq!(error.operation(), Some("GET /api/v1/things"));
        assert!(error.to_string().chars().count() < 1000, "{what}");
        assert!(!format!("{error} {error:?}").contains(TOKEN), "{what}");
        // Within a process, a client's own mistakes could pass for the server's.
        assert_eq!(server.requests(), 1, "{what}");
    }
}

#[tokio::test]
async fn a_giant_body_is_read_no_further_than_the_limit() {
    let server = Hostile::start(|_| vec![Act::Send(format!("{OK}\r\n\"")), Act::Drip(usize::MAX, 0)]).await;
    let error = get(&client_of(&server)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge, "{error:?}");
    assert!(error.to_string().contains("larger than the 1000000 bytes"), "{error}");
    assert!(server.sent() < 50_000_000, "{}", server.sent());
}

#[tokio::test]
async fn a_call_gets_over_what_passes() {
    let server = Hostile::start(|before| match before {
        0 => vec![Act::Reset],
        1 => vec![Act::Send(with_length(100, "{"))],
        2 => vec![Act::Send("HTTP/1.1 503 Busy\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n".into())],
        _ => vec![Act::Send(with_length(2, "{}"))],
    })
    .await;
    let policy = RetryPolicy::default().initial_delay(Duration::from_millis(5));
    let get = client_of(&server).request(Method::GET, "/api/v1/things").retry(policy);
    let response = get.with_response().await.unwrap();
    assert_eq!(&response.body[..], b"{}");
    assert_eq!(server.requests(), 4);
}

#[tokio::test]
async fn a_connection_that_idled_and_was_closed_is_replaced() {
    let server = Hostile::start(|_| vec![Act::Send(with_length(2, "{}"))]).await;
    let client = client_of(&server);
    for _ in 0..3 {
        get(&client).await.unwrap();
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(server.requests(), 3);
}

#[tokio::test]
async fn what_is_not_idempotent_is_not_sent_twice() {
    let server = Hostile::start(|_| vec![Act::Reset]).await;
    let client = client_of(&server);
    let create = client.request(Method::POST, "/api/v1/things").json(serde_json::json!({}));
    let error = create.retry(RetryPolicy::default()).await.unwrap_err();
    assert_eq!((error.kind(), error.is_retryable(), server.requests()), (ErrorKind::Transport, false, 1));
}

#[cfg(feature = "user-v1")]
#[tokio::test]
async fn a_field_of_the_wrong_form_is_named() {
    let long = "y".repeat(10_000);
    let cases = [
        (r#""yesterday""#, r#"invalid value: string "yesterday", expected a date and time"#),
        ("{}", "invalid type: map, expected a date and time"),
        (&format!("{long:?}"), "expected a date and time"),
    ];
    for (value, reason) in cases {
        let body = format!(r#"{{"expanded": [], "list": [{{}}, {{"user": {{"id": "1", "createdAt": {value}}}}}]}}"#);
        let server = Hostile::start(move |_| vec![Act::Send(with_length(body.len(), &body))]).await;
        let error = client_of(&server).user_search().search(Default::default()).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Decode, 1));
        let text = error.to_string();
        assert!(text.starts_with("search users: the server answered 200 OK, but the body is not what"), "{text}");
        assert!(text.contains(" at `list[1].user.createdAt`: ") && text.contains(reason), "{text}");
        assert!(text.ends_with(" (c1.api.user.v1.UserSearch.Search, 1 attempt)"), "{text}");
        assert!(text.len() < 1000, "{}", text.len());
    }
}
