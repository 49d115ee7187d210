//! Measures the import on a made-up delivery: `import_speed FILE PEOPLE` writes the file if it is not there (1,821 weeks
//! and 440 monthly columns) and imports it. A yardstick for developers; the product's benchmark is `xtask bench`.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use virkning_model::period::{Month, Week};
use virkning_register::{ImportRequest, Imported, InstallationKey, Profile, codes, import::import};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, file, people, threads @ ..] = arguments.as_slice() else {
        eprintln!("import_speed FILE PEOPLE [THREADS]");
        return;
    };
    let path = Path::new(file);
    if !path.exists() {
        write_delivery(path, people.parse().expect("a number")).expect("written");
    }
    let folder = path.with_extension("snapshots");
    let _ = std::fs::remove_dir_all(&folder);
    let mut random = |bytes: &mut [u8]| -> io::Result<()> {
        bytes.fill(1);
        Ok(())
    };
    let (key, _) = InstallationKey::load_or_create(&path.with_extension("key"), &mut random).expect("a key");
    let request = ImportRequest {
        file: path,
        destination: &folder,
        profile: &Profile::built_in("dream").expect("built in"),
        codes: &codes::built_in(),
        key: &key,
        edition: Month::new(2026, 8),
        as_of: None,
        accept_faulty: None,
        synthetic: true,
        memory_bytes: virkning_register::MEMORY_BYTES,
        threads: threads.first().and_then(|threads| threads.parse().ok()),
    };
    let start = Instant::now();
    let mut read = None;
    let imported = import(&request, &mut |progress| {
        if progress.bytes == progress.bytes_total && read.is_none() {
            read = Some(start.elapsed());
        }
    });
    let (all, bytes) = (start.elapsed(), std::fs::metadata(path).expect("there").len());
    let Imported::New(manifest) = imported.expect("imported") else { panic!("the folder was empty") };
    println!(
        "{} people, {} week runs, {} job runs; {} MB read in {:?}, all in {all:?}: {:.0} MB/s",
        manifest.people,
        manifest.week_runs,
        manifest.job_runs,
        bytes / 1_000_000,
        read.unwrap_or_default(),
        bytes as f64 / 1e6 / all.as_secs_f64()
    );
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    println!("{}", status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default());
    let start = Instant::now();
    let snapshot = virkning_register::Snapshot::open(&folder.join(manifest.snapshot.as_str())).expect("opened");
    snapshot.load().expect("loaded");
    println!("loaded in {:?}", start.elapsed());
    for part in &manifest.parts {
        println!("{}: {} rows, {} bytes", part.name, part.rows, part.size_bytes);
    }
}

/// Careers of a few spells each, as wide rows.
fn write_delivery(path: &Path, people: u64) -> io::Result<()> {
    let mut output = BufWriter::with_capacity(1 << 20, File::create(path)?);
    write!(output, "lobenr")?;
    for week in (0..1_821).filter_map(Week::from_number) {
        write!(output, ",y_{:02}{:02}", week.year() % 100, week.week())?;
    }
    let months: Vec<Month> = (0..220).filter_map(|month| Month::new(2008, 1)?.plus(month)).collect();
    for prefix in ["grad", "branche"] {
        for month in &months {
            write!(output, ",{prefix}_{}_{:02}", month.year(), month.month())?;
        }
    }
    writeln!(output)?;
    let mut state = 1_u64;
    let mut draw = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for person in 0..people {
        write!(output, "{person:>8}")?;
        let mut left = 1_821;
        while left > 0 {
            let length = (1 + draw(180)).min(left);
            let code = [0, 0, 111, 130, 651, 730, 890, 213][draw(8) as usize];
            for _ in 0..length {
                if code == 0 { output.write_all(b",   ")? } else { write!(output, ",{code}")? }
            }
            left -= length;
        }
        let mut jobs = vec![(0, 0); 220];
        let mut month = 0;
        while month < 220 {
            let length = (1 + draw(60)).min(220 - month as u64) as usize;
            let industry = if draw(2) == 0 { 0 } else { 10_000 + draw(900_000) };
            for job in &mut jobs[month..month + length] {
                *job = (industry, if draw(3) == 0 { 2_000 + draw(8_000) } else { 10_000 });
            }
            month += length;
        }
        for (industry, ratio) in &jobs {
            if *industry == 0 {
                write!(output, ",      ")?
            } else {
                write!(output, ",{}.{:04}", ratio / 10_000, ratio % 10_000)?
            }
        }
        for (industry, _) in &jobs {
            if *industry == 0 {
                write!(output, ",      ")?
            } else {
                write!(output, ",{industry:06}")?
            }
        }
        writeln!(output)?;
    }
    output.flush()
}
