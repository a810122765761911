//! The progress bar of a slow download.

use std::time::Duration;

use crate::API;
use crate::server::{Act, Server};
use crate::terminal;
use crate::workspace::Workspace;

/// Returns everything that a slow download prints on a terminal.
fn watch(variables: &[(&str, &str)]) -> String {
    let half = API.len() / 2;
    let server = Server::start(move |_| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", API.len());
        vec![Act::Send(head + &API[..half]), Act::Pause(Duration::from_millis(700)), Act::Send(API[half..].to_owned())]
    });
    let workspace = Workspace::new();
    let root = workspace.root().to_str().expect("text");
    let variables: Vec<_> = variables.iter().copied().chain([("NO_PROXY", "127.0.0.1")]).collect();
    let args = ["--root", root, "vendor", &server.url("/api.yaml")];
    let (seen, code) = terminal::run(env!("CARGO_BIN_EXE_xtask"), &args, &variables);
    assert_eq!(code, Some(0), "{seen}");
    server.hide(&seen)
}

/// Whether the text has an escape sequence that ends in this letter.
fn has_sequence(text: &str, letter: char) -> bool {
    text.split("\u{1b}[")
        .skip(1)
        .any(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').starts_with(letter))
}

#[test]
fn a_slow_download_has_a_temporary_progress_bar() {
    let seen = watch(&[]);
    let report = "vendored specs/api.yaml from http://server/api.yaml\nnow run `cargo xtask codegen`\n";
    let bar = seen.strip_suffix(report).expect("the report is last");
    assert!(bar.contains(" of ") && bar.contains("http://server/api.yaml"), "{seen:?}");
    assert!(bar.ends_with("\u{1b}[2K") && !bar.contains('\n'), "the bar is one line, and is cleared: {seen:?}");
}

#[test]
fn the_progress_bar_has_no_color() {
    for variables in [&[][..], &[("NO_COLOR", "1")]] {
        let seen = watch(variables);
        assert!(has_sequence(&seen, 'K') && !has_sequence(&seen, 'm'), "{seen:?}");
    }
}
