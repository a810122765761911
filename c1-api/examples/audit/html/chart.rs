//! Charts as SVG. Labels are text of HTML, so that they keep their size at any width.

use super::super::chart::{Bar, Chart};
use super::text::{Html, escape};

pub(super) fn write(html: &mut Html, chart: &Chart) {
    html.push(&format!("<figure>\n<figcaption>{}", escape(chart.title)));
    for (index, (class, name)) in chart.series.iter().enumerate() {
        if chart.has(index) {
            html.push(&format!(" <span class=\"key {class}\">{name}</span>"));
        }
    }
    html.push("</figcaption>\n");
    for bar in &chart.bars {
        write_bar(html, chart, bar);
    }
    html.push("</figure>\n");
}

fn write_bar(html: &mut Html, chart: &Chart, bar: &Bar) {
    let (label, total) = (escape(&bar.label), bar.total());
    html.push(&format!("<div class=\"bar\"><span>{label}</span><span>{total}</span>"));
    html.push(&format!(
        "<svg viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{label}: {total}\">"
    ));
    let mut x = 0;
    for ((class, _), value) in chart.series.iter().zip(&bar.values).filter(|(_, value)| **value > 0) {
        let width = value * 1000 / chart.scale();
        html.push(&format!("<rect class=\"{class}\" x=\"{x}\" width=\"{width}\" height=\"10\"/>"));
        x += width;
    }
    html.push("</svg></div>\n");
}
