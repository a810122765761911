//! Proof of possession (DPoP, RFC 9449): with it, a token is of use only to who holds the key that it is bound to.

mod challenge;
mod nonce;
mod proof;

pub(super) use challenge::Challenge;
pub(super) use nonce::nonce_in;
pub(super) use proof::{ProofSigner, hash};

/// Whether access tokens are bound to a key of the client's (DPoP, RFC 9449), so that a stolen one is of no use.
///
/// Every request then carries a proof that the client holds the key, signed for that request alone. The key is that of the
/// client secret, and else one that is made with the client and never leaves it.
///
/// A server refuses proofs that are not dated by its own clock. If it does, its `Date` header tells by how much the clock here
/// is off, and the request is sent once more with that put right, unless it is more than a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dpop {
    /// Where the server asks for it, which it does where the credential is set so in C1.
    ///
    /// It may stop to, so a token that is not bound is used even after bound ones; a `tracing` event of the level `WARN` tells of
    /// that. Who is not to depend on what the server says takes [`Required`](Self::Required).
    #[default]
    Automatic,
    /// Always. A token that is not bound is an error of the kind [`Auth`](crate::ErrorKind::Auth), and never sent.
    Required,
}
