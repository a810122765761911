//! Titles of operations for errors.

/// Returns a title from an operation id: `c1.api.user.v1.UserSearch.Search` is `search users`. `None` for any other text.
///
/// A method of one word is followed by the service, which is plural for List and Search. A method of several words includes its
/// object, so the service is appended only if it adds a word: `PaperSecretService.GetContent` is `get content of paper secret`,
/// `TaskService.CreateActionTask` is `create action task`.
pub(crate) fn operation_title(id: &str) -> Option<String> {
    if !id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_')) {
        return None;
    }
    let (service, method) = id.rsplit_once('.')?;
    let service = service.rsplit('.').next()?;
    let method = split_words(method);
    let mut service = split_words(service.strip_suffix("Service").unwrap_or(service));
    service.retain(|word| !is_version(word));
    Some(match method.as_slice() {
        [verb] => verb_with_object(verb, service),
        _ if service.iter().all(|word| method.iter().any(|of_method| singular(of_method) == singular(word))) => {
            method.join(" ")
        }
        _ => format!("{} of {}", method.join(" "), service.join(" ")),
    })
}

fn verb_with_object(verb: &str, mut object: Vec<String>) -> String {
    object.retain(|word| word != verb);
    if matches!(verb, "list" | "search")
        && let Some(last) = object.last_mut()
    {
        *last = plural(last);
    }
    object.insert(0, verb.to_owned());
    object.join(" ")
}

/// The words of a name in camel case, in lower case except for acronyms such as `MCP`.
fn split_words(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    for (at, &character) in characters.iter().enumerate() {
        let after_capital = at > 0 && characters[at - 1].is_uppercase();
        // The `s` of `IDs` belongs to the capitals before it.
        let is_small = |at: usize| characters.get(at).is_some_and(|c| c.is_lowercase());
        let before_small = is_small(at + 1) && (characters[at + 1] != 's' || is_small(at + 2));
        if words.is_empty() || (character.is_uppercase() && (!after_capital || before_small)) {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.push(character);
        }
    }
    words.into_iter().map(|word| if is_acronym(&word) { word } else { word.to_lowercase() }).collect()
}

fn is_acronym(word: &str) -> bool {
    let capitals = word.trim_end_matches('s');
    capitals.chars().count() > 1 && !capitals.chars().any(char::is_lowercase)
}

fn is_version(word: &str) -> bool {
    word.strip_prefix('V').is_some_and(|number| number.parse::<u8>().is_ok())
}

fn singular(word: &str) -> &str {
    word.strip_suffix('s').unwrap_or(word)
}

fn plural(word: &str) -> String {
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    match word.strip_suffix('y') {
        Some(stem) if !ends(&["ay", "ey", "oy", "uy"]) => format!("{stem}ies"),
        _ if ends(&["ch", "sh", "x"]) => format!("{word}es"),
        _ if ends(&["s"]) => word.to_owned(),
        _ => format!("{word}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_has_a_title() {
        let cases = [
            ("c1.api.user.v1.UserSearch.Search", "search users"),
            ("c1.api.iam.v1.PersonalClientSearchService.Search", "search personal clients"),
            ("c1.api.policy.v1.Policies.List", "list policies"),
            ("c1.api.policy.v1.PolicySearch.Search", "search policies"),
            ("c1.api.app.v1.AppOwners.Add", "add app owners"),
            ("c1.api.app.v1.AppUserService.ListAppUsers", "list app users"),
            ("c1.api.secret.v1.PaperSecretService.GetContent", "get content of paper secret"),
            ("c1.api.ai.v1.MCPServerService.Get", "get MCP server"),
            ("c1.api.iam.v1.PersonalDeviceService.RevokeDevice", "revoke device of personal device"),
            ("c1.api.task.v1.TaskService.CreateActionTask", "create action task"),
            ("c1.api.user.v2.UserOwnersV2.SearchUserOwners", "search user owners"),
            ("c1.api.app.v1.AppEntitlementOwners.ListOwnerIDs", "list owner IDs of app entitlement owners"),
            ("Search.Search", "search"),
        ];
        for (id, title) in cases {
            assert_eq!(operation_title(id).as_deref(), Some(title));
        }
        assert_eq!(operation_title("plain"), None);
        assert_eq!(operation_title("GET /api/v1/a.b/c"), None);
    }
}
