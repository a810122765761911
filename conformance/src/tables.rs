//! The tables that the generator's index is printed as: how to reach each model, oneof and operation of c1-api.

use std::pin::Pin;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::server::Server;
use crate::sink::Sink;

/// Everything that is judged, for a client of the type `C`.
#[derive(Clone, Copy, Debug)]
pub struct Tables<C: 'static> {
    /// The models.
    pub models: &'static [Model],
    /// The oneofs.
    pub oneofs: &'static [Oneof],
    /// The operations.
    pub operations: &'static [Operation<C>],
    /// Returns a client that sends to a server with a bearer token.
    pub client: fn(Server) -> C,
    /// Returns the same client, which also reports the drift of responses.
    pub listening: fn(Server, Sink) -> C,
    /// Returns a client of a server at this URL, which retries nothing.
    pub remote: fn(&str) -> C,
}

/// A model, by its schema.
#[derive(Clone, Copy, Debug)]
pub struct Model {
    /// The schema's name.
    pub name: &'static str,
    /// Reads JSON as the model, and writes the model as JSON.
    pub round_trip: fn(&[u8]) -> Result<Vec<u8>, String>,
}

/// An entry of the table of models.
pub const fn model<T: Serialize + DeserializeOwned>(name: &'static str) -> Model {
    Model { name, round_trip: round_trip::<T> }
}

fn round_trip<T: Serialize + DeserializeOwned>(text: &[u8]) -> Result<Vec<u8>, String> {
    write(&read::<T>(text)?)
}

/// Reads a model.
///
/// # Errors
///
/// JSON that is not of the model.
pub fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, String> {
    serde_json::from_slice(text).map_err(|error| error.to_string())
}

/// Writes a model.
///
/// # Errors
///
/// A model that cannot be written.
pub fn write<T: Serialize>(model: &T) -> Result<Vec<u8>, String> {
    serde_json::to_vec(model).map_err(|error| error.to_string())
}

/// A oneof, by its schema and name.
#[derive(Clone, Copy, Debug)]
pub struct Oneof {
    /// The schema's name.
    pub model: &'static str,
    /// The oneof's name.
    pub name: &'static str,
    /// Reads JSON as the model, and returns the case that is set with a copy of it.
    pub case: fn(&[u8]) -> Result<Case, String>,
}

/// The case of a oneof that is set.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its property, [`SEVERAL`](Self::SEVERAL), or `None` if no case is set.
    pub property: Option<&'static str>,
    /// The JSON of another model to which the case was copied.
    pub copy: Vec<u8>,
}

impl Case {
    /// Several cases at once.
    pub const SEVERAL: &'static str = "*";
}

/// An operation, by its id.
#[derive(Clone, Copy, Debug)]
pub struct Operation<C> {
    /// The operation id.
    pub id: &'static str,
    /// Sends a request. The result is the JSON of the decoded response.
    pub call: fn(&C, &Input) -> Result<Pending, String>,
}

/// A call on its way.
pub type Pending = Pin<Box<dyn Future<Output = Result<Vec<u8>, String>> + Send>>;

/// The values of a request.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// The path parameters, by name.
    pub path: Map<String, Value>,
    /// The query parameters, by name.
    pub query: Map<String, Value>,
    /// The request body.
    pub body: Value,
}

impl Input {
    /// The request body as a model.
    ///
    /// # Errors
    ///
    /// A body that is not of the model.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T, String> {
        read(&crate::json::text(&self.body))
    }
}
