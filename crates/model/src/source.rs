//! Sources as measures may ask them: which tables a source has and how late it is.

use crate::expression::Table;

/// What a measure may know of a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SourceSchema {
    /// The name in agreements and on the command line.
    pub name: &'static str,
    /// Its tables; none where the outcome itself is reported.
    pub tables: &'static [Table],
    /// Months after a measured month before an edition counts as final: what comes earlier is provisional.
    pub final_after_months: i32,
    /// What that number rests on.
    pub lateness: Lateness,
    /// The source whose rows its own are estimated from; nothing where they are delivered.
    pub estimated_from: Option<&'static str>,
}

/// What `final_after_months` rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lateness {
    /// Something that is known of the source.
    Stated(&'static str),
    /// A setting of this program: no source says it.
    Setting(&'static str),
}

/// The source of the employment register, which settlements without other registers are made of.
pub const DREAM: &str = "dream";

/// The source of amounts that are estimated by the refund ladder where no file of refunds exists.
pub const REFUND_LADDER: &str = "refund-ladder";

/// Registers that are imported under a name of their own and asked as another source: § 109 and § 110 are two deliveries
/// of stays.
const DELIVERIES: &[(&str, &str)] = &[("crisis-centre", "shelter")];

/// The sources that measures may name.
pub const SOURCES: &[SourceSchema] = &[
    SourceSchema {
        name: DREAM,
        tables: &[Table::Week, Table::Job],
        final_after_months: 3,
        lateness: Lateness::Stated("DREAM is usually published three months late (IPS-PLUS, section 6)"),
        estimated_from: None,
    },
    SourceSchema {
        name: "shelter",
        tables: &[Table::Stay],
        final_after_months: 3,
        lateness: Lateness::Stated("stays are reported by quarter (register facts, section 6.3)"),
        estimated_from: None,
    },
    SourceSchema {
        name: "observations",
        tables: &[Table::Observation],
        final_after_months: 1,
        lateness: Lateness::Setting("a month to enter what was observed in the last days of the window"),
        estimated_from: None,
    },
    SourceSchema {
        name: "services",
        tables: &[Table::Amount],
        final_after_months: 3,
        lateness: Lateness::Setting(
            "later files bring signed corrections (register facts, section 2.3), how late is not stated",
        ),
        estimated_from: None,
    },
    SourceSchema {
        name: "refunds",
        tables: &[Table::Amount],
        final_after_months: 3,
        lateness: Lateness::Stated(
            "what lies three months back changes no more to speak of (register facts, sections 2.3 and 6.1)",
        ),
        estimated_from: None,
    },
    SourceSchema {
        name: REFUND_LADDER,
        tables: &[Table::Amount],
        final_after_months: 3,
        lateness: Lateness::Stated("as DREAM, which its amounts are estimated from"),
        estimated_from: Some(DREAM),
    },
    SourceSchema {
        name: "education",
        tables: &[Table::Study],
        final_after_months: 3,
        lateness: Lateness::Setting("how late education records are corrected is not stated"),
        estimated_from: None,
    },
    SourceSchema {
        name: "reported",
        tables: &[],
        final_after_months: 0,
        lateness: Lateness::Stated("nothing is published: a verified report is final when it is given"),
        estimated_from: None,
    },
];

/// The source that measures name when they ask a register.
pub fn source_of_register(register: &str) -> &str {
    DELIVERIES.iter().find(|(own, _)| *own == register).map_or(register, |(_, source)| source)
}

/// The registers that a source may be read from: the one of its name, then the others.
pub fn registers_of_source(source: &str) -> Vec<&str> {
    let others = DELIVERIES.iter().filter(|(_, asked)| *asked == source).map(|(own, _)| *own);
    std::iter::once(source).chain(others).collect()
}

/// The source of that name.
pub fn source(name: &str) -> Option<&'static SourceSchema> {
    SOURCES.iter().find(|source| source.name == name)
}

/// The source whose registers measures of a source are read from: its own, or the one that its amounts are estimated from.
pub fn read_from(name: &str) -> &str {
    source(name).and_then(|schema| schema.estimated_from).unwrap_or(name)
}

/// Whether what a source says is estimated from another one.
pub fn is_estimated(name: &str) -> bool {
    source(name).is_some_and(|schema| schema.estimated_from.is_some())
}
