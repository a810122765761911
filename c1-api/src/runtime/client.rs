//! The client that all calls go through.

use std::fmt;
use std::sync::Arc;

use http::HeaderValue;

use crate::runtime::builder::ClientBuilder;
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
    parts: Arc<Parts>,
}

/// What the clones of a client share.
pub(crate) struct Parts {
    pub(crate) server: Server,
    /// Marked as sensitive, so that no `Debug` shows it.
    pub(crate) authorization: HeaderValue,
    pub(crate) transport: Transport,
    /// The largest body that is read, in bytes.
    pub(crate) body_limit: usize,
}

impl Client {
    /// Begins a client. It needs a server and a credential.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    pub(crate) fn from_parts(parts: Parts) -> Self {
        Self { parts: Arc::new(parts) }
    }

    pub(crate) fn parts(&self) -> &Parts {
        &self.parts
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("base_url", &self.parts.server.root()).finish_non_exhaustive()
    }
}
