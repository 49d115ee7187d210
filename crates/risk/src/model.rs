//! An agreement and its assumptions, taken apart once for all paths: what is drawn, who is looked at when, which figures a
//! line of the payment program needs, and where every krone goes. The payments themselves are the engine's own code.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use virkning_engine::plan::{Plan, every_payment_is_known, expected_figures, looked_at};
use virkning_engine::{CompileError, Plain, Program, compile};
use virkning_model::agreement::{Agreement, Eligibility, Measure, PaidPer, Window};
use virkning_model::id::MeasureId;
use virkning_model::settlement::CohortFigures;

use crate::assumptions::{About, AfterLeaving, Assumptions, Outcomes, SavingsFollow};
use crate::correlation::cholesky;
use crate::distribution::{Distribution, Table};
use crate::money::Books;
use crate::random::Chance;
use crate::read::planned_rate;

/// A decimal of a contract as a float: for chances and factors, never for an amount that is paid.
pub(crate) fn float(number: Decimal) -> f64 {
    number.to_string().parse().unwrap_or(f64::NAN)
}

/// One number that is drawn for each path.
#[derive(Clone, Debug)]
pub(crate) struct Driver {
    pub(crate) id: String,
    pub(crate) label: String,
    pub(crate) of: About,
    /// For starters of each year by itself: which year.
    pub(crate) year: Option<i16>,
    pub(crate) distribution: Distribution,
    pub(crate) table: Table,
    /// What it is in the plan.
    pub(crate) planned: f64,
}

/// People who start in one year, as one version of the agreement plans them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cohort {
    pub(crate) start: i16,
    pub(crate) planned: u32,
}

/// A measure that is paid for.
#[derive(Clone, Debug)]
pub(crate) struct MeasureModel {
    pub(crate) id: MeasureId,
    /// The planned rate of the later years, by which a drawn one is compared.
    pub(crate) later: f64,
    pub(crate) driver: Option<usize>,
    pub(crate) cohorts_like: Option<f64>,
    pub(crate) correlation: f64,
    pub(crate) without: f64,
    pub(crate) completed: bool,
    pub(crate) once: bool,
    /// Chances may be drawn: there is a success to draw.
    pub(crate) drawn: bool,
    /// A payment compares its successes with those of a control arm.
    pub(crate) compared: bool,
    pub(crate) value: Option<ValueModel>,
}

/// How the values of people are spread.
#[derive(Clone, Debug)]
pub(crate) struct ValueModel {
    pub(crate) mean: f64,
    pub(crate) without: f64,
    pub(crate) deviation: f64,
    pub(crate) correlation: f64,
    pub(crate) controls: f64,
    pub(crate) driver: Option<usize>,
}

/// One measure in one measured year (and month since the start).
#[derive(Clone, Debug)]
pub(crate) struct Point {
    pub(crate) measure: usize,
    pub(crate) year: i16,
    pub(crate) at: u16,
    /// Places of the cohorts that it looks at, each with the point that looked at them last.
    pub(crate) members: Vec<(usize, Option<usize>)>,
    pub(crate) completing: Option<Decimal>,
    /// The expected share.
    pub(crate) rate: Option<Decimal>,
    /// The same as a float; zero where none is expected.
    pub(crate) rate_as_float: f64,
    /// For what counts once: the shares expected earlier of the same cohorts.
    pub(crate) earlier: f64,
}

/// What happens in order: a year passes, a measure looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// Those who started before this year may leave in it.
    Year(i16),
    /// The point of that place.
    Look(usize),
}

/// A line of the payment program.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Line {
    pub(crate) point: Option<usize>,
    /// What the plan expects.
    pub(crate) planned: Option<CohortFigures>,
}

/// What moves the number of starters, by drivers' places.
#[derive(Clone, Debug, Default)]
pub(crate) struct Starts {
    pub(crate) common: Vec<usize>,
    pub(crate) of_year: Vec<(i16, usize)>,
    pub(crate) delay: Option<usize>,
}

impl Starts {
    fn of(drivers: &[Driver]) -> Self {
        let mut starts = Self::default();
        for (place, driver) in drivers.iter().enumerate() {
            match (&driver.of, driver.year) {
                (About::Recruitment, _) => starts.common.push(place),
                (About::RecruitmentOfEachYear, Some(year)) => starts.of_year.push((year, place)),
                (About::Delay, _) => starts.delay = Some(place),
                _ => {}
            }
        }
        starts
    }
}

/// Everything that all paths share.
#[derive(Clone, Debug)]
pub struct Model {
    pub(crate) agreement: Agreement,
    pub(crate) assumptions: Assumptions,
    pub(crate) program: Program,
    pub(crate) plan: Plan,
    pub(crate) drivers: Vec<Driver>,
    /// The first of them are correlated by this triangle, the rest stand alone.
    pub(crate) lower: Vec<Vec<f64>>,
    pub(crate) correlated: bool,
    pub(crate) cohorts: Vec<Cohort>,
    pub(crate) measures: Vec<MeasureModel>,
    pub(crate) points: Vec<Point>,
    pub(crate) events: Vec<Event>,
    pub(crate) lines: Vec<Line>,
    /// The causes of leaving, with the chance given that no earlier cause took them.
    pub(crate) leaving: Vec<crate::process::Cause>,
    pub(crate) market: Option<(f64, f64)>,
    /// The first calendar year that is looked at, from which the market counts.
    pub(crate) first_year: i16,
    pub(crate) last_year: i16,
    /// Whether single people must be told apart.
    pub(crate) person_by_person: bool,
    pub(crate) books: Books,
    /// Who starts when, as drivers' places.
    pub(crate) starts: Starts,
    /// The payments as whole numbers, where nothing in them is divided.
    pub(crate) plain: Option<Plain>,
    /// Whether costs and savings are booked too; payments and capital always are.
    pub(crate) books_case: bool,
}

impl Model {
    /// Takes an agreement and its assumptions apart.
    ///
    /// # Errors
    /// What the plan refuses.
    pub fn new(agreement: &Agreement, assumptions: &Assumptions) -> Result<Self, CompileError> {
        let program = compile(agreement)?;
        let plan = virkning_engine::plan(agreement)?;
        let expected = expected_figures(agreement, &program)?;
        let drivers = drivers(agreement, assumptions);
        let mut parts =
            Parts { agreement, assumptions, drivers: &drivers, ..Parts::empty(agreement, assumptions, &drivers) };
        let mut lines = Vec::with_capacity(program.lines().len());
        for (line, planned) in program.lines().iter().zip(expected) {
            let point = parts.point(&program, line);
            lines.push(Line { point, planned });
        }
        let (cohorts, measures, mut points) = (parts.cohorts, parts.measures, parts.points);
        link(&mut points, &measures);
        let years = points.iter().map(|point| point.year);
        let first_year = years.clone().min().unwrap_or(agreement.from.year());
        let last_year = years.max().unwrap_or(first_year);
        let leaving = causes(assumptions);
        let completes = measures.iter().any(|measure| measure.completed);
        let person_by_person =
            program.bounds_participants() || (!leaving.is_empty() && (measures.len() > 1 || completes));
        let market = drivers.iter().find_map(|driver| match driver.of {
            About::Market { deviation, memory } => Some((deviation, memory)),
            _ => None,
        });
        let whole = measures.iter().all(|measure| measure.drawn && measure.value.is_none() && !measure.compared)
            && assumptions.outcomes == Outcomes::Drawn
            && lines.iter().all(|line| line.point.is_some() && line.planned.is_some());
        Ok(Self {
            starts: Starts::of(&drivers),
            plain: program.plain().filter(|_| whole),
            events: events(&points, &cohorts, !leaving.is_empty()),
            lower: cholesky(assumptions).unwrap_or_default(),
            correlated: !assumptions.correlations.is_empty(),
            books: Books::new(agreement, &program, &plan, every_payment_is_known(agreement, &program)?),
            agreement: agreement.clone(),
            assumptions: assumptions.clone(),
            program,
            plan,
            drivers,
            cohorts,
            measures,
            points,
            lines,
            leaving,
            market,
            first_year,
            last_year,
            person_by_person,
            books_case: true,
        })
    }

    /// The same with this factor on recruitment and on every success rate, nothing else being uncertain: for maps.
    pub(crate) fn forced(&self, recruitment: f64, success: f64) -> Self {
        let mut forced = self.clone();
        let fixed = |id: &str, of: About, value: f64| Driver {
            id: id.to_owned(),
            label: String::new(),
            of,
            year: None,
            distribution: Distribution::Fixed(value),
            table: Table::new(Distribution::Fixed(value)),
            planned: value,
        };
        forced.drivers = vec![fixed("recruitment", About::Recruitment, recruitment)];
        for measure in &mut forced.measures {
            let of = About::Success { measure: measure.id.clone(), cohorts_like: None };
            measure.driver = (measure.later > 0.0).then_some(forced.drivers.len());
            measure.cohorts_like = None;
            forced.drivers.push(fixed(measure.id.as_str(), of, (measure.later * success).min(1.0)));
        }
        forced.market = None;
        forced.plain = None;
        forced.starts = Starts::of(&forced.drivers);
        forced
    }

    /// The same with every person told apart, where their number would be enough.
    #[must_use]
    pub fn person_by_person(mut self) -> Self {
        self.person_by_person = true;
        self
    }

    /// The same without costs and savings: only what is paid for results, to whom, and what investors earn.
    #[must_use]
    pub fn payments_only(mut self) -> Self {
        self.books_case = false;
        self
    }

    /// Whether people are told apart.
    pub fn tells_people_apart(&self) -> bool {
        self.person_by_person
    }

    /// The plan of the agreement, where nothing is uncertain.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The assumptions.
    pub fn assumptions(&self) -> &Assumptions {
        &self.assumptions
    }

    /// The agreement.
    pub fn agreement(&self) -> &Agreement {
        &self.agreement
    }

    /// The same under other terms of payment, with the same people and the same luck.
    ///
    /// # Errors
    /// What the plan refuses.
    pub fn under(&self, agreement: &Agreement) -> Result<Self, CompileError> {
        let model = Self::new(agreement, &self.assumptions)?;
        Ok(if self.person_by_person { model.person_by_person() } else { model })
    }

    pub(crate) fn draws_outcomes(&self) -> bool {
        self.assumptions.outcomes == Outcomes::Drawn
    }

    pub(crate) fn savings_follow(&self) -> SavingsFollow {
        self.assumptions.savings_follow
    }
}

/// What is found while lines are looked at.
struct Parts<'a> {
    agreement: &'a Agreement,
    assumptions: &'a Assumptions,
    drivers: &'a [Driver],
    cohorts: Vec<Cohort>,
    measures: Vec<MeasureModel>,
    points: Vec<Point>,
}

impl<'a> Parts<'a> {
    fn empty(agreement: &'a Agreement, assumptions: &'a Assumptions, drivers: &'a [Driver]) -> Self {
        Self { agreement, assumptions, drivers, cohorts: Vec::new(), measures: Vec::new(), points: Vec::new() }
    }

    /// The point of a line; nothing where nobody is planned.
    fn point(&mut self, program: &Program, line: &virkning_engine::ProgramLine) -> Option<usize> {
        let term = program.term(line);
        let looked_at = looked_at(self.agreement, line, term)?;
        let measure = self.agreement.in_force(line.period_end).measure(&term.payment.measure)?;
        let place = self.measure(measure);
        let (year, at) = (line.measured_year, line.at);
        let known = self.points.iter().position(|point| point.measure == place && point.year == year && point.at == at);
        if known.is_some() {
            return known;
        }
        let members = looked_at.starters.iter().map(|(start, planned)| {
            let cohort = Cohort { start: *start, planned: *planned };
            let known = self.cohorts.iter().position(|other| *other == cohort);
            let place = known.unwrap_or_else(|| {
                self.cohorts.push(cohort);
                self.cohorts.len() - 1
            });
            (place, None)
        });
        let members = members.collect();
        let rate = measure.expected_share(year, at).or_else(|| {
            // What the agreement leaves open is what the assumptions say.
            let later = Decimal::try_from(self.measures[place].later).ok()?;
            self.measures[place].driver.map(|_| later)
        });
        self.points.push(Point {
            measure: place,
            year,
            at,
            members,
            completing: looked_at.completing,
            rate,
            rate_as_float: rate.map_or(0.0, float),
            earlier: 0.0,
        });
        Some(self.points.len() - 1)
    }

    fn measure(&mut self, measure: &Measure) -> usize {
        if let Some(known) = self.measures.iter().position(|known| known.id == measure.id) {
            return known;
        }
        let driver = self
            .drivers
            .iter()
            .position(|driver| matches!(&driver.of, About::Success { measure: own, .. } if *own == measure.id));
        let later = planned_rate(measure).or_else(|| driver.map(|place| self.drivers[place].planned)).unwrap_or(0.0);
        let cohorts_like = driver.and_then(|place| match self.drivers[place].of {
            About::Success { cohorts_like, .. } => cohorts_like,
            _ => None,
        });
        let persistence = self.assumptions.persistence.iter().find(|one| one.measure == measure.id);
        self.measures.push(MeasureModel {
            id: measure.id.clone(),
            later,
            driver,
            cohorts_like,
            correlation: persistence.map_or(0.0, |one| one.correlation),
            without: measure.baseline.map_or(0.0, float),
            completed: measure.eligible == Eligibility::Completed,
            once: matches!(measure.window, Window::Event { once: true, .. }),
            drawn: measure.success.is_some(),
            compared: measure.success.is_some()
                && self
                    .agreement
                    .payments
                    .iter()
                    .any(|payment| payment.measure == measure.id && payment.per == PaidPer::Estimate),
            value: self.value(measure),
        });
        self.measures.len() - 1
    }

    fn value(&self, measure: &Measure) -> Option<ValueModel> {
        let spread = self.assumptions.values.iter().find(|one| one.measure == measure.id)?;
        let expected = measure
            .expected_value
            .as_ref()
            .and_then(|value| value.later.or_else(|| value.named.last_key_value().map(|(_, value)| *value)));
        let driver = self.drivers.iter().position(|driver| driver.of == About::Value(measure.id.clone()));
        let mean = expected.map(float).or(spread.mean)?;
        Some(ValueModel {
            mean,
            without: measure.baseline_value.map(float).or(spread.without).unwrap_or(mean),
            deviation: spread.deviation,
            correlation: spread.correlation,
            controls: spread.controls,
            driver,
        })
    }
}

/// One driver for each assumption, then one for each year of those that are drawn for each year.
fn drivers(agreement: &Agreement, assumptions: &Assumptions) -> Vec<Driver> {
    let mut drivers = Vec::new();
    let mut by_year = Vec::new();
    for one in &assumptions.uncertain {
        let planned = match &one.of {
            About::Market { .. } | About::Delay | About::Index(_) => 0.0,
            About::Success { measure, .. } => {
                agreement.measure(measure).and_then(planned_rate).unwrap_or(one.distribution.mean())
            }
            About::Value(measure) => {
                let expected = agreement.measure(measure).and_then(|measure| measure.expected_value.as_ref());
                let later =
                    expected.and_then(|value| value.later.or_else(|| value.named.values().next_back().copied()));
                later.map_or(one.distribution.mean(), float)
            }
            _ => 1.0,
        };
        let driver = Driver {
            id: one.id.to_string(),
            label: one.label.clone(),
            of: one.of.clone(),
            year: None,
            distribution: one.distribution.clone(),
            table: Table::new(one.distribution.clone()),
            planned,
        };
        if one.of == About::RecruitmentOfEachYear {
            for year in agreement.intake.by_year.keys() {
                let id = format!("{}.{year}", driver.id);
                by_year.push(Driver { id, year: Some(*year), ..driver.clone() });
            }
        }
        drivers.push(driver);
    }
    drivers.extend(by_year);
    drivers
}

/// Competing causes: each chance is of those whom no earlier cause took, so that in all each takes its own share.
fn causes(assumptions: &Assumptions) -> Vec<crate::process::Cause> {
    let mut left = 1.0_f64;
    let cause = |one: &crate::assumptions::Leaving| {
        let chance = if left > 0.0 { one.yearly / left } else { 0.0 };
        left -= one.yearly;
        crate::process::Cause { chance: Chance::new(chance), afterwards: one.then == AfterLeaving::Baseline }
    };
    assumptions.leaving.iter().map(cause).collect()
}

/// Which point looked at a cohort last, and what was expected of it before.
fn link(points: &mut [Point], measures: &[MeasureModel]) {
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by_key(|place| (points[*place].year, points[*place].at));
    let mut last: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for place in order {
        let measure = points[place].measure;
        let mut members = std::mem::take(&mut points[place].members);
        for (cohort, before) in &mut members {
            *before = last.insert((measure, *cohort), place);
        }
        if measures[measure].once {
            let before = members.iter().filter_map(|(_, before)| *before).max();
            points[place].earlier = before.map_or(0.0, |before| points[before].earlier + points[before].rate_as_float);
        }
        points[place].members = members;
    }
}

fn events(points: &[Point], cohorts: &[Cohort], people_leave: bool) -> Vec<Event> {
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by_key(|place| (points[*place].year, points[*place].at, *place));
    let mut events = Vec::new();
    let mut year = cohorts.iter().map(|cohort| cohort.start).min().unwrap_or(0);
    for place in order {
        while people_leave && year < points[place].year {
            year += 1;
            events.push(Event::Year(year));
        }
        events.push(Event::Look(place));
    }
    events
}
