//! The texts that a program can print of an error.

use std::error::Error as _;

use c1_api::Error;

/// The most characters of an error's `Display`.
const LONGEST: usize = 4000;

/// Returns `Display` and `Debug` of the error and of all its causes.
pub(crate) fn shown(error: &Error) -> String {
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut cause = error.source();
    while let Some(error) = cause {
        shown += &format!(" {error} {error:?}");
        cause = error.source();
    }
    shown
}

/// Checks that the error is one short line, and shows none of the secrets.
pub(crate) fn check(error: &Error, secrets: &[&str]) {
    let display = error.to_string();
    assert!(display.chars().count() <= LONGEST, "{} characters: {display}", display.chars().count());
    assert!(!display.contains(|c: char| c.is_control() || matches!(c, '\u{2028}'..='\u{202e}')), "{display:?}");
    let shown = shown(error);
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        assert!(!shown.contains(secret), "{secret:?} is in: {shown}");
    }
}
