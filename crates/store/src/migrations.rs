//! The steps that bring the tables of a database up to date, in a folder for each kind of database and under the same
//! numbers in each. A step that was shared is never changed.

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// A step: its number, its name, and its text.
type Step = (i64, &'static str, &'static str);

/// A step's files must be named here; a test holds the list against the folder.
macro_rules! steps {
    ($database:literal: $(($number:literal, $name:literal, $file:literal)),+ $(,)?) => {
        &[$(($number, $name, include_str!(concat!("../migrations/", $database, "/", $file)))),+]
    };
}

const SQLITE: &[Step] = steps!["sqlite":
    (1, "first", "0001_first.sql"),
    (2, "life_cycle", "0002_life_cycle.sql"),
    (3, "provider_claims", "0003_provider_claims.sql"),
    (4, "identities", "0004_identities.sql"),
    (5, "records", "0005_records.sql"),
    (6, "disclosure", "0006_disclosure.sql"),
    (7, "logins", "0007_logins.sql"),
    (10, "enrolment_steps", "0010_enrolment_steps.sql"),
    (11, "scores", "0011_scores.sql"),
    (12, "drafts", "0012_drafts.sql"),
    (13, "jobs", "0013_jobs.sql"),
    (14, "organisation", "0014_organisation.sql"),
    (15, "evaluations", "0015_evaluations.sql"),
    (16, "governance", "0016_governance.sql"),
    (17, "reports", "0017_reports.sql"),
    (18, "access", "0018_access.sql"),
    (19, "portfolio_documents", "0019_portfolio_documents.sql"),
];

const POSTGRES: &[Step] = steps!["postgres":
    (1, "first", "0001_first.sql"),
    (2, "life_cycle", "0002_life_cycle.sql"),
    (3, "provider_claims", "0003_provider_claims.sql"),
    (4, "identities", "0004_identities.sql"),
    (5, "records", "0005_records.sql"),
    (6, "disclosure", "0006_disclosure.sql"),
    (7, "logins", "0007_logins.sql"),
    (10, "enrolment_steps", "0010_enrolment_steps.sql"),
    (11, "scores", "0011_scores.sql"),
    (12, "drafts", "0012_drafts.sql"),
    (13, "jobs", "0013_jobs.sql"),
    (14, "organisation", "0014_organisation.sql"),
    (15, "evaluations", "0015_evaluations.sql"),
    (16, "governance", "0016_governance.sql"),
    (17, "reports", "0017_reports.sql"),
    (18, "access", "0018_access.sql"),
    (19, "portfolio_documents", "0019_portfolio_documents.sql"),
];

/// The number of the last step.
pub(crate) fn latest() -> i64 {
    SQLITE.iter().map(|(number, _, _)| *number).max().unwrap_or(0)
}

/// The steps for SQLite.
pub(crate) fn sqlite() -> Migrator {
    migrator(SQLITE)
}

/// The steps for PostgreSQL.
pub(crate) fn postgres() -> Migrator {
    migrator(POSTGRES)
}

/// The steps as the database library takes them. Its macro reads the folder itself, but brings a second compilation of the
/// library.
fn migrator(steps: &[Step]) -> Migrator {
    let migrations = steps.iter().map(|(number, name, text)| {
        Migration::new(*number, (*name).into(), MigrationType::Simple, text.into_sql_str(), false)
    });
    Migrator::with_migrations(migrations.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lists are written by hand, so a new file must not be forgotten.
    #[test]
    fn every_migration_is_embedded() {
        let check = |database: &str, steps: &[Step]| {
            let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(database);
            let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
                .expect("the folder")
                .map(|entry| {
                    let path = entry.expect("an entry").path();
                    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
                    (name, std::fs::read_to_string(path).expect("a text"))
                })
                .collect();
            files.sort();
            let embedded: Vec<(String, String)> = steps
                .iter()
                .map(|(number, name, text)| (format!("{number:04}_{name}.sql"), (*text).to_owned()))
                .collect();
            assert_eq!(files, embedded, "{database}");
        };
        check("sqlite", SQLITE);
        check("postgres", POSTGRES);
    }

    /// A step has the same number and name in every database.
    #[test]
    fn steps_are_the_same_everywhere() {
        let names = |steps: &[Step]| steps.iter().map(|(number, name, _)| (*number, *name)).collect::<Vec<_>>();
        assert_eq!(names(SQLITE), names(POSTGRES));
    }
}
