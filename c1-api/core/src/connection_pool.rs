//! Connections that are abandoned after an attempt on them timed out.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::error::Error;

/// A reqwest client with its connections, replaced by a fresh one when it is abandoned.
///
/// A timed-out attempt resets its HTTP/2 stream only. If the peer is gone without closing the connection, every later request
/// would wait on the same connection; reqwest cannot close a single one.
#[derive(Clone)]
pub(crate) struct ConnectionPool(Arc<Shared>);

struct Shared {
    build: Box<dyn Fn() -> Result<reqwest::Client, Error> + Send + Sync>,
    state: Mutex<State>,
}

struct State {
    generation: u64,
    /// `None` from the abandonment to the next request. Requests under way keep the old client until they end.
    client: Option<reqwest::Client>,
}

impl ConnectionPool {
    /// Creates the pool and its first client by `build`.
    pub(crate) fn new(
        build: impl Fn() -> Result<reqwest::Client, Error> + Send + Sync + 'static,
    ) -> Result<Self, Error> {
        let state = Mutex::new(State { generation: 0, client: Some(build()?) });
        Ok(Self(Arc::new(Shared { build: Box::new(build), state })))
    }

    /// The client for the next request.
    pub(crate) fn client(&self) -> Result<reqwest::Client, Error> {
        let mut state = self.state();
        match &state.client {
            Some(client) => Ok(client.clone()),
            None => Ok(state.client.insert((self.0.build)()?).clone()),
        }
    }

    /// The generation of the client that the next request uses.
    pub(crate) fn generation(&self) -> u64 {
        self.state().generation
    }

    /// Keeps later requests off the connections of this generation. Only the first call for a generation has an effect.
    pub(crate) fn abandon(&self, generation: u64) {
        let mut state = self.state();
        if state.generation == generation {
            state.generation += 1;
            state.client = None;
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No change of the state can panic halfway.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;
    use crate::error::ErrorKind;
    use crate::tls::Tls;

    fn client() -> reqwest::Client {
        Tls::plain().unwrap().configure(reqwest::Client::builder()).build().unwrap()
    }

    #[test]
    fn timeouts_of_one_generation_replace_it_once() {
        let builds = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&builds);
        let pool = ConnectionPool::new(move || {
            counted.fetch_add(1, Ordering::Relaxed);
            Ok(client())
        })
        .unwrap();
        let generations = [pool.generation(), pool.generation(), pool.generation()];
        for generation in generations {
            pool.abandon(generation);
            pool.client().unwrap();
        }
        assert_eq!((builds.load(Ordering::Relaxed), pool.generation()), (2, 1));
        pool.abandon(pool.generation());
        assert_eq!(builds.load(Ordering::Relaxed), 2, "the next request builds the next client");
        pool.client().unwrap();
        pool.client().unwrap();
        assert_eq!((builds.load(Ordering::Relaxed), pool.generation()), (3, 2));
    }

    #[test]
    fn a_client_that_cannot_be_built_is_an_error_of_the_request() {
        let builds = AtomicU32::new(0);
        let pool = ConnectionPool::new(move || match builds.fetch_add(1, Ordering::Relaxed) {
            1 => Err(Error::new(ErrorKind::Connect, "no file descriptors")),
            _ => Ok(client()),
        })
        .unwrap();
        pool.abandon(0);
        assert_eq!(pool.client().unwrap_err().to_string(), "no file descriptors");
        assert!(pool.client().is_ok());
    }
}
