//! Clients that each have one fault, and the check that has to fail.

use bytes::Bytes;
use http::Request;
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::document::Document;
use crate::finding::Subject;
use crate::operations::{self, Wire};
use crate::reference;
use crate::request::{is_refused, parameter_text};
use crate::server::{Recorded, Server};
use crate::strict::Judge;
use crate::tables::{Input, Operation, Pending};

const REPLACE: &str = "proving.v1.Things.Replace";

/// Sends the requests of the reference client, with a fault.
struct Client {
    server: Server,
    fault: Fault,
}

#[derive(Clone, Copy)]
struct Fault {
    /// Changes a request.
    request: fn(&mut Recorded),
    /// Changes what is decoded of a response.
    response: fn(Vec<u8>) -> Result<Vec<u8>, String>,
    /// Whether it sends what would address another resource.
    is_lenient: bool,
    times: usize,
}

const NONE: Fault = Fault { request: |_| (), response: Ok, is_lenient: false, times: 1 };

fn call(client: &Client, input: &Input) -> Result<Pending, String> {
    let Fault { request, response, is_lenient, times } = client.fault;
    if !is_lenient && input.path.values().any(|value| is_refused(&parameter_text(value))) {
        return Err("refused".to_owned());
    }
    let document = document();
    let mut recorded = reference::request(&document, &document.operations[REPLACE], input);
    request(&mut recorded);
    let mut builder =
        Request::builder().method(recorded.method.as_str()).uri(format!("{}{}", recorded.root, recorded.target));
    for (name, value) in &recorded.headers {
        builder = builder.header(name, value);
    }
    let request = builder.body(Bytes::from(recorded.body)).map_err(|error| error.to_string())?;
    let server = client.server.clone();
    Ok(Box::pin(async move {
        let mut body = Vec::new();
        for _ in 0..times {
            let Ok(answer) = server.clone().oneshot(request.clone()).await;
            let Ok(collected) = answer.into_body().collect().await;
            body = collected.to_bytes().to_vec();
        }
        response(body)
    }))
}

fn document() -> Document {
    Document::parse(&[include_str!("../proving.yaml")]).expect("a document")
}

fn judge(fault: Fault) -> Subject {
    let document = document();
    let copy = document.strict();
    let strict = Judge::new(&copy).expect("a schema");
    let server = Server::default();
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let wire = Wire { client: Client { server: server.clone(), fault }, server, runtime, remote: None };
    operations::judge(&document, &strict, &Operation { id: REPLACE, call }, &wire, 1, 0)
}

#[test]
fn a_right_client_passes() {
    let subject = judge(NONE);
    assert!(subject.findings.is_empty(), "{:#?}", subject.findings);
    assert!(subject.samples > 4, "{}", subject.samples);
}

#[test]
fn faults_of_a_client_are_found() {
    let cases = [
        ("method", Fault { request: |request| request.method = "PATCH".to_owned(), ..NONE }),
        ("path", Fault { request: |request| request.target = request.target.replacen("/parts", "/part", 1), ..NONE }),
        (
            "query",
            Fault { request: |request| request.target = request.target.replace("page_size", "pageSize"), ..NONE },
        ),
        ("headers", Fault { request: |request| request.headers.retain(|(name, _)| name != "accept"), ..NONE }),
        ("body", Fault { request: |request| request.body.clear(), ..NONE }),
        ("server", Fault { request: |request| request.root = "https://elsewhere.example".to_owned(), ..NONE }),
        ("sends", Fault { times: 0, ..NONE }),
        ("sends once", Fault { times: 2, ..NONE }),
        ("decodes", Fault { response: |_| Err("no".to_owned()), ..NONE }),
        ("decodes its value", Fault { response: |_| Ok(b"{}".to_vec()), ..NONE }),
        ("refuses", Fault { is_lenient: true, ..NONE }),
    ];
    for (check, fault) in cases {
        let checks: Vec<&str> = judge(fault).findings.iter().map(|finding| finding.check).collect();
        assert!(checks.contains(&check), "{check}: {checks:?}");
    }
}
