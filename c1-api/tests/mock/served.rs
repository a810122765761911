//! The mock on a port, called without this crate.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use c1_api::error::Code;
use c1_api::mock::{MockServer, Reply};
use c1_api::user::v1::user_search::UserSearch;
use c1_api::user::v1::{SearchUsersResponse, User, UserView};
use http::Method;
use serde_json::{Value, json};
use tokio::task::spawn_blocking;

/// Sends bytes on a connection of its own. Returns all that arrives until the connection ends, and how it ended.
async fn raw(address: SocketAddr, bytes: &str) -> (String, Option<ErrorKind>) {
    let bytes = bytes.to_owned();
    let converse = move || {
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream.write_all(bytes.as_bytes()).unwrap();
        let mut received = Vec::new();
        let end = stream.read_to_end(&mut received).err().map(|error| error.kind());
        (String::from_utf8(received).unwrap(), end)
    };
    spawn_blocking(converse).await.unwrap()
}

const GET: &str = "GET /api/v1/apps HTTP/1.1\r\nhost: x\r\nauthorization: Bearer any\r\n";

#[tokio::test]
async fn bare_reqwest_gets_a_token_and_pages() {
    let c1 = MockServer::new();
    let views = ["ada", "bob", "eve"].map(|name| {
        let user = User { display_name: name.to_owned(), ..Default::default() };
        UserView { user: Some(user), ..Default::default() }
    });
    c1.on::<UserSearch>().times(2).pages(views, 2);
    let served = c1.serve().await.unwrap();
    // Where there is one already, it is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let post = async |path: &str, token: &str, content: &str, body: String| -> Value {
        let request = http.post(format!("{}{path}", served.url())).header("content-type", content);
        let response = request.bearer_auth(token).body(body).send().await.unwrap().error_for_status().unwrap();
        serde_json::from_slice(&response.bytes().await.unwrap()).unwrap()
    };
    let form = "grant_type=client_credentials&client_id=a&client_assertion=b".to_owned();
    let token = post("/auth/v1/token", "", "application/x-www-form-urlencoded", form).await;
    assert_eq!((&token["token_type"], &token["expires_in"]), (&json!("Bearer"), &json!(3600)));
    let token = token["access_token"].as_str().unwrap();

    let (mut names, mut page_token) = (Vec::new(), Value::from(""));
    while page_token != "" || names.is_empty() {
        let body = json!({ "query": "a", "pageToken": page_token }).to_string();
        let page = post("/api/v1/search/users", token, "application/json", body).await;
        let list = page["list"].as_array().unwrap();
        names.extend(list.iter().map(|view| view["user"]["displayName"].as_str().unwrap().to_owned()));
        page_token = page["nextPageToken"].clone();
    }
    assert_eq!(names, ["ada", "bob", "eve"]);
    let sent: Vec<_> = c1.requests_of::<UserSearch>().iter().map(|call| call.request().query.clone()).collect();
    assert_eq!(sent, ["a", "a"]);
}

#[tokio::test]
async fn raw_sockets_see_http() {
    let c1 = MockServer::new();
    c1.on::<UserSearch>().respond(SearchUsersResponse { next_page_token: "x".to_owned(), ..Default::default() });
    c1.on_request(Method::GET, "/api/v1/apps")
        .respond(Reply::error(Code::NOT_FOUND, "none").header("x-request-id", "r1"));
    let served = c1.serve().await.unwrap();
    let two = "POST /api/v1/search/users HTTP/1.1\r\nhost: x\r\nauthorization: bearer any\r\ntransfer-encoding: chunked\r\n\r\n\
               e\r\n{\"query\":\"ada\"\r\n1\r\n}\r\n0\r\n\r\n";
    let (received, end) = raw(served.address(), &format!("{two}{GET}connection: close\r\n\r\n")).await;
    assert_eq!(end, None);
    let (first, second) = received.split_once("{\"nextPageToken\":\"x\"}").unwrap();
    assert!(
        first.starts_with("HTTP/1.1 200 OK\r\n") && first.contains("content-type: application/json\r\n"),
        "{first}"
    );
    assert!(first.contains("content-length: 21\r\n"), "{first}");
    assert!(second.starts_with("HTTP/1.1 404 Not Found\r\n") && second.contains("x-request-id: r1\r\n"), "{second}");
    assert!(second.ends_with(r#"{"code":5,"details":[],"message":"none"}"#), "{second}");
    assert_eq!(&c1.requests()[0].body()[..], br#"{"query":"ada"}"#);

    let (received, _) =
        raw(served.address(), "GET /api/v1/apps HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert!(received.starts_with("HTTP/1.1 401 Unauthorized\r\n"), "{received}");
    let (received, _) = raw(served.address(), "this is not HTTP\r\n\r\n").await;
    assert!(received.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{received}");
}

#[tokio::test]
async fn faults_happen_on_the_socket() {
    let c1 = MockServer::new();
    let cut = Reply::json(json!({ "list": [] })).truncate(5);
    c1.on_request(Method::GET, "/api/v1/apps").respond_each([Reply::reset(), cut, Reply::json(json!(1))]);
    let served = c1.serve().await.unwrap();
    let (received, end) = raw(served.address(), &format!("{GET}\r\n")).await;
    assert_eq!((received.as_str(), end), ("", Some(ErrorKind::ConnectionReset)));
    let (received, end) = raw(served.address(), &format!("{GET}\r\n")).await;
    assert!(received.contains("content-length: 11\r\n") && received.ends_with("\r\n\r\n{\"lis"), "{received}");
    assert_eq!(end, None);
    let (received, _) = raw(served.address(), &format!("{GET}connection: close\r\n\r\n")).await;
    assert!(received.ends_with("\r\n\r\n1"), "{received}");
}

#[tokio::test]
async fn the_port_is_closed_with_the_returned_value() {
    let c1 = MockServer::new();
    let served = c1.serve().await.unwrap();
    let address = served.address();
    assert!(address.ip().is_loopback());
    let idle = TcpStream::connect(address).unwrap();
    drop(served);
    let refused = spawn_blocking(move || {
        // The connection is closed, too, once the task has ended.
        let mut idle = idle;
        idle.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        assert!(matches!(idle.read(&mut [0]), Ok(0) | Err(_)));
        TcpStream::connect(address).is_err()
    });
    assert!(refused.await.unwrap());
}
