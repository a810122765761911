//! What all calls to one server share.

use std::fmt;
use std::sync::Arc;

use crate::base_url::BaseUrl;
use crate::channel::Channel;
use crate::credential::Credential;
use crate::retry::RetryBudget;
use crate::transport_config::CallDefaults;

/// A server, the way to it, and the credential for it. Cloning it is cheap, and the clones share everything.
#[derive(Clone)]
pub struct CoreClient(Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) base_url: BaseUrl,
    pub(crate) credential: Credential,
    pub(crate) channel: Channel,
    pub(crate) defaults: CallDefaults,
    pub(crate) budget: RetryBudget,
}

impl CoreClient {
    pub(crate) fn new(parts: Shared) -> Self {
        Self(Arc::new(parts))
    }

    pub(crate) fn shared(&self) -> &Arc<Shared> {
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
        f.debug_struct("CoreClient").field("base_url", &self.0.base_url.root()).finish_non_exhaustive()
    }
}
