//! The report as the items of a changelog.

use super::super::Report;
use super::super::wire::{How, Kind};
use super::markdown::item;
use super::{broken, entry, plural};

/// The maximum number of listed additions.
const MAX_NEWS: usize = 40;

impl Report {
    /// The items of the sections of Keep a Changelog, in Markdown. Empty sections are left out.
    pub(crate) fn changelog(&self) -> Vec<(&'static str, Vec<String>)> {
        let breaks: Vec<_> = self.rust.breaks.iter().map(broken).collect();
        let items = |sign| breaks.iter().filter(move |entry| entry.sign == sign).map(item);
        let of_added = |kind| self.wire.of(kind).filter(|change| change.how == How::Added);
        let operations = of_added(Kind::Operation).count();
        let added = of_added(Kind::Operation).take(MAX_NEWS).map(|change| item(&entry('+', &change.name)));
        let more = operations.checked_sub(MAX_NEWS + 1).map(|more| format!("* and {} more operations\n", more + 1));
        let counts: Vec<String> = Kind::ALL
            .into_iter()
            .map(|kind| (plural(kind), of_added(kind).count()))
            .filter(|(_, count)| *count > 0)
            .map(|(kind, count)| format!("{kind}: {count}"))
            .collect();
        let counts = (!counts.is_empty()).then(|| format!("* New in C1's specification: {}.\n", counts.join(", ")));
        let deprecated = self.rust.deprecated.iter().map(|path| item(&entry('~', path)));
        let presence = self.presence_note().map(|note| format!("* {note}\n"));
        let mut sections = vec![
            ("Added", counts.into_iter().chain(added).chain(more).collect::<Vec<_>>()),
            ("Changed", presence.into_iter().chain(items('~')).collect()),
            ("Deprecated", deprecated.collect()),
            ("Removed", items('-').collect()),
        ];
        sections.retain(|(_, items)| !items.is_empty());
        sections
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::wire::Change;

    #[test]
    fn long_lists_of_additions_are_cut() {
        let operation = |index: usize| Change {
            kind: Kind::Operation,
            how: How::Added,
            within: None,
            name: format!("c1.api.book.v1.BookService.Get{index}"),
            alterations: Vec::new(),
        };
        for (count, more) in [(MAX_NEWS, None), (MAX_NEWS + 1, Some(1)), (MAX_NEWS + 5, Some(5))] {
            let mut report = Report::default();
            report.wire.changes = (0..count).map(operation).collect();
            let sections = report.changelog();
            let [("Added", items)] = &sections[..] else { panic!("{sections:?}") };
            assert_eq!(items[0], format!("* New in C1's specification: operations: {count}.\n"));
            let last = more.map(|more| format!("* and {more} more operations\n"));
            assert_eq!(items.last().filter(|item| item.starts_with("* and ")), last.as_ref());
        }
    }
}
