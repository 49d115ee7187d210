//! The refund ladder (refusionstrappe): from one person's weeks to the state's share of each, and to estimated amounts. A
//! pure function of weeks and dated parameters; everything that it gives is an estimate, for it knows no benefit as paid.

use jiff::Span;
use rust_decimal::RoundingStrategy;
use virkning_model::Decimal;
use virkning_model::period::Week;

/// What a week is on the ladder.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LadderWeek {
    /// A covered benefit, whichever and however little of the week: it counts.
    Benefit,
    /// Disability pension: it counts where it was awarded after the history begins, and else keeps its old financing.
    DisabilityPension,
    /// Neither counts nor leads to a new start.
    Neutral,
    /// A whole week of self-support.
    SelfSupport,
    /// Not covered by the extract, or a code of which it is not known.
    Unknown,
}

/// One step: from this week of the count on, what the state refunds and what the municipality bears.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LadderStep {
    /// The first week of the count, from 1.
    pub from_week: u32,
    /// The state's share of what the municipality pays out.
    pub refund: Decimal,
    /// The municipality's own share, the same whether it pays out or co-finances.
    pub net: Decimal,
}

/// The ladder as dated data.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Ladder {
    /// The edition of the data.
    pub edition: String,
    /// The steps, ascending; the first begins with week 1.
    pub steps: Vec<LadderStep>,
    /// The first week of which the history counts.
    pub history_from: Week,
    /// The first week that is refunded by this ladder.
    pub in_force_from: Week,
    /// How many whole weeks of self-support give a new start.
    pub reset_weeks: usize,
    /// Within how many latest years.
    pub reset_years: i16,
}

/// What an amount comes to on the ladder, in øre.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EstimatedWeek {
    /// What is paid out.
    pub paid: i64,
    /// What the state refunds, or does not ask of the municipality.
    pub refund: i64,
    /// What the municipality bears: `paid - refund`.
    pub net: i64,
}

impl Ladder {
    /// The week of the count that each week is, from `history_from` on: 1 for the first week with a benefit. Nothing where
    /// the week does not count, and where what is unknown before it leaves the count open.
    ///
    /// The count starts over when the person, after the first benefit week, has had so many whole weeks of self-support in
    /// total, not after each other, within the latest years (law no. 994 of 30 August 2015, § 6).
    pub fn counts(&self, weeks: &[LadderWeek]) -> Vec<Option<u32>> {
        let mut count = Some(0_u32);
        let mut self_support: Vec<i32> = Vec::new();
        // Who has the pension when the history begins was awarded it before.
        let old_pension = weeks.first() == Some(&LadderWeek::DisabilityPension);
        let first = self.history_from.number();
        let mut counts = Vec::with_capacity(weeks.len());
        for (number, week) in (first..).zip(weeks) {
            let counted = match week {
                LadderWeek::Benefit => true,
                LadderWeek::DisabilityPension => !old_pension,
                LadderWeek::Neutral => false,
                LadderWeek::Unknown => {
                    count = None;
                    false
                }
                LadderWeek::SelfSupport => {
                    // Before the first benefit week there is nothing to start over from.
                    if count != Some(0) {
                        self_support.push(number);
                        let earliest = self.earliest(number);
                        self_support.retain(|week| *week >= earliest);
                    }
                    if self_support.len() >= self.reset_weeks {
                        count = Some(0);
                        self_support.clear();
                    }
                    false
                }
            };
            if counted {
                count = count.map(|count| count + 1);
            }
            counts.push(count.filter(|_| counted));
        }
        counts
    }

    /// The first week that lies wholly within the latest years before the end of a week.
    fn earliest(&self, number: i32) -> i32 {
        let end = Week::from_number(number + 1).map(Week::monday);
        let begin = end.and_then(|end| end.checked_sub(Span::new().years(self.reset_years)).ok());
        begin.map_or(i32::MIN, |begin| {
            let week = Week::of(begin);
            week.number() + i32::from(week.monday() < begin)
        })
    }

    /// The step that holds for a week of the count.
    pub fn step(&self, count: u32) -> Option<&LadderStep> {
        self.steps.iter().rev().find(|step| step.from_week <= count)
    }

    /// What an amount of so many øre comes to in a week of the count; the refund is rounded half up to whole øre, and the
    /// municipality bears what is left. Nothing where there is no step, or the amount is too large.
    pub fn estimated(&self, count: u32, paid: i64) -> Option<EstimatedWeek> {
        let share = Decimal::from(paid).checked_mul(self.step(count)?.refund)?;
        let rounded = share.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
        let refund = i64::try_from(rounded).ok()?;
        Some(EstimatedWeek { paid, refund, net: paid.checked_sub(refund)? })
    }
}
