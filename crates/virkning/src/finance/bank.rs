//! What the bank or the finance system reports back, as CSV by a declared profile: rows with a day, an amount and a
//! reference. Nothing is guessed from the rows; one that cannot be read is listed with its line. Which payment a row
//! belongs to is decided elsewhere.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use virkning_model::id::ContentHash;
use virkning_model::{Currency, Money};
use virkning_register::list::{DateForm, LineCount, ListEncoding, check_quotes, decode};

use crate::app::coded;
use crate::app::failure::{Refusal, RowProblem};
use crate::app::folder::hash;

/// A movement on an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankRow {
    /// Its line in the file, from 1.
    pub line: u64,
    /// The day on which it was booked.
    pub day: Date,
    /// What came in; what went out is negative.
    pub amount: Money,
    /// The reference that came back; may be empty.
    pub reference: String,
    /// Its text.
    pub text: String,
    /// What tells it from every other row, the same whenever it is reported again: the bank's own number, else a hash of
    /// what it says.
    pub id: String,
}

impl BankRow {
    /// Whether the row is about a reference: as its reference, or as a word of its text.
    pub fn names(&self, reference: &str) -> bool {
        let apart = |letter: char| letter.is_whitespace() || matches!(letter, ',' | ';' | ':' | '(' | ')' | '"');
        self.reference == reference || self.text.split(apart).any(|word| word == reference)
    }
}

/// A statement that was read: rows + rejected + ignored = total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankStatement {
    /// SHA-256 of the file.
    pub file: ContentHash,
    /// The movements, in the order of the file.
    pub rows: Vec<BankRow>,
    /// Rows that cannot be read, in the order of the file.
    pub rejected: Vec<RowProblem>,
    /// Rows without any text, and those that the profile leaves out.
    pub ignored: u64,
    /// All rows below the heading.
    pub total: u64,
}

/// How a statement is written.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BankProfile {
    /// Its name.
    pub name: String,
    /// `semicolon`, `comma` or `tab`.
    pub separator: Separator,
    /// How its bytes are read.
    pub encoding: ListEncoding,
    /// The form of its dates.
    pub date: DateForm,
    /// `,` or `.`
    pub decimal_mark: char,
    /// Between thousands; nothing where there is none.
    #[serde(default)]
    pub thousands_mark: Option<char>,
    /// The currency of all amounts.
    pub currency: Currency,
    /// How money that went out is written.
    pub outgoing: Outgoing,
    /// Which columns are what.
    pub columns: BankColumns,
    /// Rows that are no movements, such as balances.
    #[serde(default)]
    pub ignore: Option<Ignore>,
}

/// Between fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Separator {
    /// `;`
    Semicolon,
    /// `,`
    Comma,
    /// A tab.
    Tab,
}

impl Separator {
    fn byte(self) -> u8 {
        match self {
            Separator::Semicolon => b';',
            Separator::Comma => b',',
            Separator::Tab => b'\t',
        }
    }
}

/// How money that went out is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outgoing {
    /// Below nothing, as banks do.
    Negative,
    /// Above nothing, as a list of payments does.
    Positive,
}

/// Which columns are what, by their headings.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BankColumns {
    /// The day.
    pub date: String,
    /// The amount; or `in` and `out`.
    #[serde(default)]
    pub amount: Option<String>,
    /// What came in.
    #[serde(default, rename = "in")]
    pub incoming: Option<String>,
    /// What went out, without a sign.
    #[serde(default, rename = "out")]
    pub outgoing: Option<String>,
    /// The reference.
    #[serde(default)]
    pub reference: Option<String>,
    /// The text.
    #[serde(default)]
    pub text: Option<String>,
    /// The bank's own number of the movement.
    #[serde(default)]
    pub id: Option<String>,
}

/// Rows that are no movements.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ignore {
    /// The column that tells.
    pub column: String,
    /// What stands in it then; small and capital letters are the same.
    pub words: Vec<String>,
}

impl BankProfile {
    /// Reads a profile.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let profile: BankProfile =
            toml::from_str(text).map_err(|error| Refusal::new("B101").with("reason", error.to_string().trim()))?;
        let wrong = |key: &str, value: String| Err(Refusal::new("B102").with("key", key).with("value", value));
        if !matches!(profile.decimal_mark, ',' | '.') {
            return wrong("decimal_mark", profile.decimal_mark.to_string());
        }
        match profile.thousands_mark {
            Some(mark) if mark == profile.decimal_mark || !matches!(mark, '.' | ',' | ' ' | '\'') => {
                return wrong("thousands_mark", mark.to_string());
            }
            _ => {}
        }
        let columns = &profile.columns;
        let amounts = (columns.amount.is_some(), columns.incoming.is_some(), columns.outgoing.is_some());
        if !matches!(amounts, (true, false, false) | (false, true, true)) {
            return wrong("columns.amount", columns.amount.clone().unwrap_or_default());
        }
        if columns.reference.is_none() && columns.text.is_none() {
            return wrong("columns.reference", String::new());
        }
        Ok(profile)
    }
}

/// Reads a statement. Rows that cannot be read are in the answer; a file that is no such statement is refused whole.
///
/// # Errors
/// Why the file is no such statement.
pub fn read(bytes: &[u8], profile: &BankProfile) -> Result<BankStatement, Refusal> {
    let refused = |error: virkning_register::list::ListError| coded(error.code(), error.arguments());
    let separator = profile.separator.byte();
    let text = decode(bytes, profile.encoding).map_err(refused)?;
    check_quotes(&text, Some(b'"'), separator).map_err(refused)?;
    let mut reader =
        ::csv::ReaderBuilder::new().delimiter(separator).flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut records = reader.records();
    let no_text = |_| Refusal::new("B104");
    let header = records.next().ok_or_else(|| Refusal::new("B104"))?.map_err(no_text)?;
    let places = Places::find(&header, profile)?;
    let mut lines = LineCount::new(&text);
    let mut statement =
        BankStatement { file: hash(bytes), rows: Vec::new(), rejected: Vec::new(), ignored: 0, total: 0 };
    let mut seen = Seen::default();
    for record in records {
        let record = record.map_err(no_text)?;
        let line = lines.line_of(record.position().map_or(0, ::csv::Position::byte));
        statement.total += 1;
        if record.iter().all(|field| field.trim().is_empty()) || places.is_ignored(&record, profile) {
            statement.ignored += 1;
            continue;
        }
        match places.row(&record, line, profile).and_then(|row| seen.told_apart(row)) {
            Ok(row) => statement.rows.push(row),
            Err(problem) => statement.rejected.push(problem),
        }
    }
    debug_assert_eq!(
        statement.rows.len() as u64 + statement.rejected.len() as u64 + statement.ignored,
        statement.total
    );
    Ok(statement)
}

/// Where the columns stand.
struct Places {
    width: usize,
    date: usize,
    amount: Option<usize>,
    incoming: Option<usize>,
    outgoing: Option<usize>,
    reference: Option<usize>,
    text: Option<usize>,
    id: Option<usize>,
    ignore: Option<usize>,
}

impl Places {
    fn find(header: &::csv::StringRecord, profile: &BankProfile) -> Result<Self, Refusal> {
        let titles: Vec<&str> = header.iter().map(str::trim).collect();
        let place = |name: &str| {
            let found = titles.iter().position(|title| title.to_lowercase() == name.trim().to_lowercase());
            found.ok_or_else(|| Refusal::new("B103").with("column", name).with("known", titles.join(", ")))
        };
        let maybe = |name: &Option<String>| name.as_deref().map(place).transpose();
        let columns = &profile.columns;
        Ok(Self {
            width: titles.len(),
            date: place(&columns.date)?,
            amount: maybe(&columns.amount)?,
            incoming: maybe(&columns.incoming)?,
            outgoing: maybe(&columns.outgoing)?,
            reference: maybe(&columns.reference)?,
            text: maybe(&columns.text)?,
            id: maybe(&columns.id)?,
            ignore: profile.ignore.as_ref().map(|ignore| place(&ignore.column)).transpose()?,
        })
    }

    fn is_ignored(&self, record: &::csv::StringRecord, profile: &BankProfile) -> bool {
        let (Some(place), Some(ignore)) = (self.ignore, &profile.ignore) else { return false };
        let said = field(record, Some(place)).to_lowercase();
        ignore.words.iter().any(|word| word.trim().to_lowercase() == said)
    }

    fn row(&self, record: &::csv::StringRecord, line: u64, profile: &BankProfile) -> Result<BankRow, RowProblem> {
        if record.len() != self.width {
            let found = record.len().to_string();
            return Err(problem(line, "B001", "", "", &[("found", found), ("expected", self.width.to_string())]));
        }
        let said = field(record, Some(self.date));
        let day = profile.date.date(&said).ok_or_else(|| {
            problem(line, "B002", &profile.columns.date, &said, &[("form", profile.date.name().to_owned())])
        })?;
        Ok(BankRow {
            line,
            day,
            amount: self.amount(record, line, profile)?,
            reference: field(record, self.reference).into_owned(),
            text: field(record, self.text).into_owned(),
            id: field(record, self.id).into_owned(),
        })
    }

    fn amount(&self, record: &::csv::StringRecord, line: u64, profile: &BankProfile) -> Result<Money, RowProblem> {
        let columns = &profile.columns;
        let read = |place: Option<usize>, name: &Option<String>| {
            let said = field(record, place);
            let name = name.as_deref().unwrap_or_default();
            amount(&said, profile).ok_or_else(|| problem(line, "B003", name, &said, &[("form", form(profile))]))
        };
        let minor = if self.amount.is_some() {
            let minor = read(self.amount, &columns.amount)?;
            if profile.outgoing == Outgoing::Positive { -minor } else { minor }
        } else {
            let filled = |place| !field(record, place).is_empty();
            match (filled(self.incoming), filled(self.outgoing)) {
                (true, false) => read(self.incoming, &columns.incoming)?,
                (false, true) => -read(self.outgoing, &columns.outgoing)?,
                _ => return Err(problem(line, "B004", "", "", &[])),
            }
        };
        Ok(Money::from_minor(profile.currency, minor))
    }
}

fn field(record: &::csv::StringRecord, place: Option<usize>) -> Cow<'_, str> {
    place.and_then(|place| record.get(place)).map_or(Cow::Borrowed(""), |text| Cow::Borrowed(text.trim()))
}

fn problem(line: u64, code: &str, column: &str, excerpt: &str, words: &[(&str, String)]) -> RowProblem {
    RowProblem {
        file: String::new(),
        line,
        column: column.to_owned(),
        // Enough to find it; a column that is not what the profile says could hold anything.
        excerpt: excerpt.chars().take(20).collect(),
        code: code.to_owned(),
        arguments: words.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect(),
    }
}

/// How the profile's amounts look, for messages.
fn form(profile: &BankProfile) -> String {
    let thousands = profile.thousands_mark.map(String::from).unwrap_or_default();
    format!("1{thousands}234{}56", profile.decimal_mark)
}

/// An amount in minor units as the profile writes it: thousands in groups of three or not at all, at most two decimals,
/// a sign before or after it.
fn amount(text: &str, profile: &BankProfile) -> Option<i128> {
    let is_minus = |sign: char| matches!(sign, '-' | '\u{2212}');
    let (negative, digits) = match text.strip_prefix(is_minus).or_else(|| text.strip_suffix(is_minus)) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = digits.split_once(profile.decimal_mark).unwrap_or((digits, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let whole = match profile.thousands_mark {
        Some(mark) if whole.contains(mark) => {
            let groups: Vec<&str> = whole.split(mark).collect();
            let good = (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3);
            good.then(|| groups.concat())?
        }
        _ => whole.to_owned(),
    };
    if !all_digits(&whole) || !all_digits(part) || part.len() > 2 || whole.len() > 13 {
        return None;
    }
    let minor: i128 = format!("{whole}{part:0<2}").parse().ok()?;
    Some(if negative { -minor } else { minor })
}

/// What tells rows apart in one file.
#[derive(Default)]
struct Seen {
    ids: BTreeMap<String, u64>,
    alike: BTreeMap<String, u64>,
}

impl Seen {
    /// The row with its identity. The bank's own number may stand once; rows without one are numbered where they say the
    /// same, so that two equal payments of one day are two.
    fn told_apart(&mut self, mut row: BankRow) -> Result<BankRow, RowProblem> {
        if row.id.is_empty() {
            row.id = self.made(&row);
            return Ok(row);
        }
        match self.ids.insert(row.id.clone(), row.line) {
            None => Ok(row),
            Some(first) => Err(problem(row.line, "B005", "", &row.id, &[("first", first.to_string())])),
        }
    }

    fn made(&mut self, row: &BankRow) -> String {
        let said = format!("{}\n{}\n{}\n{}", row.day, row.amount.minor(), row.reference, row.text);
        let number = self.alike.entry(said.clone()).or_default();
        *number += 1;
        hash(format!("{said}\n{number}").as_bytes()).to_string()
    }
}

/// Gives every movement its identity; for readers of other forms of statements.
pub(super) fn tell_apart(rows: Vec<BankRow>) -> (Vec<BankRow>, Vec<RowProblem>) {
    let mut seen = Seen::default();
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for row in rows {
        match seen.told_apart(row) {
            Ok(row) => good.push(row),
            Err(problem) => bad.push(problem),
        }
    }
    (good, bad)
}

#[cfg(test)]
mod tests;
