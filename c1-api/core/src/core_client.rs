//! The client of one server, which all calls share.

use std::fmt;
use std::sync::Arc;

use crate::base_url::BaseUrl;
use crate::channel::Channel;
use crate::credential::{ApiKeys, Credential};
use crate::drift::DriftLog;
use crate::error::Error;
use crate::request::RequestBuilder;
use crate::retry::RetryBudget;
use crate::transport_config::CallDefaults;

/// A server with its credential, transport and settings.
///
/// Cloning it is cheap, and the clones share everything. `Client` of `c1-api` wraps it and adds the operations.
#[derive(Clone)]
pub struct CoreClient(Arc<Shared>);

pub(crate) struct Shared {
    pub(crate) base_url: BaseUrl,
    /// Whether operations with a server of their own are sent there.
    pub(crate) has_own_servers: bool,
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

    /// The URL of the operation's own server; `None` if the request is sent to that of the client.
    pub(crate) fn own_server(&self, request: &RequestBuilder) -> Result<Option<Box<BaseUrl>>, Error> {
        let server = request.server().filter(|_| self.0.has_own_servers);
        server.map(|url| BaseUrl::parse(url).map(Box::new)).transpose()
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
