//! States for which the calls of an operation can wait.

use super::FieldId;

/// A state of a resource, which a response shows.
#[derive(Clone, Debug)]
pub struct Waiter {
    /// Its name: `closed`.
    pub name: String,
    pub pointer: String,
    pub condition: Condition,
    /// The JSONPaths to the value in the response, as written in the document.
    pub paths: Vec<String>,
    /// The same paths as fields. The first that leads to a value counts.
    pub fields: Vec<Vec<FieldId>>,
    /// In seconds, as are the others.
    pub interval: Option<u32>,
    pub max_interval: Option<u32>,
    pub timeout: Option<u32>,
}

/// What the value shall be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// One of these values of an enum. The second ones can no longer become one of them.
    Value { success: Vec<String>, failure: Vec<String> },
    /// Present.
    Present,
    /// Absent.
    Absent,
    /// A list that contains the argument of the method.
    Contains,
    /// A list that does not contain it.
    Lacks,
}
