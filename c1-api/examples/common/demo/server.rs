//! The demo's C1: it filters, expands and pages as the API documents it.

use std::collections::BTreeMap;
use std::sync::Arc;

use c1_api::error::Code;
use c1_api::iam::v1::external_client_search::ExternalClientSearch;
use c1_api::iam::v1::personal_client_search::PersonalClientSearch;
use c1_api::iam::v1::{
    ExternalClientInfo, ExternalClientSearchServiceSearchRequest, ExternalClientSearchServiceSearchResponse,
    PersonalClient, PersonalClientSearchServiceSearchRequest, PersonalClientSearchServiceSearchResponse,
};
use c1_api::mock::{MockServer, Reply};
use c1_api::user::v1::user_search::UserSearch;
use c1_api::user::v1::{SearchUsersRequest, SearchUsersResponse, User, UserRef, UserView};
use c1_api::{Any, Client};
use serde_json::{Map, Value, json};

use super::people::{ROLES, has_delegate_status, people};
use super::{credentials, grants};

/// Returns a client of the demo.
pub fn client() -> Client {
    let people = Arc::new(people());
    let grants = grants::grants(&people);
    let credentials = credentials::credentials(&people);
    let c1 = MockServer::new();
    c1.keep_requests(0);
    let users = Arc::clone(&people);
    c1.on::<UserSearch>().respond_with(move |call| search_users(call.request(), &users));
    let users = Arc::clone(&people);
    c1.on::<ExternalClientSearch>().respond_with(move |call| search_grants(call.request(), &grants, &users));
    c1.on::<PersonalClientSearch>().respond_with(move |call| search_credentials(call.request(), &credentials));
    c1.client()
}

fn search_users(request: &SearchUsersRequest, people: &[User]) -> Result<SearchUsersResponse, UnknownToken> {
    let delegates: Vec<&str> = people.iter().map(|user| user.delegated_user_id.as_str()).collect();
    let matching: Vec<&User> = people
        .iter()
        .filter(|user| matches(request, user) && (!request.is_delegate || delegates.contains(&user.id.as_str())))
        .collect();
    let (users, next_page_token) = page(&matching, &request.page_token, request.page_size)?;
    let mask = request.expand_mask.clone().unwrap_or_default();
    let mut expander = Expander::new(mask.paths, people);
    let list = users.iter().map(|user| expander.view(user)).collect();
    Ok(SearchUsersResponse { list, expanded: expander.expanded, next_page_token, ..Default::default() })
}

/// Whether a user passes the filters that concern no other user. An empty filter passes everyone.
fn matches(request: &SearchUsersRequest, user: &User) -> bool {
    let any = |filter: &[String], value: &String| filter.is_empty() || filter.contains(value);
    let shared =
        |filter: &[String], values: &[String]| filter.is_empty() || values.iter().any(|value| filter.contains(value));
    contains(&request.query, &[&user.display_name, &user.email])
        && (request.email.is_empty() || request.email.eq_ignore_ascii_case(&user.email))
        && any(&request.departments, &user.department)
        && any(&request.job_titles, &user.job_title)
        && any(&request.delegated_user_ids, &user.delegated_user_id)
        && shared(&request.manager_ids, &user.manager_ids)
        && shared(&request.role_ids, &user.role_ids)
        && is_one_of(&request.refs, &user.id)
        && !request.exclude_ids.contains(&user.id)
        && (request.user_statuses.is_empty() || request.user_statuses.contains(&user.status))
        && (request.origins.is_empty() || request.origins.contains(&user.origin))
        && !request.exclude_origins.contains(&user.origin)
        && !request.exclude_types.contains(&user.r#type)
        && has_delegate_status(user, &request.delegate_status)
}

fn search_grants(
    request: &ExternalClientSearchServiceSearchRequest,
    grants: &[ExternalClientInfo],
    people: &[User],
) -> Result<ExternalClientSearchServiceSearchResponse, UnknownToken> {
    let name = |id: &str| people.iter().find(|user| user.id == id).map_or("", |user| user.display_name.as_str());
    let wanted = &request.well_known_clients;
    let matching: Vec<&ExternalClientInfo> = grants
        .iter()
        .filter(|grant| contains(&request.query, &[&grant.client_name, name(&grant.user_id)]))
        .filter(|grant| wanted.is_empty() || wanted.contains(&grant.well_known_client))
        .filter(|grant| request.client_id_urls.is_empty() || request.client_id_urls.contains(&grant.client_id))
        .filter(|grant| is_one_of(&request.users, &grant.user_id))
        .collect();
    let (list, next_page_token) = page(&matching, &request.page_token, request.page_size)?;
    let list = list.iter().map(|grant| (*grant).clone()).collect();
    Ok(ExternalClientSearchServiceSearchResponse { list, next_page_token, ..Default::default() })
}

fn search_credentials(
    request: &PersonalClientSearchServiceSearchRequest,
    credentials: &[PersonalClient],
) -> Result<PersonalClientSearchServiceSearchResponse, UnknownToken> {
    let matching: Vec<&PersonalClient> = credentials
        .iter()
        .filter(|credential| contains(&request.query, &[&credential.display_name]))
        .filter(|credential| is_one_of(&request.users, &credential.user_id))
        .collect();
    let (list, next_page_token) = page(&matching, &request.page_token, request.page_size)?;
    let list = list.iter().map(|credential| (*credential).clone()).collect();
    Ok(PersonalClientSearchServiceSearchResponse { list, next_page_token, ..Default::default() })
}

fn contains(query: &str, texts: &[&str]) -> bool {
    let query = query.to_lowercase();
    texts.iter().any(|text| text.to_lowercase().contains(&query))
}

fn is_one_of(refs: &[UserRef], id: &str) -> bool {
    refs.is_empty() || refs.iter().any(|user| user.id == id)
}

/// A page token that no page has.
struct UnknownToken;

impl From<UnknownToken> for Reply {
    fn from(_: UnknownToken) -> Self {
        Self::error(Code::INVALID_ARGUMENT, "the page token was not issued")
    }
}

/// Returns the page of a token, and the token of the page after it.
fn page<'a, T>(items: &'a [T], token: &str, size: i32) -> Result<(&'a [T], String), UnknownToken> {
    let start =
        if token.is_empty() { Some(0) } else { token.strip_prefix("after-").and_then(|text| text.parse().ok()) };
    let rest = start.and_then(|start: usize| Some((start, items.get(start..)?)));
    let (start, rest) = rest.ok_or(UnknownToken)?;
    let size = if size == 0 { 25 } else { usize::try_from(size.clamp(10, 100)).unwrap_or(25) };
    let list = &rest[..size.min(rest.len())];
    let next = if list.len() < rest.len() { format!("after-{}", start + size) } else { String::new() };
    Ok((list, next))
}

/// Adds the related objects of users to a page, each of them once.
struct Expander<'a> {
    paths: Vec<String>,
    people: &'a [User],
    expanded: Vec<Any>,
    positions: BTreeMap<String, usize>,
}

impl<'a> Expander<'a> {
    fn new(paths: Vec<String>, people: &'a [User]) -> Self {
        Self { paths, people, expanded: Vec::new(), positions: BTreeMap::new() }
    }

    fn view(&mut self, user: &User) -> UserView {
        UserView {
            managers_path: self.path("manager_ids", &user.manager_ids),
            roles_path: self.path("role_ids", &user.role_ids),
            delegated_user_path: self.path("delegated_user_id", std::slice::from_ref(&user.delegated_user_id)),
            user: Some(user.clone()),
            ..Default::default()
        }
    }

    /// The path to the objects with these ids, empty if the request does not expand them.
    fn path(&mut self, mask: &str, ids: &[String]) -> String {
        if !self.paths.iter().any(|path| path == mask || path == "*") {
            return String::new();
        }
        let positions: Vec<String> =
            ids.iter().filter_map(|id| self.position(id)).map(|position| position.to_string()).collect();
        if positions.is_empty() { String::new() } else { format!("$.expanded[{}]", positions.join(",")) }
    }

    fn position(&mut self, id: &str) -> Option<usize> {
        if let Some(position) = self.positions.get(id) {
            return Some(*position);
        }
        let user = self.people.iter().find(|user| user.id == id).and_then(|user| serde_json::to_value(user).ok());
        let role = ROLES.iter().find(|(known, _)| *known == id);
        let role = role.map(|(id, name)| json!({ "id": id, "displayName": name, "name": name }));
        let (kind, fields) = user.map(|user| ("user.v1.User", user)).or(role.map(|role| ("iam.v1.Role", role)))?;
        let fields: Map<String, Value> = fields.as_object()?.clone();
        self.positions.insert(id.to_owned(), self.expanded.len());
        self.expanded.push(Any::new(format!("type.googleapis.com/c1.api.{kind}"), fields));
        Some(self.expanded.len() - 1)
    }
}
