//! The table of an API's operations, and the values of their calls.

use serde_json::Value;

use crate::server::Server;
use crate::tables::Pending;

/// The operations of an API whose client is `C`.
#[derive(Clone, Copy, Debug)]
pub struct Table<C: 'static> {
    /// The operations.
    pub calls: &'static [Call<C>],
    /// Returns a client that sends to a server with a bearer token.
    pub client: fn(Server) -> C,
}

/// An operation, by the JSON pointer of its definition.
#[derive(Clone, Copy, Debug)]
pub struct Call<C> {
    /// The JSON pointer.
    pub at: &'static str,
    /// The content type that the crate selected for the body.
    pub media_type: Option<&'static str>,
    /// Sends a request. The result is the JSON of the decoded response, `null` if there is none.
    pub send: fn(&C, &Input) -> Result<Pending, String>,
}

/// The values of a call: those of the parameters by `path`, `query`, `header` and `cookie`, and the `body`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Input(pub(crate) Value);

impl Input {
    /// The value of a parameter; `null` if the call lacks it.
    pub fn parameter(&self, place: &str, name: &str) -> &Value {
        &self.0[place][name]
    }

    /// The body; `null` if the call lacks it. Bytes are base64.
    pub fn body(&self) -> &Value {
        &self.0["body"]
    }
}
