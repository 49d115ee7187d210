//! `explain`: which weeks and months decided for one participant in one measured year.

use std::path::Path;

use jiff::civil::Date;
use virkning_measure::{Explanation, MonthSpan, window_of};
use virkning_model::Agreement;
use virkning_model::agreement::Measure;
use virkning_model::enrolment::Participant;
use virkning_model::id::{Alias, SnapshotId};

use super::Session;
use super::codes::CodesInUse;
use super::failure::{Failure, Refusal};

/// Everything that decided for one participant.
pub struct Explained {
    /// The agreement.
    pub agreement: Agreement,
    /// The measure.
    pub measure: Measure,
    /// The participant.
    pub participant: Participant,
    /// The day that counts.
    pub enrolled_on: Date,
    /// The window.
    pub span: MonthSpan,
    /// Whether the measure looks at this participant in that year.
    pub eligible: bool,
    /// What decided.
    pub explanation: Explanation,
    /// The code list that says what codes mean.
    pub codes: CodesInUse,
    /// The snapshot it was read from.
    pub snapshot: SnapshotId,
    /// Whether the data are made up.
    pub synthetic: bool,
}

impl Session<'_> {
    /// Explains a participant's measured year: from the posted settlement's data if there is one, else from the newest.
    /// The look at a person is recorded.
    pub fn explain(
        &self,
        file: &Path,
        alias: &Alias,
        measured_year: i16,
        snapshot: Option<&SnapshotId>,
    ) -> Result<Explained, Failure> {
        let actor = self.actor()?;
        // Looking at a person is for declared users, like every act that is recorded.
        if self.store.user(&actor.user)?.is_none() {
            return Err(Refusal::new("S001").with("user", &actor.user).into());
        }
        let (sealed, agreement) = self.sealed_file(file)?;
        let posted = self.posted_year(&agreement.id, measured_year)?;
        let materials = match (snapshot, posted) {
            (None, Some(id)) => self.materials_then(&self.show(&id)?.proposal)?,
            (snapshot, _) => self.materials_now(sealed, agreement, measured_year, snapshot)?,
        };
        let unknown = || Refusal::new("participant-unknown").with("alias", alias);
        let participant = materials
            .enrolment
            .participants
            .iter()
            .find(|participant| participant.alias == *alias)
            .cloned()
            .ok_or_else(unknown)?;
        let enrolled_on =
            participant.enrolled_on.ok_or_else(|| Refusal::new("participant-not-enrolled").with("alias", alias))?;
        let measure = materials.payment_measure()?.clone();
        let span = window_of(&measure.window, measured_year, enrolled_on).ok_or_else(|| {
            Refusal::new("window-out-of-range").with("measure", &measure.id).with("year", measured_year)
        })?;
        let compiled = materials.compile(&measure)?;
        let columns = materials.rows.columns();
        let row = materials.row_of(alias).and_then(|row| usize::try_from(row).ok());
        let explanation = compiled.explain(row.map(|row| columns.person(row)), materials.rows.coverage(), span);
        let eligible = materials.data_until().is_some_and(|until| {
            virkning_engine::eligible(&measure, &materials.enrolment, measured_year, until)
                .iter()
                .any(|(eligible, _)| eligible.alias == *alias)
        });
        let details = [("measured-year".to_owned(), measured_year.to_string())].into();
        self.store.audit_note(&actor, "explain", alias.as_str(), details)?;
        Ok(Explained {
            synthetic: materials.manifest.synthetic,
            snapshot: materials.snapshot.clone(),
            codes: materials.codes.clone(),
            agreement: materials.agreement,
            measure,
            participant,
            enrolled_on,
            span,
            eligible,
            explanation,
        })
    }
}
