//! The store: whether it can be opened, which tables it has, how its server is set, and whether what it holds is what was
//! written.

use std::path::Path;

use jiff::Timestamp;
use virkning_store::{AuditEntry, Location, ServerSettings, Store, StoreError, inspect, tables_version};

use super::Findings;
use crate::world::World;

/// The oldest version of PostgreSQL that the program is tried on, as the server numbers it.
const SERVER_VERSION_MIN: i64 = 130_000;

/// How far the server's clock may be from the machine's, in seconds.
const SERVER_CLOCK_SECONDS_MAX: i64 = 60;

/// How many records of the log are looked at for jumps of the clock.
const RECORDS_LOOKED_AT: u32 = 10_000;

/// What the store knows that other things can be held against.
pub struct Known {
    /// The last records of the log, the newest first.
    pub log: Vec<AuditEntry>,
    /// The store, where nothing in it is damaged.
    pub store: Option<Store>,
}

/// Looks at the store; gives what it knows, where it can be read at all.
pub fn examine(location: &Location, findings: &mut Findings, world: &dyn World) -> Option<Known> {
    if let Location::File(path) = location {
        if !path.exists() {
            findings.error("doctor-store-missing", &[("path", &path.display())]);
            return None;
        }
        log_left(path, findings);
    }
    let inspection = match inspect(location) {
        Ok(inspection) => inspection,
        Err(error) => {
            failed(&error, findings);
            return None;
        }
    };
    if let Some(server) = &inspection.server {
        examine_server(server, world.now(), findings);
    }
    let latest = tables_version();
    match inspection.version {
        Some(version) if version == latest => {}
        Some(version) if version > latest => {
            findings.error("doctor-store-newer", &[("version", &version), ("latest", &latest)]);
            return None;
        }
        version => {
            let version = version.unwrap_or(0);
            findings.warning("doctor-store-older", &[("version", &version), ("latest", &latest)]);
            return None;
        }
    }
    content(location, findings)
}

/// The content, as `verify` sees it; a store whose tables are not up to date is not opened, for that would change it.
fn content(location: &Location, findings: &mut Findings) -> Option<Known> {
    let known = || -> Result<(Store, virkning_store::Verification, Vec<AuditEntry>), StoreError> {
        let store = Store::at(location)?;
        let verification = store.verify()?;
        let log = if verification.head.is_some() {
            store.audit_log(RECORDS_LOOKED_AT)?
        } else {
            Vec::new()
        };
        Ok((store, verification, log))
    };
    match known() {
        Err(error) => {
            failed(&error, findings);
            None
        }
        Ok((store, verification, log)) if verification.faults.is_empty() => {
            let records = log.first().map_or(0, |last| last.sequence);
            findings.fine("doctor-store", &[("path", &location), ("records", &records)]);
            Some(Known { log, store: Some(store) })
        }
        Ok((_, verification, log)) => {
            findings.error("doctor-store-faults", &[("path", &location), ("count", &verification.faults.len())]);
            Some(Known { log, store: None })
        }
    }
}

fn failed(error: &StoreError, findings: &mut Findings) {
    let arguments = error.arguments();
    let words: Vec<(&str, &dyn std::fmt::Display)> =
        arguments.iter().map(|(name, value)| (*name, value as &dyn std::fmt::Display)).collect();
    findings.error(error.code(), &words);
}

/// The write-ahead log of a file goes when the last command ends in good order.
fn log_left(path: &Path, findings: &mut Findings) {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    let size = std::fs::metadata(&name).map_or(0, |data| data.len());
    if size > 0 {
        findings.warning("doctor-log-left", &[("path", &Path::new(&name).display()), ("size", &size)]);
    }
}

fn examine_server(server: &ServerSettings, now: Timestamp, findings: &mut Findings) {
    let before = findings.all.len();
    let shown = format!("{}.{}", server.version / 10_000, server.version % 10_000);
    if server.version < SERVER_VERSION_MIN {
        findings.warning("doctor-server-old", &[("version", &shown)]);
    }
    if !server.fsync {
        findings.error("doctor-server-fsync", &[]);
    }
    if !server.full_page_writes {
        findings.error("doctor-server-pages", &[]);
    }
    if server.synchronous_commit == "off" {
        // Every connection of the program switches it on; whoever writes otherwise does not.
        findings.warning("doctor-server-commit", &[]);
    }
    if server.encoding != "UTF8" {
        findings.error("doctor-server-encoding", &[("encoding", &server.encoding)]);
    }
    let apart = server.seconds - now.as_second();
    if apart.abs() > SERVER_CLOCK_SECONDS_MAX {
        findings.warning("doctor-server-clock", &[("seconds", &apart.abs())]);
    }
    if findings.all.len() == before {
        findings.fine("doctor-server", &[("version", &shown)]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::doctor::Level;

    const GOOD: fn() -> ServerSettings = || ServerSettings {
        version: 150_005,
        fsync: true,
        full_page_writes: true,
        synchronous_commit: "on".to_owned(),
        encoding: "UTF8".to_owned(),
        seconds: 1_000_000,
    };

    #[test]
    fn settings_that_lose_data_are_errors() {
        let check = |settings: ServerSettings, expected: &[(Level, &str)]| {
            let mut findings = Findings::default();
            examine_server(&settings, Timestamp::from_second(1_000_000).expect("a time"), &mut findings);
            let found: Vec<_> = findings.all.iter().map(|finding| (finding.level, finding.key.as_str())).collect();
            assert_eq!(found, expected, "{settings:?}");
        };
        check(GOOD(), &[(Level::Fine, "doctor-server")]);
        check(ServerSettings { fsync: false, ..GOOD() }, &[(Level::Error, "doctor-server-fsync")]);
        check(ServerSettings { full_page_writes: false, ..GOOD() }, &[(Level::Error, "doctor-server-pages")]);
        let off = ServerSettings { synchronous_commit: "off".to_owned(), ..GOOD() };
        check(off, &[(Level::Warning, "doctor-server-commit")]);
        let latin = ServerSettings { encoding: "LATIN1".to_owned(), ..GOOD() };
        check(latin, &[(Level::Error, "doctor-server-encoding")]);
        check(ServerSettings { version: 120_010, ..GOOD() }, &[(Level::Warning, "doctor-server-old")]);
        check(ServerSettings { seconds: 1_000_060, ..GOOD() }, &[(Level::Fine, "doctor-server")]);
        check(ServerSettings { seconds: 999_939, ..GOOD() }, &[(Level::Warning, "doctor-server-clock")]);
    }
}
