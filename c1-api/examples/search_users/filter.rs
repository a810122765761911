//! Which users are listed.

use c1_api::Client;
use c1_api::user::v1::{SearchUsersRequest, UserStatus, UserType};
use clap::{Args, ValueEnum};

use crate::common::{Failure, user_ids};
use crate::rules::NO_MANAGER;
use crate::user_row::UserRow;

#[derive(Args, Debug)]
pub(crate) struct Filter {
    /// Text to find in names and email addresses
    text: Option<String>,
    /// Only users with this status; may be repeated
    #[arg(long, value_delimiter = ',')]
    status: Vec<Status>,
    /// Only users of this type; may be repeated
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    types: Vec<Type>,
    /// Only users of this department; may be repeated
    #[arg(long)]
    department: Vec<String>,
    /// Only users with this manager, by id or email address; may be repeated
    #[arg(long, value_name = "ID_OR_EMAIL")]
    manager: Vec<String>,
    /// Only enabled people without a manager
    #[arg(long)]
    no_manager: bool,
    /// Only users to whom others delegate their tasks
    #[arg(long)]
    delegates: bool,
    /// Only users who are disabled or deleted, and to whom others still delegate their tasks
    #[arg(long, conflicts_with = "status")]
    disabled_delegates: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Status {
    Enabled,
    Disabled,
    Deleted,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Type {
    Human,
    Service,
    Agent,
    System,
}

impl Status {
    fn to_api(self) -> UserStatus {
        match self {
            Self::Enabled => UserStatus::Enabled,
            Self::Disabled => UserStatus::Disabled,
            Self::Deleted => UserStatus::Deleted,
        }
    }
}

impl Type {
    fn to_api(self) -> UserType {
        match self {
            Self::Human => UserType::Human,
            Self::Service => UserType::Service,
            Self::Agent => UserType::Agent,
            Self::System => UserType::System,
        }
    }
}

impl Filter {
    /// Returns the request for the users. It may list others too, as the API does not have all filters: see `accepts`.
    pub(crate) async fn request(&self, client: &Client) -> Result<SearchUsersRequest, Failure> {
        let mut statuses: Vec<UserStatus> = self.status.iter().map(|status| status.to_api()).collect();
        if self.disabled_delegates {
            statuses = vec![UserStatus::Disabled, UserStatus::Deleted];
        }
        let types: Vec<UserType> = self.types.iter().map(|kind| kind.to_api()).collect();
        let all = Type::value_variants().iter().map(|kind| kind.to_api());
        let others: Vec<UserType> = all.filter(|kind| !types.is_empty() && !types.contains(kind)).collect();
        Ok(SearchUsersRequest::new()
            .query(self.text.as_deref().unwrap_or_default())
            .user_statuses(statuses)
            .exclude_types(others)
            .departments(&self.department)
            .manager_ids(user_ids(client, &self.manager).await?)
            .is_delegate(self.lists_delegates()))
    }

    /// Whether all listed users are delegates of others.
    pub(crate) fn lists_delegates(&self) -> bool {
        self.delegates || self.disabled_delegates
    }

    pub(crate) fn accepts(&self, user: &UserRow) -> bool {
        let type_fits = self.types.is_empty() || self.types.iter().any(|kind| user.has_type(&kind.to_api()));
        let manager_fits = !self.no_manager || user.findings.iter().any(|finding| finding.rule == NO_MANAGER.id);
        type_fits && manager_fits
    }
}
