//! Waiters that generated code declares by tables.

use super::Waiter;
use super::poll::Step;
use crate::call::Call;
use crate::error::Error;
use crate::operation::Operation;

impl<O: Operation> Waiter<O> {
    /// Waits until the value in a response is one of `success`. Fails if it is one of `failure`.
    #[doc(hidden)]
    pub fn until_value(
        call: Call<O>,
        value: fn(&O::Response) -> Option<&str>,
        success: &'static [&'static str],
        failure: &'static [&'static str],
    ) -> Self {
        Self::new(call, move |outcome| {
            let found = outcome.as_ref().ok().and_then(value);
            let is_among = |values: &[&str]| found.is_some_and(|found| values.contains(&found));
            if let Some(found) = found.filter(|_| is_among(failure)) {
                return Step::Failed(format!("it is `{found}`"));
            }
            match (is_among(success), outcome) {
                (true, Ok(response)) => Step::Done(response),
                (_, outcome) => Step::Pending(outcome),
            }
        })
    }

    /// Waits until a response is of a resource that is present. One that is not found is not present yet.
    #[doc(hidden)]
    pub fn until_present(call: Call<O>, is_present: impl Fn(&O::Response) -> bool + Send + 'static) -> Self {
        let waiter = Self::new(call, move |outcome| match outcome {
            Ok(response) if is_present(&response) => Step::Done(response),
            outcome => Step::Pending(outcome),
        });
        waiter.tolerate(Error::is_not_found)
    }
}

impl<O: Operation, T> Waiter<O, T> {
    /// Sets the name of the awaited state, and the intervals and the timeout in seconds.
    #[doc(hidden)]
    pub fn ready_made(
        mut self,
        state: &'static str,
        every: Option<u32>,
        up_to: Option<u32>,
        within: Option<u32>,
    ) -> Self {
        let seconds = |count: u32| std::time::Duration::from_secs(count.into());
        let limits = &mut self.limits;
        self.state = Some(state);
        limits.interval = every.map_or(limits.interval, seconds);
        limits.max_interval = up_to.map_or(limits.max_interval, seconds);
        limits.timeout = within.map_or(limits.timeout, seconds);
        self
    }
}

/// Declares a trait with ready-made waiters for the calls of an operation.
///
/// An entry is a method and the name of the state, with rows that describe it. The path of an optional value ends with
/// `.as_ref()?`. Of several paths, the first that leads to a value counts.
///
/// | row | meaning |
/// | --- | --- |
/// | `value [(path)];` with `success ["A"];` and `failure ["B"];` | waits until the enum is `A`, and fails if it is `B` |
/// | `present [(path)];`, `absent [(path)];` | waits until the path leads to a value, or to none |
/// | `contains [(path)];`, `lacks [(path)];` | waits until the list of strings contains the argument, or does not |
/// | `every 5;`, `up_to 60;`, `within 3600;` | the interval, its maximum, and the timeout in seconds, if they are not the default |
#[doc(hidden)]
#[macro_export]
macro_rules! waiters {
    (
        $(#[$attribute:meta])*
        pub trait $name:ident = $operation:ident {
            $($(#[$of_method:meta])* $method:ident $state:literal $rows:tt)*
        }
    ) => {
        $(#[$attribute])*
        pub trait $name: ::std::marker::Sized + ::std::convert::Into<$crate::Call<$operation>> {
            $($crate::waiters!(@method ($(#[$of_method])*) $operation $method $state $rows);)*
        }

        impl $name for $crate::Call<$operation> {}
    };

    (@method ($($attribute:tt)*) $operation:ident $method:ident $state:literal {
        value [$(($($path:tt)*)),*];
        success [$($success:literal),*];
        failure [$($failure:literal),*];
        $($limits:tt)*
    }) => {
        $($attribute)*
        #[inline]
        fn $method(self) -> $crate::Waiter<$operation> {
            let waiter = $crate::Waiter::until_value(
                self.into(),
                |response| {
                    ::std::option::Option::None
                        $(.or_else(|| ::std::option::Option::Some(response.$($path)*.as_str())))*
                },
                &[$($success),*],
                &[$($failure),*],
            );
            $crate::waiters!(@limits waiter $state $($limits)*)
        }
    };
    (@method ($($attribute:tt)*) $operation:ident $method:ident $state:literal {
        present [$(($($path:tt)*)),*];
        $($limits:tt)*
    }) => {
        $($attribute)*
        #[inline]
        fn $method(self) -> $crate::Waiter<$operation> {
            let is_present = |response: &_| $crate::waiters!(@has $operation response $(($($path)*))*);
            let waiter = $crate::Waiter::until_present(self.into(), is_present);
            $crate::waiters!(@limits waiter $state $($limits)*)
        }
    };
    (@method ($($attribute:tt)*) $operation:ident $method:ident $state:literal {
        absent [$(($($path:tt)*)),*];
        $($limits:tt)*
    }) => {
        $($attribute)*
        #[inline]
        fn $method(self) -> $crate::Waiter<$operation, ()> {
            let is_absent = |response: &_| !$crate::waiters!(@has $operation response $(($($path)*))*);
            let waiter = $crate::Call::until_gone(self.into(), is_absent);
            $crate::waiters!(@limits waiter $state $($limits)*)
        }
    };
    (@method ($($attribute:tt)*) $operation:ident $method:ident $state:literal {
        contains [$(($($path:tt)*)),*];
        $($limits:tt)*
    }) => {
        $($attribute)*
        #[inline]
        fn $method(self, value: impl ::std::convert::Into<::std::string::String>) -> $crate::Waiter<$operation> {
            let value = value.into();
            let is_present = move |response: &_| $crate::waiters!(@contains $operation response value $(($($path)*))*);
            let waiter = $crate::Waiter::until_present(self.into(), is_present);
            $crate::waiters!(@limits waiter $state $($limits)*)
        }
    };
    (@method ($($attribute:tt)*) $operation:ident $method:ident $state:literal {
        lacks [$(($($path:tt)*)),*];
        $($limits:tt)*
    }) => {
        $($attribute)*
        #[inline]
        fn $method(self, value: impl ::std::convert::Into<::std::string::String>) -> $crate::Waiter<$operation, ()> {
            let value = value.into();
            let is_absent = move |response: &_| !$crate::waiters!(@contains $operation response value $(($($path)*))*);
            let waiter = $crate::Call::until_gone(self.into(), is_absent);
            $crate::waiters!(@limits waiter $state $($limits)*)
        }
    };

    (@has $operation:ident $response:ident $(($($path:tt)*))*) => {{
        let response: &<$operation as $crate::Operation>::Response = $response;
        ::std::option::Option::None
            $(.or_else(|| {
                let _value = &response.$($path)*;
                ::std::option::Option::Some(())
            }))*
            .is_some()
    }};
    (@contains $operation:ident $response:ident $value:ident $(($($path:tt)*))*) => {{
        let response: &<$operation as $crate::Operation>::Response = $response;
        ::std::option::Option::None
            $(.or_else(|| ::std::option::Option::Some(response.$($path)*.contains(&$value))))*
            .unwrap_or_default()
    }};

    (@limits $waiter:ident $state:literal $(every $every:literal;)? $(up_to $up_to:literal;)? $(within $within:literal;)?) => {
        $waiter.ready_made(
            $state,
            $crate::waiters!(@seconds $($every)?),
            $crate::waiters!(@seconds $($up_to)?),
            $crate::waiters!(@seconds $($within)?),
        )
    };
    (@seconds) => { ::std::option::Option::None };
    (@seconds $count:literal) => { ::std::option::Option::Some($count) };
}
