//! What those see who sit before a terminal.

use std::fs::File;
use std::io::Read;
use std::os::fd::OwnedFd;
use std::process::Stdio;
use std::thread;

use rustix::fs::{Mode, OFlags, open};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use crate::API;
use crate::server::{Act, Server};
use crate::workspace::{Workspace, command};

/// A terminal of this program's: what is written to the second is read from the first.
fn terminal() -> (File, OwnedFd) {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
    grantpt(&master).expect("a terminal");
    unlockpt(&master).expect("a terminal");
    let name = ptsname(&master, Vec::new()).expect("a name");
    let slave = open(name, OFlags::RDWR | OFlags::NOCTTY, Mode::empty()).expect("a terminal");
    (File::from(master), slave)
}

/// What the command writes to standard error where that is a terminal, while a server takes its time.
fn watch(no_color: Option<&str>) -> String {
    let half = API.len() / 2;
    let server = Server::start(move |_| {
        let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", API.len());
        let pause = std::time::Duration::from_millis(700);
        vec![Act::Send(head + &API[..half]), Act::Pause(pause), Act::Send(API[half..].to_owned())]
    });
    let workspace = Workspace::new();
    let (mut master, slave) = terminal();
    let mut command = command(workspace.root());
    command.arg(server.url("/api.yaml")).env("TERM", "xterm-256color").env_remove("NO_COLOR").env_remove("CLICOLOR");
    if let Some(value) = no_color {
        command.env("NO_COLOR", value);
    }
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(slave).spawn().expect("the program runs");
    // The terminal ends when the last who can write to it is gone, and this is one of them.
    drop(command);
    let reader = thread::spawn(move || {
        let mut seen = Vec::new();
        // Linux says that a terminal ended by an error.
        let _ended = master.read_to_end(&mut seen);
        String::from_utf8_lossy(&seen).into_owned()
    });
    assert!(child.wait().expect("the program ends").success());
    reader.join().expect("what was seen")
}

#[test]
fn a_long_wait_has_a_bar_that_goes_away() {
    let seen = watch(None);
    assert!(seen.contains("/api.yaml") && seen.contains(" of "), "{seen:?}");
    let (_, last) = seen.rsplit_once("/api.yaml").expect("the bar");
    assert!(last.contains("\u{1b}[2K"), "the line is cleared: {seen:?}");
    assert!(!last.contains('\n'), "nothing is left: {seen:?}");
}

#[test]
fn the_bar_has_no_colour() {
    for seen in [watch(Some("1")), watch(None)] {
        let is_colour = |code: &str| {
            code.split_once('m')
                .is_some_and(|(numbers, _)| numbers.bytes().all(|byte| byte.is_ascii_digit() || byte == b';'))
        };
        assert!(!seen.split("\u{1b}[").skip(1).any(is_colour), "{seen:?}");
    }
}
