//! Where an investment is going: who has been recruited against the plan by today, how the last posted results lie against
//! the plan with an interval, what the investors have got back, what to look at, and what comes next.

use jiff::civil::Date;
use virkning_model::agreement::PartyRole;
use virkning_model::enrolment::EnrolmentSet;
use virkning_model::id::PartyId;
use virkning_model::{Agreement, Decimal, Money};
use virkning_stats::wilson;

use super::Session;
use super::failure::{Failure, Refusal};
use super::overview::{Overview, Phase};

/// The confidence of the interval.
const CONFIDENCE: f64 = 0.95;

/// Recruitment below so much of the plan by today is behind, in per cent.
const BEHIND_PERCENT: u64 = 90;

/// Where an investment is going.
#[derive(Debug)]
pub struct Outlook {
    /// People of the newest list who are enrolled by today; nothing where there is no list.
    pub recruited: Option<u64>,
    /// People that the plan has by the end of this year or of the intake, in proportion to the days of this year; nothing
    /// where the terms give none.
    pub planned: Option<u64>,
    /// The last posted measured year.
    pub success: Option<Success>,
    /// The share that the plan has for that year, or for the first one where none is posted.
    pub planned_rate: Option<Decimal>,
    /// What has been paid to the investors; nothing where there is no investor.
    pub repaid: Option<Money>,
    /// What to look at.
    pub signals: Vec<Signal>,
    /// What comes next.
    pub next: Option<Deadline>,
}

/// A share with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Success {
    /// Those who succeeded.
    pub successes: u64,
    /// Those who count.
    pub eligible: u64,
    /// The share.
    pub share: f64,
    /// Wilson's interval at 95 per cent.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// Something to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// Fewer people than nine tenths of the plan by today.
    RecruitmentBehind,
    /// The whole interval of the last result lies below the plan.
    ResultBelow,
    /// So much awaits somebody.
    Waiting(usize),
    /// An office has not signed the sealed text.
    Unsigned,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deadline {
    /// A measured year is settled.
    Settlement(Date, i16),
    /// The agreement ends.
    End(Date),
}

impl Session<'_> {
    /// Where an investment is going, read from the store.
    pub(super) fn outlook_anew(&self, overview: &Overview) -> Result<Outlook, Failure> {
        let agreement = &overview.agreement;
        let today = self.world.today();
        let recruited = match self.store.enrolment_latest(&agreement.id)? {
            None => None,
            Some(record) => {
                let set: EnrolmentSet = serde_json::from_slice(&record.json)
                    .map_err(|error| Refusal::new("record-unreadable").with("what", "enrolment").with("why", error))?;
                Some(set.enrolled().filter(|(_, enrolled_on)| *enrolled_on <= today).count() as u64)
            }
        };
        let planned = planned_by(agreement, today);
        let posted = overview.years.iter().rev().find(|year| year.actual.is_some());
        let expected = posted.or(overview.years.first()).and_then(|year| year.expected.as_ref());
        let planned_rate = expected.filter(|expected| expected.eligible > 0);
        let planned_rate = planned_rate.map(|expected| expected.successes / Decimal::from(expected.eligible));
        let success = posted.and_then(|year| year.actual).and_then(|actual| success(actual.successes, actual.eligible));
        let waiting = self.tasks(&agreement.id)?.len();
        let mut signals = Vec::new();
        let is_behind = |recruited: u64, planned: u64| recruited * 100 < planned * BEHIND_PERCENT;
        if overview.phase == Phase::Running && is_behind(recruited.unwrap_or(0), planned.unwrap_or(0)) {
            signals.push(Signal::RecruitmentBehind);
        }
        if success.zip(planned_rate).is_some_and(|(success, planned)| is_below(success, planned)) {
            signals.push(Signal::ResultBelow);
        }
        if waiting > 0 {
            signals.push(Signal::Waiting(waiting));
        }
        if self.is_unsigned(agreement)? {
            signals.push(Signal::Unsigned);
        }
        Ok(Outlook {
            recruited,
            planned,
            success,
            planned_rate,
            repaid: self.repaid(agreement)?,
            signals,
            next: next(agreement, today),
        })
    }

    /// What has been paid to the investors through the bank or the finance system.
    fn repaid(&self, agreement: &Agreement) -> Result<Option<Money>, Failure> {
        let is_investor = |id: &PartyId| agreement.party(id).is_some_and(|party| party.is(PartyRole::Investor));
        if !agreement.parties.iter().any(|party| party.is(PartyRole::Investor)) {
            return Ok(None);
        }
        match self.compare_money(&agreement.id) {
            Ok((_, rows)) => {
                let own = rows.iter().filter(|row| is_investor(&row.to));
                Ok(Some(own.fold(Money::zero(agreement.currency), |sum, row| sum + row.paid)))
            }
            // Terms that give no plan have nothing to compare.
            Err(Failure::Refused(_)) => Ok(None),
            Err(failure) => Err(failure),
        }
    }

    /// Whether somebody has begun to sign the sealed text and an office is missing. An agreement that was signed on paper
    /// long ago, and of which nothing is recorded, is not asked about for ever.
    fn is_unsigned(&self, agreement: &Agreement) -> Result<bool, Failure> {
        let Some(sealed) = self.store.agreement_sealed(&agreement.id)? else { return Ok(false) };
        let signed = self.store.signings(&sealed.hash)?.len();
        Ok(signed > 0 && signed < agreement.signatures.len())
    }
}

fn success(successes: u64, eligible: u64) -> Option<Success> {
    if eligible == 0 {
        return None;
    }
    let (low, high) = wilson(successes, eligible, CONFIDENCE);
    Some(Success { successes, eligible, share: successes as f64 / eligible as f64, low, high })
}

/// Whether the plan lies above the whole interval.
fn is_below(success: Success, planned: Decimal) -> bool {
    // A picture of the plan for comparing it with an estimate; nothing is paid by it.
    planned.to_string().parse::<f64>().is_ok_and(|planned| success.high < planned)
}

/// People whom the plan has by a day: whole years before it, and of its own year in proportion to the days.
fn planned_by(agreement: &Agreement, today: Date) -> Option<u64> {
    let by_year = &agreement.intake.by_year;
    if by_year.is_empty() {
        return agreement.intake.total.map(u64::from);
    }
    let before: u64 =
        by_year.iter().filter(|(year, _)| **year < today.year()).map(|(_, count)| u64::from(*count)).sum();
    let this_year = by_year.get(&today.year()).map_or(0, |count| u64::from(*count));
    let day = u64::try_from(today.day_of_year()).unwrap_or(0);
    let days = u64::try_from(today.days_in_year()).unwrap_or(365);
    Some(before + this_year * day / days)
}

/// The next settlement after a day, or else the end.
fn next(agreement: &Agreement, today: Date) -> Option<Deadline> {
    let payments = virkning_engine::plan(agreement).map(|plan| plan.payments).unwrap_or_default();
    let due =
        payments.iter().filter(|payment| payment.due >= today).map(|payment| (payment.due, payment.measured_year));
    let settlement = due.min().map(|(due, year)| Deadline::Settlement(due, year));
    settlement.or((agreement.to >= today).then_some(Deadline::End(agreement.to)))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn ips_plus() -> Agreement {
        let text = include_str!("../../../../agreements/aarhus/ips-plus.md");
        virkning_agreement::read(text).agreement.expect("an agreement")
    }

    /// The source has 60, 80, 80 and 80 people from 2023 on.
    #[test]
    fn the_plan_by_a_day_is_whole_years_and_a_part_of_this_one() {
        let agreement = ips_plus();
        let check = |day: Date, expected: u64| assert_eq!(planned_by(&agreement, day), Some(expected), "{day}");
        check(date(2022, 12, 31), 0);
        check(date(2023, 12, 31), 60);
        // 16 March is day 75 of 365: 80 × 75 / 365 = 16.4.
        check(date(2025, 3, 16), 60 + 80 + 16);
        check(date(2030, 1, 1), 300);
    }

    #[test]
    fn a_result_is_below_the_plan_when_its_whole_interval_is() {
        let check = |successes, eligible, planned: &str, expected| {
            let success = success(successes, eligible).expect("somebody");
            assert_eq!(is_below(success, planned.parse().expect("a number")), expected, "{success:?}");
        };
        // Wilson at 95 per cent: 10 of 60 is 9.3 to 28.0 per cent.
        check(10, 60, "0.24", false);
        check(10, 60, "0.29", true);
        check(60, 60, "0.24", false);
        assert_eq!(success(0, 0), None);
    }

    #[test]
    fn the_next_deadline_is_a_settlement_or_the_end() {
        let agreement = ips_plus();
        let next = |day| next(&agreement, day);
        assert!(matches!(next(date(2025, 3, 16)), Some(Deadline::Settlement(due, 2024)) if due.month() == 3));
        assert_eq!(next(agreement.to.tomorrow().expect("a day")), None);
    }
}
