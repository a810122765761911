//! Casing of names.

use heck::{ToKebabCase, ToLowerCamelCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// Words with a spelling of which heck makes the right words. Append only: changing a line renames types.
const WORDS: [(&str, &str); 13] = [
    ("IDs", "Ids"),
    ("AWSSES", "AwsSes"),
    ("MSTeams", "MsTeams"),
    ("OAuth", "Oauth"),
    ("SFixed", "Sfixed"),
    ("SInt", "Sint"),
    ("UInt", "Uint"),
    ("SIGV4", "SigV4"),
    ("Sigv4", "SigV4"),
    ("BUILTIN", "BuiltIn"),
    ("Builtin", "BuiltIn"),
    ("builtin", "builtIn"),
    ("typ", "type"),
];

/// `UpperCamelCase`, for types and variants.
pub(crate) fn pascal(name: &str) -> String {
    respelled(name).to_upper_camel_case()
}

/// The names of symbols. Append only, as well.
const SYMBOLS: [(char, &str); 20] = [
    ('+', "Plus"),
    ('-', "Minus"),
    ('.', "Dot"),
    ('*', "Star"),
    ('/', "Slash"),
    ('=', "Equal"),
    ('<', "Less"),
    ('>', "Greater"),
    ('!', "Not"),
    ('&', "And"),
    ('|', "Or"),
    ('%', "Percent"),
    ('#', "Hash"),
    ('@', "At"),
    ('$', "Dollar"),
    ('?', "Question"),
    ('~', "Tilde"),
    ('^', "Caret"),
    (':', "Colon"),
    (',', "Comma"),
];

/// A value with the signs of its numbers as words: `+1` and `-1` are different names. Of a value without letters, all symbols
/// that it begins with are words. The empty value has a name, too.
pub(crate) fn spelled(value: &str) -> String {
    if value.is_empty() {
        return "Empty".to_owned();
    }
    if value.contains(char::is_alphabetic) {
        return signed(value);
    }
    let mut rest = value;
    let mut words = String::new();
    while let Some((symbol, word)) = SYMBOLS.iter().find(|(symbol, _)| rest.starts_with(*symbol)) {
        words += word;
        rest = &rest[symbol.len_utf8()..];
    }
    words + rest
}

/// A value with letters, and the signs of its numbers as words. A hyphen behind a letter or a digit is not a sign.
fn signed(value: &str) -> String {
    let mut words = String::new();
    let mut characters = value.chars().peekable();
    while let Some(character) = characters.next() {
        let is_number = characters.peek().is_some_and(char::is_ascii_digit) && !words.ends_with(char::is_alphanumeric);
        match character {
            '+' if is_number => words += "_Plus_",
            '-' if is_number => words += "_Minus_",
            _ => words.push(character),
        }
    }
    words
}

/// `lowerCamelCase`, as properties are written in JSON.
pub(crate) fn lower_camel(name: &str) -> String {
    respelled(name).to_lower_camel_case()
}

/// `snake_case`, for modules, methods and fields.
pub(crate) fn snake(name: &str) -> String {
    respelled(name).to_snake_case()
}

/// `SHOUTY_SNAKE_CASE`, for constants.
pub(crate) fn shouty(name: &str) -> String {
    respelled(name).to_shouty_snake_case()
}

/// `kebab-case`, for features.
pub(crate) fn kebab(name: &str) -> String {
    respelled(name).to_kebab_case()
}

/// Two names in upper camel case as one. Words at the end of the first with which the second begins are written once.
pub(crate) fn joined(outer: &str, inner: &str) -> String {
    let (outer_words, inner_words) = (words(outer), words(inner));
    let shared = (1..=outer_words.len().min(inner_words.len()))
        .rev()
        .find(|length| outer_words[outer_words.len() - length..] == inner_words[..*length]);
    outer.to_owned() + &inner_words[shared.unwrap_or_default()..].concat()
}

/// As [`joined`], but two or more words with which both begin are written once, too.
pub(crate) fn nested(outer: &str, inner: &str) -> String {
    let inner_words = words(inner);
    let shared = words(outer).iter().zip(&inner_words).take_while(|(outer, inner)| outer == inner).count();
    let nested = outer.to_owned() + &inner_words[shared..].concat();
    if shared > 1 { nested } else { joined(outer, inner) }
}

/// The words of a name in upper camel case.
pub(crate) fn words(name: &str) -> Vec<&str> {
    let mut starts: Vec<usize> = name.char_indices().filter(|(_, c)| c.is_uppercase()).map(|(at, _)| at).collect();
    if starts.first() != Some(&0) && !name.is_empty() {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([name.len()]);
    starts.iter().zip(ends).map(|(start, end)| &name[*start..end]).collect()
}

/// Endings of plurals, each with that of the singular; the first that fits counts.
const PLURALS: [(&str, &str); 11] = [
    ("ies", "y"),
    ("uses", "us"),
    ("sses", "ss"),
    ("xes", "x"),
    ("zes", "z"),
    ("ches", "ch"),
    ("shes", "sh"),
    ("ss", "ss"),
    ("us", "us"),
    ("is", "is"),
    ("s", ""),
];

/// The singular of a plural.
pub(crate) fn singular(plural: &str) -> String {
    let mut singulars =
        PLURALS.iter().filter_map(|(ending, singular)| Some(plural.strip_suffix(ending)?.to_owned() + singular));
    singulars.next().unwrap_or_else(|| plural.to_owned())
}

/// The words of the table that a name contains.
pub(crate) fn misleading(name: &str) -> Vec<&'static str> {
    let respelled = respelled(name);
    let words = WORDS
        .iter()
        .filter(|(word, spelled)| name.contains(word) && !name.contains(spelled) && respelled.contains(spelled));
    words.map(|(word, _)| *word).collect()
}

/// The name with the words of the table respelled.
fn respelled(name: &str) -> String {
    let mut respelled = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let begins = !respelled.ends_with(|c: char| c.is_ascii_uppercase());
        let word = WORDS.iter().find(|(word, _)| {
            begins && rest.strip_prefix(word).is_some_and(|after| !after.starts_with(|c: char| c.is_ascii_lowercase()))
        });
        let (length, text) =
            word.map_or((first.len_utf8(), &rest[..first.len_utf8()]), |(word, spelled)| (word.len(), spelled));
        respelled.push_str(text);
        rest = &rest[length..];
    }
    respelled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols() {
        let cases = [
            ("+1", "Plus1"),
            ("-1", "Minus1"),
            (">=", "GreaterEqual"),
            (".", "Dot"),
            ("-desc", "-desc"),
            ("-1d", "_Minus_1d"),
            ("reactions-+1", "reactions-_Plus_1"),
            ("version-1", "version-1"),
            ("2019-01", "2019-01"),
            ("", "Empty"),
        ];
        for (value, expected) in cases {
            assert_eq!(spelled(value), expected, "{value}");
        }
    }

    #[test]
    fn cases() {
        let cases = [
            ("User", "User", "user"),
            ("USER_TYPE", "UserType", "user_type"),
            ("createdAt", "CreatedAt", "created_at"),
            ("ListOwnerIDs", "ListOwnerIds", "list_owner_ids"),
            ("ListAppOwnerIDsResponse", "ListAppOwnerIdsResponse", "list_app_owner_ids_response"),
            ("AWSSESProviderConfig", "AwsSesProviderConfig", "aws_ses_provider_config"),
            (
                "C1MSTeamsNotificationsComponent",
                "C1MsTeamsNotificationsComponent",
                "c1_ms_teams_notifications_component",
            ),
            ("OAuth2AuthorizedAs", "Oauth2AuthorizedAs", "oauth2_authorized_as"),
            ("MCPServerAuthOAuth2", "McpServerAuthOauth2", "mcp_server_auth_oauth2"),
            ("SInt32Rules", "Sint32Rules", "sint32_rules"),
            ("MCPServerAuthAWSSigV4", "McpServerAuthAwsSigV4", "mcp_server_auth_aws_sig_v4"),
            ("AWS_SIGV4", "AwsSigV4", "aws_sig_v4"),
            ("awsSigv4", "AwsSigV4", "aws_sig_v4"),
            ("c1Builtin", "C1BuiltIn", "c1_built_in"),
            ("isBuiltin", "IsBuiltIn", "is_built_in"),
            ("typ", "Type", "type"),
            ("A2UIComponent", "A2uiComponent", "a2ui_component"),
            ("AWSExternalID", "AwsExternalId", "aws_external_id"),
            ("GRIDs", "GriDs", "gri_ds"),
            ("Personal Client", "PersonalClient", "personal_client"),
            ("über", "Über", "über"),
            ("../../x", "X", "x"),
            ("", "", ""),
        ];
        for (name, expected_pascal, expected_snake) in cases {
            assert_eq!(pascal(name), expected_pascal, "{name}");
            assert_eq!(snake(name), expected_snake, "{name}");
        }
    }

    #[test]
    fn names_within_names() {
        let cases = [
            ("Outer", "Inner", "OuterInner"),
            ("WebhookSource", "WebhookSourceTest", "WebhookSourceTest"),
            ("UpdateUser", "UserStatus", "UpdateUserStatus"),
            ("TaskType", "TaskType", "TaskType"),
            ("ApprovalStep", "ApprovalReplacePolicy", "ApprovalStepApprovalReplacePolicy"),
            ("PolicyApprovalStep", "PolicyApprovalReplace", "PolicyApprovalStepReplace"),
            ("UserSearch", "Search", "UserSearch"),
            ("Über", "ÜberÄrger", "ÜberÄrger"),
            ("", "Inner", "Inner"),
            ("Outer", "", "Outer"),
        ];
        assert_eq!(joined("PolicyApprovalStep", "PolicyApprovalReplace"), "PolicyApprovalStepPolicyApprovalReplace");
        for (outer, inner, expected) in cases {
            assert_eq!(nested(outer, inner), expected, "{outer} {inner}");
        }
    }

    #[test]
    fn singulars() {
        let cases = [
            ("userStatuses", "userStatus"),
            ("types", "type"),
            ("policies", "policy"),
            ("boxes", "box"),
            ("searches", "search"),
            ("classes", "class"),
            ("status", "status"),
            ("access", "access"),
            ("analysis", "analysis"),
            ("severity", "severity"),
        ];
        for (plural, expected) in cases {
            assert_eq!(singular(plural), expected, "{plural}");
        }
    }
}
