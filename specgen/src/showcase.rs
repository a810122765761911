//! Messages with each construct that is too rare to occur by chance.

use serde_json::json;

use crate::api::{Message, Property, Type};
use crate::packages::{Builder, Package};
use crate::prose;
use crate::words::{AWKWARD, Name, split};

impl Builder {
    /// Adds the messages to a package, and lets its resources refer to them.
    pub(crate) fn showcase(&mut self, package: &mut Package, name: &Name) {
        let pascal = name.pascal();
        for (end, message) in [
            ("Attributes", attributes()),
            ("Presence", self.presence(&pascal)),
            ("Choices", choices(&package.name, &pascal)),
            ("Words", words()),
        ] {
            let whole = self.add(package, &format!("{pascal}{end}"), message);
            package.messages.push(whole);
        }
        // Two messages that refer to each other, beside those that refer to themselves.
        let whole = |end: &str| format!("{}.{pascal}{end}", package.name);
        for (end, other) in [("Branch", "Leaf"), ("Leaf", "Branch")] {
            let message = Message::described(format!("The {end} message."))
                .with("label", Property::new(Type::String))
                .with("other", Property::new(Type::message(&whole(other))))
                .with("others", Property::new(Type::message(&whole(other)).list()))
                .with("byName", Property::new(Type::message(&whole(other)).map()));
            self.add(package, &format!("{pascal}{end}"), message);
        }
        package.messages.push(whole("Branch"));
        let mut tree = Message::described("A condition.");
        self.recursion(package, &format!("{pascal}Tree"), &mut tree);
        let tree = self.add(package, &format!("{pascal}Tree"), tree);
        package.messages.push(tree);
    }

    /// Scalars of each type with presence, and enums of each kind.
    fn presence(&mut self, pascal: &str) -> Message {
        let mut message = Message::described("Scalars that distinguish unset from zero.");
        for (name, ty) in scalars() {
            message = message.with(name, Property::new(ty).with_presence());
        }
        let values = |values: &[&str]| Type::Enum(values.iter().map(|value| (*value).to_owned()).collect());
        let by_prefix = Type::Enum(self.values(&format!("{}_PRESENCE_KIND_", split(pascal, '_').to_uppercase())));
        message.required = vec!["count".to_owned(), "text".to_owned()];
        message
            .with("byPrefix", Property::new(by_prefix.clone()).with_presence())
            .with("byPrefixes", Property::new(by_prefix.list()))
            .with("wireFormat", Property::new(values(&["JSON", "PROTOBUF", "TEXT"])))
            .with("outcomeFormat", Property::new(values(&["UNKNOWN", "FOUND", "UNRECOGNIZED"])))
            .with("subjectFormat", Property::new(values(&["SUBJECT_FORMAT_UNKNOWN", "SUBJECT_FORMAT_SELF"])))
    }
}

/// A property of each type: alone, in a list and in a map.
fn attributes() -> Message {
    let mut message = Message::described("Attributes of each type.");
    message.extensions.push(("x-speakeasy-include", json!(true)));
    let mut notes = prose::AWKWARD.iter().cycle();
    let mut add = |name: String, ty: Type| {
        let note = notes.next().copied().unwrap_or_default();
        message.properties.insert(name, Property::new(ty).described(note));
    };
    for (name, ty) in scalars() {
        add(name.to_owned(), ty.clone());
        add(format!("{name}List"), ty.clone().list());
        add(format!("{name}Map"), ty.map());
    }
    // Each as often as it has spellings.
    for end in ["", "Second", "Third"] {
        for (name, ty) in [("any", Type::Any), ("free", Type::Struct)] {
            add(format!("{name}{end}"), ty.clone());
            add(format!("{name}List{end}"), ty.list());
        }
    }
    add("json".to_owned(), Type::Json);
    add("marker".to_owned(), Type::Empty);
    message
        .with(
            "policyKey",
            Property {
                deprecated: true,
                sunset: true,
                ..Property::new(Type::String).described("Deprecated: prefer `text`.\n It is still read.")
            },
        )
        .with("serverTime", Property { read_only: true, ..Property::new(Type::Format("date-time")) })
}

fn scalars() -> [(&'static str, Type); 11] {
    [
        ("text", Type::String),
        ("flag", Type::Bool),
        ("count", Type::Int32),
        ("unsigned", Type::UInt32),
        ("total", Type::Format("int64")),
        ("bytes", Type::Format("uint64")),
        ("ratio", Type::Number(None)),
        ("double", Type::Number(Some("double"))),
        ("moment", Type::Format("date-time")),
        ("length", Type::Format("duration")),
        ("digest", Type::Format("base64")),
    ]
}

/// Seven oneofs in one message.
fn choices(package: &str, pascal: &str) -> Message {
    let whole = format!("{package}.{pascal}Choices");
    let mut message = Message::described("Choices.");
    for name in ["first", "second", "third", "fourth", "fifth", "sixth", "seventh"] {
        let oneof = format!("{name}_choice");
        let note = |case: &str| format!("{}\n{}", prose::boilerplate(case), prose::case_of_oneof(&oneof, &whole));
        let (text, count, unset) = (format!("{name}Text"), format!("{name}Total"), format!("{name}Unset"));
        message.description += &format!("\n\n{}", prose::oneof(&oneof, &[text.clone(), count.clone(), unset.clone()]));
        message = message
            .with(&text, Property::new(Type::String).with_presence().described(note(&text)))
            .with(&count, Property::new(Type::Format("int64")).with_presence().described(note(&count)))
            .with(&unset, Property::new(Type::Empty));
    }
    message
}

/// Names that are keywords, methods or not even identifiers.
fn words() -> Message {
    let names = AWKWARD.into_iter().fold(Message::described("Names."), |message, name| {
        message.with(name, Property::new(Type::String).described(prose::boilerplate(name)))
    });
    let more = ["@type", "ownerIDs", "oauth2AuthorizedAs", "awsSigv4", "isBuiltin", "msTeams", "a2uiSurface", "ipV6"];
    more.into_iter().fold(names, |message, name| message.with(name, Property::new(Type::String)))
}
