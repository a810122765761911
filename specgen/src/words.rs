//! The words of names, and names in each case.
//!
//! No word has two roles, so two names are equal only if all their words are.

/// What resources are called. The words of one name are separated by spaces, and spelled as in types.
#[rustfmt::skip]
pub(crate) const NOUNS: [&str; 72] = [
    "Address", "Alert", "Anchor", "Badge", "Batch", "Beacon", "Bridge", "Bucket", "Cabinet", "Campaign", "Category",
    "Channel", "Circuit", "Cluster", "Contract", "Counter", "Courier", "Course", "Device", "Domain", "Drawer", "Engine",
    "Feed", "Fence", "Folder", "Forecast", "Garden", "Harbor", "Hub", "IDP Link", "Invoice", "Journal", "Kiosk", "Ladder",
    "Ledger", "Lesson", "Locker", "Mailbox", "MCP Probe", "Meter", "Mirror", "MS Teams Room", "OAuth Station", "Outpost",
    "Parcel", "Pipeline", "Playbook", "Proxy", "Quarry", "Recipe", "Relay", "Repository", "Robot", "Route", "Satellite",
    "Sensor", "Shard", "Shelf Box", "Signal", "SSO Bridge", "Snapshot", "Survey", "Switch", "Telescope", "Ticket",
    "Tower", "Tunnel", "Vault", "Vendor", "Voucher", "Workshop", "A2UI Canvas",
];

/// What comes before a noun, once all nouns are taken.
#[rustfmt::skip]
pub(crate) const ADJECTIVES: [&str; 36] = [
    "Ample", "Azure", "Brisk", "Calm", "Central", "Civic", "Coastal", "Crisp", "Distant", "Early", "Eastern", "Fair",
    "Federal", "Golden", "Grand", "Hidden", "Humble", "Inner", "Joint", "Late", "Lunar", "Major", "Minor", "Modest",
    "Narrow", "Northern", "Outer", "Plain", "Quiet", "Rapid", "Round", "Rural", "Silver", "Solar", "Southern", "Urban",
];

/// Ends of the names of supporting messages.
#[rustfmt::skip]
pub(crate) const PARTS: [&str; 24] = [
    "Config", "Context", "Criteria", "Details", "Entry", "Filter", "Limits", "Metadata", "Options", "Outcome", "Plan",
    "Preview", "Profile", "Quota", "Rule", "Scope", "Selector", "Stats", "Summary", "Template", "Trigger", "Usage",
    "Window", "Zone",
];

/// Ends of the names of enums.
pub(crate) const ENUMS: [&str; 12] =
    ["Kind", "Level", "Mode", "Origin", "Phase", "Reason", "Severity", "Stage", "State", "Status", "Strategy", "Type"];

/// Values of enums.
#[rustfmt::skip]
pub(crate) const VALUES: [&str; 36] = [
    "ACCEPTED", "ACTIVE", "ALWAYS", "ARCHIVED", "AUTOMATIC", "BLOCKED", "BUILTIN", "CANCELLED", "CLOSED", "CRITICAL",
    "DIRECT", "DISABLED", "ENABLED", "ERRORED", "EVERYONE", "EXPIRED", "HIGH", "INHERITED", "LOW", "MANUAL", "MEDIUM",
    "NEVER", "NONE", "OAUTH2", "OPEN", "PENDING", "READ_ONLY", "REJECTED", "RUNNING", "SELF", "SKIPPED", "TLS_1_2",
    "UNRECOGNIZED", "V2", "WARNING", "2FA",
];

/// The first words of properties.
#[rustfmt::skip]
pub(crate) const QUALIFIERS: [&str; 40] = [
    "access", "approval", "archive", "audit", "backup", "billing", "cache", "contact", "current", "default", "display",
    "evidence", "export", "external", "fallback", "final", "first", "grant", "home", "import", "initial", "last", "launch",
    "login", "main", "next", "notice", "origin", "owner", "parent", "policy", "preferred", "previous", "primary", "retry",
    "review", "source", "sync", "target", "upload",
];

/// Properties of protobuf that are keywords of Rust, or methods of generated code.
pub(crate) const AWKWARD: [&str; 16] = [
    "as", "clone", "const", "default", "encode", "enum", "fn", "gen", "in", "match", "new", "ref", "self", "type",
    "use", "where",
];

/// Things that a resource has many of.
pub(crate) const COLLECTIONS: [&str; 8] =
    ["Approver", "Assignee", "Attachment", "Bundle", "Exclusion", "Member", "Owner", "Subscriber"];

/// What can be done to a resource.
pub(crate) const ACTIONS: [&str; 12] = [
    "Activate", "Approve", "Archive", "Close", "Deny", "Publish", "Reassign", "Reset", "Restart", "Rotate", "SkipStep",
    "Test",
];

/// A name as words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Name(Vec<&'static str>);

impl Name {
    /// The name of the resource with this number, with the nouns in this order.
    pub(crate) fn of_resource(number: usize, nouns: &[&'static str]) -> Self {
        let (mut rest, noun) = (number / nouns.len(), nouns[number % nouns.len()]);
        let mut words: Vec<&str> = noun.split(' ').collect();
        while rest > 0 {
            words.insert(0, ADJECTIVES[(rest - 1) % ADJECTIVES.len()]);
            rest = (rest - 1) / ADJECTIVES.len();
        }
        Self(words)
    }

    /// `MCPProbe`.
    pub(crate) fn pascal(&self) -> String {
        self.0.concat()
    }

    /// `mcpProbe`.
    pub(crate) fn camel(&self) -> String {
        let (first, rest) = self.0.split_first().expect("a name has a word");
        first.to_lowercase() + &rest.concat()
    }

    /// `mcp_probe`.
    pub(crate) fn snake(&self) -> String {
        self.0.join("_").to_lowercase()
    }

    /// `MCP Probe`.
    pub(crate) fn title(&self) -> String {
        self.0.join(" ")
    }
}

/// The words of a name in camel or Pascal case, joined by a separator: `MCP Probe Config` of `MCPProbeConfig`.
pub(crate) fn split(name: &str, separator: char) -> String {
    let mut split = String::new();
    let letters: Vec<char> = name.chars().collect();
    for (index, letter) in letters.iter().enumerate() {
        let before = index.checked_sub(1).map(|before| letters[before]);
        let ends_word = before.is_some_and(|before| before.is_lowercase() || before.is_ascii_digit());
        let ends_acronym =
            before.is_some_and(char::is_uppercase) && letters.get(index + 1).is_some_and(|next| next.is_lowercase());
        if letter.is_uppercase() && (ends_word || ends_acronym) {
            split.push(separator);
        }
        split.push(*letter);
    }
    split
}

/// The plural of a noun.
pub(crate) fn plural(noun: &str) -> String {
    match noun {
        _ if noun.ends_with('y') && !noun.ends_with("ey") && !noun.ends_with("ay") => {
            format!("{}ies", &noun[..noun.len() - 1])
        }
        _ if noun.ends_with("ch") || noun.ends_with(['s', 'x']) => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}
