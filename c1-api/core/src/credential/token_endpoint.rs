//! The server's token endpoint: a statement in, a token out.

use std::borrow::Cow;
use std::pin::pin;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, USER_AGENT};
use http::response::Parts;
use http::{HeaderValue, Method, Request, StatusCode};
use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;
use tokio::time::{Instant, sleep_until, timeout};
use tracing::Instrument;

use super::dpop::{Challenge, ProofSigner, nonce_in};
use super::fetch::fetch;
use super::grant::Grant;
use super::token_response::{TokenResponse, is_bound, minted, refusal};
use crate::base_url::BaseUrl;
use crate::channel::Channel;
use crate::error::{Error, ErrorKind};
use crate::telemetry::{self, OperationLabel};

/// The path of the endpoint below the API's root.
pub(crate) const PATH: &str = "/auth/v1/token";

/// The name of token requests in telemetry. They belong to no operation of the API.
const TOKEN: OperationLabel = OperationLabel { operation: Cow::Borrowed("token"), template: Cow::Borrowed(PATH) };

/// How tokens are had for one client.
pub(super) struct TokenEndpoint {
    pub(super) base_url: BaseUrl,
    pub(super) channel: Channel,
    pub(super) grant: Grant,
    pub(super) prover: ProofSigner,
    pub(super) user_agent: HeaderValue,
    /// How long asking for a token may take.
    pub(super) timeout: Duration,
}

/// An answer, and what was sent for it.
struct Exchanged {
    head: Parts,
    body: Zeroizing<Vec<u8>>,
    statement: SecretString,
    proven: bool,
    correction: i64,
    asked_at: Instant,
}

/// What has been put right since the first request for a token. Nothing is twice, so that no server is asked for ever.
#[derive(Default)]
struct Amended {
    nonce: bool,
    clock: bool,
    proof: bool,
}

impl TokenEndpoint {
    /// Asks for a token: once, and once more for each thing that the answer lets be put right.
    pub(super) async fn mint(&self) -> Result<TokenResponse, Error> {
        let mut amended = Amended::default();
        loop {
            let exchanged = self.ask().await?;
            let nonce = nonce_in(&exchanged.head.headers);
            let has_nonce = nonce.is_some();
            if let Some(nonce) = nonce {
                self.prover.token_nonce.keep(nonce);
            }
            if !self.handle_unauthorized(&exchanged, has_nonce, &mut amended) {
                return self.outcome(&exchanged);
            }
        }
    }

    /// Whether asking once more, otherwise, may go better.
    fn handle_unauthorized(&self, exchanged: &Exchanged, has_nonce: bool, amended: &mut Amended) -> bool {
        let Exchanged { head, body, proven, correction, .. } = exchanged;
        if head.status.is_success() {
            // Whatever such a token is bound to, it is not known to be the key here.
            !proven && is_bound(body) && self.prove_from_now_on(&mut amended.proof)
        } else if matches!(head.status, StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED) {
            match Challenge::of(&head.headers, body) {
                Some(_) if !proven => self.prove_from_now_on(&mut amended.proof),
                Some(Challenge::Nonce) => has_nonce && once(&mut amended.nonce),
                // A statement may be dated too, and an endpoint need not say that this is what it dislikes.
                _ if !proven && !self.grant.is_dated() => false,
                _ => self.prover.clock.correct(&head.headers, *correction) && once(&mut amended.clock),
            }
        } else {
            false
        }
    }

    fn prove_from_now_on(&self, amended: &mut bool) -> bool {
        self.prover.ask();
        once(amended)
    }

    async fn ask(&self) -> Result<Exchanged, Error> {
        let (proven, correction) = (self.prover.is_wanted(), self.prover.clock.correction());
        let statement = self.grant.statement(self.base_url.host(), self.prover.clock.seconds(correction));
        let statement = timeout(self.timeout, statement).await.unwrap_or_else(|_| {
            let summary = format!("no OIDC token was there within {:?}", self.timeout);
            Err(Error::new(ErrorKind::Timeout, summary))
        })?;
        let mut request = self.request(&statement)?;
        if proven {
            let nonce = self.prover.token_nonce.latest();
            self.prover.prove(&mut request, None, nonce.as_deref(), correction)?;
        }
        let span = telemetry::attempt_span(&self.base_url, request.method(), &TOKEN, 0);
        let sent = request.body().len();
        let exchange =
            fetch(self.channel.transport(), &self.base_url, request, "the token endpoint").instrument(span.clone());
        let asked_at = Instant::now();
        let timer = pin!(sleep_until(asked_at + self.timeout));
        let answer = self.channel.lease().until(timer, pin!(exchange)).await.unwrap_or_else(|| {
            let summary = format!("{} gave no access token within {:?}", self.base_url.host(), self.timeout);
            Err(Error::new(ErrorKind::Timeout, summary))
        });
        let received = answer.as_ref().map(|(head, body)| (head.status, body.len()));
        telemetry::record_attempt(&span, sent, received, asked_at.elapsed());
        let (head, body) = answer?;
        Ok(Exchanged { head, body, statement, proven, correction, asked_at })
    }

    fn request(&self, statement: &SecretString) -> Result<Request<Bytes>, Error> {
        Request::builder()
            .method(Method::POST)
            .uri(format!("{}{PATH}", self.base_url.root()))
            .header(ACCEPT, "application/json")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(USER_AGENT, &self.user_agent)
            .body(self.grant.form(statement))
            .map_err(|cause| Error::invalid_input("the token endpoint's URL cannot be sent to").with_source(cause))
    }

    /// What the answer comes to.
    fn outcome(&self, exchanged: &Exchanged) -> Result<TokenResponse, Error> {
        let Exchanged { head, body, statement, asked_at, .. } = exchanged;
        let outcome = if head.status.is_success() {
            minted(body, *asked_at).and_then(|minted| self.permitted(minted))
        } else {
            let hint = self.hint(exchanged);
            Err(refusal(head, body, statement, hint))
        };
        outcome.map_err(|error| error.with_head(head, None))
    }

    fn permitted(&self, minted: TokenResponse) -> Result<TokenResponse, Error> {
        if minted.token.ath().is_none() {
            if self.prover.is_required() {
                let summary = "the token endpoint gave a token that is not bound to the client's key, though proof of \
                               possession (DPoP) is required; the token was not used; is DPoP on for this credential in C1?";
                return Err(Error::new(ErrorKind::Auth, summary));
            }
            if self.prover.is_wanted() {
                // It is used: where the server still insists, it refuses the token itself, and where it no longer does, a client
                // that went on to insist would be of no use until it is built anew.
                tracing::warn!(
                    "the access token is not bound to the client's key, though proof of possession (DPoP) was asked for before"
                );
            }
        }
        Ok(minted)
    }

    fn hint(&self, exchanged: &Exchanged) -> &'static str {
        match Challenge::of(&exchanged.head.headers, &exchanged.body) {
            Some(demand) => demand.hint(),
            None => self.grant.hint(&exchanged.body),
        }
    }
}

/// Whether this is the first time.
fn once(made: &mut bool) -> bool {
    !std::mem::replace(made, true)
}
