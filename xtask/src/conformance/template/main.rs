//! Emitted by `cargo xtask conformance`. Do not edit it.

use std::process::ExitCode;

use api::Client;
use api::operation::Operation;
use c1_api_core::wire::{Wire, to_value};
use c1_api_core::{Call, RetryPolicy};
use conformance::{CallInput, Pending, ROOT, Server, TOKEN};
use serde_json::Deserializer;

#[allow(deprecated, unused_imports)]
mod calls;
#[allow(deprecated)]
mod models;

/// Reads JSON as a type, and writes it again.
fn round_trip<T: Wire>(text: &[u8]) -> Result<Vec<u8>, String> {
    let mut reader = Deserializer::from_slice(text);
    let value = T::read(&mut reader).map_err(|error| error.to_string())?;
    reader.end().map_err(|error| error.to_string())?;
    Ok(to_value(&value).to_string().into_bytes())
}

/// A client of the server in memory, which retries nothing.
fn client(server: Server) -> Client {
    let builder = Client::builder().base_url(ROOT).bearer_token(TOKEN).retry(RetryPolicy::off());
    builder.service(server).build().expect("a client")
}

/// A required parameter.
#[allow(dead_code)]
fn argument<T: Wire>(input: &CallInput, place: &str, name: &str) -> Result<T, String> {
    let value = T::read(input.parameter(place, name)).map_err(|error| format!("`{name}`: {error}"))?;
    value.ok_or_else(|| format!("`{name}` is null"))
}

/// Sets an optional parameter, if the call has it.
#[allow(dead_code)]
fn optional<T: Wire>(input: &CallInput, place: &str, name: &str, field: &mut T) -> Result<(), String> {
    if !input.parameter(place, name).is_null() {
        *field = argument(input, place, name)?;
    }
    Ok(())
}

/// The body.
#[allow(dead_code)]
fn body<T: Wire>(input: &CallInput) -> Result<T, String> {
    let value = T::read(input.body()).map_err(|error| format!("the body: {error}"))?;
    value.ok_or_else(|| "the body is null".to_owned())
}

/// Sends a call whose response has a body.
#[allow(dead_code)]
fn send<O: Operation>(call: Call<O>) -> Result<Pending, String>
where
    O::Response: Wire,
{
    let response = call.into_future();
    Ok(Box::pin(async move {
        let response = response.await.map_err(|error| error.to_string())?;
        Ok(to_value(&response).to_string().into_bytes())
    }))
}

/// Sends a call whose response has no body.
#[allow(dead_code)]
fn send_for_nothing<O: Operation<Response = ()>>(call: Call<O>) -> Result<Pending, String> {
    let response = call.into_future();
    Ok(Box::pin(async move {
        response.await.map_err(|error| error.to_string())?;
        Ok(b"null".to_vec())
    }))
}

fn main() -> ExitCode {
    conformance::command::main_of_api(models::MODELS, &calls::TABLE)
}
