//! Killed commands and failed writes leave specs/ in the old or the new state.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use crate::workspace::{Workspace, codes, command};
use crate::{API, newer};

type Files = BTreeMap<String, String>;

/// A document of several disk blocks.
fn long(document: &str) -> String {
    format!("{document}{}", "# a comment\n".repeat(1000))
}

/// A workspace with two documents to update, and the content of specs/ before and after the update.
fn workspace() -> (Workspace, [Files; 2]) {
    let workspace = Workspace::new();
    let mut states = Vec::new();
    for document in [newer(), API.to_owned()] {
        workspace.write("one.yaml", &long(&document));
        workspace.write("two.yaml", &long(&document));
        workspace.vendor(&["one.yaml", "two.yaml"]).succeeded();
        states.push(workspace.specs());
    }
    for name in ["one.yaml", "two.yaml"] {
        workspace.write(name, &long(&newer()));
    }
    states.reverse();
    let states = <[Files; 2]>::try_from(states).expect("two states");
    assert_ne!(states[0], states[1]);
    (workspace, states)
}

#[test]
fn a_killed_command_leaves_the_old_or_the_new_state() {
    let (workspace, [before, after]) = workspace();
    let mut delay = Duration::ZERO;
    let mut outcomes = [0, 0];
    while outcomes[1] == 0 {
        let mut child = command(workspace.root()).args(["one.yaml", "two.yaml"]).spawn().expect("the program runs");
        sleep(delay);
        // It may have finished already.
        let _gone = child.kill();
        child.wait().expect("the program ends");
        let specs = workspace.specs();
        assert!(specs == before || specs == after, "after {delay:?}: {specs:?}");
        outcomes[usize::from(specs == after)] += 1;
        delay = delay.mul_f64(1.2) + Duration::from_millis(1);
    }
    assert!(outcomes[0] > 0, "a program that is killed at once has done nothing yet");
    workspace.vendor(&["one.yaml"]).succeeded();
    assert_eq!(staging_folders(&workspace), Vec::<String>::new(), "the next run removes leftovers");
}

/// Runs the command with a limit for the size of files, in blocks.
fn limited(workspace: &Workspace, blocks: u32, before: &str) -> (Option<i32>, String) {
    let script = format!("{before} ulimit -f {blocks}; exec \"$0\" --root . vendor one.yaml two.yaml");
    let program = env!("CARGO_BIN_EXE_xtask");
    let output = Command::new("sh").args(["-c", &script, program]).current_dir(workspace.root()).output();
    let output = output.expect("a shell");
    (output.status.code(), String::from_utf8(output.stderr).expect("text"))
}

#[test]
fn a_command_that_is_killed_while_writing_leaves_the_old_state() {
    let (workspace, [before, after]) = workspace();
    for blocks in [0, 1, 2, 5] {
        let (code, _) = limited(&workspace, blocks, "ulimit -c 0;");
        assert_eq!(code, None, "the system ends a program that writes too much");
        assert_eq!(workspace.specs(), before, "{blocks}");
    }
    assert_eq!(limited(&workspace, 1_000_000, "").0, Some(0));
    assert_eq!(workspace.specs(), after, "leftovers are ignored");
}

#[test]
fn a_full_disk_is_an_error_and_leaves_no_files() {
    let (workspace, [before, _]) = workspace();
    for blocks in [0, 1, 2, 5] {
        let (code, errors) = limited(&workspace, blocks, "trap '' XFSZ;");
        assert_eq!(code, Some(1), "{errors}");
        assert_eq!(codes(&errors)[0], "C1X0001");
        assert_eq!(workspace.specs(), before, "{blocks}");
    }
    assert_eq!(staging_folders(&workspace), Vec::<String>::new());
}

fn staging_folders(workspace: &Workspace) -> Vec<String> {
    let entries = fs::read_dir(workspace.root()).expect("the workspace");
    let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("text"));
    names.filter(|name| name.starts_with(".staging-")).collect()
}
