//! What responses hold beside their items, and what requests say of their fields.
#![cfg(feature = "user-v1")]

use std::sync::Arc;

use c1_api::codec::Message;
use c1_api::user::v1::{SearchUsersRequest, SearchUsersResponse, User, UserExpandMask, UserRef, UserStatus, UserView};
use c1_api::{Any, Client, ErrorKind, FieldMask};
use serde_json::json;
use wiremock::matchers::body_partial_json;
use wiremock::{Mock, MockServer, ResponseTemplate};

fn user(id: &str) -> serde_json::Value {
    json!({"@type": "type.googleapis.com/c1.api.user.v1.User", "id": id})
}

fn page() -> SearchUsersResponse {
    let role = json!({"@type": "type.googleapis.com/c1.api.iam.v1.Role", "id": "r"});
    let page = json!({"expanded": [user("0"), user("1"), role, user("3")]});
    serde_json::from_value(page).expect("a page")
}

#[test]
fn paths_lead_to_related_objects() {
    let page = page();
    let cases = [
        ("$.expanded[0]", vec!["0"]),
        ("$.expanded[0,3]", vec!["0", "3"]),
        ("$['expanded'][3]", vec!["3"]),
        ("$[\"expanded\"][ 1 , 0 ]", vec!["1", "0"]),
        ("$.expanded[0,99999999999999999999,0,4,1]", vec!["0", "1"]),
        ("", vec![]),
    ];
    for (path, expected) in cases {
        let users: Vec<User> = page.expanded_as(path).expect(path);
        let ids: Vec<&str> = users.iter().map(|user| user.id.as_str()).collect();
        assert_eq!(ids, expected, "{path}");
    }
}

#[test]
fn missing_objects_keep_their_positions() {
    let page = json!({"expanded": [null, user("1"), null, user("3")]});
    let page: SearchUsersResponse = serde_json::from_value(page).expect("a page");
    for (path, expected) in [("$.expanded[1]", vec!["1"]), ("$.expanded[0,3]", vec!["3"])] {
        let users: Vec<User> = page.expanded_as(path).expect(path);
        assert_eq!(users.iter().map(|user| user.id.as_str()).collect::<Vec<_>>(), expected, "{path}");
    }
    let error = page.expanded("$.expanded[2]").expect_err("no object");
    assert!(error.to_string().contains("leads to none of the 4 related objects"), "{error}");
}

#[test]
fn a_path_that_leads_elsewhere_is_an_error() {
    let page = page();
    let cases = [
        ("$.expanded[4]", ErrorKind::Path, "leads to none of the 4 related objects"),
        ("$.expanded[99999999999999999999]", ErrorKind::Path, "leads to none of the 4 related objects"),
        ("$.list[0]", ErrorKind::Path, "is not supported: expected `$.expanded[N]`"),
        ("$.expanded", ErrorKind::Path, "is not supported"),
        ("$", ErrorKind::Path, "is not supported"),
        ("expanded[0]", ErrorKind::Path, "is not supported"),
        ("$.expanded[]", ErrorKind::Path, "is not supported"),
        ("$.expanded[0,]", ErrorKind::Path, "is not supported"),
        ("$.expanded[-1]", ErrorKind::Path, "is not supported"),
        ("$.expanded[+1]", ErrorKind::Path, "is not supported"),
        ("$.expanded[*]", ErrorKind::Path, "is not supported"),
        ("$.expanded[0:2]", ErrorKind::Path, "is not supported"),
        ("$.expanded[0].id", ErrorKind::Path, "is not supported"),
        ("$.expanded[?@.id == '3']", ErrorKind::Path, "is not supported"),
        (
            "$.expanded[2]",
            ErrorKind::Decode,
            "is a `type.googleapis.com/c1.api.iam.v1.Role`, not a `c1.api.user.v1.User`",
        ),
    ];
    for (path, kind, text) in cases {
        let error = page.expanded_as::<User>(path).expect_err(path);
        assert_eq!(error.kind(), kind, "{path}");
        assert!(error.to_string().contains(text), "{path}: {error}");
    }
}

/// Evaluating such paths would take years, all of the stack, or all memory.
#[test]
fn a_path_that_could_exhaust_memory_is_refused() {
    let brackets = |open: &str, close: &str| format!("$.expanded[?@{}{}]", open.repeat(10_000), close.repeat(10_000));
    let paths = [
        brackets("[?@", "]"),
        brackets("(", ")"),
        "$..*..*..*..*..*[?@.nothing]".to_owned(),
        format!("$['expanded'{}][*{}]", ",'expanded'".repeat(10_000), ",*".repeat(10_000)),
    ];
    for path in paths {
        let error = page().expanded(&path).expect_err("an unsupported path");
        assert_eq!(error.kind(), ErrorKind::Path);
        assert!(error.to_string().contains("is not supported"), "{error}");
    }
    // However often a path names a position, each object is returned once.
    let path = format!("$.expanded[{}3]", "0,".repeat(100_000));
    assert_eq!(page().expanded(&path).expect("two objects").len(), 2);
}

#[test]
fn a_message_of_any_type_is_decoded_as_what_it_says_it_is() {
    let any: Any = serde_json::from_value(user("7")).expect("a message");
    assert!(any.is::<User>() && !any.is::<UserRef>());
    assert_eq!(any.decode::<User>().expect("a user").id, "7");
    assert_eq!(User::NAME, "c1.api.user.v1.User");
    let bad: Any = serde_json::from_value(json!({"@type": "x/c1.api.user.v1.User", "id": 7})).expect("a message");
    let error = bad.decode::<User>().expect_err("no user");
    assert!(error.to_string().contains("`c1.api.user.v1.User` cannot be read"), "{error}");
}

#[tokio::test]
async fn items_come_with_the_page_that_their_paths_lead_into() {
    let server = MockServer::start().await;
    let mask = json!({"expandMask": {"paths": ["manager_ids"]}});
    for (token, manager, next) in [("", "m1", "b"), ("b", "m2", "")] {
        let view = |id: &str| json!({"user": {"id": id}, "managersPath": "$.expanded[0]"});
        let answer = json!({"list": [view("1"), view("2")], "expanded": [user(manager)], "nextPageToken": next});
        let asked = if token.is_empty() { mask.clone() } else { json!({"pageToken": token}) };
        let up_to = if token.is_empty() { 1 } else { 2 };
        let answer = ResponseTemplate::new(200).set_body_json(answer);
        Mock::given(body_partial_json(asked)).respond_with(answer).up_to_n_times(up_to).mount(&server).await;
    }
    let client = Client::builder().base_url(server.uri()).bearer_token("t").build().expect("a client");
    let paths = vec![UserExpandMask::EXPAND_MANAGER_IDS.into()];
    let expand_mask = Some(UserExpandMask { paths, ..Default::default() });
    let request = SearchUsersRequest { expand_mask, ..Default::default() };

    let mut users = client.user_search().search(request).items_with_page();
    let mut managers = Vec::new();
    let mut pages: Vec<Arc<SearchUsersResponse>> = Vec::new();
    while let Some((view, page)) = users.try_next().await.expect("a page") {
        managers.extend(page.expanded_as::<User>(&view.managers_path).expect("managers"));
        pages.push(page);
    }
    assert_eq!(managers.iter().map(|user| user.id.as_str()).collect::<Vec<_>>(), ["m1", "m1", "m2", "m2"]);
    assert!(Arc::ptr_eq(&pages[0], &pages[1]) && !Arc::ptr_eq(&pages[1], &pages[2]));
}

#[test]
fn masks_name_fields_as_the_wire_does() {
    let mask = FieldMask::new().with(User::DISPLAY_NAME).with(User::ROLE_IDS).with(User::DISPLAY_NAME);
    assert_eq!(mask.to_string(), "displayName,roleIds");
    let nested = FieldMask::new().with(UserView::USER.then(User::EMAIL)).with(UserView::ROLES_PATH);
    assert_eq!(String::from(nested), "user.email,rolesPath");
    assert!(FieldMask::<User>::new().is_empty());
}

#[test]
fn masks_are_made_of_differences() {
    let before = User { email: "a@example.com".into(), role_ids: vec!["1".into()], ..Default::default() };
    assert!(FieldMask::diff(&before, &before.clone()).is_empty());
    let after = User { email: String::new(), status: UserStatus::Disabled, ..before.clone() };
    assert_eq!(FieldMask::diff(&before, &after).to_string(), "email,status");
    let with = UserView { user: Some(User::default()), ..Default::default() };
    assert_eq!(FieldMask::diff(&UserView::default(), &with).to_string(), "user");
    let within = UserView { user: Some(before), ..Default::default() };
    assert_eq!(FieldMask::diff(&with, &within).to_string(), "user");
}
