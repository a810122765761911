//! Event streams, JSON lines and large bodies on real sockets, from a server that sends them in parts.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use c1_api::operation::{Operation, OperationInfo, RequestBuilder, ResponseBody, StreamFormat, StreamItem, Streamed};
use c1_api::{Call, Client, ErrorKind, RetryPolicy, ServerSentEvent};
use http::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio::time::sleep;

mod tcp;

const EVENTS: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

/// An operation whose items are events of JSON.
#[derive(Clone)]
struct Watch(&'static str);

impl Operation for Watch {
    type Response = Value;

    const INFO: OperationInfo = OperationInfo::new("test.Watch", Method::GET, "/{script}").idempotent();

    fn encode(&self, out: &mut RequestBuilder) {
        out.path("script", &self.0.to_owned());
    }
}

impl Streamed for Watch {
    type Item = ServerSentEvent<Value>;

    const FORMAT: StreamFormat = StreamFormat::Events;

    const ACCEPT: &'static str = "text/event-stream";

    fn decode_item(item: StreamItem<'_>) -> Result<Self::Item, serde_json::Error> {
        item.event(ResponseBody::json)
    }
}

/// An operation whose items are lines of JSON.
#[derive(Clone)]
struct Export(&'static str);

impl Operation for Export {
    type Response = Value;

    const INFO: OperationInfo = OperationInfo::new("test.Export", Method::GET, "/{script}").accept("*/*");

    fn encode(&self, out: &mut RequestBuilder) {
        out.path("script", &self.0.to_owned());
    }
}

impl Streamed for Export {
    type Item = u32;

    const FORMAT: StreamFormat = StreamFormat::Lines;

    const ACCEPT: &'static str = "application/x-ndjson";

    fn decode_item(item: StreamItem<'_>) -> Result<Self::Item, serde_json::Error> {
        item.value(ResponseBody::json)
    }
}

/// A server, and the number of requests that it got.
struct Server {
    client: Client,
    requests: Arc<AtomicUsize>,
    /// The client lets the server go on.
    go: Arc<Notify>,
    /// The server saw that the client closed the connection.
    closed: Arc<Notify>,
    _accepting: JoinSet<()>,
}

impl Server {
    async fn start() -> Self {
        let (requests, go, closed) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()), Arc::new(Notify::new()));
        let shared = (requests.clone(), go.clone(), closed.clone());
        let (address, accepting) = tcp::accepting(move |stream| serve(stream, shared.clone())).await;
        let retry = RetryPolicy::default().initial_delay(Duration::from_millis(5));
        let builder = Client::builder().base_url(format!("http://{address}")).bearer_token("open-sesame");
        let client = builder.max_body_bytes(100_000).retry(retry).build().unwrap();
        Self { client, requests, go, closed, _accepting: accepting }
    }

    fn watch(&self, script: &'static str) -> Call<Watch> {
        Call::new(&self.client, Watch(script))
    }

    fn export(&self, script: &'static str) -> Call<Export> {
        Call::new(&self.client, Export(script))
    }
}

/// Sends what the path of the request asks for.
async fn serve(mut stream: TcpStream, (requests, go, closed): (Arc<AtomicUsize>, Arc<Notify>, Arc<Notify>)) {
    let Some(head) = read_head(&mut stream).await else { return };
    let count = requests.fetch_add(1, Ordering::Relaxed);
    let path = head.split(' ').nth(1).unwrap_or_default();
    let events = |parts: &[&str]| EVENTS.to_owned() + &parts.iter().map(|part| chunk(part)).collect::<String>();
    let text = match path {
        "/accept" => {
            let is_accepted = head.to_ascii_lowercase().contains("accept: text/event-stream\r\n");
            events(&[&format!("data: {is_accepted}\n\n"), ""])
        }
        "/two" => {
            send(&mut stream, &events(&["id: 7\nevent: add\nda", "ta: {\"a\":\ndata: 1}\r", "\n\r\n"])).await;
            go.notified().await;
            // The connection stays open after the end.
            send(&mut stream, &chunk("data: {\"a\":2}\n\ndata: [DONE]\n\ndata: {}\n\n")).await;
            go.notified().await;
            return;
        }
        "/busy" if count == 0 => {
            "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".to_owned()
        }
        "/busy" => events(&["data: 1\n\n", ""]),
        "/broken" => events(&["data: 1\n\n"]),
        "/silent" => {
            send(&mut stream, &events(&["data: 1\n\n", "data: 2"])).await;
            go.notified().await;
            return;
        }
        "/drip" => {
            send(&mut stream, EVENTS).await;
            while send(&mut stream, &chunk("data: x\n")).await {
                sleep(Duration::from_millis(20)).await;
            }
            return;
        }
        "/comments" => {
            send(&mut stream, EVENTS).await;
            for _ in 0..20 {
                send(&mut stream, &chunk(": alive\n")).await;
                sleep(Duration::from_millis(50)).await;
            }
            chunk("data: 1\n\n") + &chunk("")
        }
        "/endless" => {
            send(&mut stream, &events(&["data: 1\n\n"])).await;
            let mut byte = [0];
            if matches!(stream.read(&mut byte).await, Ok(0) | Err(_)) {
                closed.notify_one();
            }
            return;
        }
        "/json" => "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}".to_owned(),
        "/missing" => {
            let body = r#"{"code":5,"message":"no such stream"}"#;
            format!(
                "HTTP/1.1 404 Not Found\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            )
        }
        "/malformed" => events(&["data: {\"open-sesame\": x}\n\ndata: 2\n\n", ""]),
        "/large" => events(&[&format!("data: \"{}\"\n\n", "x".repeat(200_000))]),
        "/lines" => "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\n1\n\n2\n3".to_owned(),
        "/file" => {
            let head = "HTTP/1.1 200 OK\r\nContent-Disposition: attachment\r\nContent-Length: 3000000\r\n\r\n";
            head.to_owned() + &"x".repeat(3_000_000)
        }
        other => panic!("{other}"),
    };
    send(&mut stream, &text).await;
}

async fn read_head(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).await.ok()?;
        head.extend(byte);
    }
    String::from_utf8(head).ok()
}

/// Sends text; returns whether the client took it.
async fn send(stream: &mut TcpStream, text: &str) -> bool {
    stream.write_all(text.as_bytes()).await.is_ok()
}

fn chunk(text: &str) -> String {
    format!("{:x}\r\n{text}\r\n", text.len())
}

#[tokio::test]
async fn items_arrive_before_the_response_ends() {
    let server = Server::start().await;
    let mut items = server.watch("two").stream();
    let first = items.try_next().await.unwrap().unwrap();
    assert_eq!((first.name.as_str(), first.id.as_str(), &first.data), ("add", "7", &json!({ "a": 1 })));
    server.go.notify_one();
    let second = items.try_next().await.unwrap().unwrap();
    assert_eq!((second.name.as_str(), second.id.as_str(), &second.data), ("", "7", &json!({ "a": 2 })));
    assert_eq!(items.try_next().await.unwrap(), None, "`[DONE]` ends the stream");
    assert_eq!(items.try_next().await.unwrap(), None);

    let accepted = server.watch("accept").stream().try_next().await.unwrap().unwrap();
    assert_eq!(accepted.data, json!(true));
}

#[tokio::test]
async fn a_request_is_retried_until_the_response_begins_and_not_after() {
    let server = Server::start().await;
    let mut items = server.watch("busy").stream();
    assert_eq!(items.try_next().await.unwrap().unwrap().data, json!(1));
    assert_eq!(items.try_next().await.unwrap(), None);
    assert_eq!(server.requests.load(Ordering::Relaxed), 2);

    let mut items = server.watch("broken").stream();
    assert_eq!(items.try_next().await.unwrap().unwrap().data, json!(1));
    let error = items.try_next().await.unwrap_err();
    assert_eq!((error.kind(), error.operation()), (ErrorKind::Transport, Some("test.Watch")));
    assert_eq!(items.try_next().await.unwrap(), None);
    assert_eq!(server.requests.load(Ordering::Relaxed), 3);
}

#[tokio::test]
async fn the_wait_for_an_item_has_a_timeout() {
    let server = Server::start().await;
    let limit = Duration::from_millis(200);
    let mut items = server.watch("silent").stream().item_timeout(limit);
    assert_eq!(items.try_next().await.unwrap().unwrap().data, json!(1));
    // The time in which the caller handles an item does not count.
    sleep(limit * 2).await;
    let began = std::time::Instant::now();
    let error = items.try_next().await.unwrap_err();
    assert!(began.elapsed() >= limit, "{:?}", began.elapsed());
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(items.try_next().await.unwrap(), None);

    // Bytes that complete no item do not extend it, but comments do.
    let error = server.watch("drip").stream().item_timeout(limit).try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Timeout);
    let item = server.watch("comments").stream().item_timeout(Duration::from_millis(500)).try_next().await;
    assert_eq!(item.unwrap().unwrap().data, json!(1));
}

#[tokio::test]
async fn dropping_a_stream_cancels_the_request() {
    let server = Server::start().await;
    let mut items = server.watch("endless").stream();
    assert_eq!(items.try_next().await.unwrap().unwrap().data, json!(1));
    drop(items);
    tokio::time::timeout(Duration::from_secs(10), server.closed.notified()).await.expect("the connection is closed");
}

#[tokio::test]
async fn another_response_is_an_error() {
    let server = Server::start().await;
    let error = server.watch("json").stream().try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Decode);
    assert!(error.to_string().contains("`application/json`, not `text/event-stream`"), "{error}");
    let error = server.watch("missing").stream().try_next().await.unwrap_err();
    assert!(error.is_not_found() && error.message() == Some("no such stream"), "{error}");
    let error = server.watch("large").stream().try_next().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::TooLarge);
}

#[tokio::test]
async fn an_item_that_cannot_be_decoded_does_not_end_the_stream() {
    let server = Server::start().await;
    let mut items = server.watch("malformed").stream();
    let error = items.try_next().await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(http::StatusCode::OK)));
    assert!(!error.to_string().contains("open-sesame"), "{error}");
    assert_eq!(items.try_next().await.unwrap().unwrap().data, json!(2));
    assert_eq!(items.try_next().await.unwrap(), None);
}

#[tokio::test]
async fn lines_may_have_any_content_type_and_no_last_end() {
    let server = Server::start().await;
    let mut lines = server.export("lines").stream();
    let mut found = Vec::new();
    while let Some(line) = lines.try_next().await.unwrap() {
        found.push(line);
    }
    assert_eq!(found, [1, 2, 3]);
}

#[tokio::test]
async fn chunks_may_exceed_the_maximum_of_a_body() {
    let server = Server::start().await;
    assert_eq!(server.export("file").await.unwrap_err().kind(), ErrorKind::TooLarge);
    let mut chunks = server.export("file").chunks();
    assert!(chunks.headers().is_none());
    let mut length = 0;
    while let Some(chunk) = chunks.try_next().await.unwrap() {
        assert!(!chunk.is_empty() && chunk.len() < 1_000_000);
        length += chunk.len();
    }
    assert_eq!(length, 3_000_000);
    assert_eq!(chunks.headers().unwrap()["content-disposition"], "attachment");
}
