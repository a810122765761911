//! Requests and responses of any content type and success status.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Method, Request, Response};
use serde::Deserialize;
use serde_json::Value;

use super::{body, client_with};
use crate::operation::{Operation, OperationInfo, ParamStyle, RequestBuilder, ResponseBody};
use crate::{Call, Client, Error, ErrorKind};

/// Declares operations without parameters by their response, what they accept, and how they decode it.
macro_rules! reads {
    ($($name:ident -> $response:ty, $accept:literal, $body:ident => $decoded:expr;)*) => {$(
        #[derive(Clone)]
        struct $name;

        impl Operation for $name {
            type Response = $response;

            const INFO: OperationInfo = OperationInfo::new("test.v1.Things.Read", Method::GET, "/a").accept($accept);

            fn encode(&self, _out: &mut RequestBuilder) {}

            fn decode($body: ResponseBody<'_>) -> Result<Self::Response, serde_json::Error> {
                $decoded
            }
        }
    )*};
}

reads! {
    Nothing -> (), "*/*", body => body.nothing();
    List -> Vec<i64>, "application/json", body => body.json();
    Maybe -> Option<Vec<i64>>, "application/json", body => body.optional_json();
    Map -> BTreeMap<String, i64>, "application/hal+json", body => body.json();
    Text -> String, "text/csv, text/html", body => body.plain_text();
    MaybeText -> Option<String>, "text/csv", body => body.optional(ResponseBody::plain_text);
    Raw -> Bytes, "image/png", body => body.bytes();
}

async fn read<O: Operation>(operation: O, status: u16, media_type: &str, content: &[u8]) -> Result<O::Response, Error> {
    let (media_type, content) = (media_type.to_owned(), Bytes::copy_from_slice(content));
    let client = client_with(move |request| {
        assert_eq!(request.headers()["accept"], O::INFO.accept);
        let response = Response::builder().status(status).header("content-type", &media_type);
        response.body(body(content.clone())).unwrap()
    });
    Call::new(&client, operation).await
}

#[tokio::test]
async fn every_success_status_and_content_type_is_decoded() {
    for status in [200, 201, 202, 203, 206, 207, 226] {
        assert_eq!(read(List, status, "application/json; charset=utf-8", b"[1, \"2\"]").await.unwrap(), [1, 2]);
        assert_eq!(read(Nothing, status, "text/html", b"<p>ignored</p>").await.ok(), Some(()));
    }
    assert_eq!(read(Nothing, 204, "text/plain", b"").await.ok(), Some(()));
    assert_eq!(read(Maybe, 200, "application/json", b"[]").await.unwrap(), Some(Vec::new()));
    assert_eq!(read(Maybe, 200, "application/json", b"null").await.unwrap(), None);
    assert_eq!(read(Maybe, 204, "application/json", b"").await.unwrap(), None);
    let map = read(Map, 200, "application/hal+json", br#"{"a": 1}"#).await.unwrap();
    assert_eq!(map, BTreeMap::from([("a".to_owned(), 1)]));
    assert_eq!(read(Text, 200, "text/csv; charset=utf-8", "a,ü\n".as_bytes()).await.unwrap(), "a,ü\n");
    assert_eq!(read(MaybeText, 204, "text/csv", b"").await.unwrap(), None);
    assert_eq!(read(Raw, 200, "image/png", b"\x89PNG\0\xff").await.unwrap(), &b"\x89PNG\0\xff"[..]);
}

#[tokio::test]
async fn a_body_of_another_form_is_an_error_that_does_not_show_it() {
    let list = |media_type: &'static str, content: &'static [u8]| read(List, 200, media_type, content);
    let cases = [
        (list("text/html", b"<p>secret</p>").await, "is not of a JSON content type"),
        (list("application/json", b"").await, "is empty"),
        (list("application/json", b"null").await, "null is not a value of the response"),
        (list("application/json", b"[1] secret").await, "trailing characters"),
        (read(Text, 200, "text/csv", b"secret\xff").await.map(|_| Vec::new()), "is not UTF-8"),
    ];
    for (outcome, why) in cases {
        let error = outcome.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Decode, "{error}");
        assert!(error.to_string().contains(why) && !error.to_string().contains("secret"), "{error}");
    }
}

#[tokio::test]
async fn the_body_of_an_error_is_decoded_on_request() {
    #[derive(Debug, Deserialize, PartialEq)]
    struct Problem {
        title: String,
    }

    let error = read(List, 409, "application/problem+json", br#"{"title": "taken"}"#).await.unwrap_err();
    assert!(error.is_conflict(), "{error}");
    assert_eq!(error.body_as::<Problem>().unwrap(), Problem { title: "taken".to_owned() });
    let other = error.body_as::<Vec<String>>().unwrap_err();
    assert_eq!(other.kind(), ErrorKind::Decode);
    assert!(!other.to_string().contains("taken"), "{other}");
}

#[derive(Clone)]
struct Write(fn(&mut RequestBuilder));

impl Operation for Write {
    type Response = ();

    const INFO: OperationInfo = OperationInfo::new("test.v1.Things.Write", Method::POST, "/a").accept("*/*");

    fn encode(&self, out: &mut RequestBuilder) {
        (self.0)(out);
    }

    fn decode(body: ResponseBody<'_>) -> Result<(), serde_json::Error> {
        body.nothing()
    }
}

/// The request that an encoding leads to.
async fn written(encode: fn(&mut RequestBuilder)) -> Request<Bytes> {
    let seen = Arc::new(Mutex::new(None));
    let client: Client = client_with({
        let seen = Arc::clone(&seen);
        move |request| {
            *seen.lock().unwrap() = Some(request);
            Response::new(body(""))
        }
    });
    Call::new(&client, Write(encode)).header("X-Call", "call").await.unwrap();
    let request = seen.lock().unwrap().take();
    request.unwrap()
}

/// An encoding, the content type and the body.
type Case<'a> = (fn(&mut RequestBuilder), Option<&'a str>, &'a [u8]);

#[tokio::test]
async fn request_bodies_have_their_content_type() {
    let cases: [Case<'_>; 8] = [
        (|out| out.json("application/json-patch+json", &vec![1_i64]), Some("application/json-patch+json"), b"[\"1\"]"),
        (|out| out.json("application/json", &Vec::<i64>::new()), Some("application/json"), b"[]"),
        (|out| out.json::<String>("application/json", None), None, b""),
        (|out| out.plain_text("text/plain", &"ü".to_owned()), Some("text/plain"), "ü".as_bytes()),
        (|out| out.plain_text("text/plain", None), None, b""),
        (|out| out.bytes("image/png", &Bytes::from_static(b"\0\xff")), Some("image/png"), b"\0\xff"),
        (|out| out.bytes("image/png", &Bytes::new()), Some("image/png"), b""),
        (
            |out| {
                let form = serde_json::json!({"a": "b & c", "list": [1, "ü"], "none": null, "object": {"x": 1}});
                out.form::<Value>("application/x-www-form-urlencoded", &form);
            },
            Some("application/x-www-form-urlencoded"),
            b"a=b+%26+c&list=1&list=%C3%BC&object=%7B%22x%22%3A1%7D",
        ),
    ];
    for (encode, media_type, content) in cases {
        let request = written(encode).await;
        assert_eq!(request.headers().get("content-type").map(|value| value.to_str().unwrap()), media_type);
        assert_eq!(request.body(), content);
    }
}

#[tokio::test]
async fn header_parameters_and_cookies_are_sent_and_a_call_can_replace_them() {
    let request = written(|out| {
        out.header(ParamStyle::Simple, "X-Call", &"parameter".to_owned());
        out.header(ParamStyle::Simple, "X-Ids", &vec![1, 2]);
        out.cookie(ParamStyle::Simple, "a", &"b; c".to_owned());
        out.required_cookie(ParamStyle::Exploded, "d", &String::new());
    });
    let request = request.await;
    let header = |name: &str| request.headers()[name].to_str().unwrap();
    assert_eq!((header("x-call"), header("x-ids"), header("cookie")), ("call", "1,2", "a=b%3B%20c; d="));
}
