//! The client of one server, which all calls share.

use std::fmt;
use std::sync::Arc;

use crate::base_url::BaseUrl;
use crate::channel::Channel;
use crate::credential::{ApiKeys, Credential};
use crate::drift::DriftLog;
use crate::retry::RetryBudget;
use crate::transport_config::CallDefaults;

/// A server with its credential, transport and settings.
///
/// Cloning it is cheap, and the clones share everything. `Client` of `c1-api` wraps it and adds the operations.
#[derive(Clone)]
pub struct CoreClient(Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) base_url: BaseUrl,
    /// The source of tokens, if the API needs them.
    pub(crate) credential: Option<Credential>,
    /// Keys that each request has besides the credential.
    pub(crate) keys: ApiKeys,
    pub(crate) channel: Channel,
    pub(crate) defaults: CallDefaults,
    pub(crate) budget: RetryBudget,
    pub(crate) drift: Arc<DriftLog>,
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
