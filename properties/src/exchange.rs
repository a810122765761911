//! A client whose requests a script answers.

use std::convert::Infallible;
use std::future::ready;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use c1_api::{Client, ClientBuilder};
use http::{HeaderName, HeaderValue, Request, Response};
use http_body_util::Full;
use tower::service_fn;

/// The line between two responses of a script.
const BETWEEN: &str = "\n====\n";

/// The text of a script that a response replaces by the assertion in its request.
const ASSERTION: &str = "ASSERTION";

/// The same, with the first character of the assertion escaped as JSON may have it.
const ESCAPED: &str = "ESCAPED";

/// A request, with the body of its response.
type Exchange = (Request<Bytes>, Bytes);

/// Responses in the form of HTTP: a status, headers, an empty line, and the body.
///
/// The last response is repeated.
#[derive(Clone, Debug)]
pub(crate) struct Script {
    responses: Vec<Vec<u8>>,
    exchanges: Arc<Mutex<Vec<Exchange>>>,
}

impl Script {
    /// Parses any bytes.
    pub(crate) fn parse(data: &[u8]) -> Self {
        let mut responses = vec![Vec::new()];
        for line in data.split_inclusive(|byte| *byte == b'\n') {
            match responses.last_mut() {
                Some(response) if line != BETWEEN.trim_start().as_bytes() => response.extend_from_slice(line),
                _ => responses.push(Vec::new()),
            }
        }
        Self { responses, exchanges: Arc::default() }
    }

    /// Returns the requests so far.
    pub(crate) fn requests(&self) -> Vec<Request<Bytes>> {
        self.exchanges.lock().expect("no panic").iter().map(|(request, _)| request.clone()).collect()
    }

    /// Returns the body of the latest response.
    pub(crate) fn latest_body(&self) -> Bytes {
        self.exchanges.lock().expect("no panic").last().map(|(_, body)| body.clone()).unwrap_or_default()
    }

    /// Returns the response to the request.
    fn respond(&self, request: Request<Bytes>) -> Response<Full<Bytes>> {
        let assertion = assertion(&request);
        let mut exchanges = self.exchanges.lock().expect("no panic");
        let (head, body) = split(&self.responses[exchanges.len().min(self.responses.len() - 1)]);
        let body = filled(body, &assertion);
        exchanges.push((request, body.clone()));
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.trim().parse::<u16>().ok()).filter(|status| *status >= 200);
        let mut response = Response::new(Full::new(body));
        *response.status_mut() = status.and_then(|status| status.try_into().ok()).unwrap_or_default();
        for (name, value) in lines.filter_map(|line| line.split_once(':')) {
            let value = HeaderValue::from_bytes(&filled(value.trim().as_bytes(), &assertion));
            if let (Ok(name), Ok(value)) = (name.trim().parse::<HeaderName>(), value) {
                response.headers_mut().append(name, value);
            }
        }
        response
    }
}

/// The assertion in a request to the token endpoint, else nothing.
pub(crate) fn assertion(request: &Request<Bytes>) -> String {
    let form = String::from_utf8_lossy(request.body());
    form.split('&').find_map(|pair| pair.strip_prefix("client_assertion=")).unwrap_or_default().to_owned()
}

/// A response's head and its body.
fn split(response: &[u8]) -> (String, &[u8]) {
    let end = response.windows(2).position(|bytes| bytes == b"\n\n").unwrap_or(response.len());
    (String::from_utf8_lossy(&response[..end]).into_owned(), response.get(end + 2..).unwrap_or_default())
}

fn filled(text: &[u8], assertion: &str) -> Bytes {
    match std::str::from_utf8(text) {
        Ok(text) if !assertion.is_empty() => {
            let escaped = format!("\\u{:04x}{}", assertion.as_bytes()[0], &assertion[1..]);
            text.replace(ASSERTION, assertion).replace(ESCAPED, &escaped).into()
        }
        _ => text.to_vec().into(),
    }
}

/// Sends the client's requests to the token endpoint to one script, and all others to another.
pub(crate) fn client(builder: ClientBuilder, tokens: &Script, api: &Script) -> Client {
    let (tokens, api) = (tokens.clone(), api.clone());
    let service = service_fn(move |request: Request<Bytes>| {
        let script = if request.uri().path() == "/auth/v1/token" { &tokens } else { &api };
        ready(Ok::<_, Infallible>(script.respond(request)))
    });
    builder.service(service).build().expect("a client")
}

/// Runs a future to its end. Timers end as soon as nothing else is left to do.
pub(crate) fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.expect("a runtime").block_on(future)
}
