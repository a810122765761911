//! Exit codes and errors.

use std::process::Stdio;

use c1_api::error::Code;
use c1_api::mock::{MockServer, Reply};
use c1_api::user::v1::user_search::UserSearch;

use crate::invocation::{PROGRAMS, command, demo, run, run_against};

#[test]
fn findings_fail_only_on_request_and_from_their_severity_on() {
    let cases: [(&str, &[&str], i32); 8] = [
        ("search_users", &["--fail-on-findings"], 1),
        ("search_users", &["--fail-on-findings=high"], 1),
        ("search_users", &["--fail-on-findings=critical"], 0),
        ("search_users", &["--fail-on-findings=high", "--no-manager"], 0),
        ("search_users", &["--fail-on-findings", "nobody has such a name"], 0),
        ("ai_client_audit", &["--fail-on-findings=critical"], 1),
        ("ai_client_audit", &["--fail-on-findings=critical", "--user", "u0000"], 0),
        ("credential_audit", &["--fail-on-findings", "--csv"], 1),
    ];
    for (program, arguments, code) in cases {
        let run = demo(program, arguments);
        assert_eq!((run.code, run.stderr.as_str()), (Some(code), ""), "{program} {arguments:?}");
        assert!(!run.stdout.is_empty(), "{program} {arguments:?}: the result is written in any case");
    }
    for program in PROGRAMS {
        assert_eq!(demo(program, &[]).code, Some(0), "{program}");
    }
}

#[test]
fn invalid_arguments_are_errors_with_help() {
    let cases: [(&str, &[&str], &str); 9] = [
        ("search_users", &["--status", "asleep"], "possible values: enabled, disabled, deleted"),
        ("search_users", &["--json", "--csv"], "cannot be used with"),
        ("search_users", &["--fail-on-findings", "high"], "write --fail-on-findings=high"),
        ("search_users", &["--page-size", "1000"], "10..=100"),
        ("search_users", &["--as-of", "yesterday"], "expected a date such as 2026-01-15"),
        ("search_users", &["--manager", "nobody@example.com"], "no user has the email address nobody@example.com"),
        ("ai_client_audit", &["--client", "clippy"], "claude-code"),
        ("ai_client_audit", &["--allow-host", "not a host"], "expected a host such as example.com"),
        ("credential_audit", &["--html", "/nowhere/report.html"], "cannot write /nowhere/report.html"),
    ];
    for (program, arguments, message) in cases {
        let run = demo(program, arguments);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{program} {arguments:?}");
        assert!(run.stderr.starts_with("error: ") && run.stderr.contains(message), "{}", run.stderr);
    }
}

#[test]
fn a_missing_credential_is_an_error_with_help() {
    for program in PROGRAMS {
        let run = run(program, &["--json"]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{program}");
        assert!(run.stderr.contains("CONDUCTORONE_ACCESS_TOKEN") && run.stderr.contains("--demo"), "{}", run.stderr);
    }
}

#[tokio::test]
async fn an_error_of_the_server_is_reported_without_its_control_characters() {
    let c1 = MockServer::new();
    c1.on::<UserSearch>().respond(Reply::error(Code::PERMISSION_DENIED, "not\u{1b}[31m yours"));
    let served = c1.serve().await.unwrap();
    let run = run_against(&served.url(), "search_users", &["--json"]).await;
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("403 permission denied: not") && run.stderr.contains("yours"), "{}", run.stderr);
    assert!(run.stderr.chars().all(|c| c == '\n' || !c.is_control()), "{}", run.stderr);
}

/// A program whose reader has seen enough ends quietly.
#[test]
fn a_closed_pipe_is_not_an_error() {
    for (program, format) in [("search_users", "--csv"), ("search_users", "--json"), ("ai_client_audit", "--csv")] {
        let mut child = command(program)
            .args(["--demo", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a program that runs");
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{program} {format}");
        assert_eq!(output.status.code(), Some(0), "{program} {format}");
    }
}
