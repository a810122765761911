//! The tests of oneofs that generated code calls. Whether there are any oneofs depends on the documents.

#![allow(dead_code)]

use crate::codec::{Message, Wire};
use c1_api_core::wire::to_value;

/// For the generated tests: in any order of settings, a oneof holds one case, on the wire too; where two
/// are set at once, it says so. `cases` are messages in which one case is set, by the wire name of that case.
pub(crate) fn holds<M: Message + Clone + PartialEq>(
    name: &str,
    cases: &[(&str, M)],
    view: fn(&M) -> Option<&'static str>,
    set: fn(&mut M, &M),
) {
    assert_eq!(view(&M::default()), None, "{name} of {}", M::NAME);
    for (wire, message) in cases {
        let json = to_value(message);
        assert_eq!(view(message), Some(*wire), "{name} of {}", M::NAME);
        assert!(!json[*wire].is_null(), "{wire} of {} is not written: {json}", M::NAME);
        assert_eq!(M::read(json).expect("what was written").as_ref(), Some(message), "{wire} of {}", M::NAME);
        for (other_wire, other) in cases {
            let mut changed = message.clone();
            set(&mut changed, other);
            assert_eq!(&changed, other, "{other_wire} after {wire} of {}", M::NAME);
            several(message, wire, other, other_wire, view);
        }
        let mut cleared = message.clone();
        set(&mut cleared, &M::default());
        assert_eq!(cleared, M::default(), "{wire} of {} is not cleared", M::NAME);
    }
}

/// Two cases at once, as only a server or a careless program sets them.
fn several<M: Message>(one: &M, wire: &str, other: &M, other_wire: &str, view: fn(&M) -> Option<&'static str>) {
    let mut both = to_value(one);
    both[other_wire] = to_value(other)[other_wire].clone();
    let both = M::read(both).expect("a message").expect("not null");
    let expected = if wire == other_wire { view(one) } else { Some("") };
    assert_eq!(view(&both), expected, "{wire} and {other_wire} of {}", M::NAME);
}
