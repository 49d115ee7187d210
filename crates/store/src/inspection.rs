//! Looking at a store without touching it: whether it can be opened, which tables it has, and whether its server is set so
//! that what is said to be done is on the disk.

use crate::backend::{postgres, sqlite};
use crate::error::StoreError;
use crate::location::Location;

/// What a look at a store finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// The number of the last migration that was run; nothing where there are no tables yet.
    pub version: Option<i64>,
    /// The settings of its server, where it has one.
    pub server: Option<ServerSettings>,
}

/// How a PostgreSQL server is set, as a connection finds it that asks for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServerSettings {
    /// `server_version_num`: 150005 is 15.5.
    pub version: i64,
    /// Whether writes are forced to the disk.
    pub fsync: bool,
    /// Whether a page that was half written when the power went can be restored.
    pub full_page_writes: bool,
    /// `on`, `off`, `local` …
    pub synchronous_commit: String,
    /// How texts are kept: `UTF8`.
    pub encoding: String,
    /// The server's clock, in seconds since 1970.
    pub seconds: i64,
}

/// Looks at the store that lies there. It is neither made nor brought up to date.
pub fn inspect(location: &Location) -> Result<Inspection, StoreError> {
    match location {
        Location::File(path) => sqlite::inspect(path),
        Location::Postgres(address) => postgres::inspect(address, location.to_string().into()),
    }
}
