//! Spells of many people while they come together: in any order, from any part of the files. Taken out, each person's
//! spells are sorted and proved, and handed on as the slices that measures look at.

use virkning_measure::{NO_RATIO, PersonRows};

/// A spell of weeks of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekSpell {
    /// Which of the people.
    pub group: u32,
    /// First week, as `Week::number`.
    pub start: u16,
    /// The week after the last.
    pub end: u16,
    /// The code, 1 to 999.
    pub code: u16,
}

/// A spell of months of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobSpell {
    /// Which of the people.
    pub group: u32,
    /// First month, as `month_number`.
    pub start: u16,
    /// The month after the last.
    pub end: u16,
    /// Employment ratio in ten-thousandths, or [`NO_RATIO`].
    pub ratio: i32,
    /// Industry code; 0 is none.
    pub industry: u32,
}

/// What is wrong with spells that came together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Damage {
    /// Spells of one person overlap, or end before they begin.
    #[error("Y006 spells of one person overlap or have no length")]
    Order,
    /// A code, week or ratio that there is not.
    #[error("Y007 a spell has a code, a week or a ratio that there is not")]
    Value,
    /// A part that another computer sent cannot be read.
    #[error("Y008 what another part of the cluster sent cannot be read")]
    Sent,
}

/// Bytes of a spell of weeks on the way from one computer to another, and of a spell of months.
const WEEK_BYTES: usize = 6;
const JOB_BYTES: usize = 12;

/// Spells by person, where people are numbered from 0 in the order in which they were met.
#[derive(Clone, Debug, Default)]
pub struct Spells {
    weeks: Vec<WeekSpell>,
    jobs: Vec<JobSpell>,
    /// How many people there are; one may have no spell.
    people: usize,
}

impl Spells {
    /// Makes room for people up to a number, the end excluded.
    pub fn reach(&mut self, people: usize) {
        self.people = self.people.max(people);
    }

    /// Adds a spell of weeks.
    pub fn push_week(&mut self, spell: WeekSpell) {
        self.weeks.push(spell);
    }

    /// Adds a spell of months.
    pub fn push_job(&mut self, spell: JobSpell) {
        self.jobs.push(spell);
    }

    /// How many bytes the spells take.
    pub fn size_bytes(&self) -> usize {
        self.weeks.capacity() * size_of::<WeekSpell>() + self.jobs.capacity() * size_of::<JobSpell>()
    }

    /// Takes the first people out; the others are numbered anew from 0.
    pub fn take_first(&mut self, people: usize) -> Spells {
        if people >= self.people {
            return std::mem::take(self);
        }
        let first = u32::try_from(people).expect("people are numbered with 32 bits");
        let (mut taken, mut rest) = (Spells::default(), Spells::default());
        for spell in std::mem::take(&mut self.weeks) {
            match spell.group.checked_sub(first) {
                Some(group) => rest.weeks.push(WeekSpell { group, ..spell }),
                None => taken.weeks.push(spell),
            }
        }
        for spell in std::mem::take(&mut self.jobs) {
            match spell.group.checked_sub(first) {
                Some(group) => rest.jobs.push(JobSpell { group, ..spell }),
                None => taken.jobs.push(spell),
            }
        }
        taken.people = people;
        rest.people = self.people - people;
        *self = rest;
        taken
    }

    /// Hands on each person's spells as bytes, in the order of the people.
    pub fn each_as_bytes(mut self, mut each: impl FnMut(&[u8])) {
        self.sort();
        let (mut week, mut job) = (0, 0);
        let mut bytes = Vec::new();
        for person in 0..self.people {
            let weeks = run(&self.weeks, &mut week, person, |spell| spell.group);
            let jobs = run(&self.jobs, &mut job, person, |spell| spell.group);
            bytes.clear();
            encode(weeks, jobs, &mut bytes);
            each(&bytes);
        }
    }

    /// Adds the spells that bytes hold to a person's.
    pub fn push_bytes(&mut self, group: u32, bytes: &[u8]) -> Result<(), Damage> {
        let (count, bytes) = bytes.split_first_chunk::<4>().ok_or(Damage::Sent)?;
        let weeks_end = (u32::from_le_bytes(*count) as usize).checked_mul(WEEK_BYTES).ok_or(Damage::Sent)?;
        let (weeks, jobs) = bytes.split_at_checked(weeks_end).ok_or(Damage::Sent)?;
        let (jobs, rest) = jobs.as_chunks::<JOB_BYTES>();
        if !rest.is_empty() {
            return Err(Damage::Sent);
        }
        for [a, b, c, d, e, f] in weeks.as_chunks::<WEEK_BYTES>().0 {
            let [start, end, code] = [[*a, *b], [*c, *d], [*e, *f]].map(u16::from_le_bytes);
            self.weeks.push(WeekSpell { group, start, end, code });
        }
        for [a, b, c, d, ratio @ .., i, j, k, l] in jobs {
            let [start, end] = [[*a, *b], [*c, *d]].map(u16::from_le_bytes);
            let (ratio, industry) = (i32::from_le_bytes(*ratio), u32::from_le_bytes([*i, *j, *k, *l]));
            self.jobs.push(JobSpell { group, start, end, ratio, industry });
        }
        Ok(())
    }

    /// Hands on each person's rows, in the order of the people. `weeks_covered` is how many weeks the extract can have.
    pub fn each_person(mut self, weeks_covered: usize, mut each: impl FnMut(PersonRows<'_>)) -> Result<(), Damage> {
        self.sort();
        let (mut week, mut job) = (0, 0);
        let mut slices = Slices::default();
        for person in 0..self.people {
            let weeks = run(&self.weeks, &mut week, person, |spell| spell.group);
            let jobs = run(&self.jobs, &mut job, person, |spell| spell.group);
            slices.fill(weeks, jobs, weeks_covered)?;
            each(slices.rows());
        }
        Ok(())
    }

    /// By person and time. The parts come sorted: a sort that finds them is near to a merge.
    fn sort(&mut self) {
        self.weeks.sort_by_key(|spell| (spell.group, spell.start));
        self.jobs.sort_by_key(|spell| (spell.group, spell.start));
    }
}

/// The spells of a person among sorted ones, from a place on, which moves behind them.
fn run<'a, T>(spells: &'a [T], place: &mut usize, person: usize, group: impl Fn(&T) -> u32) -> &'a [T] {
    let rest = &spells[*place..];
    let length = rest.iter().take_while(|spell| group(spell) as usize == person).count();
    *place += length;
    &rest[..length]
}

fn encode(weeks: &[WeekSpell], jobs: &[JobSpell], bytes: &mut Vec<u8>) {
    let count = u32::try_from(weeks.len()).expect("a person has fewer spells than there are weeks");
    bytes.extend(count.to_le_bytes());
    for spell in weeks {
        bytes.extend([spell.start, spell.end, spell.code].map(u16::to_le_bytes).as_flattened());
    }
    for spell in jobs {
        bytes.extend([spell.start, spell.end].map(u16::to_le_bytes).as_flattened());
        bytes.extend(spell.ratio.to_le_bytes());
        bytes.extend(spell.industry.to_le_bytes());
    }
}

/// The slices of one person, filled anew for each.
#[derive(Debug, Default)]
struct Slices {
    week_start: Vec<u16>,
    week_end: Vec<u16>,
    week_code: Vec<u16>,
    job_start: Vec<u16>,
    job_end: Vec<u16>,
    job_ratio: Vec<i32>,
    job_industry: Vec<u32>,
}

impl Slices {
    /// The same proofs as when a snapshot is loaded.
    fn fill(&mut self, weeks: &[WeekSpell], jobs: &[JobSpell], weeks_covered: usize) -> Result<(), Damage> {
        self.clear();
        let mut free_from = 0;
        for spell in weeks {
            if !(1..=999).contains(&spell.code) || usize::from(spell.end) > weeks_covered {
                return Err(Damage::Value);
            }
            free_from = after(spell.start, spell.end, free_from)?;
            self.week_start.push(spell.start);
            self.week_end.push(spell.end);
            self.week_code.push(spell.code);
        }
        free_from = 0;
        for spell in jobs {
            let JobSpell { start, end, ratio, industry, .. } = *spell;
            if ratio != NO_RATIO && !(0..=10_000).contains(&ratio) || ratio == NO_RATIO && industry == 0 {
                return Err(Damage::Value);
            }
            free_from = after(start, end, free_from)?;
            self.job_start.push(start);
            self.job_end.push(end);
            self.job_ratio.push(ratio);
            self.job_industry.push(industry);
        }
        Ok(())
    }

    fn clear(&mut self) {
        self.week_start.clear();
        self.week_end.clear();
        self.week_code.clear();
        self.job_start.clear();
        self.job_end.clear();
        self.job_ratio.clear();
        self.job_industry.clear();
    }

    fn rows(&self) -> PersonRows<'_> {
        PersonRows {
            week_start: &self.week_start,
            week_end: &self.week_end,
            week_code: &self.week_code,
            job_start: &self.job_start,
            job_end: &self.job_end,
            job_ratio: &self.job_ratio,
            job_industry: &self.job_industry,
            ..PersonRows::default()
        }
    }
}

/// The end of a spell that has a length and begins where the one before it has ended.
fn after(start: u16, end: u16, free_from: u16) -> Result<u16, Damage> {
    if start < end && start >= free_from { Ok(end) } else { Err(Damage::Order) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(group: u32, start: u16, end: u16, code: u16) -> WeekSpell {
        WeekSpell { group, start, end, code }
    }

    fn some() -> Spells {
        let mut spells = Spells::default();
        for spell in [week(2, 9, 12, 130), week(0, 5, 7, 651), week(2, 1, 4, 111), week(0, 1, 5, 730)] {
            spells.push_week(spell);
        }
        spells.push_job(JobSpell { group: 2, start: 3, end: 4, ratio: NO_RATIO, industry: 841_100 });
        spells.push_job(JobSpell { group: 2, start: 0, end: 3, ratio: 10_000, industry: 0 });
        spells.reach(3);
        spells
    }

    /// Each person's weeks and months as text.
    fn shown(spells: Spells) -> Result<Vec<String>, Damage> {
        let mut people = Vec::new();
        spells.each_person(20, |rows| {
            let weeks = rows.week_start.iter().zip(rows.week_end).zip(rows.week_code);
            let weeks = weeks.map(|((start, end), code)| format!("{start}-{end}:{code}"));
            let jobs = rows.job_start.iter().zip(rows.job_end).zip(rows.job_ratio);
            let jobs = jobs.map(|((start, end), ratio)| format!("{start}-{end}={ratio}"));
            people.push(weeks.chain(jobs).collect::<Vec<_>>().join(" "));
        })?;
        Ok(people)
    }

    const SHOWN: [&str; 3] = ["1-5:730 5-7:651", "", "1-4:111 9-12:130 0-3=10000 3-4=-2147483648"];

    #[test]
    fn spells_come_together_by_person() {
        assert_eq!(shown(some()).expect("whole"), SHOWN);
    }

    #[test]
    fn the_first_people_are_taken_and_the_others_move_up() {
        let mut spells = some();
        assert_eq!(shown(spells.take_first(1)).expect("whole"), SHOWN[..1]);
        assert_eq!(shown(spells.clone()).expect("whole"), SHOWN[1..]);
        assert_eq!(shown(spells.take_first(5)).expect("whole"), SHOWN[1..]);
        assert_eq!(shown(spells).expect("whole"), Vec::<String>::new());
    }

    #[test]
    fn bytes_read_back() {
        let mut sent = Vec::new();
        some().each_as_bytes(|bytes| sent.push(bytes.to_vec()));
        let mut received = Spells::default();
        for (group, bytes) in (0..).zip(&sent) {
            received.push_bytes(group, bytes).expect("whole");
        }
        received.reach(3);
        assert_eq!(shown(received).expect("whole"), SHOWN);
        let mut spells = Spells::default();
        for length in 0..sent[2].len() {
            // Without its last months a person's bytes are whole again, but nowhere between.
            let whole = length == 16 || length == 28;
            assert_eq!(spells.push_bytes(0, &sent[2][..length]).is_ok(), whole, "{length}");
        }
        assert_eq!(spells.push_bytes(0, &[255; 20]), Err(Damage::Sent));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        let check = |weeks: &[WeekSpell], jobs: &[JobSpell], expected: Result<(), Damage>| {
            let mut spells = Spells::default();
            weeks.iter().for_each(|spell| spells.push_week(*spell));
            jobs.iter().for_each(|spell| spells.push_job(*spell));
            spells.reach(1);
            assert_eq!(spells.each_person(20, |_| ()), expected, "{weeks:?} {jobs:?}");
        };
        let job = |start, end, ratio, industry| JobSpell { group: 0, start, end, ratio, industry };
        check(&[week(0, 1, 3, 1), week(0, 3, 20, 999)], &[job(0, 2, 0, 0), job(2, 3, NO_RATIO, 1)], Ok(()));
        check(&[week(0, 1, 3, 1), week(0, 2, 5, 1)], &[], Err(Damage::Order));
        check(&[week(0, 3, 3, 1)], &[], Err(Damage::Order));
        check(&[week(0, 1, 21, 1)], &[], Err(Damage::Value));
        check(&[week(0, 1, 2, 0)], &[], Err(Damage::Value));
        check(&[week(0, 1, 2, 1000)], &[], Err(Damage::Value));
        check(&[], &[job(0, 2, 10_001, 0)], Err(Damage::Value));
        check(&[], &[job(0, 2, -1, 0)], Err(Damage::Value));
        check(&[], &[job(0, 2, NO_RATIO, 0)], Err(Damage::Value));
        check(&[], &[job(0, 2, 1, 0), job(1, 2, 1, 0)], Err(Damage::Order));
    }
}
