//! What the template reads: the view as JSON, with each chart drawn and each table measured. The template only sets.

use serde_json::{Value, json};

use crate::archive::Archive;
use crate::chart::chart_svg;
use crate::columns::{BLOCK_WIDTH_POINTS, measure};
use crate::face::{LINE_EMS, keep_printable, shorten, soften, width_ems};
use crate::view::{Block, Chart, Statement, Table};

/// What fits on a line that is printed as it is written, in ems of the text's type: its letters are half as wide again.
const VERBATIM_EMS: f64 = 24.0;

/// The view as JSON text.
pub fn payload(statement: &Statement, archive: Option<&Archive>) -> Result<Vec<u8>, serde_json::Error> {
    let mut value = serde_json::to_value(statement)?;
    soften(&mut value, LINE_EMS);
    // Cards are narrow; the limits are their widths in ems of their type.
    soften(&mut value["parties"], 17.0);
    soften(&mut value["signatures"], 17.0);
    soften(&mut value["key_figures"], 10.0);
    value["cards"] = figure_cards(statement);
    // Lines at the head and foot of pages have one line; the first page has the texts in full.
    value["running"] = json!({
        "title": shorten(&statement.title, 25.0),
        "subtitle": shorten(&statement.subtitle, 25.0),
        "footer": shorten(&statement.footer, 22.0),
        "document_id": shorten(&statement.document_id, 18.0),
        "synthetic": statement.synthetic_mark.as_ref().map(|mark| shorten(mark, 50.0)),
    });
    for (place, section) in statement.sections.iter().enumerate() {
        for (number, block) in section.blocks.iter().enumerate() {
            let content = match block {
                Block::Table(table) => table_value(table)?,
                Block::Chart(chart) => chart_value(chart)?,
                Block::Verbatim(text) => {
                    let mut value = Value::String(text.clone());
                    soften(&mut value, VERBATIM_EMS);
                    value
                }
                _ => continue,
            };
            value["sections"][place]["blocks"][number]["content"] = content;
        }
    }
    keep_printable(&mut value);
    // After the letters were looked at: a file's name and kind are no text of the page.
    value["archive"] = match archive {
        Some(archive) => json!({
            "description": archive.description,
            "keywords": archive.keywords,
            "attachments": archive.views(),
        }),
        None => Value::Null,
    };
    serde_json::to_vec(&value)
}

/// How many key figures stand in a row, and how large: as large as the longest of them allows.
fn figure_cards(statement: &Statement) -> Value {
    let per_row = match statement.key_figures.len() {
        count @ 0..=4 => count.max(1),
        5 | 6 => 3,
        _ => 4,
    };
    let room = (BLOCK_WIDTH_POINTS - 10.0 * (per_row as f64 - 1.0)) / per_row as f64 - 20.0;
    let longest = statement.key_figures.iter().map(|figure| width_ems(&figure.value.text)).fold(1.0, f64::max);
    json!({ "per_row": per_row, "size": (room / longest).clamp(10.0, 17.0) })
}

fn table_value(table: &Table) -> Result<Value, serde_json::Error> {
    let mut value = serde_json::to_value(table)?;
    soften(&mut value, 11.0);
    value["measures"] = serde_json::to_value(measure(table))?;
    Ok(value)
}

fn chart_value(chart: &Chart) -> Result<Value, serde_json::Error> {
    let twin = match chart.with_table {
        true => table_value(&Table { caption: String::new(), ..chart.table() })?,
        false => Value::Null,
    };
    Ok(json!({ "title": chart.title, "description": chart.description, "svg": chart_svg(chart), "table": twin }))
}
