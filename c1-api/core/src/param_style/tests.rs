//! The tables of "Style Examples" of OpenAPI 3.1.1, and RFC 6570.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{Method, Request};
use serde_json::{Value, json};

use super::ParamStyle::{
    DeepObject, Exploded, Json, Label, LabelExploded, Matrix, MatrixExploded, Pipes, Simple, Spaces,
};
use crate::base_url::BaseUrl;
use crate::error::Error;
use crate::operation_info::OperationInfo;
use crate::request::RequestBuilder;

fn sent(path: &'static str, encode: impl FnOnce(&mut RequestBuilder)) -> Result<Request<Bytes>, Error> {
    let mut builder = RequestBuilder::new(OperationInfo::new("test.v1.A.Get", Method::GET, path));
    encode(&mut builder);
    builder.into_request(&BaseUrl::parse("https://example.com").unwrap())
}

fn query(encode: impl FnOnce(&mut RequestBuilder)) -> String {
    sent("/", encode).unwrap().uri().query().unwrap_or("none").to_owned()
}

fn values() -> [Value; 3] {
    [json!("blue"), json!(["blue", "black", "brown"]), json!({"R": 100, "G": 200, "B": 150})]
}

#[test]
fn paths_are_in_the_style_of_the_table() {
    for (style, scalar, list, object) in [
        (Matrix, ";color=blue", ";color=blue,black,brown", ";color=B,150,G,200,R,100"),
        (MatrixExploded, ";color=blue", ";color=blue;color=black;color=brown", ";B=150;G=200;R=100"),
        (Label, ".blue", ".blue,black,brown", ".B,150,G,200,R,100"),
        (LabelExploded, ".blue", ".blue.black.brown", ".B=150.G=200.R=100"),
        (Simple, "blue", "blue,black,brown", "B,150,G,200,R,100"),
        (Exploded, "blue", "blue,black,brown", "B=150,G=200,R=100"),
    ] {
        for (value, expected) in values().iter().zip([scalar, list, object]) {
            let request = sent("/a/{color}/b", |out| out.styled_path(style, "color", value)).unwrap();
            assert_eq!(request.uri().path(), format!("/a/{expected}/b"), "{style:?} {value}");
        }
    }
}

#[test]
fn queries_are_in_the_style_of_the_table() {
    for (style, scalar, list, object) in [
        (Simple, "color=blue", "color=blue,black,brown", "color=B,150,G,200,R,100"),
        (Exploded, "color=blue", "color=blue&color=black&color=brown", "B=150&G=200&R=100"),
        (Spaces, "color=blue", "color=blue%20black%20brown", "color=B%20150%20G%20200%20R%20100"),
        (Pipes, "color=blue", "color=blue%7Cblack%7Cbrown", "color=B%7C150%7CG%7C200%7CR%7C100"),
        (DeepObject, "color=blue", "color=blue,black,brown", "color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100"),
        (
            Json,
            "color=%22blue%22",
            "color=%5B%22blue%22%2C%22black%22%2C%22brown%22%5D",
            "color=%7B%22B%22%3A150%2C%22G%22%3A200%2C%22R%22%3A100%7D",
        ),
    ] {
        for (value, expected) in values().iter().zip([scalar, list, object]) {
            assert_eq!(query(|out| out.styled_query(style, "color", value)), expected, "{style:?} {value}");
        }
    }
}

#[test]
fn headers_and_cookies_are_in_the_style_of_the_table() {
    for (style, header, cookie) in [
        (
            Simple,
            ["blue", "blue,black,brown", "B,150,G,200,R,100"],
            ["c=blue", "c=blue,black,brown", "c=B,150,G,200,R,100"],
        ),
        (
            Exploded,
            ["blue", "blue,black,brown", "B=150,G=200,R=100"],
            ["c=blue", "c=blue; c=black; c=brown", "B=150; G=200; R=100"],
        ),
    ] {
        for ((value, header), cookie) in values().iter().zip(header).zip(cookie) {
            let mut out = RequestBuilder::new(OperationInfo::new("test.v1.A.Get", Method::GET, "/"));
            out.header(style, "X-Color", value);
            out.cookie(style, "c", value);
            let headers = out.headers_mut();
            assert_eq!((headers["x-color"].to_str().unwrap(), headers["cookie"].to_str().unwrap()), (header, cookie));
            assert!(headers["x-color"].is_sensitive() && headers["cookie"].is_sensitive());
        }
    }
}

#[test]
fn values_cannot_leave_their_place() {
    let delimiters = json!(["a,b", "c&d", "e f", "g|h", "ü=%"]);
    let expected = "q=a%2Cb,c%26d,e%20f,g%7Ch,%C3%BC%3D%25";
    assert_eq!(query(|out| out.styled_query(Simple, "q", &delimiters)), expected);
    let request = sent("/{p}", |out| out.styled_path(MatrixExploded, "p", &json!({"a;b": "c/d"}))).unwrap();
    assert_eq!(request.uri().path(), "/;a%3Bb=c%2Fd");
    for unsafe_path in [json!(".."), json!(["a", ".."]), json!([""]), json!([]), json!("a/../b")] {
        let error =
            sent("/a/{p}", |out| out.styled_path(Simple, "p", &unsafe_path)).map(|request| request.uri().clone());
        let is_harmless = unsafe_path == json!(["a", ".."]);
        assert_eq!(error.is_ok(), is_harmless, "{unsafe_path}: {error:?}");
    }
    let mut out = RequestBuilder::new(OperationInfo::new("test.v1.A.Get", Method::GET, "/"));
    out.header(Simple, "X-A", &"a\r\nX-B: c".to_owned());
    assert!(out.headers_mut().is_empty());
    let error = out.into_request(&BaseUrl::parse("https://example.com").unwrap()).unwrap_err();
    assert!(error.to_string().contains("the header `X-A` cannot have this value"), "{error}");
}

#[test]
fn reserved_characters_stay_where_a_query_may_have_them() {
    let value = "a/b?c:d@e!f$g'h(i)j*k,l;m&n=o+p#q[r]s t%".to_owned();
    let expected = "q=a/b?c:d@e!f$g'h(i)j*k,l;m%26n%3Do%2Bp%23q%5Br%5Ds%20t%25";
    assert_eq!(query(|out| out.reserved_query(Simple, "q", &value)), expected);
}

#[test]
fn values_without_elements_are_not_sent_and_nested_ones_are_errors() {
    let none: Option<String> = None;
    let map: BTreeMap<String, String> = BTreeMap::new();
    assert_eq!(query(|out| out.styled_query(Simple, "q", &none)), "none");
    assert_eq!(query(|out| out.styled_query(Simple, "q", &Some(Vec::<String>::new()))), "none");
    assert_eq!(query(|out| out.styled_query(DeepObject, "q", &Some(map))), "none");
    assert_eq!(query(|out| out.styled_query(Simple, "q", &Some(String::new()))), "q=");
    assert_eq!(query(|out| out.required_query(Simple, "q", &String::new())), "q=");
    for nested in [json!([["a"]]), json!({"a": {"b": 1}})] {
        let error = sent("/", |out| out.styled_query(Exploded, "q", &nested)).unwrap_err();
        assert!(error.to_string().contains("the parameter `q` has a list or an object within another"), "{error}");
    }
}
