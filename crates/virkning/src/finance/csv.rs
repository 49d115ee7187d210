//! Rows for the finance system as CSV. The mapping says which columns there are and how numbers, days and letters are
//! written. A text that a spreadsheet would take for a formula is given a leading apostrophe (OWASP, CSV Injection).

use jiff::civil::Date;
use serde::Deserialize;
use virkning_model::Money;

use super::characters;
use super::lines::FinanceLine;

/// How rows are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvForm {
    /// Between fields.
    pub separator: u8,
    /// `,` or `.`
    pub decimal_mark: u8,
    /// How days are written.
    pub date: RowDate,
    /// How letters become bytes.
    pub encoding: TextEncoding,
    /// The columns in their order.
    pub columns: Vec<Column>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// What stands in it.
    pub value: ColumnValue,
}

/// How days are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum RowDate {
    /// 2025-03-31
    #[serde(rename = "YYYY-MM-DD")]
    YearFirst,
    /// 31-03-2025
    #[serde(rename = "DD-MM-YYYY")]
    DayFirst,
    /// 31.03.2025
    #[serde(rename = "DD.MM.YYYY")]
    DayFirstWithDots,
    /// 20250331
    #[serde(rename = "YYYYMMDD")]
    YearFirstTogether,
    /// 31032025
    #[serde(rename = "DDMMYYYY")]
    DayFirstTogether,
}

impl RowDate {
    fn write(self, day: Date) -> String {
        let (year, month, day) = (day.year(), day.month(), day.day());
        match self {
            RowDate::YearFirst => format!("{year:04}-{month:02}-{day:02}"),
            RowDate::DayFirst => format!("{day:02}-{month:02}-{year:04}"),
            RowDate::DayFirstWithDots => format!("{day:02}.{month:02}.{year:04}"),
            RowDate::YearFirstTogether => format!("{year:04}{month:02}{day:02}"),
            RowDate::DayFirstTogether => format!("{day:02}{month:02}{year:04}"),
        }
    }
}

/// How letters become bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum TextEncoding {
    /// UTF-8.
    #[default]
    #[serde(rename = "utf-8")]
    Utf8,
    /// UTF-8 with a byte-order mark, which some spreadsheets need.
    #[serde(rename = "utf-8-with-mark")]
    Utf8WithMark,
    /// Windows-1252; a letter that it lacks is written with letters that it has.
    #[serde(rename = "windows-1252")]
    Windows1252,
}

impl TextEncoding {
    fn write(self, text: &str) -> Vec<u8> {
        match self {
            TextEncoding::Utf8 => text.as_bytes().to_vec(),
            TextEncoding::Utf8WithMark => [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
            TextEncoding::Windows1252 => {
                let mut bytes = Vec::with_capacity(text.len());
                for letter in text.chars() {
                    let own = letter.to_string();
                    let (encoded, _, lacking) = encoding_rs::WINDOWS_1252.encode(&own);
                    if lacking {
                        bytes.extend_from_slice(characters::written(letter).as_bytes());
                    } else {
                        bytes.extend_from_slice(&encoded);
                    }
                }
                bytes
            }
        }
    }
}

/// What stands in a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ColumnValue {
    /// The voucher's number.
    Voucher,
    /// The day of payment.
    Day,
    /// The regnskabsår.
    AccountingYear,
    /// The account string.
    Account,
    /// The committee.
    Committee,
    /// What the account is called.
    Label,
    /// The amount, debit positive.
    Amount,
    /// The amount where it is a debit.
    Debit,
    /// The amount where it is a credit, without its sign.
    Credit,
    /// The row's text.
    Text,
    /// The party.
    Party,
    /// Its budget.
    Budget,
    /// What the account is for.
    Purpose,
    /// The agreement.
    Agreement,
    /// The measured year.
    MeasuredYear,
    /// The holder's name as the bank has it.
    Name,
    /// The holder's CVR number.
    Cvr,
    /// The same text in each row.
    Constant(String),
}

/// The words of the values in a mapping file.
const VALUES: [(&str, ColumnValue); 17] = [
    ("voucher", ColumnValue::Voucher),
    ("day", ColumnValue::Day),
    ("accounting-year", ColumnValue::AccountingYear),
    ("account", ColumnValue::Account),
    ("committee", ColumnValue::Committee),
    ("label", ColumnValue::Label),
    ("amount", ColumnValue::Amount),
    ("debit", ColumnValue::Debit),
    ("credit", ColumnValue::Credit),
    ("text", ColumnValue::Text),
    ("party", ColumnValue::Party),
    ("budget", ColumnValue::Budget),
    ("purpose", ColumnValue::Purpose),
    ("agreement", ColumnValue::Agreement),
    ("measured-year", ColumnValue::MeasuredYear),
    ("name", ColumnValue::Name),
    ("cvr", ColumnValue::Cvr),
];

impl ColumnValue {
    /// The value of that word.
    pub fn parse(word: &str) -> Option<Self> {
        VALUES.into_iter().find(|(known, _)| *known == word).map(|(_, value)| value)
    }

    /// All words.
    pub fn known() -> String {
        VALUES.map(|(word, _)| word).join(", ")
    }
}

impl CsvForm {
    /// The word of a value without which rows cannot be booked; nothing where all are there.
    pub fn lacking(&self) -> Option<&'static str> {
        let has = |value: ColumnValue| self.columns.iter().any(|column| column.value == value);
        if !has(ColumnValue::Voucher) {
            return Some("voucher");
        }
        if !has(ColumnValue::Account) {
            return Some("account");
        }
        match (has(ColumnValue::Amount), has(ColumnValue::Debit), has(ColumnValue::Credit)) {
            (true, false, false) | (false, true, true) => None,
            _ => Some("amount"),
        }
    }

    /// The rows as a file: a heading and one row for each line.
    pub fn write(&self, lines: &[FinanceLine]) -> Vec<u8> {
        let titles = self.columns.iter().map(|column| safe(&column.title));
        let rows = lines.iter().map(|line| self.columns.iter().map(|column| self.field(&column.value, line)).collect());
        let text = table(self.separator, std::iter::once(titles.collect()).chain(rows));
        self.encoding.write(&text)
    }

    fn field(&self, value: &ColumnValue, line: &FinanceLine) -> String {
        let entry = &line.entry;
        let or_nothing = |amount: Option<Money>| amount.map_or_else(String::new, |amount| self.amount(amount));
        match value {
            ColumnValue::Voucher => safe(&entry.voucher),
            ColumnValue::Day => self.date.write(entry.day),
            ColumnValue::AccountingYear => line.accounting_year.to_string(),
            ColumnValue::Account => safe(&line.account),
            ColumnValue::Committee => safe(&line.committee),
            ColumnValue::Label => safe(&line.label),
            ColumnValue::Amount => self.amount(entry.amount),
            ColumnValue::Debit => or_nothing(Some(entry.amount).filter(|amount| !amount.is_negative())),
            ColumnValue::Credit => or_nothing(Some(-entry.amount).filter(|_| entry.amount.is_negative())),
            ColumnValue::Text => safe(&entry.text),
            ColumnValue::Party => safe(entry.holder.party.as_str()),
            ColumnValue::Budget => safe(entry.holder.budget.as_ref().map_or("", |budget| budget.as_str())),
            ColumnValue::Purpose => entry.purpose.word().to_owned(),
            ColumnValue::Agreement => safe(entry.agreement.as_str()),
            ColumnValue::MeasuredYear => entry.measured_year.map_or_else(String::new, |year| year.to_string()),
            ColumnValue::Name => safe(&line.name),
            ColumnValue::Cvr => line.cvr.clone(),
            ColumnValue::Constant(text) => safe(text),
        }
    }

    fn amount(&self, amount: Money) -> String {
        let text = format!("{:.2}", amount.to_decimal());
        if self.decimal_mark == b',' { text.replace('.', ",") } else { text }
    }
}

/// Rows as CSV text (RFC 4180): lines end with CR LF, and fields are quoted where they must be.
pub fn table(separator: u8, rows: impl Iterator<Item = Vec<String>>) -> String {
    let terminator = ::csv::Terminator::CRLF;
    let mut writer = ::csv::WriterBuilder::new().delimiter(separator).terminator(terminator).from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row).expect("writing to memory does not fail, and rows have one width");
    }
    let bytes = writer.into_inner().expect("writing to memory does not fail");
    String::from_utf8(bytes).expect("fields are text and separators are ASCII")
}

/// A text in one line that no spreadsheet takes for a formula.
pub fn safe(text: &str) -> String {
    let line: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let line = line.trim();
    if line.starts_with(['=', '+', '-', '@']) {
        format!("'{line}")
    } else {
        line.to_owned()
    }
}

#[cfg(test)]
mod tests;
