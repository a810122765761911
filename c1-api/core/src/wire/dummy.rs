//! The source of random values of models for tests. One generic walk over the tables of their fields asks it for values.

/// The deepest nesting of messages. Messages may contain themselves.
const MAX_DEPTH: usize = 3;

/// A source of random values.
#[derive(Debug)]
pub struct Random {
    numbers: fastrand::Rng,
    /// The JSON name of the field whose value is next.
    field: &'static str,
    depth: usize,
}

impl Random {
    /// Creates a source. The same seed leads to the same values.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { numbers: fastrand::Rng::with_seed(seed), field: "", depth: 0 }
    }

    /// A positive number of at most six digits.
    pub(super) fn number(&mut self) -> i32 {
        self.numbers.i32(1..1_000_000)
    }

    /// A text that fits the name of the field; `None` for fields that would lead to another value or page.
    pub(super) fn text(&mut self) -> Option<String> {
        let (name, number) = (self.field, self.numbers.u32(1_000_000..10_000_000));
        let lower = name.to_ascii_lowercase();
        Some(match &*lower {
            "" => format!("value {number}"),
            "pagetoken" | "nextpagetoken" => return None,
            name if name.ends_with("path") => return None,
            name if name.contains("email") => format!("user{number}@example.com"),
            name if name.ends_with("url") || name.ends_with("uri") => format!("https://example.com/{number}"),
            name if name == "id" || name.ends_with("id") || name.ends_with("ids") => format!("2Mock{number}"),
            _ => format!("{name} {number}"),
        })
    }

    /// One or two values.
    pub(super) fn several<T>(&mut self, value: impl Fn(&mut Self) -> Option<T>) -> Vec<T> {
        let count = self.numbers.usize(1..=2);
        (0..count).filter_map(|_| value(self)).collect()
    }

    /// Runs `fill` one level deeper; `None` below the deepest nesting.
    pub(super) fn nested<T>(&mut self, fill: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.depth == MAX_DEPTH {
            return None;
        }
        let outer = self.field;
        self.depth += 1;
        let filled = fill(self);
        self.depth -= 1;
        self.field = outer;
        Some(filled)
    }

    /// Sets the JSON name of the field whose value is next.
    pub(super) fn set_field(&mut self, name: &'static str) {
        self.field = name;
    }

    /// One of the values.
    pub(super) fn choose<'v, T>(&mut self, values: &[&'v T]) -> Option<&'v T> {
        (!values.is_empty()).then(|| values[self.numbers.usize(..values.len())])
    }

    /// Leaves one field of each oneof.
    pub(super) fn choose_cases(&mut self, fields: &[(&'static str, &'static str)], names: &mut Vec<&'static str>) {
        let mut oneofs: Vec<&str> = fields.iter().map(|(_, oneof)| *oneof).collect();
        oneofs.sort_unstable();
        oneofs.dedup();
        for oneof in oneofs {
            let cases: Vec<&str> = fields.iter().filter(|(_, of)| *of == oneof).map(|(name, _)| *name).collect();
            let chosen = cases[self.numbers.usize(..cases.len())];
            names.retain(|name| *name == chosen || !cases.contains(name));
        }
    }
}
