//! Writes a report to a folder.

use std::fs;
use std::path::Path;

use super::comparison::Comparison;
use super::{Report, comparison, markdown, plot};
use crate::error::{Error, Result};

/// Writes `report.md`, `report.json` and the plots. With a comparison, it is part of both.
pub(crate) fn write(report: &Report, comparison: Option<&Comparison>, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|error| Error::at(folder, error))?;
    let put = |file: &str, text: &str| {
        let path = folder.join(file);
        fs::write(&path, text).map_err(|error| Error::at(&path, error))
    };
    for table in report.groups.iter().flat_map(|group| &group.tables) {
        for (number, plot) in table.plots.iter().enumerate() {
            put(&plot::file(table, number), &plot::draw(table, plot)?)?;
        }
    }
    let compared = comparison.map_or_else(String::new, comparison::markdown);
    put("report.md", &markdown::print(report, &compared))?;
    put("report.json", &json(report)?)?;
    comparison.map_or(Ok(()), |comparison| put("comparison.json", &json(comparison)?))
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    let text = serde_json::to_string_pretty(value).map_err(|error| Error::new(error.to_string()))?;
    Ok(text + "\n")
}
