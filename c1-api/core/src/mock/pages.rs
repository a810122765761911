//! Pages of a list, whose tokens are checked.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use serde_json::{Map, Value, json};

use super::expectation::Expectation;
use super::received::{MockOperation, Received};
use super::received_request::ReceivedRequest;
use super::reply::Reply;
use crate::operation::{Paged, encoded};
use crate::rpc::Code;
use crate::wire::{Message, Wire, field_names, to_value};

/// A page token that no server issues.
const PROBE: &str = "probe-of-the-mock";

impl<O> Expectation<O>
where
    O: MockOperation + Paged,
    O::Response: Message,
    O::Item: Wire,
{
    /// Answers with pages of at most `size` items, independent of the size that a request asks for.
    ///
    /// A request must have the token of a page, or none for the first page, and the other parameters of the request for the
    /// page before it. Others are answered by a 400, and fail [`assert_done`](super::MockServer::assert_done).
    ///
    /// # Panics
    ///
    /// The size is zero, or the items are not a list at the top of the response. Answer such an operation with
    /// [`respond_with`](Self::respond_with).
    pub fn pages(self, items: impl IntoIterator<Item = O::Item>, size: usize) {
        assert!(size > 0, "a page has at least one item");
        let items: Vec<Value> = items.into_iter().map(|item| to_value(&item)).collect();
        let pages = Pages::new::<O>(&items, size);
        self.answer(move |request| pages.reply(&request));
    }
}

/// The bodies of the pages.
struct Pages {
    /// The JSON of each page without its last brace.
    bodies: Vec<String>,
    /// The JSON name of the next token in the response.
    next_token: &'static str,
    /// The place of the token in the request.
    token: OnceLock<Option<Place>>,
}

/// The place of the page token in a request.
enum Place {
    Query(String),
    Body(String),
}

impl Pages {
    fn new<O: Paged>(items: &[Value], size: usize) -> Self
    where
        O::Response: Message,
    {
        // An empty list would fit every field.
        let sample = if items.is_empty() { json!([{}]) } else { json!(items) };
        let list = field::<O>(&sample, |page| !O::take_items(page).is_empty());
        let next_token = field::<O>(&json!(PROBE), |page| O::next_page_token(page) == PROBE);
        let name = O::INFO.id;
        let (list, next_token) = list.zip(next_token).unwrap_or_else(|| {
            panic!("the items and the next page token of {name} are not at the top of its response")
        });
        let chunks = if items.is_empty() { vec![items] } else { items.chunks(size).collect() };
        let body = |chunk: &[Value]| {
            let mut text = json!({ list: chunk }).to_string();
            text.pop();
            text
        };
        let bodies = chunks.into_iter().map(body);
        Self { bodies: bodies.collect(), next_token, token: OnceLock::new() }
    }

    fn reply<O: Paged>(&self, request: &Received<O>) -> Reply {
        let place = self.token.get_or_init(|| place_of_token(&**request));
        let token = place.as_ref().map(|place| place.read(request.raw())).unwrap_or_default();
        let hash = hash_without_token(&**request);
        let index = if token.is_empty() { Ok(0) } else { index_of(&token, hash) };
        let page = index.and_then(|index| {
            let unknown = || format!("the page token `{token}` was not issued");
            self.bodies.get(index).map(|body| (index, body)).ok_or_else(unknown)
        });
        match page {
            Ok((index, body)) => {
                let next = index + 1;
                let next = if next < self.bodies.len() { format!("page-{next}-{hash:016x}") } else { String::new() };
                Reply::of_json(format!("{body},\"{}\":\"{next}\"}}", self.next_token))
            }
            Err(why) => {
                let reply = Reply::error(Code::INVALID_ARGUMENT, why.clone());
                Reply { failure: Some(format!("{}: {why}", O::INFO.id)), ..reply }
            }
        }
    }
}

/// The position of the page with this token, in the list of a request with this hash.
fn index_of(token: &str, hash: u64) -> Result<usize, String> {
    let parts = token.strip_prefix("page-").and_then(|rest| rest.split_once('-'));
    let index = parts.and_then(|(index, of)| Some((index.parse().ok()?, u64::from_str_radix(of, 16).ok()?)));
    match index {
        Some((index, of)) if of == hash => Ok(index),
        Some(_) => Err(format!("the page token `{token}` is of a request with other parameters")),
        None => Err(format!("the page token `{token}` was not issued")),
    }
}

/// The field of the response that, with `value`, satisfies `is_it`.
fn field<O: Paged>(value: &Value, is_it: impl Fn(&mut O::Response) -> bool) -> Option<&'static str>
where
    O::Response: Message,
{
    field_names::<O::Response>().into_iter().find(|name| {
        let page = Value::Object(Map::from_iter([((*name).to_owned(), value.clone())]));
        <O::Response as Wire>::read(page).ok().flatten().is_some_and(|mut page| is_it(&mut page))
    })
}

/// The hash of a request without its page token.
fn hash_without_token<O: Paged>(operation: &O) -> u64 {
    let mut first = operation.clone();
    first.set_page_token(String::new());
    let mut hasher = DefaultHasher::new();
    encoded(&first).parts().hash(&mut hasher);
    hasher.finish()
}

/// Finds where a request has its page token.
fn place_of_token<O: Paged>(operation: &O) -> Option<Place> {
    let mut probe = operation.clone();
    probe.set_page_token(PROBE.to_owned());
    let request = encoded(&probe);
    let (_, query, body) = request.parts();
    let mut pairs = url::form_urlencoded::parse(query.trim_start_matches('?').as_bytes());
    if let Some((name, _)) = pairs.find(|(_, value)| value == PROBE) {
        return Some(Place::Query(name.into_owned()));
    }
    let body: Map<String, Value> = serde_json::from_slice(body).ok()?;
    body.into_iter().find(|(_, value)| value == PROBE).map(|(name, _)| Place::Body(name))
}

impl Place {
    fn read(&self, request: &ReceivedRequest) -> String {
        match self {
            Self::Query(name) => {
                let pair = request.query().into_iter().find(|(known, _)| known == name);
                pair.map(|(_, value)| value).unwrap_or_default()
            }
            Self::Body(name) => request.json()[name].as_str().unwrap_or_default().to_owned(),
        }
    }
}
