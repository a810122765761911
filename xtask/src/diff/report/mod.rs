//! Reports as text, Markdown and JSON. All formats share the wording and the sections of this module.

mod changelog;
mod json;
mod markdown;
mod text;

use std::collections::BTreeMap;

use super::rust::{Break, Breakage, BrokenItem, Declaration};
use super::wire::{Alteration, Change, How, Kind};
use super::{Bump, Docs, Impact, PresenceChange, Report};
use crate::terminal::counted;

/// The maximum number of listed additions of a package.
const MAX_ITEMS: usize = 5;

/// A list of changes of one sort.
struct Section {
    /// The title with the number of changes.
    title: String,
    entries: Vec<Entry>,
    /// Whether the changes require no action: then the list may be cut.
    is_news: bool,
}

/// A changed element.
struct Entry {
    /// `-` for a removed element, `~` for an altered and `+` for an added one.
    sign: char,
    line: Line,
    /// The details, one on each line.
    notes: Vec<Line>,
}

/// A line of text with names.
type Line = Vec<Span>;

/// A part of a line.
enum Span {
    Words(String),
    /// A name from a specification or from Rust, which each format escapes.
    Name(String),
}

impl Report {
    /// The effect on users of the crate, and the next version.
    fn verdict(&self, bump: Option<&Bump>) -> String {
        let effect = match self.impact() {
            Impact::None => return "No changes.".to_owned(),
            Impact::Compatible => "No changes in the Rust API".to_owned(),
            Impact::Additive => "Only additions and deprecations in the Rust API".to_owned(),
            Impact::Breaking if self.rust.breaks.is_empty() => {
                "Breaking changes in the types of most fields".to_owned()
            }
            Impact::Breaking => format!("{} in the Rust API", counted(self.rust.breaks.len(), "breaking change")),
        };
        match bump {
            Some(Bump { part: Some(part), from, to }) => format!("{effect}: bump {from} to {to} ({part})."),
            _ => format!("{effect}."),
        }
    }

    /// The sentence about a change of presence that most properties share.
    fn presence_note(&self) -> Option<String> {
        let PresenceChange { properties, old, new } = self.presence.as_ref()?;
        Some(format!(
            "Presence: {properties} properties change from \"{old}\" to \"{new}\", with their Rust fields. If the document \
             only changed its style, restore the old presence with an action in specs/overlay.yaml."
        ))
    }

    /// The numbers of changes of each kind: added, removed and altered elements.
    fn wire_table(&self) -> [(&'static str, [usize; 3]); 5] {
        Kind::ALL.map(|kind| {
            let tally = self.wire.tally(kind);
            (plural(kind), [tally.added, tally.removed, tally.altered])
        })
    }

    /// The numbers of changes of the Rust API and of the documentation.
    fn totals(&self) -> [String; 2] {
        let Docs { descriptions, notes, orders } = &self.docs;
        let (descriptions, notes, orders) = (descriptions.len(), notes.len(), orders.len());
        let (breaks, added, deprecated) = (self.rust.breaks.len(), self.rust.added.len(), self.rust.deprecated.len());
        [
            format!("Rust API: {breaks} breaking, {added} added, {deprecated} deprecated."),
            format!(
                "Documentation only: {} (descriptions: {descriptions}, notes: {notes}, order: {orders}).",
                self.docs.total()
            ),
        ]
    }

    /// The lists of changes, the most important ones first. `with_docs` adds those of the documentation.
    fn sections(&self, with_docs: bool) -> Vec<Section> {
        let mut sections = vec![section("Breaking changes in Rust", self.rust.breaks.iter().map(broken), false)];
        sections.extend(self.wire_sections(How::Removed));
        sections.extend(self.wire_sections(How::Altered));
        let deprecated = self.rust.deprecated.iter().map(|path| entry('~', path));
        sections.push(section("Deprecated in Rust", deprecated, true));
        sections.push(self.added());
        sections.extend(self.wire_sections(How::Added));
        let Docs { descriptions, notes, orders } = &self.docs;
        let docs = [("descriptions", descriptions), ("notes", notes), ("order", orders)];
        sections.extend(docs.into_iter().filter(|_| with_docs).map(|(what, names)| {
            section(&format!("Changed {what}"), names.iter().map(|name| entry('~', name)), false)
        }));
        sections.retain(|section| !section.entries.is_empty());
        sections
    }

    fn wire_sections(&self, how: How) -> [Section; 5] {
        let title = match how {
            How::Removed => "Removed",
            How::Altered => "Altered",
            How::Added => "Added",
        };
        Kind::ALL.map(|kind| {
            let changes = self.wire.of(kind).filter(|change| change.how == how);
            section(&format!("{title} {}", plural(kind)), changes.map(changed), how == How::Added)
        })
    }

    /// The added items of each package, relative to the package's module.
    fn added(&self) -> Section {
        let mut packages: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for Declaration { path, module, .. } in &self.rust.added {
            let relative = path.strip_prefix(module.as_str()).and_then(|rest| rest.strip_prefix("::")).unwrap_or(path);
            packages.entry(module).or_default().push(relative);
        }
        let entries = packages.into_iter().map(|(package, items)| {
            let mut entry = entry('+', package);
            for (index, item) in items.iter().take(MAX_ITEMS).enumerate() {
                entry.line.extend([words(if index == 0 { ": " } else { ", " }), name(item)]);
            }
            if items.len() > MAX_ITEMS {
                entry.line.push(words(&format!(", and {} more", items.len() - MAX_ITEMS)));
            }
            entry
        });
        Section {
            title: format!("Added in Rust: {}", self.rust.added.len()),
            entries: entries.collect(),
            is_news: true,
        }
    }
}

fn plural(kind: Kind) -> &'static str {
    match kind {
        Kind::Operation => "operations",
        Kind::Parameter => "parameters",
        Kind::Schema => "schemas",
        Kind::Property => "properties",
        Kind::EnumValue => "enum values",
    }
}

fn section(title: &str, entries: impl Iterator<Item = Entry>, is_news: bool) -> Section {
    let entries: Vec<Entry> = entries.collect();
    Section { title: format!("{title}: {}", entries.len()), entries, is_news }
}

fn entry(sign: char, text: &str) -> Entry {
    Entry { sign, line: vec![name(text)], notes: Vec::new() }
}

fn changed(change: &Change) -> Entry {
    let sign = match change.how {
        How::Removed => '-',
        How::Altered => '~',
        How::Added => '+',
    };
    let mut entry = entry(sign, &change.full_name());
    let note = |Alteration { what, old, new }: &Alteration| line(&format!("{what}: "), old, Some(new));
    entry.notes = change.alterations.iter().map(note).collect();
    if change.how == How::Altered && change.alterations.is_empty() {
        entry.line.push(words(" (members)"));
    }
    entry
}

fn broken(Break { kind, name, items }: &Break) -> Entry {
    let is_removed = items.iter().all(|item| item.how == Breakage::Removed);
    Entry {
        sign: if is_removed { '-' } else { '~' },
        line: line(&format!("{kind} "), name, None),
        notes: items.iter().map(broken_item).collect(),
    }
}

fn broken_item(BrokenItem { how, old, new }: &BrokenItem) -> Line {
    let new_path = new.as_ref().map(|new| &new.path).filter(|path| **path != old.path);
    match (how, new) {
        (Breakage::Removed, _) => line("removed ", &old.path, None),
        (Breakage::Altered, Some(new)) => {
            let mut altered = line("altered ", &old.path, new_path);
            altered.extend(line(": ", &old.signature, Some(&new.signature)));
            altered
        }
        _ => line("renamed ", &old.path, new_path),
    }
}

/// A label, and a name or a change of it.
fn line(label: &str, old: &str, new: Option<&String>) -> Line {
    let new = new.into_iter().flat_map(|new| [words(" -> "), name(new)]);
    [words(label), name(old)].into_iter().chain(new).collect()
}

fn words(text: &str) -> Span {
    Span::Words(text.to_owned())
}

fn name(text: &str) -> Span {
    Span::Name(text.to_owned())
}
