//! Emitted by `cargo xtask conformance`. Do not edit it.

use c1_api_core::wire::{Wire, to_value};
use serde_json::Deserializer;

#[allow(deprecated)]
mod models;

/// Reads JSON as a type, and writes it again.
fn round_trip<T: Wire>(text: &[u8]) -> Result<Vec<u8>, String> {
    let mut reader = Deserializer::from_slice(text);
    let value = T::read(&mut reader).map_err(|error| error.to_string())?;
    reader.end().map_err(|error| error.to_string())?;
    Ok(to_value(&value).to_string().into_bytes())
}

fn main() -> std::process::ExitCode {
    conformance::command::main_of_models(models::MODELS)
}
