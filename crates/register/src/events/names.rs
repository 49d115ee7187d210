//! The names of an import: kinds and items, each once. While rows are read they are numbered as they come; a snapshot
//! numbers them in the order of their letters, so that the order of the rows decides nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::problem::ImportError;

/// More names than this in one table mean that a column of the profile is the wrong one.
pub(crate) const NAMES_MAX: usize = 2_000;

/// Names with their numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    by_name: BTreeMap<String, u16>,
    /// Names that no value of the profile stands for.
    pub(crate) unlisted: BTreeSet<String>,
}

impl Names {
    /// The number of a name, a new one if it is new.
    pub(crate) fn number(&mut self, name: &str, column: &str) -> Result<u16, ImportError> {
        if let Some(number) = self.by_name.get(name) {
            return Ok(*number);
        }
        let too_many = || ImportError::TooManyNames { column: column.to_owned(), limit: NAMES_MAX };
        if self.by_name.len() >= NAMES_MAX {
            return Err(too_many());
        }
        let number = u16::try_from(self.by_name.len()).map_err(|_| too_many())?;
        self.by_name.insert(name.to_owned(), number);
        Ok(number)
    }

    /// The sorted names, and the place among them of each number.
    pub(crate) fn sorted(&self) -> (Vec<String>, Vec<u16>) {
        let mut places = vec![0; self.by_name.len()];
        for (place, number) in self.by_name.values().enumerate() {
            places[usize::from(*number)] = u16::try_from(place).unwrap_or(u16::MAX);
        }
        (self.by_name.keys().cloned().collect(), places)
    }
}
