//! One path: what is drawn, what becomes of the people, what the engine pays for it, and where the money goes.

mod book;
mod pay;
mod people;

use jiff::civil::Date;
use rust_decimal::Decimal;
use virkning_engine::{Accounts, CompileError, Plain, PlainAccounts, Program, ProgramLine};
use virkning_model::Money;
use virkning_model::id::PartyId;
use virkning_model::settlement::CohortFigures;

use crate::assumptions::About;
use crate::model::{MeasureModel, Model, Point};
use crate::process::{Counted, People};
use crate::quick::exp_between;
use crate::random::{Purpose, Random};

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
                // What is told of it is the mean of its years: one year alone says little of all.
                *value = drawn.market.iter().sum::<f64>() / drawn.market.len() as f64;
            } else if driver.year.is_none() && matches!(driver.of, About::RecruitmentOfEachYear) {
                *value = driver.planned;
            }
        }
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
