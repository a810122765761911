//! The programs on a terminal: the spinner, and tables that fit.

use std::io::{ErrorKind, Read};
use std::time::Duration;

use c1_api::mock::{MockServer, Reply};
use c1_api::user::v1::user_search::UserSearch;
use pty_process::Size;
use pty_process::blocking::{Command, open};
use serde_json::{Value, json};

use crate::invocation::path;

/// Runs a program on a terminal of 100 columns, and returns what it writes there.
fn run_on_terminal(program: &str, arguments: &[&str], variables: &[(&str, String)]) -> String {
    let (mut terminal, side) = open().unwrap();
    terminal.resize(Size::new(40, 100)).unwrap();
    let command = Command::new(path(program)).args(arguments).env("TERM", "xterm-256color").env_remove("CI");
    let mut child = command.envs(variables.iter().cloned()).spawn(side).unwrap();
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    // The end of the program is an error on Linux.
    loop {
        match terminal.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    assert!(child.wait().unwrap().success());
    String::from_utf8(bytes).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spinner_counts_and_vanishes() {
    let c1 = MockServer::new();
    c1.on::<UserSearch>().respond_with(|call| {
        let start: usize = call.request().page_token.parse().unwrap_or_default();
        let users: Vec<Value> = (start..start + 100).map(|id| json!({"user": {"id": id.to_string()}})).collect();
        let next = if start < 1_200 { (start + 100).to_string() } else { String::new() };
        Reply::json(json!({"list": users, "nextPageToken": next})).delay(Duration::from_millis(100))
    });
    let served = c1.serve().await.unwrap();
    let variables = [("CONDUCTORONE_SERVER_URL", served.url()), ("CONDUCTORONE_ACCESS_TOKEN", "token".to_owned())];
    let on_terminal = |arguments: &'static [&str]| {
        let variables = variables.clone();
        tokio::task::spawn_blocking(move || run_on_terminal("search_users", arguments, &variables))
    };
    let text = on_terminal(&[]).await.unwrap();
    assert!(text.contains("reading users"), "{text}");
    // Which of the counts are drawn depends on the time that the process gets.
    let counts =
        (1..=12).map(|page| if page < 10 { format!("{page}00 users (") } else { format!("1,{}00 users (", page - 10) });
    let counts = counts.filter(|count| text.contains(count.as_str()));
    assert!(counts.count() >= 2, "counts while users arrive: {text}");
    let (_, last) = text.rsplit_once("1,300 users, 0 findings").expect("the result");
    assert_eq!(last.trim(), "", "nothing is drawn after the result");
    // Rows that scroll by need no spinner.
    let text = on_terminal(&["--csv"]).await.unwrap();
    assert!(!text.contains('\u{1b}') && text.lines().count() == 1_301, "{text}");
}

#[test]
fn tables_are_as_wide_as_the_terminal() {
    for program in crate::invocation::PROGRAMS {
        let text = run_on_terminal(program, &["--demo"], &[]);
        let table: Vec<&str> = text.lines().filter(|line| line.starts_with('│')).collect();
        assert!(table.len() > 50, "{program}: {text}");
        let widths = table.iter().map(|line| line.trim_end().chars().count());
        // Characters of other scripts take two columns, so a line with them has fewer characters.
        assert_eq!(widths.max(), Some(100), "{program}");
    }
}
