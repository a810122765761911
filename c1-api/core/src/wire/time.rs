//! Dates (RFC 3339) and durations (protobuf's `"1.5s"`), to the nanosecond.

use std::fmt;
use std::marker::PhantomData;

use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Timelike, Utc};
use serde::de::{Deserializer, Error, Unexpected, Visitor};
use serde::ser::Serializer;

use super::value::Wire;
use crate::param::Param;

/// A value with a string as its JSON form.
trait Text: Sized {
    const EXPECTED: &'static str;

    fn parse(text: &str) -> Option<Self>;
    fn text(&self) -> String;
    #[cfg(feature = "mock")]
    fn from_seconds(seconds: i64) -> Option<Self>;
}

impl Text for DateTime<Utc> {
    const EXPECTED: &'static str = "a date and time like 2026-01-31T09:30:00Z";

    fn parse(text: &str) -> Option<Self> {
        DateTime::parse_from_rfc3339(text).ok().map(|date| without_leap_second(date.to_utc()))
    }

    fn text(&self) -> String {
        without_leap_second(*self).to_rfc3339_opts(SecondsFormat::AutoSi, true)
    }

    /// A time in the days after 2026-01-01.
    #[cfg(feature = "mock")]
    fn from_seconds(seconds: i64) -> Option<Self> {
        Self::from_timestamp(1_767_225_600 + seconds, 0)
    }
}

/// Moves a leap second to the second before it. Protobuf has no leap seconds, and its readers refuse `23:59:60`.
fn without_leap_second(date: DateTime<Utc>) -> DateTime<Utc> {
    date.with_nanosecond(date.nanosecond() % 1_000_000_000).unwrap_or(date)
}

impl Text for NaiveDate {
    const EXPECTED: &'static str = "a date like 2026-01-31";

    fn parse(text: &str) -> Option<Self> {
        text.parse().ok()
    }

    fn text(&self) -> String {
        self.to_string()
    }

    #[cfg(feature = "mock")]
    fn from_seconds(seconds: i64) -> Option<Self> {
        DateTime::<Utc>::from_seconds(seconds).map(|time| time.date_naive())
    }
}

impl Text for TimeDelta {
    const EXPECTED: &'static str = "a duration in seconds like 1.5s";

    fn parse(text: &str) -> Option<Self> {
        let number = text.strip_suffix('s')?;
        let (negative, number) = match number.strip_prefix('-') {
            Some(positive) => (true, positive),
            None => (false, number),
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(fraction) || fraction.len() > 9 {
            return None;
        }
        let nanos: u32 = format!("{fraction:0<9}").parse().ok()?;
        let positive = TimeDelta::new(whole.parse().ok()?, nanos)?;
        Some(if negative { -positive } else { positive })
    }

    fn text(&self) -> String {
        let sign = if *self < TimeDelta::zero() { "-" } else { "" };
        let positive = self.abs();
        let (seconds, nanos) = (positive.num_seconds(), positive.subsec_nanos());
        match nanos {
            0 => format!("{sign}{seconds}s"),
            nanos if nanos % 1_000_000 == 0 => format!("{sign}{seconds}.{:03}s", nanos / 1_000_000),
            nanos if nanos % 1_000 == 0 => format!("{sign}{seconds}.{:06}s", nanos / 1_000),
            nanos => format!("{sign}{seconds}.{nanos:09}s"),
        }
    }

    #[cfg(feature = "mock")]
    fn from_seconds(seconds: i64) -> Option<Self> {
        Self::try_seconds(seconds)
    }
}

/// Parses a duration in protobuf JSON, such as `1.5s`.
pub(crate) fn parse_duration(text: &str) -> Option<TimeDelta> {
    Text::parse(text)
}

macro_rules! texts {
    ($($text:ty),*) => {$(
        impl Wire for $text {
            fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Self>, D::Error> {
                deserializer.deserialize_any(TextVisitor(PhantomData))
            }

            fn write<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.text())
            }

            /// Dates and durations have no default value, as they have presence.
            fn is_default(&self) -> bool {
                false
            }

            #[cfg(feature = "mock")]
            fn dummy(random: &mut super::dummy::Random) -> Option<Self> {
                Self::from_seconds(random.number().into())
            }
        }

        impl Param for $text {
            fn write(&self, each: &mut dyn FnMut(&str)) {
                each(&self.text());
            }

            fn is_default(&self) -> bool {
                false
            }
        }
    )*};
}

texts!(DateTime<Utc>, NaiveDate, TimeDelta);

struct TextVisitor<T>(PhantomData<T>);

impl<T: Text> Visitor<'_> for TextVisitor<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::EXPECTED)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Self::Value, E> {
        if value.is_empty() {
            return Ok(None);
        }
        T::parse(value).map(Some).ok_or_else(|| E::invalid_value(Unexpected::Str(value), &self))
    }
}
