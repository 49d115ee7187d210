//! One made-up person: birth, sex, and the traits that careers depend on; and the keys that stand for people in files.

use jiff::civil::Date;
use virkning_model::period::Week;

use crate::calendar::{date_of, day_of, week_from_day};
use crate::random::{Permutation, Purpose, Random};

/// Born between these days: whoever is older is hardly in DREAM, whoever is younger has not entered it.
const BORN: (Date, Date) = (Date::constant(1925, 1, 1), Date::constant(2011, 12, 31));

/// Keys can be given to whoever is born until then: the last year that a CPR number can show.
const KEYS_UNTIL: Date = Date::constant(2036, 12, 31);

/// Industries as DB07 groups them, six digits.
pub(crate) const INDUSTRIES: [u32; 14] =
    [471120, 561010, 812100, 493920, 873020, 881030, 412000, 620100, 841100, 862100, 889110, 433200, 522910, 855900];

/// Municipality numbers after 2007; the first is the cohort's.
const MUNICIPALITIES: [u16; 10] = [751, 101, 461, 851, 657, 730, 740, 707, 615, 621];

/// A made-up person.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) birth_day: i32,
    pub(crate) woman: bool,
    /// Came to Denmark as an adult.
    pub(crate) newcomer: bool,
    /// Seen by the register from this week on.
    pub(crate) week_entry: i32,
    pub(crate) week_16: i32,
    pub(crate) week_18: i32,
    pub(crate) week_30: i32,
    pub(crate) week_45: i32,
    pub(crate) week_61: i32,
    pub(crate) week_pension: i32,
    pub(crate) frail: bool,
    /// Has the rare codes.
    pub(crate) odd_codes: bool,
    /// Usual employment ratio in hundredths.
    pub(crate) ratio: i32,
    pub(crate) industry: usize,
    /// Works beside studying, beside pension.
    pub(crate) side_job: bool,
    /// The unemployment-insurance fund, 0 for none.
    pub(crate) fund: u8,
    pub(crate) municipality: u16,
    pub(crate) moves_to: u16,
    pub(crate) moves_in: i16,
}

impl Person {
    /// Draws a person; a birth day that is already settled replaces the drawn one.
    pub(crate) fn draw(seed: u64, index: u32, birth_day: Option<i32>) -> Self {
        let mut random = Random::new(seed, Purpose::Person, index);
        let (drawn, woman) = birth(&mut random);
        let participant = birth_day.is_some();
        let birth_day = birth_day.unwrap_or(drawn);
        let newcomer = random.chance(700) && !participant;
        let entry_age = if newcomer { random.between(19, 45) } else { random.between(15, 17) };
        let entry_days = random.between(0, 364);
        let week_of_age = |years: i32| week_from_day(birthday(birth_day, years));
        Self {
            birth_day,
            woman,
            newcomer,
            week_entry: week_from_day(birthday(birth_day, entry_age) + entry_days).max(0),
            week_16: week_of_age(16),
            week_18: week_of_age(18),
            week_30: week_of_age(30),
            week_45: week_of_age(45),
            week_61: week_of_age(61),
            week_pension: week_from_day(pension_day(birth_day)),
            frail: random.chance(300) && !participant,
            odd_codes: random.chance(100) && !participant,
            ratio: [100, 100, 96, 81, 62, 37][random.below(6) as usize],
            industry: random.below(INDUSTRIES.len() as u32) as usize,
            side_job: random.chance(4_500),
            fund: if random.chance(7_500) { random.between(1, 30) as u8 } else { 0 },
            municipality: if participant { MUNICIPALITIES[0] } else { random.pick(&MUNICIPALITIES) },
            moves_to: random.pick(&MUNICIPALITIES),
            moves_in: random.between(1995, 2060) as i16,
        }
    }

    /// The municipality at the end of a year.
    pub(crate) fn municipality_in(&self, year: i16) -> u16 {
        if year >= self.moves_in { self.moves_to } else { self.municipality }
    }

    /// Age in week 31 of 1991 in tenths of years, as DREAM gives it.
    pub(crate) fn age_9131_tenths(&self) -> i32 {
        let thursday = Week::new(1991, 31).expect("a week that exists").thursday();
        ((day_of(thursday) - self.birth_day) * 40).div_euclid(1_461)
    }

    /// Somebody in the middle of everything, for tests.
    #[cfg(test)]
    pub(crate) fn sample(week_birth: i32) -> Self {
        let birth_day = day_of(Week::from_number(week_birth).expect("in range").thursday());
        let person = Self::draw(1, 1, Some(birth_day));
        Self { odd_codes: false, fund: 1, ..person }
    }
}

/// The first draws of a person's generator: the day of birth and whether it is a woman.
fn birth(random: &mut Random) -> (i32, bool) {
    let day = random.between(day_of(BORN.0), day_of(BORN.1));
    (day, random.chance(5_000))
}

/// The day on which somebody turns so many years, to a day.
pub(crate) fn birthday(birth_day: i32, years: i32) -> i32 {
    birth_day + (years * 1_461).div_euclid(4)
}

/// Old-age pension by year of birth, in whole years: 67 for the oldest, 65 for those born from July 1939, 66 and 67 for
/// those born from 1954 and 1955, 68 for those born from 1963.
fn pension_day(birth_day: i32) -> i32 {
    let born = date_of(birth_day);
    let age = match (born.year(), born.month()) {
        (..=1938, _) | (1939, ..=6) => 67,
        (..=1953, _) => 65,
        (1954, _) => 66,
        (..=1962, _) => 67,
        _ => 68,
    };
    birthday(birth_day, age)
}

/// What stands for people in files. Both the register and the list ask it, always in the order of people.
pub(crate) enum Keys {
    /// Serial numbers of eight digits without meaning.
    Serial(Permutation),
    /// Fictitious CPR numbers; how many were given for each day of birth and sex.
    Cpr(Vec<u16>),
}

/// Serial numbers run from ten million on.
const SERIAL_FIRST: u32 = 10_000_000;
const SERIALS: u32 = 90_000_000;

impl Keys {
    pub(crate) fn new(seed: u64, with_cpr: bool) -> Self {
        if with_cpr {
            Keys::Cpr(vec![0; 2 * (day_of(KEYS_UNTIL) - day_of(BORN.0) + 1) as usize])
        } else {
            Keys::Serial(Permutation::new(seed, Purpose::Keys, SERIALS))
        }
    }

    /// The name of the column.
    pub(crate) fn column(&self) -> &'static str {
        match self {
            Keys::Serial(_) => "lobenr",
            Keys::Cpr(_) => "PNR",
        }
    }

    /// The key of a person. For CPR numbers people must come in order, each once. Nothing where a day has more births
    /// than numbers.
    pub(crate) fn of(&mut self, index: u32, birth_day: i32, woman: bool) -> Option<String> {
        match self {
            Keys::Serial(permutation) => Some((SERIAL_FIRST + permutation.of(index)).to_string()),
            Keys::Cpr(given) => {
                let day = usize::try_from(birth_day - day_of(BORN.0)).ok()?;
                let count = given.get_mut(2 * day + usize::from(woman))?;
                let number = cpr(birth_day, woman, *count)?;
                *count += 1;
                Some(number)
            }
        }
    }
}

/// The `count`-th fictitious number of a day and sex: day of birth + 60, which no real number has (register facts 4.1).
/// The seventh digit gives the century: 0 to 3 for 19xx, 4 to 9 for 2000 to 2036. The last digit is even for women.
fn cpr(birth_day: i32, woman: bool, count: u16) -> Option<String> {
    let born = date_of(birth_day);
    let (first, room) = if born.year() < 2000 { (0, 2_000) } else { (4_000, 3_000) };
    if u32::from(count) >= room {
        return None;
    }
    // 617 is prime to both: numbers do not run in order, and none is given twice.
    let serial = first + 2 * (u32::from(count) * 617 % room) + u32::from(!woman);
    Some(format!("{:02}{:02}{:02}{serial:04}", born.day() + 60, born.month(), born.year() % 100))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn fictitious_numbers_are_never_given_twice() {
        let mut seen = BTreeSet::new();
        for (year, room) in [(1980, 2_000), (2005, 3_000)] {
            let mut keys = Keys::new(1, true);
            let day = day_of(Date::constant(year, 3, 31));
            for woman in [false, true] {
                for index in 0..room {
                    let key = keys.of(index, day, woman).expect("room for it");
                    let last = key.as_bytes()[9] - b'0';
                    assert_eq!((key.len(), last.is_multiple_of(2)), (10, woman));
                    assert!(key.starts_with("9103"), "day 31 + 60, March: {key}");
                    assert!(seen.insert(key));
                }
                assert_eq!(keys.of(room, day, woman), None);
            }
        }
    }

    #[test]
    fn a_settled_birth_day_keeps_sex() {
        for index in 0..50 {
            let free = Person::draw(3, index, None);
            let settled = Person::draw(3, index, Some(10_000));
            assert_eq!((free.woman, settled.birth_day), (settled.woman, 10_000));
        }
    }
}
