//! The language as data: its tables and keys in their canonical order, and what each key takes. The reader, the
//! references, the suggestions and the printer all follow it; it contains no rule that spans two terms.

mod inner;
mod portfolio;
mod tables;

pub(crate) use inner::{HOLDER, ORIGIN};
pub(crate) use portfolio::PORTFOLIO_TABLES;

use crate::codes;

/// A table of the language.
pub(crate) struct TableShape {
    pub name: &'static str,
    /// Whether there may be several, written `[[name]]`.
    pub many: bool,
    /// Which documents must have it.
    pub required: Required,
    pub shape: Shape,
}

/// Which documents must have a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Required {
    /// None.
    No,
    /// Every agreement.
    Yes,
    /// Every agreement that pays for results; an investeringscase need not.
    IfPaid,
    /// Every published document that is no agreement.
    InDocument,
    /// Every portfolio.
    InPortfolio,
}

/// The keys of a table, in canonical order.
pub(crate) struct Shape {
    pub keys: &'static [Key],
    pub variants: Variants,
}

/// Which keys belong together.
pub(crate) enum Variants {
    /// Nothing beyond what each key says.
    None,
    /// Exactly one of these keys.
    OneOf(&'static [&'static str]),
    /// A span of years: `from` is not after `to`.
    Ascending,
    /// Exactly one of these keys, which decides as a word would: what it needs must stand beside it, what only others need
    /// or allow is refused.
    OneOfWith(&'static [Case]),
    /// One of these keys or more.
    SomeOf(&'static [&'static str]),
    /// The word of a key decides which other keys are needed and which are allowed beside them; what other words need or
    /// allow is refused.
    By { key: &'static str, cases: &'static [Case] },
}

/// What a word of a deciding key means for the other keys.
pub(crate) struct Case {
    pub word: &'static str,
    pub needs: &'static [&'static str],
    pub allows: &'static [&'static str],
}

const fn case(word: &'static str, needs: &'static [&'static str], allows: &'static [&'static str]) -> Case {
    Case { word, needs, allows }
}

/// One key.
pub(crate) struct Key {
    pub name: &'static str,
    pub need: Need,
    pub kind: Kind,
}

/// Whether a key must be there.
pub(crate) enum Need {
    /// It may be missing.
    May,
    /// It must be there.
    Must,
    /// It must be there, and its absence has a code of its own.
    MustOr(&'static str),
}

/// What a key takes.
pub(crate) enum Kind {
    Text,
    /// An identifier of the term itself.
    Id,
    Party,
    Budget,
    Measure,
    /// The identifier of a payment.
    Payment,
    /// The identifier of an index.
    Index,
    Role,
    Source,
    /// One of these words; the code tells that it is none of them.
    Word(&'static [&'static str], &'static str),
    Currency,
    /// `not-stated`, `current` or a year.
    PriceLevel,
    Year,
    Month,
    Day,
    /// A whole number within both ends.
    Whole(i64, i64),
    /// 0 to 1.
    Share,
    /// Above 0, at most 1.
    Return,
    /// Above 0.
    Weight,
    /// Money above 0.
    Amount,
    /// Money of 0 or more.
    Sum,
    /// Money of any sign.
    Balance,
    /// Any number of 0 or more.
    Quantity,
    /// Any number.
    Decimal,
    Date,
    /// One or more; the code tells that there is none.
    List(&'static Kind, &'static str),
    /// A list that may be empty.
    AnyList(&'static Kind),
    Table(&'static Shape),
    /// What the inner kind takes, or the word `not-stated`: the term exists and the source gives no number.
    OrNotStated(&'static Kind),
    /// Any value: what an amended term becomes. It is checked as the term's own value when the amendment is applied.
    Any,
    /// A number, a text or a date.
    Scalar,
    /// A value by month since the start, 1 to 600.
    ByMonth(&'static Kind),
    /// A value by the identifier of a payment.
    ByPayment(&'static Kind),
    /// A value by year; `later` may stand for all years after the last one if it is allowed.
    ByYear {
        of: &'static Kind,
        later: bool,
        empty: &'static str,
    },
    /// A party alone, or a party with its budget.
    Holder,
    /// One who pays or is paid, as a party alone or as a table of this shape, or a list of several with their shares;
    /// the code tells that the list is empty.
    Shares(&'static Shape, &'static str),
}

const fn must(name: &'static str, kind: Kind) -> Key {
    Key { name, need: Need::Must, kind }
}

const fn may(name: &'static str, kind: Kind) -> Key {
    Key { name, need: Need::May, kind }
}

const fn shape(keys: &'static [Key]) -> Shape {
    Shape { keys, variants: Variants::None }
}

const fn one(name: &'static str, required: Required, shape: Shape) -> TableShape {
    TableShape { name, many: false, required, shape }
}

const fn many(name: &'static str, required: Required, shape: Shape) -> TableShape {
    TableShape { name, many: true, required, shape }
}

const fn list(of: &'static Kind) -> Kind {
    Kind::List(of, codes::EMPTY_LIST)
}

const fn word(words: &'static [&'static str]) -> Kind {
    Kind::Word(words, codes::UNKNOWN_WORD)
}

const fn by_year(of: &'static Kind, later: bool) -> Kind {
    Kind::ByYear { of, later, empty: codes::EMPTY_LIST }
}

/// The tables that a published document may have instead of an agreement's.
pub(crate) const DOCUMENT_TABLES: &[&str] = &["document", "project", "choice", "claim", "printed"];

/// The tables that move an investor's money, which an investment of the municipality's own money does not have.
pub(crate) const PAYING_TABLES: &[&str] = &["payment", "limit", "overlap", "funding", "guarantee", "capital_return"];

/// What a key says whose number no source gives.
pub(crate) const NOT_STATED: &str = "not-stated";

/// Every table of the language, in canonical order.
pub(crate) fn tables() -> impl Iterator<Item = &'static TableShape> {
    tables::TABLES.iter().chain(portfolio::PORTFOLIO_SHAPES)
}

/// The table of that name.
pub(crate) fn table(name: &str) -> Option<&'static TableShape> {
    tables().find(|table| table.name == name)
}

impl Shape {
    /// The key of that name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

/// Whether a number is written as a year, without marks between thousands: where a key takes one, and where any value may
/// stand, a whole number that could be one.
pub(crate) fn is_year(kind: Option<&Kind>, number: &virkning_model::Decimal) -> bool {
    match kind {
        Some(Kind::Year | Kind::PriceLevel) => true,
        Some(Kind::Any | Kind::Scalar) => number.is_integer() && *number >= 1900.into() && *number <= 2200.into(),
        _ => false,
    }
}
