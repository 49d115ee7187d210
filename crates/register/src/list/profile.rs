//! The profile of an enrolment list: how a municipality writes it, as data. What it says holds for the whole file;
//! nothing is guessed from the rows.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;
use virkning_model::agreement::EnrolmentStep;
use virkning_model::observation::Arm;
use virkning_model::period::Month;

use super::problem::ListError;
use crate::profile::KeyColumn;

const BUILT_IN: &str = include_str!("../../profiles/enrolment.toml");

/// How the list's bytes are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListEncoding {
    /// UTF-8, with or without a byte-order mark.
    #[serde(rename = "utf-8")]
    Utf8,
    /// Windows-1252.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// UTF-8 where the whole file is that, else Windows-1252; refused where it could be a damaged UTF-8.
    Recognise,
}

/// The one form of dates in a list, in which months leave out the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum DateForm {
    /// 2023-08-31
    #[serde(rename = "YYYY-MM-DD")]
    YearFirst,
    /// 31-08-2023, with hyphens, dots or slashes, and days and months of one digit as well.
    #[serde(rename = "DD-MM-YYYY")]
    DayFirst,
}

impl DateForm {
    /// As it is written in the profile.
    pub fn name(self) -> &'static str {
        match self {
            DateForm::YearFirst => "YYYY-MM-DD",
            DateForm::DayFirst => "DD-MM-YYYY",
        }
    }

    /// How its months are written.
    pub fn month_name(self) -> &'static str {
        match self {
            DateForm::YearFirst => "YYYY-MM",
            DateForm::DayFirst => "MM-YYYY",
        }
    }

    /// Reads a date between 1900 and 2200.
    pub fn date(self, text: &str) -> Option<Date> {
        let parts: Vec<&str> = text.split(['-', '.', '/']).collect();
        let (year, month, day) = match (self, parts.as_slice()) {
            (DateForm::YearFirst, [year, month, day]) if text.len() == 10 => (year, month, day),
            (DateForm::DayFirst, [day, month, year]) => (year, month, day),
            _ => return None,
        };
        let month = self::month(year, month)?;
        Date::new(month.year(), month.month(), number(day)?).ok()
    }

    /// Reads a month between 1900 and 2200.
    pub(super) fn month(self, text: &str) -> Option<Month> {
        let parts: Vec<&str> = text.split(['-', '.', '/']).collect();
        match (self, parts.as_slice()) {
            (DateForm::YearFirst, [year, month]) | (DateForm::DayFirst, [month, year]) => self::month(year, month),
            _ => None,
        }
    }
}

fn month(year: &str, month: &str) -> Option<Month> {
    (year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit())).then_some(())?;
    Month::new(year.parse().ok()?, number(month)?)
}

fn number(text: &str) -> Option<i8> {
    ((1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(())?;
    text.parse().ok()
}

/// Where the birth stands. At most one of both is named; without either it is taken from a CPR number.
#[derive(Clone, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BirthColumns {
    /// The column of the birth date, or nothing.
    #[serde(default)]
    pub date: String,
    /// The column of the birth month, or nothing.
    #[serde(default)]
    pub month: String,
}

/// Where the end of somebody's way stands: early leaving, a refusal, a declined offer.
#[derive(Clone, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DropOutColumns {
    /// The column of the date, or nothing.
    #[serde(default)]
    pub date: String,
    /// The column of the reason, or nothing.
    #[serde(default)]
    pub reason: String,
}

/// Where names and addresses stand. They go into the identity vault and nowhere else, and only from lists that are keyed by
/// CPR number. A list need not have the columns.
#[derive(Clone, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdentityColumns {
    /// The column of the name, or nothing.
    #[serde(default)]
    pub name: String,
    /// The column of the address, or nothing.
    #[serde(default)]
    pub address: String,
    /// The column that says by yes or no whether both are protected, or nothing.
    #[serde(default)]
    pub protected: String,
}

/// Where the arm of a trial stands.
#[derive(Clone, Debug, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArmColumn {
    /// The column, or nothing.
    #[serde(default)]
    pub column: String,
    /// Words for the arm that gets the intervention (indsatsgruppe).
    #[serde(default)]
    pub treatment: Vec<String>,
    /// Words for the arm that it is compared with (kontrolgruppe).
    #[serde(default)]
    pub control: Vec<String>,
}

/// How a list is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListProfile {
    /// Its name.
    pub name: String,
    /// Between fields.
    pub separator: u8,
    /// Around fields, where any may stand.
    pub quote: Option<u8>,
    /// How its bytes are read.
    pub encoding: ListEncoding,
    /// The form of its dates.
    pub date: DateForm,
    /// Words for yes; small and capital letters are the same.
    pub yes: Vec<String>,
    /// Words for no.
    pub no: Vec<String>,
    /// The identifier: the first of these columns that the header has.
    pub keys: Vec<KeyColumn>,
    /// The column of each step.
    pub steps: BTreeMap<EnrolmentStep, String>,
    /// The column of each step that a list may have and need not.
    pub more_steps: BTreeMap<EnrolmentStep, String>,
    /// Where the birth stands.
    pub birth: BirthColumns,
    /// Where early leaving stands.
    pub drop_out: DropOutColumns,
    /// Where a refusal at the assessment stands. A list need not have the columns.
    pub refused: DropOutColumns,
    /// Where a declined offer stands. A list need not have the columns.
    pub declined: DropOutColumns,
    /// The column of the day of completion, or nothing. It must be there only for agreements that ask who completed.
    pub completed: String,
    /// Where the arm stands. It must be there only for agreements that compare arms.
    pub arm: ArmColumn,
    /// Where names and addresses stand.
    pub identity: IdentityColumns,
    /// The list's column for a column of a rule of admission; an empty name says that the list has none.
    pub rules: BTreeMap<String, String>,
}

/// The profile as it stands in its file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    name: String,
    separator: String,
    quote: String,
    encoding: ListEncoding,
    date: DateForm,
    yes: Vec<String>,
    no: Vec<String>,
    key: Vec<KeyColumn>,
    steps: BTreeMap<EnrolmentStep, String>,
    #[serde(default)]
    more_steps: BTreeMap<EnrolmentStep, String>,
    #[serde(default)]
    birth: BirthColumns,
    #[serde(default)]
    drop_out: DropOutColumns,
    #[serde(default)]
    refused: DropOutColumns,
    #[serde(default)]
    declined: DropOutColumns,
    #[serde(default)]
    completed: String,
    #[serde(default)]
    arm: ArmColumn,
    #[serde(default)]
    identity: IdentityColumns,
    #[serde(default)]
    rules: BTreeMap<String, String>,
}

impl ListProfile {
    /// The profile that comes with the product: Danish headers, semicolons, dates as 2023-08-31.
    pub fn built_in() -> Self {
        Self::parse(BUILT_IN).expect("the profile that comes with the product is tested")
    }

    /// Reads a profile from TOML.
    pub fn parse(text: &str) -> Result<Self, ListError> {
        let raw: Raw =
            toml::from_str(text).map_err(|error| ListError::Profile { reason: error.to_string().trim().to_owned() })?;
        let wrong = |key, value: &str| Err(ListError::ProfileValue { key, value: value.to_owned() });
        let separator = match raw.separator.as_str() {
            "comma" => b',',
            "semicolon" => b';',
            "tab" => b'\t',
            other => match other.as_bytes() {
                [byte @ (b',' | b';' | b'\t' | b'|')] => *byte,
                _ => return wrong("separator", other),
            },
        };
        let quote = match raw.quote.as_bytes() {
            [] => None,
            [byte @ (b'"' | b'\'')] => Some(*byte),
            _ => return wrong("quote", &raw.quote),
        };
        if raw.key.is_empty() {
            return wrong("key", "[]");
        }
        if let Some(word) = raw.yes.iter().find(|word| raw.no.iter().any(|no| same(no, word))) {
            return wrong("no", word);
        }
        if !raw.birth.date.is_empty() && !raw.birth.month.is_empty() {
            return wrong("birth", &raw.birth.month);
        }
        let ends = [("drop_out", &raw.drop_out), ("refused", &raw.refused), ("declined", &raw.declined)];
        if let Some((key, end)) = ends.into_iter().find(|(_, end)| end.date.is_empty() && !end.reason.is_empty()) {
            return wrong(key, &end.reason);
        }
        if let Some((step, _)) = raw.more_steps.iter().find(|(step, _)| raw.steps.contains_key(step)) {
            return wrong("more_steps", step.as_str());
        }
        let arm = &raw.arm;
        if let Some(word) = arm.treatment.iter().find(|word| arm.control.iter().any(|other| same(other, word))) {
            return wrong("arm", word);
        }
        if !arm.column.is_empty() && (arm.treatment.is_empty() || arm.control.is_empty()) {
            return wrong("arm", &arm.column);
        }
        Ok(Self {
            name: raw.name,
            separator,
            quote,
            encoding: raw.encoding,
            date: raw.date,
            yes: raw.yes,
            no: raw.no,
            keys: raw.key,
            steps: raw.steps,
            more_steps: raw.more_steps,
            refused: raw.refused,
            declined: raw.declined,
            birth: raw.birth,
            drop_out: raw.drop_out,
            completed: raw.completed,
            arm: raw.arm,
            identity: raw.identity,
            rules: raw.rules,
        })
    }

    /// The list's column for a column of a rule: as the profile maps it, else the same name with underscores. Empty
    /// where the profile says that the list has none.
    pub fn rule_column(&self, column: &str) -> String {
        self.rules.get(column).cloned().unwrap_or_else(|| column.replace('-', "_"))
    }

    /// The arm that a word names; nothing for another word.
    pub(super) fn arm_of(&self, text: &str) -> Option<Arm> {
        let among = |words: &[String]| words.iter().any(|word| same(word, text));
        match (among(&self.arm.treatment), among(&self.arm.control)) {
            (true, _) => Some(Arm::Treatment),
            (_, true) => Some(Arm::Control),
            _ => None,
        }
    }

    /// Yes or no; nothing for another word.
    pub(super) fn word(&self, text: &str) -> Option<bool> {
        let among = |words: &[String]| words.iter().any(|word| same(word, text));
        match (among(&self.yes), among(&self.no)) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        }
    }
}

/// Whether two names or words are the same apart from capitals and blanks around them.
pub(super) fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}
