//! Tokens from the user's own code, and static ones.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::error::ErrorKind;

#[tokio::test]
async fn a_provider_is_asked_each_time() {
    let calls = AtomicUsize::new(0);
    let provider = TokenProvider::new(move || {
        let call = calls.fetch_add(1, Ordering::Relaxed);
        async move { Ok::<_, Infallible>(format!("token-{}", call / 2)) }
    });
    let credential = Credential::Provided(provider);
    let first = credential.token(Instant::now()).await.unwrap();
    assert_eq!(shown(&first), "Bearer token-0");
    assert!(!credential.replace(&first).await, "the provider gave the same token again");
    assert!(credential.replace(&first).await, "the provider gave another token");
    assert_eq!(header(&credential).await, "Bearer token-1");
}

#[tokio::test]
async fn a_provider_may_fail() {
    let failing = TokenProvider::new(async || Err::<String, _>("the vault is sealed"));
    let error = Credential::Provided(failing).token(Instant::now()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Auth);
    assert_eq!(error.to_string(), "the token provider failed: the vault is sealed");

    for token in ["", "sesame\n", "Bearer sesame", "sesäme"] {
        let credential = Credential::Provided(TokenProvider::new(move || async move { Ok::<_, Infallible>(token) }));
        let error = credential.token(Instant::now()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Auth);
        assert!(error.to_string().contains("returned an invalid token"), "{error}");
        assert!(!format!("{error} {error:?}").contains("ses"), "{error:?}");
        assert!(!credential.replace(&AccessToken::bearer(&"old".into()).unwrap()).await);
    }
}

#[tokio::test]
async fn a_static_token_stays_as_it_is() {
    let credential = Credential::bearer(&"open-sesame".into()).unwrap();
    assert_eq!(header(&credential).await, "Bearer open-sesame");
    assert!(!credential.replace(&AccessToken::bearer(&"open-sesame".into()).unwrap()).await);
}
