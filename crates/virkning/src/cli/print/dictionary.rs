//! The dictionary that goes with an export: every table, column, type and unit, in the language of the texts.

use virkning_store::{Holds, Table, tables};

use crate::app::backup::is_exported;
use crate::text::Texts;

/// The columns of a snapshot's files: file, column, type, unit. The files are Parquet.
const SNAPSHOT: [(&str, &str, &str, &str); 10] = [
    ("people", "pseudonym", "16 bytes", "none"),
    ("weeks", "person", "uint32", "place"),
    ("weeks", "start", "uint16", "week"),
    ("weeks", "end", "uint16", "week"),
    ("weeks", "code", "uint16", "none"),
    ("jobs", "person", "uint32", "place"),
    ("jobs", "start", "uint16", "month"),
    ("jobs", "end", "uint16", "month"),
    ("jobs", "ratio", "int32 | null", "ratio"),
    ("jobs", "industry", "uint32 | null", "none"),
];

/// The dictionary as CSV: file, column, type, unit, meaning.
pub fn dictionary(with_links: bool, texts: &Texts) -> String {
    let head = ["file", "column", "type", "unit", "meaning"].map(|name| texts.get(&format!("dictionary-{name}")));
    let mut out = row(&head);
    for table in tables().iter().filter(|table| is_exported(table, with_links)) {
        let file = format!("store/{}.jsonl", table.name);
        out.push_str(&row(&[file.clone(), String::new(), String::new(), String::new(), of_table(table, texts)]));
        for column in &table.columns {
            let kind = if column.is_optional {
                format!("{} | null", column.kind)
            } else {
                column.kind.to_owned()
            };
            let unit = texts.get(&format!("unit-{}", unit(column.name)));
            out.push_str(&row(&[
                file.clone(),
                column.name.to_owned(),
                kind,
                unit,
                of_column(table, column.name, texts),
            ]));
        }
    }
    for (part, column, kind, unit) in SNAPSHOT {
        let file = format!("snapshots/*/{part}.parquet");
        let meaning = texts.get(&format!("column-{part}-{column}"));
        let unit = texts.get(&format!("unit-{unit}"));
        out.push_str(&row(&[file, column.to_owned(), kind.to_owned(), unit, meaning]));
    }
    out
}

fn of_table(table: &Table, texts: &Texts) -> String {
    let own = texts.get(&format!("table-{}", table.name.replace('_', "-")));
    match table.holds {
        Holds::Links => format!("{own} {}", texts.get("dictionary-links")),
        Holds::NoLink | Holds::Identities | Holds::Credentials | Holds::Passing => own,
    }
}

/// A column's own words, or those that all columns of that name share.
fn of_column(table: &Table, column: &str, texts: &Texts) -> String {
    texts.get(&column_key(table.name, column, texts))
}

fn column_key(table: &str, column: &str, texts: &Texts) -> String {
    let own = format!("column-{table}-{column}").replace('_', "-");
    if texts.has(&own) {
        own
    } else {
        format!("column-any-{column}").replace('_', "-")
    }
}

/// What a column's values are counted or written in.
fn unit(column: &str) -> &'static str {
    match column {
        "amount_minor" => "minor",
        "recorded_at" => "moment",
        "measured_year" | "voucher_year" | "accounting_year" => "year",
        "currency" => "currency",
        "digest" | "hash" | "previous" | "content" | "trace" | "file_content" | "links_content" | "made_of" => "hash",
        _ if column.ends_with("_on") || column.ends_with("_from") || column == "as_of" || column == "dated" => "day",
        _ => "none",
    }
}

fn row(cells: &[String; 5]) -> String {
    let quoted = cells.iter().map(|cell| match cell.contains([';', '"', '\n']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.clone(),
    });
    quoted.collect::<Vec<_>>().join(";") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    /// A table that nobody has described cannot be understood in 2031.
    #[test]
    fn every_table_and_column_is_described_in_both_languages() {
        for language in [Language::Danish, Language::English] {
            let texts = Texts::new(language);
            let mut missing = Vec::new();
            for table in tables() {
                let key = format!("table-{}", table.name.replace('_', "-"));
                missing.extend((!texts.has(&key)).then_some(key));
                let keys = table.columns.iter().map(|column| column_key(table.name, column.name, &texts));
                missing.extend(keys.filter(|key| !texts.has(key)));
            }
            assert_eq!(missing, Vec::<String>::new(), "{}", language.code());
        }
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        let cells = ["a", "b;c", "d\"e", "", "f\ng"].map(str::to_owned);
        assert_eq!(row(&cells), "a;\"b;c\";\"d\"\"e\";;\"f\ng\"\n");
    }
}
