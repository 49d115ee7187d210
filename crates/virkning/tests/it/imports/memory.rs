//! The memory of an import, as the operating system counts it: bounded, and the same for twice the size.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::process::Stdio;
use std::thread::sleep;
use std::time::Duration;

use super::made::desk;
use crate::office::Office;

/// Writes an extract of people whose code changes every week and whose ratio changes every month: nothing can be joined,
/// so that a file of modest size holds as many spells as a large one of ordinary people.
fn write_restless(path: &str, people: u32) {
    let mut out = BufWriter::with_capacity(1 << 20, File::create(path).expect("a file"));
    let weeks: Vec<String> =
        (1992..=2024).flat_map(|year: u32| (1..=52).map(move |week| format!("y_{:02}{week:02}", year % 100))).collect();
    let months: Vec<String> =
        (2008..=2024).flat_map(|year| (1..=12).map(move |month| format!("grad_{year}_{month:02}"))).collect();
    writeln!(out, "lobenr,{},{}", weeks.join(","), months.join(",")).expect("written");
    let codes: String = (0..weeks.len()).map(|at| if at % 2 == 0 { ",730" } else { ",651" }).collect();
    let ratios: String = (0..months.len()).map(|at| if at % 2 == 0 { ",0.25" } else { ",1" }).collect();
    for person in 0..people {
        writeln!(out, "{person}{codes}{ratios}").expect("written");
    }
    out.flush().expect("written");
}

/// Imports a file and gives the most memory that the process held at any time, in kilobytes.
fn peak_kilobytes(office: &Office, file: &str) -> u64 {
    let mut command = office.command(
        "anna",
        &["register", "import", "--source", "dream", file, "--edition", "2025-02", "--memory", "400MB"],
    );
    let mut child = command.stdout(Stdio::null()).spawn().expect("the program runs");
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    // The high-water mark only grows, so the last look before the end is as good as one at the end.
    while child.try_wait().expect("a state").is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let mark = text.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
        peak = peak.max(mark.unwrap_or(0));
        sleep(Duration::from_millis(2));
    }
    assert!(child.wait().expect("ended").success());
    assert!(peak > 0, "no mark was seen");
    peak
}

#[test]
fn memory_is_bounded_whatever_the_size() {
    let office = desk();
    let mut peaks = Vec::new();
    // In that much memory the import sorts parts of 33 megabytes of spells, twelve kilobytes a person here: just over one
    // part, and over two.
    for people in [3_100, 6_200] {
        let file = office.path("udtraek.csv");
        write_restless(&file, people);
        peaks.push(peak_kilobytes(&office, &file));
        fs::remove_file(&file).expect("removed");
    }
    eprintln!("peaks of memory: {peaks:?} kB");
    // One gigabyte, and for twice the size far from twice as much: what grows is the reading of one more sorted part.
    assert!(peaks.iter().all(|peak| *peak < 1_000_000), "{peaks:?} kB");
    assert!(peaks[1] * 3 <= peaks[0] * 4, "{peaks:?} kB");
}
