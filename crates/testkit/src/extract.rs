//! Made-up extracts of events for the same people as the register: stays, refunds, observations, education and services,
//! as their profiles read them. Amounts and rates are made up as well.

use std::io;

use virkning_model::period::{Month, Week};

use crate::Synthesis;
use crate::calendar::{Calendar, date_of, day_of};
use crate::career::Career;
use crate::cohort::Cohort;
use crate::course::Course;
use crate::list::no_numbers_left;
use crate::person::{Keys, Person};
use crate::random::{Purpose, Random};

/// An extract that can be made up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extract {
    /// Stays at shelters (§ 110).
    Shelter,
    /// Stays at women's crisis centres (§ 109).
    CrisisCentre,
    /// Ydelsesrefusion of the latest two years.
    Refunds,
    /// Blood tests and scores.
    Observations,
    /// Enrolment in education.
    Education,
    /// Services with their prices.
    Services,
}

impl Extract {
    /// All of them.
    pub const ALL: [Extract; 6] = [
        Extract::Shelter,
        Extract::CrisisCentre,
        Extract::Refunds,
        Extract::Observations,
        Extract::Education,
        Extract::Services,
    ];

    /// The name of its profile.
    pub fn name(self) -> &'static str {
        match self {
            Extract::Shelter => "shelter",
            Extract::CrisisCentre => "crisis-centre",
            Extract::Refunds => "refunds",
            Extract::Observations => "observations",
            Extract::Education => "education",
            Extract::Services => "services",
        }
    }

    /// The name of its file in an edition, as deliveries are called.
    pub fn file_name(self, edition: Month) -> String {
        let (year, month) = (edition.year(), edition.month());
        match self {
            Extract::Refunds => format!("yr-ydelsesrefusion-beregning-{year:04}-{month:02}-10.csv"),
            other => format!("{}-{year:04}-{month:02}.csv", other.name()),
        }
    }

    /// The columns after the key.
    fn header(self) -> &'static str {
        match self {
            Extract::Shelter => "opholdstype;indskrivningsdato;udskrivningsdato",
            Extract::CrisisCentre => "krisecenter;anonym;indskrivningsdato;udskrivningsdato",
            Extract::Refunds => {
                "Uge;Ydelse;Finansiering Kommunenavn;Indberetning udbetalingsbeløb;Beregnet udbetalingsbeløb;\
                 Refusionssats;Refusionsbeløb;Medfinansieringssats;Medfinansieringsbeløb"
            }
            Extract::Observations => "dato;måling;værdi;enhed",
            Extract::Education => "uddannelse;startdato;slutdato",
            Extract::Services => "ydelse;startdato;slutdato;beløb;antal;enhed;beregningsfrekvens",
        }
    }
}

/// What a written extract holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExtractSummary {
    /// Rows.
    pub rows: u64,
    /// The first day that it covers.
    pub covers_from: jiff::civil::Date,
    /// The last day that it covers.
    pub as_of: jiff::civil::Date,
}

/// The years that an extract reaches back.
const YEARS: i32 = 6;

/// The weeks that refunds reach back.
const REFUND_WEEKS: usize = 104;

pub(crate) fn write(
    synthesis: &Synthesis,
    extract: Extract,
    edition: Month,
    out: &mut dyn io::Write,
) -> io::Result<ExtractSummary> {
    let calendar = Calendar::new(edition, synthesis.until).ok_or_else(|| {
        io::Error::new(io::ErrorKind::InvalidInput, format!("the edition {edition} would have no week"))
    })?;
    let cohort = Cohort::new(synthesis)?;
    let mut keys = Keys::new(synthesis.seed, synthesis.with_cpr);
    let column = match (extract, keys.column()) {
        (Extract::Refunds, "PNR") => "CPR nummer",
        (_, column) => column,
    };
    writeln!(out, "{column};{}", extract.header())?;
    let free = Course::free();
    let mut career = Career::new();
    let last = day_of(calendar.last.last_day());
    let mut rows = Rows { lines: Vec::new(), last, first: last - YEARS * 365 };
    let mut count = 0;
    for index in 0..synthesis.people {
        let entry = cohort.entry_of(index);
        let person = Person::draw(synthesis.seed, index, entry.map(|entry| entry.birth_day));
        let key = keys.of(index, person.birth_day, person.woman).ok_or_else(no_numbers_left)?;
        if entry.is_some_and(|entry| entry.missing) {
            continue;
        }
        let mut random = Random::new(synthesis.seed, Purpose::Extract, index * 8 + extract as u32);
        let takes_part = entry.is_some();
        rows.lines.clear();
        match extract {
            Extract::Shelter => rows.shelter(&mut random, takes_part),
            Extract::CrisisCentre => rows.crisis_centre(&mut random, person.woman, takes_part),
            Extract::Observations => rows.observations(&mut random, takes_part),
            Extract::Services => rows.services(&mut random, takes_part),
            Extract::Refunds | Extract::Education => {
                career.live(&calendar, synthesis.seed, index, &person, entry.map_or(&free, |entry| &entry.course));
                let codes = &career.codes[..calendar.weeks_shown];
                if extract == Extract::Refunds {
                    rows.refunds(&mut random, codes)
                } else {
                    rows.education(codes)
                }
            }
        }
        for line in &rows.lines {
            writeln!(out, "{key};{line}")?;
        }
        count += rows.lines.len() as u64;
    }
    let covers_from = match extract {
        Extract::Refunds => monday(calendar.weeks_shown.saturating_sub(REFUND_WEEKS)),
        Extract::Education => date_of(day_of(monday(0))),
        _ => date_of(rows.first),
    };
    // Refunds cover whole weeks.
    let as_of = match extract {
        Extract::Refunds => date_of(day_of(monday(calendar.weeks_shown)) - 1),
        _ => calendar.last.last_day(),
    };
    Ok(ExtractSummary { rows: count, covers_from, as_of })
}

fn monday(week: usize) -> jiff::civil::Date {
    i32::try_from(week).ok().and_then(Week::from_number).map_or(jiff::civil::Date::constant(1991, 8, 5), Week::monday)
}

/// The rows of one person, without the key.
struct Rows {
    lines: Vec<String>,
    /// The last day, and the first.
    last: i32,
    first: i32,
}

/// An amount in øre with a decimal comma.
fn kroner(amount: i64) -> String {
    let sign = if amount < 0 { "-" } else { "" };
    format!("{sign}{},{:02}", amount.abs() / 100, amount.abs() % 100)
}

impl Rows {
    /// The day of an end, or nothing while it lasts.
    fn end(&self, day: i32) -> String {
        if day > self.last { String::new() } else { date_of(day).to_string() }
    }

    fn shelter(&mut self, random: &mut Random, takes_part: bool) {
        if !random.chance(if takes_part { 4_000 } else { 300 }) {
            return;
        }
        let mut arrived = self.first + random.between(0, 700);
        for _ in 0..=random.below(5) {
            let left = arrived + random.between(0, 120);
            if arrived > self.last {
                return;
            }
            let drawn = random.weighted(&[("1", 85), ("2", 8), ("3", 7)]);
            let kind = match date_of(arrived) {
                day if day.year() < 2021 => "",
                day if drawn == "2" && day >= jiff::civil::Date::constant(2022, 7, 1) => "1",
                _ => drawn,
            };
            self.lines.push(format!("{kind};{};{}", date_of(arrived), self.end(left)));
            // Some stays overlap the one before.
            arrived = left + random.between(-3, 400);
            if random.chance(200) {
                self.lines.extend(self.lines.last().cloned());
            }
        }
    }

    fn crisis_centre(&mut self, random: &mut Random, woman: bool, takes_part: bool) {
        if !woman || !random.chance(if takes_part { 1_500 } else { 150 }) {
            return;
        }
        let anonymous = if random.chance(800) { "ja" } else { "" };
        let centre = random.between(1, 60);
        let arrived = self.first + random.between(0, self.last - self.first);
        // Most stays last a month to four.
        let left = arrived + random.pick(&[1, 4, 12, 33, 45, 60, 80, 100, 115, 160]);
        self.lines.push(format!("K{centre:02};{anonymous};{};{}", date_of(arrived), self.end(left)));
    }

    fn observations(&mut self, random: &mut Random, takes_part: bool) {
        if random.chance(if takes_part { 6_000 } else { 500 }) {
            let percent = random.chance(1_000);
            let mut value = random.between(48, 95);
            let mut day = self.first + random.between(0, 900);
            while day <= self.last {
                let (written, unit) = if percent {
                    // % = (mmol/mol + 23.50) / 10.93, in tenths.
                    let tenths = (value * 1_000 + 23_500) * 10 / 10_930;
                    (format!("{},{}", tenths / 10, tenths % 10), "%")
                } else {
                    (value.to_string(), "mmol/mol")
                };
                self.lines.push(format!("{};HbA1c;{written};{unit}", date_of(day)));
                value = (value + random.between(-8, 5)).clamp(31, 130);
                day += random.between(80, 200);
            }
        }
        if takes_part {
            let mut day = self.first + random.between(0, 900);
            let mut score = random.between(1, 5);
            while day <= self.last {
                self.lines.push(format!("{};handleplan;{score};point", date_of(day)));
                score = (score + random.between(-1, 2)).clamp(1, 10);
                day += random.between(60, 150);
            }
            if random.chance(2_000) {
                let day = self.first + random.between(0, self.last - self.first);
                let passed = if random.chance(7_000) { "bestået" } else { "ikke bestået" };
                self.lines.push(format!("{};eksamen;{passed};", date_of(day)));
            }
        }
    }

    fn services(&mut self, random: &mut Random, takes_part: bool) {
        for (service, among_others, price, unit, frequency) in [
            ("Bostøtte", 250, 280_000, "måned", "Måned"),
            ("Misbrugsbehandling", 100, 45_000, "dag", "Uge"),
            ("Vejledning og opkvalificering", 150, 250_000, "forløb", "Engangs"),
            ("Familiebehandling", 60, 95_000, "dag", "Dag"),
        ] {
            if !random.chance(if takes_part { 2_500 } else { among_others }) {
                continue;
            }
            let from = self.first + random.between(0, self.last - self.first);
            let to = from + random.between(20, 500);
            let shown = |day: i32| date_of(day).strftime("%d-%m-%Y").to_string();
            let end = if to > self.last { String::new() } else { shown(to) };
            let amount = i64::from(price) * i64::from(random.between(8, 13)) / 10;
            self.lines.push(format!("{service};{};{end};{};1;{unit};{frequency}", shown(from), kroner(amount)));
            // Exports overlap.
            if random.chance(500) {
                self.lines.extend(self.lines.last().cloned());
            }
        }
    }

    fn education(&mut self, codes: &[u16]) {
        let mut week = 0;
        while week < codes.len() {
            let is_study = |week: usize| matches!(codes.get(week), Some(651 | 652));
            if !is_study(week) {
                week += 1;
                continue;
            }
            let first = week;
            while is_study(week) {
                week += 1;
            }
            let level = match week - first {
                ..=20 => "FGU",
                21..=80 => "erhvervsuddannelse",
                81..=160 => "gymnasial",
                _ => "videregående",
            };
            let last = date_of(day_of(monday(week)) - 1);
            let end = if week == codes.len() { String::new() } else { last.to_string() };
            self.lines.push(format!("{level};{};{end}", monday(first)));
        }
    }

    fn refunds(&mut self, random: &mut Random, codes: &[u16]) {
        let mut weeks_before = 0;
        for (week, code) in codes.iter().enumerate().skip(codes.len().saturating_sub(REFUND_WEEKS)) {
            let Some((benefit, paid_by_town, amount)) = benefit(*code) else { continue };
            weeks_before += 1;
            // The ladder of the law: 80, 40, 30 and 20 per cent.
            let refund = match weeks_before {
                ..=4 => 80,
                5..=26 => 40,
                27..=52 => 30,
                _ => 20,
            };
            let amount = amount + i64::from(random.between(0, 20_000));
            let line = |amount: i64| {
                let share = |percent: i64| kroner(amount * percent / 100);
                let figures = if paid_by_town {
                    format!("{refund};{};;", share(refund))
                } else {
                    format!(";;{};{}", 100 - refund, share(100 - refund))
                };
                format!("{};{benefit};Aarhus;{};{};{figures}", monday(week), kroner(amount), kroner(amount))
            };
            self.lines.push(line(amount));
            match random.below(100) {
                // A correction of the whole week, or of a part of it; or the same row from two files.
                0 => self.lines.push(line(-amount)),
                1 => self.lines.push(line(-amount / 4)),
                2 => self.lines.push(line(amount)),
                _ => {}
            }
        }
    }
}

/// The benefit behind a code, whether the municipality pays it out, and a made-up weekly amount in øre.
fn benefit(code: u16) -> Option<(&'static str, bool, i64)> {
    Some(match code {
        111..=113 | 211..=299 => ("Dagpenge", false, 430_000),
        130..=139 => ("Kontanthjælp", true, 280_000),
        140..=149 | 720..=729 => ("Uddannelseshjælp", true, 180_000),
        700..=709 => ("Selvforsørgelses- og hjemrejseydelse", true, 160_000),
        771 | 774 => ("Fleksløntilskud", true, 350_000),
        781 | 783 => ("Førtidspension", false, 480_000),
        785 | 870..=878 => ("Jobafklaringsforløb", true, 300_000),
        810..=818 => ("Ressourceforløb", true, 300_000),
        890..=899 => ("Sygedagpenge", true, 440_000),
        _ => return None,
    })
}
