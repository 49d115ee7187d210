//! Follow-ups with participants: what the agreement's measures ask users to observe of each, when it is due, what is there,
//! and what a missing one means in money. When something is due follows from the measures' own windows.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use virkning_engine::{Asked, Case, eligible_at};
use virkning_model::agreement::{Measure, Window};
use virkning_model::enrolment::{EnrolmentSet, Participant};
use virkning_model::id::{AgreementId, Alias, MeasureId, UserId};
use virkning_model::observation::{Observation, Outcome, Situation, Unclarified};
use virkning_model::settlement::Inputs;
use virkning_model::source::source;
use virkning_model::{Agreement, Decimal, Money};
use virkning_register::list::ListProfile;
use virkning_store::{ClaimState, ProviderClaim, Score};

use super::claim::Shown;
use super::enrol::ListBytes;
use super::failure::{Failure, Refusal};
use super::folder::hash;
use super::materials::{months_of, window};
use super::observations::reported_until;
use super::scores::{AskedScores, Scores, asks_scores};
use super::{Session, coded};

/// How far a follow-up has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DueState {
    /// Its time is over, and nothing was recorded.
    Overdue,
    /// It is time, and nothing was recorded.
    Due,
    /// It is recorded, and another person must verify it.
    ToVerify,
    /// It is there.
    Done,
    /// Its time has not come.
    Coming,
}

impl DueState {
    /// Every state, the most urgent first.
    pub const ALL: [DueState; 5] = [Self::Overdue, Self::Due, Self::ToVerify, Self::Done, Self::Coming];

    /// The stable word.
    pub fn word(self) -> &'static str {
        match self {
            DueState::Overdue => "overdue",
            DueState::Due => "due",
            DueState::ToVerify => "to-verify",
            DueState::Done => "done",
            DueState::Coming => "coming",
        }
    }
}

/// One follow-up of one participant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUpOf {
    /// Who.
    pub alias: Alias,
    /// The measure.
    pub measure: MeasureId,
    /// The month since the start, for measures at several; zero otherwise.
    pub at: u16,
    /// The measured year.
    pub year: i16,
    /// The first day on which it can be observed.
    pub opens: Date,
    /// The last.
    pub closes: Date,
    /// How far it has come.
    pub state: DueState,
    /// What it says: the outcome or the value that is recorded.
    pub outcome: Option<Outcome>,
    /// The value, where there is one.
    pub value: Option<Decimal>,
    /// Whether the participant has left early; that changes nothing in what is due.
    pub dropped_out: bool,
}

/// The follow-ups of an agreement.
pub struct FollowUps {
    /// The agreement.
    pub agreement: Agreement,
    /// The participants.
    pub set: EnrolmentSet,
    /// Every follow-up up to the end of this year, by urgency, day and participant.
    pub all: Vec<FollowUpOf>,
    /// The scores that are recorded.
    pub scores: Vec<Score>,
    /// The outcomes that are reported.
    pub claims: Vec<ProviderClaim>,
}

/// How many follow-ups of an agreement wait.
pub struct FollowUpsDue {
    /// The agreement's name.
    pub name: String,
    /// Those that somebody must record, overdue ones.
    pub overdue: usize,
    /// Those that are due.
    pub due: usize,
    /// Those that were reported and that another must verify: how many, by who reported them.
    pub reported: BTreeMap<UserId, usize>,
}

/// What missing follow-ups of one measure and year mean in money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AtStake {
    /// The measure.
    pub measure: MeasureId,
    /// The month since the start.
    pub at: u16,
    /// The measured year.
    pub year: i16,
    /// How many are missing.
    pub missing: usize,
    /// What one more success pays, and what all of them pay if all are met; or why that cannot be computed yet, for
    /// instance because an earlier year is not posted.
    pub worth: Result<(Money, Money), Refusal>,
}

/// Whether users observe a measure: it is reported, or asks scores.
pub fn is_observed_by_users(measure: &Measure) -> bool {
    asks_scores(measure) || source(&measure.source).is_some_and(|schema| schema.tables.is_empty())
}

impl Session<'_> {
    /// Every follow-up with every participant, as counts and days: nothing of a single person may be shown of it without
    /// [`Session::follow_ups_seen`].
    pub fn follow_ups(&self, id: &AgreementId) -> Result<FollowUps, Failure> {
        let agreement = self.sealed_now(id)?;
        let set = match self.store.enrolment_latest(id)? {
            Some(record) => super::settle::enrolment_set(&record)?,
            None => EnrolmentSet::default(),
        };
        let (stored, claims) = (self.store.scores(id)?, self.store.claims(id)?);
        let scores = Scores::of(stored.clone());
        let mut claims_of = ClaimsOf::new();
        for claim in &claims {
            claims_of.entry(&claim.says.participant).or_default().push(claim);
        }
        let mut all = Vec::new();
        for measure in agreement.measures.iter().filter(|measure| is_observed_by_users(measure)) {
            self.of_measure(&agreement, &set, measure, (&scores, &claims_of), &mut all)?;
        }
        all.sort_by(|one: &FollowUpOf, other| {
            let key = |of: &FollowUpOf| (of.state, of.closes, of.alias.clone(), of.measure.clone(), of.at);
            key(one).cmp(&key(other))
        });
        Ok(FollowUps { agreement, set, all, scores: stored, claims })
    }

    /// How many wait, read from the store.
    pub(super) fn follow_ups_due_anew(&self, id: &AgreementId) -> Result<FollowUpsDue, Failure> {
        let found = self.follow_ups(id)?;
        let count = |state: DueState| found.all.iter().filter(|of| of.state == state).count();
        let mut reported = BTreeMap::new();
        for claim in found.claims.iter().filter(|claim| claim.state == ClaimState::Claimed) {
            *reported.entry(claim.by.clone()).or_insert(0) += 1;
        }
        let (overdue, due) = (count(DueState::Overdue), count(DueState::Due));
        Ok(FollowUpsDue { name: found.agreement.name, overdue, due, reported })
    }

    /// The same for showing whom they are about. The look is recorded first.
    pub fn follow_ups_seen(&self, id: &AgreementId, alias: Option<&Alias>, reason: &str) -> Result<FollowUps, Failure> {
        let found = self.follow_ups(id)?;
        if let Some(alias) = alias
            && !found.set.enrolled().any(|(person, _)| person.alias == *alias)
        {
            return Err(Refusal::new("participant-unknown").with("alias", alias).into());
        }
        if !found.set.participants.is_empty() {
            self.look(id, alias, "scores", "", reason)?;
        }
        Ok(found)
    }

    fn of_measure(
        &self,
        agreement: &Agreement,
        set: &EnrolmentSet,
        measure: &Measure,
        (scores, claims): (&Scores, &ClaimsOf<'_>),
        all: &mut Vec<FollowUpOf>,
    ) -> Result<(), Failure> {
        let today = self.world.today();
        let asked = if asks_scores(measure) { Some(scores.asked(measure, self)?) } else { None };
        let mut reached: BTreeSet<Alias> = BTreeSet::new();
        for year in agreement.from.year()..=today.year() {
            for at in months_of(measure) {
                for (person, enrolled_on) in eligible_at(measure, set, year, at, reported_until(year)?) {
                    let span = window(measure, year, at, enrolled_on)?;
                    let (first, last) = (span.span.first.first_day(), span.span.last.last_day());
                    // What is only followed is counted again in later years; it is observed once.
                    let again = measure.window.years().is_none() && last.year() != year;
                    let once = matches!(measure.window, Window::Event { once: true, .. });
                    if again || (once && reached.contains(&person.alias)) {
                        continue;
                    }
                    let found = match &asked {
                        Some(asked) => scored(asked, person, span),
                        None => claimed(claims, measure, year, at, person),
                    };
                    let (state, outcome, value) = found;
                    if outcome == Some(Outcome::Success) {
                        reached.insert(person.alias.clone());
                    }
                    let state = state.unwrap_or(match () {
                        () if last < today => DueState::Overdue,
                        () if first.max(enrolled_on) <= today => DueState::Due,
                        () => DueState::Coming,
                    });
                    all.push(FollowUpOf {
                        alias: person.alias.clone(),
                        measure: measure.id.clone(),
                        at,
                        year,
                        opens: first.max(enrolled_on),
                        closes: last,
                        state,
                        outcome,
                        value,
                        dropped_out: person.dropped_out.is_some(),
                    });
                }
            }
        }
        Ok(())
    }

    /// Reports an outcome of one participant, as a list of one row would.
    ///
    /// # Errors
    /// What a list of claims would refuse.
    pub fn report_one(&self, id: &AgreementId, said: &ReportOf<'_>, shown: Shown<'_>) -> Result<(), Failure> {
        let agreement = self.sealed_now(id)?;
        let month = if said.at == 0 { String::new() } else { said.at.to_string() };
        let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
        let failed = |error: csv::Error| Refusal::new("internal").with("what", error);
        let header = ["deltager", "resultatmål", "måleår", "måned", "udfald", "værdi", "dato", "dokumentation"];
        writer.write_record(header).map_err(failed)?;
        let on = said.on.map_or_else(String::new, |day| day.to_string());
        let (year, evidence) = (
            said.year.to_string(),
            match shown {
                Shown::Sent(name, _) => name,
                Shown::Folder(_) => "",
            },
        );
        let (alias, measure) = (said.alias.as_str(), said.measure.as_str());
        writer
            .write_record([alias, measure, &year, &month, said.outcome, said.value, &on, evidence])
            .map_err(failed)?;
        let bytes = writer.into_inner().map_err(|error| Refusal::new("internal").with("what", error))?;
        self.claims_read(agreement, ListBytes::Sent("", &bytes), &ListProfile::built_in(), shown)?;
        Ok(())
    }

    /// What the missing follow-ups mean in money, by measure, month and measured year: what the settlement would pay if they
    /// were met, less what it pays if they are not. Measures that nobody pays for are left out.
    ///
    /// # Errors
    /// The store or a record cannot be read.
    pub fn at_stake(&self, found: &FollowUps) -> Result<Vec<AtStake>, Failure> {
        let mut missing: BTreeMap<(i16, MeasureId, u16), BTreeSet<Alias>> = BTreeMap::new();
        for of in found.all.iter().filter(|of| matches!(of.state, DueState::Overdue | DueState::Due)) {
            missing.entry((of.year, of.measure.clone(), of.at)).or_default().insert(of.alias.clone());
        }
        let posted = self.chain(&found.agreement.id)?;
        let mut stakes = Vec::new();
        for ((year, measure, at), aliases) in missing {
            if posted.settlement(year).is_some() {
                continue;
            }
            let Ok(asked) = virkning_engine::asked(&found.agreement, year) else { continue };
            if !asked
                .iter()
                .any(|one| one.pays && one.measure.id == measure && one.at == at && one.measure.success.is_some())
            {
                continue;
            }
            let pays = |met: usize| -> Result<Money, Failure> {
                let mut left = met;
                let observations = observations(found, &asked, year, &mut |of: &FollowUpOf| {
                    let is_missing = of.measure == measure && of.at == at && aliases.contains(&of.alias);
                    is_missing.then(|| match left.checked_sub(1) {
                        Some(rest) => {
                            left = rest;
                            Outcome::Success
                        }
                        None => Outcome::NoSuccess,
                    })
                });
                self.payable(found, year, &observations)
            };
            let worth = || -> Result<(Money, Money), Failure> {
                let none = pays(0)?;
                Ok((pays(1)? - none, pays(aliases.len())? - none))
            };
            let worth = match worth() {
                Ok(worth) => Ok(worth),
                Err(Failure::Refused(refusal)) => Err(refusal),
                Err(failure) => return Err(failure),
            };
            stakes.push(AtStake { missing: aliases.len(), worth, measure: measure.clone(), at, year });
        }
        Ok(stakes)
    }

    /// What a settlement of these observations pays.
    fn payable(&self, found: &FollowUps, year: i16, observations: &[Observation]) -> Result<Money, Failure> {
        let posted = self.chain(&found.agreement.id)?.paid();
        let seal = self.store.agreement_sealed(&found.agreement.id)?.map_or_else(|| hash(&[]), |sealed| sealed.hash);
        let inputs = Inputs {
            seal,
            enrolment_set: hash(&[]),
            snapshot: super::materials::observations_id(&hash(&[]))?,
            snapshot_content: hash(&[]),
            register_edition: String::new(),
            code_list_edition: String::new(),
            code_list_content: hash(&[]),
            posted_before: posted.into_iter().filter(|before| before.measured_year < year).collect(),
            ruleset: virkning_engine::RULESET,
            synthetic: false,
            observations: Some(hash(&[])),
            registers: Vec::new(),
            overlaps: Vec::new(),
            evaluations: Vec::new(),
            numbers: None,
            lists: Vec::new(),
        };
        let case = Case {
            measured_year: year,
            inputs,
            observations,
            estimates: Vec::new(),
            started: found.set.enrolled().map(|(person, day)| (person.alias.clone(), day)).collect(),
            follow_ups: Vec::new(),
            trace: hash(&[]),
        };
        let proposal =
            virkning_engine::propose(&found.agreement, case).map_err(|error| coded(error.code(), error.arguments()))?;
        Ok(proposal.amount)
    }
}

/// What somebody reports of one participant.
#[derive(Clone, Copy, Debug)]
pub struct ReportOf<'a> {
    /// Who.
    pub alias: &'a Alias,
    /// The measure.
    pub measure: &'a MeasureId,
    /// The measured year.
    pub year: i16,
    /// The month since the start; zero for measures that are taken once.
    pub at: u16,
    /// A word for the outcome; empty where only a value is asked for.
    pub outcome: &'a str,
    /// The value as it was written; empty where none is asked for.
    pub value: &'a str,
    /// When.
    pub on: Option<Date>,
}

/// Claims by participant, the first first.
type ClaimsOf<'a> = BTreeMap<&'a Alias, Vec<&'a ProviderClaim>>;

type FoundState = (Option<DueState>, Option<Outcome>, Option<Decimal>);

/// What the scores of a participant say in a window.
fn scored(asked: &AskedScores<'_>, person: &Participant, span: virkning_measure::PersonWindow) -> FoundState {
    match asked.answer(&person.alias, span) {
        Some((outcome, _)) => (Some(DueState::Done), outcome, asked.last_in(&person.alias, span)),
        None => (None, None, None),
    }
}

/// What is reported of a participant, and how far it has come: the last claim counts.
fn claimed(claims: &ClaimsOf<'_>, measure: &Measure, year: i16, at: u16, person: &Participant) -> FoundState {
    let about = |claim: &&&ProviderClaim| {
        let says = &claim.says;
        says.measure == measure.id && says.measured_year == year && says.month == at
    };
    match claims.get(&person.alias).and_then(|own| own.iter().rev().find(about)) {
        None => (None, None, None),
        Some(claim) => match claim.state {
            ClaimState::Verified => (Some(DueState::Done), claim.says.outcome, claim.says.value),
            ClaimState::Rejected => (Some(DueState::Done), Some(Outcome::NoSuccess), None),
            ClaimState::Claimed | ClaimState::Disputed => {
                (Some(DueState::ToVerify), claim.says.outcome, claim.says.value)
            }
        },
    }
}

/// The observations of a year under every measure that users observe: what is recorded, and what is supposed of the rest.
fn observations(
    found: &FollowUps,
    asked: &[Asked<'_>],
    year: i16,
    suppose: &mut dyn FnMut(&FollowUpOf) -> Option<Outcome>,
) -> Vec<Observation> {
    let open = Outcome::Unclarified(Unclarified::NoData);
    let arms: BTreeMap<&Alias, _> = found.set.enrolled().map(|(person, _)| (&person.alias, person.arm)).collect();
    let is_asked =
        |of: &&FollowUpOf| of.year == year && asked.iter().any(|one| one.measure.id == of.measure && one.at == of.at);
    found
        .all
        .iter()
        .filter(is_asked)
        .map(|of| Observation {
            participant: of.alias.clone(),
            measure: of.measure.clone(),
            year,
            outcome: suppose(of).or(of.outcome).unwrap_or(open),
            situation: Situation::Unclarified,
            at: of.at,
            value: of.value,
            arm: arms.get(&of.alias).copied().unwrap_or_default(),
        })
        .collect()
}
