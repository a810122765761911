//! The file of recorded calls: a JSON array with an object for each call.

use std::fs::File;
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use serde_json::{Map, Value, json};

use super::reply::Reply;
use crate::error::Error;

/// The headers that are recorded. Any other may have a secret.
const HEADERS: [&str; 3] = ["content-type", "retry-after", "x-request-id"];

/// The end of a file with calls.
const END: &str = "\n]\n";

/// A recorded call: the request and the response, without secrets.
#[derive(Clone, Debug)]
pub(super) struct Call {
    /// The method, the path, the query and the body.
    pub(super) request: Value,
    response: Value,
}

impl Call {
    pub(super) fn new(request: Value, response: Value) -> Self {
        Self { request, response }
    }

    /// The method and the path, for messages.
    pub(super) fn line(&self) -> String {
        let text = |name: &str| self.request[name].as_str().unwrap_or_default();
        format!("{} {}", text("method"), text("path"))
    }

    /// The recorded response.
    pub(super) fn reply(&self) -> Reply {
        if self.response["failed"].is_string() {
            return Reply::reset();
        }
        let status = self.response["status"].as_u64().and_then(|status| u16::try_from(status).ok());
        let status = status.and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or(StatusCode::OK);
        let body = match &self.response["body"] {
            Value::Null => String::new(),
            body => body.to_string(),
        };
        let mut reply = Reply::of_json(body).status(status);
        reply.headers = headers(&self.response["headers"]);
        if let Some(bytes) = self.response["ends_after"].as_u64() {
            reply = reply.truncate(usize::try_from(bytes).unwrap_or(usize::MAX));
        }
        reply
    }

    fn to_value(&self) -> Value {
        json!({ "request": self.request, "response": self.response })
    }
}

/// The recorded headers, by their names.
pub(super) fn header_fields(headers: &HeaderMap) -> Value {
    let field = |name: &&str| Some(((*name).to_owned(), headers.get(*name)?.to_str().ok()?.into()));
    Value::Object(HEADERS.iter().filter_map(field).collect())
}

fn headers(fields: &Value) -> HeaderMap {
    let fields = fields.as_object().into_iter().flatten();
    let header = |(name, value): (&String, &Value)| {
        Some((HeaderName::try_from(name).ok()?, HeaderValue::try_from(value.as_str()?).ok()?))
    };
    fields.filter_map(header).collect()
}

/// Reads a file.
pub(super) fn read(path: &Path) -> Result<Vec<Call>, Error> {
    let unusable = |why: String| Error::invalid_input(format!("the recording {} {why}", path.display()));
    let text = std::fs::read(path).map_err(|cause| unusable(format!("cannot be read: {cause}")).with_source(cause))?;
    let calls: Vec<Map<String, Value>> = serde_json::from_slice(&text)
        .map_err(|cause| unusable(format!("is not a JSON array of calls: {cause}")).with_source(cause))?;
    let call = |mut call: Map<String, Value>| {
        let (request, response) = (call.remove("request")?, call.remove("response")?);
        (request.is_object() && response.is_object()).then_some(Call { request, response })
    };
    let calls: Option<Vec<Call>> = calls.into_iter().map(call).collect();
    calls.ok_or_else(|| unusable("has an entry without `request` or `response`".to_owned()))
}

/// A file that is a complete JSON array after each call.
#[derive(Debug)]
pub(super) struct Writer {
    file: File,
    /// The position after the last call.
    end: u64,
    is_empty: bool,
}

impl Writer {
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let mut file = File::create(path)?;
        file.write_all(format!("[{END}").as_bytes())?;
        Ok(Self { file, end: 1, is_empty: true })
    }

    pub(super) fn append(&mut self, call: &Call) -> io::Result<()> {
        let separator = if self.is_empty { "\n" } else { ",\n" };
        let call = serde_json::to_string_pretty(&call.to_value())?;
        let text = format!("{separator}{call}{END}");
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(text.as_bytes())?;
        let length = text.len() - END.len();
        self.end += u64::try_from(length).unwrap_or_default();
        self.is_empty = false;
        self.file.flush()
    }
}
