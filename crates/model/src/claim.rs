//! What documents say in words and tables: claims that can be tested against the terms, tables as they are printed, and
//! published papers about several investments. The checker recomputes them and names what does not agree.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::agreement::{Clause, PriceLevel, Unit};
use crate::expression::Comparison;
use crate::id::{AgreementId, TermId};
use crate::money::{Currency, Money};
use crate::origin::Origin;
use crate::period::Years;

/// What a text claims.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    /// Its identifier.
    pub id: TermId,
    /// The claim, in other words.
    pub text: String,
    /// The document that says it; nothing where it is this one's own source.
    pub document: Option<String>,
    /// The place in the document.
    pub place: String,
    /// What is claimed.
    pub says: ClaimSays,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// What is claimed.
#[derive(Clone, Debug, PartialEq)]
pub enum ClaimSays {
    /// Something that can be computed from the figures.
    Holds {
        /// Both sides.
        test: ClaimTest,
        /// As the document writes it.
        text: String,
        /// How far both sides of an equality may lie apart and still agree.
        rounding: Decimal,
    },
    /// A value of a subject; all claims about one subject, and the term of that path, must agree.
    Value {
        /// The subject: the path of a term, or any name.
        about: String,
        /// The value.
        value: ClaimValue,
        /// The unit, as the place writes it.
        unit: Option<String>,
        /// How far two numbers may lie apart and still agree.
        rounding: Decimal,
    },
    /// Nothing that anybody can derive.
    Underivable,
}

/// A value that a text gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClaimValue {
    /// A number.
    Number(Decimal),
    /// Words.
    Text(String),
    /// A day.
    Date(Date),
}

/// Two computed sides compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimTest {
    /// The left side.
    pub left: Arithmetic,
    /// How they compare.
    pub comparison: Comparison,
    /// The right side.
    pub right: Arithmetic,
}

/// A number computed from figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    /// A number as it is written.
    Number(Decimal),
    /// A figure by its path: `business_case.net.2026`.
    Figure(String),
    /// Both added.
    Add(Box<Arithmetic>, Box<Arithmetic>),
    /// The second taken from the first.
    Subtract(Box<Arithmetic>, Box<Arithmetic>),
    /// Both multiplied.
    Multiply(Box<Arithmetic>, Box<Arithmetic>),
    /// The first divided by the second.
    Divide(Box<Arithmetic>, Box<Arithmetic>),
}

/// A table as a document prints it.
#[derive(Clone, Debug, PartialEq)]
pub struct Printed {
    /// Its identifier.
    pub id: TermId,
    /// The document that prints it; nothing where it is this one's own source.
    pub document: Option<String>,
    /// The place in the document.
    pub place: String,
    /// What one printed unit is worth: 1,000 where the table prints thousands.
    pub unit: Decimal,
    /// The unit as the heading says it.
    pub unit_label: Option<String>,
    /// The area as the heading says it.
    pub area: Option<String>,
    /// The last year that the table's total covers.
    pub horizon: Option<i16>,
    /// The headings of the columns.
    pub columns: Vec<String>,
    /// The rows.
    pub rows: Vec<PrintedRow>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// A row of a printed table.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintedRow {
    /// Its label.
    pub label: String,
    /// Its values, one for each column; nothing where the paper prints none.
    pub values: Vec<Option<Decimal>>,
    /// What each value should be, computed from figures in whose paths `*` stands for the column.
    pub is: Option<Arithmetic>,
    /// The same as the document writes it; empty where there is none.
    pub is_text: String,
    /// The sum that the row prints.
    pub sum: Option<Decimal>,
    /// The area as the label says it.
    pub area: Option<String>,
    /// The last year that the row's figures cover.
    pub horizon: Option<i16>,
    /// What the row is in its table.
    pub role: RowRole,
    /// For a total: the rows that it adds up, by label; all part rows since the previous total where none are named.
    pub of: Vec<String>,
    /// Whether a total is printed with the opposite sign of its rows.
    pub opposite_sign: bool,
}

/// What a row is in its table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RowRole {
    /// One of those that are added up.
    #[default]
    Part,
    /// The sum of others.
    Total,
    /// The first of the named rows less the others.
    Difference,
}

/// A published paper about several investments: no agreement, nothing is paid by it, but what it says can be checked.
#[derive(Clone, Debug, PartialEq)]
pub struct PublishedDocument {
    /// Its identifier.
    pub id: TermId,
    /// Its title.
    pub name: String,
    /// When it was published.
    pub published: Option<Date>,
    /// The one currency of its amounts.
    pub currency: Currency,
    /// The price level of its amounts.
    pub price_level: PriceLevel,
    /// What it says of each investment.
    pub projects: Vec<Project>,
    /// Its tables.
    pub printed: Vec<Printed>,
    /// Its claims.
    pub claims: Vec<Claim>,
    /// Where it comes from.
    pub origin: Option<Origin>,
}

/// What a paper says of one investment.
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    /// Its identifier in the paper.
    pub id: TermId,
    /// Its name there.
    pub name: String,
    /// Other names that the paper uses.
    pub aliases: Vec<String>,
    /// The agreement it is about.
    pub agreement: Option<AgreementId>,
    /// From which year to which.
    pub period: Option<Years>,
    /// The last year in which results are followed.
    pub follow_up_to: Option<i16>,
    /// Investment capital.
    pub capital: Option<Money>,
    /// Participants planned.
    pub participants: Option<u32>,
    /// What one participant is.
    pub unit: Option<Unit>,
    /// Expected repayment.
    pub repayment: Option<Money>,
    /// Expected savings.
    pub savings: Option<Money>,
    /// Expected net.
    pub net: Option<Money>,
    /// The last year that its figures cover.
    pub horizon: Option<i16>,
    /// Where it stands.
    pub clause: Clause,
    /// Where it comes from.
    pub origin: Option<Origin>,
}
