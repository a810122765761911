//! Names that attack the reader of a report: its terminal, its spreadsheet or its browser.

use std::collections::BTreeSet;
use std::fs;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use c1_api::iam::v1::external_client_search::ExternalClientSearch;
use c1_api::iam::v1::personal_client_search::PersonalClientSearch;
use c1_api::iam::v1::{ClientIdType, ExternalClientInfo, PersonalClient};
use c1_api::mock::{MockServer, Served};
use c1_api::user::v1::user_search::UserSearch;
use c1_api::user::v1::{User, UserStatus, UserView};
use sha2::{Digest, Sha256};

use crate::invocation::{PROGRAMS, run_against};
use crate::schema;

pub(crate) const NAMES: [&str; 14] = [
    "</script><script>document.title = 'owned'</script>",
    "<img src=x onerror=\"document.title='owned'\">",
    "' onmouseover='document.title=1' x='",
    "\" autofocus onfocus=\"document.title=1",
    "</td></tr></table></main><!--",
    "&lt;b&gt; &amp; &#0;",
    "=HYPERLINK(\"http://evil.example\",\"click\")",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "\t=1+1",
    "\u{1b}[2J\u{1b}]0;owned\u{7}\u{9b}31m",
    "invoice\u{202e}fdp.exe\u{200b}",
    "a, \"quoted\" name\r\nwith, a second line; and a third",
];

/// A server whose users, clients and credentials have these names.
pub(crate) async fn hostile_server() -> Served {
    let user = |(index, name): (usize, &&str)| User {
        id: format!("u{index}"),
        display_name: (*name).to_owned(),
        email: format!("{name}@example.com"),
        department: (*name).to_owned(),
        status: UserStatus::Disabled,
        ..Default::default()
    };
    let view = |user| UserView { user: Some(user), ..Default::default() };
    let grant = |(index, name): (usize, &&str)| ExternalClientInfo {
        client_id: (*name).to_owned(),
        client_id_type: ClientIdType::MetadataUrl,
        client_id_url: format!("https://{index}.example/{name}"),
        client_name: (*name).to_owned(),
        display_name: (*name).to_owned(),
        user_id: format!("u{index}"),
        ..Default::default()
    };
    let credential = |(index, name): (usize, &&str)| PersonalClient {
        client_id: (*name).to_owned(),
        display_name: (*name).to_owned(),
        id: format!("c{index}"),
        user_id: format!("u{index}"),
        ..Default::default()
    };
    let c1 = MockServer::new();
    c1.on::<UserSearch>().pages(NAMES.iter().enumerate().map(user).map(view), 100);
    c1.on::<ExternalClientSearch>().pages(NAMES.iter().enumerate().map(grant), 10);
    c1.on::<PersonalClientSearch>().pages(NAMES.iter().enumerate().map(credential), 10);
    c1.serve().await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn json_has_the_names_verbatim() {
    let served = hostile_server().await;
    for (program, list, pointer) in [
        ("search_users", "users", "/display_name"),
        ("ai_client_audit", "grants", "/owner/display_name"),
        ("credential_audit", "findings", "/credential/owner/display_name"),
    ] {
        let document = run_against(&served.url(), program, &["--json"]).await.json();
        schema::check(program, &document);
        let rows = document[list].as_array().unwrap();
        let names: BTreeSet<&str> = rows.iter().map(|row| row.pointer(pointer).unwrap().as_str().unwrap()).collect();
        assert_eq!(names, BTreeSet::from(NAMES), "{program}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_terminal_gets_no_control_characters() {
    let served = hostile_server().await;
    for program in PROGRAMS {
        let text = run_against(&served.url(), program, &[]).await.ok();
        let reorders =
            |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let found: Vec<char> = text.chars().filter(|c| (c.is_control() && *c != '\n') || reorders(*c)).collect();
        assert_eq!(found, Vec::<char>::new(), "{program}");
        assert!(text.contains("\\u{1b}[2J") && text.contains("invoice\\u{202e}fdp.exe"), "{text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spreadsheet_gets_no_formula() {
    let served = hostile_server().await;
    for (program, column) in
        [("search_users", "display_name"), ("ai_client_audit", "owner"), ("credential_audit", "owner")]
    {
        let text = run_against(&served.url(), program, &["--csv"]).await.ok();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let column = reader.headers().unwrap().iter().position(|name| name == column).expect(column);
        let records: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
        let begins_formula = |field: &&str| field.starts_with(['=', '+', '-', '@', '\t', '\r']);
        assert_eq!(records.iter().flatten().find(begins_formula), None, "{program}");
        // An apostrophe is all that is added.
        let names: BTreeSet<&str> = records.iter().map(|record| &record[column]).collect();
        let quoted = |name: &&str| if begins_formula(name) { format!("'{name}") } else { (*name).to_owned() };
        let expected: BTreeSet<String> = NAMES.iter().map(quoted).collect();
        assert_eq!(names, expected.iter().map(String::as_str).collect(), "{program}");
    }
}

/// The browser's test opens the same report; this one reads it.
#[tokio::test(flavor = "multi_thread")]
async fn html_has_only_the_elements_of_the_program() {
    let served = hostile_server().await;
    let folder = tempfile::tempdir().unwrap();
    for program in ["ai_client_audit", "credential_audit"] {
        let file = folder.path().join(program);
        run_against(&served.url(), program, &["--html", file.to_str().unwrap()]).await.ok();
        let html = fs::read_to_string(file).unwrap();
        let elements: BTreeSet<&str> = html
            .split('<')
            .skip(1)
            .filter_map(|rest| rest.split([' ', '>', '/', '\n']).next())
            .filter(|name| name.chars().all(|c| c.is_ascii_alphanumeric()) && !name.is_empty())
            .collect();
        let known = "body button dd div dl dt figcaption figure h1 h2 head header html main meta rect script section small span \
                     style svg table tbody td th thead title tr p";
        let unknown: Vec<&&str> =
            elements.iter().filter(|name| !known.split_whitespace().any(|known| known == **name)).collect();
        assert_eq!(unknown, Vec::<&&str>::new(), "{program}");
        assert_eq!(html.matches("<script").count(), 1, "{program}");
        for event in ["onerror=\"", "onmouseover='", "onfocus=\"", "style=", "src=\"", "href=", "url(", "@import"] {
            assert!(!html.contains(event), "{program}: {event}");
        }
        // The policy has the digests of exactly what is in the file.
        for element in ["style", "script"] {
            let (_, rest) = html.split_once(&format!("<{element}>")).unwrap();
            let content = rest.split(&format!("</{element}>")).next().unwrap();
            let digest = format!("{element}-src 'sha256-{}'", STANDARD.encode(Sha256::digest(content)));
            assert!(html.contains(&digest), "{program}: {digest}");
        }
        assert!(html.contains("default-src 'none'"), "{program}");
    }
}
