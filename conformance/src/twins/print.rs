//! Prints the twins of a document as Rust.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::Value;

use crate::document::{Document, Kind, Shape, is_required, properties};

/// The first lines of the file.
const HEADER: &str = "\
// Emitted by `cargo xtask conformance`. Do not edit it.

use std::collections::BTreeMap;

use conformance::twins::{Any, Binary, Double, Duration, Int32, Int64, Timestamp, UInt32, UInt64, is_default};
use conformance::{Model, model};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
";

/// How twins are declared.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// The attributes of structs, such as a derive.
    pub structs: &'static str,
    /// The derives of enums.
    pub enums: &'static str,
    /// The visibility of everything, such as `pub `.
    pub visibility: &'static str,
    /// The variant of values that are not listed, with its attribute.
    pub unlisted: &'static str,
    /// Whether fields have the names of their properties; without, numbers.
    pub named_fields: bool,
    /// Whether a list may be `null`.
    pub nullable_lists: bool,
    /// Whether each message in a message is boxed, or those alone that contain their owner.
    pub boxes_all: bool,
}

/// The twins of the comparison: private, and with every value of an open enum.
const COMPARED: Style = Style {
    structs: "#[derive(Serialize, Deserialize)]",
    enums: "PartialEq, Serialize, Deserialize",
    visibility: "",
    unlisted: "#[serde(untagged)]\n    Unlisted(String)",
    named_fields: false,
    nullable_lists: false,
    boxes_all: true,
};

/// Declarations of twins. They need `Any`, `Binary`, `Double`, `Duration`, `Int32`, `Int64`, `Timestamp`, `UInt32`, `UInt64` and
/// `is_default` in scope, as this module has them.
#[derive(Clone, Debug)]
pub struct Declared {
    /// The structs and enums.
    pub items: String,
    /// The struct of each named message.
    pub structs: BTreeMap<String, String>,
}

/// Declares the twins of the messages for which `is_wanted` holds, and of those that they contain.
pub fn declare(document: &Document, is_wanted: &dyn Fn(&str) -> bool, style: Style) -> Declared {
    let (messages, enums) = (BTreeMap::new(), BTreeMap::new());
    let mut printer = Printer { document, style, items: Vec::new(), messages, enums };
    let names = document.schemas.keys().filter(|name| is_wanted(name));
    let structs = names.filter_map(|name| Some((name.clone(), printer.named(name)?))).collect();
    printer.items.sort();
    Declared { items: printer.items.into_iter().map(|(_, item)| item).collect(), structs }
}

/// The twins of the messages for which `is_wanted` holds, as a module `twins.rs` with a table `TWINS`.
pub fn print(document: &Document, is_wanted: &dyn Fn(&str) -> bool) -> String {
    let Declared { items, structs } = declare(document, is_wanted, COMPARED);
    let mut table = String::new();
    for (name, twin) in structs {
        let _infallible = writeln!(table, "    model::<{twin}>({name:?}),");
    }
    format!("{HEADER}\npub(crate) static TWINS: &[Model] = &[\n{table}];\n{items}")
}

struct Printer<'a> {
    document: &'a Document,
    style: Style,
    /// The declarations, by their number.
    items: Vec<(usize, String)>,
    /// The struct of each named message.
    messages: BTreeMap<String, String>,
    /// The enum of each list of values.
    enums: BTreeMap<Vec<&'a str>, String>,
}

impl<'a> Printer<'a> {
    /// The struct of a named message; `None` if the schema is another value.
    fn named(&mut self, name: &str) -> Option<String> {
        if let Some(twin) = self.messages.get(name) {
            return Some(twin.clone());
        }
        let Kind::Message(schema) = self.document.named(name)?.kind else { return None };
        let twin = format!("Message{}", self.messages.len());
        // First, as a message may contain itself.
        self.messages.insert(name.to_owned(), twin.clone());
        self.message(name, &twin, schema);
        Some(twin)
    }

    /// Declares the struct of a message.
    fn message(&mut self, name: &str, twin: &str, schema: &'a Value) {
        let Style { structs, visibility, .. } = self.style;
        let number = self.messages.len();
        let mut fields = String::new();
        for (index, (property, value)) in properties(schema).enumerate() {
            let shape = self.document.property(property, value);
            let inner = self.value(&format!("{name}/{property}"), value, &shape);
            let is_boxed = self.style.boxes_all || self.contains(value, name.split('/').next().unwrap_or(name));
            let (ty, is_zero) = self.presence(&shape, &inner, is_boxed);
            // A required property is written even at its zero, or as null where that is allowed.
            let is_always_written = is_required(schema, property) && (shape.nullable || has_zero(shape.kind));
            let skip = if is_always_written { String::new() } else { format!(", skip_serializing_if = {is_zero:?}") };
            let field = if self.style.named_fields { field(property) } else { format!("field{index}") };
            let _infallible =
                write!(fields, "    #[serde(rename = {property:?}, default{skip})]\n    {visibility}{field}: {ty},\n");
        }
        self.items.push((number, format!("\n/// `{name}`.\n{structs}\n{visibility}struct {twin} {{\n{fields}}}\n")));
    }

    /// The type of a value. `place` names messages without a name.
    fn value(&mut self, place: &str, schema: &'a Value, shape: &Shape<'a>) -> String {
        let document = self.document;
        match shape.kind {
            Kind::Json => "Value".to_owned(),
            Kind::Message(inner) => {
                if let Some(named) = Document::target(schema).and_then(|target| self.named(target)) {
                    return named;
                }
                let twin = format!("Message{}", self.messages.len());
                self.messages.insert(place.to_owned(), twin.clone());
                self.message(place, &twin, inner);
                twin
            }
            Kind::Any => "Any".to_owned(),
            Kind::Struct => "Map<String, Value>".to_owned(),
            Kind::Map(values) => format!("BTreeMap<String, {}>", self.value(place, values, &document.shape(values))),
            Kind::List(items) => format!("Vec<{}>", self.value(place, items, &document.shape(items))),
            Kind::Bool => "bool".to_owned(),
            Kind::Int32 => "Int32".to_owned(),
            Kind::UInt32 => "UInt32".to_owned(),
            Kind::Int64 => "Int64".to_owned(),
            Kind::UInt64 => "UInt64".to_owned(),
            Kind::Number => "Double".to_owned(),
            Kind::Text | Kind::Mask => "String".to_owned(),
            Kind::Enum(values) => self.enumeration(values),
            Kind::Timestamp => "Timestamp".to_owned(),
            Kind::Duration => "Duration".to_owned(),
            Kind::Bytes => "Binary".to_owned(),
        }
    }

    /// The enum of a list of values, which may grow.
    fn enumeration(&mut self, listed: &'a [Value]) -> String {
        let values: Vec<&str> = listed.iter().filter_map(Value::as_str).collect();
        if let Some(twin) = self.enums.get(&values) {
            return twin.clone();
        }
        let (twin, zero) = (format!("Enum{}", self.enums.len()), zero(listed));
        let mut variants = String::new();
        for (index, value) in values.iter().enumerate() {
            let default = if zero == Some(index) { "    #[default]\n" } else { "" };
            let _infallible = write!(variants, "{default}    #[serde(rename = {value:?})]\n    Value{index},\n");
        }
        let default = if zero.is_some() { "Default, " } else { "" };
        let Style { enums, visibility, unlisted, .. } = self.style;
        let derive = format!("#[derive({default}{enums})]");
        let item = format!("\n{derive}\n{visibility}enum {twin} {{\n{variants}    {unlisted},\n}}\n");
        self.items.push((usize::MAX, item));
        self.enums.insert(values, twin.clone());
        twin
    }

    /// Whether the value of a property contains a named message, other than in a list or a map.
    fn contains(&self, property: &'a Value, name: &str) -> bool {
        let (mut seen, mut queue) = (BTreeSet::new(), vec![property]);
        while let Some(schema) = queue.pop() {
            let target = Document::target(schema);
            if target == Some(name) {
                return true;
            }
            let is_new = target.is_none_or(|target| seen.insert(target));
            if let (true, Kind::Message(message)) = (is_new, self.document.shape(schema).kind) {
                queue.extend(properties(message).map(|(_, property)| property));
            }
        }
        false
    }

    /// The type of a property, and the function that says that it is not written.
    fn presence(&self, shape: &Shape<'_>, inner: &str, is_boxed: bool) -> (String, &'static str) {
        match shape.kind {
            Kind::List(_) | Kind::Map(_) if self.style.nullable_lists => {
                (format!("Option<{inner}>"), "Option::is_none")
            }
            Kind::List(_) => (inner.to_owned(), "Vec::is_empty"),
            Kind::Map(_) => (inner.to_owned(), "BTreeMap::is_empty"),
            Kind::Json => (inner.to_owned(), "Value::is_null"),
            Kind::Message(_) if is_boxed => (format!("Option<Box<{inner}>>"), "Option::is_none"),
            Kind::Message(_) => (format!("Option<{inner}>"), "Option::is_none"),
            _ if shape.nullable || !has_zero(shape.kind) => (format!("Option<{inner}>"), "Option::is_none"),
            _ => (inner.to_owned(), "is_default"),
        }
    }
}

/// The name of a property as an identifier.
fn field(property: &str) -> String {
    let name: String =
        property.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' }).collect();
    // The only names that cannot be raw, and those that begin with a digit.
    match name.as_str() {
        "self" | "Self" | "super" | "crate" | "_" | "" => format!("field_{name}"),
        name if name.starts_with(|first: char| first.is_ascii_digit()) => format!("field_{name}"),
        name => format!("r#{name}"),
    }
}

/// Whether an absent value equals a value of the kind.
fn has_zero(kind: Kind<'_>) -> bool {
    match kind {
        Kind::Message(_) | Kind::Any | Kind::Struct | Kind::Timestamp | Kind::Duration => false,
        Kind::Enum(values) => zero(values).is_some(),
        _ => true,
    }
}

/// The position of an enum's zero: the value that is named unspecified, or else unknown. Another first value may be the zero or
/// not, so it is written.
fn zero(values: &[Value]) -> Option<usize> {
    let is_named =
        |value: &Value, word: &str| value.as_str().is_some_and(|value| value.rsplit('_').next() == Some(word));
    ["UNSPECIFIED", "UNKNOWN"].into_iter().find_map(|word| values.iter().position(|value| is_named(value, word)))
}
