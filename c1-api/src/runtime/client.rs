//! The client that all calls go through.

use std::fmt;
use std::sync::Arc;

use crate::runtime::builder::ClientBuilder;
use crate::runtime::credential::Credential;
use crate::runtime::network::Defaults;
use crate::runtime::retry::Budget;
use crate::runtime::server::Server;
use crate::runtime::transport::Transport;

/// A client of one C1 tenant.
///
/// It has one method for each of the API's services, and the services have one for each operation. Cloning it is
/// cheap, and the clones share their connections. It is for use within a tokio runtime.
///
/// ```
/// # fn main() -> Result<(), c1_api::Error> {
/// # let token = "secret";
/// let client = c1_api::Client::builder().base_url("http://localhost:8080").bearer_token(token).build()?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client {
    // No method gives it: the services' accessors could be called so.
    pub(super) parts: Arc<Parts>,
}

/// What the clones of a client share.
pub(crate) struct Parts {
    pub(crate) server: Server,
    pub(crate) credential: Credential,
    pub(crate) transport: Transport,
    pub(crate) defaults: Defaults,
    pub(crate) budget: Budget,
}

impl Client {
    /// Begins a client. It needs a server and a credential.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", &self.parts.server.root()).finish_non_exhaustive()
    }
}
