//! Generated operations against an HTTP server: what they send, and what becomes of the API's example answers.
#![cfg(all(feature = "user-v1", feature = "iam-v1"))]

use c1_api::iam::v1::{
    ClientIdType, ExternalClientSearchServiceSearchRequest, PersonalClientSearchServiceSearchRequest, WellKnownClient,
};
use c1_api::operation::{Operation, OperationInfo, RequestBuilder};
use c1_api::user::v1::{SearchUsersRequest, User, UserRef, UserStatus, UserType};
use c1_api::{Call, Client, ErrorKind};
use http::Method;
use serde_json::{Value, json};
use wiremock::matchers::{any, body_json, header, method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

const TOKEN: &str = "open-sesame";

const USERS: &str = include_str!("fixtures/search_users.json");
const PERSONAL_CLIENTS: &str = include_str!("fixtures/search_personal_clients.json");
const EXTERNAL_CLIENTS: &str = include_str!("fixtures/search_external_clients.json");

/// A server that answers one request alone, a POST of `body` to `route`, with `answer`.
async fn serving(route: &str, body: Value, answer: &str) -> (MockServer, Client) {
    let server = MockServer::start().await;
    Mock::given(method("POST"))
        .and(path(route))
        .and(header("authorization", format!("Bearer {TOKEN}")))
        .and(body_json(body))
        .respond_with(ResponseTemplate::new(200).set_body_raw(answer, "application/json"))
        .expect(1)
        .mount(&server)
        .await;
    let client = client_of(&server);
    (server, client)
}

fn client_of(server: &MockServer) -> Client {
    Client::builder().base_url(server.uri()).bearer_token(TOKEN).build().unwrap()
}

#[tokio::test]
async fn users_are_searched() {
    let body = json!({
        "excludeTypes": ["USER_TYPE_SYSTEM"],
        "pageSize": 100,
        "query": "ada",
        "refs": [{ "id": "1" }],
        "userStatuses": ["ENABLED"],
    });
    let (_server, client) = serving("/api/v1/search/users", body, USERS).await;
    let request = SearchUsersRequest {
        exclude_types: vec![UserType::System],
        page_size: 100,
        query: "ada".into(),
        refs: vec![UserRef { id: "1".into(), ..Default::default() }],
        user_statuses: vec![UserStatus::Enabled],
        ..Default::default()
    };
    let page = client.user_search().search(request).await.unwrap();

    assert_eq!(page.next_page_token, "<string>");
    assert_eq!(page.expanded.len(), 1);
    assert_eq!(page.list.len(), 1);
    assert_eq!(page.list[0].roles_path, "<string>");
    let user = page.list[0].user.as_ref().unwrap();
    assert_eq!(user.display_name, "<string>");
    assert_eq!(user.emails, ["<string>"]);
    assert_eq!(user.department_sources[0].app_id, "<string>");
    assert_eq!(user.created_at.unwrap().to_rfc3339(), "2023-11-07T05:31:56+00:00");
    assert_eq!(user.profile.as_ref().unwrap().len(), 0);
    assert_eq!(user.status, UserStatus::default());
    assert_eq!(user.r#type, UserType::default());
}

#[tokio::test]
async fn personal_clients_are_searched() {
    let body = json!({ "users": [{ "id": "2uSeR" }] });
    let (_server, client) = serving("/api/v1/search/iam/personal_clients", body, PERSONAL_CLIENTS).await;
    let request = PersonalClientSearchServiceSearchRequest {
        users: vec![UserRef { id: "2uSeR".into(), ..Default::default() }],
        ..Default::default()
    };
    let mut clients = client.personal_client_search().search(request).items();

    let found = clients.try_next().await.unwrap().unwrap();
    assert_eq!(found.display_name, "CI");
    assert_eq!(found.allow_source_cidr, ["10.0.0.0/24"]);
    assert_eq!(found.created_at.unwrap().timestamp_subsec_nanos(), 123_456_789);
    assert_eq!(found.deleted_at, None);
    assert_eq!(found.last_used_at, None);
    assert_eq!(found.scoped_roles.len(), 0);
    assert_eq!(clients.try_next().await.unwrap(), None);
}

#[tokio::test]
async fn external_clients_are_searched() {
    let body = json!({ "wellKnownClients": ["WELL_KNOWN_CLIENT_CURSOR", "WELL_KNOWN_CLIENT_NEWEST"] });
    let (_server, client) = serving("/api/v1/search/iam/external_clients", body, EXTERNAL_CLIENTS).await;
    let request = ExternalClientSearchServiceSearchRequest {
        well_known_clients: vec![WellKnownClient::Cursor, "WELL_KNOWN_CLIENT_NEWEST".into()],
        ..Default::default()
    };
    let page = client.external_client_search().search(request).await.unwrap();

    assert_eq!(page.list.len(), 1);
    assert_eq!(page.list[0].client_id_type, ClientIdType::default());
    assert_eq!(page.list[0].role_ids, ["<string>"]);
}

#[tokio::test]
async fn users_of_all_pages_are_searched() {
    let server = MockServer::start().await;
    for (token, ids, next) in [(None, ["1", "2"], "b"), (Some("b"), ["3", "4"], "c"), (Some("c"), ["5", "6"], "")] {
        let body = match token {
            None => json!({ "query": "ada" }),
            Some(token) => json!({ "query": "ada", "pageToken": token }),
        };
        let views: Vec<Value> = ids.iter().map(|id| json!({ "user": { "id": id } })).collect();
        let page = json!({ "list": views, "nextPageToken": next, "expanded": null });
        let answer = ResponseTemplate::new(200).set_body_json(page);
        Mock::given(body_json(body)).respond_with(answer).expect(1).mount(&server).await;
    }

    let request = SearchUsersRequest { query: "ada".into(), ..Default::default() };
    let mut users = client_of(&server).user_search().search(request).items();
    let mut ids = Vec::new();
    while let Some(view) = users.try_next().await.unwrap() {
        ids.push(view.user.unwrap().id);
    }
    assert_eq!(ids, ["1", "2", "3", "4", "5", "6"]);
}

#[tokio::test]
async fn a_refusal_names_the_operation() {
    let server = MockServer::start().await;
    let status = json!({ "code": 7, "message": "missing role", "details": [] });
    let answer = ResponseTemplate::new(403).set_body_json(status);
    Mock::given(any()).respond_with(answer).mount(&server).await;

    let error = client_of(&server).user_search().search(SearchUsersRequest::default()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Api);
    assert_eq!(error.message(), Some("missing role"));
    assert_eq!(error.operation(), Some("c1.api.user.v1.UserSearch.Search"));
}

#[tokio::test]
async fn a_call_can_be_made_in_another_task() {
    let (_server, client) = serving("/api/v1/search/users", json!({}), "{}").await;
    let call = client.user_search().search(SearchUsersRequest::default());
    drop(client);
    let page = tokio::spawn(call.into_future()).await.unwrap().unwrap();
    assert!(page.list.is_empty());
}

/// An update of a user, which the vendored documents lack.
#[derive(Clone)]
struct UpdateUser {
    user: User,
    update_mask: &'static str,
}

impl Operation for UpdateUser {
    type Response = Value;

    const INFO: OperationInfo = OperationInfo::new("c1.api.user.v1.UserService.Update", Method::POST, "/api/v1/user");

    fn encode(&self, out: &mut RequestBuilder) {
        out.body(&json!({ "user": self.user, "updateMask": self.update_mask }));
    }
}

#[tokio::test]
async fn read_only_fields_are_sent_if_set() {
    // `createdAt` and `department` are read-only in the specification, and `delegatedUserId` is not.
    let user = json!({ "createdAt": "2026-08-01T00:00:00Z", "delegatedUserId": "2", "department": "R&D", "id": "1" });
    let body = json!({ "user": user, "updateMask": "delegatedUserId" });
    let (_server, client) = serving("/api/v1/user", body, "{}").await;
    let user: User = serde_json::from_value(user).unwrap();
    Call::new(&client, UpdateUser { user, update_mask: "delegatedUserId" }).await.unwrap();
}
