//! Worked examples: what is paid when these rates, counts or observations come true. They run through the same program
//! as plan and settlement and must hold to the øre before an agreement can be signed.

use std::collections::BTreeMap;

use jiff::civil::Date;
use virkning_model::Money;
use virkning_model::agreement::{Agreement, AgreementKind, Clause, Example, GivenCounts};
use virkning_model::id::{ContentHash, PartyId, ProposalId, TermId};
use virkning_model::observation::{Observation, Outcome, Situation};
use virkning_model::settlement::{CohortFigures, Inputs, PostedBefore, Proposal};

use crate::closing::closing_of;
use crate::compile::{Under, compile_under};
use crate::counting::{Asked, Counted, Known, Year, count};
use crate::error::{CompileError, ProposeError};
use crate::plan::expected::{payments, rates};
use crate::program::Program;
use crate::settlement::{Rest, paid_measures, proposal, required, settle};

/// What an example says against what the terms give.
#[derive(Clone, Debug, PartialEq)]
pub struct ExampleResult {
    /// The example's name.
    pub name: String,
    /// Whether everything that it states is what the terms give.
    pub holds: bool,
    /// Each figure that is not, years first, in order.
    pub differences: Vec<ExampleDifference>,
    /// Each payment of which it says wrongly that it is due, or is not.
    pub due: Vec<DueDifference>,
    /// Why it could not be computed at all, if it could not.
    pub problem: Option<ProposeError>,
    /// Where it stands.
    pub clause: Clause,
}

/// A figure that an example states otherwise than the terms give it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExampleDifference {
    /// The year of payment; nothing for the total of all years.
    pub year: Option<i16>,
    /// What the example states.
    pub expected: Money,
    /// What the terms give.
    pub computed: Money,
}

/// A payment that an example says is due and is not, or the other way round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueDifference {
    /// The payment, capital return or guarantee.
    pub term: TermId,
    /// What the example states.
    pub expected: bool,
}

/// Runs an example. Years of payment that it does not name are not compared, but count in the total; years that it gives
/// no counts for pay nothing.
pub fn run_example(agreement: &Agreement, example: &Example) -> ExampleResult {
    let mut result = ExampleResult {
        name: example.name.clone(),
        holds: false,
        differences: Vec::new(),
        due: Vec::new(),
        problem: None,
        clause: example.clause.clone(),
    };
    match outcome(example.under.as_deref().unwrap_or(agreement), example) {
        Ok(outcome) => {
            let zero = Money::zero(agreement.currency);
            result.differences = differences(example, &outcome, zero);
            let wrong = example.due.iter().filter(|(term, expected)| outcome.due.contains(term) != **expected);
            result.due =
                wrong.map(|(term, expected)| DueDifference { term: term.clone(), expected: *expected }).collect();
            result.holds = result.differences.is_empty() && result.due.is_empty();
        }
        Err(problem) => result.problem = Some(problem),
    }
    result
}

fn differences(example: &Example, outcome: &Paid, zero: Money) -> Vec<ExampleDifference> {
    let years = example.payments.iter().map(|(year, expected)| ExampleDifference {
        year: Some(*year),
        expected: *expected,
        computed: outcome.by_year.get(year).copied().unwrap_or(zero),
    });
    let total = outcome.by_year.values().fold(zero, |all, amount| all + *amount);
    let total = example.total.map(|expected| ExampleDifference { year: None, expected, computed: total });
    years.chain(total).filter(|figure| figure.expected != figure.computed).collect()
}

/// What an example comes to.
#[derive(Debug, Default)]
struct Paid {
    /// By year of payment.
    by_year: BTreeMap<i16, Money>,
    /// Payments, capital returns and guarantees that are due at all.
    due: Vec<TermId>,
}

fn outcome(agreement: &Agreement, example: &Example) -> Result<Paid, ProposeError> {
    let under = Under { cap: example.cap, terminated: example.terminated };
    let program = compile_under(agreement, &under)?;
    let (paid, mut due) = if example.given.is_empty() && example.observations.is_empty() {
        expected(agreement, &program, example)?
    } else {
        settled(agreement, &program, example)?
    };
    let closing = closing_of(agreement, &program, &paid)?;
    let zero = Money::zero(agreement.currency);
    let mut by_year = BTreeMap::new();
    let closed = closing.payments.iter().map(|payment| (payment.date, payment.to.clone(), payment.amount));
    for (day, _, amount) in paid.into_iter().chain(closed) {
        *by_year.entry(day.year()).or_insert(zero) += amount;
    }
    due.extend(closing.payments.iter().map(|payment| payment.term.clone()));
    due.extend(closing.not_stated);
    Ok(Paid { by_year, due })
}

/// Payments by day, with what is due.
type Flows = (Vec<(Date, PartyId, Money)>, Vec<TermId>);

/// What the plan pays at the example's rates.
fn expected(agreement: &Agreement, program: &Program, example: &Example) -> Result<Flows, CompileError> {
    let rates = rates(agreement, program, example.rates.as_ref())?;
    let payments = payments(agreement, program, &rates)?;
    let flows = payments.iter().flat_map(|one| one.by_day().map(|(day, amount)| (day, one.to.clone(), amount)));
    let due = payments.iter().filter(|one| !one.before_cap.is_zero()).map(|one| one.term.clone());
    Ok((flows.collect(), due.collect()))
}

/// What settlements of the example's counts or observations pay, year by year.
fn settled(agreement: &Agreement, program: &Program, example: &Example) -> Result<Flows, ProposeError> {
    let proposals = settlements(agreement, program, example, &no_inputs())?;
    let mut flows = Vec::new();
    let mut due = Vec::new();
    for (proposal, is_due) in proposals {
        due.extend(is_due);
        for line in &proposal.lines {
            let later = line.held_back.as_ref().map(|kept| (kept.until, kept.amount));
            let now = later.map_or(line.amount, |(_, kept)| line.amount - kept);
            let day = day_of(program, &proposal, line);
            flows.push((day, line.to.clone(), now));
            flows.extend(later.map(|(day, amount)| (day, line.to.clone(), amount)));
        }
    }
    Ok((flows, due))
}

/// The day of payment of a line: that of its own payment in the measured year.
fn day_of(program: &Program, proposal: &Proposal, line: &virkning_model::settlement::Line) -> Date {
    let own = &program.lines()[program.of_year(proposal.measured_year)];
    let own = own.iter().find(|one| program.term(one).payment.id == line.rule);
    own.map_or(proposal.due, |one| one.due)
}

fn no_inputs() -> Inputs {
    let nothing = ContentHash::from_bytes([0; 32]);
    Inputs {
        seal: nothing.clone(),
        enrolment_set: nothing.clone(),
        snapshot: virkning_model::id::SnapshotId::new("example").expect("a word is an identifier"),
        snapshot_content: nothing.clone(),
        register_edition: String::new(),
        code_list_edition: String::new(),
        code_list_content: nothing.clone(),
        posted_before: Vec::new(),
        ruleset: crate::RULESET,
        synthetic: true,
        observations: Some(nothing),
        registers: Vec::new(),
        overlaps: Vec::new(),
        evaluations: Vec::new(),
        numbers: None,
        lists: Vec::new(),
    }
}

/// The proposals of an example by counts or observations, one for each measured year that it gives, each after the ones
/// before. `inputs` is what they say of themselves; the settlements before each are put in. Nothing is stored: what is
/// posted before is named by agreement and year, with the hash of the inputs' seal.
///
/// # Errors
/// What [`crate::propose`] refuses, and an example by rates.
pub fn example_proposals(
    agreement: &Agreement,
    example: &Example,
    inputs: &Inputs,
) -> Result<Vec<Proposal>, ProposeError> {
    let agreement = example.under.as_deref().unwrap_or(agreement);
    let program = compile_under(agreement, &Under { cap: example.cap, terminated: example.terminated })?;
    if example.given.is_empty() && example.observations.is_empty() {
        return Err(ProposeError::ExampleOfRates { name: example.name.clone() });
    }
    let settlements = settlements(agreement, &program, example, inputs)?;
    Ok(settlements.into_iter().map(|(proposal, _)| proposal).collect())
}

/// Each proposal with the payments that are due in it.
fn settlements(
    agreement: &Agreement,
    program: &Program,
    example: &Example,
    inputs: &Inputs,
) -> Result<Vec<(Proposal, Vec<TermId>)>, ProposeError> {
    if agreement.kind == AgreementKind::Investeringscase {
        return Err(ProposeError::Investeringscase);
    }
    let mut years: Vec<i16> = example.given.keys().copied().collect();
    years.extend(example.observations.iter().map(|seen| seen.year));
    years.sort_unstable();
    years.dedup();
    let mut inputs = inputs.clone();
    let mut done: Vec<(Proposal, Vec<TermId>)> = Vec::new();
    for year in years {
        let asked = match paid_measures(agreement, program, year) {
            Ok(asked) => asked,
            // A year that the agreement does not live to see pays nothing.
            Err(ProposeError::YearNotMeasured { .. }) if example.terminated.is_some() => continue,
            Err(problem) => return Err(problem),
        };
        let before = inputs.posted_before.last().map(|posted| posted.carried.clone()).unwrap_or_default();
        let seen = observations(example, year);
        let counted = match example.given.get(&year) {
            Some(given) => given_year(&asked, example, *given),
            None => {
                let own: Vec<Asked<'_>> = observed_only(&asked, &seen);
                let known = Known { estimates: &[], before: &before, overlaps: &[] };
                count(&own, &required(agreement, &asked), year, &seen, &known)?
            }
        };
        if counted.counted.is_empty() {
            continue;
        }
        let settled = settle(agreement, program, year, &counted, &[], &inputs.posted_before)?;
        let due = settled.due_terms().to_vec();
        let rest = Rest {
            inputs: inputs.clone(),
            follow_ups: Vec::new(),
            estimates: Vec::new(),
            trace: inputs.seal.clone(),
            provisional: None,
        };
        let proposal = proposal(agreement, year, &counted, settled, rest);
        inputs.posted_before.push(as_posted(agreement, &proposal, &inputs));
        done.push((proposal, due));
    }
    Ok(done)
}

/// Only what is observed in the example: a measure that it does not mention is left out.
fn observed_only<'a>(asked: &[Asked<'a>], seen: &[Observation]) -> Vec<Asked<'a>> {
    let own = |asked: &&Asked<'_>| seen.iter().any(|one| one.measure == asked.measure.id && one.at == asked.at);
    asked.iter().filter(own).copied().collect()
}

fn given_year<'a>(asked: &[Asked<'a>], example: &Example, given: GivenCounts) -> Year<'a> {
    let own = asked.iter().find(|asked| example.of.as_ref().is_none_or(|of| *of == asked.measure.id));
    let figures = CohortFigures {
        eligible: given.eligible,
        successes: given.successes,
        sum: given.sum,
        control_eligible: given.control_eligible,
        control_successes: given.control_successes,
        control_sum: given.control_sum,
        estimate: given.estimate,
    };
    Year::of(own.map(|asked| Counted::given(asked.measure, asked.at, figures)).into_iter().collect())
}

fn observations(example: &Example, year: i16) -> Vec<Observation> {
    let own = example.observations.iter().filter(|seen| seen.year == year);
    let observation = |seen: &virkning_model::agreement::GivenObservation| Observation {
        participant: seen.participant.clone(),
        measure: seen.measure.clone(),
        year,
        // Where only a value is observed, the measure has no success.
        outcome: seen.outcome.unwrap_or(Outcome::NoSuccess),
        situation: Situation::Unclarified,
        at: seen.at,
        value: seen.value,
        arm: seen.arm,
    };
    own.map(observation).collect()
}

/// A proposal as a later year of the example sees it.
fn as_posted(agreement: &Agreement, proposal: &Proposal, inputs: &Inputs) -> PostedBefore {
    let mut paid: BTreeMap<PartyId, Money> = BTreeMap::new();
    for line in &proposal.lines {
        *paid.entry(line.to.clone()).or_insert(Money::zero(agreement.currency)) += line.amount;
    }
    let id = ProposalId::new(format!("example-{}", proposal.measured_year)).expect("a word and a year");
    PostedBefore {
        id,
        content: inputs.seal.clone(),
        measured_year: proposal.measured_year,
        due: proposal.due,
        paid: paid.into_iter().collect(),
        carried: proposal.carried.clone(),
    }
}
