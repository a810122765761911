//! The messages of a resource: itself, its references, views and masks, and the messages that it consists of.

use serde_json::json;

use crate::api::{Message, Property, Type};
use crate::packages::{Builder, Package};
use crate::prose;
use crate::words::Name;

/// A resource, and the whole names of its messages.
pub(crate) struct Resource {
    pub(crate) name: Name,
    /// The resource in whose path this one is.
    pub(crate) parent: Option<Name>,
    pub(crate) message: String,
    pub(crate) view: Option<String>,
    pub(crate) expand_mask: Option<String>,
}

impl Builder {
    /// Adds a resource with its messages and operations.
    pub(crate) fn resource(&mut self, package: &mut Package, name: &Name, parent: Option<&Name>) {
        let pascal = name.pascal();
        let mut taken = Vec::new();
        let parts = self.random.between(2..=6);
        for _ in 0..parts {
            let Some(part) = self.part(&mut taken) else { break };
            self.part_of(package, &format!("{pascal}{part}"));
        }
        let reference = Message::described(format!("A reference to {}.", name.title())).with("id", id());
        let reference = self.add(package, &format!("{pascal}Ref"), reference);
        package.messages.push(reference);
        let message = self.main(package, name);
        let others: Vec<String> = package.messages.iter().filter(|other| is_resource(other)).cloned().collect();
        package.messages.push(message.clone());
        let has_view = self.random.permille(650) || others.is_empty();
        let view = has_view.then(|| self.view(package, name, &message, &others));
        let expand_mask = has_view.then(|| self.expand_mask(package, name));
        let parent = parent.filter(|_| self.random.permille(850)).cloned();
        self.operations(package, &Resource { name: name.clone(), parent, message, view, expand_mask });
    }

    /// The message of a resource.
    fn main(&mut self, package: &mut Package, name: &Name) -> String {
        let pascal = name.pascal();
        let title = name.title();
        let date =
            |text: &str| Property { read_only: true, ..Property::new(Type::Format("date-time")).described(text) };
        let mut message = Message::described(format!("The {title} message.\n {}", prose::sentences(&mut self.random)))
            .with("id", Property { read_only: true, ..id() })
            .with("displayName", Property::new(Type::String).described(format!("The display name of the {title}.")))
            .with("createdAt", date("The createdAt field."))
            .with("updatedAt", date("The updatedAt field."))
            .with("deletedAt", date("The deletedAt field."));
        let count = self.random.between(5..=20);
        self.fill(package, &pascal, &mut message, count);
        if self.random.permille(120) {
            message.required = vec!["id".to_owned(), "displayName".to_owned()];
        }
        if self.random.permille(300) {
            message.extensions.push(("x-speakeasy-entity", json!(title)));
        }
        self.add(package, &pascal, message)
    }

    /// A message that a resource consists of: plain, empty, a oneof with nested messages, or recursive.
    fn part_of(&mut self, package: &mut Package, local: &str) {
        let description = prose::of_message(&mut self.random, local);
        let mut message = Message::described(description);
        match self.random.weighted(&[(50, 0), (7, 1), (38, 2), (5, 3)]) {
            0 => {
                let count =
                    self.random.weighted(&[(15, 1), (24, 2), (21, 3), (16, 4), (15, 6), (9, 9), (3, 18), (1, 60)]);
                self.fill(package, local, &mut message, count);
            }
            1 => {}
            2 => {
                self.oneof(package, local, &mut message);
                let count = self.random.between(0..=2);
                self.fill(package, local, &mut message, count);
            }
            _ => self.recursion(package, local, &mut message),
        }
        if self.random.permille(35) {
            // A required message or time is null when it is not set, in the spellings that allow it: they differ in meaning.
            let is_plain = |property: &Property| matches!(property.ty, Type::String | Type::List(_) | Type::UInt32);
            let first = message.properties.iter().find(|(_, property)| is_plain(property));
            let first = first.map(|(name, _)| name.clone());
            message.required.extend(first);
        }
        let whole = self.add(package, local, message);
        package.messages.push(whole);
    }

    /// Adds a oneof with nested messages, empty messages and scalars to a message.
    fn oneof(&mut self, package: &mut Package, local: &str, message: &mut Message) {
        const CASES: [&str; 10] =
            ["Manual", "Delegated", "Webhook", "Connector", "Group", "Everyone", "Nobody", "Schedule", "Expr", "Unset"];
        let name = *self.random.pick(&["typ", "kind", "source", "provision_type", "decision"]);
        let mut cases = CASES.to_vec();
        self.random.shuffle(&mut cases);
        cases.truncate(self.random.between(2..=4));
        let whole = format!("{}.{local}", package.name);
        let mut names = Vec::new();
        for case in cases {
            let case_name = format!("{}{}", case[..1].to_lowercase(), &case[1..]);
            let property = match self.random.weighted(&[(64, 0), (31, 1), (5, 2)]) {
                0 => {
                    let mut nested = Message::described(format!("The {case} message."));
                    let count = self.random.weighted(&[(20, 0), (30, 1), (30, 2), (20, 4)]);
                    let nested_name = format!("{local}.{case}");
                    self.fill(package, &nested_name, &mut nested, count);
                    Property::new(Type::Message(self.add(package, &nested_name, nested)))
                }
                1 => {
                    let ty =
                        self.random.pick(&[Type::String, Type::Bool, Type::Format("int64"), Type::Format("duration")]);
                    let note = format!("The {case_name} field.\n{}", prose::case_of_oneof(name, &whole));
                    Property::new(ty.clone()).with_presence().described(note)
                }
                _ => Property::new(Type::Empty),
            };
            message.properties.insert(case_name.clone(), property);
            names.push(case_name);
        }
        message.description += &format!("\n\n{}", prose::oneof(name, &names));
    }

    /// Adds properties that lead back to the message.
    pub(crate) fn recursion(&mut self, package: &mut Package, local: &str, message: &mut Message) {
        let own = Type::message(&format!("{}.{local}", package.name));
        let mut add = |name: &str, ty: Type| message.properties.insert(name.to_owned(), Property::new(ty));
        add("not", own.clone());
        add("allOf", own.clone().list());
        if self.random.permille(500) {
            add("byKey", own.map());
        }
        self.fill(package, local, message, 2);
    }

    /// A view: the message, and paths to related objects.
    fn view(&mut self, package: &Package, name: &Name, message: &str, others: &[String]) -> String {
        let (pascal, title) = (name.pascal(), name.title());
        let mut view = Message::described(format!("The {title} view has a {title} and paths to related objects."))
            .with(&name.camel(), Property::new(Type::message(message)));
        let path = |target: &str| {
            let text =
                format!("JSONPATH expression indicating the location of the {target} object in the expanded array.");
            Property::new(Type::String).described(text)
        };
        for other in others.iter().take(2) {
            let local = crate::api::local(other);
            let camel = format!("{}Path", crate::words::split(local, '_').to_lowercase());
            view = view.with(&camelized(&camel), path(local));
        }
        view = view.with("ownerPath", path("Owner"));
        if self.random.permille(300) {
            view = view.with("parentPath", Property::new(Type::String).described("The parentPath field."));
        }
        self.add(package, &format!("{pascal}View"), view)
    }

    fn expand_mask(&mut self, package: &Package, name: &Name) -> String {
        let snake = name.snake();
        let text = if self.random.permille(500) {
            format!(
                "An array of paths to be expanded in the response. The supported paths are '{snake}_id', 'owner_ids', and '*'."
            )
        } else {
            format!("What to expand. May be any combination of \"*\", \"{snake}_id\", or \"parent_id\".")
        };
        let mask = Message::described(format!("The {} expand mask.", name.title()))
            .with("paths", Property::new(Type::String.list()).described(text));
        self.add(package, &format!("{}ExpandMask", name.pascal()), mask)
    }
}

pub(crate) fn id() -> Property {
    Property::new(Type::String).described("The id field.")
}

/// Whether a message is that of a resource, which a view can refer to.
fn is_resource(name: &str) -> bool {
    let local = crate::api::local(name);
    let is_part = |end: &&str| local.ends_with(*end);
    !local.contains('.') && !local.ends_with("Ref") && !crate::words::PARTS.iter().any(is_part)
}

/// `mcpProbePath` of `mcp_probePath`.
fn camelized(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
}
