//! Compressed responses, by the features `gzip` and `zstd`.

use c1_api::{Client, Error};
use http::Method;
use serde_json::Value;

#[allow(dead_code, reason = "other tests use the rest")]
mod loopback;

use loopback::{Answer, Loopback};

/// A client of `server` that reads no more than a thousand bytes.
async fn get(server: &Loopback) -> Result<Value, Error> {
    let client = Client::builder().base_url(server.url()).bearer_token("open-sesame").max_body_bytes(1000);
    client.build()?.request(Method::GET, "/api/v1/things").await
}

#[tokio::test]
async fn a_client_accepts_what_its_features_decode() {
    let server = Loopback::start(|head| {
        let accepted = head
            .lines()
            .find_map(|line| line.to_ascii_lowercase().strip_prefix("accept-encoding: ").map(str::to_owned));
        Answer::Keep(loopback::json("200 OK", "", &serde_json::json!(accepted).to_string()))
    });
    let accepted = get(&server).await.unwrap();
    let accepted: Vec<&str> =
        accepted.as_str().map(|accepted| accepted.split(',').map(str::trim).collect()).unwrap_or_default();
    for (encoding, is_on) in [("gzip", cfg!(feature = "gzip")), ("zstd", cfg!(feature = "zstd"))] {
        assert_eq!(accepted.contains(&encoding), is_on, "{encoding}: {accepted:?}");
    }
}

#[cfg(any(feature = "gzip", feature = "zstd"))]
mod decoded {
    use bytes::Bytes;
    use c1_api::ErrorKind;
    use serde_json::json;

    use super::*;

    fn serving(encoding: &'static str, body: Vec<u8>) -> Loopback {
        let length = body.len();
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: {encoding}\r\ncontent-length: {length}\r\n\r\n"
        );
        let answer = Bytes::from([head.into_bytes(), body].concat());
        Loopback::start(move |_| Answer::Keep(answer.clone()))
    }

    /// `small` is `{"a": 1}`, and `large` is as small, but decodes to a text of 131,072 bytes.
    async fn assert_decoded(encoding: &'static str, small: Vec<u8>, large: Vec<u8>) {
        assert!(large.len() < 1000);
        assert_eq!(get(&serving(encoding, small)).await.unwrap(), json!({ "a": 1 }));
        let error = get(&serving(encoding, large)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLarge, "{error:?}");
        assert!(error.to_string().contains("exceeds the maximum of 1000 bytes"), "{error}");
        let error = get(&serving(encoding, b"not compressed".to_vec())).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport, "{error:?}");
    }

    #[cfg(feature = "gzip")]
    #[tokio::test]
    async fn gzip() {
        assert_decoded("gzip", gzip_of("H4sIAAAAAAACA6tWSlSyUjCsBQCXjqH7CAAAAA=="), gzip_of("H4sIAAAAAAACA+3BMQEAAADCoCrrn9LDGkABAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA3ACLNry7AAACAA==")).await;
    }

    #[cfg(feature = "gzip")]
    fn gzip_of(base64: &str) -> Vec<u8> {
        use base64::Engine;
        base64::prelude::BASE64_STANDARD.decode(base64).unwrap()
    }

    #[cfg(feature = "zstd")]
    #[tokio::test]
    async fn zstd() {
        // RFC 8878: the magic number, a frame of one segment with the size of its content, and one block, the last.
        const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];
        let raw = [&MAGIC[..], &[0x20, 8], &[8 << 3 | 1, 0, 0], br#"{"a": 1}"#].concat();
        let repeated = [&MAGIC[..], &[0xa0, 0, 0, 2, 0], &[3, 0, 16], b" "].concat();
        assert_decoded("zstd", raw, repeated).await;
    }
}
