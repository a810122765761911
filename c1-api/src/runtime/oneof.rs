//! Oneofs: groups of fields of which one at most is set.

use std::fmt;
use std::marker::PhantomData;

/// What the runtime needs of a view of a oneof.
pub(crate) trait Oneof<'a>: Sized {
    /// The view where more than one case is set.
    fn several(cases: SeveralCases<'a>) -> Self;

    /// The wire name of the case that is set, and its value.
    fn parts(&self) -> (&'static str, &dyn fmt::Debug);
}

/// Two cases of a oneof, of which only one may be set, and both are.
///
/// It comes about where a newer server, or a program that sets the fields themselves, has no regard to the others. The
/// fields hold what was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SeveralCases<'a> {
    /// The wire name of the first case that is set.
    pub first: &'static str,
    /// The wire name of the second one.
    pub second: &'static str,
    /// How many cases are set: 2 or more.
    pub count: usize,
    // Every view has a lifetime, whether or not a case of it borrows: one may come that does.
    view: PhantomData<&'a ()>,
}

/// The view of the case that is set, out of all cases with their wire names.
pub(crate) fn one_of<'a, V: Oneof<'a>, const N: usize>(cases: [(&'static str, Option<V>); N]) -> Option<V> {
    let mut set = cases.into_iter().filter_map(|(name, view)| Some((name, view?)));
    let (first, view) = set.next()?;
    match set.next() {
        None => Some(view),
        Some((second, _)) => {
            Some(V::several(SeveralCases { first, second, count: 2 + set.count(), view: PhantomData }))
        }
    }
}

/// What the view of a oneof has beside its cases.
macro_rules! oneof {
    ($view:ident) => {
        impl $view<'_> {
            /// The wire name of the case; empty where several are set.
            #[inline]
            pub fn name(&self) -> &'static str {
                $crate::runtime::oneof::Oneof::parts(self).0
            }
        }

        impl ::std::fmt::Debug for $view<'_> {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                let (name, value) = $crate::runtime::oneof::Oneof::parts(self);
                f.debug_struct(stringify!($view)).field(name, value).finish()
            }
        }
    };
}

pub(crate) use oneof;

#[cfg(test)]
pub(crate) mod tests {
    use crate::{Message, Wire};
    use c1_api_core::wire::to_value;

    /// For the generated tests: whatever is set after whatever else, a oneof holds one case, on the wire too; where two
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
}
