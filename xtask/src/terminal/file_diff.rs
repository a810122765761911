//! Shows the differences of files, with a maximum number of lines.

use similar::TextDiff;

use crate::workspace::{Changes, Written};

/// The maximum for a file, enough to see the kind of change.
const LINES_PER_FILE: usize = 24;
/// The maximum for all files. Further files are only named.
const TOTAL_LINES: usize = 240;
/// The maximum length of a line. Generated lines are shorter.
const LINE_WIDTH: usize = 160;

/// Shows each stale file, with a unified diff from the old to the new content.
pub(crate) fn show(changes: &Changes) -> String {
    let mut left = TOTAL_LINES;
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

/// The first lines of a file's diff, and the number of further lines.
fn diff(file: &Written, max: usize) -> Vec<String> {
    // Comparing a thousand files that are only named would take long.
    if max == 0 {
        return Vec::new();
    }
    let old = String::from_utf8_lossy(file.old.as_deref().unwrap_or_default());
    let text = TextDiff::from_lines(old.as_ref(), &file.new).unified_diff().context_radius(2).to_string();
    let all = text.split_terminator('\n').count();
    let kept = if all > max { max - 1 } else { all };
    let mut lines: Vec<String> = text.split_terminator('\n').take(kept).map(shorten).collect();
    if kept < all {
        lines.push(format!("... and {} more lines", all - kept));
    }
    lines
}

/// The line without control characters, cut to the maximum length.
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
        assert!(shown.ends_with(" more lines\n"), "{shown}");

        let written: Vec<_> = (0..100).map(|index| written(&format!("{index}"), None, lines(1000))).collect();
        let shown = show(&Changes { written, removed: Vec::new() });
        assert_eq!(shown.lines().count(), 100 + TOTAL_LINES);
        assert_eq!(shown.lines().filter(|line| line.starts_with("missing: ")).count(), 100);
    }

    #[test]
    fn a_long_line_is_cut() {
        let changes = Changes { written: vec![written("a", None, "x".repeat(1_000_000))], removed: Vec::new() };
        assert!(show(&changes).lines().all(|line| line.len() <= 4 + LINE_WIDTH));
    }
}
