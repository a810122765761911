//! A user as the program lists it.

use c1_api::Any;
use c1_api::user::v1::{SearchUsersResponse, User, UserStatus, UserType, UserView};
use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::common::{Cell, Column, Failure, Finding, Row, wire_name};
use crate::rules::{DELEGATES_TO_DISABLED, DISABLED_DELEGATE, NO_MANAGER};

#[derive(Debug, Serialize)]
pub(crate) struct UserRow {
    id: String,
    display_name: String,
    email: String,
    username: String,
    status: String,
    #[serde(rename = "type")]
    kind: String,
    department: String,
    job_title: String,
    managers: Vec<Named>,
    roles: Vec<Named>,
    delegate: Option<Named>,
    created_at: Option<DateTime<Utc>>,
    pub(crate) findings: Vec<Finding>,
    #[serde(skip)]
    api_type: UserType,
}

/// A related object. Its name is its id if the API does not expand it.
#[derive(Debug, Serialize)]
struct Named {
    id: String,
    name: String,
}

impl UserRow {
    /// Joins a user with the related objects of its page.
    pub(crate) fn new(view: UserView, page: &SearchUsersResponse, is_delegate: bool) -> Result<Self, Failure> {
        let (managers, delegates) = (view.managers(page)?, view.delegated_user(page)?);
        // With the whole API, `view.roles(page)` has a type of its own. This compiles with either.
        let roles: Vec<Named> = page.expanded(&view.roles_path)?.into_iter().map(named_role).collect();
        let user = view.into_user()?;
        let findings = findings(&user, &delegates, is_delegate);
        let delegate = Some(&user.delegated_user_id).filter(|id| !id.is_empty());
        Ok(Self {
            managers: user.manager_ids.iter().map(|id| named_user(id, &managers)).collect(),
            roles: user.role_ids.iter().map(|id| named(id, &roles)).collect(),
            delegate: delegate.map(|id| named_user(id, &delegates)),
            findings,
            status: wire_name(user.status.as_str(), ""),
            kind: wire_name(user.r#type.as_str(), "USER_TYPE_"),
            id: user.id,
            display_name: user.display_name,
            email: user.email,
            username: user.username,
            department: user.department,
            job_title: user.job_title,
            created_at: user.created_at,
            api_type: user.r#type,
        })
    }

    pub(crate) fn has_type(&self, kind: &UserType) -> bool {
        self.api_type == *kind
    }
}

fn findings(user: &User, delegates: &[User], is_delegate: bool) -> Vec<Finding> {
    let mut findings = Vec::new();
    let is_inactive = |user: &User| matches!(user.status, UserStatus::Disabled | UserStatus::Deleted);
    if user.status == UserStatus::Enabled && user.r#type == UserType::Human && user.manager_ids.is_empty() {
        findings.push(NO_MANAGER.finding("has no manager"));
    }
    for delegate in delegates.iter().filter(|delegate| !is_inactive(user) && is_inactive(delegate)) {
        let status = wire_name(delegate.status.as_str(), "");
        findings
            .push(DELEGATES_TO_DISABLED.finding(format!("delegates to {}, who is {status}", delegate.display_name)));
    }
    if is_delegate && is_inactive(user) {
        let status = wire_name(user.status.as_str(), "");
        findings.push(DISABLED_DELEGATE.finding(format!("is {status} and still the delegate of others")));
    }
    findings
}

fn named_user(id: &str, users: &[User]) -> Named {
    let user = users.iter().find(|user| user.id == id);
    Named { id: id.to_owned(), name: user.map_or(id, |user| &user.display_name).to_owned() }
}

fn named(id: &str, objects: &[Named]) -> Named {
    let object = objects.iter().find(|object| object.id == id);
    Named { id: id.to_owned(), name: object.map_or(id, |object| &object.name).to_owned() }
}

fn named_role(role: &Any) -> Named {
    let text = |name| role.fields().get(name).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
    let (id, name) = (text("id"), text("displayName"));
    Named { name: if name.is_empty() { id.clone() } else { name }, id }
}

fn names(objects: &[Named]) -> Cell<'_> {
    Cell::List(objects.iter().map(|object| object.name.as_str()).collect())
}

impl Row for UserRow {
    const LIST: &'static str = "users";
    const COLUMNS: &'static [Column<Self>] = &[
        Column::detail("id", |user| Cell::Text(&user.id)),
        Column::shown("display_name", "Name", |user| Cell::Text(&user.display_name)),
        Column::shown("email", "Email", |user| Cell::Text(&user.email)),
        Column::detail("username", |user| Cell::Text(&user.username)),
        Column::shown("status", "Status", |user| Cell::Text(&user.status)),
        Column::shown("type", "Type", |user| Cell::Text(&user.kind)),
        Column::shown("department", "Department", |user| Cell::Text(&user.department)),
        Column::detail("job_title", |user| Cell::Text(&user.job_title)),
        Column::shown("managers", "Managers", |user| names(&user.managers)),
        Column::shown("roles", "Roles", |user| names(&user.roles)),
        Column::shown("delegate", "Delegate", |user| names(user.delegate.as_slice())),
        Column::detail("created_at", |user| Cell::Time(user.created_at)),
        Column::shown("findings", "Findings", |user| Cell::Findings(&user.findings)),
    ];
}
