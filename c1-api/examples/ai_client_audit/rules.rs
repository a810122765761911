//! The rules of external clients.

use crate::common::{Rule, Severity};

pub(crate) const INACTIVE_OWNER: Rule = Rule {
    id: "AI001",
    severity: Severity::Critical,
    title: "the owner is disabled, deleted or missing",
    remedy: "revoke the grant, and ask why it outlived the account",
};

pub(crate) const UNTRUSTED_HOST: Rule = Rule {
    id: "AI002",
    severity: Severity::High,
    title: "the client's metadata is on a host that is not on the allow-list",
    remedy: "check who runs the host; revoke the grant, or add the host with --allow-host",
};

pub(crate) const UNKNOWN_CLIENT: Rule = Rule {
    id: "AI003",
    severity: Severity::Medium,
    title: "the type of the client is unknown",
    remedy: "ask the owner what it is; anybody can register a client under any name",
};

pub(crate) const UNUSED: Rule = Rule {
    id: "AI004",
    severity: Severity::Low,
    title: "the grant is unused for longer than --unused-days",
    remedy: "revoke the grant; the owner can connect the client again",
};

pub(crate) const RULES: &[Rule] = &[INACTIVE_OWNER, UNTRUSTED_HOST, UNKNOWN_CLIENT, UNUSED];
