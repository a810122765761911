//! Random messages, by a walk over the tables of their fields.

use std::collections::BTreeMap;

use super::{FieldSink, FieldSource, Message};
use crate::wire::Wire;
use crate::wire::dummy::Random;

/// Returns the JSON names of all fields.
pub(crate) fn field_names<T: Message>() -> Vec<&'static str> {
    let mut names = Names(Vec::new());
    T::default().write_fields(&mut names);
    names.0
}

struct Names(Vec<&'static str>);

impl FieldSink for Names {
    fn field<T: Wire>(&mut self, name: &'static str, _: &T) {
        self.0.push(name);
    }
}

/// Returns a message with random values in all fields, but in one field of each oneof.
pub(super) fn message<T: Message>(random: &mut Random) -> T {
    let mut message = T::default();
    let mut names = field_names::<T>();
    random.choose_cases(T::ONEOFS, &mut names);
    for name in names {
        random.set_field(name);
        message.read_field(&mut Dummy { name, random });
    }
    message
}

/// The random value of a field.
struct Dummy<'r> {
    name: &'static str,
    random: &'r mut Random,
}

impl FieldSource for Dummy<'_> {
    fn name(&self) -> &str {
        self.name
    }

    fn read<T: Wire>(&mut self, field: &mut T) {
        if let Some(value) = T::dummy(self.random) {
            *field = value;
        }
    }

    fn skip(&mut self) {}

    fn read_rest<T: Wire>(&mut self, rest: &mut BTreeMap<String, T>) {
        rest.extend(T::dummy(self.random).map(|value| (self.name.to_owned(), value)));
    }
}
