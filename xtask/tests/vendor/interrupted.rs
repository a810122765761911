//! The command is killed, or its writing fails: specs/ is as it was or as it should be.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use crate::workspace::{Workspace, command};
use crate::{API, newer};

type Files = BTreeMap<String, String>;

/// A document that takes several blocks of a disk.
fn long(document: &str) -> String {
    format!("{document}{}", "# a comment\n".repeat(1000))
}

/// A workspace of two documents that both are about to change, and what specs/ holds before and after that.
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
fn killed_at_any_time_it_leaves_one_state_or_the_other() {
    let (workspace, [before, after]) = workspace();
    let mut delay = Duration::ZERO;
    let mut outcomes = [0, 0];
    while outcomes[1] == 0 {
        let mut child = command(workspace.root()).args(["one.yaml", "two.yaml"]).spawn().expect("the program runs");
        sleep(delay);
        // It may have ended by itself.
        let _gone = child.kill();
        child.wait().expect("the program ends");
        let specs = workspace.specs();
        assert!(specs == before || specs == after, "after {delay:?}: {specs:?}");
        outcomes[usize::from(specs == after)] += 1;
        delay = delay.mul_f64(1.2) + Duration::from_millis(1);
    }
    assert!(outcomes[0] > 0, "a program that is killed at once has done nothing yet");
    workspace.vendor(&["one.yaml"]).succeeded();
    assert_eq!(staging_folders(&workspace), Vec::<String>::new(), "the next run removes what is left over");
}

/// The command in a shell that lets it write files of so many blocks only.
fn limited(workspace: &Workspace, blocks: u32, before: &str) -> (Option<i32>, String) {
    let script = format!("{before} ulimit -f {blocks}; exec \"$0\" --root . vendor one.yaml two.yaml");
    let program = env!("CARGO_BIN_EXE_xtask");
    let output = Command::new("sh").args(["-c", &script, program]).current_dir(workspace.root()).output();
    let output = output.expect("a shell");
    (output.status.code(), String::from_utf8(output.stderr).expect("text"))
}

#[test]
fn killed_while_it_writes_a_file_it_leaves_what_was_there() {
    let (workspace, [before, after]) = workspace();
    for blocks in [0, 1, 2, 5] {
        let (code, _) = limited(&workspace, blocks, "ulimit -c 0;");
        assert_eq!(code, None, "the system ends a program that writes too much");
        assert_eq!(workspace.specs(), before, "{blocks}");
    }
    assert_eq!(limited(&workspace, 1_000_000, "").0, Some(0));
    assert_eq!(workspace.specs(), after, "what was left in between is not in the way");
}

#[test]
fn a_disk_that_takes_no_more_is_told_and_nothing_is_left_behind() {
    let (workspace, [before, _]) = workspace();
    for blocks in [0, 1, 2, 5] {
        let (code, complaint) = limited(&workspace, blocks, "trap '' XFSZ;");
        assert_eq!(code, Some(1), "{complaint}");
        assert!(complaint.contains("error[C1X0001]: cannot be prepared: "), "{complaint}");
        assert_eq!(workspace.specs(), before, "{blocks}");
    }
    assert_eq!(staging_folders(&workspace), Vec::<String>::new());
}

fn staging_folders(workspace: &Workspace) -> Vec<String> {
    let entries = fs::read_dir(workspace.root()).expect("the workspace");
    let names = entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("text"));
    names.filter(|name| name.starts_with(".staging-")).collect()
}
