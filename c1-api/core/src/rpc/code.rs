//! The codes of google.rpc.

use std::fmt;

use serde_json::Value;

/// What went wrong, in the terms of google.rpc. It is finer than the status of HTTP: 409 is `ABORTED` or `ALREADY_EXISTS`.
///
/// A code that this version of the crate does not know is kept by its number.
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
    /// The server does not say what went wrong.
    UNKNOWN = 2;
    /// An argument is wrong, whatever the state of the system.
    INVALID_ARGUMENT = 3;
    /// The server ran out of time. It may have acted on the request.
    DEADLINE_EXCEEDED = 4;
    /// What was asked for does not exist, or may not be seen.
    NOT_FOUND = 5;
    /// What was to be created is there already.
    ALREADY_EXISTS = 6;
    /// The credential does not suffice.
    PERMISSION_DENIED = 7;
    /// A quota or a rate limit is used up.
    RESOURCE_EXHAUSTED = 8;
    /// The system is not in a state in which this is possible.
    FAILED_PRECONDITION = 9;
    /// Another change came in between.
    ABORTED = 10;
    /// An argument lies outside of what there is.
    OUT_OF_RANGE = 11;
    /// The server does not offer this.
    UNIMPLEMENTED = 12;
    /// The server is broken.
    INTERNAL = 13;
    /// The server is not there for the moment.
    UNAVAILABLE = 14;
    /// Data is lost.
    DATA_LOSS = 15;
    /// There is no valid credential.
    UNAUTHENTICATED = 16;
}

impl Code {
    /// The number on the wire.
    #[must_use]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The code's name, such as `PERMISSION_DENIED`; `UNRECOGNIZED` where this version of the crate does not know it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::NAMED.iter().find(|(code, _)| *code == self).map_or("UNRECOGNIZED", |(_, name)| name)
    }

    /// The code by its number, which is what the API sends, or by its name, which is protobuf JSON too.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => Self::NAMED.iter().find(|(_, name)| name == text).map(|(code, _)| *code),
            value => value.as_i64()?.try_into().ok().map(Self),
        }
    }

    /// The code as words for a sentence: `permission denied`; `code 99` where there is no name.
    pub(crate) fn words(self) -> String {
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
    fn a_code_has_words_and_keeps_an_unknown_number() {
        assert_eq!(Code::FAILED_PRECONDITION.words(), "failed precondition");
        assert_eq!(Code(99).words(), "code 99");
        assert_eq!(format!("{:?} {}", Code(99), Code::UNAVAILABLE), "UNRECOGNIZED(99) UNAVAILABLE");
    }
}
