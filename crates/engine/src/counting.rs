//! From observations to figures: who counts under each measure of a measured year, in which arm, with which prerequisite,
//! and what each participant may still bring. It looks at one year at a time; what earlier years leave is carried in.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;
use virkning_model::Money;
use virkning_model::agreement::{LeftPopulation, Measure, MissingData, PaidPer, Window};
use virkning_model::id::{Alias, MeasureId};
use virkning_model::observation::{Arm, Estimate, Observation, Outcome, Situation, Unclarified};
use virkning_model::overlap::OverlapUsed;
use virkning_model::settlement::{Carried, CohortFigures, Counts, SituationCount};

use crate::error::{CompileError, ProposeError};
use crate::limits::{AtMost, Over};
use crate::program::{Feed, PaymentTerm, Program, ProgramLine};
use crate::quantity::Count;
use crate::trace::sorted_by_alias;

/// What was counted under one measure, for a measure at several months in one of them.
#[derive(Clone, Debug)]
pub(crate) struct Counted<'a> {
    pub(crate) measure: &'a Measure,
    pub(crate) at: u16,
    /// The treatment arm: everyone where there is no trial.
    pub(crate) counts: Counts,
    pub(crate) control: Option<Counts>,
    pub(crate) figures: CohortFigures,
    /// What of the figures is not paid here, because another agreement pays for the same success.
    elsewhere: CohortFigures,
    /// The treatment arm, sorted by alias; nobody where only numbers are known.
    pub(crate) people: Vec<Person<'a>>,
}

/// What one participant brings.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Person<'a> {
    alias: &'a Alias,
    success: bool,
    value: Option<Decimal>,
    /// Whether another agreement pays for this success.
    elsewhere: bool,
}

/// A measure of the year, in one of its months.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) measure: &'a Measure,
    pub(crate) at: u16,
}

/// Everything that was counted in a measured year.
#[derive(Clone, Debug, Default)]
pub(crate) struct Year<'a> {
    pub(crate) counted: Vec<Counted<'a>>,
    /// New participants whose once-only event has been counted.
    counted_once: Vec<(&'a MeasureId, &'a Alias)>,
    /// New participants who have met a measure that another one requires.
    met: Vec<(&'a MeasureId, &'a Alias)>,
}

/// What is known of a year besides its observations.
pub(crate) struct Known<'b> {
    /// Estimates that were made elsewhere.
    pub(crate) estimates: &'b [Estimate],
    /// What earlier settlements left.
    pub(crate) before: &'b Carried,
    /// Other agreements that pay for some of the successes.
    pub(crate) overlaps: &'b [OverlapUsed],
}

/// Counts the observations of a year. `paid` are the measures that pay, `required` those that others require.
pub(crate) fn count<'a>(
    paid: &[Asked<'a>],
    required: &[&'a Measure],
    year: i16,
    observations: &'a [Observation],
    known: &Known<'_>,
) -> Result<Year<'a>, ProposeError> {
    let mut asked: Vec<Asked<'a>> = paid.to_vec();
    for measure in required {
        for at in months(measure) {
            if !asked.iter().any(|known| known.measure.id == measure.id && known.at == at) {
                asked.push(Asked { measure, at });
            }
        }
    }
    let groups = grouped(&asked, paid, year, observations)?;
    let elsewhere =
        known.overlaps.iter().flat_map(|overlap| &overlap.not_paid).map(|(measure, alias)| (measure, alias));
    let mut counting = Counting {
        before: known.before,
        required,
        elsewhere: elsewhere.collect(),
        met: BTreeSet::new(),
        unclear: BTreeMap::new(),
        counted_once: Vec::new(),
    };
    let mut counted: Vec<Option<Counted<'a>>> = vec![None; asked.len()];
    // A measure comes after the one that it requires; in a circle, which no agreement may have, nobody has met it.
    for _ in 0..=asked.len() {
        for place in 0..asked.len() {
            let waits = |other: &MeasureId| {
                let open = |(one, done): (&Asked<'_>, &Option<Counted<'_>>)| one.measure.id == *other && done.is_none();
                asked.iter().zip(&counted).any(open)
            };
            let ready = asked[place].measure.requires.as_ref().is_none_or(|other| !waits(other));
            if counted[place].is_none() && ready {
                counted[place] = Some(counting.count(asked[place], &groups[place]));
            }
        }
    }
    let mut done = Vec::new();
    for (place, counted) in counted.into_iter().enumerate().take(paid.len()) {
        let mut counted = counted.unwrap_or_else(|| counting.count(asked[place], &groups[place]));
        let of = |estimate: &&Estimate| estimate.measure == counted.measure.id && estimate.year == year;
        counted.figures.estimate = known.estimates.iter().find(of).map(|estimate| estimate.value);
        done.push(counted);
    }
    let met = counting.met_now();
    Ok(Year { counted: done, counted_once: counting.counted_once, met })
}

fn months(measure: &Measure) -> Vec<u16> {
    match &measure.window {
        Window::AtMonths { at, .. } => at.clone(),
        _ => vec![0],
    }
}

/// The observations of each measure and month, sorted by alias; one that belongs to none is refused.
fn grouped<'a>(
    asked: &[Asked<'a>],
    paid: &[Asked<'a>],
    year: i16,
    observations: &'a [Observation],
) -> Result<Vec<Vec<&'a Observation>>, ProposeError> {
    let mut groups: Vec<Vec<&Observation>> = vec![Vec::new(); asked.len()];
    // Observations come measure by measure, so the last place usually fits.
    let mut last = 0;
    for seen in observations {
        let fits = |one: &Asked<'_>| one.at == seen.at && one.measure.id == seen.measure;
        if !asked.get(last).is_some_and(fits) {
            last = asked.iter().position(fits).ok_or_else(|| stranger(seen, asked, paid))?;
        }
        if seen.year != year {
            let participant = seen.participant.clone();
            return Err(ProposeError::OtherYear { participant, year: seen.year, expected: year });
        }
        groups[last].push(seen);
    }
    for group in &mut groups {
        *group = sorted_by_alias(std::mem::take(group));
        if let Some(pair) = group.windows(2).find(|pair| pair[0].participant == pair[1].participant) {
            return Err(ProposeError::SeenTwice { participant: pair[0].participant.clone() });
        }
    }
    Ok(groups)
}

fn stranger(seen: &Observation, asked: &[Asked<'_>], paid: &[Asked<'_>]) -> ProposeError {
    let (participant, measure) = (seen.participant.clone(), seen.measure.clone());
    if asked.iter().any(|one| one.measure.id == seen.measure) {
        return ProposeError::OtherMonth { participant, measure, at: seen.at };
    }
    let mut expected: Vec<MeasureId> = paid.iter().map(|one| one.measure.id.clone()).collect();
    expected.dedup();
    ProposeError::OtherMeasure { participant, measure, expected }
}

/// What is known while the measures of a year are counted one after the other.
struct Counting<'b, 'a> {
    before: &'b Carried,
    required: &'b [&'a Measure],
    /// Whose success another agreement pays for.
    elsewhere: BTreeSet<(&'b MeasureId, &'b Alias)>,
    /// Who has met a required measure this year.
    met: BTreeSet<(&'a MeasureId, &'a Alias)>,
    /// Of whom it is not clear whether they have met one.
    unclear: BTreeMap<(&'a MeasureId, &'a Alias), Unclarified>,
    counted_once: Vec<(&'a MeasureId, &'a Alias)>,
}

impl<'a> Counting<'_, 'a> {
    fn count(&mut self, asked: Asked<'a>, group: &[&'a Observation]) -> Counted<'a> {
        let measure = asked.measure;
        let by_value = measure.success.is_none();
        let once = matches!(measure.window, Window::Event { once: true, .. });
        let is_required = self.required.iter().any(|required| required.id == measure.id);
        let mut counted = Counted {
            measure,
            at: asked.at,
            counts: nobody(),
            control: None,
            figures: CohortFigures::default(),
            elsewhere: CohortFigures::default(),
            people: Vec::with_capacity(group.len()),
        };
        for seen in group {
            let outcome = self.outcome(measure, once, seen);
            if let Some(outcome) = outcome
                && is_required
            {
                match outcome {
                    Outcome::Success => {
                        self.met.insert((&measure.id, &seen.participant));
                    }
                    Outcome::Unclarified(why) => {
                        self.unclear.insert((&measure.id, &seen.participant), why);
                    }
                    Outcome::NoSuccess => {}
                }
            }
            if once && outcome == Some(Outcome::Success) {
                self.counted_once.push((&measure.id, &seen.participant));
            }
            let elsewhere = outcome == Some(Outcome::Success)
                && seen.arm == Arm::Treatment
                && self.elsewhere.contains(&(&measure.id, &seen.participant));
            counted.take(seen, outcome, by_value, elsewhere);
        }
        counted
    }

    /// What counts for a person; nothing where the person is left out.
    fn outcome(&self, measure: &Measure, once: bool, seen: &Observation) -> Option<Outcome> {
        let outcome = match (seen.outcome, measure.missing) {
            (Outcome::Unclarified(Unclarified::NoData | Unclarified::NotInExtract), MissingData::LeftOut) => {
                return None;
            }
            (Outcome::Unclarified(Unclarified::NoData | Unclarified::NotInExtract), MissingData::NoSuccess) => {
                Outcome::NoSuccess
            }
            (Outcome::Unclarified(Unclarified::LeftPopulation { .. }), _) => match measure.left_population {
                Some(LeftPopulation::LeftOut) => return None,
                Some(LeftPopulation::NoSuccess) => Outcome::NoSuccess,
                Some(LeftPopulation::Unclarified) | None => seen.outcome,
            },
            (outcome, _) => outcome,
        };
        if outcome != Outcome::Success {
            return Some(outcome);
        }
        // What is carried is sorted.
        let listed = |list: &[(MeasureId, Alias)], id: &MeasureId| {
            list.binary_search_by(|(measure, alias)| (measure, alias).cmp(&(id, &seen.participant))).is_ok()
        };
        if once && listed(&self.before.counted_once, &measure.id) {
            return Some(Outcome::NoSuccess);
        }
        let Some(required) = &measure.requires else { return Some(outcome) };
        if listed(&self.before.met, required) || self.met.contains(&(required, &seen.participant)) {
            return Some(outcome);
        }
        let unclear = self.unclear.get(&(required, &seen.participant));
        Some(unclear.map_or(Outcome::NoSuccess, |why| Outcome::Unclarified(*why)))
    }

    /// Who has met a required measure for the first time.
    fn met_now(&self) -> Vec<(&'a MeasureId, &'a Alias)> {
        let known = |one: &(&MeasureId, &Alias)| {
            self.before.met.binary_search_by(|(measure, alias)| (measure, alias).cmp(one)).is_ok()
        };
        self.met.iter().copied().filter(|one| !known(one)).collect()
    }
}

fn nobody() -> Counts {
    let none = |situation| SituationCount { situation, people: 0, successes: 0 };
    Counts {
        eligible: 0,
        successes: 0,
        no_success: 0,
        unclarified: 0,
        left_out: 0,
        paid_elsewhere: 0,
        situations: Situation::ALL.map(none).to_vec(),
        unclarified_people: Vec::new(),
    }
}

impl<'a> Counted<'a> {
    /// Counts that are known by number only.
    pub(crate) fn given(measure: &'a Measure, at: u16, figures: CohortFigures) -> Self {
        let counts = |eligible: Decimal, successes: Decimal| {
            let whole = |number: Decimal| u64::try_from(number.round()).unwrap_or(0);
            let (eligible, successes) = (whole(eligible), whole(successes).min(whole(eligible)));
            Counts { eligible, successes, no_success: eligible - successes, ..nobody() }
        };
        let control = !figures.control_eligible.is_zero();
        Self {
            measure,
            at,
            counts: counts(figures.eligible, figures.successes),
            control: control.then(|| counts(figures.control_eligible, figures.control_successes)),
            figures,
            elsewhere: CohortFigures::default(),
            people: Vec::new(),
        }
    }

    /// Everyone in the treatment arm who meets it.
    pub(crate) fn who_succeeded(&self) -> impl Iterator<Item = &'a Alias> {
        self.people.iter().filter(|person| person.success).map(|person| person.alias)
    }

    /// The figures that a payment is computed from. A success that another agreement pays for is none here, and its
    /// participant is still one of those who could succeed; where the participants' values are paid for, theirs is left
    /// out, and where the arms are compared, they are. A payment for taking part is for no success.
    fn figures_of(&self, per: PaidPer) -> CohortFigures {
        let (mut figures, elsewhere) = (self.figures, &self.elsewhere);
        match per {
            PaidPer::Participant => {}
            PaidPer::Success | PaidPer::Rate => figures.successes -= elsewhere.successes,
            PaidPer::Unit => figures.sum -= elsewhere.sum,
            PaidPer::Estimate | PaidPer::Saving | PaidPer::Difference => {
                figures.eligible -= elsewhere.eligible;
                figures.successes -= elsewhere.successes;
                figures.sum -= elsewhere.sum;
            }
        }
        figures
    }

    fn take(&mut self, seen: &'a Observation, outcome: Option<Outcome>, by_value: bool, elsewhere: bool) {
        let control = seen.arm == Arm::Control;
        let counts = if control { self.control.get_or_insert_with(nobody) } else { &mut self.counts };
        let Some(outcome) = outcome else {
            counts.left_out += 1;
            return;
        };
        add(counts, seen, outcome);
        let clear = !matches!(outcome, Outcome::Unclarified(_));
        let value = seen.value.filter(|_| clear);
        let one = |counts: bool| if counts { Decimal::ONE } else { Decimal::ZERO };
        // A mean is over those whose value is known; a rate is over everyone.
        let eligible = one(!by_value || value.is_some());
        let success = outcome == Outcome::Success;
        let figures = &mut self.figures;
        if control {
            figures.control_eligible += eligible;
            figures.control_successes += one(success);
            figures.control_sum += value.unwrap_or_default();
        } else {
            figures.eligible += eligible;
            figures.successes += one(success);
            figures.sum += value.unwrap_or_default();
            if elsewhere {
                self.counts.paid_elsewhere += 1;
                self.elsewhere.eligible += eligible;
                self.elsewhere.successes += one(success);
                self.elsewhere.sum += value.unwrap_or_default();
            }
            self.people.push(Person { alias: &seen.participant, success, value, elsewhere });
        }
    }
}

fn add(counts: &mut Counts, seen: &Observation, outcome: Outcome) {
    counts.eligible += 1;
    // The stated order is the order of the variants.
    let situation = &mut counts.situations[seen.situation as usize];
    situation.people += 1;
    match outcome {
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

impl<'a> Year<'a> {
    /// A year of counts that are known by number only.
    pub(crate) fn of(counted: Vec<Counted<'a>>) -> Self {
        Self { counted, counted_once: Vec::new(), met: Vec::new() }
    }

    /// Adds what later years need to know of this one.
    pub(crate) fn leave(&self, before: &Carried, carried: &mut Carried) {
        let joined = |before: &[(MeasureId, Alias)], new: &[(&MeasureId, &Alias)]| -> Vec<(MeasureId, Alias)> {
            let mut all: Vec<(&MeasureId, &Alias)> = before.iter().map(|(measure, alias)| (measure, alias)).collect();
            all.extend(new);
            all.sort();
            all.into_iter().map(|(measure, alias)| (measure.clone(), alias.clone())).collect()
        };
        carried.counted_once = joined(&before.counted_once, &self.counted_once);
        carried.met = joined(&before.met, &self.met);
    }
}

/// Observed figures, with what each participant may still bring.
pub(crate) struct Observed<'p, 'a> {
    program: &'p Program,
    year: &'p Year<'a>,
    /// The day of enrolment of each, sorted by alias.
    started: &'p [(Alias, Date)],
    /// What limits have let through, by the limit's place, sorted by alias.
    used: Vec<(usize, Vec<(&'p Alias, Money)>)>,
    /// What the limits so far have let through of a line, in the order of its people.
    passed: Option<(ProgramLine, Vec<Money>)>,
}

impl<'p, 'a: 'p> Observed<'p, 'a> {
    pub(crate) fn new(
        program: &'p Program,
        year: &'p Year<'a>,
        started: &'p [(Alias, Date)],
        before: &'p Carried,
    ) -> Self {
        let mut used: Vec<(usize, Vec<(&Alias, Money)>)> = Vec::new();
        for (limit, alias, amount) in &before.participants {
            let Some(slot) = program.limits.iter().position(|known| known == limit) else { continue };
            match used.iter_mut().find(|(known, _)| *known == slot) {
                Some((_, people)) => people.push((alias, *amount)),
                None => used.push((slot, vec![(alias, *amount)])),
            }
        }
        used.iter_mut().for_each(|(_, people)| people.sort_by_key(|(alias, _)| *alias));
        Self { program, year, started, used, passed: None }
    }

    fn counted(&self, line: &ProgramLine, term: &PaymentTerm) -> Option<&'p Counted<'a>> {
        let fits = |one: &&Counted<'_>| one.at == line.at && one.measure.id == term.payment.measure;
        self.year.counted.iter().find(fits)
    }

    /// What limits on each participant have let through, for later years.
    pub(crate) fn leave(&self, carried: &mut virkning_model::settlement::Carried) {
        for (slot, people) in &self.used {
            let one =
                |(alias, amount): &(&Alias, Money)| (self.program.limit(*slot).clone(), (*alias).clone(), *amount);
            carried.participants.extend(people.iter().filter(|(_, amount)| !amount.is_zero()).map(one));
        }
    }

    /// Whether the measured period still lies inside the years since the start that a limit counts.
    fn is_limited(&self, alias: &Alias, years: Option<u16>, line: &ProgramLine) -> bool {
        let Some(years) = years else { return true };
        let Ok(place) = self.started.binary_search_by(|(known, _)| known.cmp(alias)) else { return true };
        let until = self.started[place].1.checked_add(i64::from(years).years());
        until.is_ok_and(|until| line.period_end < until)
    }

    fn amounts(&self, term: &PaymentTerm, people: &[Person<'_>], price: Money) -> Result<Vec<Money>, CompileError> {
        let out_of_range = |_| CompileError::OutOfRange { term: term.payment.id.clone() };
        let zero = Money::zero(price.currency());
        let amount = |person: &Person<'_>| match term.payment.per {
            PaidPer::Participant => Ok(price),
            _ if person.elsewhere => Ok(zero),
            PaidPer::Unit => {
                let value = person.value.unwrap_or_default().max(Decimal::ZERO);
                price.times(value, self.program.rounding).map_err(out_of_range)
            }
            _ => Ok(if person.success { price } else { zero }),
        };
        people.iter().map(amount).collect()
    }
}

impl<'p, 'a: 'p> Feed for Observed<'p, 'a> {
    type Figures = Option<Count>;

    fn figures(&mut self, line: &ProgramLine, term: &PaymentTerm) -> Option<Count> {
        self.passed = None;
        self.counted(line, term).map(|counted| Count(counted.figures_of(term.payment.per)))
    }

    fn over_participants(
        &mut self,
        line: &ProgramLine,
        term: &PaymentTerm,
        limit: &AtMost,
        price: Money,
    ) -> Result<Option<Money>, CompileError> {
        let Some(counted) = self.counted(line, term) else { return Ok(None) };
        if counted.people.is_empty() {
            // Counts without people: as with expected ones.
            return Ok(None);
        }
        let Over::Participant { years } = limit.over else { return Ok(None) };
        let mut passed = match self.passed.take() {
            Some((known, passed)) if known == *line => passed,
            _ => self.amounts(term, &counted.people, price)?,
        };
        let place = self.used.iter().position(|(slot, _)| *slot == limit.slot);
        let used = place.map(|place| std::mem::take(&mut self.used[place].1)).unwrap_or_default();
        let zero = Money::zero(price.currency());
        let (mut cut, mut after, mut earlier) = (zero, Vec::with_capacity(used.len()), used.into_iter().peekable());
        for (person, amount) in counted.people.iter().zip(&mut passed) {
            while let Some(other) = earlier.next_if(|(alias, _)| *alias < person.alias) {
                after.push(other);
            }
            let before = earlier.next_if(|(alias, _)| *alias == person.alias).map_or(zero, |(_, used)| used);
            if !self.is_limited(person.alias, years, line) {
                after.push((person.alias, before));
                continue;
            }
            let room = (limit.amount - before).max(zero);
            let allowed = (*amount).min(room);
            cut += *amount - allowed;
            *amount = allowed;
            after.push((person.alias, before + allowed));
        }
        after.extend(earlier);
        match place {
            Some(place) => self.used[place].1 = after,
            None => self.used.push((limit.slot, after)),
        }
        self.passed = Some((*line, passed));
        Ok(Some(cut))
    }
}
