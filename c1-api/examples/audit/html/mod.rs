//! The report: one HTML file without external resources, which works without JavaScript.

mod chart;
mod table;
mod text;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use super::chart::Chart;
use crate::common::Row;
use text::{Html, escape};

const STYLE: &str = include_str!("report.css");
const SCRIPT: &str = include_str!("report.js");

/// A report.
#[derive(Debug)]
pub struct Page {
    title: &'static str,
    subtitle: String,
    body: Html,
}

impl Page {
    pub fn new(title: &'static str, as_of: DateTime<Utc>, is_demo: bool) -> Self {
        let source = if is_demo { " · invented data of the demo" } else { "" };
        let subtitle = format!("As of {}{source}", as_of.format("%Y-%m-%d %H:%M UTC"));
        Self { title, subtitle, body: Html::default() }
    }

    /// Adds numbers with their names.
    pub fn figures(mut self, figures: &[(&str, u64)]) -> Self {
        self.body.push("<dl class=\"figures\">\n");
        for (name, value) in figures {
            self.body.push(&format!("<div><dt>{}</dt><dd>{value}</dd></div>\n", escape(name)));
        }
        self.body.push("</dl>\n");
        self
    }

    pub fn charts(mut self, charts: &[&Chart]) -> Self {
        self.body.push("<div class=\"charts\">\n");
        for chart in charts {
            chart::write(&mut self.body, chart);
        }
        self.body.push("</div>\n");
        self
    }

    /// Adds a table, which can be sorted and filtered.
    pub fn table<R: Row>(mut self, title: &str, rows: &[R]) -> Self {
        table::write(&mut self.body, title, rows);
        self
    }

    /// Returns the document. Its policy allows the style and the script of this program only, whatever the data contains.
    pub fn finish(self) -> String {
        let digest = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
        let (style, script) = (digest(STYLE), digest(SCRIPT));
        let (title, subtitle, body) = (escape(self.title), escape(&self.subtitle), self.body.into_string());
        format!(
            r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src {style}; script-src {script}; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{STYLE}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<p>{subtitle}</p>
</header>
<main>
{body}</main>
<script>{SCRIPT}</script>
</body>
</html>
"#
        )
    }
}
