//! What features of the client cost: the mock, a listener of drift, and proofs of possession. Nothing is sent.

use std::convert::Infallible;

use bytes::Bytes;
use c1_api::mock::MockServer;
use c1_api::user::v1::user_search::UserSearch;
use c1_api::user::v1::{SearchUsersRequest, SearchUsersResponse};
use c1_api::{Client, ClientBuilder, Dpop, TokenSource};
use http::{Method, Request, Response};
use http_body_util::Full;
use tokio::runtime::{Builder, Runtime};
use tower::service_fn;

use crate::bare::page::page;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::report::{Table, Unit};
use crate::sampling::{Contender, seconds};
use crate::statistics::{median, ratio};

/// Measures pairs: a feature, and the same without it.
pub(super) fn run(context: &Context) -> Result<Table> {
    let runtime = Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| Error::new(error.to_string()))?;
    let columns = [("with", Unit::Microseconds), ("without", Unit::Microseconds), ("with to without", Unit::Ratio)];
    let mut table = Table::new("calls-features", "CPU time of features, per call", "feature", &columns);
    let mut row = |key: &str, title: &str, with: &dyn Fn(), without: &dyn Fn()| -> Result<()> {
        let contenders: [Contender<'_>; 2] = [("with", with), ("without", without)];
        let times = seconds(context, key, &contenders)?;
        let figure = |index: usize| Some(median(times[index].iter().copied()) * 1e6);
        table.row(key, title, [figure(0), figure(1), Some(ratio(&times[0], &times[1]))]);
        Ok(())
    };
    drift(&runtime, &mut row)?;
    mock(&runtime, &mut row)?;
    proofs(&runtime, &mut row)?;
    table.note("The transport is within the process. A listener of drift is compared with a client that has none.");
    Ok(table)
}

/// Adds a row: its key, its title, the call with the feature, and the call without.
type AddRow<'a> = dyn FnMut(&str, &str, &dyn Fn(), &dyn Fn()) -> Result<()> + 'a;

const USERS: usize = 100;

/// A listener of drift, for pages with and without unknown properties and values.
fn drift(runtime: &Runtime, row: &mut AddRow<'_>) -> Result<()> {
    let known = page(USERS);
    let unknown =
        known.replace("\"jobTitle\":", "\"pronouns\":\"she\",\"jobTitle\":").replace("\"ENABLED\"", "\"ON_LEAVE\"");
    for (key, title, page) in [
        ("drift-none", "listener of drift, a page without drift", known),
        ("drift-each", "listener of drift, a page with drift in each of 100 users", unknown),
    ] {
        let page = Bytes::from(page);
        let listening = client(&page, |builder| builder.bearer_token("token").on_drift(drop))?;
        let silent = client(&page, |builder| builder.bearer_token("token"))?;
        row(key, title, &|| search(runtime, &listening, USERS), &|| search(runtime, &silent, USERS))?;
    }
    Ok(())
}

/// A mocked response: by a typed handler, and a constant one.
fn mock(runtime: &Runtime, row: &mut AddRow<'_>) -> Result<()> {
    let (typed, constant) = (MockServer::new(), MockServer::new());
    typed.on::<UserSearch>().respond_with(|call| SearchUsersResponse {
        next_page_token: call.request().query.clone(),
        ..Default::default()
    });
    constant.on::<UserSearch>().respond(SearchUsersResponse { next_page_token: "next".into(), ..Default::default() });
    let (with, without) = (typed.client(), constant.client());
    row("mock", "mock: a typed handler, without: a constant response", &|| search(runtime, &with, 0), &|| {
        search(runtime, &without, 0);
    })
}

/// A token that is bound to a key: each call has a signed proof.
fn proofs(runtime: &Runtime, row: &mut AddRow<'_>) -> Result<()> {
    let page = Bytes::from_static(br#"{"access_token": "token", "token_type": "DPoP"}"#);
    let source = TokenSource::token("eyJ.of.benchmark");
    let bound =
        client(&page, |builder| builder.workload_federation("ci@acme.conductor.one/wfe", source).dpop(Dpop::Required))?;
    let bearer = client(&page, |builder| builder.bearer_token("token"))?;
    let call = |client: &Client| {
        drop(runtime.block_on(client.request(Method::GET, "/api/v1/apps").into_future()).expect("a response"));
    };
    row("dpop", "proof of possession", &|| call(&bound), &|| call(&bearer))
}

fn search(runtime: &Runtime, client: &Client, users: usize) {
    let call = client.user_search().search(SearchUsersRequest::new().query("ada"));
    assert_eq!(runtime.block_on(call.into_future()).expect("a page").list.len(), users);
}

/// A client of a service within the process, which answers with this body.
fn client(body: &Bytes, configure: impl FnOnce(ClientBuilder) -> ClientBuilder) -> Result<Client> {
    let body = body.clone();
    let service = service_fn(move |_: Request<Bytes>| {
        std::future::ready(Ok::<_, Infallible>(Response::new(Full::new(body.clone()))))
    });
    let builder = configure(Client::builder().base_url("http://localhost").service(service));
    builder.build().map_err(|error| Error::new(error.to_string()))
}
