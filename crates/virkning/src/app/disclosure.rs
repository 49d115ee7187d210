//! What leaves the department: the figures of a settlement as a table for disclosure control, the rule that the installation
//! has set, and the releases that a new one is held against.
//!
//! ```text
//! proposal ── of_proposal ──► Table ── release ──► controlled against everything these readers have seen ──► Figures
//!                                                   └► kept in the store before anything is given out
//! ```

use serde::{Deserialize, Serialize};
use serde_json::Value;
use virkning_model::Agreement;
use virkning_model::id::AgreementId;
use virkning_model::settlement::{Counts, Proposal};
use virkning_register::disclosure::{Audience, Controlled, Minimum, Released, Rule, Standing, Table, Zeros};
use virkning_register::disclosure::{control, join};
use virkning_store::{DisclosureRule, NewDisclosureRule, NewRelease, Release, Stored};

use super::Session;
use super::failure::{Failure, Refusal};
use super::results::{Measured, results};
use super::settle::StoredProposal;
use super::statement::situation_word;

/// How often a release is controlled anew because another one came in between.
const ATTEMPTS: usize = 5;

/// Figures that were controlled for an audience.
#[derive(Clone, Debug)]
pub struct Figures {
    table: Table,
    controlled: Controlled,
    /// The rule that they were controlled by.
    pub rule: Rule,
}

impl Figures {
    fn place(&self, name: &str) -> Option<usize> {
        self.table.cells.iter().position(|cell| cell.name == name && cell.standing != Standing::Unprinted)
    }

    /// Whether a figure is shown. One that was not controlled is not.
    pub fn shows(&self, name: &str) -> bool {
        self.place(name).is_some_and(|place| self.controlled.shows(place))
    }

    /// Whether a figure that is made of these is shown.
    pub fn shows_all(&self, names: &[String]) -> bool {
        names.iter().all(|name| self.shows(name))
    }

    /// Whether every figure that decides a payment is shown: only then can the whole document be.
    pub fn shows_contract(&self) -> bool {
        let decides = |place: &usize| self.table.cells[*place].standing == Standing::Contract;
        (0..self.table.cells.len()).filter(decides).all(|place| self.controlled.shows(place))
    }
}

impl Figures {
    /// A proposal as a file for others: without what is hidden, and without any alias. Breakdowns that were not controlled
    /// go as a whole.
    pub fn without_hidden(&self, agreement: &Agreement, stored: &StoredProposal) -> Result<Vec<u8>, Failure> {
        let unreadable = |error: serde_json::Error| Refusal::new("internal").with("what", error);
        let mut proposal: Value = serde_json::from_slice(&stored.record.json).map_err(unreadable)?;
        let printed = &stored.proposal;
        let measured = results(agreement, printed);
        let asked = measured.iter().position(Measured::has_situations);
        remove_situations(&mut proposal, asked == Some(0));
        let more = asked.and_then(|place| place.checked_sub(1));
        for (place, result) in items(&mut proposal["more"]).enumerate() {
            remove_situations(result, more == Some(place));
        }
        let holder = match asked {
            Some(0) => Some(&mut proposal["counts"]),
            Some(place) => Some(&mut proposal["more"][place - 1]["counts"]),
            None => None,
        };
        if let (Some(counts), Some(result)) = (holder, asked.map(|place| &measured[place])) {
            for (row, said) in result.counts.situations.iter().zip(items(&mut counts["situations"])) {
                for what in ["people", "successes"] {
                    let end = situation(situation_word(row.situation), what);
                    let name = figure(&printed.agreement, result, "all", printed.measured_year, &end);
                    self.hide(said, what, &name);
                }
            }
        }
        for (place, said) in items(&mut proposal["follow_ups"]).enumerate() {
            for (field, what) in [("eligible", "people"), ("successes", "successes"), ("unclarified", "unclarified")] {
                self.hide(said, field, &followed(printed, place, what));
            }
        }
        for (place, said) in items(&mut proposal["services"]).enumerate() {
            if !self.shows_all(&of_service(printed, place)) {
                for field in ["people", "covered", "users_before", "users", "amount_before", "amount"] {
                    said[field] = Value::Null;
                }
            }
        }
        for (used, said) in printed.inputs.overlaps.iter().zip(items(&mut proposal["inputs"]["overlaps"])) {
            self.hide(said, "people", &in_both(&printed.agreement, &used.with));
            if !used.not_paid.is_empty() {
                said["not_paid"] = used.not_paid.len().into();
            }
        }
        let mut bytes = serde_json::to_vec_pretty(&proposal).map_err(unreadable)?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    fn hide(&self, said: &mut Value, field: &str, name: &str) {
        if !self.shows(name) {
            said[field] = Value::Null;
        }
    }
}

/// The values of a list; none where there is no list.
fn items(list: &mut Value) -> impl Iterator<Item = &mut Value> {
    list.as_array_mut().into_iter().flatten()
}

/// Takes breakdowns out that no release has controlled: of the control arm always, of all unless they are to stay.
fn remove_situations(result: &mut Value, stay: bool) {
    for (arm, stay) in [("counts", stay), ("control", false)] {
        if let Some(counts) = result.get_mut(arm).and_then(Value::as_object_mut).filter(|_| !stay) {
            counts.insert("situations".to_owned(), Value::Array(Vec::new()));
        }
    }
}

/// What is kept of a release: its figures, and which were shown under which rule.
#[derive(Serialize, Deserialize)]
struct Kept {
    rule: Rule,
    table: Table,
    shown: Vec<bool>,
}

/// What is to leave, and to whom.
#[derive(Clone, Copy, Debug)]
pub struct Leaving<'a> {
    /// The agreement whose people are counted.
    pub agreement: &'a AgreementId,
    /// To whom.
    pub audience: Audience,
    /// What it is: `statement`, `record-package`, `overlap`.
    pub kind: &'a str,
    /// What it is about.
    pub subject: &'a str,
}

impl Session<'_> {
    /// The rule that holds, and who set it.
    pub fn disclosure_rule(&self) -> Result<(Rule, Option<DisclosureRule>), Failure> {
        let set = self.store.disclosure_rule()?;
        let rule = set.as_ref().map_or_else(Rule::default, |set| Rule {
            minimum: Minimum::try_from(set.minimum).unwrap_or_default(),
            zeros: if set.zeros_shown { Zeros::Shown } else { Zeros::Hidden },
        });
        Ok((rule, set))
    }

    /// Sets the rule; what is not named stays.
    pub fn disclosure_rule_set(
        &self,
        minimum: Option<Minimum>,
        zeros: Option<Zeros>,
        reason: &str,
    ) -> Result<Stored<DisclosureRule>, Failure> {
        let (now, _) = self.disclosure_rule()?;
        let new = NewDisclosureRule {
            minimum: minimum.unwrap_or(now.minimum).people(),
            zeros_shown: zeros.unwrap_or(now.zeros) == Zeros::Shown,
            reason,
        };
        Ok(self.store.disclosure_rule_set(&self.actor()?, new)?)
    }

    /// Every release, the first first.
    pub fn releases(&self) -> Result<Vec<Release>, Failure> {
        Ok(self.store.releases()?)
    }

    /// Controls figures and keeps the release, both against the same earlier ones. Inside the department a release is kept
    /// where the user is known; to all others only known users release anything.
    pub fn release_figures(&self, leaving: Leaving<'_>, table: &Table) -> Result<Figures, Failure> {
        let actor = match self.known_actor() {
            Ok(actor) => Some(actor),
            Err(_) if leaving.audience == Audience::Department => None,
            Err(failure) => return Err(failure),
        };
        for attempt in 1.. {
            let (figures, seen) = self.controlled(leaving.audience, table, &[])?;
            let Some(actor) = &actor else { return Ok(figures) };
            let new = NewRelease {
                agreement: leaving.agreement,
                audience: leaving.audience.as_str(),
                kind: leaving.kind,
                subject: leaving.subject,
                figures: &figures.kept()?,
                seen,
            };
            match self.store.release_add(actor, new) {
                Ok(_) => return Ok(figures),
                Err(virkning_store::Failure::Refused(virkning_store::Refusal::ReleasedMeanwhile { .. }))
                    if attempt < ATTEMPTS => {}
                Err(failure) => return Err(failure.into()),
            }
        }
        unreachable!("the last attempt returns")
    }

    /// Controls figures against everything released, and what is about to be; gives also the number of the last release.
    pub fn controlled(
        &self,
        audience: Audience,
        table: &Table,
        pending: &[Released],
    ) -> Result<(Figures, u64), Failure> {
        let (rule, _) = self.disclosure_rule()?;
        let releases = self.store.releases()?;
        let mut earlier = releases.iter().map(released).collect::<Result<Vec<Released>, Failure>>()?;
        earlier.extend_from_slice(pending);
        let controlled = control(&join(table, &earlier, rule), rule, audience);
        let seen = releases.last().map_or(0, |last| last.number);
        Ok((Figures { table: table.clone(), controlled, rule }, seen))
    }
}

impl Figures {
    /// The same as a release that others are held against.
    pub fn as_released(&self, audience: Audience) -> Released {
        (audience, self.table.clone(), self.shown())
    }

    fn shown(&self) -> Vec<bool> {
        (0..self.table.cells.len()).map(|cell| self.controlled.shows(cell)).collect()
    }

    fn kept(&self) -> Result<String, Failure> {
        let kept = Kept { rule: self.rule, table: self.table.clone(), shown: self.shown() };
        Ok(serde_json::to_string(&kept).map_err(|error| Refusal::new("internal").with("what", error))?)
    }
}

fn released(release: &Release) -> Result<Released, Failure> {
    let unreadable = || Refusal::new("release-unreadable").with("number", release.number);
    let kept: Kept = serde_json::from_str(&release.figures).map_err(|_| unreadable())?;
    let audience = Audience::parse(&release.audience).ok_or_else(unreadable)?;
    let count = kept.table.cells.len();
    let is_there = |place: &usize| *place < count;
    if kept.shown.len() != count
        || !kept.table.sums.iter().all(|sum| sum.parts.iter().chain([&sum.total]).all(is_there))
    {
        return Err(unreadable().into());
    }
    Ok((audience, kept.table, kept.shown))
}

/// The name of a figure of a measure. People in the cohort are named without the year: next year's cohort is the same
/// question asked of a few people more.
pub fn figure(agreement: &AgreementId, result: &Measured<'_>, arm: &str, year: i16, what: &str) -> String {
    let year = if what == "people" { String::new() } else { format!("/{year}") };
    format!("{agreement}/{}/{}/{arm}{year}/{what}", result.id, result.at)
}

/// The name of a figure of a measure that is followed without payment.
pub fn followed(proposal: &Proposal, place: usize, what: &str) -> String {
    let result = &proposal.follow_ups[place];
    let (agreement, year) = (&proposal.agreement, proposal.measured_year);
    format!("{agreement}/{}/{}/followed/{year}/{what}", result.measure, result.at)
}

/// What is counted of a service that is followed.
const OF_A_SERVICE: [&str; 4] = ["people", "covered", "before", "now"];

/// The names of the figures of a service that is followed. Its amounts are shown where all of them are.
pub fn of_service(proposal: &Proposal, place: usize) -> Vec<String> {
    let service = &proposal.services[place];
    let (agreement, year) = (&proposal.agreement, proposal.measured_year);
    let base = format!("{agreement}/{}/{}/{}/{year}", service.term, service.item, service.after_years);
    OF_A_SERVICE.iter().map(|what| format!("{base}/{what}")).collect()
}

/// The name of the number of people who are in both of two agreements: the same from either side.
pub fn in_both(one: &AgreementId, other: &AgreementId) -> String {
    let (first, second) = if one <= other { (one, other) } else { (other, one) };
    format!("overlap/{first}/{second}/people")
}

/// Everything about people that a statement of the proposal prints. `earlier` are the settlements of measured years that
/// it prints too.
pub fn of_proposal(agreement: &Agreement, proposal: &Proposal, earlier: &[Proposal]) -> Table {
    let mut table = Table::default();
    let mut breakdown = true;
    for result in &results(agreement, proposal) {
        let with_situations = breakdown && result.has_situations();
        breakdown &= !with_situations;
        add_counts(&mut table, proposal, result, "all", result.counts, with_situations);
        if let Some(control) = result.control {
            add_counts(&mut table, proposal, result, "control", control, false);
        }
    }
    for place in 0..proposal.follow_ups.len() {
        add_followed(&mut table, proposal, place);
    }
    for place in 0..proposal.services.len() {
        add_service(&mut table, proposal, place);
    }
    for used in &proposal.inputs.overlaps {
        let population = population(proposal);
        table.cell(&in_both(&proposal.agreement, &used.with), &population, used.people, Standing::Breakdown);
    }
    for settled in earlier {
        for result in &results(agreement, settled) {
            add_counts(&mut table, settled, result, "all", result.counts, false);
        }
    }
    add_restated(&mut table, proposal);
    table
}

/// The data that a proposal counts.
fn population(proposal: &Proposal) -> String {
    let inputs = &proposal.inputs;
    let observations = inputs.observations.as_ref().map_or("", |hash| hash.short());
    format!(
        "{}/{}/{}/{}/{observations}",
        proposal.measured_year,
        proposal.trace.short(),
        inputs.enrolment_set.short(),
        inputs.snapshot_content.short()
    )
}

/// Contract figures: who was looked at, who succeeded, who is unclarified; and where it is printed, what people were.
fn add_counts(
    table: &mut Table,
    proposal: &Proposal,
    result: &Measured<'_>,
    arm: &str,
    counts: &Counts,
    with_situations: bool,
) {
    let population = population(proposal);
    let name = |what: &str| figure(&proposal.agreement, result, arm, proposal.measured_year, what);
    let mut cell = |what: &str, count, standing| table.cell(&name(what), &population, count, standing);
    let people = cell("people", counts.eligible, Standing::Contract);
    let successes = cell("successes", counts.successes, Standing::Contract);
    let unclarified = cell("unclarified", counts.unclarified, Standing::Contract);
    if result.asks_who_succeeded() {
        table.rest(people, &[successes, unclarified]);
    }
    if !with_situations {
        return;
    }
    let (mut all, mut succeeding) = (Vec::new(), Vec::new());
    for row in &counts.situations {
        let word = situation_word(row.situation);
        let here = table.cell(&name(&situation(word, "people")), &population, row.people, Standing::Breakdown);
        let of_them = table.cell(&name(&situation(word, "successes")), &population, row.successes, Standing::Breakdown);
        table.rest(here, &[of_them]);
        all.push(here);
        succeeding.push(of_them);
    }
    table.sum(people, &all);
    table.sum(successes, &succeeding);
}

/// The end of the name of a figure about people in a situation.
pub fn situation(situation: &str, what: &str) -> String {
    format!("{situation}-{what}")
}

fn add_followed(table: &mut Table, proposal: &Proposal, place: usize) {
    let result = &proposal.follow_ups[place];
    let population = population(proposal);
    let mut cell =
        |what: &str, count| table.cell(&followed(proposal, place, what), &population, count, Standing::Breakdown);
    let people = cell("people", result.eligible);
    let successes = cell("successes", result.successes);
    let unclarified = cell("unclarified", result.unclarified);
    table.rest(people, &[successes, unclarified]);
}

/// Who uses a service and who does not, now and before.
fn add_service(table: &mut Table, proposal: &Proposal, place: usize) {
    let service = &proposal.services[place];
    let population = population(proposal);
    let counts = [service.people, service.covered, service.users_before, service.users];
    let names = of_service(proposal, place);
    let cells: Vec<usize> = (names.iter().zip(counts))
        .map(|(name, count)| table.cell(name, &population, count, Standing::Breakdown))
        .collect();
    if let [people, covered, before, now] = cells[..] {
        table.rest(people, &[covered]);
        table.rest(covered, &[before]);
        table.rest(covered, &[now]);
    }
}

/// Earlier years as they were and as they are now.
fn add_restated(table: &mut Table, proposal: &Proposal) {
    for restated in &proposal.restated {
        let populations = [
            (&restated.old, format!("{}/was", restated.original)),
            (&restated.new, format!("{}/is", population(proposal))),
        ];
        for (year, population) in populations {
            for counts in &year.counts {
                let base = format!("{}/{}/{}/all", proposal.agreement, counts.measure, counts.at);
                let (people, met) = (format!("{base}/people"), format!("{base}/{}/successes", restated.measured_year));
                let people = table.cell(&people, &population, counts.eligible, Standing::Contract);
                let met = table.cell(&met, &population, counts.successes, Standing::Contract);
                if counts.successes <= counts.eligible {
                    table.rest(people, &[met]);
                }
            }
        }
    }
}
