//! How the audits join owners, and where their rules begin and end.

use std::collections::{BTreeMap, BTreeSet};

use c1_api::iam::v1::external_client_search::ExternalClientSearch;
use c1_api::iam::v1::personal_client_search::PersonalClientSearch;
use c1_api::iam::v1::{ClientIdType, ExternalClientInfo, PersonalClient, WellKnownClient};
use c1_api::mock::MockServer;
use c1_api::user::v1::user_search::UserSearch;
use c1_api::user::v1::{SearchUsersResponse, User, UserStatus, UserView};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

use crate::invocation::run_against;

const AS_OF: &str = "2026-03-01T12:00:00Z";

fn ago(days: i64, seconds: i64) -> Option<DateTime<Utc>> {
    Some(AS_OF.parse::<DateTime<Utc>>().unwrap() - TimeDelta::days(days) - TimeDelta::seconds(seconds))
}

/// A C1 in which the users with these ids exist.
fn c1_with_users(users: impl Fn(&str) -> Option<UserStatus> + Send + Sync + 'static) -> MockServer {
    let c1 = MockServer::new();
    c1.on::<UserSearch>().respond_with(move |call| {
        let user = |id: &String| {
            let status = users(id)?;
            let user = User { id: id.clone(), display_name: format!("Name of {id}"), status, ..Default::default() };
            Some(UserView { user: Some(user), ..Default::default() })
        };
        let ids: Vec<String> = call.request().refs.iter().map(|user| user.id.clone()).collect();
        assert!(!ids.is_empty() && ids.len() <= 100, "{} users in one request", ids.len());
        SearchUsersResponse { list: ids.iter().filter_map(user).collect(), ..Default::default() }
    });
    c1
}

/// The rules of the findings of each grant, by its client id.
async fn rules_of_grants(
    c1: &MockServer,
    grants: Vec<ExternalClientInfo>,
    arguments: &[&str],
) -> BTreeMap<String, String> {
    c1.on::<ExternalClientSearch>().pages(grants, 10);
    let served = c1.serve().await.unwrap();
    let arguments = [&["--json", "--as-of", AS_OF], arguments].concat();
    let document = run_against(&served.url(), "ai_client_audit", &arguments).await.json();
    let rules = |grant: &Value| {
        let findings = grant["findings"].as_array().unwrap().iter();
        let rules: Vec<&str> = findings.map(|finding| finding["rule"].as_str().unwrap()).collect();
        (grant["client_id"].as_str().unwrap().to_owned(), rules.join(" "))
    };
    document["grants"].as_array().unwrap().iter().map(rules).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn only_owners_are_requested_each_once() {
    let c1 = c1_with_users(|id| (id != "u7").then_some(UserStatus::Enabled));
    let grant = |index: usize| ExternalClientInfo {
        client_id: format!("g{index:03}"),
        user_id: format!("u{}", index % 250),
        well_known_client: WellKnownClient::Cursor,
        created_at: ago(1, 0),
        ..Default::default()
    };
    let nobody = ExternalClientInfo { user_id: String::new(), ..grant(400) };
    let rules = rules_of_grants(&c1, (0..400).map(grant).chain([nobody]).collect(), &[]).await;
    assert_eq!(rules.len(), 401);
    let flagged: Vec<(&str, &str)> =
        rules.iter().filter(|(_, rules)| !rules.is_empty()).map(|(id, rules)| (id.as_str(), rules.as_str())).collect();
    assert_eq!(flagged, [("g007", "AI001"), ("g257", "AI001"), ("g400", "AI001")], "the grants of missing users");
    let requests = c1.requests_of::<UserSearch>();
    let requested: Vec<String> =
        requests.iter().flat_map(|call| call.request().refs.iter().map(|user| user.id.clone())).collect();
    assert_eq!((requests.len(), requested.len()), (3, 250));
    assert_eq!(requested.into_iter().collect::<BTreeSet<_>>().len(), 250);
}

#[tokio::test(flavor = "multi_thread")]
async fn hosts_are_those_that_a_browser_would_ask() {
    let cases = [
        ("https://cursor.com/client.json", ""),
        ("https://CURSOR.com:443/client.json", ""),
        ("https://mcp.cursor.com/client.json", ""),
        ("https://notcursor.com/client.json", "AI002"),
        ("https://cursor.com.evil.example/client.json", "AI002"),
        ("https://cursor.com@evil.example/client.json", "AI002"),
        ("https://evil.example\\@cursor.com/client.json", "AI002"),
        ("https://сursor.com/client.json", "AI002"),
        ("http://cursor.com/client.json", "AI002"),
        ("javascript:alert(1)//cursor.com", "AI002"),
        ("cursor.com", "AI002"),
        ("https://192.0.2.7/cursor.com", "AI002"),
    ];
    let c1 = c1_with_users(|_| Some(UserStatus::Enabled));
    let grants = cases.map(|(url, _)| ExternalClientInfo {
        client_id: url.to_owned(),
        client_id_url: url.to_owned(),
        client_id_type: ClientIdType::MetadataUrl,
        user_id: "u".to_owned(),
        well_known_client: WellKnownClient::Cursor,
        created_at: ago(1, 0),
        ..Default::default()
    });
    let expected: BTreeMap<String, String> = cases.map(|(url, rules)| (url.to_owned(), rules.to_owned())).into();
    assert_eq!(rules_of_grants(&c1, grants.to_vec(), &["--allow-host", "Cursor.com"]).await, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn grants_are_unused_from_their_last_day_on() {
    let cases = [
        ("used 29 days and 23 hours ago", WellKnownClient::Cursor, ago(29, 86_399), ""),
        ("used 30 days ago", WellKnownClient::Cursor, ago(30, 0), "AI004"),
        ("used tomorrow, by another clock", WellKnownClient::Cursor, ago(-1, 0), ""),
        ("never used", WellKnownClient::Cursor, None, "AI004"),
        ("unknown", WellKnownClient::Unknown, ago(0, 0), "AI003"),
        ("unspecified", WellKnownClient::Unspecified, ago(0, 0), "AI003"),
        ("newer than the SDK", WellKnownClient::from("WELL_KNOWN_CLIENT_ORBIT"), ago(0, 0), "AI003"),
    ];
    let c1 = c1_with_users(|_| Some(UserStatus::Unknown));
    let grants = cases.clone().map(|(name, kind, used, _)| ExternalClientInfo {
        client_id: name.to_owned(),
        user_id: "u".to_owned(),
        well_known_client: kind,
        created_at: ago(40, 0),
        last_used_at: used,
        ..Default::default()
    });
    let expected: BTreeMap<String, String> =
        cases.into_iter().map(|(name, _, _, rules)| (name.to_owned(), rules.to_owned())).collect();
    assert_eq!(rules_of_grants(&c1, grants.to_vec(), &["--unused-days", "30"]).await, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_that_nobody_can_use_have_no_findings() {
    let (cidr, role) = (vec!["192.0.2.0/24".to_owned()], vec!["role".to_owned()]);
    let good = PersonalClient {
        allow_source_cidr: cidr.clone(),
        created_at: ago(100, 0),
        expires_time: ago(-10, 0),
        last_used_at: ago(1, 0),
        scoped_roles: role,
        user_id: "active".to_owned(),
        ..Default::default()
    };
    let everything = PersonalClient { user_id: "gone".to_owned(), created_at: ago(100, 0), ..Default::default() };
    let cases = [
        ("good", good.clone(), ""),
        ("everything", everything.clone(), "PC001 PC002 PC003 PC004 PC005"),
        ("expired now", PersonalClient { expires_time: ago(0, 0), ..everything.clone() }, ""),
        (
            "ends in a second",
            PersonalClient { expires_time: ago(0, -1), ..everything.clone() },
            "PC001 PC003 PC004 PC005",
        ),
        ("deleted", PersonalClient { deleted_at: ago(1, 0), ..everything }, ""),
        ("disabled owner", PersonalClient { user_id: "disabled".to_owned(), ..good.clone() }, "PC001"),
        (
            "any network",
            PersonalClient { allow_source_cidr: vec!["10.0.0.0/8".into(), "::/0".into()], ..good.clone() },
            "PC004",
        ),
        ("all roles", PersonalClient { scoped_roles: Vec::new(), ..good.clone() }, "PC003"),
        ("unused", PersonalClient { last_used_at: ago(90, 0), ..good }, "PC005"),
    ];
    let c1 = c1_with_users(|id| match id {
        "active" => Some(UserStatus::Enabled),
        "disabled" => Some(UserStatus::Disabled),
        _ => None,
    });
    let named =
        |(name, client, _): &(&str, PersonalClient, &str)| PersonalClient { id: (*name).to_owned(), ..client.clone() };
    c1.on::<PersonalClientSearch>().pages(cases.iter().map(named), 10);
    let served = c1.serve().await.unwrap();
    let document = run_against(&served.url(), "credential_audit", &["--json", "--as-of", AS_OF]).await.json();
    let mut found: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for finding in document["findings"].as_array().unwrap() {
        let id = finding["credential"]["id"].as_str().unwrap();
        found.entry(id).or_default().push(finding["rule"].as_str().unwrap());
    }
    for (name, _, rules) in &cases {
        assert_eq!(found.remove(name).unwrap_or_default().join(" "), *rules, "{name}");
    }
    let risks: Vec<u64> =
        document["findings"].as_array().unwrap().iter().filter_map(|row| row["credential"]["risk"].as_u64()).collect();
    assert!(risks.is_sorted_by(|a, b| a >= b) && risks.first() == Some(&170), "{risks:?}");
    assert_eq!((&document["summary"]["expired"], &document["summary"]["deleted"]), (&1.into(), &1.into()));
}
