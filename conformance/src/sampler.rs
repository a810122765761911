//! Samples of schemas: seeded, from the document alone.

use fastrand::Rng;
use serde_json::{Map, Value, json};

use crate::document::{Document, Kind, Shape, is_required, oneofs, properties};
use crate::values::{edges, long_text, plain};

/// The depth at which optional messages end.
const MAX_DEPTH: usize = 12;
/// The depth at which the messages of a full sample end.
const FULL_DEPTH: usize = 3;

/// How a sample is filled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// Required properties only.
    Smallest,
    /// Every property to a depth, written as protobuf JSON writes it, and one case of each oneof: this one.
    Full(usize),
    /// Every property at its zero, where it has one.
    Zero,
    /// Every property that may be absent is `null`.
    Null,
    /// Some of the properties, at their edges.
    Random,
}

/// Random numbers that depend on nothing but the seed and the name of a subject.
pub(crate) fn rng_of(seed: u64, subject: &str) -> Rng {
    // FNV-1a, which does not change with the version of a library.
    let hash = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    Rng::with_seed(seed ^ subject.bytes().fold(0xcbf2_9ce4_8422_2325, hash))
}

/// Makes samples.
pub(crate) struct Sampler<'a> {
    document: &'a Document,
    rng: Rng,
    /// Whether random messages have properties that the document lacks.
    pub(crate) unknown: bool,
    /// The number of properties that a random sample may still have.
    fuel: usize,
}

impl<'a> Sampler<'a> {
    /// A sampler of one subject: its samples depend on nothing but the seed and its name.
    pub(crate) fn new(document: &'a Document, seed: u64, subject: &str) -> Self {
        Self { document, rng: rng_of(seed, subject), unknown: true, fuel: 0 }
    }

    /// The samples of a named schema that every run has, then `count` random ones.
    pub(crate) fn samples(&mut self, shape: &Shape<'_>, count: usize) -> Vec<Value> {
        let styles = [Style::Smallest, Style::Full(0), Style::Full(1), Style::Full(2), Style::Zero, Style::Null];
        let styles = styles.into_iter().chain(std::iter::repeat_n(Style::Random, count));
        styles.map(|style| self.sample(shape, style)).collect()
    }

    /// One sample.
    pub(crate) fn sample(&mut self, shape: &Shape<'_>, style: Style) -> Value {
        self.fuel = 400;
        self.value(shape, style, 0)
    }

    /// For each property of a message, the smallest sample with each of its edges.
    pub(crate) fn sweep(&mut self, schema: &Value) -> Vec<Value> {
        let mut samples = Vec::new();
        for (name, property) in properties(schema) {
            let shape = self.document.property(name, property);
            let values = self.edges_of(&shape, 0);
            let long = matches!(shape.kind, Kind::Text).then(long_text);
            let null = (shape.nullable || !is_required(schema, name)).then_some(Value::Null);
            for value in values.into_iter().chain(long).chain(null) {
                let mut sample = self.message(schema, Style::Smallest, 0);
                sample.insert(name.clone(), value);
                samples.push(sample.into());
            }
        }
        samples
    }

    /// The smallest message with a value in one property.
    pub(crate) fn smallest_with(&mut self, schema: &Value, name: &str, value: Value) -> Value {
        let mut sample = self.message(schema, Style::Smallest, 0);
        sample.insert(name.to_owned(), value);
        sample.into()
    }

    /// The edges of a shape: those of its elements in lists and maps.
    fn edges_of(&mut self, shape: &Shape<'_>, depth: usize) -> Vec<Value> {
        if let Some(values) = edges(shape.kind) {
            return values;
        }
        match shape.kind {
            Kind::Message(schema) => {
                let styles = [Style::Smallest, Style::Full(0), Style::Zero, Style::Null];
                styles.map(|style| self.message(schema, style, 1 + depth).into()).to_vec()
            }
            Kind::List(items) => {
                let items = self.document.shape(items);
                let elements = if depth < 3 { self.edges_of(&items, depth + 1) } else { Vec::new() };
                // A list has no null in protobuf JSON; among related objects, c1-api counts it as one, for their positions.
                let with_null = elements.first().filter(|_| !matches!(items.kind, Kind::Any));
                let with_null = with_null.map(|first| json!([first, null, first]));
                let lists = [json!([]), elements.clone().into()].into_iter().chain(with_null);
                lists.chain(elements.into_iter().map(|element| json!([element]))).collect()
            }
            Kind::Map(values) => {
                let values = self.document.shape(values);
                let elements = if depth < 3 { self.edges_of(&values, depth + 1) } else { Vec::new() };
                let keys = ["", "a/b", "😀", "key", "@type", "KEY"].into_iter().zip(elements.iter().cycle().cloned());
                let keyed: Map<String, Value> = keys.map(|(key, value)| (key.to_owned(), value)).collect();
                let maps = [json!({}), keyed.into(), json!({ "key": null })].into_iter();
                maps.chain(elements.into_iter().map(|element| json!({ "key": element }))).collect()
            }
            _ => Vec::new(),
        }
    }

    fn value(&mut self, shape: &Shape<'_>, style: Style, depth: usize) -> Value {
        match (shape.kind, style) {
            (Kind::Message(schema), _) => self.message(schema, style, depth).into(),
            (Kind::List(items), Style::Random) => {
                let shape = self.document.shape(items);
                let count = if depth >= MAX_DEPTH { 0 } else { self.rng.usize(0..4) };
                (0..count).map(|_| self.value(&shape, style, depth + 1)).collect()
            }
            (Kind::Map(values), Style::Random) => {
                let shape = self.document.shape(values);
                let keys = ["", "key", "a/b%2F", "😀", "שלום"];
                let count = if depth >= MAX_DEPTH { 0 } else { self.rng.usize(0..4) };
                let entry = |_| {
                    let key = keys[self.rng.usize(0..keys.len())].to_owned();
                    (key, self.value(&shape, style, depth + 1))
                };
                (0..count).map(entry).collect::<Map<_, _>>().into()
            }
            (Kind::List(_), Style::Smallest | Style::Zero | Style::Null) => json!([]),
            (Kind::Map(_), Style::Smallest | Style::Zero | Style::Null) => json!({}),
            (Kind::List(items), Style::Full(_)) => {
                let shape = self.document.shape(items);
                (0..2).map(|_| self.value(&shape, style, depth + 1)).collect()
            }
            (Kind::Map(values), Style::Full(_)) => {
                let shape = self.document.shape(values);
                json!({ "a": self.value(&shape, style, depth + 1), "b": self.value(&shape, style, depth + 1) })
            }
            (kind, Style::Zero) => edges(kind).and_then(|values| values.into_iter().next()).unwrap_or_default(),
            (kind, Style::Random) => {
                let values = edges(kind).unwrap_or_default();
                if values.is_empty() { Value::Null } else { values[self.rng.usize(0..values.len())].clone() }
            }
            (kind, Style::Smallest | Style::Full(_) | Style::Null) => plain(kind),
        }
    }

    fn message(&mut self, schema: &Value, style: Style, depth: usize) -> Map<String, Value> {
        let oneofs = oneofs(schema);
        let mut message = Map::new();
        let chosen: Vec<&str> = oneofs.iter().filter_map(|(_, cases)| self.case(cases, style)).collect();
        let is_case = |name: &str| oneofs.iter().any(|(_, cases)| cases.contains(&name));
        for (name, property) in properties(schema) {
            let shape = self.document.property(name, property);
            let required = is_required(schema, name);
            let excluded = is_case(name) && !chosen.contains(&name.as_str());
            if style == Style::Null && (shape.nullable || !required) {
                message.insert(name.clone(), Value::Null);
            } else if required || (!excluded && self.is_filled(&shape, style, depth)) {
                self.fuel = self.fuel.saturating_sub(1);
                // Required messages may contain one another only so deep.
                let style = if depth > MAX_DEPTH { Style::Smallest } else { style };
                message.insert(name.clone(), self.value(&shape, style, depth + 1));
            }
        }
        if style == Style::Random && self.unknown && self.rng.u8(0..8) == 0 {
            message.insert("aPropertyOfTheFuture".to_owned(), json!({ "list": [1, null, "x"] }));
        }
        message
    }

    /// The case of a oneof that is set.
    fn case<'c>(&mut self, cases: &[&'c str], style: Style) -> Option<&'c str> {
        match style {
            Style::Full(index) => cases.get(index % cases.len().max(1)).copied(),
            Style::Random if !cases.is_empty() => Some(cases[self.rng.usize(0..cases.len())]),
            _ => None,
        }
    }

    fn is_filled(&mut self, shape: &Shape<'_>, style: Style, depth: usize) -> bool {
        let nests = match shape.kind {
            Kind::Message(_) => true,
            Kind::List(inner) | Kind::Map(inner) => matches!(self.document.shape(inner).kind, Kind::Message(_)),
            _ => false,
        };
        match style {
            Style::Smallest | Style::Null => false,
            Style::Full(_) => !nests || depth < FULL_DEPTH,
            Style::Zero => !nests || depth == 0,
            Style::Random if self.fuel == 0 || depth >= MAX_DEPTH => false,
            Style::Random if nests => self.rng.usize(0..depth + 2) < 1,
            Style::Random => self.rng.bool(),
        }
    }
}
