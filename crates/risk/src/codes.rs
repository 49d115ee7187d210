//! The catalogue of everything that can be said about a document of assumptions: a stable code each, whose message and hint
//! stand in the text files of both languages. Every code has a small document under `bad/` that shows it.

macro_rules! catalogue {
    ($($(#[$doc:meta])* $name:ident = $code:literal;)*) => {
        $($(#[$doc])* pub(crate) const $name: &str = $code;)*

        /// Every code, in order. All are errors. A document that is no TOML gives the codes of an agreement.
        pub const CODES: &[&str] = &[$($code),*];
    };
}

catalogue! {
    /// A table that the language of assumptions does not have, or has otherwise.
    UNKNOWN_TABLE = "U001";
    /// A key that the table does not have.
    UNKNOWN_KEY = "U002";
    /// A key that the table needs.
    MISSING_KEY = "U003";
    /// A value of another type.
    WRONG_TYPE = "U004";
    /// A word that the key does not take.
    UNKNOWN_WORD = "U005";
    /// Something that the agreement, or the document, does not have.
    UNKNOWN_REFERENCE = "U006";
    /// A number outside its range.
    OUT_OF_RANGE = "U007";
    /// A distribution whose numbers do not go together.
    IMPOSSIBLE_DISTRIBUTION = "U008";
    /// The same identifier twice.
    DUPLICATE_ID = "U009";
    /// The same assumption twice.
    ASSUMED_TWICE = "U010";
    /// Correlations that no numbers can have together.
    IMPOSSIBLE_CORRELATIONS = "U011";
    /// More people leave than there are, or shares of kinds that are no whole.
    SHARES = "U012";
    /// No rate, price or value to which the assumption could apply.
    NOTHING_TO_VARY = "U013";
}
