//! Makes up deliveries: the testkit's people, who live as people do; and restless ones, who have every code there is and
//! some that no list knows, in short spells, in a file with columns missing in the middle.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use virkning_model::period::{Month, Week};
use virkning_register::codes;
use virkning_testkit::{CohortPlan, Extract, Synthesis};

use crate::{EDITION, Failure, month};

/// Weeks without a column in the restless file, and months without a ratio: what is not delivered is unknown.
const MISSING_WEEKS: (i16, std::ops::Range<i8>) = (2020, 51..54);
const MISSING_MONTH: (i16, i8) = (2024, 5);
/// Codes that no list has.
const UNKNOWN: [u16; 2] = [653, 555];

fn synthesis(people: u32, seed: u64) -> Result<Synthesis, Failure> {
    let until = Week::new(2026, 26).ok_or("no such week")?;
    Ok(Synthesis { people, seed, until, cohort: CohortPlan::none(), with_cpr: false })
}

/// Both registers.
pub fn registers(folder: &Path, people: u32, seed: u64) -> Result<Vec<PathBuf>, Failure> {
    let (usual, restless) = (folder.join("usual.csv"), folder.join("restless.csv"));
    let mut out = BufWriter::new(File::create(&usual)?);
    synthesis(people, seed)?.write_register(month(EDITION.0, EDITION.1), &mut out)?;
    out.flush()?;
    let mut out = BufWriter::new(File::create(&restless)?);
    write_restless(&mut out, people, seed)?;
    out.flush()?;
    Ok(vec![usual, restless])
}

/// An extract of events of the testkit's people.
pub fn extract(folder: &Path, people: u32, seed: u64, extract: Extract) -> Result<PathBuf, Failure> {
    let edition = month(EDITION.0, EDITION.1);
    let path = folder.join(extract.file_name(edition));
    let mut out = BufWriter::new(File::create(&path)?);
    let summary = synthesis(people, seed)?.write_extract(extract, edition, &mut out)?;
    out.flush()?;
    let mut sidecar = path.clone().into_os_string();
    sidecar.push(".meta.json");
    let said = serde_json::json!({
        "synthetic": true, "covers_from": summary.covers_from.to_string(), "as_of": summary.as_of.to_string(),
    });
    std::fs::write(sidecar, said.to_string())?;
    Ok(path)
}

/// Draws numbers; the same seed gives the same.
struct Draws(u64);

impl Draws {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

fn write_restless(out: &mut impl Write, people: u32, seed: u64) -> io::Result<()> {
    let listed: BTreeSet<u16> = codes::built_in().rows.iter().map(|row| row.code).filter(|code| *code > 0).collect();
    let all: Vec<u16> = listed.into_iter().chain(UNKNOWN).collect();
    let last = Week::new(2026, 26).map_or(0, Week::number);
    let weeks: Vec<Week> = (0..=last).filter_map(Week::from_number).collect();
    let is_missing = |week: &Week| week.year() == MISSING_WEEKS.0 && MISSING_WEEKS.1.contains(&week.week());
    let months: Vec<Month> = (0..222).filter_map(|number| month(2008, 1).plus(number)).collect();
    let ratio_missing = |of: &Month| (of.year(), of.month()) == MISSING_MONTH;
    write!(out, "lobenr")?;
    for week in weeks.iter().filter(|week| !is_missing(week)) {
        write!(out, ",y_{:02}{:02}", week.year() % 100, week.week())?;
    }
    for of in months.iter().filter(|of| !ratio_missing(of)) {
        write!(out, ",grad_{}_{:02}", of.year(), of.month())?;
    }
    for of in &months {
        write!(out, ",branche_{}_{:02}", of.year(), of.month())?;
    }
    writeln!(out)?;
    let mut draws = Draws(seed.wrapping_add(1));
    for person in 0..people {
        write!(out, "{:>8}", 70_000_000 + person)?;
        // Some change every week, some seldom; some know only a handful of codes.
        let (longest, few) = (1 + draws.below(40), draws.below(2) == 0);
        let mut of_week = Vec::with_capacity(weeks.len());
        while of_week.len() < weeks.len() {
            let code = match draws.below(10) {
                0..=2 => 0,
                3..=4 => [651, 652, 661, 130, 997, 998, 999, 781][draws.below(8) as usize],
                _ if few => [111, 130, 651, 890][draws.below(4) as usize],
                _ => all[draws.below(all.len() as u64) as usize],
            };
            of_week.extend(std::iter::repeat_n(code, 1 + draws.below(longest) as usize));
        }
        for (_, code) in weeks.iter().zip(&of_week).filter(|(week, _)| !is_missing(week)) {
            if *code == 0 { write!(out, ",   ")? } else { write!(out, ",{code}")? }
        }
        let mut jobs = Vec::with_capacity(months.len());
        while jobs.len() < months.len() {
            let job = match draws.below(4) {
                0 => (None, 0),
                1 => (Some(0), 0),
                2 => (None, 10_000 + draws.below(900_000)),
                _ => (Some([1, 2_500, 3_333, 5_000, 9_999, 10_000][draws.below(6) as usize]), draws.below(2) * 561_010),
            };
            jobs.extend(std::iter::repeat_n(job, 1 + draws.below(14) as usize));
        }
        for (_, (ratio, _)) in months.iter().zip(&jobs).filter(|(of, _)| !ratio_missing(of)) {
            match ratio {
                None => write!(out, ",      ")?,
                Some(ratio) => write!(out, ",{}.{:04}", ratio / 10_000, ratio % 10_000)?,
            }
        }
        for (_, (_, industry)) in months.iter().zip(&jobs) {
            if *industry == 0 {
                write!(out, ",      ")?
            } else {
                write!(out, ",{industry:06}")?
            }
        }
        writeln!(out)?;
    }
    Ok(())
}
