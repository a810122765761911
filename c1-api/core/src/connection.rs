//! What all calls to one server share.

use std::fmt;
use std::sync::Arc;

use crate::channel::Channel;
use crate::credential::Credential;
use crate::network::Defaults;
use crate::retry::Budget;
use crate::server::Server;

/// A server, the way to it, and the credential for it. Cloning it is cheap, and the clones share everything.
#[derive(Clone)]
pub struct CoreClient(Arc<Parts>);

pub(crate) struct Parts {
    pub(crate) server: Server,
    pub(crate) credential: Credential,
    pub(crate) channel: Channel,
    pub(crate) defaults: Defaults,
    pub(crate) budget: Budget,
}

impl CoreClient {
    pub(crate) fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    pub(crate) fn parts(&self) -> &Arc<Parts> {
        &self.0
    }
}

impl AsRef<CoreClient> for CoreClient {
    fn as_ref(&self) -> &CoreClient {
        self
    }
}

impl fmt::Debug for CoreClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CoreClient").field("base_url", &self.0.server.root()).finish_non_exhaustive()
    }
}
