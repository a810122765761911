//! Runs a program on a pseudo-terminal of 80 columns.

use std::ffi::OsStr;
use std::io::{ErrorKind, Read};

use pty_process::Size;
use pty_process::blocking::{Command, open};

/// Runs a program, and returns its output, both streams together, and its exit code.
///
/// Of the variables that control colors, only these `variables` are set.
pub(crate) fn run(program: &str, args: &[impl AsRef<OsStr>], variables: &[(&str, &str)]) -> (String, Option<i32>) {
    let (mut terminal, side) = open().expect("a terminal");
    terminal.resize(Size::new(24, 80)).expect("a size");
    let mut command = Command::new(program).args(args);
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "CI"] {
        command = command.env_remove(name);
    }
    let command = command.env("TERM", "xterm-256color").envs(variables.iter().copied());
    let mut child = command.spawn(side).expect("the program runs");
    let text = read(&mut terminal);
    let status = child.wait().expect("the program ends");
    (text.replace("\r\n", "\n"), status.code())
}

/// Reads the output up to the end of the program, which is an error on Linux.
fn read(terminal: &mut impl Read) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        match terminal.read(&mut buffer) {
            Ok(0) => break,
            Ok(count) => bytes.extend_from_slice(&buffer[..count]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    String::from_utf8(bytes).expect("text")
}
