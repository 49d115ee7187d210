//! A synthetic register and a synthetic cohort list, for the demonstration, for tests and for benchmarks: made-up people
//! with realistic careers in DREAM's wide layout. It reads no register, knows no rule of any measure, and everything made
//! from it is marked as synthetic by whoever imports it.
//!
//! The same seed gives the same bytes on every machine: each person has a random generator of their own, keyed by seed
//! and person, and only whole numbers are computed with. An edition is the beginning of the next one: the careers are
//! the same, only longer.

#![forbid(unsafe_code)]

mod calendar;
mod career;
mod cohort;
mod course;
mod extract;
mod list;
mod person;
mod plan;
pub mod postgres;
mod random;
pub mod sample;
pub mod sas;
mod state;
mod wide;

use std::io;

use jiff::civil::Date;
use virkning_model::period::{Month, Week};

pub use extract::{Extract, ExtractSummary};
pub use list::CohortSummary;
pub use plan::{CohortPlan, ListColumn, ListColumnKind, cohort_plan};
pub use random::{Purpose, Random};
pub use wide::RegisterSummary;

/// A code that no code list of 2015-11 has. It stands where education would, in one measured month of one participant
/// and rarely among others, so that somebody must decide what it means.
pub const UNKNOWN_CODE: u16 = 653;

/// A code that the list of 2015-11 has as uncertain; a few people who are in no cohort have it.
pub const UNCERTAIN_CODE: u16 = 877;

/// The most people that a synthetic register holds: the room of its serial numbers.
pub const PEOPLE_MAX: u32 = 40_000_000;

/// What to make up.
#[derive(Clone, Debug)]
pub struct Synthesis {
    /// People in the register, at most [`PEOPLE_MAX`].
    pub people: u32,
    /// The seed: the same seed gives the same bytes.
    pub seed: u64,
    /// The last week of the latest edition.
    pub until: Week,
    /// Who takes part, and how it goes for them.
    pub cohort: CohortPlan,
    /// Whether the key is a fictitious CPR number (day + 60) under `PNR` instead of a serial number under `lobenr`.
    pub with_cpr: bool,
}

impl Synthesis {
    /// Writes an edition in the wide layout, row by row. An edition holds data through the month before it, and never
    /// more than [`Synthesis::until`].
    pub fn write_register(&self, edition: Month, out: &mut dyn io::Write) -> io::Result<RegisterSummary> {
        wide::write(self, edition, out)
    }

    /// Writes an extract of events of the same people, row by row, as it stands in an edition.
    pub fn write_extract(
        &self,
        extract: Extract,
        edition: Month,
        out: &mut dyn io::Write,
    ) -> io::Result<ExtractSummary> {
        extract::write(self, extract, edition, out)
    }

    /// Writes the cohort list as it stands on a day: whoever has been referred by then, with what had happened.
    pub fn write_cohort(&self, until: Date, out: &mut dyn io::Write) -> io::Result<CohortSummary> {
        list::write(self, until, out)
    }

    /// The first edition of each year that is final for the measured month, as far as [`Synthesis::until`] reaches:
    /// for a measured November the Februaries, from the first settlement on.
    pub fn editions_yearly(&self) -> Vec<Month> {
        let Some(first) = self.cohort.success_rates.keys().next() else {
            return Vec::new();
        };
        (*first..)
            .map_while(|year| Month::new(year, self.cohort.measured_month)?.plus(self.cohort.final_after_months))
            .take_while(|edition| edition.number() <= self.edition_latest().number())
            .collect()
    }

    /// The edition that holds everything up to [`Synthesis::until`].
    pub fn edition_latest(&self) -> Month {
        self.until.month().plus(1).expect("weeks end long before the last month there is")
    }
}
