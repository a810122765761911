//! Responses that consist of items: event streams and JSON lines.

use serde_json::Value;

use super::Lowering;
use super::contents::essence;
use super::read::entries;
use crate::ir::{ItemStream, OperationId, Owner, PackageId, Site, StreamFormat, Type};
use crate::openapi::pointer;

impl Lowering<'_> {
    /// The stream that a response with a success status may be. The schema is that of an item; of JSON lines, it may also be that
    /// of a list of all items.
    pub(super) fn stream(&mut self, responses: &Value, package: PackageId, id: &str, at: &str) -> Option<ItemStream> {
        let successes = entries(responses).filter(|(status, _)| status.starts_with('2'));
        let contents = successes.flat_map(|(status, response)| {
            entries(&response["content"]).map(move |(name, media)| (status, name, &media["schema"]))
        });
        let mut streams = contents.filter_map(|content| Some((format(content.1)?, content)));
        let (format, (status, media_type, schema)) = streams.next()?;
        let at = pointer::join_to(at, [status, "content", media_type, "schema"]);
        let site = Site::StreamItem(OperationId(self.api.operations.len()));
        let ty = self.typed(schema, &Owner::new(package, id, site), &at);
        let item = match (ty, format) {
            (Type::List(item), StreamFormat::Lines) => *item,
            // Without a schema, the data of an event is text.
            (Type::Json, StreamFormat::Events) if schema.is_null() => Type::String,
            (ty, _) => ty,
        };
        Some(ItemStream { item, media_type: media_type.to_owned(), format })
    }
}

/// The format of a content type; `None` if it is not that of a stream.
fn format(media_type: &str) -> Option<StreamFormat> {
    match essence(media_type).as_str() {
        "text/event-stream" => Some(StreamFormat::Events),
        "application/x-ndjson" | "application/ndjson" | "application/jsonl" | "application/x-jsonlines" => {
            Some(StreamFormat::Lines)
        }
        _ => None,
    }
}
