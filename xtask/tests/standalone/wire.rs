//! Statuses, streams, forms and servers of the emitted crate, on real sockets and by its requests.

use std::convert::Infallible;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::Full;
use wire::jobs::{GetJobResponse, JobsService, SendRequest, UploadRequest, WatchRequest};
use wire::models::Job;
use wire::{Client, File};

/// Answers requests on a loopback port by `answer`, from the request line and the body.
fn serve(answer: impl Fn(&str, &str) -> String + Send + 'static) -> JobsService {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream: TcpStream = stream.expect("a connection");
            let mut reader = BufReader::new(stream.try_clone().expect("a handle"));
            let mut lines = Vec::new();
            loop {
                let mut line = String::new();
                reader.read_line(&mut line).expect("text");
                if line.trim().is_empty() {
                    break;
                }
                lines.push(line.to_ascii_lowercase());
            }
            let length = lines.iter().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok());
            let mut body = vec![0; length.unwrap_or(0)];
            reader.read_exact(&mut body).expect("a body");
            let response = answer(&lines.concat(), &String::from_utf8_lossy(&body));
            stream.write_all(response.as_bytes()).expect("the response is sent");
        }
    });
    let builder = Client::builder().base_url(format!("http://{address}/v1"));
    builder.build().expect("a client").jobs()
}

fn response(status: &str, content_type: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}")
}

#[tokio::test]
async fn the_status_decides_the_variant() {
    let jobs = serve(|head, _| {
        let body = r#"{"name":"Ada"}"#;
        match head.split(' ').nth(1) {
            Some("/v1/jobs/200") => response("200 OK", "application/json", body),
            Some("/v1/jobs/202") => response("202 Accepted", "application/json", body),
            Some("/v1/jobs/203") => response("203 Fine", "text/plain", "Ada"),
            Some("/v1/jobs/206") => response("206 Partial", "application/json", body),
            _ => "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n".to_owned(),
        }
    });
    assert!(matches!(jobs.get_job("200").await, Ok(Some(GetJobResponse::Result(result))) if result.name.as_deref() == Some("Ada")));
    assert!(matches!(jobs.get_job("202").await, Ok(Some(GetJobResponse::Job(job))) if job.name.as_deref() == Some("Ada")));
    assert!(matches!(jobs.get_job("203").await, Ok(Some(GetJobResponse::Text(text))) if text == "Ada"));
    assert!(matches!(jobs.get_job("206").await, Ok(Some(GetJobResponse::Unlisted(value))) if value["name"] == "Ada"));
    assert!(matches!(jobs.get_job("204").await, Ok(None)));
}

#[tokio::test]
async fn items_are_typed_and_json_is_the_default() {
    let jobs = serve(|head, body| {
        let lines = "{\"name\":\"a\"}\n{\"name\":\"b\"}";
        let events = "event: job\ndata: {\"name\":\ndata: \"a\"}\n\ndata: [DONE]\n\n";
        if head.starts_with("get /v1/lines ") {
            assert!(head.contains("accept: application/x-ndjson\r\n"), "{head}");
            response("200 OK", "application/x-ndjson", lines)
        } else if head.contains("accept: text/event-stream\r\n") {
            assert_eq!(body, r#"{"stream":true}"#);
            response("200 OK", "text/event-stream; charset=utf-8", events)
        } else {
            response("200 OK", "application/json", "{\"name\":\"whole\"}")
        }
    });
    let mut events = jobs.watch(WatchRequest::new().stream(true)).stream();
    let event = events.try_next().await.expect("an event").expect("the first");
    assert_eq!((event.name.as_str(), event.data.name.as_deref()), ("job", Some("a")));
    assert!(matches!(events.try_next().await, Ok(None)));
    assert_eq!(jobs.watch(WatchRequest::new()).await.expect("JSON").name.as_deref(), Some("whole"));

    let mut lines = jobs.export().stream();
    let mut names = Vec::new();
    while let Some(job) = lines.try_next().await.expect("a line") {
        names.push(job.name.unwrap_or_default());
    }
    assert_eq!(names, ["a", "b"]);
    let mut length = 0;
    let mut chunks = jobs.export().chunks();
    while let Some(chunk) = chunks.try_next().await.expect("a chunk") {
        length += chunk.len();
    }
    assert_eq!(length, 25);
}

#[test]
fn items_and_chunks_can_be_awaited_without_a_runtime() {
    let jobs = serve(|_, _| response("200 OK", "application/jsonl", "{\"name\":\"a\"}\n{\"name\":\"b\"}\n"));
    let lines: Result<Vec<Job>, _> = jobs.export().stream().wait().collect();
    let names: Vec<_> = lines.expect("lines").into_iter().filter_map(|job| job.name).collect();
    assert_eq!(names, ["a", "b"]);
    let chunks: Result<Vec<Bytes>, _> = jobs.export().chunks().wait().collect();
    assert_eq!(chunks.expect("chunks").concat().len(), 26);
}

fn upload() -> UploadRequest {
    UploadRequest {
        image: File::new("png"),
        sdp: Some("v=0".to_owned()),
        tags: vec!["a".to_owned(), "b".to_owned()],
        options: Some(Job { name: Some("Ada".to_owned()), ..Default::default() }),
        ..Default::default()
    }
}

#[tokio::test]
async fn properties_of_forms_have_their_encodings() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = seen.clone();
    let jobs = serve(move |head, body| {
        let target = head.split(' ').nth(1).expect("a target").to_owned();
        log.lock().expect("no panic").push((target, body.to_owned()));
        "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n".to_owned()
    });
    jobs.upload("x", upload()).await.expect("a response");
    let tags = |tags: [&str; 2]| tags.map(str::to_owned).to_vec();
    jobs.send(SendRequest::new().tags(tags(["a", "b|c"])).more(tags(["d", "e"]))).await.expect("a response");
    let seen = seen.lock().expect("no panic");
    assert_eq!(seen[0].0, "/v1/upload?beta=true&name=x");
    let mut parts: Vec<&str> = seen[0].1.split("\r\n--").flat_map(|part| part.split_once("\r\n")).map(|(_, part)| part).collect();
    parts.sort_unstable();
    let name = "content-disposition: form-data; name=";
    let expected = [
        String::new(),
        format!("{name}\"image\"; filename=\"image\"\r\ncontent-type: image/png\r\n\r\npng"),
        format!("{name}\"options[name]\"\r\n\r\nAda"),
        format!("{name}\"sdp\"\r\ncontent-type: application/sdp\r\n\r\nv=0"),
        format!("{name}\"tags\"\r\n\r\na,b"),
    ];
    let parts: Vec<String> = parts.iter().map(|part| part.replace("Content-Disposition", "content-disposition").replace("Content-Type", "content-type")).collect();
    assert_eq!(parts, expected);
    assert_eq!(seen[1], ("/v1/form".to_owned(), "more=d&more=e&tags=a%7Cb%7Cc".to_owned()));
}

#[tokio::test]
async fn an_operation_is_sent_to_its_own_server_unless_the_client_has_another() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let log = seen.clone();
    let service = tower::service_fn(move |request: Request<Bytes>| {
        log.lock().expect("no panic").push(request.uri().to_string());
        async { Ok::<_, Infallible>(Response::builder().status(204).body(Full::new(Bytes::new())).expect("a response")) }
    });
    let client = Client::builder().service(service.clone()).build().expect("a client");
    client.jobs().upload("x", upload()).await.expect("a response");
    client.jobs().get_job("1").await.expect("a response");
    let client = Client::builder().base_url("https://proxy.example").service(service).build().expect("a client");
    client.jobs().upload("x", upload()).await.expect("a response");
    let expected = [
        "https://eu.upload.example/v2/upload?beta=true&name=x",
        "https://api.example/v1/jobs/1",
        "https://proxy.example/upload?beta=true&name=x",
    ];
    assert_eq!(*seen.lock().expect("no panic"), expected);
}
