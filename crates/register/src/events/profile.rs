//! Profiles of extracts of events: stays, studies, observations and amounts, one row each. A profile is data in TOML, so
//! that an unknown extract needs a file and no program. What it says holds for the whole file; nothing is guessed from the
//! rows.

use jiff::civil::Date;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use virkning_measure::AmountPeriod;
use virkning_model::id::ContentHash;
use virkning_model::source;
use virkning_model::{Decimal, expression::Table};

use super::word::word_of;
use crate::profile::{Encoding, KeyColumn, ProfileError};

/// The built-in profiles by name.
const BUILT_IN: &[(&str, &str)] = &[
    ("shelter", include_str!("../../profiles/shelter.toml")),
    ("crisis-centre", include_str!("../../profiles/crisis-centre.toml")),
    ("refunds", include_str!("../../profiles/refunds.toml")),
    ("observations", include_str!("../../profiles/observations.toml")),
    ("education", include_str!("../../profiles/education.toml")),
    ("services", include_str!("../../profiles/services.toml")),
];

/// The kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Text with separators.
    Csv,
    /// A workbook of Excel.
    Xlsx,
}

/// How dates are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateForm {
    /// `2024-11-30`, also with `/` or `.`; a time of day after it is not read.
    YearMonthDay,
    /// `30-11-2024`, also with `/` or `.`.
    DayMonthYear,
    /// `20241130`.
    Digits,
}

/// What becomes of rows that are the same in every column.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Duplicates {
    /// One of them counts: exports overlap. The others are counted as ignored.
    #[default]
    Drop,
    /// Each counts.
    Keep,
}

/// What a row of the file becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rows {
    /// A stay: `from`, `to` (empty while it lasts), `kind`.
    Stay,
    /// A spell of study: `from`, `to`, `kind`.
    Study,
    /// A month of study: `from` is a day or the month itself, `kind`. Months that follow each other are one spell.
    StudyMonth,
    /// A dated value: `from`, `kind` (its name), `value`, `unit`.
    Observation,
    /// Amounts of one week, month or day: `from`, `figures`, `item`.
    Amount,
    /// A service with a price: `from`, `to`, `kind`, `item`, `value` (its price), `number`, `frequency`.
    Service,
}

impl Rows {
    /// The table that it fills.
    pub fn table(self) -> Table {
        match self {
            Rows::Stay => Table::Stay,
            Rows::Study | Rows::StudyMonth => Table::Study,
            Rows::Observation => Table::Observation,
            Rows::Amount | Rows::Service => Table::Amount,
        }
    }
}

/// A written value and what it stands for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedValue {
    /// As it is written; small and capital letters are the same.
    pub written: String,
    /// The name in the snapshot.
    pub is: String,
    /// The first day on which it holds.
    #[serde(default, deserialize_with = "day")]
    pub from: Option<Date>,
    /// The first day on which it no longer holds.
    #[serde(default, deserialize_with = "day")]
    pub until: Option<Date>,
    /// Whether the source mixes several kinds under it: such rows are counted and shown.
    #[serde(default)]
    pub mixed: bool,
}

/// A day as TOML writes it.
fn day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let written = toml::value::Datetime::deserialize(deserializer)?.to_string();
    written.parse().map(Some).map_err(serde::de::Error::custom)
}

/// What becomes of a written value that is not listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Others {
    /// The row is faulty.
    #[default]
    Refuse,
    /// It is its own name; it is counted and shown.
    Keep,
}

/// Where a name comes from.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Naming {
    /// The same name for every row.
    #[serde(default)]
    pub constant: Option<String>,
    /// Else the column: the first of these that the header has.
    #[serde(default)]
    pub column: Vec<String>,
    /// What its values stand for.
    #[serde(default)]
    pub values: Vec<NamedValue>,
    /// The others.
    #[serde(default)]
    pub others: Others,
}

impl Naming {
    fn is_given(&self) -> bool {
        self.constant.is_some() || !self.column.is_empty()
    }
}

/// A figure of a row of amounts.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// The kind of amount.
    pub kind: String,
    /// Its column.
    pub column: Vec<String>,
}

/// The figure that is computed: what the municipality bears itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Net {
    /// The kind of amount that it becomes.
    pub kind: String,
    /// The figure of what was paid out.
    pub paid: String,
    /// The figure of the refund, which is taken off.
    pub refund: String,
    /// The figure of the co-financing: where there is one, the municipality bears that and nothing else.
    pub co_financing: String,
}

/// Another unit of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherUnit {
    /// How it is written.
    pub written: Vec<String>,
    /// The smallest value in it.
    pub from: Decimal,
    /// The largest.
    pub to: Decimal,
    /// Times this …
    pub factor: Decimal,
    /// … plus this is the value in the unit of the snapshot.
    pub offset: Decimal,
}

/// The unit of an observation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The name of the observation.
    pub of: String,
    /// The unit in the snapshot.
    pub unit: String,
    /// How it is written.
    pub written: Vec<String>,
    /// The smallest value.
    pub from: Decimal,
    /// The largest.
    pub to: Decimal,
    /// Another unit in which it may come.
    pub other: Option<OtherUnit>,
}

/// How often a price is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Frequency {
    /// For each day.
    Day,
    /// For each seven days.
    Week,
    /// For each calendar month; part of a month costs its share of days.
    Month,
    /// Once, in the month in which it begins.
    Once,
}

/// How a frequency is written.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrittenFrequency {
    /// As it is written.
    pub written: String,
    /// What it is.
    pub is: Frequency,
}

/// Rows that are no facts.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dropped {
    /// The column.
    pub column: Vec<String>,
    /// The values.
    pub values: Vec<String>,
}

/// Who cannot be linked to anything.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anonymous {
    /// The column that says so, where there is one.
    #[serde(default)]
    pub column: Vec<String>,
    /// What stands there.
    #[serde(default)]
    pub values: Vec<String>,
    /// Whether a replacement number (day + 60), a number without a date, and no number at all are anonymous. In made-up
    /// data every number is a replacement number, and there only the column says it.
    #[serde(default)]
    pub fictitious_numbers: bool,
}

/// How the rows of one table stand in a file. It is read from every file that has its columns.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventTable {
    /// What a row becomes.
    pub rows: Rows,
    /// A column that tells the file from others; none where the other columns do.
    #[serde(default)]
    pub marker: Vec<String>,
    /// The day on which it begins.
    pub from: Vec<String>,
    /// The day after its last.
    #[serde(default)]
    pub to: Vec<String>,
    /// Whether the day in `to` is still part of it.
    #[serde(default)]
    pub to_is_included: bool,
    /// The period of amounts.
    #[serde(default)]
    pub period: Option<AmountPeriod>,
    /// The kind.
    #[serde(default)]
    pub kind: Naming,
    /// What it is called where it comes from.
    #[serde(default)]
    pub item: Naming,
    /// The value.
    #[serde(default)]
    pub value: Vec<String>,
    /// Words that stand for values, such as `bestået` for 1.
    #[serde(default)]
    pub words: Vec<NamedValue>,
    /// The unit.
    #[serde(default)]
    pub unit: Vec<String>,
    /// How many times the price is paid.
    #[serde(default)]
    pub number: Vec<String>,
    /// How often.
    #[serde(default)]
    pub frequency: Vec<String>,
    /// How frequencies are written.
    #[serde(default)]
    pub frequencies: Vec<WrittenFrequency>,
    /// The figures of a row of amounts.
    #[serde(default)]
    pub figures: Vec<Figure>,
    /// The figure that is computed from them.
    #[serde(default)]
    pub net: Option<Net>,
    /// Names that the extract covers, also where nobody has them.
    #[serde(default)]
    pub covers: Vec<String>,
}

/// How an extract of events is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventProfile {
    /// Its name.
    pub name: String,
    /// The register source that measures name.
    pub source: String,
    /// The kind of file.
    pub format: Format,
    /// The sheet of a workbook; the first without.
    pub sheet: Option<String>,
    /// Between fields.
    pub separator: u8,
    /// Around fields.
    pub quote: Option<u8>,
    /// How bytes above 127 are read.
    pub encoding: Encoding,
    /// `.` or `,`.
    pub decimal_mark: char,
    /// Between groups of three digits, if anything may stand there.
    pub thousands_mark: Option<char>,
    /// How dates are written.
    pub date: DateForm,
    /// What else than nothing stands for nothing.
    pub blank: Vec<String>,
    /// Rows that are the same in every column.
    pub duplicates: Duplicates,
    /// The person key: the first of these that the header has.
    pub keys: Vec<KeyColumn>,
    /// Further people of a row, such as children who came with their mother: those of these columns that are not empty.
    pub further_keys: Vec<String>,
    /// Who cannot be linked.
    pub anonymous: Option<Anonymous>,
    /// Rows that are no facts.
    pub dropped: Vec<Dropped>,
    /// The tables.
    pub tables: Vec<EventTable>,
    /// Units of observations.
    pub units: Vec<Unit>,
    /// SHA-256 of the profile's text.
    pub hash: ContentHash,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    name: String,
    source: String,
    #[serde(default = "csv")]
    format: Format,
    #[serde(default)]
    sheet: Option<String>,
    #[serde(default = "semicolon")]
    separator: String,
    #[serde(default = "double_quote")]
    quote: String,
    #[serde(default = "utf_8")]
    encoding: Encoding,
    decimal_mark: String,
    #[serde(default)]
    thousands_mark: String,
    date: DateForm,
    #[serde(default)]
    blank: Vec<String>,
    #[serde(default)]
    duplicates: Duplicates,
    key: Vec<KeyColumn>,
    #[serde(default)]
    further_keys: Vec<String>,
    #[serde(default)]
    anonymous: Option<Anonymous>,
    #[serde(default)]
    drop: Vec<Dropped>,
    table: Vec<EventTable>,
    #[serde(default)]
    unit: Vec<RawUnit>,
}

fn csv() -> Format {
    Format::Csv
}

fn semicolon() -> String {
    "semicolon".to_owned()
}

fn double_quote() -> String {
    "\"".to_owned()
}

fn utf_8() -> Encoding {
    Encoding::Utf8
}

/// Numbers of a profile are texts: they are exact.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawUnit {
    of: String,
    unit: String,
    #[serde(default)]
    written: Vec<String>,
    from: String,
    to: String,
    #[serde(default)]
    other: Option<RawOther>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawOther {
    written: Vec<String>,
    from: String,
    to: String,
    factor: String,
    offset: String,
}

fn wrong<T>(key: &'static str, value: &str) -> Result<T, ProfileError> {
    Err(ProfileError::Value { key, value: value.to_owned() })
}

fn exact(key: &'static str, text: &str) -> Result<Decimal, ProfileError> {
    text.parse().or_else(|_| wrong(key, text))
}

impl EventProfile {
    /// Whether there is a built-in profile of that name.
    pub fn is_built_in(name: &str) -> bool {
        BUILT_IN.iter().any(|(known, _)| *known == name)
    }

    /// The names of the built-in profiles.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// The built-in profile of that name.
    ///
    /// # Errors
    /// There is none.
    pub fn built_in(name: &str) -> Result<Self, ProfileError> {
        match BUILT_IN.iter().find(|(known, _)| *known == name) {
            Some((_, text)) => Self::parse(text),
            None => Err(ProfileError::Unknown {
                name: name.to_owned(),
                known: std::iter::once("dream").chain(Self::names()).collect::<Vec<_>>().join(", "),
            }),
        }
    }

    /// Reads a profile from TOML.
    ///
    /// # Errors
    /// It is no TOML, a key is unknown or missing, or a value cannot be used; nothing of it is used then.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        let raw: Raw = toml::from_str(text)
            .map_err(|error| ProfileError::Invalid { reason: error.to_string().trim().to_owned() })?;
        let Some(schema) = source::source(&raw.source) else { return wrong("source", &raw.source) };
        for table in &raw.table {
            if !schema.tables.contains(&table.rows.table()) {
                return wrong("table.rows", table.rows.table().name());
            }
            check(table)?;
        }
        if raw.table.is_empty() {
            return wrong("table", "[]");
        }
        if raw.key.is_empty() {
            return wrong("key", "[]");
        }
        for key in &raw.key {
            crate::profile::check_space(&key.space)?;
        }
        let thousands_mark = match raw.thousands_mark.as_str() {
            "" => None,
            "." if raw.decimal_mark != "." => Some('.'),
            "," if raw.decimal_mark != "," => Some(','),
            " " => Some(' '),
            other => return wrong("thousands_mark", other),
        };
        Ok(Self {
            name: raw.name,
            source: raw.source,
            format: raw.format,
            sheet: raw.sheet,
            separator: crate::profile::separator_of(&raw.separator)?,
            quote: crate::profile::quote_of(&raw.quote)?,
            encoding: raw.encoding,
            decimal_mark: char::from(crate::profile::decimal_mark_of(&raw.decimal_mark)?),
            thousands_mark,
            date: raw.date,
            blank: raw.blank,
            duplicates: raw.duplicates,
            keys: raw.key,
            further_keys: raw.further_keys,
            anonymous: raw.anonymous,
            dropped: raw.drop,
            tables: raw.table,
            units: raw.unit.into_iter().map(unit).collect::<Result<_, _>>()?,
            hash: ContentHash::from_bytes(Sha256::digest(text.as_bytes()).into()),
        })
    }
}

fn unit(raw: RawUnit) -> Result<Unit, ProfileError> {
    let other = raw.other.map(|other| -> Result<OtherUnit, ProfileError> {
        Ok(OtherUnit {
            written: other.written,
            from: exact("unit.other.from", &other.from)?,
            to: exact("unit.other.to", &other.to)?,
            factor: exact("unit.other.factor", &other.factor)?,
            offset: exact("unit.other.offset", &other.offset)?,
        })
    });
    Ok(Unit {
        of: raw.of,
        unit: raw.unit,
        written: raw.written,
        from: exact("unit.from", &raw.from)?,
        to: exact("unit.to", &raw.to)?,
        other: other.transpose()?,
    })
}

/// Whether a table says what its rows need, and names what the language can name.
fn check(table: &EventTable) -> Result<(), ProfileError> {
    let missing = |key: &'static str| wrong(key, "[]");
    if table.from.is_empty() {
        return missing("table.from");
    }
    match table.rows {
        Rows::Amount if table.figures.is_empty() => return missing("table.figures"),
        Rows::Amount if table.period.is_none() => return missing("table.period"),
        Rows::Observation | Rows::Service if table.value.is_empty() => return missing("table.value"),
        Rows::Amount => {}
        _ if !table.kind.is_given() => return missing("table.kind"),
        _ => {}
    }
    let figures = table.figures.iter().map(|figure| figure.kind.as_str());
    if let Some(net) = &table.net {
        for named in [&net.paid, &net.refund, &net.co_financing] {
            if !figures.clone().any(|kind| kind == named.as_str()) {
                return wrong("table.net", named);
            }
        }
    }
    let named = table.kind.values.iter().map(|value| value.is.as_str());
    let named =
        named.chain(figures).chain(table.kind.constant.as_deref()).chain(table.covers.iter().map(String::as_str));
    let known = table.rows.table().kinds();
    for name in named {
        if word_of(name).as_deref() != Some(name) || known.is_some_and(|known| !known.contains(&name)) {
            return wrong("table.kind", name);
        }
    }
    Ok(())
}
