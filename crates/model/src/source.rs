//! Register sources as measures may ask them: which tables a source has and how late it is.

use crate::expression::Table;

/// What a measure may know of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceSchema {
    /// The name in agreements and on the command line.
    pub name: &'static str,
    /// Its tables.
    pub tables: &'static [Table],
    /// Months after a measured month before an edition counts as final: what comes earlier is provisional.
    pub final_after_months: i32,
}

/// The sources that measures may name. DREAM is usually published three months late (IPS-PLUS, section 6).
pub const SOURCES: &[SourceSchema] =
    &[SourceSchema { name: "dream", tables: &[Table::Week, Table::Job], final_after_months: 3 }];

/// The source of that name.
pub fn source(name: &str) -> Option<&'static SourceSchema> {
    SOURCES.iter().find(|source| source.name == name)
}
