//! The in-memory C1: what a program's tests see of it, and what other programs see of it on a port.
#![cfg(all(feature = "mock", feature = "user-v1"))]

#[path = "mock/dummies.rs"]
mod dummies;
#[path = "mock/expectations.rs"]
mod expectations;
#[path = "mock/faults.rs"]
mod faults;
#[path = "mock/operations.rs"]
mod operations;
#[path = "mock/pages.rs"]
mod pages;
#[path = "mock/recording.rs"]
mod recording;
#[path = "mock/served.rs"]
mod served;
#[path = "mock/tokens.rs"]
mod tokens;

use std::panic::{AssertUnwindSafe, catch_unwind};

use bytes::Bytes;
use c1_api::mock::MockServer;
use http::{Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

/// Sends a request to the mock without the SDK, with any token. Returns the status and the JSON body.
async fn send(c1: &MockServer, method: &str, uri: &str, body: &'static str) -> (StatusCode, Value) {
    let request = Request::builder().method(method).uri(uri).header("authorization", "Bearer any");
    let response = c1.service().oneshot(request.body(Bytes::from(body)).unwrap()).await.unwrap();
    let status = response.status();
    let body = response.into_body().collect().await.unwrap().to_bytes();
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

/// The message with which the mock fails a test; empty if it does not.
fn failure(c1: &MockServer) -> String {
    match catch_unwind(AssertUnwindSafe(|| c1.assert_done())) {
        Ok(()) => String::new(),
        Err(panic) => panic.downcast_ref::<String>().cloned().unwrap_or_default(),
    }
}

/// Drops a mock that fails.
fn forget(c1: MockServer) {
    let _ = catch_unwind(AssertUnwindSafe(|| drop(c1)));
}
