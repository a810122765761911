//! Bodies as `multer`, which servers use, reads them.

use std::collections::BTreeMap;
use std::convert::Infallible;

use bytes::Bytes;
use http::Method;
use serde_json::Value;

use crate::base_url::BaseUrl;
use crate::message;
use crate::operation_info::OperationInfo;
use crate::request::RequestBuilder;
use crate::wire::File;

#[derive(Clone, Default, PartialEq)]
struct Inner {
    id: i64,
}

#[derive(Clone, Default, PartialEq)]
struct Upload {
    title: String,
    count: i32,
    absent: Option<String>,
    empty: Option<String>,
    tags: Vec<String>,
    file: Option<File>,
    files: Vec<File>,
    inner: Option<Inner>,
    map: BTreeMap<String, bool>,
    json: Value,
}

message! {
    Inner = "test.v1.Inner" {
        field id "id";
    }
}

message! {
    Upload = "test.v1.Upload" {
        field title "title";
        required count "count";
        field absent "absent";
        field empty "empty";
        field tags "tags";
        field file "file";
        field files "files\"\r\n";
        field inner "inner";
        field map "map";
        required json "json";
    }
}

/// The name, the file name, the content type and the content of each part.
async fn parts(upload: &Upload) -> Vec<(String, String, String, Bytes)> {
    let mut out = RequestBuilder::new(OperationInfo::new("test.v1.A.Upload", Method::POST, "/"));
    out.multipart("multipart/form-data", upload);
    let request = out.into_request(&BaseUrl::parse("https://example.com").unwrap()).unwrap();
    let boundary = multer::parse_boundary(request.headers()["content-type"].to_str().unwrap()).unwrap();
    let body = request.into_body();
    let stream = futures_util::stream::once(async move { Ok::<_, Infallible>(body) });
    let mut multipart = multer::Multipart::new(stream, boundary);
    let mut parts = Vec::new();
    while let Some(part) = multipart.next_field().await.unwrap() {
        let name = part.name().unwrap_or_default().to_owned();
        let file_name = part.file_name().unwrap_or_default().to_owned();
        let content_type = part.content_type().map(ToString::to_string).unwrap_or_default();
        parts.push((name, file_name, content_type, part.bytes().await.unwrap()));
    }
    parts
}

#[tokio::test]
async fn a_server_reads_every_part() {
    let upload = Upload {
        title: "ü \r\n--".to_owned(),
        empty: Some(String::new()),
        tags: vec!["a".to_owned(), "b".to_owned()],
        file: Some(File::new(&b"\0\xff\r\n--x--\r\n"[..]).name("a \u{fc}.bin").content_type("image/png")),
        files: vec![File::from("one"), File::from("two").name("2.txt")],
        inner: Some(Inner { id: 7 }),
        map: BTreeMap::from([("a".to_owned(), true)]),
        // Forms have no null, so this one has no part.
        json: Value::Null,
        ..Upload::default()
    };
    let expected: [(&str, &str, &str, &[u8]); 10] = [
        ("title", "", "", "ü \r\n--".as_bytes()),
        ("count", "", "", b"0"),
        ("empty", "", "", b""),
        ("tags", "", "", b"a"),
        ("tags", "", "", b"b"),
        ("file", "a \u{fc}.bin", "image/png", b"\0\xff\r\n--x--\r\n"),
        ("files%22%0D%0A", "files%22%0D%0A", "application/octet-stream", b"one"),
        ("files%22%0D%0A", "2.txt", "application/octet-stream", b"two"),
        ("inner", "", "application/json", b"{\"id\":\"7\"}"),
        ("map", "", "application/json", b"{\"a\":true}"),
    ];
    let parts = parts(&upload).await;
    let parts: Vec<_> = parts.iter().map(|(a, b, c, d)| (a.as_str(), b.as_str(), c.as_str(), &d[..])).collect();
    assert_eq!(parts, expected);
}

#[test]
fn a_content_type_cannot_add_a_header() {
    let mut out = RequestBuilder::new(OperationInfo::new("test.v1.A.Upload", Method::POST, "/"));
    let file = Some(File::new("secret").content_type("text/plain\r\nX-Other: 1"));
    out.multipart("multipart/form-data", &Upload { file, ..Upload::default() });
    let error = out.into_request(&BaseUrl::parse("https://example.com").unwrap()).unwrap_err();
    assert!(error.to_string().contains("the content type of the file `file` cannot be sent"), "{error}");
}

#[test]
fn a_file_in_json_is_in_base64_and_its_debug_does_not_show_it() {
    let upload: Upload = serde_json::from_str(r#"{"file": "dGV4dA=="}"#).unwrap();
    assert_eq!(upload.file, Some(File::new("text")));
    assert_eq!(serde_json::to_string(&upload).unwrap(), r#"{"count":0,"file":"dGV4dA==","json":null}"#);
    assert_eq!(format!("{:?}", File::from("text")), r#"File { bytes: 4, name: "", content_type: "" }"#);
}
