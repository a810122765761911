//! The operations and schemas of a specification that the generator does not support.

use std::collections::{BTreeMap, BTreeSet};

use ::codegen::diagnostics::{Code, Diagnostic, Diagnostics};
use ::codegen::{Analysis, Inputs, UnmatchedActions, analyze};

/// What has to be left out before the rest can be generated.
#[derive(Debug, Default)]
pub(crate) struct LeftOut {
    /// Its errors, by JSON pointer of the operation or schema. An error may be that a schema was left out.
    pub(crate) definitions: BTreeMap<String, Vec<Diagnostic>>,
}

impl LeftOut {
    /// Leaves out every operation and schema with an error, and those that refer to them, until no error is left.
    ///
    /// Returns the analysis of the rest, too. Fails if an error is in neither.
    pub(crate) fn find(inputs: &mut Inputs) -> Result<(Self, Analysis), Diagnostics> {
        let mut left_out = Self::default();
        loop {
            let errors = match analyze(inputs, UnmatchedActions::Ignore, &mut |_| {}) {
                Ok(analysis) => return Ok((left_out, analysis)),
                Err(errors) => errors,
            };
            let elsewhere = |error: &&Diagnostic| definition(&error.location().pointer).is_none();
            if errors.iter().any(|error| elsewhere(&error)) {
                let elsewhere = errors.into_iter().filter(|error| elsewhere(&error));
                return Err(elsewhere.collect::<Vec<_>>().into());
            }
            for error in errors {
                let Some(definition) = definition(&error.location().pointer) else { continue };
                inputs.left_out.insert(definition.to_owned());
                left_out.definitions.entry(definition.to_owned()).or_default().push(error);
            }
        }
    }

    /// The pointers of the operations.
    pub(crate) fn operations(&self) -> impl Iterator<Item = &str> {
        self.definitions.keys().map(String::as_str).filter(|pointer| pointer.starts_with("/paths/"))
    }

    /// The first reason why a definition was left out that is not another definition.
    pub(crate) fn reason<'a>(&'a self, pointer: &'a str) -> Option<&'a Diagnostic> {
        let mut seen = BTreeSet::new();
        let mut pending = vec![pointer];
        while let Some(pointer) = pending.pop() {
            for error in self.definitions.get(pointer).into_iter().flatten() {
                match self.missing_schema(error) {
                    Some(schema) if seen.insert(schema) => pending.push(schema),
                    Some(_) => {}
                    None => return Some(error),
                }
            }
        }
        None
    }

    /// The left-out schema that an error is about.
    fn missing_schema<'e>(&self, error: &'e Diagnostic) -> Option<&'e str> {
        error.subject().filter(|subject| self.definitions.contains_key(*subject))
    }

    /// The reasons, each with the number of places and of operations that it blocks. Most operations come first.
    pub(crate) fn reasons(&self) -> Vec<Reason<'_>> {
        let mut reasons: BTreeMap<(&str, &str), Reason<'_>> = BTreeMap::new();
        for error in self.definitions.values().flatten().filter(|error| self.missing_schema(error).is_none()) {
            let reason = reasons.entry((error.code().id, error.message())).or_insert_with(|| Reason {
                code: error.code(),
                first: error,
                places: 0,
                operations: 0,
            });
            reason.places += 1;
        }
        for reason in self.operations().filter_map(|operation| self.reason(operation)) {
            if let Some(reason) = reasons.get_mut(&(reason.code().id, reason.message())) {
                reason.operations += 1;
            }
        }
        let mut reasons: Vec<_> = reasons.into_values().collect();
        reasons.sort_by_key(|reason| (std::cmp::Reverse((reason.operations, reason.places)), reason.first.message()));
        reasons
    }
}

/// An error that is the reason why operations are left out.
#[derive(Debug)]
pub(crate) struct Reason<'a> {
    pub(crate) code: &'static Code,
    /// The first error with this message.
    pub(crate) first: &'a Diagnostic,
    /// The number of errors with this message.
    pub(crate) places: usize,
    /// The number of operations of which this is the first reason.
    pub(crate) operations: usize,
}

/// The pointer of the operation or schema that a pointer leads into.
fn definition(pointer: &str) -> Option<&str> {
    let end = pointer.match_indices('/').nth(3).map_or(pointer.len(), |(end, _)| end);
    let is_whole = pointer.matches('/').count() >= 3;
    let is_definition = pointer.starts_with("/paths/") || pointer.starts_with("/components/schemas/");
    (is_whole && is_definition).then(|| &pointer[..end])
}
