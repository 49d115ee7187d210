//! What the engine pays for what a path saw: its own payment code, in whole numbers where nothing is divided.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rust_decimal::Decimal;
use virkning_engine::{
    AskedOfParticipants, CompileError, Count, PaymentTerm, Plain, PlainLine, Priced, Program, ProgramLine, Sink,
};
use virkning_model::Money;
use virkning_model::agreement::PaidPer;
use virkning_model::id::PartyId;
use virkning_model::settlement::CohortFigures;

use super::{Drawn, Scratch, Seen, nine_decimals};
use crate::assumptions::About;
use crate::model::Model;
use crate::money::{Books, minor};
use crate::process::People;

impl Model {
    /// Pays whole counts by whole numbers.
    pub(super) fn pay_plainly(&self, plain: &Plain, scratch: &mut Scratch) {
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

    /// The figures of each line: what was seen, and what the plan expects of the rest.
    pub(super) fn figures(&self, scratch: &mut Scratch) {
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
    pub(super) fn pay(&self, scratch: &mut Scratch) -> Result<(), CompileError> {
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
