//! Snapshots of made-up registers, and questions about them.

use std::fs::File;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use virkning_cluster::ask::Request;
use virkning_measure::MonthSpan;
use virkning_model::period::{Month, Week};
use virkning_register::import::import;
use virkning_register::{ImportRequest, Imported, InstallationKey, Profile, codes};
use virkning_testkit::{CohortPlan, Synthesis};

/// A month.
pub fn month(text: &str) -> Month {
    Month::parse(text).unwrap_or_else(|| panic!("{text:?} is no month"))
}

/// Makes up a register and imports it; gives the snapshot's folder.
pub fn snapshot(folder: &Path, people: u32, seed: u64) -> PathBuf {
    let delivery = folder.join("dream.csv");
    let until = Week::parse("2025W05").expect("a week");
    let synthesis = Synthesis { people, seed, until, cohort: CohortPlan::none(), with_cpr: false };
    let mut out = BufWriter::new(File::create(&delivery).expect("created"));
    synthesis.write_register(month("2025-02"), &mut out).expect("written");
    out.flush().expect("written");
    let snapshot = imported(folder, &delivery);
    std::fs::remove_file(delivery).expect("removed");
    snapshot
}

/// Imports a delivery; gives the snapshot's folder.
pub fn imported(folder: &Path, delivery: &Path) -> PathBuf {
    let mut random = |bytes: &mut [u8]| -> io::Result<()> {
        bytes.fill(1);
        Ok(())
    };
    let (key, _) = InstallationKey::load_or_create(&folder.join("pseudonym.key"), &mut random).expect("a key");
    let request = ImportRequest {
        file: delivery,
        destination: &folder.join("snapshots"),
        profile: &Profile::built_in("dream").expect("built in"),
        codes: &codes::built_in(),
        key: &key,
        edition: Some(month("2025-02")),
        as_of: None,
        accept_faulty: None,
        synthetic: true,
        threads: None,
    };
    let Imported::New(manifest) = import(&request, &mut |_| ()).expect("imported") else {
        panic!("the folder was empty")
    };
    folder.join("snapshots").join(manifest.snapshot.as_str())
}

/// A question about a snapshot.
pub fn request<'a>(folder: &'a Path, success: &'a str, value: Option<&'a str>, first: &str, last: &str) -> Request<'a> {
    Request {
        folder,
        success: Some(success),
        value,
        window: MonthSpan { first: month(first), last: month(last) },
        codes: codes::built_in(),
        parts: 4,
        patience: Duration::from_secs(120),
    }
}
