//! When a token is asked for, and how often.

use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::time::{advance, sleep};

use super::*;

/// Advances by a number of seconds, and lets what became due happen.
async fn seconds(count: u64) {
    sleep(Duration::from_secs(count)).await;
}

#[tokio::test(start_paused = true)]
async fn a_thousand_calls_share_one_token() {
    let (credential, received) = living(3600);
    for answer in together(&credential, 1000).await {
        assert_eq!(shown(&answer.unwrap()), "Bearer token-0");
    }
    assert_eq!(received.count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_call_that_is_dropped_takes_nothing_from_the_others() {
    let (credential, received) = living(3600);
    let first = tokio::time::timeout(DELAY / 2, credential.token(Instant::now())).await;
    assert!(first.is_err());
    assert_eq!(header(&credential).await, "Bearer token-0");
    assert_eq!(received.count(), 1);
}

#[test]
fn a_runtime_that_ends_takes_nothing_from_the_others() {
    let calls = Arc::new(AtomicUsize::new(0));
    let service = service_fn(move |_| {
        let before = calls.fetch_add(1, Ordering::Relaxed);
        async move {
            if before == 0 {
                std::future::pending::<()>().await;
            }
            Ok(token(before, &json!(600)))
        }
    });
    let credential = with_transport(Transport::new(service));
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let (first, second) = (runtime(), runtime());
    first.block_on(async {
        tokio::time::timeout(Duration::from_millis(10), credential.token(Instant::now())).await.unwrap_err();
    });
    drop(first);
    assert_eq!(second.block_on(header(&credential)), "Bearer token-1");
}

#[tokio::test(start_paused = true)]
async fn a_token_is_renewed_ahead_of_its_expiry_while_it_still_serves() {
    let (credential, received) = living(1000);
    assert_eq!(header(&credential).await, "Bearer token-0");
    // Asking took two of its seconds. It is renewed at most 120 s ahead, and at least half of that.
    seconds(870).await;
    assert_eq!(header(&credential).await, "Bearer token-0");
    seconds(1).await;
    assert_eq!(received.count(), 1);

    seconds(70).await;
    for answer in together(&credential, 100).await {
        assert_eq!(shown(&answer.unwrap()), "Bearer token-0");
    }
    seconds(1).await;
    assert_eq!(header(&credential).await, "Bearer token-0");
    assert_eq!(received.count(), 2);
    seconds(2).await;
    assert_eq!(header(&credential).await, "Bearer token-1");
    assert_eq!(received.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn clients_that_began_together_do_not_renew_together() {
    let clients: Vec<_> = (0..50).map(|_| living(1000)).collect();
    for (credential, _) in &clients {
        credential.token(Instant::now()).await.unwrap();
        advance(Duration::from_secs(1000) - DELAY - Duration::from_secs(90)).await;
        credential.token(Instant::now()).await.unwrap();
        seconds(3).await;
    }
    let renewed = clients.iter().filter(|(_, received)| received.count() == 2).count();
    assert!((1..50).contains(&renewed), "{renewed} of 50");
}

#[tokio::test(start_paused = true)]
async fn nothing_is_renewed_that_nobody_uses() {
    let (credential, received) = living(600);
    header(&credential).await;
    seconds(100_000).await;
    assert_eq!(received.count(), 1);
    assert_eq!(header(&credential).await, "Bearer token-1");
}

#[tokio::test(start_paused = true)]
async fn a_token_that_does_not_live_serves_those_who_waited_for_it() {
    let (credential, received) = living(0);
    assert!(together(&credential, 100).await.iter().all(Result::is_ok));
    assert_eq!(received.count(), 1);
    assert_eq!(header(&credential).await, "Bearer token-1");
    assert_eq!(header(&credential).await, "Bearer token-2");
}

#[tokio::test(start_paused = true)]
async fn a_token_of_unknown_lifetime_is_taken_to_live_for_a_short_time() {
    let (credential, received) = living(Value::Null);
    header(&credential).await;
    seconds(200).await;
    assert_eq!(header(&credential).await, "Bearer token-0");
    seconds(100).await;
    assert_eq!(header(&credential).await, "Bearer token-1");
    assert_eq!(received.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_replaced_once_for_all() {
    let (credential, received) = living(3600);
    let refused = credential.token(Instant::now()).await.unwrap();
    let mut tasks = JoinSet::new();
    for _ in 0..100 {
        let (credential, refused) = (credential.clone(), refused.clone());
        tasks.spawn(async move { credential.replace(&refused).await });
    }
    assert!(tasks.join_all().await.into_iter().all(|fresh| fresh));
    assert!(credential.replace(&refused).await);
    assert_eq!(header(&credential).await, "Bearer token-1");
    assert_eq!(received.count(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_api_that_refuses_all_tokens_does_not_use_them_up() {
    let (credential, received) = living(3600);
    let mut replaced = 0;
    for _ in 0..100 {
        let refused = credential.token(Instant::now()).await.unwrap();
        replaced += usize::from(credential.replace(&refused).await);
    }
    assert_eq!((replaced, received.count()), (3, 4));

    seconds(60).await;
    let refused = credential.token(Instant::now()).await.unwrap();
    assert!(credential.replace(&refused).await);
}
