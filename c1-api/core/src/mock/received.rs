//! Decoded requests.

use std::ops::Deref;

use super::received_request::ReceivedRequest;
use super::request_reader::{ReadError, RequestReader};
use crate::operation::Operation;

/// An operation whose requests the mock can read. Generated operations implement it.
///
/// Implement it for an operation of your own to mock it like the others:
///
/// ```text
/// fn read(request: &RequestReader<'_>) -> Result<Self, ReadError> {
///     Ok(Self { id: request.path("id")? })
/// }
/// ```
pub trait MockOperation: Operation {
    /// Reads the path parameters, the query and the body.
    ///
    /// # Errors
    ///
    /// A part of the request is missing or has another form.
    fn read(request: &RequestReader<'_>) -> Result<Self, ReadError>;
}

/// Optional parameters that the mock can read.
#[doc(hidden)]
pub trait ReadParams: Sized {
    fn read(request: &RequestReader<'_>) -> Result<Self, ReadError>;
}

/// A request of the operation `O`, decoded.
///
/// It dereferences to the operation, which has a method for each path parameter, and `request()` (the body) and `params()`
/// (the optional parameters) if the operation has them.
#[derive(Clone, Debug)]
pub struct Received<O> {
    operation: O,
    raw: ReceivedRequest,
    count: u64,
}

impl<O> Received<O> {
    pub(super) fn new(operation: O, raw: ReceivedRequest, count: u64) -> Self {
        Self { operation, raw, count }
    }

    /// Returns the request as it was received.
    #[must_use]
    pub fn raw(&self) -> &ReceivedRequest {
        &self.raw
    }

    /// Returns how many requests the expectation has answered, including this one.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Returns the operation.
    #[must_use]
    pub fn into_operation(self) -> O {
        self.operation
    }
}

impl<O> Deref for Received<O> {
    type Target = O;

    fn deref(&self) -> &O {
        &self.operation
    }
}
