//! Where everything stands that one measured year leaves to the next: capped accounts, what limits have let through,
//! deficits, what has ever been due, cohorts. A settlement restores it from what was posted before.

use jiff::civil::Date;
use rust_decimal::Decimal;
use virkning_model::Money;
use virkning_model::agreement::EstimateOver;
use virkning_model::money::Weights;
use virkning_model::settlement::{Carried, CohortFigures, PostedBefore};

use crate::cap::{Cap, CapAccount};
use crate::error::CompileError;
use crate::limits::{AtMost, Division, Over};
use crate::program::{PaymentTerm, Program, ProgramLine};

/// Where the accounts stand during a run; made by [`Program::accounts`]. One run after the other may reuse them through
/// [`Accounts::reset`].
#[derive(Clone, Debug, PartialEq)]
pub struct Accounts {
    pub(crate) zero: Money,
    /// By the party's place.
    pub(crate) by_party: Vec<CapAccount>,
    /// By the party's place.
    pub(crate) received: Vec<Money>,
    /// What limits over all years have let through, by the limit's place.
    pub(crate) used: Vec<Money>,
    /// What limits per period have let through in the measured year that is open.
    period: (i16, Vec<Money>),
    /// By the payment's place, not above zero.
    pub(crate) deficits: Vec<Money>,
    /// By the payment's place.
    pub(crate) ever_due: Vec<bool>,
    /// By the measure's place and year, in the order in which they were measured.
    pub(crate) cohorts: Vec<(usize, i16, CohortFigures)>,
    /// The figures alone of the cohorts that a line looks at.
    looked_at: Vec<CohortFigures>,
    /// The most participants that any line has looked at.
    most: Decimal,
    /// How many returns of capital have been seen.
    returned: usize,
}

impl Accounts {
    pub(crate) fn new(program: &Program) -> Self {
        let zero = Money::zero(program.currency);
        Self {
            zero,
            by_party: vec![CapAccount::new(zero); program.parties.len()],
            received: vec![zero; program.parties.len()],
            used: vec![zero; program.limits.len()],
            period: (i16::MIN, vec![zero; program.limits.len()]),
            deficits: vec![zero; program.payments.len()],
            ever_due: vec![false; program.payments.len()],
            cohorts: Vec::new(),
            looked_at: Vec::new(),
            most: Decimal::ZERO,
            returned: 0,
        }
    }

    /// Back to the start, without allocating.
    pub fn reset(&mut self) {
        self.by_party.fill(CapAccount::new(self.zero));
        self.received.fill(self.zero);
        self.used.fill(self.zero);
        self.period.0 = i16::MIN;
        self.deficits.fill(self.zero);
        self.ever_due.fill(false);
        self.cohorts.clear();
        self.most = Decimal::ZERO;
        self.returned = 0;
    }

    /// Brings everything to a line: the accounts of its receivers to its day of payment, its cohort among the others.
    pub(crate) fn start(
        &mut self,
        program: &Program,
        line: &ProgramLine,
        term: &PaymentTerm,
        figures: &CohortFigures,
    ) -> Result<(), CompileError> {
        self.see_returned(program, line.due)?;
        for party in &term.receivers {
            self.advance(program, *party, line.due)?;
        }
        if self.period.0 != line.measured_year {
            self.period.0 = line.measured_year;
            self.period.1.fill(self.zero);
        }
        self.most = self.most.max(figures.eligible);
        self.looked_at.clear();
        if term.payment.estimate.is_some_and(|rule| rule.over == EstimateOver::AllCohorts) {
            let key = (term.measure, line.measured_year);
            self.cohorts.retain(|(measure, year, _)| (*measure, *year) != key);
            self.cohorts.push((term.measure, line.measured_year, *figures));
            let own = self.cohorts.iter().filter(|(measure, _, _)| *measure == term.measure);
            self.looked_at.extend(own.map(|(_, _, figures)| *figures));
        }
        Ok(())
    }

    /// Every cohort that the line looks at, its own last.
    pub(crate) fn cohorts_of(&self, _: &PaymentTerm) -> &[CohortFigures] {
        &self.looked_at
    }

    /// What a limit over all years still lets through.
    pub(crate) fn room(&self, limit: &AtMost) -> Money {
        self.above_zero(limit.amount - self.used[limit.slot])
    }

    /// What a limit per measured year still lets through.
    pub(crate) fn room_of_period(&self, limit: &AtMost) -> Money {
        self.above_zero(limit.amount - self.period.1[limit.slot])
    }

    /// What a limit on each participant lets through at most, where they are known by number only.
    pub(crate) fn room_of_participants(&self, limit: &AtMost) -> Money {
        let all = limit.amount.times(self.most, virkning_model::Rounding::Down).unwrap_or(self.zero);
        self.above_zero(all - self.used[limit.slot])
    }

    fn above_zero(&self, amount: Money) -> Money {
        if amount.is_negative() { self.zero } else { amount }
    }

    /// Takes what is paid into account.
    pub(crate) fn pay(&mut self, term: &PaymentTerm, payers: &Weights, division: &Division) {
        for (receiver, party) in term.receivers.iter().enumerate() {
            let row = division.rows()[receiver];
            self.received[*party] += row;
            self.by_party[*party].pay(row);
        }
        let total = division.total(self.zero);
        for limit in term.limits.iter().chain(&term.watched) {
            let passed = match limit.over {
                Over::Payer(party) => term.paid_by(&term.payers_of(party), payers, division, self.zero),
                Over::Investor(party) => {
                    let receiver = term.receivers.iter().position(|known| *known == party);
                    receiver.map_or(self.zero, |receiver| division.rows()[receiver])
                }
                _ => total,
            };
            match limit.over {
                Over::Period => self.period.1[limit.slot] += passed,
                _ => self.used[limit.slot] += passed,
            }
        }
    }

    /// Capital that has come back by a day is paid out of the capped accounts.
    fn see_returned(&mut self, program: &Program, day: Date) -> Result<(), CompileError> {
        while let Some(returned) = program.returned.get(self.returned).filter(|returned| returned.on <= day) {
            self.returned += 1;
            self.see(program, returned.party, returned.on, returned.amount)?;
        }
        Ok(())
    }

    fn advance(&mut self, program: &Program, party: usize, day: Date) -> Result<(), CompileError> {
        let Some(cap) = &program.caps[party] else { return Ok(()) };
        self.by_party[party].advance(cap, day).map_err(|_| out_of_range(cap))
    }

    fn see(&mut self, program: &Program, party: usize, day: Date, amount: Money) -> Result<(), CompileError> {
        self.received[party] += amount;
        if program.caps[party].is_some() {
            self.advance(program, party, day)?;
            self.by_party[party].pay(amount);
        }
        Ok(())
    }

    /// Lets the accounts see what was posted earlier, and take up what it left to later settlements.
    pub(crate) fn see_posted(&mut self, program: &Program, posted: &[PostedBefore]) -> Result<(), CompileError> {
        for posted in posted {
            self.see_returned(program, posted.due)?;
            for (party, amount) in &posted.paid {
                if let Some(place) = program.parties.iter().position(|known| known == party) {
                    self.see(program, place, posted.due, *amount)?;
                }
            }
        }
        self.count_paid(program, posted);
        if let Some(last) = posted.last() {
            self.take_up(program, &last.carried);
        }
        Ok(())
    }

    /// A limit that an amendment has brought counts what was paid before it was known.
    fn count_paid(&mut self, program: &Program, posted: &[PostedBefore]) {
        for slot in 0..program.limits.len() {
            let over = program.over(slot);
            let counts = |party: &virkning_model::id::PartyId| match over {
                Some(Over::Agreement) => true,
                Some(Over::Investor(place)) => program.parties[place] == *party,
                _ => false,
            };
            let paid = posted.iter().flat_map(|posted| &posted.paid).filter(|(party, _)| counts(party));
            self.used[slot] = paid.fold(self.zero, |all, (_, amount)| all + *amount);
        }
    }

    fn take_up(&mut self, program: &Program, carried: &Carried) {
        let payment = |id| program.payments.iter().position(|known| known == id);
        for (id, deficit) in &carried.deficits {
            if let Some(place) = payment(id) {
                self.deficits[place] = *deficit;
            }
        }
        for place in carried.ever_due.iter().filter_map(payment) {
            self.ever_due[place] = true;
        }
        for (id, used) in &carried.used {
            if let Some(slot) = program.limits.iter().position(|known| known == id) {
                self.used[slot] = *used;
            }
        }
        for (id, year, figures) in &carried.cohorts {
            if let Some(place) = program.measures.iter().position(|known| known == id) {
                self.cohorts.push((place, *year, *figures));
            }
        }
    }

    /// What is left to later settlements, as far as any later one can depend on it.
    pub(crate) fn left(&self, program: &Program) -> Carried {
        let mut carried = Carried::default();
        for (place, id) in program.payments.iter().enumerate() {
            if !self.deficits[place].is_zero() {
                carried.deficits.push((id.clone(), self.deficits[place]));
            }
            let matters = program.terms.iter().any(|term| term.unless.contains(&place));
            if matters && self.ever_due[place] {
                carried.ever_due.push(id.clone());
            }
        }
        for (slot, id) in program.limits.iter().enumerate() {
            let known_by_alias = matches!(program.over(slot), Some(Over::Participant { .. }));
            if !self.used[slot].is_zero() && !known_by_alias {
                carried.used.push((id.clone(), self.used[slot]));
            }
        }
        let cohort =
            |(place, year, figures): &(usize, i16, CohortFigures)| (program.measures[*place].clone(), *year, *figures);
        carried.cohorts = self.cohorts.iter().map(cohort).collect();
        carried
    }

    /// Brings the account of a capped party to a day and says how it stands; nothing where there is no cap.
    pub(crate) fn standing(
        &mut self,
        program: &Program,
        party: &virkning_model::id::PartyId,
        day: Date,
    ) -> Result<Option<Standing>, CompileError> {
        let Some((place, _)) = program.cap_of(party) else { return Ok(None) };
        self.see_returned(program, day)?;
        self.advance(program, place, day)?;
        let account = &self.by_party[place];
        Ok(Some(Standing {
            room: account.room(),
            capital_outstanding: account.capital_outstanding(),
            return_outstanding: account.return_outstanding(),
        }))
    }
}

fn out_of_range(cap: &Cap) -> CompileError {
    CompileError::OutOfRange { term: cap.limit.clone() }
}

/// How a capped account stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    pub(crate) room: Money,
    pub(crate) capital_outstanding: Money,
    pub(crate) return_outstanding: Money,
}
