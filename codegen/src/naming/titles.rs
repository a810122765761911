//! Titles of operations for errors.

/// Returns what an operation does in a few words: `search users` for the method `Search` of `UserSearch`.
///
/// A method of one word is followed by the service, which is plural for List and Search. A method of several words includes its
/// object, so the service is appended only if it adds a word: `GetContent` of `PaperSecretService` is
/// `get content of paper secret`, `CreateActionTask` of `TaskService` is `create action task`.
pub(super) fn title(service: &str, method: &str) -> String {
    let method = split_words(method);
    let mut service = split_words(service.strip_suffix("Service").unwrap_or(service));
    service.retain(|word| !is_version(word));
    match method.as_slice() {
        [] => service.join(" "),
        [verb] => verb_with_object(verb, service),
        _ if service.iter().all(|word| method.iter().any(|of_method| singular(of_method) == singular(word))) => {
            method.join(" ")
        }
        _ => format!("{} of {}", method.join(" "), service.join(" ")),
    }
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

/// The words of a name in any case, in lower case except for acronyms such as `MCP`.
fn split_words(name: &str) -> Vec<String> {
    let characters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    for (at, &character) in characters.iter().enumerate() {
        let after_capital = at > 0 && characters[at - 1].is_uppercase();
        // The `s` of `IDs` belongs to the capitals before it.
        let is_small = |at: usize| characters.get(at).is_some_and(|c| c.is_lowercase());
        let before_small = is_small(at + 1) && (characters[at + 1] != 's' || is_small(at + 2));
        if words.is_empty()
            || !character.is_alphanumeric()
            || (character.is_uppercase() && (!after_capital || before_small))
        {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| character.is_alphanumeric()) {
            word.push(character);
        }
    }
    words.retain(|word| !word.is_empty());
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
            ("UserSearch", "Search", "search users"),
            ("PersonalClientSearchService", "Search", "search personal clients"),
            ("Policies", "List", "list policies"),
            ("PolicySearch", "Search", "search policies"),
            ("AppOwners", "Add", "add app owners"),
            ("AppUserService", "ListAppUsers", "list app users"),
            ("PaperSecretService", "GetContent", "get content of paper secret"),
            ("MCPServerService", "Get", "get MCP server"),
            ("PersonalDeviceService", "RevokeDevice", "revoke device of personal device"),
            ("TaskService", "CreateActionTask", "create action task"),
            ("UserOwnersV2", "SearchUserOwners", "search user owners"),
            ("AppEntitlementOwners", "ListOwnerIDs", "list owner IDs of app entitlement owners"),
            ("Search", "Search", "search"),
            ("repos", "list-for-org", "list for org of repos"),
            ("Pets & owners", "find_pets_of_owner", "find pets of owner"),
            ("", "listPets", "list pets"),
            ("pets", "", "pets"),
        ];
        for (service, method, expected) in cases {
            assert_eq!(title(service, method), expected);
        }
    }
}
