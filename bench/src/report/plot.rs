//! Plots as SVG. The same report gives the same bytes.

use std::fmt::Display;

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::format::figure;
use super::{Column, Plot, Row, Table, Unit};
use crate::error::{Error, Result};

const WIDTH: u32 = 860;
const FONT: &str = "sans-serif";
const BAR: i32 = 16;
/// The left edge of bars, and the width of the longest.
const LEFT: i32 = 300;
const LONGEST: i32 = 440;

/// Of Okabe and Ito, which color-blind readers can distinguish.
const COLORS: [RGBColor; 6] = [
    RGBColor(0, 114, 178),
    RGBColor(230, 159, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(86, 180, 233),
    RGBColor(213, 94, 0),
];

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// The name of the file of a table's plot.
pub(super) fn file(table: &Table, number: usize) -> String {
    if number == 0 { format!("{}.svg", table.key) } else { format!("{}-{}.svg", table.key, number + 1) }
}

/// Draws a plot of a table.
pub(super) fn draw(table: &Table, plot: &Plot) -> Result<String> {
    let mut svg = String::new();
    let (Plot::Bars { columns, .. } | Plot::Lines { columns, .. }) = plot;
    let columns: Vec<usize> = columns.iter().filter_map(|title| table.column(title)).collect();
    match plot {
        Plot::Bars { title, .. } => {
            let rows: Vec<&Row> =
                table.rows.iter().filter(|row| columns.iter().any(|column| row.figures[*column].is_some())).collect();
            let height = 70 + rows.len() as u32 * (columns.len() as u32 * BAR as u32 + 12);
            let area = SVGBackend::with_string(&mut svg, (WIDTH, height)).into_drawing_area();
            bars(&area, table, &rows, &columns, title).map_err(failed)?;
        }
        Plot::Lines { title, .. } => {
            let area = SVGBackend::with_string(&mut svg, (WIDTH, 460)).into_drawing_area();
            lines(&area, table, &columns, title).map_err(failed)?;
        }
    }
    Ok(svg)
}

fn failed(error: impl Display) -> Error {
    Error::new(format!("a plot cannot be drawn: {error}"))
}

/// What a plot may fail with.
type Drawn = std::result::Result<(), Box<dyn std::error::Error>>;

fn bars(area: &Area<'_>, table: &Table, rows: &[&Row], columns: &[usize], title: &str) -> Drawn {
    area.fill(&WHITE)?;
    area.draw_text(title, &style(17, HPos::Left), (12, 20))?;
    legend(area, table, columns)?;
    let values = rows.iter().flat_map(|row| columns.iter().filter_map(|column| row.figures[*column]));
    let longest = values.fold(f64::MIN_POSITIVE, f64::max);
    let mut y = 60;
    for row in rows {
        let middle = y + columns.len() as i32 * BAR / 2;
        area.draw_text(&row.title, &style(13, HPos::Right), (LEFT - 8, middle))?;
        for (number, column) in columns.iter().enumerate() {
            if let Some(value) = row.figures[*column] {
                let end = LEFT + (value / longest * f64::from(LONGEST)).round().max(1.0) as i32;
                let color = COLORS[number % COLORS.len()].filled();
                area.draw(&Rectangle::new([(LEFT, y + 1), (end, y + BAR - 1)], color))?;
                let unit = table.columns[*column].unit;
                let text = format!("{} {}", figure(value, unit), unit.symbol());
                area.draw_text(&text, &style(12, HPos::Left), (end + 6, y + BAR / 2))?;
            }
            y += BAR;
        }
        y += 12;
    }
    area.present()?;
    Ok(())
}

/// The color of each column, if there are several.
fn legend(area: &Area<'_>, table: &Table, columns: &[usize]) -> Drawn {
    if columns.len() < 2 {
        return Ok(());
    }
    let mut x = LEFT;
    for (number, column) in columns.iter().enumerate() {
        let title = &table.columns[*column].title;
        area.draw(&Rectangle::new([(x, 38), (x + 12, 50)], COLORS[number % COLORS.len()].filled()))?;
        area.draw_text(title, &style(12, HPos::Left), (x + 17, 44))?;
        x += 40 + 7 * title.chars().count() as i32;
    }
    Ok(())
}

fn lines(area: &Area<'_>, table: &Table, columns: &[usize], title: &str) -> Drawn {
    area.fill(&WHITE)?;
    let Some((first, others)) = columns.split_first() else { return Ok(()) };
    let points = |column: usize| -> Vec<(f64, f64)> {
        let rows = table.rows.iter();
        let mut points: Vec<(f64, f64)> =
            rows.filter_map(|row| Some((row.figures[*first]?, row.figures[column]?))).collect();
        points.sort_by(|one, other| one.0.total_cmp(&other.0));
        points
    };
    let all: Vec<(f64, f64)> = others.iter().flat_map(|column| points(*column)).filter(|(_, y)| *y > 0.0).collect();
    let (x, y) = (range(all.iter().map(|point| point.0)), range(all.iter().map(|point| point.1)));
    let mut chart = ChartBuilder::on(area)
        .caption(title, (FONT, 17))
        .margin(14)
        .x_label_area_size(44)
        .y_label_area_size(64)
        .build_cartesian_2d(x.log_scale(), y.log_scale())?;
    let unit = others.first().map_or("", |column| table.columns[*column].unit.symbol());
    let label = |value: &f64| figure(*value, Unit::Count);
    chart
        .configure_mesh()
        .light_line_style(WHITE)
        .x_desc(table.columns[*first].title.clone())
        .y_desc(unit)
        .x_label_formatter(&label)
        .y_label_formatter(&label)
        .draw()?;
    for (number, column) in others.iter().enumerate() {
        let color = COLORS[number % COLORS.len()];
        let Column { title, .. } = &table.columns[*column];
        chart
            .draw_series(LineSeries::new(points(*column), color.stroke_width(2)).point_size(3))?
            .label(title.clone())
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 18, y)], color.stroke_width(2)));
    }
    chart.configure_series_labels().position(SeriesLabelPosition::UpperLeft).border_style(BLACK).draw()?;
    area.present()?;
    Ok(())
}

/// A range around the values, which is not empty.
fn range(values: impl Iterator<Item = f64>) -> std::ops::Range<f64> {
    let (low, high) =
        values.fold((f64::MAX, f64::MIN_POSITIVE), |(low, high), value| (low.min(value), high.max(value)));
    let low = low.min(high);
    low / 1.3..high * 1.3
}

fn style(size: i32, side: HPos) -> TextStyle<'static> {
    TextStyle::from((FONT, size)).pos(Pos::new(side, VPos::Center))
}
