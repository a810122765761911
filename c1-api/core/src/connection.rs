//! What all calls to one server share.

use std::fmt;
use std::sync::Arc;

use crate::channel::Channel;
use crate::credential::Credential;
use crate::encoder::Encoder;
use crate::exchange::{Exchange, exchange};
use crate::network::Defaults;
use crate::options::CallOptions;
use crate::retry::Budget;
use crate::server::Server;

/// A server, the way to it, and the credential for it. Cloning it is cheap, and the clones share everything.
#[derive(Clone)]
pub struct Connection(Arc<Parts>);

pub(crate) struct Parts {
    pub(crate) server: Server,
    pub(crate) credential: Credential,
    pub(crate) channel: Channel,
    pub(crate) defaults: Defaults,
    pub(crate) budget: Budget,
}

impl Connection {
    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// Sends what `encoder` has collected. Nothing happens before the first poll, and nothing goes on after a drop.
    pub fn exchange(&self, encoder: Encoder, options: CallOptions) -> Exchange {
        exchange(self.0.clone(), encoder, options)
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("base_url", &self.0.server.root()).finish_non_exhaustive()
    }
}
