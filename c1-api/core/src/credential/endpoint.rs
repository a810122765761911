//! The server's token endpoint: a signed statement in, a token out.

use std::time::Duration;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use http::header::{ACCEPT, CONTENT_TYPE, LOCATION, USER_AGENT};
use http::response::Parts;
use http::{HeaderValue, Method, Request, StatusCode};
use http_body_util::BodyExt;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::time::Instant;
use tower::ServiceExt;
use tracing::Instrument;
use url::form_urlencoded::Serializer;

use super::assertion::assertion;
use super::bearer_header;
use super::client_id::ClientId;
use super::signing_key::SigningKey;
use crate::answer::retry_after;
use crate::error::{Error, ErrorKind, excerpt};
use crate::observe::{self, Subject};
use crate::rpc::Status;
use crate::server::Server;
use crate::transport::{self, Transport};

/// The path of the endpoint below the API's root.
pub(crate) const PATH: &str = "/auth/v1/token";

/// The largest answer that is read, in bytes.
const ANSWER_LIMIT: usize = 256 * 1024;

/// How long a token is taken to live where the endpoint does not say: less than any documented lifetime.
const ASSUMED_LIFETIME: Duration = Duration::from_secs(300);

/// No token is taken to live longer, as no clock can count for ever.
const LONGEST_LIFETIME: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// How tokens are had for one client.
pub(super) struct Endpoint {
    pub(super) server: Server,
    pub(super) transport: Transport,
    pub(super) client_id: ClientId,
    pub(super) key: SigningKey,
    pub(super) user_agent: HeaderValue,
    /// How long asking for a token may take.
    pub(super) timeout: Duration,
    /// The time of day, which is for the server to read: nothing here is timed by it.
    pub(super) clock: fn() -> DateTime<Utc>,
}

/// A new token.
pub(super) struct Minted {
    pub(super) authorization: HeaderValue,
    pub(super) asked_at: Instant,
    /// For how long it serves, counted from when it was asked for: then it is never used after its end.
    pub(super) lifetime: Duration,
}

impl Endpoint {
    /// Asks for a token, once. It has been asked for `resends` times in vain.
    pub(super) async fn mint(&self, resends: u32) -> Result<Minted, Error> {
        let assertion = assertion(self.client_id.as_str(), self.server.host(), &self.key, (self.clock)())?;
        let asked_at = Instant::now();
        let request = self.request(&assertion)?;
        let sent = request.body().len();
        let span = observe::attempt(&self.server, request.method(), &Subject::TOKEN, resends);
        let answer = self.answer(request).instrument(span.clone()).await;
        let minted = answer.and_then(|(head, body)| {
            let minted =
                if head.status.is_success() { minted(&body, asked_at) } else { Err(refusal(&head, &body, &assertion)) };
            minted.map(|minted| (minted, head.status, body.len())).map_err(|error| error.with_status(head.status))
        });
        let size = minted.as_ref().map(|(_, status, length)| (*status, *length));
        observe::ended(&span, sent, size, asked_at.elapsed());
        minted.map(|(minted, ..)| minted)
    }

    async fn answer(&self, request: Request<Bytes>) -> Result<(Parts, Vec<u8>), Error> {
        tokio::time::timeout(self.timeout, self.exchange(request)).await.unwrap_or_else(|_| {
            let summary = format!("{} gave no access token within {:?}", self.server.host(), self.timeout);
            Err(Error::new(ErrorKind::Timeout, summary))
        })
    }

    fn request(&self, assertion: &SecretString) -> Result<Request<Bytes>, Error> {
        let form = Serializer::new(String::new())
            .append_pair("client_id", self.client_id.as_str())
            .append_pair("grant_type", "client_credentials")
            .append_pair("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
            .append_pair("client_assertion", assertion.expose_secret())
            .finish();
        Request::builder()
            .method(Method::POST)
            .uri(format!("{}{PATH}", self.server.root()))
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(USER_AGENT, &self.user_agent)
            .body(form.into())
            .map_err(|cause| Error::invalid_input("the token endpoint's URL cannot be sent to").caused_by(cause))
    }

    async fn exchange(&self, request: Request<Bytes>) -> Result<(Parts, Vec<u8>), Error> {
        let failed = |cause| transport::failure(&self.server, cause);
        let (head, mut body) = self.transport.clone().oneshot(request).await.map_err(failed)?.into_parts();
        let mut read = Vec::new();
        while let Some(frame) = body.frame().await {
            read.extend_from_slice(&frame.map_err(failed)?.into_data().unwrap_or_default());
            if read.len() > ANSWER_LIMIT {
                let summary = format!("the token endpoint's answer is larger than {ANSWER_LIMIT} bytes; is it C1's?");
                return Err(Error::new(ErrorKind::TooLarge, summary).with_status(head.status));
            }
        }
        Ok((head, read))
    }
}

/// Reads an answer that reports success. None of it is ever shown, as a token is somewhere in it.
fn minted(body: &[u8], asked_at: Instant) -> Result<Minted, Error> {
    let unusable = |why: &str| Error::new(ErrorKind::Decode, format!("the token endpoint reported success, but {why}"));
    let answer: Value =
        serde_json::from_slice(body).map_err(|_| unusable("its answer is not JSON; check the tenant or base URL"))?;
    if answer["token_type"].as_str().is_some_and(|kind| !kind.eq_ignore_ascii_case("bearer")) {
        return Err(unusable("the token is of another type than Bearer, which this version cannot use"));
    }
    let token = answer["access_token"].as_str().ok_or_else(|| unusable("there is no `access_token` in its answer"))?;
    let authorization =
        bearer_header(&token.into()).ok_or_else(|| unusable("its `access_token` cannot stand in a header"))?;
    Ok(Minted { authorization, asked_at, lifetime: lifetime(&answer["expires_in"]) })
}

/// The lifetime that the endpoint gives in seconds, as a number or as text.
fn lifetime(expires_in: &Value) -> Duration {
    let seconds = expires_in.as_f64().or_else(|| expires_in.as_str()?.trim().parse().ok());
    match seconds.filter(|seconds| !seconds.is_nan()) {
        // A negative lifetime is over, and one beyond all bounds is as good as the longest.
        Some(seconds) => {
            Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(LONGEST_LIFETIME).min(LONGEST_LIFETIME)
        }
        None => ASSUMED_LIFETIME,
    }
}

/// The error for a status that is not a success.
fn refusal(head: &Parts, body: &[u8], assertion: &SecretString) -> Error {
    let status = head.status;
    if status.is_redirection() {
        let location = head.headers.get(LOCATION).map(|value| String::from_utf8_lossy(value.as_bytes()));
        let target = location.as_deref().and_then(|url| url.split(['?', '#']).next()).unwrap_or("nowhere");
        let summary = format!(
            "the token endpoint redirected ({status}) to {}; redirects are not followed; check the tenant or base URL",
            excerpt(target)
        );
        return Error::new(ErrorKind::Redirect, summary);
    }
    // A server that is busy or broken says nothing about the credential.
    let is_refusal = status.is_client_error() && status != StatusCode::TOO_MANY_REQUESTS;
    let kind = if is_refusal { ErrorKind::Auth } else { ErrorKind::Api };
    // What was sent may come back in the answer.
    let answer = String::from_utf8_lossy(body).replace(assertion.expose_secret(), "[secret]");
    let answer: Value = serde_json::from_str(&answer).unwrap_or_default();
    let text = |name: &str| answer[name].as_str().filter(|text| !text.is_empty());
    let description = text("error_description").or_else(|| text("message"));
    let why = match (text("error"), description) {
        (Some(code), Some(description)) => format!("{}: {}", excerpt(code), excerpt(description)),
        (Some(text), None) | (None, Some(text)) => excerpt(text),
        (None, None) => "it does not say why; did something between here and C1 answer?".to_owned(),
    };
    let hint = if is_refusal { "; are the client id and secret of this tenant, and not revoked?" } else { "" };
    Error::new(kind, format!("the token endpoint answered {status}: {why}{hint}"))
        .retry_at(retry_after(&head.headers))
        .with_rpc(Status { message: description.map(str::to_owned), ..Status::default() })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_endpoint_says_how_long_a_token_lives() {
        let cases = [
            (json!(3600), Duration::from_secs(3600)),
            (json!("1800"), Duration::from_secs(1800)),
            (json!(0.5), Duration::from_millis(500)),
            (json!(0), Duration::ZERO),
            (json!(-1), Duration::ZERO),
            (json!(u64::MAX), LONGEST_LIFETIME),
            (json!("1e999"), LONGEST_LIFETIME),
            (json!(null), ASSUMED_LIFETIME),
            (json!("NaN"), ASSUMED_LIFETIME),
            (json!("soon"), ASSUMED_LIFETIME),
            (json!([]), ASSUMED_LIFETIME),
        ];
        for (expires_in, expected) in cases {
            assert_eq!(lifetime(&expires_in), expected, "{expires_in}");
        }
    }

    #[test]
    fn an_answer_without_a_usable_token_is_explained_and_not_repeated() {
        let cases = [
            (json!({ "token_type": "bearer", "access_token": "sesame\n" }), "cannot stand in a header"),
            (json!({ "access_token": "" }), "cannot stand in a header"),
            (json!({ "acces_token": "sesame" }), "no `access_token`"),
            (json!(["sesame"]), "no `access_token`"),
            (json!({ "token_type": "sesame", "access_token": "sesame" }), "another type"),
        ];
        for (answer, reason) in cases {
            let error = minted(answer.to_string().as_bytes(), Instant::now()).err().unwrap();
            assert_eq!(error.kind(), ErrorKind::Decode);
            assert!(error.to_string().contains(reason), "{error}");
            assert!(!format!("{error} {error:?}").contains("sesame"), "{error:?}");
        }
        assert!(minted(b"<html>", Instant::now()).err().unwrap().to_string().contains("not JSON"));
    }
}
