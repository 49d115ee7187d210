//! One path: what is drawn, what becomes of the people, what the engine pays for it, and where the money goes.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use virkning_engine::{
    Accounts, AskedOfParticipants, CompileError, Count, PaymentTerm, Plain, PlainAccounts, PlainLine, Priced, Program,
    ProgramLine, Sink, closing_of,
};
use virkning_model::Money;
use virkning_model::agreement::PaidPer;
use virkning_model::id::PartyId;
use virkning_model::settlement::CohortFigures;

use crate::assumptions::{About, SavingsFollow};
use crate::model::{Event, MeasureModel, Model, Point};
use crate::money::{Books, minor};
use crate::process::{Counted, Group, People, Step, chain};
use crate::quick::exp_between;
use crate::random::{Chance, Purpose, Random};

/// What is drawn for a path before anybody starts.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Drawn {
    /// By driver.
    pub(crate) values: Vec<f64>,
    /// The labour market by year from the first that is looked at, as normal numbers.
    pub(crate) market: Vec<f64>,
}

/// What one look at a measure sees.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    eligible: Decimal,
    successes: Decimal,
    sum: Option<Decimal>,
    control_eligible: Decimal,
    control_successes: Option<Decimal>,
    control_sum: Option<Decimal>,
}

/// The chance of success where a point looks at a cohort.
type Rates = Vec<f64>;

/// What a path leaves, and what paths reuse so that none allocates.
#[derive(Clone, Debug)]
pub(crate) struct Scratch {
    accounts: Accounts,
    pub(crate) drawn: Drawn,
    /// By cohort.
    starters: Vec<u64>,
    counted: Vec<Counted>,
    people: Vec<People>,
    /// By point: the chance of success, and the labour market of its year.
    chances: Vec<f64>,
    markets: Vec<f64>,
    /// Whether the chance of a point says it all.
    is_simple: bool,
    /// By point and member.
    rates: Vec<Rates>,
    seen: Vec<Seen>,
    /// By point: whom it looks at and who succeeds, as whole numbers.
    numbers: Vec<(u64, u64)>,
    plain: PlainAccounts,
    figures: Vec<Option<CohortFigures>>,
    /// By cohort: how the mean of its values lies, of both arms, in standard deviations of a mean.
    values: Vec<(f64, f64)>,
    /// By limit and cohort: what each person has brought so far.
    brought: Vec<Vec<Vec<i64>>>,
    passed: Vec<Vec<i64>>,
    passed_line: Option<ProgramLine>,
    paid_on: Vec<(Date, PartyId, Money)>,
    /// By account and year: what is left, paid for results, and received for them.
    pub(crate) balance: Vec<i64>,
    pub(crate) paid: Vec<i64>,
    pub(crate) received: Vec<i64>,
    /// By limit: what it takes away.
    pub(crate) cuts: Vec<i64>,
    /// By payment term of the program.
    pub(crate) by_term: Vec<i64>,
    /// Successes of all looks, by measure.
    pub(crate) successes: Vec<f64>,
    /// By year of intake: planned and drawn starters.
    intake: Vec<(f64, f64)>,
    /// By year of the business case: how much more than planned succeeds.
    success: Vec<f64>,
    /// For indices: a program of its own.
    program: Option<Program>,
}

impl Scratch {
    pub(crate) fn new(model: &Model) -> Self {
        let (measures, causes) = (model.measures.len().max(1), model.leaving.len());
        let cohorts = model.cohorts.len();
        let size = model.books.accounts.len() * model.books.years.len();
        let limits = model.program.limit_count();
        let indexed = model.drivers.iter().any(|driver| matches!(driver.of, About::Index(_)));
        Self {
            accounts: model.program.accounts(),
            drawn: Drawn::default(),
            starters: vec![0; cohorts],
            counted: vec![Counted::new(measures, causes); cohorts],
            people: vec![People::new(measures, causes); if model.person_by_person { cohorts } else { 0 }],
            chances: vec![0.0; model.points.len()],
            markets: vec![0.0; model.points.len()],
            is_simple: model.is_simple() && !model.person_by_person,
            rates: model.points.iter().map(|point| vec![0.0; point.members.len()]).collect(),
            seen: vec![Seen::default(); model.points.len()],
            numbers: vec![(0, 0); model.points.len()],
            plain: model.plain.as_ref().map(Plain::accounts).unwrap_or_default(),
            figures: vec![None; model.lines.len()],
            values: vec![(0.0, 0.0); cohorts],
            brought: vec![vec![Vec::new(); cohorts]; limits],
            passed: vec![Vec::new(); cohorts],
            passed_line: None,
            paid_on: Vec::new(),
            balance: vec![0; size],
            paid: vec![0; size],
            received: vec![0; size],
            cuts: vec![0; limits],
            by_term: vec![0; model.program.terms().len()],
            successes: vec![0.0; measures],
            intake: Vec::new(),
            success: Vec::new(),
            program: indexed.then(|| model.program.clone()),
        }
    }
}

impl Model {
    /// The drivers as the plan has them.
    pub(crate) fn planned(&self) -> Drawn {
        Drawn { values: self.drivers.iter().map(|driver| driver.planned).collect(), market: vec![0.0; self.years()] }
    }

    fn years(&self) -> usize {
        usize::try_from(i32::from(self.last_year) - i32::from(self.first_year) + 1).unwrap_or(1)
    }

    /// Draws the drivers of a path.
    pub(crate) fn draw(&self, path: u64, drawn: &mut Drawn) {
        let mut random = Random::new(self.assumptions.seed, Purpose::Drivers, path);
        drawn.values.clear();
        if self.correlated {
            drawn.values.extend(self.drivers.iter().map(|_| random.normal()));
            for row in (0..self.lower.len()).rev() {
                drawn.values[row] = self.lower[row].iter().zip(&drawn.values).map(|(mixed, z)| mixed * z).sum();
            }
            for (driver, value) in self.drivers.iter().zip(&mut drawn.values) {
                *value = driver.table.at(*value);
            }
        } else {
            drawn.values.extend(self.drivers.iter().map(|driver| driver.table.draw(&mut random)));
        }
        drawn.market.clear();
        drawn.market.resize(self.years(), 0.0);
        for (driver, value) in self.drivers.iter().zip(&mut drawn.values) {
            if let About::Market { memory, .. } = driver.of {
                let fresh = (1.0 - memory * memory).sqrt();
                let mut z = *value;
                let (first, later) = drawn.market.split_at_mut(1);
                first[0] = z;
                for year in later {
                    z = memory * z + fresh * random.normal();
                    *year = z;
                }
            } else if driver.year.is_none() && matches!(driver.of, About::RecruitmentOfEachYear) {
                *value = driver.planned;
            }
        }
    }

    /// Pays whole counts by whole numbers.
    fn pay_plainly(&self, plain: &Plain, scratch: &mut Scratch) {
        let (numbers, accounts) = (&scratch.numbers, &mut scratch.plain);
        let mut sums = Sums {
            books: &self.books,
            whole: self.books_case,
            program: &self.program,
            balance: &mut scratch.balance,
            paid: &mut scratch.paid,
            received: &mut scratch.received,
            cuts: &mut scratch.cuts,
            by_term: &mut scratch.by_term,
            paid_on: self.books.closing_depends.then_some(&mut scratch.paid_on),
        };
        sums.clear();
        let count = |place: usize, line: &PlainLine| {
            let (eligible, successes) = self.lines[place].point.map_or((0, 0), |point| numbers[point]);
            if line.per_participant { eligible } else { successes }
        };
        plain.run(accounts, count, |place, amount, over| {
            sums.plain(place, amount);
            if let Some(limit) = plain.lines[place].limit {
                sums.cuts[limit] += over;
            }
        });
    }

    /// Runs one path on what has been drawn. Without random numbers everybody does as expected.
    ///
    /// # Errors
    /// An amount beyond what the engine handles.
    pub(crate) fn run(&self, mut random: Option<Random>, scratch: &mut Scratch) -> Result<(), CompileError> {
        self.begin(scratch);
        // Whole numbers pay whole people alone; what is expected has fractions.
        let plain = self.plain.as_ref().filter(|_| random.is_some());
        match &mut random {
            None => self.expect(scratch),
            Some(random) if self.person_by_person => {
                let mut people = std::mem::take(&mut scratch.people);
                self.live(random, &mut people, scratch);
                scratch.people = people;
            }
            Some(random) if scratch.is_simple => self.count(random, scratch),
            Some(random) => {
                let mut counted = std::mem::take(&mut scratch.counted);
                self.live(random, &mut counted, scratch);
                scratch.counted = counted;
            }
        }
        match plain {
            Some(plain) => self.pay_plainly(plain, scratch),
            None => {
                self.figures(scratch);
                self.pay(scratch)?;
            }
        }
        self.book(scratch);
        Ok(())
    }

    fn begin(&self, scratch: &mut Scratch) {
        for (place, cohort) in self.cohorts.iter().enumerate() {
            scratch.starters[place] = self.starters(cohort.start, cohort.planned, &scratch.drawn);
        }
        let differ = self.measures.iter().any(|measure| measure.cohorts_like.is_some());
        if !differ {
            self.chances(scratch);
            if !scratch.is_simple {
                for (rates, chance) in scratch.rates.iter_mut().zip(&scratch.chances) {
                    rates.fill(*chance);
                }
            }
        }
        scratch.values.fill((0.0, 0.0));
    }

    /// The chance of success at each point, as [`Model::rate`] has it, all of them side by side.
    fn chances(&self, scratch: &mut Scratch) {
        let mut scale = (usize::MAX, 1.0);
        for (chance, point) in scratch.chances.iter_mut().zip(&self.points) {
            if scale.0 != point.measure {
                scale = (point.measure, self.scale(&self.measures[point.measure], &scratch.drawn));
            }
            *chance = (point.rate_as_float * scale.1).clamp(0.0, 1.0);
        }
        let Some((deviation, _)) = self.market else { return };
        for (z, point) in scratch.markets.iter_mut().zip(&self.points) {
            *z = self.market_of(point.year, &scratch.drawn);
        }
        for (chance, z) in scratch.chances.iter_mut().zip(&scratch.markets) {
            *chance = moved(*chance, deviation * z);
        }
    }

    /// The labour market of a year as a normal number.
    fn market_of(&self, year: i16, drawn: &Drawn) -> f64 {
        let place = usize::try_from(i32::from(year) - i32::from(self.first_year)).ok();
        place.and_then(|year| drawn.market.get(year)).copied().unwrap_or(0.0)
    }

    /// How many start in a year, whole and rounded half up.
    fn starters(&self, start: i16, planned: u32, drawn: &Drawn) -> u64 {
        let exact = self.started(start, f64::from(planned), drawn);
        (exact + 0.5) as u64
    }

    /// The same before it is rounded. Whoever is late starts a later year; after the last year of intake nobody is taken
    /// in any more.
    fn started(&self, start: i16, planned: f64, drawn: &Drawn) -> f64 {
        let mut factor = 1.0;
        self.starts.common.iter().for_each(|place| factor *= drawn.values[*place]);
        if let Some((_, place)) = self.starts.of_year.iter().find(|(year, _)| *year == start) {
            factor *= drawn.values[*place];
        }
        let months = self.starts.delay.map_or(0.0, |place| drawn.values[place].max(0.0));
        if months == 0.0 {
            return (planned * factor).max(0.0);
        }
        let years = months / 12.0;
        let whole = years as i16;
        let late = years - f64::from(whole);
        let of = |year: i16| {
            if year == start {
                planned
            } else {
                self.agreement.intake.by_year.get(&year).map_or(0.0, |planned| f64::from(*planned))
            }
        };
        ((of(start - whole) * (1.0 - late) + of(start - whole - 1) * late) * factor).max(0.0)
    }

    /// What the rates of a measure are multiplied by.
    fn scale(&self, measure: &MeasureModel, drawn: &Drawn) -> f64 {
        match measure.driver {
            Some(driver) if measure.later > 0.0 => drawn.values[driver] / measure.later,
            _ => 1.0,
        }
    }

    /// The chance of success at a point: the planned share times what was drawn, moved by the labour market of its year.
    fn rate(&self, point: &Point, scale: f64, drawn: &Drawn) -> f64 {
        let rate = (point.rate_as_float * scale).clamp(0.0, 1.0);
        let Some((deviation, _)) = self.market else { return rate };
        moved(rate, deviation * self.market_of(point.year, drawn))
    }

    /// Whether all whom a point looks at are alike, so that one number says it all.
    fn is_simple(&self) -> bool {
        let alone = |measure: &MeasureModel| {
            measure.correlation == 0.0 && measure.cohorts_like.is_none() && !measure.once && !measure.completed
        };
        self.leaving.is_empty() && self.measures.iter().all(alone)
    }

    /// Everybody does as expected: exact decimals where nothing was drawn.
    fn expect(&self, scratch: &mut Scratch) {
        for (place, point) in self.points.iter().enumerate() {
            let measure = &self.measures[point.measure];
            let started: u64 = point.members.iter().map(|(cohort, _)| scratch.starters[*cohort]).sum();
            let completing = point.completing.unwrap_or(Decimal::ONE);
            let eligible = Decimal::from(started) * completing;
            let rate = self.rate(point, self.scale(measure, &scratch.drawn), &scratch.drawn);
            let exact = point.rate.filter(|_| rate == point.rate_as_float && self.leaving.is_empty());
            let share = exact.unwrap_or_else(|| self.expected_share(point, measure, rate, scratch));
            let successes = eligible * share;
            scratch.seen[place] = Seen {
                eligible,
                successes,
                control_eligible: eligible,
                ..self.expected_values(measure, eligible, &scratch.drawn)
            };
        }
        self.sum_successes(scratch);
    }

    /// The share of a point's people that is expected to succeed when some have left, to nine decimals.
    fn expected_share(&self, point: &Point, measure: &MeasureModel, rate: f64, scratch: &Scratch) -> Decimal {
        let (mut people, mut successes) = (0.0, 0.0);
        for (cohort, _) in &point.members {
            let started = scratch.starters[*cohort] as f64;
            let years = (i32::from(point.year) - i32::from(self.cohorts[*cohort].start)).max(0);
            let all: f64 = self.assumptions.leaving.iter().map(|one| one.yearly).sum();
            let staying = libm::pow(1.0 - all, f64::from(years));
            let afterwards = self.assumptions.leaving.iter().zip(&self.leaving).filter(|(_, cause)| cause.afterwards);
            let back: f64 = afterwards.map(|(one, _)| one.yearly).sum();
            let back = if all > 0.0 { (1.0 - staying) * back / all } else { 0.0 };
            people += started;
            successes += started * (staying * rate + back * measure.without);
        }
        nine_decimals(if people > 0.0 { successes / people } else { rate })
    }

    fn expected_values(&self, measure: &MeasureModel, eligible: Decimal, drawn: &Drawn) -> Seen {
        let Some(value) = &measure.value else { return Seen::default() };
        let mean = value.driver.map_or(value.mean, |driver| drawn.values[driver]);
        Seen {
            sum: Some(eligible * nine_decimals(mean)),
            control_sum: Some(eligible * nine_decimals(value.without)),
            ..Seen::default()
        }
    }

    fn sum_successes(&self, scratch: &mut Scratch) {
        scratch.successes.fill(0.0);
        for (point, seen) in self.points.iter().zip(&scratch.seen) {
            scratch.successes[point.measure] += small_float(seen.successes);
        }
    }

    /// One draw a look: everyone whom it looks at has the same chance, whatever happened before.
    fn count(&self, random: &mut Random, scratch: &mut Scratch) {
        scratch.successes.fill(0.0);
        for place in 0..self.points.len() {
            let point = &self.points[place];
            let eligible: u64 = point.members.iter().map(|(cohort, _)| scratch.starters[*cohort]).sum();
            let measure = &self.measures[point.measure];
            let chance = Chance::new(scratch.chances[place]);
            let successes = if measure.drawn { random.binomial(eligible, chance) } else { 0 };
            scratch.successes[point.measure] += successes as f64;
            self.see(random, place, eligible, successes, scratch);
        }
    }

    /// Everything in its order: cohorts start, years pass, measures look.
    fn live<G: Group>(&self, random: &mut Random, groups: &mut [G], scratch: &mut Scratch) {
        let completing = self.points.iter().find_map(|point| point.completing).map(crate::model::float);
        for (group, starters) in groups.iter_mut().zip(&scratch.starters) {
            group.start(random, *starters, completing.map(Chance::new));
        }
        self.differ(random, scratch);
        scratch.successes.fill(0.0);
        for event in &self.events {
            match event {
                Event::Year(year) => {
                    let started = self.cohorts.iter().zip(groups.iter_mut()).filter(|(cohort, _)| cohort.start < *year);
                    started.for_each(|(_, group)| group.leave(random, &self.leaving));
                }
                Event::Look(place) => self.look(random, *place, groups, scratch),
            }
        }
    }

    /// Cohorts that differ: each has a rate of its own, as uncertain as a number of observations around the common one.
    fn differ(&self, random: &mut Random, scratch: &mut Scratch) {
        if self.measures.iter().all(|measure| measure.cohorts_like.is_none()) {
            return;
        }
        for (own, measure) in self.measures.iter().enumerate() {
            let common = self.scale(measure, &scratch.drawn);
            for cohort in 0..self.cohorts.len() {
                let scale = match measure.cohorts_like {
                    Some(like) if measure.later > 0.0 => {
                        let mean = (common * measure.later).clamp(1e-6, 1.0 - 1e-6);
                        random.beta(mean * like, (1.0 - mean) * like) / measure.later
                    }
                    _ => common,
                };
                for (place, point) in self.points.iter().enumerate().filter(|(_, point)| point.measure == own) {
                    let member = point.members.iter().position(|(member, _)| *member == cohort);
                    if let Some(member) = member {
                        scratch.rates[place][member] = self.rate(point, scale, &scratch.drawn);
                    }
                }
            }
        }
    }

    fn look<G: Group>(&self, random: &mut Random, place: usize, groups: &mut [G], scratch: &mut Scratch) {
        let point = &self.points[place];
        let measure = &self.measures[point.measure];
        let without = Chance::new(measure.without);
        let (mut eligible, mut successes) = (0, 0);
        // Cohorts that were looked at together last time go on alike, unless they differ.
        let mut known: Option<(Option<usize>, Step)> = None;
        for (member, (cohort, before)) in point.members.iter().enumerate() {
            let group = &mut groups[*cohort];
            eligible += group.eligible(measure.completed);
            if measure.drawn {
                let step = match known.filter(|(last, _)| last == before && measure.cohorts_like.is_none()) {
                    Some((_, step)) => step,
                    None => self.step(place, member, *before, *cohort, scratch),
                };
                known = Some((*before, step));
                successes += group.measure(random, point.measure, measure.completed, step, &self.leaving, without);
            }
        }
        scratch.successes[point.measure] += successes as f64;
        self.see(random, place, eligible, successes, scratch);
    }

    /// Keeps what a look sees, as the payments need it.
    fn see(&self, random: &mut Random, place: usize, eligible: u64, successes: u64, scratch: &mut Scratch) {
        if self.plain.is_some() {
            scratch.numbers[place] = (eligible, successes);
            return;
        }
        scratch.seen[place] = Seen {
            eligible: Decimal::from(eligible),
            successes: Decimal::from(successes),
            ..self.others(random, place, eligible, scratch)
        };
    }

    /// How a measure goes on from its last look at a cohort.
    fn step(&self, place: usize, member: usize, before: Option<usize>, cohort: usize, scratch: &Scratch) -> Step {
        let point = &self.points[place];
        let measure = &self.measures[point.measure];
        let rate = scratch.rates[place][member];
        if measure.once {
            // Of those who have not succeeded yet, so many do that the planned share of all is met.
            let left = 1.0 - point.earlier;
            let anew = if left > 0.0 { rate / left } else { 1.0 };
            return Step { again: Chance::new(0.0), anew: Chance::new(anew), once: true };
        }
        let Some(earlier) = before.filter(|_| measure.correlation > 0.0) else {
            return Step { again: Chance::new(rate), anew: Chance::new(rate), once: false };
        };
        let other = &self.points[earlier];
        let then = other.members.iter().position(|(known, _)| *known == cohort);
        let then = then.map_or(rate, |member| scratch.rates[earlier][member]);
        let months = if point.at > 0 && other.at > 0 {
            f64::from(point.at) - f64::from(other.at)
        } else {
            12.0 * f64::from(point.year - other.year)
        };
        let correlation = if months == 12.0 {
            measure.correlation
        } else {
            libm::pow(measure.correlation, months.max(0.0) / 12.0)
        };
        let (again, anew) = chain(then, rate, correlation);
        Step { again: Chance::new(again), anew: Chance::new(anew), once: false }
    }

    /// Values and the control arm, where a payment asks for them.
    fn others(&self, random: &mut Random, place: usize, eligible: u64, scratch: &mut Scratch) -> Seen {
        let point = &self.points[place];
        let measure = &self.measures[point.measure];
        let mut seen = Seen { control_eligible: Decimal::from(eligible), ..Seen::default() };
        if measure.compared {
            seen.control_successes = Some(Decimal::from(random.binomial(eligible, Chance::new(measure.without))));
        }
        let Some(value) = &measure.value else { return seen };
        let mean = value.driver.map_or(value.mean, |driver| scratch.drawn.values[driver]);
        let fresh = libm::sqrt(1.0 - value.correlation * value.correlation);
        let (mut sum, mut control_sum, mut controls) = (0.0, 0.0, 0);
        for (cohort, before) in &point.members {
            let people = scratch.starters[*cohort];
            let control = (people as f64 * value.controls + 0.5) as u64;
            let (own, other) = &mut scratch.values[*cohort];
            for deviation in [&mut *own, &mut *other] {
                let kept = if before.is_some() { value.correlation * *deviation } else { 0.0 };
                *deviation = kept + if before.is_some() { fresh } else { 1.0 } * random.normal();
            }
            sum += people as f64 * mean + value.deviation * libm::sqrt(people as f64) * *own;
            control_sum += control as f64 * value.without + value.deviation * libm::sqrt(control as f64) * *other;
            controls += control;
        }
        seen.control_eligible = Decimal::from(controls);
        seen.sum = Some(two_decimals(sum));
        seen.control_sum = Some(two_decimals(control_sum));
        seen
    }

    /// The figures of each line: what was seen, and what the plan expects of the rest.
    fn figures(&self, scratch: &mut Scratch) {
        for (place, line) in self.lines.iter().enumerate() {
            scratch.figures[place] = match line.point {
                Some(point) => self.figures_of(point, line.planned.as_ref(), &scratch.seen[point]),
                None => line.planned,
            };
        }
    }

    fn figures_of(&self, point: usize, planned: Option<&CohortFigures>, seen: &Seen) -> Option<CohortFigures> {
        let measure = &self.measures[self.points[point].measure];
        let known = planned.is_some() || measure.driver.is_some() || measure.value.is_some();
        let zero = CohortFigures::default();
        let plan = planned.unwrap_or(&zero);
        // What nobody draws grows with the people: exact where they are as many as planned.
        let grown = |amount: Decimal| {
            if plan.eligible == seen.eligible || plan.eligible.is_zero() {
                amount
            } else {
                amount * seen.eligible / plan.eligible
            }
        };
        known.then(|| CohortFigures {
            eligible: seen.eligible,
            successes: if measure.drawn { seen.successes } else { Decimal::ZERO },
            sum: seen.sum.unwrap_or_else(|| grown(plan.sum)),
            control_eligible: if seen.control_eligible.is_zero() {
                seen.eligible
            } else {
                seen.control_eligible
            },
            control_successes: seen.control_successes.unwrap_or_else(|| grown(plan.control_successes)),
            control_sum: seen.control_sum.unwrap_or_else(|| grown(plan.control_sum)),
            estimate: None,
        })
    }

    /// The engine's own payment code on these figures.
    fn pay(&self, scratch: &mut Scratch) -> Result<(), CompileError> {
        let Scratch { accounts, figures, people, brought, passed, passed_line, .. } = scratch;
        accounts.reset();
        let mut sums = Sums {
            books: &self.books,
            whole: self.books_case,
            program: &self.program,
            balance: &mut scratch.balance,
            paid: &mut scratch.paid,
            received: &mut scratch.received,
            cuts: &mut scratch.cuts,
            by_term: &mut scratch.by_term,
            paid_on: self.books.closing_depends.then_some(&mut scratch.paid_on),
        };
        sums.clear();
        let mut next = 0;
        let quantity = |_: &ProgramLine, _: &PaymentTerm| {
            next += 1;
            figures[next - 1].map(Count)
        };
        if let Some(program) = &mut scratch.program {
            self.index(program, &scratch.drawn);
            program.run(accounts, quantity, &mut sums)?;
        } else if self.person_by_person && self.program.bounds_participants() {
            brought.iter_mut().flatten().for_each(Vec::clear);
            *passed_line = None;
            let mut asked = Participants { model: self, people, brought, passed, passed_line };
            let over = |line: &ProgramLine, wanted: &AskedOfParticipants| asked.over(line, wanted);
            self.program.run_with_participants(accounts, quantity, over, &mut sums)?;
        } else {
            self.program.run(accounts, quantity, &mut sums)?;
        }
        Ok(())
    }

    /// Prices under the drawn growth of their index.
    fn index(&self, program: &mut Program, drawn: &Drawn) {
        for (driver, more) in self.drivers.iter().zip(&drawn.values) {
            let About::Index(id) = &driver.of else { continue };
            let places: Vec<usize> = self.program.indices().map(|(place, _)| place).collect();
            for place in places {
                let term = &self.program.terms()[place].payment;
                let Some(indexed) = term.indexed.as_ref().filter(|indexed| indexed.by == *id) else { continue };
                let stated = self.program.indices().find(|(own, _)| *own == place).map(|(_, index)| index.clone());
                let grown = stated.unwrap_or_default().into_iter().map(|(year, value)| {
                    let years = f64::from(year - indexed.from).max(0.0);
                    let factor = libm::pow(1.0 + more, years);
                    (year, if factor == 1.0 { value } else { value * nine_decimals(factor) })
                });
                program.set_index(place, grown.collect::<BTreeMap<_, _>>());
            }
        }
    }

    /// Costs, savings, capital and what closes the agreement.
    fn book(&self, scratch: &mut Scratch) {
        let years = self.books.years.len();
        if self.books_case {
            self.case(scratch);
        }
        if self.books.closing_depends
            && let Ok(closing) = closing_of(&self.agreement, &self.program, &scratch.paid_on)
        {
            for payment in &closing.payments {
                let (from, to, year, amount) = self.books.closing(payment);
                from.iter().for_each(|account| scratch.balance[account * years + year] -= amount);
                for account in to {
                    scratch.balance[account * years + year] += amount;
                    scratch.received[account * years + year] += amount;
                }
            }
        }
    }

    /// Costs and savings: the plan's amounts, moved by what was drawn.
    fn case(&self, scratch: &mut Scratch) {
        let years = self.books.years.len();
        let drawn = &scratch.drawn;
        scratch.intake.clear();
        scratch.intake.extend(self.agreement.intake.by_year.iter().map(|(start, planned)| {
            let planned = f64::from(*planned);
            (planned, self.starters(*start, planned as u32, drawn) as f64)
        }));
        scratch.success.clear();
        scratch
            .success
            .extend(self.books.case_years.iter().map(|year| self.success_of(self.books.years[*year], drawn)));
        for row in &self.books.rows {
            let factor = self.factor(row, drawn);
            for (place, planned) in row.planned.iter().enumerate() {
                let amount = if row.per_starter {
                    let factor = factor * scratch.success[place];
                    let change = |(slope, (planned, now)): (&f64, &(f64, f64))| slope * (now * factor - planned);
                    planned + round(row.per_start[place].iter().zip(&scratch.intake).map(change).sum())
                } else if factor == 1.0 {
                    *planned
                } else {
                    round(*planned as f64 * factor)
                };
                for account in &row.accounts {
                    scratch.balance[account * years + self.books.case_years[place]] += amount;
                }
            }
        }
    }

    fn factor(&self, row: &crate::money::Row, drawn: &Drawn) -> f64 {
        let mut factor = 1.0;
        for (driver, value) in self.drivers.iter().zip(&drawn.values) {
            let own = match &driver.of {
                About::Cost(id) => row.is_cost && id.as_ref().is_none_or(|id| *id == row.term),
                About::Saving(id) => !row.is_cost && id.as_ref().is_none_or(|id| *id == row.term),
                _ => false,
            };
            if own {
                factor *= value;
            }
        }
        factor
    }

    /// How much more than planned succeeds in a year: the ratio of the drawn chance to the planned one, of the first
    /// measure whose success is uncertain. In years without a look, what was drawn for the later years.
    fn success_of(&self, year: i16, drawn: &Drawn) -> f64 {
        let uncertain = |measure: &&MeasureModel| measure.driver.is_some() || self.market.is_some();
        let Some(measure) = self.measures.iter().find(uncertain).filter(|measure| measure.later > 0.0) else {
            return 1.0;
        };
        let scale = self.scale(measure, drawn);
        let place = self.measures.iter().position(|own| own.id == measure.id);
        let point = self.points.iter().find(|point| Some(point.measure) == place && point.year == year);
        let (planned, now) = match point.filter(|point| point.rate_as_float > 0.0) {
            Some(point) => (point.rate_as_float, self.rate(point, scale, drawn)),
            None => (measure.later, (measure.later * scale).clamp(0.0, 1.0)),
        };
        match self.savings_follow() {
            SavingsFollow::SuccessRate => now / planned,
            // A first rate below the baseline says that the effect has not begun; then the later rate tells it.
            SavingsFollow::Effect if planned > measure.without => (now - measure.without) / (planned - measure.without),
            SavingsFollow::Effect if measure.later > measure.without => {
                (measure.later * scale - measure.without) / (measure.later - measure.without)
            }
            SavingsFollow::Effect | SavingsFollow::Nothing => 1.0,
        }
    }
}

/// A chance whose log-odds are moved by so much. Zero, one and what is not moved stay as they are, to the last bit.
#[inline]
fn moved(chance: f64, by: f64) -> f64 {
    let odds = chance * exp_between(by.clamp(-700.0, 700.0));
    let moved = odds / ((1.0 - chance) + odds);
    if by == 0.0 { chance } else { moved }
}

fn round(amount: f64) -> i64 {
    libm::round(amount) as i64
}

/// A drawn share or factor as a decimal, so that the engine's arithmetic stays exact.
fn nine_decimals(number: f64) -> Decimal {
    Decimal::new(libm::round(number * 1e9) as i64, 9)
}

fn two_decimals(number: f64) -> Decimal {
    Decimal::new(libm::round(number * 100.0) as i64, 2)
}

fn small_float(number: Decimal) -> f64 {
    number.mantissa() as f64 / libm::pow(10.0, f64::from(number.scale()))
}

/// Sums what the engine pays, by account and year.
struct Sums<'a> {
    books: &'a Books,
    /// Whether balances are kept, or only what is received.
    whole: bool,
    program: &'a Program,
    balance: &'a mut [i64],
    paid: &'a mut [i64],
    received: &'a mut [i64],
    cuts: &'a mut [i64],
    by_term: &'a mut [i64],
    paid_on: Option<&'a mut Vec<(Date, PartyId, Money)>>,
}

impl Sums<'_> {
    fn clear(&mut self) {
        // What nothing drawn changes stands there already.
        if self.whole {
            self.balance.copy_from_slice(&self.books.fixed);
            self.paid.fill(0);
        }
        self.received.copy_from_slice(&self.books.fixed_received);
        for sums in [&mut *self.cuts, &mut *self.by_term] {
            sums.fill(0);
        }
        if let Some(paid) = &mut self.paid_on {
            paid.clear();
        }
    }

    /// A line without parts: one payer, one receiver.
    fn plain(&mut self, place: usize, amount: i64) {
        let line = &self.program.lines()[place];
        self.by_term[line.term] += amount;
        let slots = &self.books.slots[place];
        if !slots.kept_back && self.paid_on.is_none() {
            self.book(place, (0, 0), slots.year, amount);
            return;
        }
        self.book_kept(place, (0, 0), Money::from_minor(self.program.currency(), i128::from(amount)));
    }

    /// The same, with what is kept back in its own year, and by day for what closes the agreement.
    fn book_kept(&mut self, place: usize, parties: (usize, usize), amount: Money) {
        let line = &self.program.lines()[place];
        let slots = &self.books.slots[place];
        let term = self.program.term(line);
        let kept = if slots.kept_back {
            term.kept_back(amount, line.due, self.program.rounding())
        } else {
            None
        };
        let now = kept.map_or(amount, |(kept, _)| amount - kept);
        self.book(place, parties, slots.year, minor(now.minor()));
        if let Some((kept, until)) = kept {
            self.book(place, parties, self.books.year(until.year()), minor(kept.minor()));
        }
        if let Some(paid) = &mut self.paid_on {
            let to = &term.payment.to[parties.1].party;
            paid.push((line.due, to.clone(), now));
            paid.extend(kept.map(|(kept, until)| (until, to.clone(), kept)));
        }
    }

    fn book(&mut self, place: usize, (payer, receiver): (usize, usize), year: usize, amount: i64) {
        let slots = &self.books.slots[place];
        let years = self.books.years.len();
        if !self.whole {
            for account in &slots.receivers[receiver] {
                self.received[account * years + year] += amount;
            }
            return;
        }
        for account in &slots.payers[payer] {
            self.balance[account * years + year] -= amount;
            self.paid[account * years + year] += amount;
        }
        for account in &slots.receivers[receiver] {
            self.balance[account * years + year] += amount;
            self.received[account * years + year] += amount;
        }
    }
}

impl Sink for Sums<'_> {
    fn line(&mut self, priced: &Priced) {
        let line = &self.program.lines()[priced.line];
        self.by_term[line.term] += minor(priced.amount.minor());
        for (limit, cut) in &priced.cuts {
            self.cuts[*limit] += minor(cut.minor());
        }
        self.book_kept(priced.line, (priced.payer, priced.receiver), priced.amount);
    }
}

/// What each person brings, where a limit asks.
struct Participants<'a> {
    model: &'a Model,
    people: &'a [People],
    brought: &'a mut [Vec<Vec<i64>>],
    passed: &'a mut [Vec<i64>],
    passed_line: &'a mut Option<ProgramLine>,
}

impl Participants<'_> {
    /// What a limit on each participant takes away of a line.
    fn over(&mut self, line: &ProgramLine, asked: &AskedOfParticipants) -> Option<Money> {
        let place = self.model.program.lines().iter().position(|own| own == line)?;
        let point = &self.model.points[self.model.lines[place].point?];
        let term = &self.model.program.terms()[line.term].payment;
        if self.passed_line.as_ref() != Some(line) {
            let price = minor(asked.price.minor());
            for (cohort, _) in &point.members {
                let people = &self.people[*cohort];
                let bits = match term.per {
                    PaidPer::Participant if self.model.measures[point.measure].completed => people.completed(),
                    PaidPer::Participant => people.begun(),
                    PaidPer::Success => &people.now[point.measure],
                    _ => return None,
                };
                self.passed[*cohort].clear();
                let of = |person: usize| if bits[person / 64] >> (person % 64) & 1 == 1 { price } else { 0 };
                self.passed[*cohort].extend((0..bits.len() * 64).map(of));
            }
            *self.passed_line = Some(*line);
        }
        let at_most = minor(asked.at_most.minor());
        let mut cut = 0;
        for (cohort, _) in &point.members {
            if !self.is_limited(*cohort, asked.years, line) {
                continue;
            }
            let brought = &mut self.brought[asked.limit][*cohort];
            brought.resize(self.passed[*cohort].len(), 0);
            for (amount, before) in self.passed[*cohort].iter_mut().zip(brought) {
                let allowed = (*amount).min((at_most - *before).max(0));
                cut += *amount - allowed;
                *amount = allowed;
                *before += allowed;
            }
        }
        Some(Money::from_minor(asked.price.currency(), i128::from(cut)))
    }

    /// Whether the measured period still lies inside the years since the start that a limit counts. Everyone of a cohort
    /// starts on the planned day, or in the middle of the year where none is planned.
    fn is_limited(&self, cohort: usize, years: Option<u16>, line: &ProgramLine) -> bool {
        let Some(years) = years else { return true };
        let start = self.model.cohorts[cohort].start;
        let (month, day) = self.model.agreement.intake.planned_start.unwrap_or((7, 1));
        let until = Date::new(start + i16::try_from(years).unwrap_or(i16::MAX - start), month, day);
        until.is_ok_and(|until| line.period_end < until)
    }
}
