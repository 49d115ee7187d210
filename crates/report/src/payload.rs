//! What the template reads: the view as JSON, with each chart drawn and each table measured. The template only sets.

use serde_json::{Value, json};

use crate::chart::chart_svg;
use crate::columns::measure;
use crate::face::keep_printable;
use crate::view::{Block, Chart, Statement, Table};

/// The view as JSON text.
pub fn payload(statement: &Statement) -> Result<Vec<u8>, serde_json::Error> {
    let mut value = serde_json::to_value(statement)?;
    for (place, section) in statement.sections.iter().enumerate() {
        for (number, block) in section.blocks.iter().enumerate() {
            let content = match block {
                Block::Table(table) => table_value(table)?,
                Block::Chart(chart) => chart_value(chart)?,
                _ => continue,
            };
            value["sections"][place]["blocks"][number]["content"] = content;
        }
    }
    keep_printable(&mut value);
    serde_json::to_vec(&value)
}

fn table_value(table: &Table) -> Result<Value, serde_json::Error> {
    let mut value = serde_json::to_value(table)?;
    value["measures"] = serde_json::to_value(measure(table))?;
    Ok(value)
}

fn chart_value(chart: &Chart) -> Result<Value, serde_json::Error> {
    let twin = if chart.with_table { table_value(&Table { caption: String::new(), ..chart.table() })? } else { Value::Null };
    Ok(json!({ "title": chart.title, "description": chart.description, "svg": chart_svg(chart), "table": twin }))
}
