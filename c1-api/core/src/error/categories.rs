//! Categories of errors that programs handle differently.

use super::{Error, ErrorKind};
use crate::rpc::Code;

impl Error {
    /// Returns whether the resource does not exist (404, or code `NOT_FOUND`).
    ///
    /// After more than one [attempt](Self::attempts) of a DELETE this may mean success: an earlier attempt, whose response was
    /// lost, may have deleted the resource. The text of the error then mentions it.
    ///
    /// ```
    /// use c1_api::operation::Operation;
    /// use c1_api::{Call, Error};
    ///
    /// async fn delete<O: Operation>(call: Call<O>) -> Result<(), Error> {
    ///     match call.await {
    ///         Err(error) if error.is_not_found() => Ok(()),
    ///         outcome => outcome.map(drop),
    ///     }
    /// }
    /// ```
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.is_from_api(404, &[Code::NOT_FOUND])
    }

    /// Returns whether the request conflicts with the state of the resource (409, or code `ALREADY_EXISTS` or `ABORTED`).
    ///
    /// Read the resource again before you repeat the request.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.is_from_api(409, &[Code::ALREADY_EXISTS, Code::ABORTED])
    }

    /// Returns whether the credential lacks a permission (403, or code `PERMISSION_DENIED`).
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.is_from_api(403, &[Code::PERMISSION_DENIED])
    }

    /// Returns whether the API (401) or the token endpoint rejected the credential.
    #[must_use]
    pub fn is_unauthenticated(&self) -> bool {
        self.kind() == ErrorKind::Auth || self.is_from_api(401, &[Code::UNAUTHENTICATED])
    }

    /// Returns whether there were too many requests (429, or code `RESOURCE_EXHAUSTED`); see [`retry_after`](Self::retry_after).
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.is_from_api(429, &[Code::RESOURCE_EXHAUSTED])
    }

    /// Returns whether the API rejected an argument (400, or code `INVALID_ARGUMENT`, `FAILED_PRECONDITION` or `OUT_OF_RANGE`).
    ///
    /// An argument that was rejected before anything was sent is of the kind [`InvalidInput`](ErrorKind::InvalidInput).
    #[must_use]
    pub fn is_invalid_argument(&self) -> bool {
        self.is_from_api(400, &[Code::INVALID_ARGUMENT, Code::FAILED_PRECONDITION, Code::OUT_OF_RANGE])
    }

    // Responses of the token endpoint are about the credential. Its 404 does not mean a missing resource.
    fn is_from_api(&self, status: u16, codes: &[Code]) -> bool {
        let has_status = self.status().is_some_and(|of_error| of_error.as_u16() == status);
        self.kind() == ErrorKind::Api && (has_status || self.code().is_some_and(|code| codes.contains(&code)))
    }
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::*;
    use crate::rpc::Status;

    #[test]
    fn an_error_is_of_the_category_of_its_status_or_code() {
        type Category = fn(&Error) -> bool;
        let categories: [(Category, u16, Code); 6] = [
            (Error::is_not_found, 404, Code::NOT_FOUND),
            (Error::is_conflict, 409, Code::ALREADY_EXISTS),
            (Error::is_forbidden, 403, Code::PERMISSION_DENIED),
            (Error::is_unauthenticated, 401, Code::UNAUTHENTICATED),
            (Error::is_rate_limited, 429, Code::RESOURCE_EXHAUSTED),
            (Error::is_invalid_argument, 400, Code::INVALID_ARGUMENT),
        ];
        for (at, (is_category, status, code)) in categories.iter().enumerate() {
            let of_status = |kind| Error::new(kind, "").with_status(StatusCode::from_u16(*status).unwrap());
            let error = of_status(ErrorKind::Api);
            let rpc = Status { code: Some(*code), ..Status::default() };
            let of_code = Error::new(ErrorKind::Api, "").with_status(StatusCode::INTERNAL_SERVER_ERROR).with_rpc(rpc);
            for error in [&error, &of_code] {
                let found: Vec<bool> = categories.iter().map(|(is_category, ..)| is_category(error)).collect();
                assert!(is_category(error) && found.iter().filter(|found| **found).count() == 1, "{at}: {found:?}");
            }
            let of_token_endpoint = of_status(ErrorKind::Auth);
            assert_eq!(is_category(&of_token_endpoint), *status == 401 || code == &Code::UNAUTHENTICATED);
            assert!(of_token_endpoint.is_unauthenticated());
            assert!(!is_category(&Error::invalid_input("")));
        }
    }
}
