//! Shows what would change, in few enough lines to be read.

use similar::TextDiff;

use crate::workspace::{Changes, Written};

/// Enough to see what kind of change it is.
const LINES_PER_FILE: usize = 24;
/// Enough for a pull request; beyond that, files are only named.
const LINES_IN_ALL: usize = 240;
/// Generated lines are shorter; a longer one was not generated.
const LINE_WIDTH: usize = 160;

/// Every file that is stale, with a unified diff from what is there to what should be.
pub(crate) fn show(changes: &Changes) -> String {
    let mut left = LINES_IN_ALL;
    let mut shown = String::new();
    for file in &changes.written {
        let what = if file.old.is_some() { "stale" } else { "missing" };
        shown.push_str(&format!("{what}: {}\n", file.path));
        let lines = diff(file, LINES_PER_FILE.min(left));
        left = left.saturating_sub(lines.len());
        shown.extend(lines.iter().map(|line| format!("    {line}\n")));
    }
    shown.extend(changes.removed.iter().map(|path| format!("left over: {path}\n")));
    shown
}

/// The first lines of the file's diff, and how many more there are.
fn diff(file: &Written, most: usize) -> Vec<String> {
    // The files that are only named are not compared, as there may be a thousand of them.
    if most == 0 {
        return Vec::new();
    }
    let old = String::from_utf8_lossy(file.old.as_deref().unwrap_or_default());
    let text = TextDiff::from_lines(old.as_ref(), &file.new).unified_diff().context_radius(2).to_string();
    let all = text.split_terminator('\n').count();
    let kept = if all > most { most - 1 } else { all };
    let mut lines: Vec<String> = text.split_terminator('\n').take(kept).map(shorten).collect();
    if kept < all {
        lines.push(format!("... and {} lines more", all - kept));
    }
    lines
}

/// The line without what would move a terminal's cursor, and no longer than is readable.
fn shorten(line: &str) -> String {
    let printable = line.chars().map(|character| match character {
        '\t' => ' ',
        '\r' => '␍',
        control if control.is_control() => '\u{fffd}',
        other => other,
    });
    printable.take(LINE_WIDTH).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(path: &str, old: Option<&str>, new: impl Into<String>) -> Written {
        Written { path: path.to_owned(), old: old.map(|old| old.as_bytes().to_vec()), new: new.into() }
    }

    #[test]
    fn each_kind_of_change_is_shown() {
        let changes = Changes {
            written: vec![
                written("a.rs", Some("one\ntwo\nthree\nfour\nfive\n"), "one\ntwo\n3\nfour\nfive\n"),
                written("b.rs", None, "new\n"),
                written("c.rs", Some("windows\r\nunfinished"), "windows\nunfinished\n"),
                written("d.rs", Some("\u{1b}[2J\n"), ""),
            ],
            removed: vec!["old.rs".to_owned()],
        };
        insta::assert_snapshot!(show(&changes));
    }

    #[test]
    fn a_file_and_all_files_together_are_cut() {
        let lines = |count: usize| "x\n".repeat(count);
        let shown = show(&Changes { written: vec![written("a", None, lines(1000))], removed: Vec::new() });
        assert_eq!(shown.lines().count(), 1 + LINES_PER_FILE);
        assert!(shown.ends_with(" lines more\n"), "{shown}");

        let written: Vec<_> = (0..100).map(|index| written(&format!("{index}"), None, lines(1000))).collect();
        let shown = show(&Changes { written, removed: Vec::new() });
        assert_eq!(shown.lines().count(), 100 + LINES_IN_ALL);
        assert_eq!(shown.lines().filter(|line| line.starts_with("missing: ")).count(), 100);
    }

    #[test]
    fn a_long_line_is_cut() {
        let changes = Changes { written: vec![written("a", None, "x".repeat(1_000_000))], removed: Vec::new() };
        assert!(show(&changes).lines().all(|line| line.len() <= 4 + LINE_WIDTH));
    }
}
