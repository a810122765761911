//! Bar charts, for terminals and for HTML.

use std::io::{self, Write};

use crate::common::{Finding, Outcome, Rule, Severity, printable};

/// The width of the longest bar in a terminal.
const WIDTH: u64 = 40;
const GLYPHS: [&str; 4] = ["█", "░", "▓", "▒"];

/// Those of severities, in the order of `Severity::ALL`.
const SEVERITIES: &[Series] = &[("critical", "critical"), ("high", "high"), ("medium", "medium"), ("low", "low")];

/// Objects with findings, and the others.
pub const WITH_FINDINGS: &[Series] = &[("flagged", "with findings"), ("clean", "without")];

/// A series: its class in CSS, and its name.
pub type Series = (&'static str, &'static str);

/// Counts of objects, with their labels, by whether they have findings.
pub fn count_by_label<'a>(
    title: &'static str,
    labels: &[&'static str],
    objects: impl Iterator<Item = (&'a str, &'a [Finding])>,
) -> Chart {
    let mut bars: Vec<Bar> =
        labels.iter().map(|label| Bar { label: (*label).to_owned(), values: vec![0, 0] }).collect();
    for (label, findings) in objects {
        if let Some(bar) = bars.iter_mut().find(|bar| bar.label == label) {
            bar.values[usize::from(findings.is_empty())] += 1;
        }
    }
    Chart { title, series: WITH_FINDINGS, bars }
}

/// Horizontal bars. Each has a part for each series.
#[derive(Debug)]
pub struct Chart {
    pub title: &'static str,
    pub series: &'static [Series],
    pub bars: Vec<Bar>,
}

/// A bar: its label, and the values of the series.
#[derive(Debug)]
pub struct Bar {
    pub label: String,
    pub values: Vec<u64>,
}

impl Bar {
    pub fn total(&self) -> u64 {
        self.values.iter().sum()
    }
}

impl Chart {
    /// The findings of each rule.
    pub fn of_rules(rules: &[Rule], outcome: &Outcome) -> Self {
        let bars = rules.iter().map(|rule| {
            let value = |severity: Severity| if severity == rule.severity { outcome.count(rule) } else { 0 };
            Bar { label: format!("{} {}", rule.id, rule.title), values: Severity::ALL.map(value).to_vec() }
        });
        Self { title: "Findings by rule", series: SEVERITIES, bars: bars.collect() }
    }

    /// The largest bar, at least one.
    pub fn scale(&self) -> u64 {
        self.bars.iter().map(Bar::total).max().unwrap_or_default().max(1)
    }

    /// Whether any bar has a part of this series.
    pub fn has(&self, series: usize) -> bool {
        self.bars.iter().any(|bar| bar.values.get(series).is_some_and(|value| *value > 0))
    }

    /// Writes the chart with block characters.
    pub fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let series = GLYPHS.iter().zip(self.series).enumerate().filter(|(index, _)| self.has(*index));
        let keys: Vec<String> = series.map(|(_, (glyph, (_, name)))| format!("{glyph} {name}")).collect();
        writeln!(out, "\n{} ({})", self.title, keys.join(", "))?;
        let label = |bar: &Bar| printable(&bar.label);
        let width = self.bars.iter().map(|bar| label(bar).chars().count()).max().unwrap_or_default();
        for bar in &self.bars {
            write!(out, "  {:width$}  ", label(bar))?;
            for (glyph, value) in GLYPHS.iter().zip(&bar.values) {
                write!(out, "{}", glyph.repeat(self.length(*value)))?;
            }
            writeln!(out, " {}", bar.total())?;
        }
        Ok(())
    }

    /// The number of glyphs of a value: at least one, unless it is zero.
    fn length(&self, value: u64) -> usize {
        usize::try_from((value * WIDTH).div_ceil(self.scale())).unwrap_or_default()
    }
}
