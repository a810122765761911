//! The rules of users.

use crate::common::{Rule, Severity};

pub(crate) const NO_MANAGER: Rule = Rule {
    id: "US001",
    severity: Severity::Low,
    title: "an enabled person has no manager",
    remedy: "set the manager in the directory; requests to the manager reach nobody",
};

pub(crate) const DELEGATES_TO_DISABLED: Rule = Rule {
    id: "US002",
    severity: Severity::High,
    title: "the user delegates tasks to a user who is not enabled",
    remedy: "choose another delegate; tasks wait for somebody who cannot act",
};

pub(crate) const DISABLED_DELEGATE: Rule = Rule {
    id: "US003",
    severity: Severity::High,
    title: "a user who is not enabled is the delegate of others (with --delegates or --disabled-delegates)",
    remedy: "choose another delegate for the users who delegate to this one",
};

pub(crate) const RULES: &[Rule] = &[NO_MANAGER, DELEGATES_TO_DISABLED, DISABLED_DELEGATE];
