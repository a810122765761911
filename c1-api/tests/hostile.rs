//! What becomes of a call where the server misbehaves, on real sockets.

use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use c1_api::{Client, ErrorKind, RetryPolicy};
use http::Method;
use serde_json::Value;
use tokio::task::JoinSet;

#[path = "hostile/server.rs"]
mod server;

use server::{Act, Hostile};

const TOKEN: &str = "open-sesame";

const OK: &str = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";

/// A client that tries once, reads no more than a million bytes, and waits for no more than three seconds.
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

/// A server that sends this, and closes the connection.
fn sends(bytes: impl Into<Bytes>) -> Vec<Act> {
    vec![Act::Send(bytes.into())]
}

/// Fails unless a call of a server that acts so ends after one attempt, with an error of this kind that says this.
async fn assert_fails(what: &str, acts: Vec<Act>, kind: ErrorKind, says: &str) {
    let server = Hostile::start(move |_| acts.clone()).await;
    let error = get(&client_of(&server)).await.unwrap_err();
    assert_eq!(error.kind(), kind, "a server that {what}: {error:?}");
    assert_eq!(error.attempts(), 1, "{what}");
    assert_eq!(error.operation(), Some("GET /api/v1/things"));
    let text = error.to_string();
    assert!(text.contains(says), "a server that {what}: `{text}` should mention `{says}`");
    assert!(text.chars().count() < 1000 && !text.contains(char::is_control), "{what}");
    assert!(!format!("{error} {error:?}").contains(TOKEN), "{what}");
    // Within a process, a client's own mistakes could pass for the server's.
    assert_eq!(server.requests(), 1, "{what}");
}

#[tokio::test]
async fn a_broken_answer_is_a_failure_of_the_connection() {
    let giant_header = format!("{OK}x-giant: {}\r\ncontent-length: 2\r\n\r\n{{}}", "x".repeat(2_000_000));
    let many_headers = format!("{OK}{}content-length: 2\r\n\r\n{{}}", "x-many: x\r\n".repeat(10_000));
    let two_lengths = format!("{OK}content-length: 2\r\ncontent-length: 3\r\n\r\n{{}}");
    let chunked = format!("{OK}transfer-encoding: chunked\r\n\r\n5\r\n{{\"a\":\r\nzz\r\n");
    let cases = [
        ("closes without a word", vec![]),
        ("resets at once", vec![Act::Reset]),
        ("closes in the head", sends("HTTP/1.1 200 O")),
        ("speaks another protocol", sends("SSH-2.0-OpenSSH_9.9\r\n")),
        ("truncates the body", sends(with_length(100, "{\"a\": 1"))),
        ("resets in the body", vec![Act::Send(with_length(100, "{").into()), Act::Wait(50), Act::Reset]),
        ("breaks its chunks", sends(chunked)),
        ("announces a giant", sends(with_length(usize::MAX / 4, "{"))),
        ("announces two lengths", sends(two_lengths)),
        ("sends a giant header", sends(giant_header)),
        ("sends many headers", sends(many_headers)),
        ("begins a head that never ends", vec![Act::Send(OK.into()), Act::Drip(usize::MAX, 0)]),
    ];
    for (what, acts) in cases {
        assert_fails(what, acts, ErrorKind::Transport, "the connection to 127.0.0.1 failed: ").await;
    }
}

#[tokio::test]
async fn a_body_that_is_not_what_was_promised_is_told_of() {
    let html = "<html><body>Welcome</body></html>";
    let page = format!("HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: {}\r\n\r\n{html}", html.len());
    let not_utf8 = [with_length(12, "{\"a\": \"").as_bytes(), b"\xff\xfe\"}\n"].concat();
    let early = "the body ends too early, after 7 bytes at `a`";
    let cases = [
        ("ends the text early", sends(with_length(7, "{\"a\": 1")), early),
        ("announces less than it sends", sends(with_length(7, "{\"a\": 1}")), early),
        ("announces no length", sends(format!("{OK}\r\n{{\"a\": 1")), early),
        ("sends nothing", sends(with_length(0, "")), "the body is empty"),
        ("sends invalid UTF-8", sends(not_utf8), "the body is not UTF-8"),
        ("sends a web page", sends(page), "is not of a JSON content type (it looks like a web page"),
        ("sends a web page as JSON", sends(with_length(html.len(), html)), "(it looks like a web page"),
    ];
    for (what, acts, says) in cases {
        assert_fails(what, acts, ErrorKind::Decode, says).await;
    }
}

/// What a server does whose response has this status and header, and a body that never comes to its end.
fn broken_bodies(status: &str, header: &str) -> [(&'static str, Vec<Act>); 4] {
    let head = |length: usize| format!("HTTP/1.1 {status}\r\n{header}content-length: {length}\r\n\r\n{{\"code\": ");
    let giant = vec![Act::Send(head(usize::MAX / 4).into()), Act::Drip(usize::MAX, 0)];
    [
        ("truncates the body", sends(head(100))),
        ("resets in the body", vec![Act::Send(head(100).into()), Act::Wait(50), Act::Reset]),
        ("sends a giant body", giant),
        ("stops in the body", vec![Act::Send(head(100).into()), Act::Wait(600_000)]),
    ]
}

#[tokio::test]
async fn an_error_keeps_its_status_when_its_body_breaks() {
    let cases = broken_bodies("400 Bad Request", "x-request-id: 7f3a\r\n");
    let all: JoinSet<()> = cases
        .into_iter()
        .map(async |(what, acts)| {
            let server = Hostile::start(move |_| acts.clone()).await;
            let call = client_of(&server).request(Method::GET, "/api/v1/things");
            let error = call.retry(RetryPolicy::default()).await.unwrap_err();
            assert_eq!((error.kind(), server.requests()), (ErrorKind::Api, 1), "a server that {what}: {error:?}");
            assert_eq!((error.status().unwrap().as_u16(), error.request_id()), (400, Some("7f3a")), "{what}");
            assert_eq!(error.headers().unwrap()["x-request-id"], "7f3a");
            assert!(error.to_string().contains(": 400 bad request: the body is incomplete: "), "{error}");
            let body = error.body().unwrap();
            assert!(body.starts_with(b"{\"code\": ") && body.len() <= 1024 * 1024, "{what}: {}", body.len());
        })
        .collect();
    all.join_all().await;
}

#[tokio::test]
async fn a_refused_token_is_replaced_although_the_body_breaks() {
    for (what, acts) in broken_bodies("401 Unauthorized", "") {
        let server = Hostile::start(move |number| match number {
            0 => acts.clone(),
            _ => sends(with_length(2, "{}")),
        })
        .await;
        let tokens = AtomicUsize::new(0);
        let client = Client::builder()
            .base_url(server.url())
            .token_provider(move || {
                let token = ["stale", "fresh"][tokens.fetch_add(1, Ordering::Relaxed).min(1)];
                async move { Ok::<_, Infallible>(token) }
            })
            .attempt_timeout(Duration::from_secs(3))
            .retry(RetryPolicy::off());
        assert_eq!(get(&client.build().unwrap()).await.unwrap(), serde_json::json!({}), "a server that {what}");
        assert_eq!(server.requests(), 2, "{what}");
    }
}

#[tokio::test]
async fn a_server_that_is_busy_is_heeded_although_the_body_breaks() {
    for (what, acts) in broken_bodies("429 Too Many Requests", "retry-after: 3600\r\n") {
        let server = Hostile::start(move |_| acts.clone()).await;
        let call = client_of(&server).request(Method::GET, "/api/v1/things").retry(RetryPolicy::default());
        let error = call.await.unwrap_err();
        assert!(error.is_rate_limited() && error.is_retryable(), "a server that {what}: {error:?}");
        assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)), "{what}");
        assert_eq!(server.requests(), 1, "{what}");
    }
}

#[tokio::test]
async fn a_redirect_is_told_of_and_not_followed() {
    let login = "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/login?state=s\r\ncontent-length: 0\r\n\r\n";
    let says = "redirected (302 Found) to http://127.0.0.1:1/login; redirects are not followed";
    assert_fails("redirects", sends(login), ErrorKind::Redirect, says).await;
}

#[tokio::test]
async fn a_redirect_that_a_client_of_ones_own_followed_is_no_success() {
    let moved = "HTTP/1.1 302 Found\r\nlocation: /api/v1/others?state=open-sesame\r\ncontent-length: 0\r\n\r\n";
    let server =
        Hostile::start(move |number| sends(if number == 0 { moved.to_owned() } else { with_length(2, "{}") })).await;
    let _ = rustls::crypto::ring::default_provider().install_default();
    let reqwest = reqwest::Client::builder().no_proxy().build().unwrap();
    let builder = Client::builder().base_url(server.url()).bearer_token(TOKEN).reqwest_client(reqwest);
    let error = get(&builder.build().unwrap()).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), server.requests()), (ErrorKind::Redirect, 1, 2));
    assert!(error.to_string().contains(&format!("followed a redirect to {}/api/v1/others, ", server.url())), "{error}");
    assert!(!format!("{error} {error:?}").contains(TOKEN), "{error:?}");
}

#[tokio::test]
async fn a_server_that_never_comes_to_an_end_is_not_waited_for() {
    let processing = "HTTP/1.1 102 Processing\r\n\r\n".repeat(1000);
    let cases = [
        ("says nothing", vec![Act::Wait(600_000)]),
        ("drips", vec![Act::Send(with_length(600, "").into()), Act::Drip(600, 1000)]),
        ("is still processing", vec![Act::Send(processing.into()), Act::Wait(600_000)]),
    ];
    let says = "did not respond in time: the timeout of the attempt is 3s";
    let all: JoinSet<()> =
        cases.into_iter().map(|(what, acts)| assert_fails(what, acts, ErrorKind::Timeout, says)).collect();
    all.join_all().await;
}

#[tokio::test]
async fn what_follows_an_answer_is_not_taken_for_the_next_one() {
    let stolen = with_length(2, "{}") + &with_length(8, "\"stolen\"");
    let server = Hostile::start(move |_| vec![Act::Send(stolen.clone().into()), Act::Wait(600_000)]).await;
    let client = client_of(&server);
    for _ in 0..3 {
        assert_eq!(get(&client).await.unwrap(), serde_json::json!({}));
    }
    assert_eq!(server.requests(), 3);
}

#[tokio::test]
async fn a_giant_body_is_read_no_further_than_the_limit() {
    let server = Hostile::start(|_| vec![Act::Send(format!("{OK}\r\n\"").into()), Act::Drip(usize::MAX, 0)]).await;
    let error = get(&client_of(&server)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge, "{error:?}");
    assert!(error.to_string().contains("exceeds the maximum of 1000000 bytes"), "{error}");
    assert!(server.sent() < 50_000_000, "{}", server.sent());
}

#[tokio::test]
async fn a_call_gets_over_what_passes() {
    let server = Hostile::start(|before| match before {
        0 => vec![Act::Reset],
        1 => vec![Act::Send(with_length(100, "{").into())],
        2 => vec![Act::Send("HTTP/1.1 503 Busy\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n".into())],
        _ => vec![Act::Send(with_length(2, "{}").into())],
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
    let server = Hostile::start(|_| vec![Act::Send(with_length(2, "{}").into())]).await;
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
        let server = Hostile::start(move |_| vec![Act::Send(with_length(body.len(), &body).into())]).await;
        let error = client_of(&server).user_search().search(Default::default()).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::Decode, 1));
        let text = error.to_string();
        assert!(
            text.starts_with("search users: the server responded with 200 OK, but the body does not have the form of"),
            "{text}"
        );
        assert!(text.contains(" at `list[1].user.createdAt`: ") && text.contains(reason), "{text}");
        assert!(text.ends_with(" (c1.api.user.v1.UserSearch.Search, 1 attempt)"), "{text}");
        assert!(text.len() < 1000, "{}", text.len());
    }
}
