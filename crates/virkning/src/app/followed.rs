//! `follow-up --measured-year`: what an agreement follows and nobody pays for, measured in any year, also in one that is not
//! settled: the measures of an investeringscase, and the use of services years after the last settlement. Nothing is kept.

use std::path::Path;

use virkning_model::Agreement;
use virkning_model::agreement::Measure;
use virkning_model::code_list::ListUsed;
use virkning_model::id::SnapshotId;
use virkning_model::register_used::RegisterUsed;
use virkning_model::settlement::{FollowUpResult, ServiceUse};

use super::Session;
use super::estimates::of_estimates;
use super::failure::Failure;
use super::materials::{Materials, Purpose};
use super::observations::ObservationFiles;

/// What is followed in a year.
pub struct Followed {
    /// The agreement, as it is sealed.
    pub agreement: Agreement,
    /// The year.
    pub measured_year: i16,
    /// Each measure that nobody pays for and of which there are data, in the order of the document.
    pub results: Vec<FollowUpResult>,
    /// The use of services by those whose years since the start pass in the year.
    pub services: Vec<ServiceUse>,
    /// The registers that it was read from.
    pub registers: Vec<RegisterUsed>,
    /// Whether some of the data are made up.
    pub synthetic: bool,
    /// What amounts were estimated from, where they were.
    pub estimated: Vec<ListUsed>,
}

impl Followed {
    /// The measures that are read from estimates, in the order of the document.
    pub fn estimated_measures(&self) -> Vec<&Measure> {
        let asked = |measure: &&Measure| self.results.iter().any(|result| result.measure == measure.id);
        let read = |measure: &&Measure| !self.estimated.is_empty() && of_estimates(measure);
        self.agreement.measures.iter().filter(asked).filter(read).collect()
    }
}

impl Session<'_> {
    /// Measures what is followed in a year, from the newest registers or those that are named, and from what providers
    /// have reported.
    pub fn followed(&self, file: &Path, measured_year: i16, snapshots: &[SnapshotId]) -> Result<Followed, Failure> {
        self.actor()?;
        let (sealed, agreement) = self.sealed_file(file)?;
        let none = ObservationFiles::NONE;
        let materials = self.materials_now(sealed, agreement, measured_year, snapshots, none, Purpose::Follow)?;
        let results = materials.follow_ups(measured_year)?;
        let services = materials.service_use(measured_year);
        let Materials { agreement, registers, reported, estimates, .. } = materials;
        let made_up = reported.is_some_and(|reported| reported.reported.synthetic);
        Ok(Followed {
            agreement,
            measured_year,
            results,
            services,
            estimated: estimates.map(|estimates| estimates.used).unwrap_or_default(),
            synthetic: made_up || registers.iter().any(|register| register.manifest.synthetic),
            registers: registers.iter().map(|register| register.used()).collect(),
        })
    }
}
