//! The course of a participant: phases that bound the Markov chain, so that outcomes in the measured month follow the
//! plan by and large. Whoever takes no part has a course without phases.

use virkning_model::period::Month;

use crate::calendar::{first_week, week_after, week_from_day};
use crate::person::birthday;
use crate::plan::CohortPlan;
use crate::random::{Purpose, Random};
use crate::state::{State, States};

/// Whether there is paid work beside what the states say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beside {
    /// As usual in each state.
    ByState,
    /// A small job in every month.
    Always,
    /// As [`Beside::ByState`], but only small jobs, and rarely.
    Rarely,
    /// None; in a phase this holds for the measured month, and elsewhere it is [`Beside::Rarely`].
    Never,
}

/// A part of a course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Phase {
    pub(crate) from_week: i32,
    /// The states that the chain may visit.
    pub(crate) states: States,
    /// The state it begins with.
    pub(crate) entry: State,
    /// What it begins with for whoever is too young for that.
    pub(crate) entry_young: State,
    pub(crate) beside: Beside,
    /// Whether it begins with its entry even for whoever is in one of its states already.
    pub(crate) anew: bool,
}

/// How a life is bounded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Course {
    /// The states before the first phase.
    pub(crate) before: States,
    /// Sorted by week.
    pub(crate) phases: Vec<Phase>,
    /// The weeks in which studying stands under the unknown code: first, and the one after the last.
    pub(crate) unknown_weeks: Option<(i32, i32)>,
    pub(crate) measured_month: i8,
}

/// Whoever is referred lives on these.
const BENEFITS: States = States::of(&[
    State::Home,
    State::Ready,
    State::ReadyActive,
    State::NotReady,
    State::NotReadyActive,
    State::NotReadyPlacement,
    State::Sick,
    State::Resource,
    State::ResourceActive,
]);

/// What no participant has been before.
const NOT_BEFORE: States =
    States::of(&[State::Dead, State::Abroad, State::OldAge, State::Disability, State::EarlyRetired]);

/// Weeks from the start until an effect can show.
const WEEKS_UNTIL_EFFECT: i32 = 6;

/// Careers of participants are planned until this year.
const PLANNED_UNTIL: i16 = 2060;

impl Course {
    /// A life that nobody plans.
    pub(crate) fn free() -> Self {
        Self { before: States::ALL, phases: Vec::new(), unknown_weeks: None, measured_month: 0 }
    }

    pub(crate) fn phase_in(&self, week: i32) -> Option<&Phase> {
        self.phases.iter().take_while(|phase| phase.from_week <= week).last()
    }

    /// The course of a participant who was born and starts on these days. The one whose code nobody knows studies in
    /// that year and has worked before, so that the code decides there and nowhere else.
    pub(crate) fn of_participant(
        plan: &CohortPlan,
        seed: u64,
        slot: u32,
        birth_day: i32,
        started: i32,
        unknown: Option<Month>,
    ) -> Self {
        let mut random = Random::new(seed, Purpose::Outcome, slot);
        let start_week = week_from_day(started);
        let week_18 = week_from_day(birthday(birth_day, 18));
        let since = (start_week - random.between(60, 220)).max(week_18).min(start_week);
        let entry = random.pick(&[State::NotReady, State::NotReadyActive, State::Ready, State::Sick, State::NotReady]);
        let mut course = Self {
            before: States::ALL.without(NOT_BEFORE),
            phases: vec![benefits(since, entry)],
            unknown_weeks: unknown.map(|month| (first_week(month), week_after(month))),
            measured_month: plan.measured_month,
        };
        course.add_years(plan, &mut random, start_week, unknown);
        if unknown.is_none() {
            course.end(&mut random, start_week);
        }
        course
    }

    fn add_years(&mut self, plan: &CohortPlan, random: &mut Random, start_week: i32, unknown: Option<Month>) {
        let latent = random.below(10_000);
        let first = virkning_model::period::Week::from_number(start_week).map_or(PLANNED_UNTIL, |week| week.year());
        let mut kind = None;
        for year in first..PLANNED_UNTIL {
            let Some(measured) = Month::new(year, plan.measured_month) else { break };
            let Some(earlier) = Month::new(year - 1, plan.measured_month) else { break };
            let (fresh, keeps, again) = (random.below(10_000), random.chance(7_000), random.chance(7_000));
            let drawn = random.weighted(&SUCCESSES);
            let week = random.between(week_after(earlier), first_week(measured) - 1);
            // In the year of the start there is little effect yet.
            let rate = if year == first {
                plan.success_rate(year + 1) / 3
            } else {
                plan.success_rate(year)
            };
            let mut next = (if keeps { latent } else { fresh } < rate).then_some(drawn);
            if let Some(unknown) = unknown {
                next = match unknown.year() - year {
                    0 => Some(Success::Education),
                    1 => None,
                    _ if year == first + 1 => Some(Success::Job),
                    _ => next,
                };
            }
            let from_week = week.max(start_week + WEEKS_UNTIL_EFFECT);
            if from_week >= first_week(measured) {
                continue;
            }
            let goes_on = kind.is_some() && next.is_some() && again && unknown.is_none();
            if !goes_on && (kind.is_some() || next.is_some()) {
                self.phases.push(next.map_or(benefits(from_week, State::NotReady), |next| next.phase(from_week)));
                kind = next;
            }
        }
    }

    /// A few die, a few leave the country.
    fn end(&mut self, random: &mut Random, start_week: i32) {
        let (dies, leaves) = (random.chance(150), random.chance(250));
        let week = start_week + random.between(8, 8 * 52);
        let state = match (dies, leaves) {
            (true, _) => State::Dead,
            (_, true) => State::Abroad,
            _ => return,
        };
        self.phases.retain(|phase| phase.from_week < week);
        let only: &[State] = if dies { &[State::Dead] } else { &[State::Abroad] };
        let states = States::of(only);
        self.phases.push(Phase {
            from_week: week,
            states,
            entry: state,
            entry_young: state,
            beside: Beside::Never,
            anew: true,
        });
    }
}

fn benefits(from_week: i32, entry: State) -> Phase {
    Phase { from_week, states: BENEFITS, entry, entry_young: State::Home, beside: Beside::Never, anew: false }
}

/// How somebody succeeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Success {
    Job,
    Flexjob,
    Subsidy,
    SmallJob,
    Education,
    EducationAndJob,
}

const SUCCESSES: [(Success, u32); 6] = [
    (Success::Job, 34),
    (Success::Flexjob, 7),
    (Success::Subsidy, 8),
    (Success::SmallJob, 12),
    (Success::Education, 27),
    (Success::EducationAndJob, 12),
];

impl Success {
    fn phase(self, from_week: i32) -> Phase {
        let studies = States::of(&[State::Student, State::StudentUnpaid]);
        let (states, entry, beside) = match self {
            Success::Job => (States::of(&[State::Work]), State::Work, Beside::ByState),
            Success::Flexjob => (States::of(&[State::Flexjob]), State::Flexjob, Beside::ByState),
            Success::Subsidy => (States::of(&[State::ReadySubsidy]), State::ReadySubsidy, Beside::ByState),
            Success::SmallJob => (BENEFITS, State::NotReadyActive, Beside::Always),
            // One state only: the code that is looked for must not be missed.
            Success::Education => (States::of(&[State::Student]), State::Student, Beside::Never),
            Success::EducationAndJob => (studies, State::Student, Beside::Always),
        };
        Phase { from_week, states, entry, entry_young: State::Work, beside, anew: self != Success::SmallJob }
    }
}
