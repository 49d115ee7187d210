//! The registers of the benchmark as a program of its own, so that measuring them needs none of the rest of the product: makes
//! a made-up delivery, and imports one, from a file or a pipe. What it calls is what the product calls.
//!
//! Usage: registers synthesize PEOPLE FILE|-, registers refunds PEOPLE FILE, registers import FILE|- FOLDER,
//! registers import-refunds FILE FOLDER. An import writes FOLDER/pseudonym.key and FOLDER/snapshots, and prints the manifest.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use virkning_model::period::{Month, Week};
use virkning_register::events::{self, EventProfile, EventRequest};
use virkning_register::import::{import, import_stream};
use virkning_register::{ImportRequest, Imported, InstallationKey, MEMORY_BYTES, Profile, Progress, codes};
use virkning_testkit::{CohortPlan, Extract, Synthesis};

type Failure = Box<dyn std::error::Error>;

const STANDARD: &str = "-";
/// Room before the pipe: one write for some hundred people.
const WRITE_BYTES: usize = 1 << 20;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["synthesize", people, out] => synthesize(people.parse()?, out),
        ["refunds", people, out] => refunds(people.parse()?, Path::new(out)),
        ["import", file, folder] => import_register(file, Path::new(folder)),
        ["import-refunds", file, folder] => import_refunds(PathBuf::from(file), Path::new(folder)),
        _ => Err("usage: registers synthesize|refunds PEOPLE OUT, registers import|import-refunds FILE FOLDER".into()),
    }
}

fn edition() -> Result<Month, Failure> {
    Month::new(2026, 7).ok_or_else(|| "no such month".into())
}

fn synthesis(people: u32) -> Result<Synthesis, Failure> {
    let until = Week::new(2026, 26).ok_or("no such week")?;
    Ok(Synthesis { people, seed: 1, until, cohort: CohortPlan::none(), with_cpr: false })
}

fn synthesize(people: u32, out: &str) -> Result<(), Failure> {
    let mut out: Box<dyn Write> = if out == STANDARD {
        Box::new(BufWriter::with_capacity(WRITE_BYTES, io::stdout().lock()))
    } else {
        Box::new(BufWriter::with_capacity(WRITE_BYTES, File::create(out)?))
    };
    synthesis(people)?.write_register(edition()?, &mut out)?;
    Ok(out.flush()?)
}

fn refunds(people: u32, out: &Path) -> Result<(), Failure> {
    let mut file = BufWriter::with_capacity(WRITE_BYTES, File::create(out)?);
    let summary = synthesis(people)?.write_extract(Extract::Refunds, edition()?, &mut file)?;
    file.flush()?;
    let mut sidecar = out.to_owned().into_os_string();
    sidecar.push(".meta.json");
    let said = serde_json::json!({
        "synthetic": true, "covers_from": summary.covers_from.to_string(), "as_of": summary.as_of.to_string(),
    });
    Ok(std::fs::write(sidecar, said.to_string())?)
}

fn key(folder: &Path) -> Result<InstallationKey, Failure> {
    std::fs::create_dir_all(folder)?;
    let made = InstallationKey::load_or_create(&folder.join("pseudonym.key"), &mut |bytes: &mut [u8]| {
        bytes.fill(7);
        Ok(())
    });
    Ok(made.map_err(|error| format!("{error:?}"))?.0)
}

fn print(imported: Imported) -> Result<(), Failure> {
    match imported {
        Imported::New(manifest) => println!("{}", serde_json::to_string(&*manifest)?),
        Imported::Already(snapshot) => return Err(format!("{snapshot} is there already").into()),
    }
    Ok(())
}

fn import_register(file: &str, folder: &Path) -> Result<(), Failure> {
    let request = ImportRequest {
        file: Path::new(file),
        destination: &folder.join("snapshots"),
        profile: &Profile::built_in("dream").map_err(|error| error.code())?,
        codes: &codes::built_in(),
        key: &key(folder)?,
        edition: Some(edition()?),
        as_of: None,
        accept_faulty: None,
        synthetic: true,
        memory_bytes: MEMORY_BYTES,
        threads: None,
    };
    let progress = &mut |_: Progress| {};
    let imported = if file == STANDARD {
        import_stream(&request, Box::new(io::stdin()), 0, progress)
    } else {
        import(&request, progress)
    };
    print(imported.map_err(|error| format!("{error:?}"))?)
}

fn import_refunds(file: PathBuf, folder: &Path) -> Result<(), Failure> {
    let request = EventRequest {
        files: &[file],
        destination: &folder.join("snapshots"),
        profile: &EventProfile::built_in("refunds").map_err(|error| format!("{error:?}"))?,
        key: &key(folder)?,
        edition: Some(edition()?),
        as_of: None,
        covers_from: None,
        accept_faulty: None,
        synthetic: true,
        stop: None,
    };
    print(events::import(&request, &mut |_| {}).map_err(|error| format!("{error:?}"))?)
}
