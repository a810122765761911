//! What generated code uses of the runtime. Which of it depends on the documents.

#[allow(unused_imports)]
pub(crate) use c1_api_core::{
    expand_mask, expanded, message, oneof, open_enum, params, payload, related, setter, subject,
};

#[cfg(test)]
pub(crate) mod oneof_tests;
#[cfg(test)]
pub(crate) mod wire_tests;
