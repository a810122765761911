//! Tables. The script makes their headers buttons that sort; without it, they have the order of the program.

use super::text::{Html, escape};
use crate::common::{Cell, Column, Count, Finding, Row, risk};

/// The length from which a text needs a wide column.
const LONG: usize = 30;

pub(super) fn write<R: Row>(html: &mut Html, title: &str, rows: &[R]) {
    let count = Count(u64::try_from(rows.len()).unwrap_or(u64::MAX), "row");
    html.push(&format!("<section>\n<h2>{} <small>{count}</small></h2>\n", escape(title)));
    // The container scrolls, not the page; with the keyboard, too.
    html.push(&format!("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\n", escape(title)));
    html.push("<table>\n<thead><tr>");
    for (title, column) in Column::<R>::for_people() {
        let is_number = rows.first().is_some_and(|row| (column.cell)(row).is_number());
        let class = if is_number { " class=\"number\"" } else { "" };
        html.push(&format!("<th scope=\"col\"{class}>{}</th>", escape(title)));
    }
    html.push("</tr></thead>\n<tbody>\n");
    for row in rows {
        html.push("<tr>");
        for (_, column) in Column::<R>::for_people() {
            html.push(&cell(&(column.cell)(row)));
        }
        html.push("</tr>\n");
    }
    html.push("</tbody>\n</table>\n</div>\n</section>\n");
}

/// Returns a cell. Those whose text does not sort as people expect have a key.
fn cell(cell: &Cell<'_>) -> String {
    let text = escape(&cell.in_short());
    match cell {
        Cell::Number(number) => format!("<td class=\"number\" data-key=\"{number}\">{text}</td>"),
        Cell::Time(time) => {
            let key = time.map_or(0, |time| time.timestamp());
            format!("<td class=\"time\" data-key=\"{key}\" title=\"{}\">{text}</td>", escape(&cell.in_full()))
        }
        Cell::Severity(severity) => {
            let (key, name) = (*severity as u8, severity.name());
            format!("<td data-key=\"{key}\"><span class=\"pill {name}\">{name}</span></td>")
        }
        Cell::Findings(findings) => {
            let key = risk(findings);
            let pills: String = findings.iter().map(pill).collect();
            format!("<td class=\"findings\" data-key=\"{key}\">{pills}</td>")
        }
        Cell::Text(_) | Cell::List(_) if text.chars().count() > LONG => format!("<td class=\"long\">{text}</td>"),
        Cell::Text(_) | Cell::List(_) => format!("<td>{text}</td>"),
    }
}

fn pill(finding: &Finding) -> String {
    let (rule, severity, message) = (finding.rule, finding.severity.name(), escape(&finding.message));
    format!("<div><span class=\"pill {severity}\">{rule}</span> {message}</div>")
}
