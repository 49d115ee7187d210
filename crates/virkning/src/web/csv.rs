//! A table as a file that spreadsheets open: what a page shows, for those who work without scripts.

use maud::{Markup, html};
use virkning_report::Table;

use super::answer::Answer;
use super::request::Asked;
use crate::app::failure::{Failure, Refusal};

/// A table as CSV, as Danish spreadsheets read it: semicolons, and a byte-order mark.
pub fn answer(name: &str, table: &Table) -> Result<Answer, Failure> {
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer("\u{feff}".as_bytes().to_vec());
    let failed = |error: csv::Error| Refusal::new("internal").with("what", error);
    writer.write_record(table.columns.iter().map(|column| inert(&column.title))).map_err(failed)?;
    for cells in table.rows.iter().map(|row| &row.cells).chain(&table.total) {
        writer.write_record(cells.iter().map(|cell| inert(&cell.text))).map_err(failed)?;
    }
    let bytes = writer.into_inner().map_err(|error| Refusal::new("internal").with("what", error))?;
    Ok(Answer::file(format!("{name}.csv"), "text/csv; charset=utf-8", bytes))
}

/// A text that no spreadsheet takes for a formula.
fn inert(text: &str) -> String {
    let is_number = |rest: &str| rest.starts_with(|sign: char| sign.is_ascii_digit());
    match text.strip_prefix(['=', '+', '-', '@', '\t', '\r']) {
        Some(rest) if !is_number(rest) && !rest.is_empty() => format!("'{text}"),
        _ => text.to_owned(),
    }
}

/// The page's address with these fields.
pub fn address(asked: &Asked<'_>, fields: &[(&str, String)]) -> String {
    let query: Vec<String> = fields
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", encoded(value)))
        .collect();
    format!("{}?{}", asked.arrived.path, query.join("&"))
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    let sign = |byte: u8| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
    text.bytes().map(sign).collect()
}

/// A table with the way to its file.
pub fn with_link(asked: &Asked<'_>, name: &str, table: Markup) -> Markup {
    let mut fields: Vec<(&str, String)> =
        asked.arrived.fields.iter().map(|(field, value)| (field.as_str(), value.clone())).collect();
    fields.retain(|(field, _)| !["csv", "udfoert", "form-key", "side"].contains(field));
    fields.push(("csv", name.to_owned()));
    html! { (table) p class="as-file" { a href=(address(asked, &fields)) { (asked.text("web-as-csv")) } } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let check = |text: &str, expected: &str| assert_eq!(inert(text), expected);
        check("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")");
        check("+cmd", "'+cmd");
        check("@x", "'@x");
        check("-4.150,00", "-4.150,00");
        check("–", "–");
        check("-", "-");
        check("4.150,00", "4.150,00");
    }
}
