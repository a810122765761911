//! What the tables need of c1-api. `cargo xtask conformance` emits this file beside them.

use c1_api::codec::Wire;
use c1_api::drift::DriftKind;
use c1_api::operation::Operation;
use c1_api::{Call, Client, Error, RetryPolicy};
use conformance::{Drifted, Input, Pending, ROOT, Server, Sink, TOKEN, write};
use serde::Serialize;

/// A client of the server in memory.
pub(crate) fn client(server: Server) -> Client {
    Client::builder().base_url(ROOT).bearer_token(TOKEN).service(server).build().expect("a client")
}

/// A client of the server in memory that reports drift.
pub(crate) fn listening(server: Server, sink: Sink) -> Client {
    let client = Client::builder().base_url(ROOT).bearer_token(TOKEN).service(server);
    let client = client.on_drift(move |drift| {
        let value = if let DriftKind::UnknownEnumValue(value) = &drift.kind { value.clone() } else { String::new() };
        let (operation, kind) = (drift.operation.to_owned(), drift.kind.name().to_owned());
        sink.push(Drifted { operation, path: drift.path, kind, value });
    });
    client.build().expect("a client")
}

/// A client of a server at a URL, which retries nothing.
pub(crate) fn remote(root: &str) -> Client {
    Client::builder().base_url(root).bearer_token(TOKEN).retry(RetryPolicy::off()).build().expect("a client")
}

/// Sends a call.
pub(crate) fn send<O>(call: Call<O>) -> Result<Pending, String>
where
    O: Operation,
    O::Response: Serialize,
{
    let response = call.into_future();
    Ok(Box::pin(async move { write(&response.await.map_err(|error| described(&error))?) }))
}

/// An error, with the body of the response.
fn described(error: &Error) -> String {
    let body = error.body().map(|body| String::from_utf8_lossy(body)).unwrap_or_default();
    format!("{error}; {body}")
}

/// A path parameter.
pub(crate) fn path<T: Wire>(input: &Input, name: &str) -> Result<T, String> {
    let value = input.path.get(name).ok_or_else(|| format!("the path parameter `{name}` is missing"))?;
    T::read(value).map_err(|error| error.to_string())?.ok_or_else(|| format!("the path parameter `{name}` is null"))
}

/// Sets a query parameter, if the request has it.
pub(crate) fn query<T: Wire>(input: &Input, name: &str, field: &mut T) -> Result<(), String> {
    if let Some(value) = input.query.get(name)
        && let Some(value) = T::read(value).map_err(|error| error.to_string())?
    {
        *field = value;
    }
    Ok(())
}
