//! Packages, each with a few resources, until there are enough operations.

use crate::api::{Api, Message, Operation};
use crate::random::Random;
use crate::words::{NOUNS, Name};

/// The number of resources of a package.
const RESOURCES: usize = 2;
/// Each package with a number that this divides is the second version of the one before it.
const SECOND_VERSION: usize = 8;
/// The number of operations from which on a document has the constructs that need examples of their own.
const SHOWCASE: usize = 20;

/// An API that grows.
pub(crate) struct Builder {
    pub(crate) random: Random,
    pub(crate) api: Api,
    pub(crate) limit: usize,
    /// The number of resources.
    pub(crate) resources: usize,
    /// The number of operations that delete something.
    pub(crate) deletes: usize,
}

/// A package that grows.
pub(crate) struct Package {
    /// `c1.api.badge.v1`.
    pub(crate) name: String,
    /// `/api/v1`.
    pub(crate) root: String,
    /// Enums by the prefix of their values.
    pub(crate) enums: Vec<(String, Vec<String>)>,
    /// Messages that others may refer to.
    pub(crate) messages: Vec<String>,
    /// Messages of other packages that this one may refer to.
    pub(crate) foreign: Vec<String>,
}

/// Synthesizes an API with this number of operations.
pub(crate) fn api(operations: usize, seed: u64) -> Api {
    let mut nouns = NOUNS.to_vec();
    let mut random = Random::new(seed);
    random.shuffle(&mut nouns);
    let mut builder = Builder { random, api: Api::default(), limit: operations, resources: 0, deletes: 0 };
    let mut foreign = Vec::new();
    let (mut number, mut resources) = (0, 0);
    while !builder.is_full() {
        let is_second = number > 0 && number % SECOND_VERSION == 0;
        let first = if is_second { resources - RESOURCES } else { resources };
        let names: Vec<Name> = (first..first + RESOURCES).map(|index| Name::of_resource(index, &nouns)).collect();
        let version = if is_second { 2 } else { 1 };
        let mut package = Package {
            name: format!("c1.api.{}.v{version}", names[0].snake()),
            root: format!("/api/v{version}"),
            enums: Vec::new(),
            messages: Vec::new(),
            foreign: std::mem::take(&mut foreign),
        };
        if number == 0 && operations >= SHOWCASE {
            builder.showcase(&mut package, &names[0]);
        }
        for (name, parent) in names.iter().zip([None, names.first()]) {
            if !builder.is_full() {
                builder.resource(&mut package, name, parent);
            }
        }
        if number == 0 && operations >= SHOWCASE {
            builder.payloads(&package, &names[0]);
        }
        // References lead from later packages to earlier ones only, so that no cycle connects packages.
        foreign = package.foreign;
        foreign.extend(package.messages.into_iter().filter(|name| name.ends_with("Ref")));
        let excess = foreign.len().saturating_sub(40);
        foreign.drain(..excess);
        (number, resources) = (number + 1, first + RESOURCES);
    }
    builder.api
}

impl Builder {
    pub(crate) fn is_full(&self) -> bool {
        self.api.operations.len() >= self.limit
    }

    /// Adds a message, and returns its whole name.
    pub(crate) fn add(&mut self, package: &Package, local: &str, message: Message) -> String {
        let name = format!("{}.{local}", package.name);
        let before = self.api.messages.insert(name.clone(), message);
        assert!(before.is_none(), "two messages are called {name}");
        name
    }

    pub(crate) fn push(&mut self, operation: Operation) {
        self.api.operations.push(operation);
    }
}
