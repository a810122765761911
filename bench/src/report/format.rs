//! Figures and units as text.

use super::{Column, Unit};

impl Unit {
    /// Its symbol; empty for what has none.
    pub(super) fn symbol(self) -> &'static str {
        match self {
            Self::Seconds => "s",
            Self::Milliseconds => "ms",
            Self::Microseconds => "µs",
            Self::Kilobytes => "kB",
            Self::Megabytes => "MB",
            Self::MegabytesPerSecond => "MB/s",
            Self::PerSecond => "1/s",
            Self::Count => "number",
            Self::Ratio => "ratio",
        }
    }
}

impl Column {
    /// The title with the unit.
    pub(super) fn heading(&self) -> String {
        format!("{} ({})", self.title, self.unit.symbol())
    }
}

/// A figure with three digits that matter; a number of things that is whole without decimals.
pub(super) fn figure(value: f64, unit: Unit) -> String {
    let decimals = match value.abs() {
        0.0 => 0,
        _ if unit == Unit::Count && value.fract() == 0.0 => 0,
        size if size >= 99.95 => 0,
        size if size >= 9.995 => 1,
        size if size >= 0.0995 => 2,
        _ => 3,
    };
    let text = format!("{value:.decimals$}");
    if decimals == 0 { grouped(&text) } else { text }
}

/// An integer with its thousands separated by commas.
fn grouped(digits: &str) -> String {
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let mut text = String::from(sign);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
