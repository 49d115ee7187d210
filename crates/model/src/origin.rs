//! Where a term comes from. What is derived or assumed is marked wherever it is printed.

/// The origin of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Stated by a source document, with the place in it.
    Source {
        /// The document, as the agreement names it.
        document: String,
        /// Section, page, table or annex.
        place: String,
    },
    /// Found on a public page.
    Web {
        /// Which page.
        page: String,
    },
    /// Computed from other terms or figures.
    Derived {
        /// How.
        how: String,
    },
    /// Chosen by whoever wrote the agreement down; no source states it.
    Assumed {
        /// Why.
        why: String,
    },
}

impl Origin {
    /// Whether a reader must be told that no source states this.
    pub fn needs_mark(&self) -> bool {
        matches!(self, Origin::Derived { .. } | Origin::Assumed { .. })
    }
}
