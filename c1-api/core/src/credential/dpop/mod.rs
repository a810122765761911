//! Proof of possession (DPoP, RFC 9449): a token is useless without the key that it is bound to.

mod challenge;
mod nonce;
mod proof;

pub(super) use challenge::Challenge;
pub(super) use nonce::nonce_in;
pub(super) use proof::{ProofSigner, token_hash};

/// Whether access tokens are bound to a key of the client (DPoP, RFC 9449), so that a stolen token is useless.
///
/// Every request then carries a proof that the client holds the key, signed for that request only. The key is that of the
/// client secret. Other credentials use a key that is generated with the client and never leaves it.
///
/// A server refuses proofs that do not match its clock. Its `Date` header then shows the difference, and the request is repeated
/// once with a corrected date. Differences above one day are not corrected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dpop {
    /// Binds tokens if the server asks for it, which depends on the credential's settings in C1.
    ///
    /// The server may stop asking, so tokens without a binding are used even after bound ones. A `tracing` event of the level
    /// `WARN` reports that. Use [`Required`](Self::Required) to be independent of the server's answer.
    #[default]
    Automatic,
    /// Always binds tokens. A token without a binding is an error of the kind [`Auth`](crate::ErrorKind::Auth) and never sent.
    Required,
}
