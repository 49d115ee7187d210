//! Made-up people with what is true of them in each measured year, and the files that say so: an extract of the register,
//! a list of participants, reported observations. What is true is kept beside, so that an answer can be held against it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use virkning_testkit::{Random, UNKNOWN_CODE};

/// The first measured year.
pub const FIRST_YEAR: i16 = 2024;

/// How many years are measured.
pub const YEARS: i16 = 3;

/// By what the register and the lists know people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A serial number.
    Serial,
    /// A CPR number, made up: its day is above 60.
    Cpr,
}

impl Key {
    fn column(self) -> &'static str {
        match self {
            Key::Serial => "lobenr",
            Key::Cpr => "PNR",
        }
    }
}

/// What the register says of somebody in November of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct November {
    /// Whether there is paid work.
    pub works: bool,
    /// The weekly code.
    pub code: u16,
}

/// A person.
#[derive(Clone, Debug)]
pub struct Person {
    /// The identifier.
    pub key: String,
    /// The first day, as it stands in the list.
    pub started: String,
    /// Whether the register has them.
    pub in_register: bool,
    /// November of each measured year.
    pub novembers: Vec<November>,
}

impl Person {
    /// Whether the first day is before the measured year, or before its end.
    pub fn started_before(&self, year: i16) -> bool {
        self.started.as_str() < format!("{year}-01-01").as_str()
    }
}

/// A code of ordinary education in the code list of 2015-11, one of a benefit, and one that no list has.
const CODES: [(u16, u32); 4] = [(651, 20), (111, 40), (0, 36), (UNKNOWN_CODE, 4)];

/// Draws people.
pub fn people(random: &mut Random, key: Key) -> Vec<Person> {
    let count = random.between(3, 8);
    (0..count).map(|number| person(random, key, number)).collect()
}

fn person(random: &mut Random, key: Key, number: i32) -> Person {
    let day = random.pick(&["2023-05-02", "2023-12-31", "2024-01-01", "2024-06-15", "2025-03-01"]);
    let written = match key {
        Key::Serial => (1000 + number).to_string(),
        // Day 61 to 88, January 2000: with a seventh digit of 4 the number says the same year.
        Key::Cpr => format!("{:02}0100{:04}", 61 + number, 4001 + random.below(998)),
    };
    Person {
        key: written,
        started: day.to_owned(),
        in_register: !random.chance(300),
        novembers: (0..YEARS).map(|_| november(random)).collect(),
    }
}

fn november(random: &mut Random) -> November {
    November { works: random.chance(4_000), code: random.weighted(&CODES) }
}

/// The register finds out something else about somebody.
pub fn corrected(random: &mut Random, people: &mut [Person]) {
    let place = random.below(people.len() as u32) as usize;
    let year = random.below(YEARS as u32) as usize;
    people[place].novembers[year] = november(random);
    people[place].in_register |= random.chance(5_000);
}

/// An extract as if delivered in February after a measured year: weeks and months of every year up to then.
pub fn extract(people: &[Person], key: Key, last_year: i16) -> String {
    let mut weeks = Vec::new();
    let mut months = Vec::new();
    for year in FIRST_YEAR..=last_year {
        // 2026 has 53 weeks.
        let last_week = if year == 2026 { 53 } else { 52 };
        weeks.extend((40..=last_week).map(|week| (year, week)));
        weeks.extend((1..=5).map(|week| (year + 1, week)));
        months.extend([(year, 10), (year, 11), (year, 12), (year + 1, 1)]);
    }
    let mut text = key.column().to_owned();
    for (year, week) in &weeks {
        let _ = write!(text, ",y_{:02}{week:02}", year % 100);
    }
    for (year, month) in &months {
        let _ = write!(text, ",grad_{year}_{month:02}");
    }
    text.push('\n');
    for person in people.iter().filter(|person| person.in_register) {
        text.push_str(&person.key);
        for (year, week) in &weeks {
            // November lies in the weeks 44 to 48, whatever the year.
            let code = of_year(person, *year).filter(|_| (44..=48).contains(week)).map_or(0, |found| found.code);
            match code {
                0 => text.push_str(",   "),
                code => drop(write!(text, ",{code}")),
            }
        }
        for (year, month) in &months {
            let works = *month == 11 && of_year(person, *year).is_some_and(|found| found.works);
            text.push_str(if works { ",0.5" } else { "," });
        }
        text.push('\n');
    }
    text
}

fn of_year(person: &Person, year: i16) -> Option<November> {
    person.novembers.get(usize::try_from(year - FIRST_YEAR).ok()?).copied()
}

/// A list of some of them; then so many rows that are faulty.
pub fn list(people: &[&Person], key: Key, faulty: u64) -> String {
    let mut text = format!(
        "{};foedselsmaaned;henvist;visitationssamtale;accepteret;udredning_paabegyndt;afbrudt;afbrudt_aarsag\n",
        key.column()
    );
    for person in people {
        let _ = writeln!(text, "{};2000-01;2023-03-01;2023-03-10;2023-04-01;{};;", person.key, person.started);
    }
    for _ in 0..faulty {
        text.push_str("31;2000-01;2023-02-31;;;;;\n");
    }
    text
}

/// What is reported of the participants of a measured year: met or not, by key.
pub type Reports = BTreeMap<String, bool>;

/// A file of observations of one measure.
pub fn observations(reports: &Reports, measure: &str, year: i16) -> String {
    let mut text = "deltager;resultatmål;måleår;måned;udfald;værdi;gruppe;dokumentation;verificeret\n".to_owned();
    for (key, met) in reports {
        let outcome = if *met { "opfyldt" } else { "ikke opfyldt" };
        let _ = writeln!(text, "{key};{measure};{year};;{outcome};;;;");
    }
    text
}
