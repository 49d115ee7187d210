//! Stored bytes of a whole case, flipped one bit at a time: each flip is found when the folder is opened or verified, or it
//! lies where nothing is stored and everything reads as before; nothing panics, and nothing is settled on it.

use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use virkning::app::Session;
use virkning::app::failure::Failure;
use virkning_model::id::ProposalId;
use virkning_testkit::{Purpose, Random};

use crate::case::{Case, NEXT};
use crate::files::{below, copy, scratch};
use crate::observed::Observed;
use crate::world::SimulatedWorld;

/// What was seen, for each kind of file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flips {
    /// Bits that were flipped.
    pub flipped: u32,
    /// Flips that were found.
    pub found: u32,
    /// Where flips changed nothing that is read.
    pub harmless: Vec<String>,
}

/// What a folder says of itself.
struct Look {
    contents: Vec<String>,
    /// What the settlement of the next year is called, which is made of what it says.
    next: Result<ProposalId, Failure>,
}

/// Flips so many bits, spread over all files by the seed.
///
/// # Errors
/// A flip that passes for data, or that something is settled on; or that the machine fails.
pub fn run(flips: u32, seed: u64) -> io::Result<BTreeMap<String, Flips>> {
    let folder = scratch()?;
    let (whole, files) = (folder.path().join("whole"), folder.path().join("files"));
    let (case, world) = (Case::write(&files)?, SimulatedWorld::new(seed));
    case.work(&whole, &world).map_err(broken)?;
    let names: Vec<PathBuf> = below(&whole)?
        .into_iter()
        .filter_map(|path| path.strip_prefix(&whole).ok().map(Path::to_owned))
        .filter(|name| !name.starts_with("keys"))
        .collect();
    let good = look(&case, &whole, &folder.path().join("good"), &world)?;
    let good = (good.0.map_err(broken)?, good.1);
    if good.1 {
        return Err(io::Error::other("damage was found before there was any"));
    }
    let mut random = Random::new(seed, Purpose::Faults, 0);
    let mut seen: BTreeMap<String, Flips> = BTreeMap::new();
    for number in 0..flips {
        // The database is one file of many, and holds most.
        let name = match number % 2 {
            0 => names.iter().find(|name| name.extension().is_some_and(|ending| ending == "db")).unwrap_or(&names[0]),
            _ => &names[(number / 2) as usize % names.len()],
        };
        let (target, mut bytes) = (folder.path().join("flipped"), std::fs::read(whole.join(name))?);
        let (byte, bit) = (random.below(bytes.len() as u32) as usize, random.below(8));
        bytes[byte] ^= 1 << bit;
        copy(&whole, &target)?;
        std::fs::write(target.join(name), bytes)?;
        let flips = seen.entry(kind(name)).or_default();
        flips.flipped += 1;
        let place = || format!("bit {bit} of byte {byte} of {}", name.display());
        match found(&case, &target, &world, &good.0).map_err(|what| io::Error::other(format!("{}: {what}", place())))? {
            true => flips.found += 1,
            false => flips.harmless.push(place()),
        }
        std::fs::remove_dir_all(&target)?;
    }
    Ok(seen)
}

/// The folder that a file lies in, or its own name.
fn kind(name: &Path) -> String {
    name.components().next().map_or_else(String::new, |first| first.as_os_str().to_string_lossy().into_owned())
}

/// Whether a flip was found; what is wrong where it was not and mattered.
fn found(case: &Case, folder: &Path, world: &SimulatedWorld, good: &Look) -> Result<bool, String> {
    let seen = catch_unwind(AssertUnwindSafe(|| look_in_place(case, folder, world)));
    let (look, is_found) = seen.map_err(|_| "a panic".to_owned())?;
    let Ok(look) = look else { return Ok(true) };
    // Whether it was found or not: what is settled is what would have been settled without it, or nothing.
    if let (Ok(next), Ok(expected)) = (&look.next, &good.next)
        && next != expected
    {
        return Err(format!("{next} was settled on it, and not {expected}"));
    }
    match (is_found, look.contents == good.contents && look.next.is_ok()) {
        (true, _) => Ok(true),
        (false, true) => Ok(false),
        (false, false) => Err("it passes for data".to_owned()),
    }
}

fn look(case: &Case, whole: &Path, target: &Path, world: &SimulatedWorld) -> io::Result<(Result<Look, Failure>, bool)> {
    copy(whole, target)?;
    Ok(look_in_place(case, target, world))
}

/// What a folder says, and whether it says that something is wrong.
fn look_in_place(case: &Case, folder: &Path, world: &SimulatedWorld) -> (Result<Look, Failure>, bool) {
    let verified = Session::open(folder, None, Some("anna"), world).and_then(|session| {
        let holds = session.verify(None)?.holds();
        Ok((Observed::of(&session.store).map(|seen| seen.contents), holds))
    });
    let (contents, holds) = match verified {
        Ok((contents, holds)) => (contents, holds),
        Err(failure) => return (Err(failure), true),
    };
    let next = case.settle(folder, world, NEXT);
    (contents.map(|contents| Look { contents, next }), !holds)
}

fn broken(failure: Failure) -> io::Error {
    io::Error::other(format!("{failure:?}"))
}
