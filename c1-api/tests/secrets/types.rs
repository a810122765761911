//! What the public types show of themselves.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::future::IntoFuture;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use c1_api::operation::{
    CoreClient, Operation, OperationInfo, RequestBuilder, ResponseBody, StreamFormat, StreamItem, Streamed,
};
use c1_api::transport::{HttpBody, HttpService};
use c1_api::{Call, Client, TokenSource, concurrent};
use http::{Method, Request, Response};
use serde_json::Value;
use syn::{Item, UseTree};
use tower::{ServiceExt, layer};

use crate::secret_values::{SESAME, assert_unprinted};
use crate::{client_of, search, serving};

/// The types that hold nothing but what the API said, or what the program asks of it.
const OF_DATA: [&str; 37] = [
    "Any",
    "BadRequest",
    "Code",
    "Dpop",
    "Empty",
    "Error",
    "ErrorDetail",
    "ErrorInfo",
    "ErrorKind",
    "FieldEncoding",
    "FieldMask",
    "FieldPath",
    "FieldViolation",
    "File",
    "Help",
    "HelpLink",
    "LocalizedMessage",
    "MultipleCasesSet",
    "OperationDescriptor",
    "OperationInfo",
    "ParamStyle",
    "Parts",
    "PreconditionFailure",
    "PreconditionViolation",
    "QuotaFailure",
    "QuotaViolation",
    "Registry",
    "RequestInfo",
    "ResourceInfo",
    "ResponseBody",
    "RetryInfo",
    "RetryPolicy",
    "ServerSentEvent",
    "StreamFormat",
    "StreamItem",
    "UnlistedValue",
    "WaitState",
];

/// The traits, which show nothing themselves.
const TRAITS: [&str; 12] = [
    "Expanded",
    "FieldSink",
    "FieldSource",
    "Message",
    "OpenEnum",
    "Operation",
    "Paged",
    "Param",
    "Streamed",
    "Union",
    "Wire",
    "WithParams",
];

/// Names of types that show only their content, which is checked separately, and of other items than types.
const OTHERS: [&str; 4] = ["BlockingIter", "concurrent", "drift", "waiter"];

/// Collects what types show, each by its name.
#[derive(Clone, Default)]
struct Shown(Arc<Mutex<Vec<(&'static str, String)>>>);

impl Shown {
    fn add(&self, name: &'static str, value: &impl Debug) {
        self.0.lock().unwrap().push((name, format!("{value:?} {value:#?}")));
    }
}

/// An operation that looks at its builder.
#[derive(Clone)]
struct Look(Shown);

impl Operation for Look {
    type Response = Value;

    const INFO: OperationInfo = OperationInfo::new("test.v1.Things.Look", Method::POST, "/api/v1/search/users");

    fn encode(&self, out: &mut RequestBuilder) {
        out.empty_body();
        self.0.add("RequestBuilder", out);
    }
}

impl Streamed for Look {
    type Item = Value;

    const FORMAT: StreamFormat = StreamFormat::Lines;
    const ACCEPT: &'static str = "application/x-ndjson";

    fn decode_item(item: StreamItem<'_>) -> Result<Value, serde_json::Error> {
        item.value(ResponseBody::json)
    }
}

#[tokio::test]
async fn no_type_shows_a_credential() {
    let shown = Shown::default();
    let server = serving().await;
    let layer = layer::layer_fn({
        let shown = shown.clone();
        move |inner: HttpService| {
            shown.add("HttpService", &inner);
            let (requests, responses) = (shown.clone(), shown.clone());
            // What layers that log print, but for the bodies: that of a request for a token is all secret.
            let inner = inner.map_request(move |request: Request<Bytes>| {
                requests.add("HttpService", request.headers());
                request
            });
            inner.map_response(move |response: Response<HttpBody>| {
                responses.add("HttpBody", response.body());
                response
            })
        }
    });
    let builder = client_of(&server).layer(layer);
    shown.add("ClientBuilder", &builder);
    let client = builder.build().unwrap();
    shown.add("Client", &client);
    shown.add("CoreClient", AsRef::<CoreClient>::as_ref(&client));
    shown.add("Call", &search(&client));
    let github = TokenSource::github_actions();
    for source in [TokenSource::token(SESAME), TokenSource::env(SESAME), TokenSource::file(SESAME), github] {
        shown.add("TokenSource", &source);
    }
    // What is generated shows the client that it has.
    shown.add("Call", &client.user_search());
    shown.add("CallFuture", &search(&client).into_future());
    shown.add("Waiter", &search(&client).until(|_| c1_api::WaitState::Done));
    shown.add("RawRequest", &client.request(Method::POST, "/api/v1/search/users"));
    shown.add("Response", &search(&client).with_response().await.unwrap());
    Call::new(&client, Look(shown.clone())).await.unwrap();
    let (mut chunks, mut stream) = (search(&client).chunks(), Call::new(&client, Look(shown.clone())).stream());
    chunks.try_next().await.unwrap();
    stream.try_next().await.unwrap();
    shown.add("Chunks", &chunks);
    shown.add("ItemStream", &stream);

    let (mut pages, mut items, mut pairs) =
        (search(&client).pages(), search(&client).items(), search(&client).items_with_page());
    pages.try_next().await.unwrap();
    items.try_next().await.unwrap();
    pairs.try_next().await.unwrap();
    shown.add("Pages", &pages);
    shown.add("Items", &items);
    shown.add("ItemsWithPage", &pairs);

    let mut results = concurrent([search(&client), search(&client)], 2);
    results.next().await.unwrap().unwrap();
    shown.add("Concurrent", &results);
    shown.add("Unordered", &results.unordered());

    let login = Client::builder().base_url(server.uri()).device_login("public-client").await.unwrap();
    shown.add("DeviceLogin", &login);
    shown.add("PersonalCredential", &login.create_credential("laptop").await.unwrap());

    let shown = shown.0.lock().unwrap();
    for (name, text) in &*shown {
        assert!(!text.trim().is_empty(), "{name}");
        assert_unprinted(text);
    }
    let names = shown.iter().map(|(name, _)| *name).chain(OF_DATA).chain(TRAITS).chain(OTHERS);
    assert_eq!(names.map(str::to_owned).collect::<BTreeSet<_>>(), exported());
}

/// The names that the crate's root exports of its hand-written half.
fn exported() -> BTreeSet<String> {
    let source = include_str!("../../src/lib.rs");
    let file = syn::parse_file(source).expect("a file of Rust");
    // The modules of the runtime are written in the file itself.
    let modules = file.items.iter().filter_map(|item| match item {
        Item::Mod(module) => module.content.as_ref().map(|(_, items)| items),
        _ => None,
    });
    let mut names = BTreeSet::new();
    for item in modules.flatten().chain(&file.items) {
        let is_of_generated = |tree: &UseTree| matches!(tree, UseTree::Path(path) if path.ident == "generated");
        if let Item::Use(item) = item
            && !is_of_generated(&item.tree)
        {
            collect(&item.tree, &mut names);
        }
    }
    names
}

fn collect(tree: &UseTree, names: &mut BTreeSet<String>) {
    match tree {
        UseTree::Path(path) => collect(&path.tree, names),
        UseTree::Group(group) => group.items.iter().for_each(|tree| collect(tree, names)),
        UseTree::Name(name) => drop(names.insert(name.ident.to_string())),
        UseTree::Rename(rename) => drop(names.insert(rename.rename.to_string())),
        _ => panic!("a glob hides what it exports"),
    }
}
