//! Faults of the server and of the network: no program loses or repeats an object.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt, copy};
use tokio::net::TcpStream;
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

use crate::invocation::run_against;
use crate::tcp::accepting;

const ITEMS: usize = 500;
const PER_PAGE: usize = 50;

/// Answers each page: its first request with an error, the next ones with the page.
struct Pages {
    asked: Mutex<HashSet<String>>,
    errors: AtomicUsize,
}

impl Respond for Pages {
    fn respond(&self, request: &Request) -> ResponseTemplate {
        let body: Value = request.body_json().unwrap();
        let start: usize = body["pageToken"].as_str().map_or(0, |token| token.parse().unwrap());
        let is_first = self.asked.lock().unwrap().insert(format!("{} {body}", request.url.path()));
        let response = match (is_first, start / PER_PAGE % 4) {
            (true, 1) => ResponseTemplate::new(429).insert_header("retry-after", "0"),
            (true, 3) => ResponseTemplate::new(503).set_body_string("<html>busy</html>"),
            _ => ResponseTemplate::new(200).set_body_json(page(request.url.path(), &body, start)),
        };
        self.errors.fetch_add(usize::from(is_first && start / PER_PAGE % 2 == 1), Ordering::Relaxed);
        // A connection for each request, so that the proxy's faults hit one request each.
        response.insert_header("connection", "close")
    }
}

fn page(path: &str, body: &Value, start: usize) -> Value {
    if let Some(refs) = body["refs"].as_array().filter(|refs| !refs.is_empty()) {
        let users: Vec<Value> =
            refs.iter().map(|user| json!({"user": {"id": user["id"], "status": "ENABLED"}})).collect();
        return json!({ "list": users });
    }
    let item = |index: usize| match path {
        "/api/v1/search/users" => json!({"user": {"id": format!("i{index}")}}),
        "/api/v1/search/iam/external_clients" => {
            json!({"clientId": format!("i{index}"), "userId": format!("u{index}")})
        }
        _ => {
            json!({"id": format!("i{index}"), "userId": format!("u{index}"), "scopedRoles": ["r"], "allowSourceCidr": ["192.0.2.0/24"],
                    "createdAt": "2026-01-01T00:00:00Z"})
        }
    };
    let next = start + PER_PAGE;
    let next_token = if next < ITEMS { next.to_string() } else { String::new() };
    json!({"list": (start..next).map(item).collect::<Vec<_>>(), "nextPageToken": next_token})
}

/// Passes on a connection. Every fifth is reset before the response, and every seventh ends within the body.
async fn pass_on(mut client: TcpStream, server: SocketAddr, number: usize) {
    let mut upstream = TcpStream::connect(server).await.unwrap();
    if number % 5 == 2 {
        let mut some = [0; 16];
        let _ = client.read(&mut some).await;
        client.set_zero_linger().unwrap();
        return;
    }
    let (mut from_client, mut to_client) = client.split();
    let (mut from_server, mut to_server) = upstream.split();
    let forward = async {
        let _ = copy(&mut from_client, &mut to_server).await;
        std::future::pending::<()>().await;
    };
    let back = async {
        let mut response = Vec::new();
        let _ = from_server.read_to_end(&mut response).await;
        let length = if number % 7 == 3 { response.len() - response.len() / 3 } else { response.len() };
        let _ = to_client.write_all(&response[..length]).await;
        let _ = to_client.shutdown().await;
    };
    tokio::select! { () = forward => {}, () = back => {} }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_program_loses_or_repeats_an_object() {
    for (program, list, pointer) in [
        ("search_users", "users", "/id"),
        ("ai_client_audit", "grants", "/client_id"),
        ("credential_audit", "findings", "/credential/id"),
    ] {
        let pages = Arc::new(Pages { asked: Mutex::default(), errors: AtomicUsize::new(0) });
        let server = MockServer::start().await;
        let responder = Arc::clone(&pages);
        let respond = move |request: &Request| responder.respond(request);
        Mock::given(method("POST")).respond_with(respond).mount(&server).await;
        let connections = Arc::new(AtomicUsize::new(0));
        let (counter, origin) = (Arc::clone(&connections), *server.address());
        let (address, _accepting) =
            accepting(move |client| pass_on(client, origin, counter.fetch_add(1, Ordering::Relaxed))).await;

        let arguments = ["--json", "--as-of", "2026-01-02", "--page-size", "50"];
        let document = run_against(&format!("http://{address}"), program, &arguments).await.json();
        let rows = document[list].as_array().unwrap();
        let mut ids: Vec<String> =
            rows.iter().map(|row| row.pointer(pointer).unwrap().as_str().unwrap().to_owned()).collect();
        let expected: Vec<String> = (0..ITEMS).map(|index| format!("i{index}")).collect();
        if program != "search_users" {
            // The audits sort them.
            ids.sort_by_key(|id| id[1..].parse::<usize>().unwrap());
        }
        assert_eq!(ids, expected, "{program}");
        let (errors, connections) = (pages.errors.load(Ordering::Relaxed), connections.load(Ordering::Relaxed));
        assert!(errors == 5 && connections >= 10 + 5 + 4, "{program}: {errors} errors, {connections} connections");
    }
}
