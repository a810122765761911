//! Requests that no operation describes.

use std::fmt;

use http::Method;
use serde_json::Value;

use crate::encoder::Encoder;
use crate::error::Error;

/// The parts of a request whose method and path are known at run time alone.
#[derive(Clone)]
pub struct RawParts {
    /// The HTTP method.
    pub method: Method,
    /// The path below the API's root, with parameters in braces.
    pub path: String,
    /// What stands in the path in place of each parameter.
    pub parameters: Vec<(String, String)>,
    /// What is sent as JSON.
    pub body: Option<Value>,
    /// Whether sending the request twice does no more than sending it once.
    pub idempotent: bool,
}

impl RawParts {
    /// Writes the request into `out`, or what is wrong with it.
    pub fn encode(&self, out: &mut Encoder) {
        if let Err(why) = check(&self.path) {
            out.fail(Error::invalid_input(format!("the path {why}; nothing was sent")));
            return;
        }
        out.describe(self.method.clone(), &self.path, self.idempotent);
        for (name, text) in &self.parameters {
            out.fill(name, text);
        }
        if let Some(body) = &self.body {
            out.body(body);
        }
    }
}

/// Shows neither the parameters nor the body, which may be secrets.
impl fmt::Debug for RawParts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawParts").field("method", &self.method).field("path", &self.path).finish_non_exhaustive()
    }
}

/// A path that is not one, appended to the server's name, could make another server's of it.
fn check(path: &str) -> Result<(), &'static str> {
    let Some(below) = path.strip_prefix('/') else {
        return Err("does not begin with `/`");
    };
    if path.contains(['?', '#', '\\']) {
        return Err("has a query, a fragment or a backslash; set the query by query(..)");
    }
    if below.split('/').any(|segment| matches!(segment, "" | "." | "..")) {
        return Err("has an empty segment, a `.` or a `..`, which would lead to another resource");
    }
    Ok(())
}
