//! Casing of names.

use heck::{ToKebabCase, ToLowerCamelCase, ToShoutySnakeCase, ToSnakeCase, ToUpperCamelCase};

/// Words that heck would split, with a spelling that it does not. Append only: changing a line renames types.
const WORDS: [(&str, &str); 7] = [
    ("IDs", "Ids"),
    ("AWSSES", "AwsSes"),
    ("MSTeams", "MsTeams"),
    ("OAuth", "Oauth"),
    ("SFixed", "Sfixed"),
    ("SInt", "Sint"),
    ("UInt", "Uint"),
];

/// `UpperCamelCase`, for types and variants.
pub(crate) fn pascal(name: &str) -> String {
    respelled(name).to_upper_camel_case()
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
    let words = WORDS.iter().filter(|(word, spelled)| name.contains(word) && respelled.contains(spelled));
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
