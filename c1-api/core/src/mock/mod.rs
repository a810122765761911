//! An in-memory C1 for tests, which `c1_api::mock` re-exports and documents.

mod engine;
mod expectation;
mod pages;
mod path;
mod received;
mod received_request;
mod recorder;
mod recording;
mod replay;
mod reply;
mod request_reader;
mod scrub;
mod serve;
mod server;
mod service;
mod times;
mod tokens;
mod unexpected;

pub use expectation::{AnyRequest, Expectation};
pub use received::{MockOperation, ReadParams, Received};
pub use received_request::ReceivedRequest;
pub use recorder::{Recorder, RecordingService};
pub use reply::{IntoReply, Reply};
pub use request_reader::{ReadError, RequestReader};
pub use serve::Served;
pub use server::MockServer;
pub use service::MockService;
pub use times::{Sequence, Times};

use crate::wire::Wire;
use crate::wire::dummy::Random;

/// Returns a message with a value in each field, such as `dummy::<User>(1)`. The same seed returns the same message.
///
/// Texts fit the names of their fields, and enums have listed values. One case of each oneof is set. Page tokens, paths
/// to related objects and messages of any type are empty, and messages are nested three levels deep.
#[must_use]
pub fn dummy<T: Wire + Default>(seed: u64) -> T {
    T::dummy(&mut Random::new(seed)).unwrap_or_default()
}

/// Returns `count` different messages; see [`dummy`].
#[must_use]
pub fn dummies<T: Wire + Default>(count: usize) -> Vec<T> {
    (1..).take(count).map(dummy).collect()
}

#[cfg(test)]
#[allow(dead_code, unreachable_pub)]
mod tests {
    use std::collections::BTreeMap;

    use chrono::{DateTime, TimeDelta, Utc};
    use serde_json::{Map, Value};

    use super::*;
    use crate::oneof;
    use crate::wire::{Any, Empty, message};

    /// A message with a field of each type, which contains itself.
    #[derive(Clone, Default, PartialEq)]
    pub struct Tree {
        name: String,
        ratio: f64,
        count: u64,
        age: Option<TimeDelta>,
        since: Option<DateTime<Utc>>,
        data: bytes::Bytes,
        free: Option<Map<String, Value>>,
        any: Option<Any>,
        branches: Vec<Tree>,
        named: BTreeMap<String, Tree>,
        left: Option<Box<Tree>>,
        right: Option<String>,
        middle: Option<Empty>,
        up: Option<i64>,
        down: Option<bool>,
    }

    message! {
        Tree = "test.Tree" {
            field name "name";
            field ratio "ratio";
            field count "count";
            field age "age";
            field since "since";
            sensitive data "data";
            field free "free";
            field any "any";
            field branches "branches";
            field named "named";
            field left "left" of "side";
            field up "up" of "way";
            field right RIGHT "right" of "side";
            field down "down" of "way";
            field middle "middle" of "side";
        }
    }

    oneof! {
        /// The side.
        pub enum Side<'a> = Tree "side" {
            get side;
            set set_side;
            boxed Left(Tree) left "left" with_left;
            string Right(String) right "right" with_right;
            empty Middle middle "middle" with_middle;
        }
    }

    #[test]
    fn a_dummy_has_one_case_of_each_oneof_and_all_other_fields() {
        let trees: Vec<Tree> = dummies(100);
        for tree in &trees {
            let Tree { name, ratio, count, age, since, data, free, any, branches, named, up, down, .. } = tree;
            assert!(!name.is_empty() && *ratio > 0.0 && *count > 0 && age.is_some() && since.is_some());
            assert!(!data.is_empty() && free.is_some() && any.is_none() && !branches.is_empty() && !named.is_empty());
            assert!(!matches!(tree.side(), None | Some(Side::Several(_))), "{tree:?}");
            assert!(up.is_some() != down.is_some());
            let innermost = &branches[0].branches[0];
            assert!(innermost.branches.is_empty() && innermost.named.is_empty() && !innermost.name.is_empty());
        }
        let cases: std::collections::BTreeSet<&str> =
            trees.iter().filter_map(Tree::side).map(|side| side.name()).collect();
        assert_eq!(cases.len(), 3, "{cases:?}");
    }
}
