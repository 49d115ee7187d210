//! The language as data: its tables and keys in their canonical order, and what each key takes. The reader, the
//! references, the suggestions and the printer all follow it; it contains no rule that spans two terms.

use crate::codes;

/// A table of the language.
pub(crate) struct TableShape {
    pub name: &'static str,
    /// Whether there may be several, written `[[name]]`.
    pub many: bool,
    /// Whether an agreement must have it.
    pub required: bool,
    pub shape: Shape,
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
    /// The word of a key decides which other keys are needed; the others of the same list are refused.
    By { key: &'static str, cases: &'static [(&'static str, &'static [&'static str])] },
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

const fn one(name: &'static str, required: bool, shape: Shape) -> TableShape {
    TableShape { name, many: false, required, shape }
}

const fn many(name: &'static str, required: bool, shape: Shape) -> TableShape {
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

/// `origin = { source = "…", place = "…" }`, `{ web = "…" }`, `{ derived = "…" }` or `{ assumed = "…" }`.
pub(crate) static ORIGIN: Shape = Shape {
    keys: &[
        may("source", Kind::Text),
        may("place", Kind::Text),
        may("web", Kind::Text),
        may("derived", Kind::Text),
        may("assumed", Kind::Text),
    ],
    variants: Variants::OneOf(&["source", "web", "derived", "assumed"]),
};

/// `{ party = "aarhus", budget = "central" }`.
pub(crate) static HOLDER: Shape = shape(&[must("party", Kind::Party), may("budget", Kind::Budget)]);

/// `{ party = "aarhus", budget = "central", share = 0.75 }`, or `part = 3` instead of `share`.
static PAYER: Shape = shape(&[
    must("party", Kind::Party),
    may("budget", Kind::Budget),
    may("share", Kind::Share),
    may("part", Kind::Whole(1, 1_000_000)),
]);

/// `{ party = "rsi", share = 0.5 }`, or `part = 1` instead of `share`.
static RECEIVER: Shape =
    shape(&[must("party", Kind::Party), may("share", Kind::Share), may("part", Kind::Whole(1, 1_000_000))]);

/// `{ from = 2023, to = 2026 }`.
static YEARS: Shape =
    Shape { keys: &[must("from", Kind::Year), must("to", Kind::Year)], variants: Variants::Ascending };

static WINDOW: Shape = Shape {
    keys: &[may("month", Kind::Month), may("months_since_start", Kind::Whole(1, 600))],
    variants: Variants::OneOf(&["month", "months_since_start"]),
};

static SETTLED: Shape =
    shape(&[must("month", Kind::Month), must("day", Kind::Day), must("years_later", Kind::Whole(0, 10))]);

static OVERLAP: Shape = shape(&[
    must("with", Kind::Text),
    must("participants", Kind::Share),
    must("credited_elsewhere", Kind::Share),
    may("origin", Kind::Table(&ORIGIN)),
]);

static SAVING_SHARE: Shape = shape(&[
    must("area", Kind::Text),
    must("weight", Kind::Weight),
    must("party", Kind::Party),
    may("budget", Kind::Budget),
]);

static COVERED_BY: Shape = shape(&[must("saving_share", Kind::Share)]);

/// The methods of a return cap.
pub(crate) const CAP_METHODS: &[&str] = &["compound", "simple", "per-year"];

/// The steps on the way into a programme, in the order in which they happen.
pub(crate) const STEPS: &[&str] = &["referred", "admission-talk", "accepted", "started"];

/// Every table, in the order of a printed agreement.
pub(crate) static TABLES: &[TableShape] = &[
    one(
        "agreement",
        true,
        shape(&[
            must("id", Kind::Id),
            must("name", Kind::Text),
            may("aliases", Kind::AnyList(&Kind::Text)),
            must("version", Kind::Text),
            must("currency", Kind::Currency),
            must("rounding", word(&["half-up", "half-even", "down"])),
            must("price_level", Kind::PriceLevel),
            must("from", Kind::Date),
            must("to", Kind::Date),
            must("purpose", Kind::Text),
            may("origin", Kind::Table(&ORIGIN)),
        ]),
    ),
    many(
        "party",
        true,
        shape(&[
            must("id", Kind::Id),
            must("name", Kind::Text),
            must("short_name", Kind::Text),
            must("role", word(&["authority", "investor", "provider", "guarantor"])),
            must("legal_entity", Kind::Text),
            may("origin", Kind::Table(&ORIGIN)),
        ]),
    ),
    many(
        "budget",
        false,
        shape(&[
            must("id", Kind::Id),
            must("party", Kind::Party),
            must("kind", word(&["decentral", "central", "outcome-fund", "region", "state"])),
            must("label", Kind::Text),
            may("origin", Kind::Table(&ORIGIN)),
        ]),
    ),
    one(
        "target_group",
        true,
        shape(&[
            must("description", Kind::Text),
            may("profile", list(&Kind::Text)),
            may("origin", Kind::Table(&ORIGIN)),
        ]),
    ),
    many(
        "admission",
        false,
        Shape {
            keys: &[
                must("id", Kind::Id),
                must("label", Kind::Text),
                must("test", word(&["age", "exclusion", "judgement"])),
                may("from", Kind::Whole(0, 130)),
                may("to", Kind::Whole(0, 130)),
                may("role", Kind::Role),
                may("column", Kind::Text),
                may("origin", Kind::Table(&ORIGIN)),
            ],
            variants: Variants::By {
                key: "test",
                cases: &[("age", &["from", "to"]), ("exclusion", &["column"]), ("judgement", &["role", "column"])],
            },
        },
    ),
    one(
        "intake",
        true,
        shape(&[
            must("unit", word(&["person", "family", "child"])),
            must("by_year", Kind::ByYear { of: &Kind::Whole(0, 1_000_000), later: false, empty: codes::INTAKE_EMPTY }),
            may("total", Kind::Whole(0, 100_000_000)),
            must("counts_from", Kind::List(&Kind::Word(STEPS, codes::UNKNOWN_WORD), codes::COUNTS_FROM_EMPTY)),
            may("origin", Kind::Table(&ORIGIN)),
        ]),
    ),
    one(
        "intervention",
        true,
        shape(&[
            must("label", Kind::Text),
            must("provider", Kind::Text),
            must("steps", list(&Kind::Text)),
            may("origin", Kind::Table(&ORIGIN)),
        ]),
    ),
    many(
        "role",
        false,
        shape(&[
            must("id", Kind::Id),
            must("label", Kind::Text),
            must("responsibility", Kind::Text),
            may("origin", Kind::Table(&ORIGIN)),
        ]),
    ),
    many(
        "activity",
        false,
        shape(&[
            must("label", Kind::Text),
            must("from", Kind::Date),
            must("to", Kind::Date),
            may("origin", Kind::Table(&ORIGIN)),
        ]),
    ),
    many(
        "meeting",
        false,
        shape(&[
            must("id", Kind::Id),
            must("label", Kind::Text),
            must("months", list(&Kind::Month)),
            must("members", list(&Kind::Text)),
            may("origin", Kind::Table(&ORIGIN)),
        ]),
    ),
    many(
        "measure",
        true,
        shape(&[
            must("id", Kind::Id),
            must("label", Kind::Text),
            must("source", Kind::Source),
            must("window", Kind::Table(&WINDOW)),
            may("years", Kind::Table(&YEARS)),
            must("success", Kind::Text),
            must("eligible", word(&["enrolled-before-the-year", "window-closed"])),
            may("settled", Kind::Table(&SETTLED)),
            may("expected", by_year(&Kind::Share, true)),
            may("baseline", Kind::Share),
            may("target", Kind::Share),
            may("origin", Kind::Table(&ORIGIN)),
        ]),
    ),
    many(
        "cost",
        false,
        shape(&[
            must("id", Kind::Id),
            must("label", Kind::Text),
            must("bearer", Kind::Holder),
            must("amount", Kind::Amount),
            must("years", Kind::Table(&YEARS)),
            may("total", Kind::Amount),
            may("origin", Kind::Table(&ORIGIN)),
        ]),
    ),
    many(
        "own_financing",
        false,
        shape(&[
            must("id", Kind::Id),
            must("holder", Kind::Holder),
            must("amount", Kind::Amount),
            must("years", Kind::Table(&YEARS)),
            may("total", Kind::Amount),
            may("origin", Kind::Table(&ORIGIN)),
        ]),
    ),
    one(
        "business_case",
        false,
        shape(&[
            must("years", Kind::Table(&YEARS)),
            may("phase_in", by_year(&Kind::Share, true)),
            may("overlap", Kind::Table(&OVERLAP)),
            may("origin", Kind::Table(&ORIGIN)),
        ]),
    ),
    many(
        "saving",
        false,
        Shape {
            keys: &[
                must("id", Kind::Id),
                must("label", Kind::Text),
                must("per", word(&["starter", "volume"])),
                may("profile", list(&Kind::Decimal)),
                may("by_year", by_year(&Kind::Quantity, false)),
                may("price", Kind::Amount),
                must("falls_to", list(&Kind::Table(&SAVING_SHARE))),
                may("origin", Kind::Table(&ORIGIN)),
            ],
            variants: Variants::By {
                key: "per",
                cases: &[("starter", &["profile"]), ("volume", &["by_year", "price"])],
            },
        },
    ),
    many(
        "payment",
        false,
        shape(&[
            must("id", Kind::Id),
            must("label", Kind::Text),
            must("for", Kind::Measure),
            must("per", word(&["success"])),
            must("amount", Kind::Amount),
            must("from", Kind::Shares(&PAYER, codes::EMPTY_LIST)),
            Key {
                name: "to",
                need: Need::MustOr(codes::PAYMENT_TO_NOBODY),
                kind: Kind::Shares(&RECEIVER, codes::PAYMENT_TO_NOBODY),
            },
            may("covered_by", Kind::Table(&COVERED_BY)),
            may("origin", Kind::Table(&ORIGIN)),
        ]),
    ),
    many(
        "limit",
        false,
        shape(&[
            must("id", Kind::Id),
            must("party", Kind::Party),
            must("annual_return", Kind::Return),
            Key { name: "method", need: Need::MustOr(codes::CAP_WITHOUT_METHOD), kind: word(CAP_METHODS) },
            may("origin", Kind::Table(&ORIGIN)),
        ]),
    ),
    many(
        "follow_up",
        false,
        shape(&[
            must("id", Kind::Id),
            must("label", Kind::Text),
            must("after_years", list(&Kind::Whole(1, 100))),
            must("items", list(&Kind::Text)),
            must("source", Kind::Text),
            may("origin", Kind::Table(&ORIGIN)),
        ]),
    ),
    many(
        "funding",
        false,
        shape(&[
            must("id", Kind::Id),
            must("from", Kind::Party),
            must("to", Kind::Holder),
            must("amount", Kind::Amount),
            must("on", list(&Kind::Date)),
            may("total", Kind::Amount),
            may("origin", Kind::Table(&ORIGIN)),
        ]),
    ),
    many(
        "duty",
        false,
        shape(&[
            must("id", Kind::Id),
            must("kind", word(&["status", "renegotiation"])),
            must("label", Kind::Text),
            must("by", list(&Kind::Party)),
            must("to", list(&Kind::Party)),
            must("trigger", Kind::Text),
            may("origin", Kind::Table(&ORIGIN)),
        ]),
    ),
    many(
        "choice",
        false,
        shape(&[
            must("id", Kind::Id),
            must("term", Kind::Text),
            must("question", Kind::Text),
            must("chosen", Kind::Text),
            must("alternatives", list(&Kind::Text)),
            must("because", Kind::Text),
            may("origin", Kind::Table(&ORIGIN)),
        ]),
    ),
    many(
        "example",
        false,
        shape(&[
            must("name", Kind::Text),
            may("rates", by_year(&Kind::Share, true)),
            may("cap", Kind::Word(&["none", "compound", "simple", "per-year"], codes::UNKNOWN_CAP_METHOD)),
            may("payments", by_year(&Kind::Sum, false)),
            may("total", Kind::Sum),
            may("origin", Kind::Table(&ORIGIN)),
        ]),
    ),
    many(
        "signature",
        true,
        shape(&[must("party", Kind::Party), must("office", Kind::Text), may("origin", Kind::Table(&ORIGIN))]),
    ),
];

/// The table of that name.
pub(crate) fn table(name: &str) -> Option<&'static TableShape> {
    TABLES.iter().find(|table| table.name == name)
}

impl Shape {
    /// The key of that name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}
