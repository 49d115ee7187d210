//! The settlement of one measured year: observed counts through the same program as the plan. It gives a proposal and
//! does nothing; approval, storing and posting are separate steps.

use jiff::civil::Date;
use virkning_model::Money;
use virkning_model::agreement::{AccountingYear, Agreement, AgreementKind, Measure, PartyRole};
use virkning_model::id::{Alias, ContentHash, MeasureId, PartyId, TermId};
use virkning_model::observation::{Estimate, Observation};
use virkning_model::period::{Month, Years};
use virkning_model::register_used::RegisterUsed;
use virkning_model::settlement::{
    Carried, Expected, FollowUpResult, Inputs, InvestorAccount, KeptBack, LimitCut, Line, MeasureResult, PostedBefore,
    Proposal, Provisional,
};
use virkning_model::source::{read_from, source_of_register};

use crate::accounts::{Accounts, Standing};
use crate::counting::{Asked, Known, Observed, Year, count};
use crate::eligible::last_day;
use crate::error::ProposeError;
use crate::plan::expected::{self, ExpectedPayment};
use crate::program::{Program, ProgramLine, Recording, Totals, compile};

/// Everything that one settlement is computed from, beside the agreement.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// The year that is measured.
    pub measured_year: i16,
    /// What the proposal is a pure function of; `posted_before` holds every earlier measured year in order.
    pub inputs: Inputs,
    /// One observation per eligible unit and measure of the measured year, for a measure at several months one for each
    /// month that closed in it, in any order: of every measure that is paid for, and of those that they require.
    pub observations: &'a [Observation],
    /// Estimates that were made elsewhere, already rounded as the contract says.
    pub estimates: Vec<Estimate>,
    /// The day of enrolment of each participant; only limits over years since the start ask for it, and without it such
    /// a limit counts every year.
    pub started: Vec<(Alias, Date)>,
    /// Follow-up measures in the same settlement; they pay nothing and pass through.
    pub follow_ups: Vec<FollowUpResult>,
    /// The hash of the trace file.
    pub trace: ContentHash,
}

/// Proposes the settlement of a measured year: every measure that is paid for in it, under the terms that were in force
/// when each measured period ended.
///
/// The order of the observations does not matter. Unclarified people are counted and listed; they pay nothing and block
/// approval, not the proposal.
///
/// # Errors
/// An investment without payment for results; a year that is not measured, is posted already or has an earlier one that
/// is not; somebody observed twice under one measure, or for another measure, month or year; inputs of another ruleset.
pub fn propose(agreement: &Agreement, case: Case<'_>) -> Result<Proposal, ProposeError> {
    if agreement.kind == AgreementKind::Investeringscase {
        return Err(ProposeError::Investeringscase);
    }
    let program = compile(agreement)?;
    if case.inputs.ruleset != crate::RULESET {
        return Err(ProposeError::OtherRuleset { ruleset: case.inputs.ruleset });
    }
    let year = case.measured_year;
    let asked = paid_measures(agreement, &program, year)?;
    check_posted(agreement, &program, year, &case.inputs.posted_before)?;
    let before = case.inputs.posted_before.last().map(|posted| posted.carried.clone()).unwrap_or_default();
    let required = required(agreement, &asked);
    let known = Known { estimates: &case.estimates, before: &before, overlaps: &case.inputs.overlaps };
    let counted = count(&asked, &required, year, case.observations, &known)?;
    let provisional = provisional(&asked, year, &case.inputs)?;
    let mut started = case.started;
    started.sort();
    let settled = settle(agreement, &program, year, &counted, &started, &case.inputs.posted_before)?;
    Ok(proposal(
        agreement,
        year,
        &counted,
        settled,
        Rest {
            inputs: case.inputs,
            follow_ups: case.follow_ups,
            estimates: case.estimates,
            trace: case.trace,
            provisional,
        },
    ))
}

/// What a proposal holds besides what was counted and what is paid.
pub(crate) struct Rest {
    pub(crate) inputs: Inputs,
    pub(crate) follow_ups: Vec<FollowUpResult>,
    pub(crate) estimates: Vec<Estimate>,
    pub(crate) trace: ContentHash,
    pub(crate) provisional: Option<Provisional>,
}

/// What a measured year comes to.
pub(crate) struct Settled {
    due: Date,
    lines: Vec<Line>,
    totals: Totals,
    accounts: Vec<InvestorAccount>,
    expected: Vec<ExpectedPayment>,
    not_stated: Vec<TermId>,
    due_terms: Vec<TermId>,
    carried: Carried,
}

impl Settled {
    /// The payments that are due, before limits.
    pub(crate) fn due_terms(&self) -> &[TermId] {
        &self.due_terms
    }
}

/// Runs the program of a year on what was counted, after what was posted.
pub(crate) fn settle(
    agreement: &Agreement,
    program: &Program,
    year: i16,
    counted: &Year<'_>,
    started: &[(Alias, Date)],
    posted: &[PostedBefore],
) -> Result<Settled, ProposeError> {
    let nothing = Carried::default();
    let before = posted.last().map_or(&nothing, |posted| &posted.carried);
    let own = &program.lines()[program.of_year(year)];
    let measured = measured_years(program);
    let due = own.iter().map(|line| line.due).max().ok_or(ProposeError::YearNotMeasured { year, measured })?;
    let mut accounts = program.accounts();
    accounts.see_posted(program, posted)?;
    let standing = standings(agreement, program, &mut accounts, due)?;
    let mut recording = Recording::default();
    let mut observed = Observed::new(program, counted, started, before);
    let totals = program.run_year_on(year, &mut accounts, &mut observed, &mut recording)?;
    let lines = lines(program, &recording);
    let after = standings(agreement, program, &mut accounts, due)?;
    let mut carried = accounts.left(program);
    observed.leave(&mut carried);
    counted.leave(before, &mut carried);
    carried.kept_back = kept_back(before, &lines);
    let mut not_stated: Vec<TermId> = Vec::new();
    for place in &recording.not_stated {
        let id = &program.term(&program.lines()[*place]).payment.id;
        if !not_stated.contains(id) {
            not_stated.push(id.clone());
        }
    }
    let accounts = investor_accounts(program, due, posted, &lines, standing, after);
    let expected = expected_of(agreement, program, year);
    let is_due = recording.due.iter().filter(|(_, is_due)| *is_due);
    let due_terms = is_due.map(|(place, _)| program.term(&program.lines()[*place]).payment.id.clone()).collect();
    Ok(Settled { due, lines, totals, accounts, expected, not_stated, due_terms, carried })
}

/// Puts a proposal together: the measure of the first line first, the others after it.
pub(crate) fn proposal(agreement: &Agreement, year: i16, counted: &Year<'_>, settled: Settled, rest: Rest) -> Proposal {
    let zero = Money::zero(agreement.currency);
    let expected = |measure: &MeasureId, at: u16| {
        let own = settled.expected.iter().filter(|payment| payment.measure == *measure && payment.at == at);
        expected_figures(&own.collect::<Vec<_>>(), zero)
    };
    let mut counted = counted.counted.iter();
    let first = counted.next().expect("a measured year has a measure");
    let more = |one: &crate::counting::Counted<'_>| MeasureResult {
        measure: one.measure.id.clone(),
        at: one.at,
        counts: one.counts.clone(),
        control: one.control.clone(),
        expected: expected(&one.measure.id, one.at),
    };
    Proposal {
        agreement: agreement.id.clone(),
        version: agreement.version.clone(),
        measure: first.measure.id.clone(),
        measured_year: year,
        due: settled.due,
        inputs: rest.inputs,
        counts: first.counts.clone(),
        amount: settled.totals.amount,
        over_cap: settled.totals.over_cap,
        expected: expected(&first.measure.id, first.at),
        follow_ups: rest.follow_ups,
        provisional: rest.provisional,
        trace: rest.trace,
        more: counted.map(more).collect(),
        lines: settled.lines,
        accounts: settled.accounts,
        not_stated: settled.not_stated,
        carried: settled.carried,
        control: first.control.clone(),
        estimates: rest.estimates,
        part: Default::default(),
        restated: Vec::new(),
        services: Vec::new(),
    }
}

fn expected_figures(own: &[&ExpectedPayment], zero: Money) -> Option<Expected> {
    let first = own.first()?;
    Some(Expected {
        eligible: first.eligible,
        rate: first.rate,
        successes: first.successes,
        amount: own.iter().fold(zero, |all, payment| all + payment.amount),
    })
}

/// The first and the last measured year.
fn measured_years(program: &Program) -> Years {
    let years = || program.lines().iter().map(|line| line.measured_year);
    Years { from: years().min().unwrap_or(0), to: years().max().unwrap_or(0) }
}

/// The measures that are paid for in that year, each month of them, in the order of the program.
pub(crate) fn paid_measures<'a>(
    agreement: &'a Agreement,
    program: &Program,
    year: i16,
) -> Result<Vec<Asked<'a>>, ProposeError> {
    if program.lines().is_empty() {
        return Err(ProposeError::NoPaymentMeasure);
    }
    let own: &[ProgramLine] = &program.lines()[program.of_year(year)];
    if own.is_empty() {
        return Err(ProposeError::YearNotMeasured { year, measured: measured_years(program) });
    }
    let mut asked: Vec<Asked<'a>> = Vec::new();
    for line in own {
        let id = &program.term(line).payment.measure;
        if !asked.iter().any(|known| known.measure.id == *id && known.at == line.at) {
            let in_force = agreement.in_force(line.period_end);
            let measure = in_force.measure(id).expect("the program was compiled from this agreement");
            asked.push(Asked { measure, at: line.at });
        }
    }
    Ok(asked)
}

/// Measures that those of the year require, and those that these require, as long as it goes.
pub(crate) fn required<'a>(agreement: &'a Agreement, asked: &[Asked<'a>]) -> Vec<&'a Measure> {
    let mut required: Vec<&Measure> = Vec::new();
    let mut open: Vec<&Measure> = asked.iter().map(|asked| asked.measure).collect();
    while let Some(measure) = open.pop() {
        let Some(other) = measure.requires.as_ref().and_then(|id| agreement.measure(id)) else { continue };
        if !required.iter().any(|known| known.id == other.id) {
            required.push(other);
            open.push(other);
        }
    }
    required
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

/// An edition before the source is final for the last measured month makes the proposal provisional. Observations that
/// came as a file alone have no edition: what they say is verified by people.
fn provisional(asked: &[Asked<'_>], year: i16, inputs: &Inputs) -> Result<Option<Provisional>, ProposeError> {
    if !inputs.registers.is_empty() {
        return provisional_of_several(asked, year, inputs);
    }
    if inputs.observations.is_some() && inputs.register_edition.is_empty() {
        return Ok(None);
    }
    let edition = &inputs.register_edition;
    let mut latest = None;
    for asked in asked {
        let name = &asked.measure.source;
        let source =
            virkning_model::source::source(name).ok_or_else(|| ProposeError::UnknownSource { source: name.clone() })?;
        if !source.tables.is_empty() {
            let needed = last_day(&asked.measure.window, year)
                .map(Month::of)
                .and_then(|last| last.plus(source.final_after_months));
            latest = latest.max(Some(needed));
        }
    }
    let Some(needed) = latest else { return Ok(None) };
    let published = Month::parse(edition).ok_or_else(|| ProposeError::EditionNotAMonth { edition: edition.clone() })?;
    let too_early = needed.filter(|needed| published < *needed);
    Ok(too_early.map(|needed| Provisional::EditionTooEarly {
        edition: edition.clone(),
        needed: needed.to_string(),
        register: None,
    }))
}

/// The same where several registers are read: each measure waits for its own. A source that is read from several
/// deliveries waits for the earliest of them. Where more than one is too early, the one named is waited for longest.
fn provisional_of_several(
    asked: &[Asked<'_>],
    year: i16,
    inputs: &Inputs,
) -> Result<Option<Provisional>, ProposeError> {
    let mut latest: Option<(Month, &RegisterUsed)> = None;
    for asked in asked {
        let name = &asked.measure.source;
        let source =
            virkning_model::source::source(name).ok_or_else(|| ProposeError::UnknownSource { source: name.clone() })?;
        let Some(needed) =
            last_day(&asked.measure.window, year).map(Month::of).and_then(|last| last.plus(source.final_after_months))
        else {
            continue;
        };
        for register in
            inputs.registers.iter().filter(|register| source_of_register(&register.source) == read_from(name))
        {
            let strange = || ProposeError::EditionNotAMonth { edition: register.edition.clone() };
            let published = Month::parse(&register.edition).ok_or_else(strange)?;
            if published < needed && latest.is_none_or(|(known, _)| known < needed) {
                latest = Some((needed, register));
            }
        }
    }
    Ok(latest.map(|(needed, register)| Provisional::EditionTooEarly {
        edition: register.edition.clone(),
        needed: needed.to_string(),
        register: Some(register.source.clone()),
    }))
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
    let investors = agreement.parties.iter().filter(|party| party.is(PartyRole::Investor) || gives(&party.id));
    investors.map(|party| Ok((party.id.clone(), accounts.standing(program, &party.id, due)?))).collect()
}

pub(crate) fn lines(program: &Program, recording: &Recording) -> Vec<Line> {
    let line = |priced: &crate::program::Priced| {
        let line = &program.lines()[priced.line];
        let term = program.term(line);
        let payment = &term.payment;
        // A return cap alone is told by what is over it.
        let cuts = if term.limits.is_empty() { &[][..] } else { &priced.cuts };
        let cut = |(slot, amount): &(usize, Money)| LimitCut { limit: program.limit(*slot).clone(), amount: *amount };
        let kept = term.kept_back(priced.amount, line.due, program.rounding);
        let measured = payment.accounting_year == AccountingYear::Measured;
        Line {
            rule: payment.id.clone(),
            clause: payment.clause.clone(),
            quantity: priced.quantity,
            price: priced.price,
            due: priced.due,
            over_cap: priced.over_cap,
            amount: priced.amount,
            from: payment.from[priced.payer].holder.clone(),
            to: payment.to[priced.receiver].party.clone(),
            basis: priced.basis.clone(),
            cut: cuts.iter().filter(|(_, amount)| !amount.is_zero()).map(cut).collect(),
            held_back: kept.map(|(amount, until)| KeptBack { amount, until }),
            accounting_year: (measured && line.measured_year != line.due.year()).then_some(line.measured_year),
        }
    };
    recording.lines.iter().map(line).collect()
}

/// What was kept back before and is now, by payment, payer and receiver.
fn kept_back(
    before: &Carried,
    lines: &[Line],
) -> Vec<(TermId, virkning_model::agreement::AccountHolder, PartyId, Money)> {
    let mut all = before.kept_back.clone();
    for line in lines {
        let Some(kept) = &line.held_back else { continue };
        let own = all.iter_mut().find(|(rule, from, to, _)| *rule == line.rule && *from == line.from && *to == line.to);
        match own {
            Some((_, _, _, amount)) => *amount += kept.amount,
            None => all.push((line.rule.clone(), line.from.clone(), line.to.clone(), kept.amount)),
        }
    }
    all
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

/// What the plan expected of that year; empty where it expects nothing at all.
fn expected_of(agreement: &Agreement, program: &Program, year: i16) -> Vec<ExpectedPayment> {
    let payments = expected::as_planned(agreement).and_then(|rates| expected::payments(agreement, program, &rates));
    let mut payments = payments.unwrap_or_default();
    payments.retain(|payment| payment.measured_year == year);
    payments
}
