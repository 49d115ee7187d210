//! Code lists as dated data: the built-in list of DREAM's weekly codes, lists as CSV, and the editions that confirmed
//! mappings make. Who confirms a mapping is not decided here.

use std::fmt::Write as _;
use std::sync::LazyLock;

use jiff::civil::Date;
use sha2::{Digest, Sha256};
use virkning_model::code_list::{CodeList, CodeRow, CodeStatus};
use virkning_model::id::ContentHash;

const BUILT_IN: &str = include_str!("../data/dream_codes.csv");

/// The columns of a code list; others are passed over.
const COLUMNS: [&str; 8] = ["code", "label_da", "label_en", "category", "status", "valid_from", "valid_to", "edition"];

/// What is wrong with a code list, with the line where that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeListError {
    /// It is no CSV in UTF-8.
    Unreadable {
        /// What the reader said.
        reason: String,
    },
    /// A column is missing.
    MissingColumn {
        /// Its name.
        column: &'static str,
    },
    /// A value cannot stand in its column.
    Invalid {
        /// The line, from 1.
        line: u64,
        /// The column.
        column: &'static str,
        /// The value.
        value: String,
    },
    /// Two rows hold for the same code on the same day.
    Overlap {
        /// The code.
        code: u16,
    },
    /// There is no row.
    Empty,
}

impl CodeListError {
    /// The stable code, key of the message in each language.
    pub fn code(&self) -> &'static str {
        match self {
            CodeListError::Unreadable { .. } => "R161",
            CodeListError::MissingColumn { .. } => "R162",
            CodeListError::Invalid { .. } => "R163",
            CodeListError::Overlap { .. } => "R164",
            CodeListError::Empty => "R165",
        }
    }

    /// The words that fill the message.
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            CodeListError::Unreadable { reason } => vec![("reason", reason.clone())],
            CodeListError::MissingColumn { column } => vec![("column", (*column).to_owned())],
            CodeListError::Invalid { line, column, value } => {
                vec![("line", line.to_string()), ("column", (*column).to_owned()), ("value", value.clone())]
            }
            CodeListError::Overlap { code } => vec![("number", code.to_string())],
            CodeListError::Empty => Vec::new(),
        }
    }
}

impl std::fmt::Display for CodeListError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {:?}", self.code(), self.arguments())
    }
}

impl std::error::Error for CodeListError {}

/// Why a mapping makes no edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MappingError {
    /// Codes are 1 to 999; 0 is a blank week and needs no mapping.
    CodeOutOfRange,
    /// No row of the list has that category.
    UnknownCategory,
}

impl MappingError {
    /// The stable code, key of the message in each language.
    pub fn code(&self) -> &'static str {
        match self {
            MappingError::CodeOutOfRange => "R166",
            MappingError::UnknownCategory => "R167",
        }
    }
}

impl std::fmt::Display for MappingError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for MappingError {}

/// DREAM's list in the edition 2015-11: the newest that was found in a source.
pub fn built_in() -> CodeList {
    built_in_list().clone()
}

/// The same, read once.
pub fn built_in_list() -> &'static CodeList {
    static LIST: LazyLock<CodeList> =
        LazyLock::new(|| read_csv("dream", BUILT_IN).expect("the built-in list is read by a test"));
    &LIST
}

/// Reads a list of a source from CSV with a header; lines that begin with `#` are comments.
pub fn read_csv(source: &str, text: &str) -> Result<CodeList, CodeListError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(text.as_bytes());
    let unreadable = |error: csv::Error| CodeListError::Unreadable { reason: error.to_string() };
    let header = reader.headers().map_err(unreadable)?.clone();
    let mut places = [0; COLUMNS.len()];
    for (place, column) in places.iter_mut().zip(COLUMNS) {
        let found = header.iter().position(|name| name.trim() == column);
        *place = found.ok_or(CodeListError::MissingColumn { column })?;
    }
    let mut list = CodeList { source: source.to_owned(), edition: String::new(), rows: Vec::new() };
    for record in reader.records() {
        let record = record.map_err(unreadable)?;
        let line = record.position().map_or(0, csv::Position::line);
        let row = Row { record: &record, places, line };
        let edition = row.value(7);
        if edition.is_empty() || !list.rows.is_empty() && edition != list.edition {
            return Err(row.invalid(7));
        }
        edition.clone_into(&mut list.edition);
        list.rows.push(row.read()?);
    }
    finish(list)
}

/// One record and where its columns stand.
struct Row<'a> {
    record: &'a csv::StringRecord,
    places: [usize; COLUMNS.len()],
    line: u64,
}

impl Row<'_> {
    fn value(&self, column: usize) -> &str {
        self.record.get(self.places[column]).unwrap_or_default().trim()
    }

    fn invalid(&self, column: usize) -> CodeListError {
        CodeListError::Invalid { line: self.line, column: COLUMNS[column], value: self.value(column).to_owned() }
    }

    fn read(&self) -> Result<CodeRow, CodeListError> {
        let code = self.value(0).parse().ok().filter(|code| *code <= 999).ok_or_else(|| self.invalid(0))?;
        let category = Some(self.value(3)).filter(|text| is_category(text)).ok_or_else(|| self.invalid(3))?;
        let status = match self.value(4) {
            "confirmed" => CodeStatus::Confirmed,
            "uncertain" => CodeStatus::Uncertain,
            _ => return Err(self.invalid(4)),
        };
        let valid_from: Date = self.value(5).parse().map_err(|_| self.invalid(5))?;
        let valid_to = match self.value(6) {
            "" => None,
            text => Some(text.parse().ok().filter(|to| *to >= valid_from).ok_or_else(|| self.invalid(6))?),
        };
        Ok(CodeRow {
            code,
            category: category.to_owned(),
            label_da: self.value(1).to_owned(),
            label_en: self.value(2).to_owned(),
            status,
            valid_from,
            valid_to,
        })
    }
}

/// Sorts the rows and makes sure that at most one holds for a code on a day.
fn finish(mut list: CodeList) -> Result<CodeList, CodeListError> {
    if list.rows.is_empty() {
        return Err(CodeListError::Empty);
    }
    list.rows.sort_by_key(|row| (row.code, row.valid_from));
    for pair in list.rows.windows(2) {
        if pair[0].code == pair[1].code && pair[0].valid_to.is_none_or(|to| to >= pair[1].valid_from) {
            return Err(CodeListError::Overlap { code: pair[0].code });
        }
    }
    Ok(list)
}

fn is_category(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

/// The list as CSV; reading it again gives the same list.
pub fn write_csv(list: &CodeList) -> String {
    let mut text = COLUMNS.join(",");
    text.push('\n');
    for row in &list.rows {
        let status = match row.status {
            CodeStatus::Confirmed => "confirmed",
            CodeStatus::Uncertain => "uncertain",
        };
        let valid_to = row.valid_to.map(|to| to.to_string()).unwrap_or_default();
        let (da, en) = (quoted(&row.label_da), quoted(&row.label_en));
        let _ = writeln!(
            text,
            "{},{da},{en},{},{status},{},{valid_to},{}",
            row.code,
            row.category,
            row.valid_from,
            quoted(&list.edition)
        );
    }
    text
}

fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r', '#']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

/// What names a list: the SHA-256 of its source and its rows as CSV.
pub fn content_hash(list: &CodeList) -> ContentHash {
    let mut hash = Sha256::new();
    hash.update(list.source.as_bytes());
    hash.update([0]);
    hash.update(write_csv(list).as_bytes());
    ContentHash::from_bytes(hash.finalize().into())
}

/// The next edition (`2015-11+1` after `2015-11`), in which a code has a confirmed category from a day on. Days before it
/// keep what they had, and so do days from which a later row of the same code holds.
pub fn with_mapping(list: &CodeList, code: u16, category: &str, from: Date) -> Result<CodeList, MappingError> {
    if !(1..=999).contains(&code) {
        return Err(MappingError::CodeOutOfRange);
    }
    if !list.has_category(category) {
        return Err(MappingError::UnknownCategory);
    }
    let before = from.yesterday().ok();
    let later =
        list.rows.iter().filter(|row| row.code == code && row.valid_from > from).map(|row| row.valid_from).min();
    let known = list.rows.iter().filter(|row| row.code == code).max_by_key(|row| row.valid_from);
    let label = |of: fn(&CodeRow) -> &String| known.map(of).cloned().unwrap_or_else(|| code.to_string());
    let mapped = CodeRow {
        code,
        category: category.to_owned(),
        label_da: label(|row| &row.label_da),
        label_en: label(|row| &row.label_en),
        status: CodeStatus::Confirmed,
        valid_from: from,
        valid_to: later.and_then(|day| day.yesterday().ok()),
    };
    let mut rows: Vec<CodeRow> = Vec::with_capacity(list.rows.len() + 1);
    for row in &list.rows {
        let mut row = row.clone();
        if row.code == code && row.valid_from == from {
            continue;
        }
        if row.code == code && row.valid_from < from && row.valid_to.is_none_or(|to| to >= from) {
            row.valid_to = before;
        }
        rows.push(row);
    }
    rows.push(mapped);
    rows.sort_by_key(|row| (row.code, row.valid_from));
    Ok(CodeList { source: list.source.clone(), edition: next_edition(&list.edition), rows })
}

fn next_edition(edition: &str) -> String {
    match edition.rsplit_once('+').and_then(|(base, number)| Some((base, number.parse::<u32>().ok()?))) {
        Some((base, number)) => format!("{base}+{}", number.saturating_add(1)),
        None => format!("{edition}+1"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[test]
    fn the_built_in_list() {
        // The counts are those of the register facts: 140 rows, 9 uncertain, less the synthetic code 100.
        let list = read_csv("dream", BUILT_IN).expect("readable");
        assert_eq!((list.edition.as_str(), list.rows.len()), ("2015-11", 139));
        assert_eq!(list.rows.iter().filter(|row| row.status == CodeStatus::Uncertain).count(), 9);
        assert!(list.row(100, day("2024-11-07")).is_none());
        let check =
            |code: u16, expected: Option<&str>| assert_eq!(list.category(code, day("2024-11-07")), expected, "{code}");
        check(0, Some("self_support"));
        check(651, Some("education"));
        check(881, Some("leave"));
        check(999, Some("dead"));
        check(870, None);
        check(555, None);
    }

    #[test]
    fn a_mapping_makes_an_edition() {
        let first = with_mapping(&built_in(), 870, "rehabilitation", day("2024-01-01")).expect("mapped");
        assert_eq!(first.edition, "2015-11+1");
        assert_eq!(first.category(870, day("2023-12-31")), None);
        assert_eq!(first.category(870, day("2024-01-01")), Some("rehabilitation"));
        let second = with_mapping(&first, 555, "education", day("2020-01-01")).expect("mapped");
        assert_eq!(second.edition, "2015-11+2");
        assert_eq!(second.category(555, day("2031-01-01")), Some("education"));
        assert_ne!(content_hash(&first), content_hash(&second));
        assert_eq!(with_mapping(&first, 1000, "education", day("2020-01-01")), Err(MappingError::CodeOutOfRange));
        assert_eq!(with_mapping(&first, 555, "schooling", day("2020-01-01")), Err(MappingError::UnknownCategory));
    }

    #[test]
    fn bad_lists() {
        let header = "code,label_da,label_en,category,status,valid_from,valid_to,edition\n";
        let check = |rows: &str, expected: &str| {
            let error = read_csv("dream", &format!("{header}{rows}")).expect_err("refused");
            assert_eq!(error.code(), expected, "{rows}");
        };
        check("", "R165");
        check("1000,a,b,dead,confirmed,2020-01-01,,1\n", "R163");
        check("12,a,b,Dead,confirmed,2020-01-01,,1\n", "R163");
        check("12,a,b,dead,perhaps,2020-01-01,,1\n", "R163");
        check("12,a,b,dead,confirmed,2020-02-30,,1\n", "R163");
        check("12,a,b,dead,confirmed,2020-01-02,2020-01-01,1\n", "R163");
        check("12,a,b,dead,confirmed,2020-01-02,,1\n13,a,b,dead,confirmed,2020-01-02,,2\n", "R163");
        check("12,a,b,dead,confirmed,2020-01-01,,1\n12,a,b,dead,confirmed,2021-01-01,,1\n", "R164");
        assert_eq!(read_csv("dream", "code,label_da\n1,2\n").expect_err("refused").code(), "R162");
    }

    proptest! {
        /// After any mappings at most one row holds for a code on a day, and the list reads back from its CSV.
        #[test]
        fn mappings_never_overlap(
            mappings in prop::collection::vec((prop::sample::select(vec![555_u16, 870, 651]), 0_i64..12_000), 1..12)
        ) {
            let mut list = built_in();
            for (code, days) in mappings {
                let from = day("1991-08-05").checked_add(jiff::Span::new().days(days)).expect("in range");
                list = with_mapping(&list, code, "education", from).expect("mapped");
                prop_assert_eq!(list.category(code, from), Some("education"));
            }
            // Reading refuses overlaps.
            prop_assert_eq!(read_csv("dream", &write_csv(&list)).expect("no overlap"), list);
        }
    }
}
