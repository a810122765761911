//! The bars: what figures of C1's whole API must be. The report shows each beside its figure.

/// What a figure must be.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bar {
    /// The figure, in words.
    pub(crate) what: &'static str,
    /// The key of its table.
    pub(crate) table: &'static str,
    /// The key of its row.
    pub(crate) row: &'static str,
    /// The title of its column.
    pub(crate) column: &'static str,
    bound: Bound,
}

#[derive(Clone, Copy, Debug)]
enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

use Bound::{AtLeast, AtMost};

const fn bar(
    what: &'static str,
    (table, row, column): (&'static str, &'static str, &'static str),
    bound: Bound,
) -> Bar {
    Bar { what, table, row, column, bound }
}

/// The row of the file that `--spec` names.
pub(crate) const GIVEN: &str = "given";

/// All bars, in the order of the report.
pub(crate) const BARS: &[Bar] = &[
    bar("generation of the whole API", ("generation", GIVEN, "wall"), AtMost(0.40)),
    bar("generation if nothing changed", ("generation", GIVEN, "unchanged, wall"), AtMost(0.05)),
    bar("peak memory of generation", ("generation", GIVEN, "peak"), AtMost(120.0)),
    bar("exponent of generation", ("generation-growth", "cpu", "exponent"), AtMost(1.1)),
    bar("first `cargo xtask codegen` of a clone", ("first-build", "codegen", "wall"), AtMost(45.0)),
    bar("`cargo build` of c1-api", ("compilation", "build", "CPU"), AtMost(9.0)),
    bar("`cargo check` of c1-api", ("compilation", "check", "CPU"), AtMost(8.0)),
    bar("rlib of c1-api", ("compilation", "build", "output"), AtMost(35.0)),
    bar("`cargo doc` of c1-api", ("compilation", "doc", "wall"), AtMost(25.0)),
    bar(
        "build of a program of 10 operations, to its derive twin",
        ("programs-ratio", "10", "build CPU"),
        AtMost(1.0 / 3.0),
    ),
    bar(
        "size of a program of 10 operations, to its derive twin",
        ("programs-ratio", "10", "stripped size"),
        AtMost(0.8),
    ),
    bar("reading 100 users, to serde derive", ("json-speed", "users-100", "c1-api"), AtLeast(1.3)),
    bar("reading 10,000 users, to serde derive", ("json-speed", "users-10000", "c1-api"), AtLeast(1.3)),
    bar("allocations of reading users, to serde derive", ("json-allocations", "users-100", "ratio"), AtMost(1.0)),
    bar("calls per second by HTTP/1.1, to bare reqwest", ("calls-ratio", "http1-16", "calls"), AtLeast(0.97)),
    bar("calls per second by HTTP/2, to bare reqwest", ("calls-ratio", "http2-16", "calls"), AtLeast(0.97)),
    bar("paging with prefetch, to the ideal", ("paging", "50", "to ideal"), AtMost(1.1)),
];

/// The bar of a figure.
pub(crate) fn of(table: &str, row: &str, column: &str) -> Option<&'static Bar> {
    BARS.iter().find(|bar| (bar.table, bar.row, bar.column) == (table, row, column))
}

impl Bar {
    /// Whether a figure passes.
    pub(crate) fn holds(&self, figure: f64) -> bool {
        match self.bound {
            AtMost(limit) => figure <= limit,
            AtLeast(limit) => figure >= limit,
        }
    }

    /// The limit as text, such as `≤ 9`.
    pub(crate) fn limit(&self) -> String {
        let (sign, limit) = match self.bound {
            AtMost(limit) => ('≤', limit),
            AtLeast(limit) => ('≥', limit),
        };
        // Two decimals, without zeros at the end.
        format!("{sign} {}", format!("{limit:.2}").trim_end_matches('0').trim_end_matches('.'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_at_its_limit_holds() {
        let most = of("generation", GIVEN, "wall").unwrap();
        assert_eq!((most.holds(0.40), most.holds(0.41), most.limit().as_str()), (true, false, "≤ 0.4"));
        let least = of("calls-ratio", "http1-16", "calls").unwrap();
        assert_eq!((least.holds(0.97), least.holds(0.96), least.limit().as_str()), (true, false, "≥ 0.97"));
    }

    #[test]
    fn each_figure_has_one_bar() {
        for bar in BARS {
            assert_eq!(of(bar.table, bar.row, bar.column).map(|found| found.what), Some(bar.what));
        }
    }
}
