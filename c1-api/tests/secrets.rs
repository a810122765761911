//! Nothing that the crate can print shows a credential: what its types show of themselves, its errors, and what is logged
//! while it works.
#![cfg(feature = "user-v1")]

#[path = "secrets/errors.rs"]
mod errors;
mod log;
#[path = "secrets/logs.rs"]
mod logs;
mod secret_values;
#[path = "secrets/types.rs"]
mod types;

use c1_api::user::v1::SearchUsersRequest;
use c1_api::user::v1::user_search::UserSearch;
use c1_api::{Call, Client, ClientBuilder, RetryPolicy};
use serde_json::{Value, json};
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use secret_values::{CLIENT_ID, CLIENT_SECRET, SESAME};

/// A client of `server` with a secret wherever it can have one. Its token is still to be had.
fn client_of(server: &MockServer) -> ClientBuilder {
    Client::builder()
        .base_url(server.uri())
        .client_credentials(CLIENT_ID, CLIENT_SECRET)
        .header("x-key", &format!("{SESAME}-header"))
        .retry(RetryPolicy::off())
}

fn search(client: &Client) -> Call<UserSearch> {
    let call = client.user_search().search(SearchUsersRequest::default());
    call.header("x-other-key", &format!("{SESAME}-header-of-call"))
}

/// A server whose API and whose token endpoint answer so.
async fn answering(
    api: ResponseTemplate,
    token: impl Fn(&Request) -> ResponseTemplate + Send + Sync + 'static,
) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(path("/auth/v1/token")).respond_with(token).mount(&server).await;
    Mock::given(path("/api/v1/search/users")).respond_with(api).mount(&server).await;
    server
}

/// A server that gives tokens, codes and clients, and responds to searches with a page that has a successor.
async fn serving() -> MockServer {
    let cookie = format!("session={SESAME}-cookie");
    let page = json!({ "list": [{ "user": { "id": "1" } }], "nextPageToken": "next" });
    let page = ResponseTemplate::new(200).insert_header("set-cookie", cookie).set_body_json(page);
    let server = answering(page, |_| token()).await;
    let code = json!({
        "device_code": format!("{SESAME}-device"), "user_code": format!("{SESAME}-user"), "interval": 1,
        "verification_uri_complete": format!("https://acme.conductor.one/device?code={SESAME}"),
    });
    let client = json!({ "client": { "clientId": CLIENT_ID }, "clientSecret": CLIENT_SECRET });
    for (at, body) in [("/auth/v1/device_authorization", code), ("/api/v1/iam/personal_clients", client)] {
        let answer = ResponseTemplate::new(200).set_body_json(body);
        Mock::given(path(at)).respond_with(answer).mount(&server).await;
    }
    server
}

fn token() -> ResponseTemplate {
    let token: Value = json!({ "access_token": format!("{SESAME}-token"), "expires_in": 600 });
    ResponseTemplate::new(200).set_body_json(token)
}
