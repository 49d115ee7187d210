//! The manifest of a snapshot: where it comes from, what it holds, what was refused, and the hashes that prove it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use virkning_measure::{Coverage, month_number};
use virkning_model::code_list::CodeStatus;
use virkning_model::expression::Table;
use virkning_model::id::{ContentHash, SnapshotId};
use virkning_model::period::{Month, Week};

use crate::events::{EventSummary, Finding, TableSummary};
use crate::problem::RowProblem;

/// The number of the snapshot's format. A reader refuses another one.
pub const FORMAT: u32 = 1;

/// What a snapshot holds, as `manifest.json` beside its Parquet files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`].
    pub format: u32,
    /// `dream-2025-02-1a2b3c4d`: source, edition and the first digits of the content hash.
    pub snapshot: SnapshotId,
    /// SHA-256 over source, edition, as-of date, key space, covered weeks and months, and each person's digest in the
    /// order of pseudonyms: the same rows in any order and with any line ends give the same.
    pub content_hash: ContentHash,
    /// The register source.
    pub source: String,
    /// The month of delivery.
    pub edition: Month,
    /// The day to which the data reach.
    pub as_of: Date,
    /// Made by a program, not delivered by anybody.
    pub synthetic: bool,
    /// How it was made, where the file's sidecar says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made_by: Option<MadeBy>,
    /// The profile it was read with.
    pub profile: String,
    /// SHA-256 of that profile.
    pub profile_hash: ContentHash,
    /// The edition of the code list by which unknown codes were counted.
    pub code_list: String,
    /// SHA-256 of that list.
    pub code_list_hash: ContentHash,
    /// The key space of its pseudonyms.
    pub key_space: String,
    /// The file that was read.
    pub files: Vec<SourceFile>,
    /// Its columns.
    pub columns: ColumnSummary,
    /// Rows of the file: accepted and rejected together.
    pub rows: u64,
    /// Rows that are in the snapshot.
    pub accepted: u64,
    /// Faulty rows that were left out.
    pub rejected: u64,
    /// Rows that are no facts of their own: left out by the profile, or the same as another.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub ignored: u64,
    /// Each of them.
    pub problems: Vec<RowProblem>,
    /// People in the snapshot.
    pub people: u32,
    /// Spells of weeks with the same code.
    pub week_runs: u64,
    /// Spells of months with the same ratio and industry.
    pub job_runs: u64,
    /// Codes that the code list does not have, or not with certainty, on the day they were used.
    pub unknown_codes: Vec<UnknownCode>,
    /// The tables of events; nothing in a snapshot of weeks and jobs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<EventSummary>,
    /// What looked wrong and did not stop the import.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Finding>,
    /// The Parquet files.
    pub parts: Vec<PartFile>,
    /// The scan file, which holds the same once more; its hash is that of its footer, which has the others. Nothing in
    /// snapshots from before there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scan: Option<PartFile>,
    /// The file of amounts, which holds their table once more in another order; as the scan file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amounts_scan: Option<PartFile>,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Manifest {
    /// What it covers, as measures ask for it.
    pub fn coverage(&self) -> Coverage {
        let extent = |table| self.events.as_ref().and_then(|events| events.table(table)).map(TableSummary::extent);
        Coverage {
            stays: extent(Table::Stay),
            studies: extent(Table::Study),
            observations: extent(Table::Observation),
            amounts: extent(Table::Amount),
            ..self.columns.coverage()
        }
    }
}

/// What the content hash begins with: everything besides the people that decides an answer.
pub(crate) fn content_head(
    source: &str,
    edition: Month,
    as_of: Date,
    key_space: &str,
    columns: &ColumnSummary,
) -> String {
    let spans =
        |spans: &[(Month, Month)]| -> String { spans.iter().map(|(first, last)| format!(" {first}/{last}")).collect() };
    let weeks: String = columns.weeks.iter().map(|(first, last)| format!(" {first}/{last}")).collect();
    format!(
        "virkning snapshot {FORMAT}\n{source} {edition} {as_of} {key_space}\nweeks{weeks}\nratios{}\nindustries{}\n",
        spans(&columns.ratio_months),
        spans(&columns.industry_months)
    )
}

/// A file that was imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Its name without folders.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: ContentHash,
    /// Its size.
    pub size_bytes: u64,
}

/// What a sidecar file says of a synthetic register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeBy {
    /// Whether it is synthetic.
    pub synthetic: bool,
    /// The seed.
    #[serde(default)]
    pub seed: Option<u64>,
    /// The program and its version.
    #[serde(default)]
    pub generator: Option<String>,
    /// The first day that it covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covers_from: Option<Date>,
    /// The last day that it covers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Date>,
}

/// The columns of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnSummary {
    /// How many in all.
    pub total: u32,
    /// The column of the person key.
    pub key: String,
    /// Spans of weeks without a gap, first and last included.
    pub weeks: Vec<(Week, Week)>,
    /// Spans of months with an employment ratio, first and last included.
    pub ratio_months: Vec<(Month, Month)>,
    /// Spans of months with an industry code, first and last included.
    pub industry_months: Vec<(Month, Month)>,
    /// Columns that were not read.
    pub ignored: Vec<String>,
}

impl ColumnSummary {
    /// The first and last week.
    pub fn week_range(&self) -> Option<(Week, Week)> {
        Some((self.weeks.first()?.0, self.weeks.last()?.1))
    }

    /// The coverage as measures ask for it.
    pub fn coverage(&self) -> Coverage {
        let weeks = self.weeks.iter().map(|(first, last)| (first.number(), last.number()));
        let months = self.ratio_months.iter().map(|(first, last)| (month_number(*first), month_number(*last)));
        let industries = self.industry_months.iter().map(|(first, last)| (month_number(*first), month_number(*last)));
        Coverage {
            weeks: flags(weeks),
            ratio_months: flags(months),
            industry_months: flags(industries),
            ..Coverage::default()
        }
    }
}

fn flags(spans: impl Iterator<Item = (i32, i32)>) -> Vec<bool> {
    let mut flags = Vec::new();
    for (first, last) in spans {
        // Years lie between 1900 and 2200, so that a hostile manifest cannot ask for much.
        for number in first.max(0)..=last.max(-1) {
            let place = usize::try_from(number).unwrap_or_default();
            if flags.len() <= place {
                flags.resize(place + 1, false);
            }
            flags[place] = true;
        }
    }
    flags
}

/// A code that decides nothing until two people have mapped it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnknownCode {
    /// The code.
    pub code: u16,
    /// `uncertain` when the list has it without certainty, nothing when it has it not.
    pub status: Option<CodeStatus>,
    /// How many people have it.
    pub people: u32,
    /// In how many weeks in all.
    pub weeks: u64,
}

/// A Parquet file of the snapshot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartFile {
    /// Its name in the snapshot's folder.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: ContentHash,
    /// Its size.
    pub size_bytes: u64,
    /// Its rows.
    pub rows: u64,
}
