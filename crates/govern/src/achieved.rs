//! Expected against achieved, measure by measure: counts, denominators, intervals, and what the figures allow to be said.
//! What is above on one criterion and below on another stays so; those who completed are laid beside all who started.

use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use virkning_engine::plan::{FollowUpRow, follow_up};
use virkning_model::Agreement;
use virkning_model::agreement::Clause;
use virkning_model::id::TermId;
use virkning_model::implementation::ActualAbout;

use crate::record::estimate;
use crate::recruitment::{CONFIDENCE, Recruitment};

/// What the figures allow to be said of one report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Chance alone would hardly give so few.
    ClearlyBelow,
    /// Below, and chance may explain it.
    Below,
    /// Exactly as expected.
    AsExpected,
    /// Above, and chance may explain it.
    Above,
    /// Chance alone would hardly give so many.
    ClearlyAbove,
    /// A count or a mean below its bound; nothing tells how much is chance.
    BelowBound,
    /// A count or a mean that meets its bound.
    MeetsBound,
    /// The unit of the report is another than that of the criterion.
    OtherUnit,
    /// Nothing to lay it beside.
    NoCriterion,
    /// No number is given.
    NoNumber,
}

impl Verdict {
    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::ClearlyBelow => "clearly-below",
            Verdict::Below => "below",
            Verdict::AsExpected => "as-expected",
            Verdict::Above => "above",
            Verdict::ClearlyAbove => "clearly-above",
            Verdict::BelowBound => "below-bound",
            Verdict::MeetsBound => "meets-bound",
            Verdict::OtherUnit => "other-unit",
            Verdict::NoCriterion => "no-criterion",
            Verdict::NoNumber => "no-number",
        }
    }

    /// Whether it speaks for the intervention (true), against it (false), or neither.
    pub fn speaks_for(self) -> Option<bool> {
        match self {
            Verdict::ClearlyBelow | Verdict::Below | Verdict::BelowBound => Some(false),
            Verdict::AsExpected | Verdict::Above | Verdict::ClearlyAbove | Verdict::MeetsBound => Some(true),
            Verdict::OtherUnit | Verdict::NoCriterion | Verdict::NoNumber => None,
        }
    }
}

/// One report with everything that can be computed of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Achieved {
    /// The report.
    pub actual: TermId,
    /// What it is, in words.
    pub label: String,
    /// What it is about.
    pub about: ActualAbout,
    /// As of which day.
    pub as_of: Date,
    /// How many.
    pub number: Option<Decimal>,
    /// Of how many.
    pub of: Option<Decimal>,
    /// The share.
    pub share: Option<Decimal>,
    /// Its interval (Wilson, 95 per cent).
    pub interval: Option<(Decimal, Decimal)>,
    /// How many were expected: of the same whole, where it is a share.
    pub expected: Option<Decimal>,
    /// The share that was expected.
    pub expected_share: Option<Decimal>,
    /// The probability of so few, or so many, if the expected share were the true one.
    pub chance: Option<Decimal>,
    /// The mean, its unit, and the bound it is laid beside.
    pub mean: Option<(Decimal, Option<String>, Option<Decimal>)>,
    /// Whether only those who completed are counted.
    pub completers_only: bool,
    /// The share among all who started: at least, and at most if everyone who is not known yet succeeds.
    pub of_all_started: Option<(Decimal, Decimal, Decimal)>,
    /// What may be said.
    pub verdict: Verdict,
    /// Where it stands.
    pub clause: Clause,
}

/// Every report of an agreement up to a day. Those that look only at people who are through are laid beside all who have
/// started by then.
pub fn achieved(agreement: &Agreement, recruitment: &Recruitment, today: Date) -> Vec<Achieved> {
    let terms = agreement.in_force(today);
    let rows = follow_up(terms).rows.into_iter().filter(|row| row.as_of <= today);
    rows.map(|row| of_row(row, recruitment)).collect()
}

fn of_row(row: FollowUpRow, recruitment: &Recruitment) -> Achieved {
    let counts = counts(row.number, row.of);
    let criterion = row.criterion.as_ref();
    let is_share = criterion.is_some_and(|criterion| row.achieved_share == Some(criterion.achieved));
    let expected_share = criterion.filter(|_| is_share).map(|criterion| criterion.bound);
    let expected = match (row.expected_number, expected_share, row.of) {
        (Some(number), _, _) => Some(number),
        (None, Some(share), Some(of)) => Some(share * of),
        _ => criterion.map(|criterion| criterion.bound),
    };
    let interval = counts.map(|(number, of)| {
        let (low, high) = virkning_stats::wilson(number, of, CONFIDENCE);
        (estimate(low).round_dp(4), estimate(high).round_dp(4))
    });
    let chance = counts.zip(expected_share).map(|((number, of), share)| chance(number, of, share));
    let of_all_started = match row.about {
        ActualAbout::Measure(_) => of_all_started(&row, recruitment),
        _ => None,
    };
    Achieved {
        verdict: verdict(&row, is_share, chance),
        completers_only: of_all_started.is_some(),
        chance: chance.map(|chance| estimate(chance).round_dp(6)),
        mean: row.mean.map(|mean| {
            let bound = row.mean_criterion.as_ref().map(|criterion| criterion.bound);
            (mean, row.unit.clone(), bound)
        }),
        actual: row.actual,
        label: row.label,
        about: row.about,
        as_of: row.as_of,
        number: row.number,
        of: row.of,
        share: row.achieved_share,
        interval,
        expected,
        expected_share,
        of_all_started,
        clause: row.clause,
    }
}

/// Whole numbers of a whole; nothing where one of them is none.
fn counts(number: Option<Decimal>, of: Option<Decimal>) -> Option<(u64, u64)> {
    let (number, of) = (number?, of?);
    let whole = |value: Decimal| value.is_integer().then(|| value.to_u64()).flatten();
    let (number, of) = (whole(number)?, whole(of)?);
    (number <= of && of > 0).then_some((number, of))
}

/// The smaller tail: so few or fewer where it is below, so many or more where it is above.
fn chance(number: u64, of: u64, share: Decimal) -> f64 {
    let share = share.to_f64().unwrap_or(0.0).clamp(0.0, 1.0);
    if (number as f64) < share * of as f64 {
        virkning_stats::binomial_at_most(number, of, share)
    } else {
        virkning_stats::binomial_at_least(number, of, share)
    }
}

/// A tail beyond which chance is no explanation: half of what an interval of 95 per cent leaves out.
const TAIL: f64 = (1.0 - CONFIDENCE) / 2.0;

fn verdict(row: &FollowUpRow, is_share: bool, chance: Option<f64>) -> Verdict {
    if row.number.is_none() && row.mean.is_none() {
        return Verdict::NoNumber;
    }
    if row.other_unit.is_some() {
        return Verdict::OtherUnit;
    }
    if let Some(criterion) = &row.mean_criterion {
        return if criterion.is_met() { Verdict::MeetsBound } else { Verdict::BelowBound };
    }
    let Some(criterion) = &row.criterion else { return Verdict::NoCriterion };
    match chance.filter(|_| is_share) {
        None if criterion.is_met() => Verdict::MeetsBound,
        None => Verdict::BelowBound,
        Some(chance) => match criterion.achieved.cmp(&criterion.bound) {
            std::cmp::Ordering::Less if chance <= TAIL => Verdict::ClearlyBelow,
            std::cmp::Ordering::Less => Verdict::Below,
            std::cmp::Ordering::Equal => Verdict::AsExpected,
            std::cmp::Ordering::Greater if chance <= TAIL => Verdict::ClearlyAbove,
            std::cmp::Ordering::Greater => Verdict::Above,
        },
    }
}

/// Successes among all who had started by the day of the report, where the report counts fewer: those who dropped out are
/// no successes, and those who are still in it may become some.
fn of_all_started(row: &FollowUpRow, recruitment: &Recruitment) -> Option<(Decimal, Decimal, Decimal)> {
    let (number, of) = (row.number?, row.of?);
    let started = recruitment.points.iter().rfind(|(day, _)| *day <= row.as_of).map(|(_, started)| *started)?;
    let started = Decimal::from(started);
    if of >= started {
        return None;
    }
    let dropped_out = recruitment.dropped_out.map_or(Decimal::ZERO, |(number, _)| number);
    let open = (started - of - dropped_out).max(Decimal::ZERO);
    Some((started, number.checked_div(started)?, (number + open).checked_div(started)?))
}

/// Whether some reports speak for the intervention and others against it.
pub fn is_mixed(achieved: &[Achieved]) -> bool {
    let says = |wanted: bool| achieved.iter().any(|one| one.verdict.speaks_for() == Some(wanted));
    says(true) && says(false)
}
