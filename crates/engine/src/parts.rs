//! The other parts of an agreement's settlements, as proposals of their own: what was kept back and falls due, what is
//! paid on a day whatever the results, and earlier years put right without a new measured year. Each is a pure function
//! of what is posted.

use jiff::civil::Date;
use rust_decimal::Decimal;
use virkning_model::Money;
use virkning_model::agreement::Agreement;
use virkning_model::settlement::{Carried, KeptBack, Line, Part, PostedBefore, Proposal, RestatedLine, Restatement};

use crate::closing::closing;
use crate::error::CompileError;

/// A proposal like another, of lines that are amounts by themselves.
fn of_lines(like: &Proposal, part: Part, due: Date, lines: Vec<Line>) -> Proposal {
    let zero = Money::zero(like.amount.currency());
    Proposal {
        part,
        due,
        amount: lines.iter().fold(zero, |all, line| all + line.amount),
        over_cap: zero,
        lines,
        restated: Vec::new(),
        not_stated: Vec::new(),
        follow_ups: Vec::new(),
        services: Vec::new(),
        expected: None,
        carried: Carried::default(),
        ..like.clone()
    }
}

fn amount_line(line: &RestatedLine, amount: Money) -> Line {
    Line {
        rule: line.rule.clone(),
        clause: line.clause.clone(),
        quantity: Decimal::ONE,
        price: amount,
        due: amount,
        over_cap: Money::zero(amount.currency()),
        amount,
        from: line.from.clone(),
        to: line.to.clone(),
        basis: None,
        cut: Vec::new(),
        held_back: None,
        accounting_year: line.accounting_year,
    }
}

/// The release of what was kept back of a measured year until a day: by its own settlement, and by what restated it since.
/// `restated_by` are the posted restatements of that year with the day on which each was due; a difference of what was
/// kept back counts only where it was still kept back on that day. Nothing where nothing is left to release.
pub fn release_proposal(settled: &Proposal, restated_by: &[(Date, &Restatement)], until: Date) -> Option<Proposal> {
    let mut lines = RestatedLine::all(&settled.lines);
    for line in &mut lines {
        line.held_back.retain(|kept| kept.until == until);
    }
    let own =
        restated_by.iter().filter(|(due, restated)| *due < until && restated.measured_year == settled.measured_year);
    for difference in own.flat_map(|(_, restated)| &restated.lines) {
        let kept = difference.held_back.iter().filter(|kept| kept.until == until);
        let kept = kept.map(|kept| KeptBack { amount: kept.amount, until });
        match lines.iter_mut().find(|line| line.is_of(&difference.rule, &difference.from, &difference.to)) {
            Some(line) => line.held_back.extend(kept),
            None => lines.push(RestatedLine {
                rule: difference.rule.clone(),
                clause: difference.clause.clone(),
                from: difference.from.clone(),
                to: difference.to.clone(),
                amount: difference.amount,
                over_cap: difference.over_cap,
                held_back: kept.collect(),
                accounting_year: difference.accounting_year,
            }),
        }
    }
    let zero = Money::zero(settled.amount.currency());
    let released = lines.iter().map(|line| (line, line.held_back.iter().fold(zero, |all, kept| all + kept.amount)));
    let released = released.filter(|(_, amount)| !amount.is_zero()).map(|(line, amount)| amount_line(line, amount));
    let released: Vec<Line> = released.collect();
    (!released.is_empty()).then(|| of_lines(settled, Part::Release(until), until, released))
}

/// What is paid on a day whatever the results: capital that comes back, floors and guarantees, after what has been paid
/// for results by then. `like` is the last posted settlement, whose inputs it has. Nothing where nothing is due that day.
///
/// # Errors
/// What [`crate::compile`] refuses.
pub fn closing_proposal(
    agreement: &Agreement,
    like: &Proposal,
    posted: &[PostedBefore],
    day: Date,
) -> Result<Option<Proposal>, CompileError> {
    let payments = closing(agreement, posted)?.payments.into_iter().filter(|payment| payment.date == day);
    let line = |payment: crate::closing::ClosingPayment| {
        let zero = Money::zero(payment.amount.currency());
        let line = RestatedLine {
            rule: payment.term,
            clause: payment.clause,
            from: payment.from,
            to: payment.to,
            amount: payment.amount,
            over_cap: zero,
            held_back: Vec::new(),
            accounting_year: None,
        };
        amount_line(&line, payment.amount)
    };
    let lines: Vec<Line> = payments.map(line).collect();
    Ok((!lines.is_empty()).then(|| of_lines(like, Part::Closing(day), day, lines)))
}

/// Earlier years put right without a new measured year: differences only, due on a day. `last` is the last posted year
/// computed with today's inputs, whose inputs and accounts it has. Nothing where no year comes out otherwise.
pub fn restatement_proposal(last: &Proposal, restated: Vec<Restatement>, number: u32, due: Date) -> Option<Proposal> {
    let proposal = of_lines(last, Part::Restatement(number), due, Vec::new());
    (!restated.is_empty()).then(|| Proposal { restated, carried: last.carried.clone(), ..proposal })
}
