//! The status codes of google.rpc.

use std::fmt;

use serde_json::Value;

/// A status code of google.rpc. It is more specific than the HTTP status: 409 is `ABORTED` or `ALREADY_EXISTS`.
///
/// A code that this version of the crate does not know keeps its number.
///
/// ```
/// use c1_api::error::Code;
///
/// assert_eq!(Code::PERMISSION_DENIED.number(), 7);
/// assert_eq!(Code::from(7).as_str(), "PERMISSION_DENIED");
/// assert_eq!(Code::from(99).as_str(), "UNRECOGNIZED");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(i32);

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $number:literal;)*) => {
        impl Code {
            $($(#[doc = $doc])+ pub const $name: Self = Self($number);)*

            const NAMED: &'static [(Self, &'static str)] = &[$((Self::$name, stringify!($name)),)*];
        }
    };
}

codes! {
    /// Not an error.
    OK = 0;
    /// The call was cancelled.
    CANCELLED = 1;
    /// The cause is unknown.
    UNKNOWN = 2;
    /// An argument is invalid, independent of the state of the system.
    INVALID_ARGUMENT = 3;
    /// The deadline expired. The server may have acted on the request.
    DEADLINE_EXCEEDED = 4;
    /// The resource does not exist, or is not visible.
    NOT_FOUND = 5;
    /// The resource to create exists already.
    ALREADY_EXISTS = 6;
    /// The credential lacks a permission.
    PERMISSION_DENIED = 7;
    /// A quota or a rate limit is exhausted.
    RESOURCE_EXHAUSTED = 8;
    /// The state of the system does not allow the operation.
    FAILED_PRECONDITION = 9;
    /// A concurrent change aborted the operation.
    ABORTED = 10;
    /// An argument is outside of the valid range.
    OUT_OF_RANGE = 11;
    /// The operation is not implemented.
    UNIMPLEMENTED = 12;
    /// An internal error of the server.
    INTERNAL = 13;
    /// The service is currently unavailable.
    UNAVAILABLE = 14;
    /// Data was lost or corrupted.
    DATA_LOSS = 15;
    /// The credential is missing or invalid.
    UNAUTHENTICATED = 16;
}

impl Code {
    /// Returns the number on the wire.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// Returns the name, such as `PERMISSION_DENIED`; `UNRECOGNIZED` for a code that this version of the crate does not know.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::NAMED.iter().find(|(code, _)| *code == self).map_or("UNRECOGNIZED", |(_, name)| name)
    }

    /// Reads a code by its number, as the API sends it, or by its name, which protobuf JSON allows too.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => Self::NAMED.iter().find(|(_, name)| name == text).map(|(code, _)| *code),
            value => value.as_i64()?.try_into().ok().map(Self),
        }
    }

    /// Returns the code for a sentence: `permission denied`, or `code 99` without a name.
    pub(crate) fn phrase(self) -> String {
        match self.as_str() {
            "UNRECOGNIZED" => format!("code {}", self.0),
            name => name.to_ascii_lowercase().replace('_', " "),
        }
    }
}

impl From<i32> for Code {
    fn from(number: i32) -> Self {
        Self(number)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}({})", self.as_str(), self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_code_is_read_by_number_or_name() {
        let cases = [
            (json!(7), Some(Code::PERMISSION_DENIED)),
            (json!("NOT_FOUND"), Some(Code::NOT_FOUND)),
            (json!(99), Some(Code(99))),
            (json!(-1), Some(Code(-1))),
            (json!("SOMETHING_NEW"), None),
            (json!(5_000_000_000_i64), None),
            (json!(null), None),
        ];
        for (value, code) in cases {
            assert_eq!(Code::read(&value), code, "{value}");
        }
    }

    #[test]
    fn a_code_has_a_phrase_and_keeps_an_unknown_number() {
        assert_eq!(Code::FAILED_PRECONDITION.phrase(), "failed precondition");
        assert_eq!(Code(99).phrase(), "code 99");
        assert_eq!(format!("{:?} {}", Code(99), Code::UNAVAILABLE), "UNRECOGNIZED(99) UNAVAILABLE");
    }
}
