//! The report as the items of a changelog.

use super::super::Report;
use super::super::wire::{How, Kind};
use super::markdown::item;
use super::{broken, entry, plural};

impl Report {
    /// The items of the sections of Keep a Changelog, in Markdown. Empty sections are left out.
    pub(crate) fn changelog(&self) -> Vec<(&'static str, Vec<String>)> {
        let breaks: Vec<_> = self.rust.breaks.iter().map(broken).collect();
        let items = |sign| breaks.iter().filter(move |entry| entry.sign == sign).map(item);
        let of_added = |kind| self.wire.of(kind).filter(|change| change.how == How::Added);
        let added = of_added(Kind::Operation).map(|change| item(&entry('+', &change.name)));
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
            ("Added", counts.into_iter().chain(added).collect::<Vec<_>>()),
            ("Changed", presence.into_iter().chain(items('~')).collect()),
            ("Deprecated", deprecated.collect()),
            ("Removed", items('-').collect()),
        ];
        sections.retain(|(_, items)| !items.is_empty());
        sections
    }
}
