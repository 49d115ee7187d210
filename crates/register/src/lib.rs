//! Registers: profiles of deliveries, import into immutable snapshots, pseudonyms, code lists, enrolment lists and
//! observations from files. The only crate that knows Parquet. No rule of a measure and no term of an agreement is decided
//! here.

#![deny(unsafe_code)]

mod batch;
pub mod benefit_rates;
pub mod codes;
pub mod comparison;
pub mod disclosure;
mod draws;
pub mod events;
pub mod flat;
pub mod identifier;
pub mod import;
pub mod key;
pub mod key_file;
pub mod ladder;
pub mod ladder_codes;
pub mod leaving;
pub mod list;
pub mod manifest;
pub mod observations;
pub mod problem;
pub mod profile;
pub mod scan;
pub mod snapshot;
mod steps;

pub use draws::draws_as_parquet;
pub use import::{ImportRequest, Imported, MEMORY_BYTES, MEMORY_BYTES_MIN, Progress};
pub use key::{InstallationKey, Pseudonym};
pub use key_file::KeyError;
pub use manifest::Manifest;
pub use problem::{ImportError, RowFault, RowProblem};
pub use profile::Profile;
pub use scan::Scan;
pub use snapshot::{Damage, Loaded, Snapshot, SnapshotError};
pub use steps::Steps;
