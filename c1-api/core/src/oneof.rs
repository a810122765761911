//! Oneofs: groups of fields of which at most one is set.

use std::marker::PhantomData;

/// The enum of a oneof's cases.
pub trait Oneof<'a>: Sized {
    /// Creates the variant for several cases.
    fn several(cases: MultipleCasesSet<'a>) -> Self;
}

/// More than one case of a oneof is set.
///
/// A newer server, or a program that sets the fields directly, may do that. The fields have the values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MultipleCasesSet<'a> {
    /// The wire name of the first case that is set.
    pub first: &'static str,
    /// The wire name of the second one.
    pub second: &'static str,
    /// How many cases are set: 2 or more.
    pub count: usize,
    // Every view has a lifetime, as a later version may add a case that borrows.
    view: PhantomData<&'a ()>,
}

/// Returns the case that is set, of all cases with their JSON names.
pub fn one_of<'a, V: Oneof<'a>, const N: usize>(cases: [(&'static str, Option<V>); N]) -> Option<V> {
    let mut set = cases.into_iter().filter_map(|(name, view)| Some((name, view?)));
    let (first, view) = set.next()?;
    match set.next() {
        None => Some(view),
        Some((second, _)) => {
            Some(V::several(MultipleCasesSet { first, second, count: 2 + set.count(), view: PhantomData }))
        }
    }
}

/// Declares the enum of a oneof's cases and the methods of its model, by a table of the cases.
///
/// A row is a kind, a variant with the type of the field, the field, its JSON name, and a constructor of a model in which this
/// case is set. The kinds are `string` (lent as `&str`), `value` (`&T`), `boxed` (`&T` of a
/// `Box<T>`), `copied` (`T`) and `empty` (no value). `sensitive` at the end of a row redacts the value in `Debug`.
///
/// ```text
/// oneof! {
///     /// The case of `app_identifier` that is set in a [`Trigger`].
///     pub enum TriggerAppIdentifier<'a> = Trigger "app_identifier" {
///         get app_identifier;
///         set set_app_identifier;
///         string AppId(String) app_id "appId" with_app_id;
///         value App(AppRef) app "app" with_app;
///     }
/// }
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! oneof {
    (
        $(#[$attribute:meta])*
        pub enum $view:ident<$a:lifetime> = $model:ident $name:literal {
            get $getter:ident;
            set $setter:ident;
            $(
                $(#[$of_case:meta])*
                $kind:ident $variant:ident $(($ty:ty))? $field:ident $wire:literal $constructor:ident $($sensitive:ident)?;
            )*
        }
    ) => {
        $(#[$attribute])*
        #[non_exhaustive]
        #[derive(Clone, Copy, PartialEq)]
        // Oneofs of tests are not reachable.
        #[allow(unreachable_pub)]
        pub enum $view<$a> {
            $(
                #[doc = concat!("`", $wire, "`.")]
                $(#[$of_case])*
                $variant $(($crate::oneof_case!(lent $kind $a $ty)))?,
            )*
            /// More than one case is set, which the API does not allow.
            Several($crate::oneof::MultipleCasesSet<$a>),
        }

        impl<$a> $crate::oneof::Oneof<$a> for $view<$a> {
            #[inline]
            fn several(cases: $crate::oneof::MultipleCasesSet<$a>) -> Self {
                Self::Several(cases)
            }
        }

        #[allow(unreachable_pub)]
        impl $view<'_> {
            /// Returns the JSON name of the case; empty if several are set.
            #[inline]
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$variant { .. } => $wire,)*
                    Self::Several(_) => "",
                }
            }
        }

        impl ::std::fmt::Debug for $view<'_> {
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                let mut value: &dyn ::std::fmt::Debug = &();
                if let Self::Several(cases) = self {
                    value = cases;
                }
                $($crate::oneof_case!(debug $kind ($($sensitive)?) self, $view, $variant, value);)*
                f.debug_struct(stringify!($view)).field(self.name(), value).finish()
            }
        }

        #[allow(unreachable_pub)]
        impl $model {
            $(
                #[doc = concat!("Creates a message in which `", $name, "` is `", $wire, "`.")]
                $(#[$of_case])*
                #[inline]
                pub fn $constructor($(value: $crate::oneof_case!(argument $kind $ty))?) -> Self {
                    $crate::oneof_case!(construct $kind $field $(value: $ty)?)
                }
            )*

            #[doc = concat!("Returns the case of `", $name, "` that is set, if this version of the crate knows it.")]
            #[inline]
            pub fn $getter(&self) -> ::std::option::Option<$view<'_>> {
                $crate::oneof::one_of([$(($wire, $crate::oneof_case!(get $kind self.$field, $view, $variant))),*])
            }

            #[doc = concat!("Sets a case of `", $name, "` and clears the others; `None` clears all of them.")]
            pub fn $setter<$a>(&mut self, case: impl ::std::convert::Into<::std::option::Option<$view<$a>>>) {
                let case = case.into();
                $($crate::oneof_case!(set $kind self.$field, $view, $variant, case);)*
            }
        }
    };
}

/// A part of a case of [`oneof!`], by its kind.
#[doc(hidden)]
#[macro_export]
macro_rules! oneof_case {
    (lent string $a:lifetime $ty:ty) => { &$a str };
    (lent copied $a:lifetime $ty:ty) => { $ty };
    (lent $kind:ident $a:lifetime $ty:ty) => { &$a $ty };

    (argument string $ty:ty) => { impl ::std::convert::Into<::std::string::String> };
    (argument $kind:ident $ty:ty) => { $ty };

    (construct empty $field:ident) => {
        Self { $field: ::std::option::Option::Some(::std::default::Default::default()), ..Self::default() }
    };
    (construct string $field:ident $value:ident: $ty:ty) => {
        Self { $field: ::std::option::Option::Some($value.into()), ..Self::default() }
    };
    (construct boxed $field:ident $value:ident: $ty:ty) => {
        Self { $field: ::std::option::Option::Some(::std::boxed::Box::new($value)), ..Self::default() }
    };
    (construct $kind:ident $field:ident $value:ident: $ty:ty) => {
        Self { $field: ::std::option::Option::Some($value), ..Self::default() }
    };

    (get empty $field:expr, $view:ident, $variant:ident) => { $field.as_ref().map(|_| $view::$variant) };
    (get string $field:expr, $view:ident, $variant:ident) => { $field.as_deref().map($view::$variant) };
    (get boxed $field:expr, $view:ident, $variant:ident) => { $field.as_deref().map($view::$variant) };
    (get copied $field:expr, $view:ident, $variant:ident) => { $field.map($view::$variant) };
    (get value $field:expr, $view:ident, $variant:ident) => { $field.as_ref().map($view::$variant) };

    (set empty $field:expr, $view:ident, $variant:ident, $case:ident) => {
        $field = matches!($case, ::std::option::Option::Some($view::$variant)).then(::std::default::Default::default);
    };
    (set string $field:expr, $view:ident, $variant:ident, $case:ident) => {
        $field = if let ::std::option::Option::Some($view::$variant(value)) = $case {
            ::std::option::Option::Some(::std::string::String::from(value))
        } else {
            ::std::option::Option::None
        };
    };
    (set copied $field:expr, $view:ident, $variant:ident, $case:ident) => {
        $field = if let ::std::option::Option::Some($view::$variant(value)) = $case {
            ::std::option::Option::Some(value)
        } else {
            ::std::option::Option::None
        };
    };
    (set boxed $field:expr, $view:ident, $variant:ident, $case:ident) => {
        $field = if let ::std::option::Option::Some($view::$variant(value)) = $case {
            ::std::option::Option::Some(::std::boxed::Box::new(::std::clone::Clone::clone(value)))
        } else {
            ::std::option::Option::None
        };
    };
    (set value $field:expr, $view:ident, $variant:ident, $case:ident) => {
        $field = if let ::std::option::Option::Some($view::$variant(value)) = $case {
            ::std::option::Option::Some(::std::clone::Clone::clone(value))
        } else {
            ::std::option::Option::None
        };
    };

    (debug empty ($($sensitive:ident)?) $this:ident, $view:ident, $variant:ident, $value:ident) => {};
    (debug $kind:ident (sensitive) $this:ident, $view:ident, $variant:ident, $value:ident) => {
        if let $view::$variant(_) = $this {
            $value = &$crate::wire::debug::Redacted;
        }
    };
    (debug $kind:ident () $this:ident, $view:ident, $variant:ident, $value:ident) => {
        if let $view::$variant(of_case) = $this {
            $value = of_case;
        }
    };
}

#[cfg(test)]
#[allow(dead_code, deprecated, unreachable_pub)]
mod tests {
    use crate::wire::{Empty, Message, message, to_value};

    /// A message with a case of every kind.
    #[derive(Clone, Default, PartialEq)]
    pub struct Trigger {
        app_id: Option<String>,
        r#type: Option<Vec<String>>,
        count: Option<i64>,
        inner: Option<Box<Trigger>>,
        unset: Option<Empty>,
        secret: Option<String>,
    }

    message! {
        Trigger = "test.Trigger" {
            field app_id APP_ID "appId";
            field r#type TYPE "type";
            field count COUNT "count";
            field inner #[deprecated(note = "Use count.")] INNER<Trigger> "inner";
            field unset UNSET "unset";
            sensitive secret SECRET "secret";
        }
    }

    oneof! {
        /// The case that is set.
        pub enum TriggerCase<'a> = Trigger "case" {
            get case;
            set set_case;
            string AppId(String) app_id "appId" with_app_id;
            value Type(Vec<String>) r#type "type" with_type;
            copied Count(i64) count "count" with_count;
            #[deprecated(note = "Use count.")]
            boxed Inner(Trigger) inner "inner" with_inner;
            empty Unset unset "unset" with_unset;
            string Secret(String) secret "secret" with_secret sensitive;
        }
    }

    #[test]
    fn every_kind_of_case_is_set_lent_and_shown() {
        let inner = Trigger::with_count(2);
        let cases = [
            (Trigger::with_app_id("a"), "appId", "TriggerCase { appId: \"a\" }"),
            (Trigger::with_type(vec!["t".to_owned()]), "type", "TriggerCase { type: [\"t\"] }"),
            (Trigger::with_count(1), "count", "TriggerCase { count: 1 }"),
            (Trigger::with_inner(inner), "inner", "TriggerCase { inner: Trigger { count: Some(2) } }"),
            (Trigger::with_unset(), "unset", "TriggerCase { unset: () }"),
            (Trigger::with_secret("s"), "secret", "TriggerCase { secret: [hidden] }"),
        ];
        for (message, name, shown) in &cases {
            let case = message.case().expect("a case");
            assert_eq!((case.name(), format!("{case:?}").as_str()), (*name, *shown));
            assert_eq!(
                to_value(message).as_object().map(|fields| fields.keys().cloned().collect()),
                Some(vec![(*name).to_owned()])
            );
            for (other, _, _) in &cases {
                let mut changed = message.clone();
                changed.set_case(other.case());
                assert_eq!(&changed, other);
            }
        }
        let mut both = Trigger { count: Some(1), ..Trigger::with_app_id("a") };
        let Some(TriggerCase::Several(several)) = both.case() else { panic!("{:?}", both.case()) };
        assert_eq!((several.first, several.second, several.count), ("appId", "count", 2));
        both.set_case(None);
        assert_eq!((both.case(), Trigger::NAME), (None, "test.Trigger"));
    }

    #[test]
    fn constants_name_the_fields() {
        let paths =
            [Trigger::APP_ID.to_string(), Trigger::TYPE.to_string(), Trigger::INNER.then(Trigger::COUNT).to_string()];
        assert_eq!(paths, ["appId", "type", "inner.count"]);
    }
}
