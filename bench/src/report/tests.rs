//! The report of invented figures.

use super::comparison::{Comparison, markdown};
use super::*;

fn machine() -> Machine {
    Machine {
        processor: "Example 3000".to_owned(),
        cores: 2,
        memory: 16_384,
        system: "linux x86_64".to_owned(),
        rustc: "rustc 1.95.0".to_owned(),
    }
}

fn report(revision: &str, seconds: f64) -> Report {
    let columns = [("operations", Unit::Count), ("wall", Unit::Seconds), ("peak", Unit::Megabytes)];
    let mut table = Table::new("generation", "Generation of c1-api", "specification", &columns);
    table.row("10", "10 synthetic operations", [Some(10.0), Some(seconds / 64.0), Some(29.13)]);
    table.row("1000", "1000 synthetic operations", [Some(1000.0), Some(seconds * 2.0), None]);
    table.row("given", "the whole API", [Some(638.0), Some(seconds), Some(121.0)]);
    table.lines("Generation", &["operations", "wall"]);
    table.bars("Memory of generation", &["peak"]);
    table.note("Without its build.");
    let group = Group { title: "Generation".to_owned(), tables: vec![table] };
    Report { machine: machine(), revision: revision.to_owned(), quick: true, groups: vec![group] }
}

#[test]
fn a_report_shows_the_machine_the_units_and_the_bars() {
    insta::assert_snapshot!(markdown::print(&report("0123456789ab", 0.395), ""));
}

#[test]
fn a_report_is_read_from_its_json() {
    let report = report("0123456789ab", 0.395);
    let text = serde_json::to_string(&report).unwrap();
    assert_eq!(serde_json::from_str::<Report>(&text).unwrap(), report);
}

#[test]
fn plots_are_the_same_each_time() {
    let report = report("0123456789ab", 0.395);
    let table = &report.groups[0].tables[0];
    for plot in &table.plots {
        let svg = plot::draw(table, plot).unwrap();
        assert_eq!(svg, plot::draw(table, plot).unwrap());
        insta::assert_snapshot!(svg);
    }
}

#[test]
fn a_plot_of_nothing_is_drawn() {
    let mut table = Table::new("empty", "Nothing", "row", &[("x", Unit::Count), ("y", Unit::Seconds)]);
    table.lines("Lines", &["x", "y"]);
    table.bars("Bars", &["x", "y"]);
    for plot in &table.plots {
        assert!(plot::draw(&table, plot).unwrap().starts_with("<svg "));
    }
}

#[test]
fn a_comparison_shows_the_figures_of_both_and_their_ratio() {
    let rounds = [0.4, 4.0, 0.42].map(|seconds| (report("aaa", seconds), report("bbb", seconds / 2.0)));
    insta::assert_snapshot!(markdown(&Comparison::join(&rounds)));
}

#[test]
fn a_comparison_leaves_out_what_one_side_lacks() {
    let (mut before, after) = (report("aaa", 1.0), report("bbb", 1.0));
    before.groups[0].tables[0].rows.remove(0);
    let compared = Comparison::join(&[(before, after)]);
    assert!(compared.figures.iter().all(|pair| pair.row != "10 synthetic operations"));
    // The rows of 1000 and of the given specification, without the figure that is missing.
    assert_eq!(compared.figures.len(), 5);
    let zero = [report("aaa", 0.0), report("bbb", 0.0)];
    let compared = Comparison::join(&[(zero[0].clone(), zero[1].clone())]);
    assert!(compared.figures.iter().all(|pair| pair.column != "wall" && pair.ratio == 1.0));
    assert!(Comparison::join(&[]).figures.is_empty());
}

#[test]
fn files_are_written_to_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("results");
    let report = report("0123456789ab", 0.395);
    write(&report, Some(&Comparison::join(&[(report.clone(), report.clone())])), &out).unwrap();
    let mut files: Vec<String> =
        std::fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    files.sort();
    assert_eq!(files, ["comparison.json", "generation-2.svg", "generation.svg", "report.json", "report.md"]);
}

#[test]
fn figures_have_three_digits_that_matter() {
    let shown = [0.0, 0.01234, 0.1234, 1.234, 12.34, 123.4, 1234.5, 1_234_567.0]
        .map(|value| format::figure(value, Unit::Seconds));
    assert_eq!(shown, ["0", "0.012", "0.12", "1.23", "12.3", "123", "1,234", "1,234,567"]);
    assert_eq!([10.0, 10.5].map(|value| format::figure(value, Unit::Count)), ["10", "10.5"]);
}
