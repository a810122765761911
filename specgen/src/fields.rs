//! Random properties, with the types in the proportions of C1's documents.

use crate::api::{Message, Property, Type, local};
use crate::packages::{Builder, Package};
use crate::prose;
use crate::words::{ENUMS, PARTS, QUALIFIERS, VALUES, split};

/// The kinds of properties.
#[derive(Clone, Copy)]
enum Kind {
    String,
    Bool,
    Date,
    Message,
    MessageList,
    Enum,
    EnumList,
    StringList,
    Int32,
    Int64,
    UInt64,
    Duration,
    Map,
    UInt32,
    Struct,
    Number,
    Bytes,
    Rare,
}

/// How often each kind occurs in supporting messages, in thousandths of all properties.
const WEIGHTS: [(u32, Kind); 18] = [
    (355, Kind::String),
    (135, Kind::Bool),
    (60, Kind::Date),
    (165, Kind::Message),
    (45, Kind::MessageList),
    (90, Kind::Enum),
    (17, Kind::EnumList),
    (70, Kind::StringList),
    (42, Kind::Int32),
    (11, Kind::Int64),
    (5, Kind::UInt64),
    (12, Kind::Duration),
    (12, Kind::Map),
    (11, Kind::UInt32),
    (6, Kind::Struct),
    (4, Kind::Number),
    (3, Kind::Bytes),
    (6, Kind::Rare),
];

impl Builder {
    /// Adds this number of random properties to a message that is `owner` in its package.
    pub(crate) fn fill(&mut self, package: &mut Package, owner: &str, message: &mut Message, count: usize) {
        for _ in 0..count {
            let kind = self.random.weighted(&WEIGHTS);
            let (mut name, ty) = self.typed(package, owner, kind);
            let plain = name.clone();
            let mut number = 2;
            while message.properties.contains_key(&name) {
                name = format!("{plain}{number}");
                number += 1;
            }
            let property = self.property(&name, ty);
            message.properties.insert(name, property);
        }
    }

    /// A property with a random description and random marks.
    pub(crate) fn property(&mut self, name: &str, ty: Type) -> Property {
        let scalar = !matches!(ty, Type::List(_) | Type::Map(_) | Type::Message(_) | Type::Any | Type::Struct);
        let mut property = Property::new(ty).described(prose::of_property(&mut self.random, name));
        property.has_presence = scalar && self.random.permille(40);
        property.read_only = self.random.permille(110);
        if self.random.permille(7) {
            property.deprecated = true;
            property.sunset = self.random.permille(300);
            let reason = format!("use `{}Id` instead.", self.random.pick(&QUALIFIERS));
            let mark = if self.random.permille(500) { "Deprecated: " } else { "The old setting.\n Deprecated: " };
            property.description = format!("{mark}{reason}");
        }
        property
    }

    fn typed(&mut self, package: &mut Package, owner: &str, kind: Kind) -> (String, Type) {
        let ends: (&[&str], Type) = match kind {
            Kind::String => (&["Id", "Name", "Url", "Label", "Key", "Email", "Expression", "Comment"], Type::String),
            Kind::Bool => (&["Enabled", "Required", "Visible", "Locked", "Allowed"], Type::Bool),
            Kind::Date => (&["At", "Time", "Date"], Type::Format("date-time")),
            Kind::StringList => (&["Ids", "Tags", "Names", "Emails"], Type::String.list()),
            Kind::Int32 => (&["Count", "Priority", "Size"], Type::Int32),
            Kind::UInt32 => (&["Attempts", "Position"], Type::UInt32),
            Kind::Int64 => (&["Total", "Revision"], Type::Format("int64")),
            Kind::UInt64 => (&["Bytes", "Sequence"], Type::Format("uint64")),
            Kind::Duration => (&["Duration", "Timeout", "Interval"], Type::Format("duration")),
            Kind::Bytes => (&["Digest", "Payload"], Type::Format("base64")),
            Kind::Struct => (&["Annotations", "Inputs"], Type::Struct),
            Kind::Number => (&["Score", "Ratio"], self.number()),
            Kind::Map => (&["Labels", "Entries", "Overrides"], self.map(package, owner)),
            Kind::Rare => (&["Extras", "Remainder"], self.rare()),
            Kind::Message | Kind::MessageList => return self.reference(package, matches!(kind, Kind::MessageList)),
            Kind::Enum | Kind::EnumList => return self.enumeration(package, owner, matches!(kind, Kind::EnumList)),
        };
        let (ends, ty) = ends;
        (format!("{}{}", self.random.pick(&QUALIFIERS), self.random.pick(ends)), ty)
    }

    fn number(&mut self) -> Type {
        Type::Number(*self.random.pick(&[None, None, Some("double")]))
    }

    fn map(&mut self, package: &mut Package, owner: &str) -> Type {
        match self.random.between(0..=5) {
            0..=2 => Type::String.map(),
            3 => Type::Format("int64").map(),
            4 => self.enumeration(package, owner, false).1.map(),
            _ => self.reference(package, false).1.map(),
        }
    }

    /// Types of which the whole API has a few.
    fn rare(&mut self) -> Type {
        let lists = [
            Type::Int32,
            Type::UInt32,
            Type::Number(None),
            Type::Struct,
            Type::Format("base64"),
            Type::Format("duration"),
            Type::Format("int64"),
            Type::Format("uint64"),
        ];
        match self.random.between(0..=9) {
            0 => Type::Json,
            1 => Type::Empty,
            _ => self.random.pick(&lists).clone().list(),
        }
    }

    /// A reference to a message that was added before, so that it closes no cycle.
    fn reference(&mut self, package: &Package, is_list: bool) -> (String, Type) {
        let is_foreign = package.messages.is_empty() || (!package.foreign.is_empty() && self.random.permille(150));
        let targets = if is_foreign { &package.foreign } else { &package.messages };
        if targets.is_empty() {
            return (format!("{}Key", self.random.pick(&QUALIFIERS)), Type::String);
        }
        let target = self.random.pick(targets);
        let words = split(local(target), '.');
        let last = words.rsplit('.').next().unwrap_or_default();
        let name = format!("{}{last}", self.random.pick(&QUALIFIERS));
        let ty = Type::message(target);
        if is_list { (format!("{name}s"), ty.list()) } else { (name, ty) }
    }

    /// An enum: one that the package has, a new one, or one whose values do not say its name.
    pub(crate) fn enumeration(&mut self, package: &mut Package, owner: &str, is_list: bool) -> (String, Type) {
        let qualifier = *self.random.pick(&QUALIFIERS);
        let plural = if is_list { "s" } else { "" };
        let as_type = |values: Vec<String>| {
            let ty = Type::Enum(values);
            if is_list { ty.list() } else { ty }
        };
        if self.random.permille(30) {
            // The enum has the property's name in the singular, so that a list needs a word of its own.
            let end = if is_list { "Encodings" } else { *self.random.pick(&["Format", "Direction"]) };
            return (format!("{qualifier}{end}"), as_type(self.values("")));
        }
        let end = *self.random.pick(&ENUMS);
        let name = format!("{qualifier}{end}{}", if is_list && end.ends_with('s') { "es" } else { plural });
        let is_known = !package.enums.is_empty() && self.random.permille(450);
        let values = if is_known {
            self.random.pick(&package.enums).1.clone()
        } else {
            let prefix = split(&owner.replace('.', ""), '_').to_uppercase() + "_" + &end.to_uppercase();
            match package.enums.iter().find(|(known, _)| *known == prefix) {
                Some((_, values)) => values.clone(),
                None => {
                    let values = self.values(&format!("{prefix}_"));
                    package.enums.push((prefix, values.clone()));
                    values
                }
            }
        };
        (name, as_type(values))
    }

    /// The values of an enum: the zero value and about four others.
    pub(crate) fn values(&mut self, prefix: &str) -> Vec<String> {
        let mut others = VALUES.to_vec();
        self.random.shuffle(&mut others);
        others.truncate(if self.random.permille(20) { 30 } else { self.random.between(1..=6) });
        let zero = if self.random.permille(60) { "UNKNOWN" } else { "UNSPECIFIED" };
        others.insert(0, zero);
        others.iter().map(|value| format!("{prefix}{value}")).collect()
    }

    /// The end of the name of a supporting message that the package does not have yet.
    pub(crate) fn part(&mut self, taken: &mut Vec<&'static str>) -> Option<&'static str> {
        let free: Vec<&'static str> = PARTS.iter().copied().filter(|part| !taken.contains(part)).collect();
        if free.is_empty() {
            return None;
        }
        let part = *self.random.pick(&free);
        taken.push(part);
        Some(part)
    }
}
