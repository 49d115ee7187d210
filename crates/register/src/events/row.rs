//! One row of an extract of events to the facts of its people.

use jiff::ToSpan as _;
use jiff::civil::Date;
use sha2::{Digest, Sha256};
use virkning_measure::{AmountPeriod, STILL_THERE, day_number};
use virkning_model::Decimal;
use virkning_model::period::Week;

use super::cell;
use super::columns::{FileColumns, TableColumns};
use super::names::Names;
use super::profile::{DateForm, EventProfile, Naming, Others, Rows};
use super::record::{ANONYMOUS, COUNTS, Of, Record};
use super::service;
use super::tally::Tally;
use super::unit;
use super::word::word_of;
use crate::identifier::{Cpr, IdentifierProblem};
use crate::key::{Pseudonym, Pseudonyms};
use crate::problem::{ImportError, RowFault, RowProblem, excerpt, key_excerpt, without_identifiers};
use crate::profile::KeyForm;

/// The names of all tables while rows are read.
#[derive(Clone, Debug, Default)]
pub(crate) struct NameTables {
    pub(crate) stays: Names,
    pub(crate) studies: Names,
    pub(crate) observations: Names,
    pub(crate) amounts: Names,
    pub(crate) items: Names,
}

impl NameTables {
    pub(crate) fn of(&mut self, rows: Rows) -> &mut Names {
        match rows {
            Rows::Stay => &mut self.stays,
            Rows::Study | Rows::StudyMonth => &mut self.studies,
            Rows::Observation => &mut self.observations,
            Rows::Amount | Rows::Service => &mut self.amounts,
        }
    }
}

/// What a row led to.
pub(crate) enum Read {
    /// Facts, in the buffer.
    Facts,
    /// No fact by the profile.
    Dropped,
}

/// Why a row is no facts.
pub(crate) enum Stop {
    /// It is faulty.
    Row(RowProblem),
    /// The whole import is refused.
    Import(ImportError),
}

impl From<ImportError> for Stop {
    fn from(error: ImportError) -> Self {
        Stop::Import(error)
    }
}

type Found<T> = Result<T, Stop>;

/// Reads the rows of one file.
pub(crate) struct RowReader<'r, 'p> {
    profile: &'p EventProfile,
    columns: &'r FileColumns<'p>,
    names: &'r mut NameTables,
    tally: &'r mut Tally,
    pseudonyms: &'r Pseudonyms,
    anonymous: &'r Pseudonyms,
    /// In made-up data every number is a replacement number.
    synthetic: bool,
    /// The day at which services that have not ended are cut: the one after the last.
    cut: Date,
    file: u16,
    file_name: &'r str,
}

/// Somebody a row is about.
struct Whom {
    pseudonym: Pseudonym,
    anonymous: bool,
}

/// A fact before it belongs to a person.
struct Fact {
    of: Of,
    from: i32,
    to: i32,
    kind: u16,
    item: u16,
    value: i64,
}

/// A row while it is read.
struct Cells<'r> {
    cells: &'r [String],
    line: u64,
}

impl Cells<'_> {
    fn at(&self, at: Option<usize>) -> &str {
        at.and_then(|at| self.cells.get(at)).map_or("", |cell| cell.trim())
    }
}

impl<'r, 'p> RowReader<'r, 'p> {
    pub(crate) fn new(
        profile: &'p EventProfile,
        columns: &'r FileColumns<'p>,
        names: &'r mut NameTables,
        tally: &'r mut Tally,
        (pseudonyms, anonymous): (&'r Pseudonyms, &'r Pseudonyms),
        (synthetic, cut): (bool, Date),
        (file, file_name): (u16, &'r str),
    ) -> Self {
        Self { profile, columns, names, tally, pseudonyms, anonymous, synthetic, cut, file, file_name }
    }

    /// Reads a row, adding its facts. After a fault nothing is added.
    pub(crate) fn read(&mut self, cells: &[String], line: u64, facts: &mut Vec<Record>) -> Found<Read> {
        let cells = Cells { cells, line };
        if cells.cells.len() != self.columns.names.len() {
            let excerpt = format!("{} / {}", cells.cells.len(), self.columns.names.len());
            return Err(self.fault(&cells, RowFault::Ragged, None, excerpt));
        }
        if self.is_dropped(&cells) {
            return Ok(Read::Dropped);
        }
        let row = self.digest(&cells);
        let people = self.people(&cells, &row)?;
        let columns = self.columns;
        let mut found = Vec::new();
        for table in &columns.tables {
            // Of several tables a row may fill one and leave the others empty.
            if columns.tables.len() > 1 && cells.at(Some(table.from)).is_empty() {
                continue;
            }
            self.facts(&cells, table, &mut found)?;
        }
        if found.is_empty() {
            found.push(Fact { of: Of::Presence, from: 0, to: 0, kind: 0, item: 0, value: 0 });
        }
        for (place, whom) in people.iter().enumerate() {
            // The pseudonym belongs to what the row says; its key column is not in the digest.
            let mut whole = Sha256::new();
            whole.update(whom.pseudonym.as_bytes());
            whole.update(row);
            let row = first_half(&whole.finalize());
            self.tally.anonymous_rows += u64::from(place == 0 && whom.anonymous);
            for (part, fact) in found.iter().enumerate() {
                let counts = if place == 0 && part == 0 { COUNTS } else { 0 };
                facts.push(Record {
                    pseudonym: whom.pseudonym,
                    row,
                    part: u16::try_from(part).unwrap_or(u16::MAX),
                    of: fact.of,
                    flags: counts | if whom.anonymous { ANONYMOUS } else { 0 },
                    from: fact.from,
                    to: fact.to,
                    kind: fact.kind,
                    item: fact.item,
                    value: fact.value,
                    file: self.file,
                    line,
                });
            }
        }
        Ok(Read::Facts)
    }

    fn fault(&self, cells: &Cells<'_>, fault: RowFault, at: Option<usize>, excerpt: String) -> Stop {
        Stop::Row(RowProblem {
            file: Some(self.file_name.to_owned()),
            line: cells.line,
            fault,
            column: at.map(|at| crate::problem::column_name(&self.columns.names[at])),
            excerpt,
        })
    }

    /// A cell that cannot be read.
    fn wrong<T>(&self, cells: &Cells<'_>, fault: RowFault, at: Option<usize>) -> Found<T> {
        Err(self.fault(cells, fault, at, shown(cells.at(at))))
    }

    fn is_dropped(&self, cells: &Cells<'_>) -> bool {
        self.columns.dropped.iter().any(|(at, drop)| {
            let cell = cells.at(Some(*at)).to_lowercase();
            drop.values.iter().any(|value| value.to_lowercase() == cell)
        })
    }

    /// What the row says in its columns, whatever their order: all but its key.
    fn digest(&self, cells: &Cells<'_>) -> [u8; 16] {
        let mut hash = Sha256::new();
        for (name, at) in &self.columns.by_name {
            let cell = cells.at(Some(*at));
            if *at != self.columns.key_at && !cell.is_empty() {
                hash.update(name.as_bytes());
                hash.update([0x1f]);
                hash.update(cell.as_bytes());
                hash.update([0x1e]);
            }
        }
        first_half(&hash.finalize())
    }

    /// Whom the row is about: the person of its key, and further people.
    fn people(&self, cells: &Cells<'_>, row: &[u8; 16]) -> Found<Vec<Whom>> {
        let flagged = self.profile.anonymous.as_ref().is_some_and(|anonymous| {
            let cell = cells.at(self.columns.anonymous).to_lowercase();
            !cell.is_empty() && anonymous.values.iter().any(|value| value.to_lowercase() == cell)
        });
        let mut people = vec![self.whom(cells, self.columns.key_at, flagged, row)?];
        for at in &self.columns.further {
            if !cells.at(Some(*at)).is_empty() {
                let further = self.whom(cells, *at, flagged, row)?;
                if people.iter().all(|whom| whom.pseudonym != further.pseudonym) {
                    people.push(further);
                }
            }
        }
        Ok(people)
    }

    fn whom(&self, cells: &Cells<'_>, at: usize, flagged: bool, row: &[u8; 16]) -> Found<Whom> {
        let text = cells.at(Some(at));
        let fictitious = self.profile.anonymous.as_ref().is_some_and(|anonymous| anonymous.fictitious_numbers);
        let key = self.columns.key;
        let linked = key.normalise(text.as_bytes(), |identifier| self.pseudonyms.of(identifier));
        let replacement = fictitious
            && !self.synthetic
            && key.form == KeyForm::Cpr
            && Cpr::parse(text.as_bytes(), key.pad_nine_digits).is_ok_and(|cpr| cpr.is_replacement());
        match linked {
            Ok(pseudonym) if !flagged && !replacement => Ok(Whom { pseudonym, anonymous: false }),
            Ok(_) => Ok(self.anonymous(text, row)),
            Err(IdentifierProblem::Missing | IdentifierProblem::NotDigits | IdentifierProblem::ImpossibleDate)
                if flagged || fictitious =>
            {
                Ok(self.anonymous(text, row))
            }
            Err(problem) => Err(self.fault(cells, problem.into(), Some(at), key_excerpt(text.trim().as_bytes()))),
        }
    }

    /// Somebody without a number that means anything: the stays of one such number belong together, and nobody else has
    /// that pseudonym. Without any number each row is somebody of its own.
    fn anonymous(&self, text: &str, row: &[u8; 16]) -> Whom {
        let plain: String = text.chars().filter(|character| character.is_alphanumeric()).collect();
        let identifier = if plain.is_empty() {
            virkning_model::hex::encode(row)
        } else {
            plain.to_lowercase()
        };
        Whom { pseudonym: self.anonymous.of(&identifier), anonymous: true }
    }

    fn facts(&mut self, cells: &Cells<'_>, table: &TableColumns<'_>, found: &mut Vec<Fact>) -> Found<()> {
        match table.table.rows {
            Rows::Stay | Rows::Study => self.spell(cells, table, found),
            Rows::StudyMonth => self.study_month(cells, table, found),
            Rows::Observation => self.observation(cells, table, found),
            Rows::Amount => self.amounts(cells, table, found),
            Rows::Service => self.service(cells, table, found),
        }
    }

    fn is_blank(&self, text: &str) -> bool {
        text.is_empty() || self.profile.blank.iter().any(|blank| blank == text)
    }

    fn day(&mut self, cells: &Cells<'_>, at: usize) -> Found<Date> {
        let text = cells.at(Some(at));
        if self.is_blank(text) {
            return self.wrong(cells, RowFault::DateMissing, Some(at));
        }
        match cell::date(text, self.profile.date) {
            Some(day) => Ok(day),
            None => {
                let other = match self.profile.date {
                    DateForm::DayMonthYear => cell::month_day_year(text),
                    DateForm::YearMonthDay | DateForm::Digits => cell::year_day_month(text),
                };
                self.tally.turned_dates += u64::from(other.is_some());
                self.wrong(cells, RowFault::Date, Some(at))
            }
        }
    }

    /// The first day and the day after the last; the second is missing while it lasts.
    fn span(&mut self, cells: &Cells<'_>, table: &TableColumns<'_>) -> Found<(Date, Option<Date>)> {
        let from = self.day(cells, table.from)?;
        let to = match table.to {
            Some(at) if !self.is_blank(cells.at(Some(at))) => Some(self.day(cells, at)?),
            _ => None,
        };
        self.tally.spells += 1;
        if let Some(to) = to.filter(|to| *to < from) {
            self.tally.backward += 1;
            let excerpt = format!("{from} – {to}");
            return Err(self.fault(cells, RowFault::LeftBeforeArrived, table.to, excerpt));
        }
        let included = i64::from(table.table.to_is_included);
        Ok((from, to.map(|to| to.saturating_add(included.days()))))
    }

    fn spell(&mut self, cells: &Cells<'_>, table: &TableColumns<'_>, found: &mut Vec<Fact>) -> Found<()> {
        let (from, to) = self.span(cells, table)?;
        let kind = self.kind(cells, table, from)?;
        let of = if table.table.rows == Rows::Stay { Of::Stay } else { Of::Study };
        self.tally.began(day_number(from), to.map(day_number));
        let to = to.map_or(STILL_THERE, day_number);
        found.push(Fact { of, from: day_number(from), to, kind, item: 0, value: 0 });
        Ok(())
    }

    fn study_month(&mut self, cells: &Cells<'_>, table: &TableColumns<'_>, found: &mut Vec<Fact>) -> Found<()> {
        let text = cells.at(Some(table.from));
        if self.is_blank(text) {
            return self.wrong(cells, RowFault::DateMissing, Some(table.from));
        }
        let Some(from) = cell::month(text, self.profile.date) else {
            return self.wrong(cells, RowFault::Date, Some(table.from));
        };
        let kind = self.kind(cells, table, from)?;
        let to = from.last_of_month().saturating_add(1.days());
        let (from, to) = (day_number(from), day_number(to));
        self.tally.happened(from, to);
        found.push(Fact { of: Of::StudyMonth, from, to, kind, item: 0, value: 0 });
        Ok(())
    }

    fn observation(&mut self, cells: &Cells<'_>, table: &TableColumns<'_>, found: &mut Vec<Fact>) -> Found<()> {
        let day = self.day(cells, table.from)?;
        let (name, kind) = self.named_kind(cells, table, day)?;
        let text = cells.at(table.value);
        let word = table.table.words.iter().find(|word| word.written.to_lowercase() == text.to_lowercase());
        let value = match word {
            Some(word) => word.is.parse().ok(),
            None => cell::number(text, self.profile.decimal_mark, self.profile.thousands_mark),
        };
        let Some(value) = value else { return self.wrong(cells, RowFault::Number, table.value) };
        let written = cells.at(table.unit);
        let value = match unit::canonical(&self.profile.units, &name, value, written, &mut self.tally.units) {
            Ok(value) => value,
            Err(unit::UnitProblem::Unknown) => return self.wrong(cells, RowFault::UnitUnknown, table.unit),
            Err(unit::UnitProblem::OutOfRange) => return self.wrong(cells, RowFault::OutOfRange, table.value),
        };
        let Some(value) = cell::rounded_units(value, 6) else {
            return self.wrong(cells, RowFault::OutOfRange, table.value);
        };
        let from = day_number(day);
        self.tally.happened(from, from + 1);
        found.push(Fact { of: Of::Observation, from, to: from + 1, kind, item: 0, value });
        Ok(())
    }

    fn amounts(&mut self, cells: &Cells<'_>, table: &TableColumns<'_>, found: &mut Vec<Fact>) -> Found<()> {
        let day = self.day(cells, table.from)?;
        let (from, end) = match table.table.period.unwrap_or(AmountPeriod::Day) {
            AmountPeriod::Week => {
                let week = Week::of(day);
                self.tally.week_days[usize::from(day.weekday().to_monday_zero_offset().unsigned_abs())] += 1;
                (week.thursday(), week.sunday())
            }
            AmountPeriod::Month => (day.first_of_month(), day.last_of_month()),
            AmountPeriod::Day => (day, day),
        };
        let item = self.item(cells, table, day)?;
        let mut amounts: Vec<(&str, i64)> = Vec::with_capacity(table.figures.len() + 1);
        for (figure, at) in table.table.figures.iter().zip(&table.figures) {
            let text = cells.at(Some(*at));
            let amount = if self.is_blank(text) { 0 } else { self.amount(cells, *at, text)? };
            amounts.push((&figure.kind, amount));
        }
        if let Some(net) = &table.table.net {
            let of = |kind: &str| amounts.iter().find(|(known, _)| *known == kind).map_or(0, |(_, amount)| *amount);
            let (paid, refund, co_financing) = (of(&net.paid), of(&net.refund), of(&net.co_financing));
            if refund != 0 && co_financing != 0 {
                return self.wrong(cells, RowFault::RefundAndCoFinancing, table.figures.first().copied());
            }
            self.tally.borne_alone += u64::from(refund == 0 && co_financing == 0 && paid != 0);
            let amount = if co_financing != 0 { co_financing } else { paid.saturating_sub(refund) };
            amounts.push((&net.kind, amount));
        }
        let (from, end) = (day_number(from), day_number(end) + 1);
        self.tally.happened(from, end);
        for (kind, amount) in amounts.into_iter().filter(|(_, amount)| *amount != 0) {
            let kind = self.names.amounts.number(kind, "")?;
            found.push(Fact { of: Of::Amount, from, to: end, kind, item, value: amount });
        }
        Ok(())
    }

    fn amount(&self, cells: &Cells<'_>, at: usize, text: &str) -> Found<i64> {
        let number = cell::number(text, self.profile.decimal_mark, self.profile.thousands_mark);
        match number.and_then(cell::exact_ore) {
            Some(amount) => Ok(amount),
            None => self.wrong(cells, RowFault::Amount, Some(at)),
        }
    }

    fn service(&mut self, cells: &Cells<'_>, table: &TableColumns<'_>, found: &mut Vec<Fact>) -> Found<()> {
        let (from, to) = self.span(cells, table)?;
        let (_, kind) = self.named_kind(cells, table, from)?;
        let item = self.item(cells, table, from)?;
        let read = |at: Option<usize>| {
            let number = cell::number(cells.at(at), self.profile.decimal_mark, self.profile.thousands_mark);
            number.ok_or(at)
        };
        let price = match read(table.value) {
            Ok(price) if cell::exact_ore(price).is_some() => price,
            _ => return self.wrong(cells, RowFault::Amount, table.value),
        };
        let number = match table.number.filter(|at| !self.is_blank(cells.at(Some(*at)))) {
            Some(at) => match read(Some(at)) {
                Ok(number) => number,
                Err(at) => return self.wrong(cells, RowFault::Number, at),
            },
            None => Decimal::ONE,
        };
        let written = cells.at(table.frequency).to_lowercase();
        let frequency = table.table.frequencies.iter().find(|known| known.written.to_lowercase() == written);
        let Some(frequency) = frequency else { return self.wrong(cells, RowFault::Frequency, table.frequency) };
        self.tally.price_and_number(price, number);
        let end = to.unwrap_or(self.cut).min(self.cut.max(from));
        let Some(months) = service::months(from, end, price, number, frequency.is) else {
            return self.wrong(cells, RowFault::Amount, table.value);
        };
        self.tally.began(day_number(from), to.map(day_number));
        for (month, amount) in months.into_iter().filter(|(_, amount)| *amount != 0) {
            let (from, to) = (day_number(month), day_number(month.last_of_month()) + 1);
            found.push(Fact { of: Of::Amount, from, to, kind, item, value: amount });
        }
        Ok(())
    }

    fn kind(&mut self, cells: &Cells<'_>, table: &TableColumns<'_>, day: Date) -> Found<u16> {
        self.named_kind(cells, table, day).map(|(_, number)| number)
    }

    fn named_kind(&mut self, cells: &Cells<'_>, table: &TableColumns<'_>, day: Date) -> Found<(String, u16)> {
        let (name, is_listed) = self.name(cells, &table.table.kind, table.kind, day)?;
        let names = self.names.of(table.table.rows);
        let number = names.number(&name, table.table.kind.column.first().map_or("", String::as_str))?;
        if !is_listed {
            names.unlisted.insert(name.clone());
        }
        Ok((name, number))
    }

    /// What it is called where it comes from; nothing is the first number of an empty name.
    fn item(&mut self, cells: &Cells<'_>, table: &TableColumns<'_>, day: Date) -> Found<u16> {
        let naming = &table.table.item;
        let name = match (&naming.constant, naming.column.is_empty()) {
            (None, true) => String::new(),
            _ => self.name(cells, naming, table.item, day)?.0,
        };
        Ok(self.names.items.number(&name, naming.column.first().map_or("", String::as_str))?)
    }

    /// A name, and whether the profile lists it.
    fn name(&mut self, cells: &Cells<'_>, naming: &Naming, at: Option<usize>, day: Date) -> Found<(String, bool)> {
        if let Some(constant) = &naming.constant {
            return Ok((constant.clone(), true));
        }
        let text = cells.at(at);
        let lower = text.to_lowercase();
        let mut listed = naming.values.iter().filter(|value| value.written.to_lowercase() == lower).peekable();
        let known = listed.peek().is_some();
        let holds = listed
            .find(|value| value.from.is_none_or(|from| from <= day) && value.until.is_none_or(|until| day < until));
        if let Some(value) = holds {
            self.tally.mixed += u64::from(value.mixed);
            return Ok((value.is.clone(), true));
        }
        if text.is_empty() {
            return self.wrong(cells, RowFault::KindMissing, at);
        }
        if known {
            return self.wrong(cells, RowFault::KindNotThen, at);
        }
        if naming.others == Others::Refuse {
            return self.wrong(cells, RowFault::KindUnknown, at);
        }
        // A name may hold no identifier, and what no letter stands in is no name.
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        match word_of(text) {
            Some(name) if digits < 6 && without_identifiers(text) == text && text.chars().count() <= 80 => {
                Ok((name, false))
            }
            _ => self.wrong(cells, RowFault::KindUnknown, at),
        }
    }
}

fn first_half(hash: &[u8]) -> [u8; 16] {
    let mut half = [0; 16];
    half.copy_from_slice(&hash[..16]);
    half
}

/// What of a cell may be shown: a day has at most eight digits and no letter, a CPR number has ten.
fn shown(text: &str) -> String {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_day =
        digits <= 8 && text.len() <= 12 && text.bytes().all(|byte| byte.is_ascii_digit() || b"-/., ".contains(&byte));
    if is_day { text.to_owned() } else { excerpt(text.as_bytes()) }
}
