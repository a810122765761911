//! Responses of the API.

use std::fmt::Write as _;
use std::time::{Duration, SystemTime};

use arbitrary::Unstructured;
use c1_api::user::v1::{SearchUsersRequest, SearchUsersResponse};
use c1_api::{Client, Error, RetryPolicy};
use chrono::{DateTime, FixedOffset};

use crate::choices::{json, one_of, text, up_to};
use crate::exchange::{Script, client, run};
use crate::secrets;

/// The access token, in capitals so that the names of headers cannot repeat it.
const TOKEN: &str = "OPEN-SESAME-4711";

/// Any responses end the call, with a bounded number of attempts, and an error does not show the token.
pub fn error_response(data: &[u8]) {
    let api = Script::parse(data);
    let client = bearer(&api);
    let Err(error) = run(search(&client, RetryPolicy::default())) else { return };
    assert!(api.requests().len() <= 5, "{} requests", api.requests().len());
    assert_eq!(usize::try_from(error.attempts()).ok(), Some(api.requests().len()));
    secrets::check(&error, &[TOKEN]);
    for detail in error.details() {
        assert!(!format!("{detail:?}").is_empty());
    }
}

/// The error about a field of another type has the path of the field.
pub fn misfit(data: &[u8]) {
    let mut choices = Unstructured::new(data);
    let index = up_to(&mut choices, 3);
    let before =
        (0..index).map(|_| format!(r#"{{"user": {{"email": {}}}}},"#, quoted(&mut choices))).collect::<String>();
    let fields = [
        ("createdAt", r#""yesterday""#),
        ("createdAt", "5"),
        ("email", "1.5"),
        ("emails", "{}"),
        ("emails", r#""x""#),
        ("id", "[ 1 ]"),
        ("profile", "[]"),
    ];
    let (field, value) = one_of(&mut choices, &fields).copied().unwrap_or(fields[0]);
    let space = one_of(&mut choices, &["", " ", "\n", "\t\r\n"]).copied().unwrap_or_default();
    let noise = json(&mut choices, 3);
    let name = text(&mut choices);
    let noise = format!(r#"{}:{space}{noise}"#, serde_json::Value::from(format!("x{name}")));
    let body = format!(
        r#"{{{space}{noise},"list"{space}:[{before}{{{noise},{space}"user":{{{noise},"{field}"{space}:{space}{value},{noise}}}}}]}}"#
    );
    assert!(serde_json::from_str::<serde_json::Value>(&body).is_ok(), "{body}");
    let api = Script::parse(format!("200\n\n{body}").as_bytes());
    let error = run(search(&bearer(&api), RetryPolicy::off())).expect_err(&body);
    secrets::check(&error, &[]);
    assert!(error.to_string().contains(&format!(" at `list[{index}].user.{field}`")), "{error}\n{body}");
}

/// `Retry-After` is a number of seconds, or a date in one of the forms of RFC 9110 or RFC 2822.
pub fn retry_after(data: &[u8]) {
    let mut choices = Unstructured::new(data);
    let seconds = |choices: &mut Unstructured<'_>| choices.int_in_range(0..=3_155_759_999_u64).unwrap_or_default();
    // The forms have no fractions. The middle one has two digits of the year, so it is not used beyond 2050.
    let (now, later) = (seconds(&mut choices), seconds(&mut choices));
    let (now, later) =
        if choices.arbitrary().unwrap_or_default() { (now, later) } else { (now, now.saturating_add(later % 600)) };
    let (date, after) = (form(now, &mut choices), form(later, &mut choices));
    let delay = retry_delay(&format!("date: {date}\nretry-after: {after}"));
    assert_eq!(delay, Some(Duration::from_secs(later.saturating_sub(now))), "{date} / {after}");

    let text = String::from_utf8_lossy(data);
    let text = text.lines().next().unwrap_or_default().trim_matches(' ').trim_matches('\t').trim_matches(' ');
    let is_sendable = text.bytes().all(|byte| matches!(byte, b' '..=b'~'));
    if !is_sendable {
        return;
    }
    let delay = retry_delay(&format!("date: Thu, 01 Jan 1970 00:00:00 GMT\nretry-after: {text}"));
    let reference = if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.parse().ok().map(Duration::from_secs)
    } else {
        let http =
            httpdate::parse_http_date(text).ok().and_then(|date| date.duration_since(SystemTime::UNIX_EPOCH).ok());
        let mail = || {
            DateTime::parse_from_rfc2822(text)
                .ok()
                .map(|date| date.timestamp().try_into().map_or(Duration::ZERO, Duration::from_secs))
        };
        http.or_else(mail)
    };
    assert_eq!(delay, reference, "{text:?}");
}

/// A date in one of the forms, for a time in seconds since 1970.
fn form(seconds: u64, choices: &mut Unstructured<'_>) -> String {
    let date = DateTime::from_timestamp(seconds.try_into().unwrap_or_default(), 0).unwrap_or_default();
    let is_short = date.format("%Y").to_string().as_str() < "2050";
    match up_to(choices, 3) {
        0 if is_short => date.format("%A, %d-%b-%y %H:%M:%S GMT").to_string(),
        1 => date.format("%a %b %e %H:%M:%S %Y").to_string(),
        2 => {
            let offset = choices.int_in_range(-14 * 4..=14 * 4).unwrap_or_default() * 15 * 60;
            date.with_timezone(&FixedOffset::east_opt(offset).expect("an offset")).to_rfc2822()
        }
        _ => date.format("%a, %d %b %Y %H:%M:%S GMT").to_string(),
    }
}

fn retry_delay(headers: &str) -> Option<Duration> {
    let api = Script::parse(format!("429\n{headers}\n\n").as_bytes());
    run(search(&bearer(&api), RetryPolicy::off())).expect_err("an error").retry_after()
}

fn quoted(choices: &mut Unstructured<'_>) -> String {
    let mut quoted = String::new();
    // Writing to a string cannot fail.
    let _ = write!(quoted, "{}", serde_json::Value::from(text(choices)));
    quoted
}

fn bearer(api: &Script) -> Client {
    client(Client::builder().tenant("acme").bearer_token(TOKEN), &Script::parse(b"404"), api)
}

pub(crate) async fn search(client: &Client, policy: RetryPolicy) -> Result<SearchUsersResponse, Error> {
    client.user_search().search(SearchUsersRequest::new()).retry(policy).await
}
