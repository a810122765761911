//! How one call proves itself, attempt after attempt.

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::{HeaderValue, Request};

use super::Credential;
use super::token::AccessToken;
use crate::error::Error;

/// What has to do with the credential in one call: it writes the headers of each attempt, and learns from each answer.
pub(crate) struct Authorizer<'a> {
    credential: &'a Credential,
    /// That of the latest attempt.
    token: Option<AccessToken>,
    /// Whether the token was replaced because it was refused, which happens once.
    replaced: bool,
}

impl<'a> Authorizer<'a> {
    pub(super) fn new(credential: &'a Credential) -> Self {
        Self { credential, token: None, replaced: false }
    }

    /// Writes into `request`, which is all there but for them, the headers that prove who sends it.
    pub(crate) async fn authorize(&mut self, request: &mut Request<Bytes>) -> Result<(), Error> {
        let token = self.credential.token().await?;
        request.headers_mut().insert(AUTHORIZATION, token.header().clone());
        self.token = Some(token);
        Ok(())
    }

    /// The header of the latest attempt.
    pub(crate) fn authorization(&self) -> Option<&HeaderValue> {
        self.token.as_ref().map(AccessToken::header)
    }

    /// After an answer that refused the latest attempt: whether another one may be let in. It is to be made at once.
    pub(crate) async fn amend(&mut self) -> bool {
        match &self.token {
            Some(token) if !self.replaced => {
                self.replaced = self.credential.refused(token).await;
                self.replaced
            }
            _ => false,
        }
    }
}
