//! Credentials that must never be printed, and what would show that they were.

pub(crate) const CLIENT_ID: &str = "clever-fox-42195@acme.conductor.one/pcc";

/// The key of RFC 8037, as C1 would give it.
pub(crate) const CLIENT_SECRET: &str = "secret-token:conductorone.com:v1:eyJrdHkiOiJPS1AiLCJjcnYiOiJFZDI1NTE5IiwieCI6IjExcVlBWUt4\
     Q3JmVlNfN1R5V1FIT2c3aGN2UGFwaU1scndJYWFQY0hVUm8iLCJkIjoibldHeG5lXzlXbUM2aEVyMGt1d3N4RVJKeFdsN01ta1pjRHVzQXh5dWYyQSJ9";

/// How each planted token and header begins.
pub(crate) const SESAME: &str = "open-sesame";

/// The encoded JWK and every JWT begin so, the private part of the key is the second, and its bytes begin as the third.
const SECRETS: [&str; 4] = ["eyJ", "nWGxne_9", "[157, 97, 177,", SESAME];

/// Fails where `shown` has a part of a credential in it.
#[track_caller]
pub(crate) fn assert_unprinted(shown: &str) {
    for secret in SECRETS {
        assert!(!shown.contains(secret), "{secret} is in:\n{shown}");
    }
}
