//! What those see who sit before a terminal while a server takes its time.

use std::time::Duration;

use crate::API;
use crate::server::{Act, Server};
use crate::terminal;
use crate::workspace::Workspace;

/// What the command prints on a terminal, and the last lines that stay there.
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

/// Whether the text has a command to the terminal that ends in this letter.
fn commands(text: &str, letter: char) -> bool {
    text.split("\u{1b}[")
        .skip(1)
        .any(|rest| rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';').starts_with(letter))
}

#[test]
fn a_long_wait_has_a_bar_that_goes_away() {
    let seen = watch(&[]);
    let report = "vendored specs/api.yaml from http://server/api.yaml\nnow run `cargo xtask codegen`\n";
    let bar = seen.strip_suffix(report).expect("the report comes last");
    assert!(bar.contains(" of ") && bar.contains("http://server/api.yaml"), "{seen:?}");
    assert!(bar.ends_with("\u{1b}[2K") && !bar.contains('\n'), "the bar is one line, and is cleared: {seen:?}");
}

#[test]
fn the_bar_has_no_colour() {
    for variables in [&[][..], &[("NO_COLOR", "1")]] {
        let seen = watch(variables);
        assert!(commands(&seen, 'K') && !commands(&seen, 'm'), "{seen:?}");
    }
}
