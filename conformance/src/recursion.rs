//! Messages that contain themselves, many times.

use std::collections::{BTreeMap, VecDeque};

use serde_json::{Map, Value, json};

use crate::document::{Document, Kind, properties};

/// The number of times that a message contains itself in a sample.
const TIMES: usize = 24;

/// A property on the way from a message back to itself.
struct Step<'a> {
    property: &'a str,
    /// Whether the property is a list or a map.
    container: Container,
}

#[derive(Clone, Copy)]
enum Container {
    None,
    List,
    Map,
}

impl Document {
    /// A named message that contains itself, by the shortest way; `None` if it cannot.
    pub(crate) fn recursive(&self, name: &str) -> Option<Value> {
        let cycle = self.cycle(name)?;
        let mut value = json!({});
        for _ in 0..TIMES {
            for step in cycle.iter().rev() {
                let inner = match step.container {
                    Container::None => value,
                    Container::List => json!([value]),
                    Container::Map => json!({ "key": value }),
                };
                value = Map::from_iter([(step.property.to_owned(), inner)]).into();
            }
        }
        Some(value)
    }

    /// The properties that lead from a named message to itself. Messages on the way have no required properties.
    fn cycle<'a>(&'a self, name: &str) -> Option<Vec<Step<'a>>> {
        // The step to each message, with the message that it is from.
        let mut reached: BTreeMap<&str, (&str, Step<'a>)> = BTreeMap::new();
        let (start, _) = self.schemas.get_key_value(name)?;
        let mut queue = VecDeque::from([start.as_str()]);
        while let Some(from) = queue.pop_front() {
            for (target, step) in self.steps(from) {
                if target == name {
                    let mut cycle = vec![step];
                    let mut at = from;
                    while at != name {
                        let (before, step) = reached.remove(at)?;
                        cycle.insert(0, step);
                        at = before;
                    }
                    return Some(cycle);
                }
                if !reached.contains_key(target) {
                    reached.insert(target, (from, step));
                    queue.push_back(target);
                }
            }
        }
        None
    }

    /// The named messages that a message contains.
    fn steps<'a>(&'a self, name: &str) -> Vec<(&'a str, Step<'a>)> {
        let Some(Kind::Message(schema)) = self.named(name).map(|shape| shape.kind) else { return Vec::new() };
        if schema["required"].as_array().is_some_and(|required| !required.is_empty()) {
            return Vec::new();
        }
        let steps = properties(schema).filter_map(|(property, schema)| {
            let (container, inner) = match self.shape(schema).kind {
                Kind::List(items) => (Container::List, items),
                Kind::Map(values) => (Container::Map, values),
                _ => (Container::None, schema),
            };
            Some((Self::target(inner)?, Step { property, container }))
        });
        steps.collect()
    }
}
