//! Turns OpenAPI documents into the generated half of `c1-api`.
