//! The rules of credentials.

use crate::common::{Rule, Severity};

pub(crate) const INACTIVE_OWNER: Rule = Rule {
    id: "PC001",
    severity: Severity::Critical,
    title: "the owner is disabled, deleted or missing",
    remedy: "delete the credential, and find out what still uses it",
};

pub(crate) const NEVER_EXPIRES: Rule = Rule {
    id: "PC002",
    severity: Severity::High,
    title: "the credential never expires",
    remedy: "replace it by one with an end, or by workload federation",
};

pub(crate) const NO_ROLE_SCOPE: Rule = Rule {
    id: "PC003",
    severity: Severity::Medium,
    title: "the credential has all permissions of its owner",
    remedy: "restrict it to the roles that it needs (scoped roles)",
};

pub(crate) const NO_CIDR: Rule = Rule {
    id: "PC004",
    severity: Severity::Medium,
    title: "the credential is valid from any network",
    remedy: "restrict it to the networks that use it (allowed source CIDRs)",
};

pub(crate) const UNUSED: Rule = Rule {
    id: "PC005",
    severity: Severity::Medium,
    title: "the credential is unused for longer than --unused-days",
    remedy: "delete it",
};

pub(crate) const RULES: &[Rule] = &[INACTIVE_OWNER, NEVER_EXPIRES, NO_ROLE_SCOPE, NO_CIDR, UNUSED];
