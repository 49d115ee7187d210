//! The settlement of one measured year: observed counts through the same program as the plan. It gives a proposal and
//! does nothing; approval, storing and posting are separate steps.

use jiff::civil::Date;
use virkning_model::Money;
use virkning_model::agreement::{Agreement, Measure, PartyRole, Window};
use virkning_model::id::{ContentHash, MeasureId, PartyId};
use virkning_model::observation::{Observation, Outcome, Situation};
use virkning_model::period::{Month, Years};
use virkning_model::settlement::{
    Counts, FollowUpResult, Inputs, InvestorAccount, Line, PostedBefore, Proposal, Provisional, SituationCount,
};

use crate::error::ProposeError;
use crate::plan::expected;
use crate::program::{Accounts, Program, Recording, Standing, Totals, compile};
use crate::quantity::Count;
use crate::trace::sorted_by_alias;

/// Everything that one settlement is computed from, beside the agreement.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// The year that is measured.
    pub measured_year: i16,
    /// What the proposal is a pure function of; `posted_before` holds every earlier measured year in order.
    pub inputs: Inputs,
    /// One observation per eligible person, of the payment measure and the measured year, in any order.
    pub observations: &'a [Observation],
    /// Follow-up measures in the same settlement; they pay nothing and pass through.
    pub follow_ups: Vec<FollowUpResult>,
    /// The hash of the trace file.
    pub trace: ContentHash,
}

/// Proposes the settlement of a measured year.
///
/// The order of the observations does not matter. Unclarified people are counted and listed; they pay nothing and block
/// approval, not the proposal.
///
/// # Errors
/// A year that is not measured, is posted already or has an earlier one that is not; somebody observed twice, or for
/// another measure or year; inputs of another ruleset.
pub fn propose(agreement: &Agreement, case: Case<'_>) -> Result<Proposal, ProposeError> {
    let program = compile(agreement)?;
    if case.inputs.ruleset != crate::RULESET {
        return Err(ProposeError::OtherRuleset { ruleset: case.inputs.ruleset });
    }
    let year = case.measured_year;
    let (measure, due) = payment_measure(agreement, &program, year)?;
    check_posted(agreement, &program, year, &case.inputs.posted_before)?;
    let counts = count(case.observations, &measure.id, year)?;
    let provisional = provisional(measure, year, &case.inputs.register_edition)?;

    let mut accounts = accounts_after(&program, &case.inputs.posted_before)?;
    let before = standings(agreement, &program, &mut accounts, due)?;
    let mut recording = Recording::default();
    let successes = Count(counts.successes);
    let totals = program.run_year(year, &mut accounts, |_, _| successes, &mut recording)?;
    let lines = lines(&program, &recording);
    let after = standings(agreement, &program, &mut accounts, due)?;
    let accounts = investor_accounts(&program, due, &case.inputs.posted_before, &lines, before, after);
    let Totals { amount, over_cap } = totals;
    Ok(Proposal {
        agreement: agreement.id.clone(),
        version: agreement.version.clone(),
        measure: measure.id.clone(),
        measured_year: year,
        due,
        inputs: case.inputs,
        counts,
        lines,
        amount,
        over_cap,
        accounts,
        expected: expected_of(agreement, &program, year),
        follow_ups: case.follow_ups,
        provisional,
        trace: case.trace,
        more: Vec::new(),
        not_stated: Vec::new(),
        carried: virkning_model::settlement::Carried::default(),
    })
}

/// The one measure that is paid for in that year, and the day of payment.
fn payment_measure<'a>(
    agreement: &'a Agreement,
    program: &Program,
    year: i16,
) -> Result<(&'a Measure, Date), ProposeError> {
    let years = || program.lines().iter().map(|line| line.measured_year);
    let (Some(from), Some(to)) = (years().min(), years().max()) else {
        return Err(ProposeError::NoPaymentMeasure);
    };
    let mut measures: Vec<(&MeasureId, Date)> = Vec::new();
    for line in program.lines().iter().filter(|line| line.measured_year == year) {
        let id = &program.term(line).measure;
        if !measures.iter().any(|(known, _)| *known == id) {
            measures.push((id, line.due));
        }
    }
    match measures[..] {
        [] => Err(ProposeError::YearNotMeasured { year, measured: Years { from, to } }),
        [(id, due)] => Ok((agreement.measure(id).expect("the program was compiled from this agreement"), due)),
        _ => Err(ProposeError::SeveralPaymentMeasures {
            measures: measures.into_iter().map(|(id, _)| id.clone()).collect(),
        }),
    }
}

/// Every earlier measured year is posted, once and in order, and nothing else.
fn check_posted(
    agreement: &Agreement,
    program: &Program,
    year: i16,
    posted: &[PostedBefore],
) -> Result<(), ProposeError> {
    if let Some(same) = posted.iter().find(|posted| posted.measured_year == year) {
        return Err(ProposeError::AlreadyPosted { year, id: same.id.clone() });
    }
    let mut needed: Vec<i16> = program.lines().iter().map(|line| line.measured_year).collect();
    needed.dedup();
    needed.retain(|measured| *measured < year);
    let mut given = posted.iter();
    for needed in needed {
        if !posted.iter().any(|posted| posted.measured_year == needed) {
            return Err(ProposeError::EarlierYearNotPosted { year: needed });
        }
        match given.next() {
            Some(posted) if posted.measured_year == needed => check_paid(agreement, posted)?,
            Some(posted) => return Err(out_of_order(posted)),
            None => return Err(ProposeError::EarlierYearNotPosted { year: needed }),
        }
    }
    given.next().map_or(Ok(()), |posted| Err(out_of_order(posted)))
}

fn out_of_order(posted: &PostedBefore) -> ProposeError {
    ProposeError::PostedOutOfOrder { year: posted.measured_year, id: posted.id.clone() }
}

fn check_paid(agreement: &Agreement, posted: &PostedBefore) -> Result<(), ProposeError> {
    let strange = |(party, amount): &&(PartyId, Money)| {
        agreement.party(party).is_none() || amount.currency() != agreement.currency
    };
    match posted.paid.iter().find(strange) {
        Some((party, _)) => Err(ProposeError::PostedToStranger { party: party.clone(), id: posted.id.clone() }),
        None => Ok(()),
    }
}

fn count(observations: &[Observation], measure: &MeasureId, year: i16) -> Result<Counts, ProposeError> {
    let sorted = sorted_by_alias(observations.iter().collect());
    if let Some(pair) = sorted.windows(2).find(|pair| pair[0].participant == pair[1].participant) {
        return Err(ProposeError::SeenTwice { participant: pair[0].participant.clone() });
    }
    let none = |situation| SituationCount { situation, people: 0, successes: 0 };
    let mut counts = Counts {
        eligible: 0,
        successes: 0,
        no_success: 0,
        unclarified: 0,
        situations: Situation::ALL.map(none).to_vec(),
        unclarified_people: Vec::new(),
    };
    for seen in sorted {
        check_seen(seen, measure, year)?;
        counts.eligible += 1;
        // The stated order is the order of the variants.
        let situation = &mut counts.situations[seen.situation as usize];
        situation.people += 1;
        match seen.outcome {
            Outcome::Success => {
                counts.successes += 1;
                situation.successes += 1;
            }
            Outcome::NoSuccess => counts.no_success += 1,
            Outcome::Unclarified(why) => {
                counts.unclarified += 1;
                counts.unclarified_people.push((seen.participant.clone(), why));
            }
        }
    }
    Ok(counts)
}

fn check_seen(seen: &Observation, measure: &MeasureId, year: i16) -> Result<(), ProposeError> {
    if seen.measure != *measure {
        return Err(ProposeError::OtherMeasure {
            participant: seen.participant.clone(),
            measure: seen.measure.clone(),
            expected: measure.clone(),
        });
    }
    if seen.year != year {
        return Err(ProposeError::OtherYear { participant: seen.participant.clone(), year: seen.year, expected: year });
    }
    Ok(())
}

/// An edition before the source is final for the measured month makes the proposal provisional.
fn provisional(measure: &Measure, year: i16, edition: &str) -> Result<Option<Provisional>, ProposeError> {
    let source = virkning_model::source::source(&measure.source)
        .ok_or_else(|| ProposeError::UnknownSource { source: measure.source.clone() })?;
    let published =
        Month::parse(edition).ok_or_else(|| ProposeError::EditionNotAMonth { edition: edition.to_owned() })?;
    let Window::CalendarMonth { month, .. } = measure.window else { return Ok(None) };
    let needed = Month::new(year, month).and_then(|measured| measured.plus(source.final_after_months));
    let too_early = needed.filter(|needed| published < *needed);
    Ok(too_early.map(|needed| Provisional::EditionTooEarly { edition: edition.to_owned(), needed: needed.to_string() }))
}

fn accounts_after(program: &Program, posted: &[PostedBefore]) -> Result<Accounts, ProposeError> {
    let mut accounts = program.accounts();
    for posted in posted {
        for (party, amount) in &posted.paid {
            program.see_posted(&mut accounts, party, posted.due, *amount)?;
        }
    }
    Ok(accounts)
}

/// Each investor with how its capped account stands on the day of payment.
type Standings = Vec<(PartyId, Option<Standing>)>;

fn standings(
    agreement: &Agreement,
    program: &Program,
    accounts: &mut Accounts,
    due: Date,
) -> Result<Standings, ProposeError> {
    let gives = |id: &PartyId| !program.instalments(id).is_empty();
    let investors = agreement.parties.iter().filter(|party| party.role == PartyRole::Investor || gives(&party.id));
    investors.map(|party| Ok((party.id.clone(), program.standing(accounts, &party.id, due)?))).collect()
}

fn lines(program: &Program, recording: &Recording) -> Vec<Line> {
    let line = |priced: &crate::program::Priced| {
        let term = program.term(&program.lines()[priced.line]);
        Line {
            rule: term.id.clone(),
            clause: term.clause.clone(),
            quantity: priced.quantity,
            price: term.price,
            due: priced.due,
            over_cap: priced.over_cap,
            amount: priced.amount,
            from: term.from[priced.payer].holder.clone(),
            to: term.to[priced.receiver].party.clone(),
            basis: None,
            cut: Vec::new(),
            held_back: None,
            accounting_year: None,
        }
    };
    recording.lines.iter().map(line).collect()
}

fn investor_accounts(
    program: &Program,
    due: Date,
    posted: &[PostedBefore],
    lines: &[Line],
    before: Standings,
    after: Standings,
) -> Vec<InvestorAccount> {
    let zero = Money::zero(program.currency());
    let account = |((party, before), (_, after)): ((PartyId, Option<Standing>), (PartyId, Option<Standing>))| {
        let given = program.instalments(&party).iter().filter(|(day, _)| *day <= due);
        let paid_in = given.fold(zero, |all, (_, amount)| all + *amount);
        let earlier = posted.iter().flat_map(|posted| &posted.paid).filter(|(to, _)| *to == party);
        let received = earlier.fold(zero, |all, (_, amount)| all + *amount);
        let received = lines.iter().filter(|line| line.to == party).fold(received, |all, line| all + line.amount);
        InvestorAccount {
            party,
            paid_in,
            received,
            balance: received - paid_in,
            cap_room: before.map(|standing| standing.room),
            capital_outstanding: after.map(|standing| standing.capital_outstanding),
            return_outstanding: after.map(|standing| standing.return_outstanding),
        }
    };
    before.into_iter().zip(after).map(account).collect()
}

/// What the plan expected of that year; nothing where it expects nothing at all.
fn expected_of(agreement: &Agreement, program: &Program, year: i16) -> Option<virkning_model::settlement::Expected> {
    let rates = expected::as_planned(agreement).ok()?;
    let payments = expected::payments(agreement, program, &rates).ok()?;
    let own: Vec<_> = payments.into_iter().filter(|payment| payment.measured_year == year).collect();
    let first = own.first()?;
    Some(virkning_model::settlement::Expected {
        eligible: first.eligible,
        rate: first.rate,
        successes: first.successes,
        amount: expected::total(&own, Money::zero(agreement.currency)),
    })
}
