//! Where a store lies: in a file, or in a database of PostgreSQL.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

/// Where a store lies.
#[derive(Clone, PartialEq, Eq)]
pub enum Location {
    /// A SQLite file.
    File(PathBuf),
    /// A database of PostgreSQL, by its address: `postgres://user@host/database`.
    Postgres(String),
}

impl FromStr for Location {
    type Err = std::convert::Infallible;
    /// An address begins with `postgres://` or `postgresql://`; everything else is a path.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let is_address = text.starts_with("postgres://") || text.starts_with("postgresql://");
        Ok(if is_address {
            Location::Postgres(text.to_owned())
        } else {
            Location::File(text.into())
        })
    }
}

/// As it may be shown: without a password, and without the options of an address, which may hold one too.
impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Location::File(path) => path.display().fmt(f),
            Location::Postgres(address) => f.write_str(&without_secrets(address)),
        }
    }
}

/// No password reaches a log by way of `{:?}` either.
impl fmt::Debug for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Location({self})")
    }
}

fn without_secrets(address: &str) -> String {
    let plain = address.split(['?', '#']).next().unwrap_or_default();
    let Some((scheme, rest)) = plain.split_once("://") else { return String::new() };
    // A password may hold any sign, also those that mean something in an address.
    match rest.rsplit_once('@') {
        Some((who, place)) => format!("{scheme}://{}@{place}", who.split(':').next().unwrap_or_default()),
        None => plain.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_paths_are_told_apart_and_shown_without_secrets() {
        let check = |text: &str, is_file: bool, shown: &str| {
            let Ok(location) = text.parse::<Location>();
            assert_eq!(matches!(location, Location::File(_)), is_file, "{text}");
            assert_eq!(location.to_string(), shown);
            assert_eq!(format!("{location:?}"), format!("Location({shown})"));
        };
        check("data/virkning.db", true, "data/virkning.db");
        check("postgres.db", true, "postgres.db");
        check("postgres://anna@localhost/virkning", false, "postgres://anna@localhost/virkning");
        check("postgresql://anna:p@ss:w@host:5432/v", false, "postgresql://anna@host:5432/v");
        check("postgres://host/v?user=anna&password=secret", false, "postgres://host/v");
        check("postgres://anna:se/cret@host/v", false, "postgres://anna@host/v");
    }
}
