//! The real process, killed while it works: at random points of a whole case, and of its being taken up again. Afterwards
//! everything was done once or not at all, and the same requests again do the rest.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use virkning::world::RealWorld;
use virkning_testkit::{Purpose, Random};

use crate::case::{Case, check};
use crate::files::scratch;

/// What a process is called with that is to do the whole case: this word, the data folder, the folder of the files.
pub const WORK: &str = "work";

/// The day on which the killed process works.
const TODAY: jiff::civil::Date = jiff::civil::Date::constant(2027, 3, 10);

/// What was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Killed {
    /// Processes that were killed before they had ended.
    pub killed: u32,
    /// Cases that came to their end, each after some kills.
    pub ended: u32,
}

/// The work of the process that is killed.
pub fn work(data: &Path, files: &Path) -> Result<(), String> {
    Case::in_folder(files).work(data, &RealWorld::new(Some(TODAY))).map_err(|failure| format!("{failure:?}"))
}

/// Kills a process of `program` so many times, at points that follow from the seed as far as a machine's clock allows.
///
/// # Errors
/// What does not hold after a kill, or that the machine fails.
pub fn run(program: &Path, kills: u32, seed: u64) -> io::Result<Killed> {
    let (folder, mut random) = (scratch()?, Random::new(seed, Purpose::Faults, 0));
    let (data, files) = (folder.path().join("data"), folder.path().join("files"));
    Case::write(&files)?;
    let start = || {
        let mut command = Command::new(program);
        command.arg(WORK).args([&data, &files]).stdin(Stdio::null()).stdout(Stdio::null()).spawn()
    };
    let begun = Instant::now();
    ended(start()?.wait()?)?;
    let whole = begun.elapsed();
    holds(&data, true)?;
    let mut seen = Killed::default();
    std::fs::remove_dir_all(&data)?;
    while seen.killed < kills {
        let mut child = start()?;
        std::thread::sleep(point(&mut random, whole));
        match child.try_wait()? {
            Some(status) => {
                ended(status)?;
                holds(&data, true)?;
                seen.ended += 1;
                std::fs::remove_dir_all(&data)?;
            }
            None => {
                // SIGKILL: nothing of the process runs any more.
                child.kill()?;
                child.wait()?;
                seen.killed += 1;
                holds(&data, false)?;
            }
        }
    }
    ended(start()?.wait()?)?;
    holds(&data, true)?;
    seen.ended += 1;
    Ok(seen)
}

/// A point of the whole, and a little beyond.
fn point(random: &mut Random, whole: Duration) -> Duration {
    whole.mul_f64(f64::from(random.below(10_500)) / 10_000.0)
}

fn ended(status: std::process::ExitStatus) -> io::Result<()> {
    match status.success() {
        true => Ok(()),
        false => Err(io::Error::other(format!("the case ended with {status}"))),
    }
}

fn holds(data: &Path, is_ended: bool) -> io::Result<()> {
    let breaches = check(data, &RealWorld::new(Some(TODAY)), is_ended)
        .map_err(|failure| io::Error::other(format!("after a kill: {failure:?}")))?;
    match breaches.is_empty() {
        true => Ok(()),
        false => Err(io::Error::other(breaches.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))),
    }
}
