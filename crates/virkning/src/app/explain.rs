//! `explain`: what decided for one participant under one measure in one measured year: weeks and months, stays,
//! observations and amounts of a register, or what has been reported.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;
use virkning_measure::{Estimator, Explanation, MonthSpan};
use virkning_model::Agreement;
use virkning_model::agreement::{AgreementKind, Measure, Window};
use virkning_model::code_list::ListUsed;
use virkning_model::enrolment::Participant;
use virkning_model::id::{AgreementId, Alias, MeasureId, ProposalId, SnapshotId};
use virkning_model::period::{Month, Week};
use virkning_register::Loaded;
use virkning_register::observations::ReportedRow;
use virkning_store::{ProposalState, Sealed};

use super::Session;
use super::codes::CodesInUse;
use super::estimates::of_estimates;
use super::failure::{Failure, Refusal};
use super::materials::{From, Materials, Purpose, followed_measures, months_of, window};
use super::observations::{ObservationFiles, row_of};
use super::registers::SERVICES;
use super::services_explained::follow_up_of;
use super::settle::proposal_of;

/// What is to be explained.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Who.
    pub alias: &'a Alias,
    /// The measured year.
    pub measured_year: i16,
    /// Which measure; the one that pays where only one does.
    pub measure: Option<&'a MeasureId>,
    /// Which month since the start, for measures at several.
    pub month: Option<u16>,
    /// Other snapshots than those of the settlement.
    pub snapshots: &'a [SnapshotId],
    /// Why somebody looks. It is recorded, and the citizen can read it.
    pub reason: &'a str,
}

/// Everything that decided for one participant.
pub struct Explained {
    /// The agreement.
    pub agreement: Agreement,
    /// The measure.
    pub measure: Measure,
    /// The month since the start, for measures at several; zero otherwise.
    pub at: u16,
    /// The participant.
    pub participant: Participant,
    /// The day that counts.
    pub enrolled_on: Date,
    /// The window.
    pub span: MonthSpan,
    /// Whether the measure looks at this participant in that year.
    pub eligible: bool,
    /// What decided.
    pub found: Found,
    /// The code list that says what codes mean.
    pub codes: CodesInUse,
    /// The snapshot or the observations that it was read from.
    pub read_from: String,
    /// Whether the data are made up.
    pub synthetic: bool,
    /// What the amounts are estimated from, where they are.
    pub estimated: Option<Estimated>,
}

/// What a person's amounts are estimated from.
pub struct Estimated {
    /// The lists.
    pub lists: Vec<ListUsed>,
    /// Which week of the ladder's count a week is, where that is known.
    pub ladder_weeks: BTreeMap<Week, u32>,
}

/// What decided.
pub enum Found {
    /// Rows of a register.
    Register(Explanation),
    /// What has been reported; nothing where there is no row.
    Reported(Option<ReportedRow>),
}

impl Session<'_> {
    /// Explains a participant's measured year: from the data of the settlement that is posted or proposed if there is one
    /// that needs them, else from the newest. The look at a person is recorded.
    pub fn explain(&self, file: &Path, question: Question<'_>) -> Result<Explained, Failure> {
        self.known_actor()?;
        let (sealed, agreement) = self.sealed_file(file)?;
        self.explained(sealed, agreement, question)
    }

    /// The same under the agreement as it was sealed last.
    pub fn explain_sealed(&self, id: &AgreementId, question: Question<'_>) -> Result<Explained, Failure> {
        self.known_actor()?;
        let sealed = self.store.agreement_sealed(id)?;
        let sealed = sealed.ok_or_else(|| Refusal::new("agreement-unknown").with("agreement", id))?;
        let agreement = self.sealed_agreement(id, &sealed)?;
        self.explained(sealed, agreement, question)
    }

    fn explained(&self, sealed: Sealed, agreement: Agreement, question: Question<'_>) -> Result<Explained, Failure> {
        let materials = self.materials_explained(sealed, agreement, question)?;
        let (alias, year) = (question.alias, question.measured_year);
        let participant = materials.enrolment.participants.iter().find(|participant| participant.alias == *alias);
        let participant =
            participant.cloned().ok_or_else(|| Refusal::new("participant-unknown").with("alias", alias))?;
        let enrolled_on =
            participant.enrolled_on.ok_or_else(|| Refusal::new("participant-not-enrolled").with("alias", alias))?;
        let (measure, at) = chosen(&materials, question, enrolled_on)?;
        let window = window(&measure, year, at, enrolled_on)?;
        let source = materials.source_of(&measure)?;
        let (read_from, synthetic) = match &source {
            From::Register(read) => {
                (read.snapshots(), read.registers.iter().any(|register| register.manifest.synthetic))
            }
            From::Reported(reported) => (reported.hash.short().to_owned(), reported.reported.synthetic),
        };
        let estimated = match &source {
            From::Register(read) => materials.estimated(&measure, read.rows, alias),
            From::Reported(_) => None,
        };
        let found = match source {
            From::Register(read) => {
                let columns = read.rows.columns();
                let row = materials.row_of(read.rows, alias).and_then(|row| usize::try_from(row).ok());
                let person = row.map(|row| columns.person(row));
                Found::Register(materials.compile(&measure)?.explain(person, read.rows.coverage(), window))
            }
            From::Reported(reported) => Found::Reported(row_of(&reported.reported, &measure, at, alias).cloned()),
        };
        let eligible = materials.eligible(&measure, year, at)?.iter().any(|(person, _)| person.alias == *alias);
        self.look(&materials.agreement.id, Some(alias), "explain", &year.to_string(), question.reason)?;
        Ok(Explained {
            codes: materials.codes.clone(),
            agreement: materials.agreement,
            measure,
            at,
            participant,
            enrolled_on,
            span: window.span,
            eligible,
            found,
            read_from,
            synthetic,
            estimated,
        })
    }

    pub(super) fn materials_explained(
        &self,
        sealed: Sealed,
        agreement: Agreement,
        question: Question<'_>,
    ) -> Result<Materials, Failure> {
        let year = question.measured_year;
        if question.snapshots.is_empty()
            && let Some(id) = self.proposal_explained(&agreement.id, year)?
        {
            let then = self.materials_then(&self.show(&id)?.proposal)?;
            // What the settlement did not read is explained from what there is now.
            let measure = question.measure.and_then(|id| then.agreement.measure(id));
            let follows = question.measure.is_some_and(|id| follow_up_of(&then.agreement, id).is_some());
            let services = || then.registers.iter().any(|register| register.register() == SERVICES);
            if measure.is_none_or(|measure| then.source_of(measure).is_ok()) && (!follows || services()) {
                return Ok(then);
            }
        }
        // What nobody pays for is explained in any year, also in one that is not settled.
        let followed = agreement.kind == AgreementKind::Investeringscase
            || question.measure.is_some_and(|id| is_followed(&agreement, id));
        let purpose = if followed { Purpose::Follow } else { Purpose::Settle };
        self.materials_now(sealed, agreement, year, question.snapshots, ObservationFiles::NONE, purpose)
    }

    /// The settlement whose data answer: the posted one, else the newest that was made of files, for nothing else has
    /// them.
    fn proposal_explained(&self, agreement: &AgreementId, year: i16) -> Result<Option<ProposalId>, Failure> {
        if let Some(posted) = self.posted_year(agreement, year)? {
            return Ok(Some(posted));
        }
        let mut of_files = None;
        for record in self.store.proposals(agreement)? {
            use ProposalState::{Approved, Draft, Proposed};
            let stands = matches!(record.state, Draft | Proposed | Approved) && record.part.is_settlement();
            if record.measured_year == year && stands && proposal_of(&record)?.inputs.observations.is_some() {
                of_files = Some(record.id);
            }
        }
        Ok(of_files)
    }
}

impl Materials {
    /// What a participant's amounts under a measure are estimated from; nothing where they are not.
    fn estimated(&self, measure: &Measure, rows: &Loaded, alias: &Alias) -> Option<Estimated> {
        let estimates = self.estimates.as_ref().filter(|_| of_estimates(measure))?;
        let estimator = Estimator::new(&estimates.lists, rows.coverage(), Some(0..0));
        let person = self.row_of(rows, alias).and_then(|row| usize::try_from(row).ok());
        let person = person.map(|row| rows.columns().person(row));
        let counts = estimator.zip(person).map(|(estimator, person)| estimator.counts(&person)).unwrap_or_default();
        let known = counts.into_iter().filter_map(|(week, count)| Some((Week::from_number(week)?, count?)));
        Some(Estimated { lists: estimates.used.clone(), ladder_weeks: known.collect() })
    }
}

/// Whether nobody pays for what is asked about: a measure or a follow-up of services.
fn is_followed(agreement: &Agreement, id: &MeasureId) -> bool {
    followed_measures(agreement).any(|measure| measure.id == *id) || follow_up_of(agreement, id).is_some()
}

/// The measure and the month that are asked about: those named, or the only ones that there are.
fn chosen(materials: &Materials, question: Question<'_>, enrolled_on: Date) -> Result<(Measure, u16), Failure> {
    let year = question.measured_year;
    let asked = match question.measure {
        Some(id) if is_followed(&materials.agreement, id) => Vec::new(),
        _ => materials.asked(year)?,
    };
    let mut measures: Vec<&Measure> = Vec::new();
    for measure in asked.iter().map(|one| one.measure).chain(followed_measures(&materials.agreement)) {
        if !measures.iter().any(|known| known.id == measure.id) {
            measures.push(measure);
        }
    }
    let paid: Vec<&MeasureId> = asked.iter().filter(|one| one.pays).map(|one| &one.measure.id).collect();
    let wanted = match question.measure {
        Some(id) => measures.iter().find(|measure| measure.id == *id),
        // Where nothing is paid for, the only measure there is.
        None if paid.is_empty() => measures.first().filter(|_| measures.len() == 1),
        None if paid.windows(2).all(|pair| pair[0] == pair[1]) => measures.first(),
        None => None,
    };
    let Some(measure) = wanted else {
        let key = if question.measure.is_some() {
            "explain-measure-unknown"
        } else {
            "explain-which-measure"
        };
        let known: Vec<&str> = measures.iter().map(|measure| measure.id.as_str()).collect();
        let named = question.measure.map_or("", MeasureId::as_str);
        return Err(Refusal::new(key).with("measure", named).with("known", known.join(", ")).into());
    };
    let months = months_of(measure);
    let closing: Vec<u16> =
        months.iter().copied().filter(|at| closes(measure, *at, enrolled_on) == Some(year)).collect();
    let at = match (question.month, closing.as_slice(), months.as_slice()) {
        (Some(month), ..) if months.contains(&month) => month,
        (None, [only], _) | (None, _, [only]) => *only,
        _ => {
            let known: Vec<String> =
                if closing.is_empty() { &months } else { &closing }.iter().map(u16::to_string).collect();
            let refusal = Refusal::new("explain-which-month").with("measure", &measure.id);
            return Err(refusal.with("known", known.join(", ")).into());
        }
    };
    Ok(((*measure).clone(), at))
}

/// The year in which a measurement at a month since the start closes.
fn closes(measure: &Measure, at: u16, enrolled_on: Date) -> Option<i16> {
    match measure.window {
        Window::AtMonths { .. } => Month::of(enrolled_on).plus(i32::from(at)).map(Month::year),
        _ => None,
    }
}
