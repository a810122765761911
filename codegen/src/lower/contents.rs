//! Bodies of requests and responses.

use serde_json::Value;

use super::Lowering;
use super::presence::PresenceRules;
use super::read::{entries, reference};

use crate::diagnostics::{Bounded, codes};
use crate::ir::{Body, Codec, Content, HttpMethod, ModelId, Owner, Type};
use crate::openapi::pointer;

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";
const BINARY: &str = "application/octet-stream";

/// The content of a request or response that is generated, of those that the document offers.
struct Selected<'v> {
    /// As in [`Content`].
    media_type: String,
    codec: Codec,
    schema: &'v Value,
    encoding: &'v Value,
    /// The pointer of the schema.
    at: String,
}

/// The declared statuses 2xx and 3xx. Empty if there are none, or a range such as `2XX`.
pub(super) fn success_statuses(responses: &Value) -> Vec<u16> {
    let declared = entries(responses).map(|(status, _)| status).filter(|status| status.starts_with(['2', '3']));
    let mut statuses: Vec<u16> = declared.map(str::parse).collect::<Result<_, _>>().unwrap_or_default();
    statuses.sort_unstable();
    statuses
}

impl Lowering<'_> {
    pub(super) fn body(&mut self, body: &Value, owner: &Owner, at: &str) -> Body {
        let Some(selected) = select(&body["content"], true, &pointer::child(at, "content")) else { return Body::None };
        let mut content = self.content(selected, owner);
        if let Some(model) = content.model() {
            if content.codec == Codec::Json && self.api[model].fields.is_empty() {
                return Body::Empty;
            }
            self.api.models[model.0].is_request = true;
        }
        // A protobuf request is always a message.
        content.optional = body["required"] != true && self.rules != PresenceRules::Protobuf;
        Body::Content(content)
    }

    /// The body of a response with a success status. `default` is one if nothing else is.
    pub(super) fn response(
        &mut self,
        method: HttpMethod,
        responses: &Value,
        owner: &Owner,
        at: &str,
    ) -> Option<Content> {
        let is_declared = entries(responses).any(|(status, _)| status.starts_with(['2', '3']));
        let is_success = |status: &str| status.starts_with('2') || (status == "default" && !is_declared);
        let successes = entries(responses).filter(|(status, _)| is_success(status) && method != HttpMethod::Head);
        let selected = successes
            .map(|(status, response)| select(&response["content"], false, &pointer::join_to(at, [status, "content"])));
        let selected: Vec<_> = selected.collect();
        let is_optional = selected.iter().any(Option::is_none);
        let mut selected = selected.into_iter().flatten();
        let first = selected.next()?;
        for other in selected {
            if other.schema != first.schema || other.codec != first.codec {
                let message = "two success statuses have bodies of different types";
                let help = "remove one of them by an action in specs/overlay.yaml";
                self.error(&codes::UNSUPPORTED_CONTENT, &other.at, message, help);
            }
        }
        let is_nullable = self.is_nullable(first.schema);
        let mut content = self.content(first, owner);
        // A protobuf message without a body is an empty one.
        content.optional = (is_optional || is_nullable) && self.rules != PresenceRules::Protobuf;
        if let Some(model) = content.model() {
            self.api.models[model.0].is_response = true;
        }
        Some(content)
    }

    /// The models of the bodies of errors, by status.
    pub(super) fn error_bodies(&mut self, responses: &Value, at: &str) -> Vec<(String, ModelId)> {
        let is_error = |status: &str| status.starts_with(['4', '5']) || status == "default";
        let mut bodies = Vec::new();
        for (status, response) in entries(responses).filter(|(status, _)| is_error(status)) {
            let Some(selected) = select(&response["content"], false, &pointer::join_to(at, [status, "content"])) else {
                continue;
            };
            // Only documentation names them, so a schema without a name needs no model.
            if let Some(reference) = reference(selected.schema).filter(|_| selected.codec == Codec::Json)
                && let Some(Type::Model(model)) = self.schema(reference, &selected.at)
            {
                bodies.push((status.to_owned(), model));
            }
        }
        bodies
    }

    fn content(&mut self, selected: Selected<'_>, owner: &Owner) -> Content {
        let Selected { media_type, codec, schema, encoding, at } = selected;
        let ty = match codec {
            Codec::Json | Codec::Form | Codec::Multipart => self.typed(schema, owner, &at),
            Codec::Text => Type::String,
            Codec::Bytes => Type::Bytes,
        };
        let is_form = match codec {
            Codec::Form => matches!(ty, Type::Model(_) | Type::Map(_) | Type::JsonObject),
            Codec::Multipart => matches!(ty, Type::Model(_)),
            Codec::Json | Codec::Text | Codec::Bytes => true,
        };
        if !is_form {
            let help = "define an object, or remove the content by an action in specs/overlay.yaml";
            self.error(
                &codes::UNSUPPORTED_CONTENT,
                &at,
                "a form that is not an object with properties is not supported",
                help,
            );
        }
        if matches!(codec, Codec::Form | Codec::Multipart) {
            self.encoding(encoding, &ty, &pointer::replace_last(&at, "encoding"));
        }
        Content { ty, media_type, codec, optional: false }
    }

    /// Reports what a form's `encoding` changes. The content type of a file is up to the caller.
    fn encoding(&mut self, encoding: &Value, ty: &Type, at: &str) {
        for (property, encoding) in entries(encoding) {
            let fields = ty.model().map(|model| &self.api[model].fields);
            let field = fields.and_then(|fields| fields.iter().find(|field| field.wire == property));
            let is_file = field.is_some_and(|field| *field.ty.innermost() == Type::Binary);
            let changes = entries(encoding).find(|(key, value)| match *key {
                "contentType" => !is_file && !matches!(value.as_str(), Some("text/plain" | JSON)),
                "style" => **value != "form",
                "explode" => **value != true,
                "allowReserved" => **value != false,
                other => !other.starts_with("x-"),
            });
            if let Some((key, _)) = changes {
                let at = pointer::join_to(at, [property, key]);
                let message = format!("the `{}` of a property of a form is not supported", Bounded(key));
                self.error(&codes::UNSUPPORTED_CONTENT, &at, message, "remove it by an action in specs/overlay.yaml");
            }
        }
    }
}

/// The content that is generated: JSON if there is any, else the first of the simplest kind.
fn select<'v>(contents: &'v Value, is_request: bool, at: &str) -> Option<Selected<'v>> {
    let offered: Vec<_> = entries(contents).filter(|(name, _)| !name.starts_with("x-")).collect();
    let (first, media) = *offered.iter().min_by_key(|(name, _)| rank(name, is_request))?;
    let codec = codec(first, is_request);
    let is_alike =
        |name: &&str| codec == Codec::Bytes || (codec == Codec::Text && self::codec(name, is_request) == codec);
    let media_type = match codec {
        Codec::Json if essence(first) == JSON => JSON.to_owned(),
        _ if is_request && first.contains('*') => BINARY.to_owned(),
        Codec::Json | Codec::Form | Codec::Multipart => first.to_owned(),
        _ if is_request => first.to_owned(),
        Codec::Text | Codec::Bytes => {
            offered.iter().map(|(name, _)| *name).filter(is_alike).collect::<Vec<_>>().join(", ")
        }
    };
    let at = pointer::join_to(at, [first, "schema"]);
    Some(Selected { media_type, codec, schema: &media["schema"], encoding: &media["encoding"], at })
}

/// The order in which contents are preferred.
fn rank(media_type: &str, is_request: bool) -> u8 {
    match codec(media_type, is_request) {
        Codec::Json if essence(media_type) == JSON => 0,
        Codec::Json => 1,
        Codec::Form => 2,
        Codec::Multipart => 3,
        Codec::Text => 4,
        Codec::Bytes => 5,
    }
}

fn codec(media_type: &str, is_request: bool) -> Codec {
    let essence = essence(media_type);
    if essence == JSON || essence.ends_with("+json") {
        Codec::Json
    } else if essence == FORM && is_request {
        Codec::Form
    } else if essence == MULTIPART && is_request {
        Codec::Multipart
    } else if essence.starts_with("text/") {
        Codec::Text
    } else {
        Codec::Bytes
    }
}

/// A content type in small letters without its parameters.
fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}
