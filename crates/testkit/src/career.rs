//! The career of one person: a state for every week from a Markov chain, bounded by age, law and, for a participant, by
//! the course that was drawn for them; and paid work by month beside it.

use crate::calendar::Calendar;
use crate::course::{Beside, Course, Phase};
use crate::person::{INDUSTRIES, Person};
use crate::random::{Purpose, Random};
use crate::state::{CodeBreaks, State, States, leaving};
use crate::{UNKNOWN_CODE, calendar};

/// A month without a ratio.
pub(crate) const NO_RATIO: i16 = -1;

/// One person's weeks and months. It is filled anew for each person.
pub(crate) struct Career {
    breaks: CodeBreaks,
    states: Vec<State>,
    /// The code of each week; 0 is blank.
    pub(crate) codes: Vec<u16>,
    /// The employment ratio of each month in hundredths, or [`NO_RATIO`].
    pub(crate) ratios: Vec<i16>,
    /// The industry of each month, or 0.
    pub(crate) industries: Vec<u32>,
}

impl Career {
    pub(crate) fn new() -> Self {
        Self {
            breaks: CodeBreaks::new(),
            states: Vec::new(),
            codes: Vec::new(),
            ratios: Vec::new(),
            industries: Vec::new(),
        }
    }

    /// Makes up the career of a person through a calendar.
    pub(crate) fn live(&mut self, calendar: &Calendar, seed: u64, index: u32, person: &Person, course: &Course) {
        self.live_weeks(calendar, Random::new(seed, Purpose::Career, index), person, course);
        self.work_months(calendar, Random::new(seed, Purpose::Jobs, index), person, course);
    }

    fn live_weeks(&mut self, calendar: &Calendar, mut random: Random, person: &Person, course: &Course) {
        self.states.clear();
        self.codes.clear();
        let entry = (person.week_entry as usize).min(calendar.weeks);
        self.states.resize(entry, State::Home);
        self.codes.resize(entry, 0);
        let mut state = self.first_state(&mut random, person, entry as i32);
        let mut allowed = course.before;
        let mut phases = course.phases.iter().peekable();
        for week in entry as i32..calendar.weeks as i32 {
            // Two draws a week whatever happens, so that one turn of life does not shift the chance of all others.
            let (fate, turn) = (random.next(), random.next());
            while let Some(phase) = phases.next_if(|phase| phase.from_week <= week) {
                allowed = phase.states;
                state = self.enter(phase, person, week, state);
            }
            state = self.next_state(state, allowed, person, week, fate, turn);
            self.states.push(state);
            self.codes.push(match course.unknown_weeks {
                Some((first, after)) if (first..after).contains(&week) && state == State::Student => UNKNOWN_CODE,
                _ => self.breaks.code(state, person, week),
            });
        }
    }

    /// The state in the first week that the register sees somebody.
    fn first_state(&self, random: &mut Random, person: &Person, week: i32) -> State {
        let among: &[(State, u32)] = if week < person.week_18 + 4 * 52 {
            &[(State::Home, 70), (State::Work, 30)]
        } else if week < person.week_30 {
            &[(State::Work, 55), (State::Student, 20), (State::Home, 10), (State::Insured, 8), (State::Ready, 7)]
        } else {
            &[(State::Work, 72), (State::Home, 10), (State::Insured, 8), (State::NotReady, 4), (State::Disability, 6)]
        };
        let drawn = random.weighted(among);
        if week >= person.week_pension {
            State::OldAge
        } else if self.breaks.permits(drawn, person, week) {
            drawn
        } else {
            State::Home
        }
    }

    fn enter(&self, phase: &Phase, person: &Person, week: i32, state: State) -> State {
        if !phase.anew && phase.states.has(state) {
            return state;
        }
        if self.breaks.permits(phase.entry, person, week) {
            phase.entry
        } else {
            phase.entry_young
        }
    }

    fn next_state(&self, state: State, allowed: States, person: &Person, week: i32, fate: u32, turn: u32) -> State {
        if state == State::Dead {
            return State::Dead;
        }
        if fate < DEATH_CHANCE_MAX && allowed.has(State::Dead) && fate < death_chance(person, week) {
            return State::Dead;
        }
        if week >= person.week_pension && state != State::Abroad && allowed.has(State::OldAge) {
            return State::OldAge;
        }
        let (chance, among) = leaving(state);
        // One draw says whether to leave. Where to is read off the other one, whose lowest values are deaths: its halves
        // change places, so that both have nothing to do with each other.
        if (u64::from(turn) * 10_000) >> 32 >= u64::from(chance) {
            return state;
        }
        let sum: u32 = among.iter().map(|(_, weight)| weight).sum();
        let mut drawn = fate.rotate_left(16) % sum;
        for (next, weight) in among {
            if drawn < *weight {
                let fits = allowed.has(*next) && self.breaks.permits(*next, person, week);
                return if fits { *next } else { state };
            }
            drawn -= weight;
        }
        state
    }

    fn work_months(&mut self, calendar: &Calendar, mut random: Random, person: &Person, course: &Course) {
        self.ratios.clear();
        self.industries.clear();
        let mut before = NO_RATIO;
        for (month, (first, after)) in calendar.months.iter().enumerate() {
            let drawn = random.next();
            let weeks = &self.states[*first..*after];
            let measured = calendar::month_of_job_month(month) == course.measured_month;
            let beside = match course.phase_in(*after as i32 - 1) {
                Some(phase) if phase.beside == Beside::Never && !measured => Beside::Rarely,
                Some(phase) => phase.beside,
                None => Beside::ByState,
            };
            let ratio = ratio_of_month(weeks, person, *after as i32 - 1, beside, before, drawn);
            self.ratios.push(ratio);
            self.industries.push(if ratio == NO_RATIO {
                0
            } else {
                INDUSTRIES[(person.industry + month / 50) % 14]
            });
            before = ratio;
        }
    }
}

/// No age has a higher chance to die in a week, of 2^32.
const DEATH_CHANCE_MAX: u32 = 3_000 * 4_295;

/// The chance to die in a week, of 2^32, by age.
fn death_chance(person: &Person, week: i32) -> u32 {
    let years = (week - person.week_18) / 52 + 18;
    let of_a_million = match years {
        ..50 => 12,
        50..65 => 100,
        65..75 => 300,
        75..85 => 1_000,
        _ => 3_000,
    };
    of_a_million * 4_295
}

/// The employment ratio of one month in hundredths, from its weeks and one draw.
fn ratio_of_month(weeks: &[State], person: &Person, last_week: i32, beside: Beside, before: i16, drawn: u32) -> i16 {
    use State::*;
    let working = weeks.iter().filter(|state| **state == Work).count() as i32;
    let percent = drawn % 100;
    let noise = (drawn >> 8) as i32 % 7 - 3;
    let small = 3 + (drawn >> 16) as i32 % 26;
    let by_state = beside == Beside::ByState;
    let ratio = match weeks[weeks.len() - 1] {
        _ if working > 0 => {
            let full = if last_week < person.week_18 {
                12 + small
            } else {
                (person.ratio + noise).min(100)
            };
            (full * working / weeks.len() as i32).max(1)
        }
        Dead | Abroad => return NO_RATIO,
        _ if beside == Beside::Always => small,
        Flexjob => 15 + person.ratio / 4 + noise,
        InsuredSubsidy | ReadySubsidy => 92 + noise,
        Student | StudentUnpaid if by_state && person.side_job && percent < 80 => 10 + small,
        Sick | PartlyWell | Maternity if by_state && before > 0 && percent < 70 => i32::from(before),
        OldAge | EarlyRetired if person.side_job && percent < 20 => small,
        Home | Insured | Ready | NotReady | NotReadyActive if beside != Beside::Never && percent < 4 => small,
        // A job without paid hours: the register has the industry, and there is nothing to count.
        Ready | NotReady if percent == 99 => 0,
        _ => return NO_RATIO,
    };
    ratio as i16
}
