//! `doctor`: looks at the machine, the data folder and the store, and says what is wrong and what to do. It changes nothing
//! but what `--mend` asks for: what killed commands left behind, and nobody needs, is removed.

mod clock;
mod folder;
mod left;
mod store;

use std::path::Path;

use virkning_store::Location;

use super::folder::Folder;
use crate::world::World;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// As it should be.
    Fine,
    /// Something to look at.
    Warning,
    /// Something that must be put right before work goes on.
    Error,
}

impl Level {
    /// The stable word.
    pub fn as_str(self) -> &'static str {
        match self {
            Level::Fine => "fine",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub level: Level,
    /// The key of its message, and of the hint where there is something to do.
    pub key: String,
    /// The words that fill them.
    pub arguments: Vec<(String, String)>,
}

/// Everything that was found, in the order in which it was looked at.
#[derive(Debug, Default)]
pub struct Findings {
    /// All of it.
    pub all: Vec<Finding>,
}

impl Findings {
    /// Whether nothing must be put right.
    pub fn holds(&self) -> bool {
        self.count(Level::Error) == 0
    }

    /// How many findings are that bad.
    pub fn count(&self, level: Level) -> usize {
        self.all.iter().filter(|finding| finding.level == level).count()
    }

    fn add(&mut self, level: Level, key: &str, arguments: &[(&str, &dyn std::fmt::Display)]) {
        let arguments = arguments.iter().map(|(name, value)| ((*name).to_owned(), value.to_string()));
        self.all.push(Finding { level, key: key.to_owned(), arguments: arguments.collect() });
    }

    fn fine(&mut self, key: &str, arguments: &[(&str, &dyn std::fmt::Display)]) {
        self.add(Level::Fine, key, arguments);
    }

    fn warning(&mut self, key: &str, arguments: &[(&str, &dyn std::fmt::Display)]) {
        self.add(Level::Warning, key, arguments);
    }

    fn error(&mut self, key: &str, arguments: &[(&str, &dyn std::fmt::Display)]) {
        self.add(Level::Error, key, arguments);
    }
}

/// Looks at everything.
pub fn examine(data: &Path, store: Option<&Location>, mend: bool, world: &dyn World) -> Findings {
    let mut findings = Findings::default();
    let folder = Folder::at(data);
    if !folder::examine(&folder, &mut findings) {
        return findings;
    }
    let location = store.cloned().unwrap_or_else(|| Location::File(folder.store()));
    let known = store::examine(&location, &mut findings, world);
    if let Some(known) = &known {
        clock::examine(known, world.now(), &mut findings);
    }
    left::examine(&folder, known.as_ref(), mend, &mut findings);
    findings
}
