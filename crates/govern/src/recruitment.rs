//! Recruitment: how many were to start by each month and how many have, how many it will be by the end if they come as
//! they have come, and what fewer of them mean for each party's money. Forecasts are estimates and are shown only.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use virkning_engine::Plan;
use virkning_engine::plan::Lack;
use virkning_model::agreement::{DutyKind, PartyRole};
use virkning_model::id::PartyId;
use virkning_model::implementation::{ActualAbout, ImplementationRule};
use virkning_model::period::Month;
use virkning_model::{Agreement, Money};

use crate::record::estimate;

/// The confidence of every interval that is shown.
pub const CONFIDENCE: f64 = 0.95;

/// The recruitment of one agreement on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Recruitment {
    /// All that are planned, by the terms of the day.
    pub planned: Option<u32>,
    /// All that were planned by earlier terms, with the day on which those ended.
    pub planned_before: Vec<(Date, Option<u32>)>,
    /// The first day on which somebody may start.
    pub from: Date,
    /// The last.
    pub to: Date,
    /// What has been reported or counted: day and all who had started by then.
    pub points: Vec<(Date, u32)>,
    /// How many were to have started by the last point.
    pub planned_by_now: Option<u32>,
    /// By month: planned so far, and started so far where it is known.
    pub by_month: Vec<(Month, Option<Decimal>, Option<u32>)>,
    /// What it will be by the end.
    pub forecast: Option<Forecast>,
    /// Those who have dropped out of those who have started, where it is reported.
    pub dropped_out: Option<(Decimal, Decimal)>,
    /// Duties to renegotiate, and whether what triggers them has come about.
    pub triggers: Vec<Trigger>,
}

/// How many will have started by the end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Forecast {
    /// The most likely number.
    pub number: Decimal,
    /// The lower end of the interval.
    pub low: u32,
    /// The upper end.
    pub high: u32,
    /// Started in a month so far.
    pub per_month: Decimal,
}

/// A duty to renegotiate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    /// The duty.
    pub duty: virkning_model::id::TermId,
    /// What it says.
    pub label: String,
    /// What triggers it, in the agreement's words.
    pub trigger: String,
    /// Whether even the upper end of the forecast is below the plan; nothing where there is no forecast.
    pub is_reached: Option<bool>,
    /// Where it stands.
    pub clause: virkning_model::agreement::Clause,
}

/// The recruitment of an agreement on a day, with what is counted in the store by month where it is there.
pub fn recruitment(agreement: &Agreement, counted: Option<&[(Month, u32)]>, today: Date) -> Recruitment {
    let terms = agreement.in_force(today);
    let (from, to) = period(terms);
    let points = points(terms, counted, today);
    let planned = total(terms);
    let forecast = points.last().and_then(|(day, number)| forecast(from, to, *day, *number));
    let planned_so_far = |day: Date| planned_by(terms, from, to, day);
    let dropped_out = terms
        .actuals
        .iter()
        .rev()
        .filter(|actual| actual.as_of <= today)
        .find_map(|actual| (actual.about == ActualAbout::DropOut).then_some((actual.number?, actual.of?)));
    let triggers = terms.duties.iter().filter(|duty| duty.kind == DutyKind::Renegotiation);
    let triggers = triggers.map(|duty| Trigger {
        duty: duty.id.clone(),
        label: duty.label.clone(),
        trigger: duty.trigger.clone(),
        is_reached: match (forecast, planned) {
            (Some(forecast), Some(planned)) => Some(forecast.high < planned),
            _ => None,
        },
        clause: duty.clause.clone(),
    });
    Recruitment {
        planned,
        planned_before: agreement
            .earlier
            .iter()
            .filter(|earlier| earlier.until <= today)
            .map(|earlier| (earlier.until, total(&earlier.terms)))
            .filter(|(_, before)| *before != planned)
            .collect(),
        from,
        to,
        planned_by_now: points.last().and_then(|(day, _)| planned_so_far(*day)).and_then(whole),
        by_month: by_month(from, to, &points, planned_so_far),
        forecast,
        dropped_out,
        triggers: triggers.collect(),
        points,
    }
}

fn whole(number: Decimal) -> Option<u32> {
    u32::try_from(number.round()).ok()
}

/// All that are planned: the total that the source states, else the sum of its years.
pub fn total(agreement: &Agreement) -> Option<u32> {
    let sum = || (!agreement.intake.by_year.is_empty()).then(|| agreement.intake.by_year.values().sum());
    agreement.intake.total.or_else(sum)
}

/// The days between which people start: to the milestone of recruitment, else to the end of the financing, else to the last
/// year of intake, else to the end of the last activity.
fn period(agreement: &Agreement) -> (Date, Date) {
    let years = &agreement.intake.by_year;
    let first_year = years.keys().next().and_then(|year| Date::new(*year, 1, 1).ok());
    let from = first_year.map_or(agreement.from, |day| day.max(agreement.from));
    let all = total(agreement);
    let milestone = agreement.implementation.iter().find_map(|term| match term.rule {
        ImplementationRule::Milestone { number, by } if Some(number) == all => Some(by),
        _ => None,
    });
    let last_year = years.keys().next_back().and_then(|year| Date::new(*year, 12, 31).ok());
    let expires = agreement.continuation.as_ref().map(|continuation| continuation.expires);
    let activity = agreement.activities.iter().map(|activity| activity.to).max();
    (from, milestone.or(last_year).or(expires).or(activity).unwrap_or(agreement.to))
}

/// Reports of how many have started, or the counts of the store, which go before them.
fn points(agreement: &Agreement, counted: Option<&[(Month, u32)]>, today: Date) -> Vec<(Date, u32)> {
    if let Some(counted) = counted.filter(|counted| !counted.is_empty()) {
        let mut sum = 0;
        let points = counted.iter().map(|(month, number)| {
            sum += number;
            (month.last_day().min(today), sum)
        });
        return points.collect();
    }
    // A report with a whole that it is part of is a share of those who started, not their number; contacted people are
    // such a whole.
    let counts = agreement.actuals.iter().filter(|actual| {
        actual.about == ActualAbout::Intake && actual.of.is_none() && actual.mean.is_none() && actual.as_of <= today
    });
    let mut by_day: BTreeMap<Date, u32> = BTreeMap::new();
    for actual in counts {
        if let Some(number) = actual.number.and_then(whole) {
            by_day.insert(actual.as_of, number);
        }
    }
    by_day.into_iter().collect()
}

/// How many were to have started by the end of a day: each year's plan spread evenly over its days, the total over the
/// whole period where the source gives no years.
fn planned_by(agreement: &Agreement, from: Date, to: Date, day: Date) -> Option<Decimal> {
    let share = |from: Date, to: Date| {
        let days = |a: Date, b: Date| Some(Decimal::from(a.until(b).ok()?.get_days() + 1));
        if day < from {
            return Some(Decimal::ZERO);
        }
        days(from, day.min(to))?.checked_div(days(from, to)?)
    };
    if agreement.intake.by_year.is_empty() {
        return Decimal::from(agreement.intake.total?).checked_mul(share(from, to)?);
    }
    let mut sum = Decimal::ZERO;
    for (year, number) in &agreement.intake.by_year {
        let (first, last) = (Date::new(*year, 1, 1).ok()?, Date::new(*year, 12, 31).ok()?);
        sum += Decimal::from(*number) * share(first, last)?;
    }
    Some(sum)
}

fn by_month(
    from: Date,
    to: Date,
    points: &[(Date, u32)],
    planned: impl Fn(Date) -> Option<Decimal>,
) -> Vec<(Month, Option<Decimal>, Option<u32>)> {
    let (first, last) = (Month::of(from), Month::of(to));
    (first.number()..=last.number())
        .filter_map(Month::from_number)
        .map(|month| {
            let known = points.iter().rfind(|(day, _)| Month::of(*day) == month).map(|(_, number)| *number);
            (month, planned(month.last_day()).map(|number| number.round_dp(1)), known)
        })
        .collect()
}

/// What it will be by the end if they come as they have come. Nothing before the first month is over, or after the end.
pub fn forecast(from: Date, to: Date, day: Date, started: u32) -> Option<Forecast> {
    let days = |a: Date, b: Date| Some(f64::from(a.until(b).ok()?.get_days()));
    let (passed, left) = (days(from, day)?, days(day, to)?.max(0.0));
    if passed < 28.0 {
        return None;
    }
    let (mean, low, high) = virkning_stats::events_to_come(u64::from(started), passed, left, CONFIDENCE);
    let more = |number: u64| started.saturating_add(u32::try_from(number).unwrap_or(u32::MAX));
    let per_month = estimate(f64::from(started) / passed * 365.25 / 12.0).round_dp(1);
    Some(Forecast {
        number: (Decimal::from(started) + estimate(mean)).round(),
        low: more(low),
        high: more(high),
        per_month,
    })
}

/// What fewer participants mean for the money: each party's account by the plan and by fewer.
#[derive(Clone, Debug, PartialEq)]
pub struct Shortfall {
    /// How many participants.
    pub participants: u32,
    /// The balance of each party: by the plan, and with so many.
    pub balances: Vec<(PartyId, Money, Money)>,
    /// What is paid for results: by the plan, and with so many.
    pub payments: (Money, Money),
}

/// The money with so many participants, spread over the years as planned; or what stands in the way of computing it.
pub fn shortfall(agreement: &Agreement, plan: &Plan, participants: u32) -> Result<Shortfall, Vec<Lack>> {
    let fewer = with_participants(agreement, participants).and_then(|agreement| virkning_engine::plan(&agreement).ok());
    let Some(fewer) = fewer.filter(|_| plan.accounts_are_complete()) else { return Err(plan.lacks.clone()) };
    let zero = Money::zero(agreement.currency);
    let paid = |plan: &Plan| plan.payments.iter().fold(zero, |all, payment| all + payment.amount);
    let balance = |plan: &Plan, party: &PartyId| {
        let account = plan.accounts.iter().find(|account| account.party == *party && account.budget.is_none());
        account.map_or(zero, |account| account.total.balance)
    };
    let balances = agreement.parties.iter().map(|party| {
        let id = party.id.clone();
        let (planned, then) = (balance(plan, &id), balance(&fewer, &id));
        (id, planned, then)
    });
    Ok(Shortfall { participants, balances: balances.collect(), payments: (paid(plan), paid(&fewer)) })
}

/// The agreement with so many participants, each year's share as planned; rounded by largest remainder.
fn with_participants(agreement: &Agreement, participants: u32) -> Option<Agreement> {
    let planned: Vec<(i16, u32)> = agreement.intake.by_year.iter().map(|(year, number)| (*year, *number)).collect();
    let weights: Vec<Decimal> = planned.iter().map(|(_, number)| Decimal::from(*number)).collect();
    // Money splits a sum into whole parts that add up; participants are split alike.
    let all = Money::from_minor(agreement.currency, i128::from(participants));
    let parts = all.split(&weights).ok()?;
    let mut other = agreement.clone();
    for ((year, _), part) in planned.iter().zip(parts) {
        other.intake.by_year.insert(*year, u32::try_from(part.minor()).ok()?);
    }
    other.intake.total = Some(participants);
    other.earlier.clear();
    Some(other)
}

/// One cell of the table of break-even: so many participants, so large a part of the expected success rate.
#[derive(Clone, Debug, PartialEq)]
pub struct BreakEven {
    /// How many participants.
    pub participants: u32,
    /// The success rate above which the investors lose nothing; nothing where there is none.
    pub rate: Option<Decimal>,
    /// The investors' balance at these parts of the expected rate.
    pub balances: Vec<Money>,
}

/// The parts of the expected success rate that the table of break-even shows.
pub const RATE_PARTS: [Decimal; 5] = [
    Decimal::from_parts(50, 0, 0, false, 2),
    Decimal::from_parts(75, 0, 0, false, 2),
    Decimal::from_parts(90, 0, 0, false, 2),
    Decimal::ONE,
    Decimal::from_parts(110, 0, 0, false, 2),
];

/// The investors' balance by number of participants and success rate. Empty where it cannot be computed.
pub fn break_even(agreement: &Agreement, numbers: &[u32]) -> Vec<BreakEven> {
    let one = |participants: &u32| {
        let fewer = with_participants(agreement, *participants)?;
        let mut balances = Vec::new();
        let mut rate = None;
        for part in RATE_PARTS {
            let plan = virkning_engine::plan(&with_rates(&fewer, part)).ok().filter(Plan::accounts_are_complete)?;
            let zero = Money::zero(agreement.currency);
            let investors = agreement.parties.iter().filter(|party| party.role == PartyRole::Investor);
            balances.push(investors.fold(zero, |all, party| {
                let account =
                    plan.accounts.iter().find(|account| account.party == party.id && account.budget.is_none());
                account.map_or(all, |account| all + account.total.balance)
            }));
            if part == Decimal::ONE {
                rate = plan.break_even_rate;
            }
        }
        Some(BreakEven { participants: *participants, rate, balances })
    };
    numbers.iter().filter_map(one).collect()
}

/// The agreement with every expected rate times a part, at most one.
fn with_rates(agreement: &Agreement, part: Decimal) -> Agreement {
    let mut other = agreement.clone();
    let scaled = |rate: &mut Decimal| *rate = (*rate * part).min(Decimal::ONE);
    for measure in &mut other.measures {
        if let Some(expected) = &mut measure.expected {
            expected.named.values_mut().for_each(scaled);
            expected.later.iter_mut().for_each(scaled);
        }
        measure.expected_at.values_mut().for_each(scaled);
    }
    other
}
