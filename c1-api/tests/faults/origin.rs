//! The origin: it issues tokens, performs requests, and reports to the judge what it did.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::counts::Counts;
use crate::judge::Judge;
use crate::plan::{HttpFault, Kind};
use crate::truth;

pub(crate) const CALL_HEADER: &str = "x-call";
pub(crate) const TOKEN_PATH: &str = "/auth/v1/token";
pub(crate) const TOKEN_LIFE: Duration = Duration::from_secs(3);

/// A client replaces three rejected tokens within a minute at most, so they are revoked at this distance.
const REVOCATION_DISTANCE: Duration = Duration::from_secs(21);

/// The origin, which all connections share.
pub(crate) struct Origin {
    judge: Arc<Judge>,
    pub(crate) faults: Arc<Counts>,
    pub(crate) requests: AtomicU64,
    clients: Vec<Mutex<Tokens>>,
}

/// The tokens of one client.
#[derive(Default)]
pub(crate) struct Tokens {
    issued: u64,
    /// The tokens below this number were revoked.
    revoked: u64,
    latest_revocation: Option<Instant>,
    pub(crate) revocations: u64,
}

/// A request.
pub(crate) struct Received<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) authorization: Option<&'a str>,
    pub(crate) call: Option<&'a str>,
    pub(crate) body: &'a [u8],
}

/// A response, and what is done to it.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<u32>,
    pub(crate) body: String,
    pub(crate) fault: Option<HttpFault>,
    pub(crate) service_time: Option<Duration>,
}

impl Origin {
    pub(crate) fn new(judge: Arc<Judge>, faults: Arc<Counts>) -> Self {
        let clients = (0..judge.clients.len()).map(|_| Mutex::default()).collect();
        Self { judge, faults, requests: AtomicU64::new(0), clients }
    }

    /// Performs a request, unless a fault prevents that.
    pub(crate) fn receive(&self, request: &Received<'_>) -> Reply {
        let number = self.requests.fetch_add(1, Relaxed);
        let plan = self.judge.plan;
        if plan.revokes(number) {
            self.revoke((number % self.clients.len() as u64) as usize);
        }
        let fault = plan.http(number, request.path == TOKEN_PATH);
        if let Some(fault) = fault {
            self.faults.add(&format!("http: {}", name(fault)));
        }
        let (status, retry_after, body) = match fault {
            Some(HttpFault::RateLimit(retry_after)) => (429, retry_after, error(8, "slow down")),
            Some(HttpFault::Refuse(status)) => (status, None, "busy".to_owned()),
            Some(HttpFault::Internal) => (500, None, error(2, "user_id is required")),
            Some(HttpFault::RefuseStream) => (503, None, String::new()),
            Some(HttpFault::Lose(status)) => {
                self.perform(request);
                (status, None, "lost".to_owned())
            }
            _ => {
                let (status, body) = self.perform(request);
                (status, None, body)
            }
        };
        if let Some(call) = request.call.and_then(|call| call.parse().ok()) {
            self.judge.on_received(call, fault == Some(HttpFault::RefuseStream));
            self.judge.on_status(call, status);
        }
        Reply { status, retry_after, body, fault, service_time: plan.service_time(number) }
    }

    /// Whether a token was revoked.
    pub(crate) fn is_revoked(&self, token: &str) -> bool {
        parse_token(token).is_some_and(|(client, number)| number < self.tokens(client).lock().unwrap().revoked)
    }

    pub(crate) fn tokens(&self, client: usize) -> &Mutex<Tokens> {
        &self.clients[client]
    }

    fn revoke(&self, client: usize) {
        let mut tokens = self.tokens(client).lock().unwrap();
        if tokens.latest_revocation.is_none_or(|at| at.elapsed() > REVOCATION_DISTANCE)
            && tokens.issued > tokens.revoked
        {
            tokens.revoked = tokens.issued;
            tokens.latest_revocation = Some(Instant::now());
            tokens.revocations += 1;
        }
    }

    fn perform(&self, request: &Received<'_>) -> (u16, String) {
        if request.path == TOKEN_PATH {
            return self.issue(request.body);
        }
        let token = request.authorization.and_then(|value| parse_token(value.strip_prefix("Bearer ")?));
        let is_valid = |(client, number)| {
            let tokens = self.tokens(client).lock().unwrap();
            (tokens.revoked..tokens.issued).contains(&number)
        };
        if !token.is_some_and(is_valid) {
            return (401, error(16, "the token is not valid"));
        }
        let call = request.call.and_then(|call| call.parse().ok());
        match call.zip(route(request)) {
            Some((call, (kind, subject))) if self.agrees(call, &kind, &subject, request) => self.act(call, request),
            _ => {
                self.judge.violation("a request that no caller sent", || {
                    format!("{} {} of call {:?}", request.method, request.path, request.call)
                });
                (400, error(3, "not understood"))
            }
        }
    }

    /// Whether the parts of a request are of the same call.
    fn agrees(&self, call: u32, kind: &str, subject: &str, request: &Received<'_>) -> bool {
        let planned = match self.judge.plan.kind(call) {
            Kind::Get => "get",
            Kind::Search => "search",
            Kind::Update => "update",
            Kind::Create => "create",
            Kind::Delete => "delete",
            Kind::List(_) => "list",
        };
        let has_body = matches!(planned, "create" | "update");
        let is_whole = !has_body || json(request)["name"] == truth::name(call);
        planned == kind && subject == call.to_string() && is_whole
    }

    fn act(&self, call: u32, request: &Received<'_>) -> (u16, String) {
        let before = self.judge.on_performed(call);
        let body = match self.judge.plan.kind(call) {
            Kind::Delete if before > 0 => {
                self.judge.on_not_performed(call);
                return (404, error(5, "no such thing"));
            }
            Kind::Delete => "{}".to_owned(),
            Kind::Get | Kind::Update | Kind::Create => truth::thing(call).to_string(),
            Kind::Search => {
                json!({ "list": [{ "id": truth::item(call, 0), "displayName": truth::name(call) }] }).to_string()
            }
            Kind::List(count) => {
                let token = json(request)["pageToken"].as_str().map(str::to_owned).unwrap_or_default();
                let offset = token.split_once(':').map_or(0, |(_, offset)| offset.parse().unwrap());
                let (items, next) = truth::page(call, offset, count);
                let list: Vec<Value> = items.map(|id| json!({ "user": { "id": id } })).collect();
                json!({ "list": list, "nextPageToken": next }).to_string()
            }
        };
        (200, body)
    }

    fn issue(&self, form: &[u8]) -> (u16, String) {
        let mut form = url::form_urlencoded::parse(form);
        let client = form.find(|(name, _)| name == "client_id").and_then(|(_, id)| client_number(&id));
        let Some(client) = client.filter(|client| *client < self.clients.len()) else {
            return (401, json!({ "error": "invalid_client" }).to_string());
        };
        let mut tokens = self.tokens(client).lock().unwrap();
        let token = format!("{client}.{}", tokens.issued);
        tokens.issued += 1;
        let body = json!({ "access_token": token, "token_type": "Bearer", "expires_in": TOKEN_LIFE.as_secs() });
        (200, body.to_string())
    }
}

/// The id of a client by its number.
pub(crate) fn client_id(number: usize) -> String {
    format!("robot-{number}@acme.conductor.one/pcc")
}

fn client_number(id: &str) -> Option<usize> {
    id.strip_prefix("robot-")?.split_once('@')?.0.parse().ok()
}

fn parse_token(token: &str) -> Option<(usize, u64)> {
    let (client, number) = token.split_once('.')?;
    Some((client.parse().ok()?, number.parse().ok()?))
}

/// The kind of a request, and the call that its path or body names.
fn route(request: &Received<'_>) -> Option<(String, String)> {
    let (kind, subject) = match (request.method, request.path.strip_prefix("/api/v1/")?) {
        ("POST", "things") => ("create", json(request)["id"].as_str()?.to_owned()),
        ("POST", "search/users") => ("list", json(request)["query"].as_str()?.to_owned()),
        ("POST", "search/iam/personal_clients") => ("search", json(request)["query"].as_str()?.to_owned()),
        ("GET", path) => ("get", path.strip_prefix("things/")?.to_owned()),
        ("PUT", path) => ("update", path.strip_prefix("things/")?.to_owned()),
        ("DELETE", path) => ("delete", path.strip_prefix("things/")?.to_owned()),
        _ => return None,
    };
    Some((kind.to_owned(), subject))
}

fn json(request: &Received<'_>) -> Value {
    serde_json::from_slice(request.body).unwrap_or_default()
}

fn error(code: u32, message: &str) -> String {
    json!({ "code": code, "message": message }).to_string()
}

/// The name of a fault without its parameter.
fn name(fault: HttpFault) -> &'static str {
    match fault {
        HttpFault::RateLimit(None) => "429",
        HttpFault::RateLimit(Some(_)) => "429 with Retry-After",
        HttpFault::Refuse(_) => "502, 503, 504; not performed",
        HttpFault::Lose(_) => "502, 503, 504; performed",
        HttpFault::Internal => "500",
        HttpFault::Short => "body too short",
        HttpFault::Close => "connection closed after response",
        HttpFault::RefuseStream => "REFUSED_STREAM",
        HttpFault::ResetStream => "stream reset, performed",
        HttpFault::GoAway => "GOAWAY",
        HttpFault::AbruptGoAway => "GOAWAY, performed",
    }
}
