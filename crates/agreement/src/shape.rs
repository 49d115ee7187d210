//! The language as data: its tables and keys in their canonical order, and what each key takes. The reader, the
//! references, the suggestions and the printer all follow it; it contains no rule that spans two terms.

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
    may("share", Kind::OrNotStated(&Kind::Share)),
    may("part", Kind::Whole(1, 1_000_000)),
]);

/// `{ party = "rsi", share = 0.5 }`, or `part = 1` instead of `share`.
static RECEIVER: Shape = shape(&[
    must("party", Kind::Party),
    may("share", Kind::OrNotStated(&Kind::Share)),
    may("part", Kind::Whole(1, 1_000_000)),
]);

/// `{ from = 2023, to = 2026 }`.
static YEARS: Shape =
    Shape { keys: &[must("from", Kind::Year), must("to", Kind::Year)], variants: Variants::Ascending };

static WINDOW: Shape = Shape {
    keys: &[
        may("month", Kind::Month),
        may("from_month", Kind::Month),
        may("to_month", Kind::Month),
        may("since_start_to_month", Kind::Month),
        may("months_since_start", Kind::Whole(1, 600)),
        may("at_months", list(&Kind::Whole(1, 600))),
        may("months", Kind::Whole(1, 600)),
        may("event", word(&["once", "each"])),
    ],
    variants: Variants::OneOfWith(&[
        case("month", &[], &[]),
        case("from_month", &["to_month"], &[]),
        case("since_start_to_month", &[], &[]),
        case("months_since_start", &[], &[]),
        case("at_months", &["months"], &[]),
        case("event", &[], &[]),
    ]),
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

/// `{ from = 0.55, share_of_capital = 0.03 }` or `{ from = 0.6, amount = 100_000 }`.
static STEP: Shape = Shape {
    keys: &[
        must("from", Kind::Decimal),
        may("share_of_capital", Kind::Share),
        may("amount", Kind::OrNotStated(&Kind::Amount)),
    ],
    variants: Variants::OneOf(&["share_of_capital", "amount"]),
};

static ESTIMATE: Shape = shape(&[
    must("kind", word(&["relative-reduction", "difference"])),
    must("decimals", Kind::Whole(0, 12)),
    must("over", word(&["cohort", "all-cohorts"])),
]);

static MINIMUM: Shape = shape(&[
    must("years", Kind::Table(&YEARS)),
    must("share_of_capital", Kind::Share),
    must("applies", word(&["below-the-ladder", "any-lower-step"])),
]);

static HELD_BACK: Shape = shape(&[must("share", Kind::Share), must("until", Kind::Date)]);

static INDEXED: Shape = shape(&[must("by", Kind::Index), must("from", Kind::Year)]);

/// `{ from = 2017-07-01, to = 2018-06-30, share = 0.75 }`.
static EARLY_RETURN: Shape = shape(&[must("from", Kind::Date), must("to", Kind::Date), must("share", Kind::Share)]);

static PLANNED_START: Shape = shape(&[must("month", Kind::Month), must("day", Kind::Day)]);

static REFUND: Shape = shape(&[must("share", Kind::Share), must("party", Kind::Party), may("budget", Kind::Budget)]);

static TAIL: Shape = shape(&[must("years", Kind::Whole(1, 100)), must("because", Kind::Text)]);

/// `{ term = "intake.total", was = 450, becomes = 300 }`.
static AMENDED_TERM: Shape = shape(&[must("term", Kind::Text), may("was", Kind::Any), must("becomes", Kind::Any)]);

static PRINTED_ROW: Shape = shape(&[
    must("label", Kind::Text),
    must("values", Kind::AnyList(&Kind::OrNotStated(&Kind::Decimal))),
    may("is", Kind::Text),
    may("sum", Kind::Decimal),
    may("area", Kind::Text),
    may("horizon", Kind::Year),
    may("role", word(&["part", "total", "difference"])),
    may("of", list(&Kind::Text)),
    may("sign", word(&["same", "opposite"])),
]);

static GIVEN_COUNTS: Shape = shape(&[
    may("eligible", Kind::Quantity),
    may("successes", Kind::Quantity),
    may("sum", Kind::Decimal),
    may("control_eligible", Kind::Quantity),
    may("control_successes", Kind::Quantity),
    may("control_sum", Kind::Decimal),
    may("estimate", Kind::Decimal),
]);

static GIVEN_OBSERVATION: Shape = Shape {
    keys: &[
        must("participant", Kind::Text),
        must("measure", Kind::Measure),
        must("year", Kind::Year),
        may("at", Kind::Whole(1, 600)),
        may("outcome", word(&["success", "no-success", "unclarified"])),
        may("value", Kind::Decimal),
        may("arm", word(&["treatment", "control"])),
    ],
    variants: Variants::SomeOf(&["outcome", "value"]),
};

/// `{ term = "limit.return-cap.method", as = "simple" }`.
static OTHER_CHOICE: Shape = shape(&[must("term", Kind::Text), must("as", Kind::Text)]);

/// Yes or no.
const YES_NO: Kind = word(&["yes", "no"]);

/// The budget areas (styringsområder) of Copenhagen's template.
const AREAS: Kind = word(&["service", "transfers", "ei", "eo", "construction"]);

/// The methods of a return cap.
pub(crate) const CAP_METHODS: &[&str] = &["compound", "simple", "per-year"];

/// The steps on the way into a programme, in the order in which they happen.
pub(crate) const STEPS: &[&str] = &["referred", "admission-talk", "accepted", "started"];

const ORIGIN_KEY: Key = may("origin", Kind::Table(&ORIGIN));

const UNITS: Kind = word(&["person", "family", "child"]);

const ROLES: Kind = word(&["authority", "investor", "provider", "guarantor", "payer"]);

/// Every table, in the order of a printed agreement.
pub(crate) static TABLES: &[TableShape] = &[
    one(
        "agreement",
        Required::Yes,
        shape(&[
            must("id", Kind::Id),
            must("name", Kind::Text),
            may("aliases", Kind::AnyList(&Kind::Text)),
            may("kind", word(&["outcomes-contract", "investeringscase"])),
            must("version", Kind::Text),
            must("currency", Kind::Currency),
            must("rounding", word(&["half-up", "half-even", "down"])),
            must("price_level", Kind::PriceLevel),
            must("from", Kind::Date),
            must("to", Kind::Date),
            must("purpose", Kind::Text),
            ORIGIN_KEY,
        ]),
    ),
    one(
        "document",
        Required::InDocument,
        shape(&[
            must("id", Kind::Id),
            must("name", Kind::Text),
            may("published", Kind::Date),
            must("currency", Kind::Currency),
            must("price_level", Kind::PriceLevel),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "project",
        Required::No,
        shape(&[
            must("id", Kind::Id),
            must("name", Kind::Text),
            may("aliases", Kind::AnyList(&Kind::Text)),
            may("agreement", Kind::Id),
            may("period", Kind::Table(&YEARS)),
            may("follow_up_to", Kind::Year),
            may("capital", Kind::OrNotStated(&Kind::Amount)),
            may("participants", Kind::Whole(0, 100_000_000)),
            may("unit", UNITS),
            may("repayment", Kind::OrNotStated(&Kind::Sum)),
            may("savings", Kind::OrNotStated(&Kind::Sum)),
            may("net", Kind::OrNotStated(&Kind::Balance)),
            may("horizon", Kind::Year),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "party",
        Required::Yes,
        shape(&[
            must("id", Kind::Id),
            must("name", Kind::Text),
            must("short_name", Kind::Text),
            must("role", ROLES),
            may("also", list(&ROLES)),
            must("legal_entity", Kind::Text),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "budget",
        Required::No,
        shape(&[
            must("id", Kind::Id),
            must("party", Kind::Party),
            must("kind", word(&["decentral", "central", "outcome-fund", "region", "state"])),
            must("label", Kind::Text),
            may("committee", Kind::Text),
            may("area", AREAS),
            may("service_frame", word(&["inside", "outside"])),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "goal",
        Required::No,
        shape(&[must("id", Kind::Id), must("label", Kind::Text), may("measures", list(&Kind::Measure)), ORIGIN_KEY]),
    ),
    one(
        "target_group",
        Required::Yes,
        shape(&[must("description", Kind::Text), may("profile", list(&Kind::Text)), ORIGIN_KEY]),
    ),
    many(
        "admission",
        Required::No,
        Shape {
            keys: &[
                must("id", Kind::Id),
                must("label", Kind::Text),
                must("test", word(&["age", "exclusion", "judgement"])),
                may("from", Kind::Whole(0, 130)),
                may("to", Kind::Whole(0, 130)),
                may("role", Kind::Role),
                may("column", Kind::Text),
                ORIGIN_KEY,
            ],
            variants: Variants::By {
                key: "test",
                cases: &[
                    case("age", &["from", "to"], &[]),
                    case("exclusion", &["column"], &[]),
                    case("judgement", &["role", "column"], &[]),
                ],
            },
        },
    ),
    one(
        "intake",
        Required::Yes,
        shape(&[
            must("unit", UNITS),
            must(
                "by_year",
                Kind::OrNotStated(&Kind::ByYear {
                    of: &Kind::Whole(0, 1_000_000),
                    later: false,
                    empty: codes::INTAKE_EMPTY,
                }),
            ),
            may("up_to", by_year(&Kind::Whole(0, 1_000_000), false)),
            may("total", Kind::OrNotStated(&Kind::Whole(0, 100_000_000))),
            must("counts_from", Kind::List(&Kind::Word(STEPS, codes::UNKNOWN_WORD), codes::COUNTS_FROM_EMPTY)),
            may("planned_start", Kind::Table(&PLANNED_START)),
            may("completion", Kind::Share),
            may("drop_out", Kind::Share),
            ORIGIN_KEY,
        ]),
    ),
    one(
        "trial",
        Required::No,
        shape(&[
            must("allocation", word(&["random", "matched", "before-after"])),
            must("control", Kind::Text),
            may("participants", Kind::Whole(1, 100_000_000)),
            may("share_treated", Kind::Share),
            ORIGIN_KEY,
        ]),
    ),
    one(
        "intervention",
        Required::Yes,
        shape(&[must("label", Kind::Text), must("provider", Kind::Text), must("steps", list(&Kind::Text)), ORIGIN_KEY]),
    ),
    many(
        "role",
        Required::No,
        shape(&[must("id", Kind::Id), must("label", Kind::Text), must("responsibility", Kind::Text), ORIGIN_KEY]),
    ),
    many(
        "activity",
        Required::No,
        shape(&[must("label", Kind::Text), must("from", Kind::Date), must("to", Kind::Date), ORIGIN_KEY]),
    ),
    many(
        "implementation",
        Required::No,
        Shape {
            keys: &[
                must("id", Kind::Id),
                must("label", Kind::Text),
                must("kind", word(&["deadline", "caseload", "capacity", "quota", "milestone", "follow-ups"])),
                may("within_months", Kind::Whole(0, 600)),
                may("after", Kind::Word(STEPS, codes::UNKNOWN_WORD)),
                may("at_most", Kind::Whole(1, 1_000_000)),
                may("per", Kind::Text),
                may("number", Kind::Whole(0, 100_000_000)),
                may("share", Kind::Share),
                may("group", Kind::Text),
                may("by", Kind::Date),
                ORIGIN_KEY,
            ],
            variants: Variants::By {
                key: "kind",
                cases: &[
                    case("deadline", &["within_months", "after"], &[]),
                    case("caseload", &["at_most", "per"], &[]),
                    case("capacity", &["number"], &[]),
                    case("quota", &["share", "group"], &[]),
                    case("milestone", &["number", "by"], &[]),
                    case("follow-ups", &["number"], &[]),
                ],
            },
        },
    ),
    many(
        "actual",
        Required::No,
        Shape {
            keys: &[
                must("id", Kind::Id),
                must("label", Kind::Text),
                must("about", Kind::Text),
                must("as_of", Kind::Date),
                may("number", Kind::OrNotStated(&Kind::Decimal)),
                may("of", Kind::Quantity),
                may("expected", Kind::Decimal),
                may("mean", Kind::Decimal),
                may("unit", Kind::Text),
                may("by_year", by_year(&Kind::Balance, false)),
                ORIGIN_KEY,
            ],
            variants: Variants::SomeOf(&["number", "mean", "by_year"]),
        },
    ),
    many(
        "meeting",
        Required::No,
        shape(&[
            must("id", Kind::Id),
            must("label", Kind::Text),
            must("months", Kind::OrNotStated(&list(&Kind::Month))),
            must("members", list(&Kind::Text)),
            may("terms_of_reference", Kind::Text),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "measure",
        Required::IfPaid,
        Shape {
            keys: &[
                must("id", Kind::Id),
                must("label", Kind::Text),
                must("source", Kind::Source),
                must("window", Kind::Table(&WINDOW)),
                may("years", Kind::Table(&YEARS)),
                may("success", Kind::Text),
                may("value", Kind::Text),
                may("unit", Kind::Text),
                must(
                    "eligible",
                    word(&["enrolled-before-the-year", "enrolled-by-year-end", "window-closed", "completed"]),
                ),
                may("settled", Kind::Table(&SETTLED)),
                may("expected", Kind::OrNotStated(&by_year(&Kind::Share, true))),
                may("expected_at", Kind::ByMonth(&Kind::Share)),
                may("expected_value", Kind::OrNotStated(&by_year(&Kind::Decimal, true))),
                may("baseline", Kind::OrNotStated(&Kind::Share)),
                may("baseline_value", Kind::OrNotStated(&Kind::Decimal)),
                may("target", Kind::Share),
                may("target_value", Kind::Decimal),
                may("target_difference", Kind::Share),
                may("requires", Kind::Measure),
                may("missing", word(&["unclarified", "no-success", "left-out"])),
                may("evidence", Kind::Text),
                may("verified_by", Kind::Role),
                ORIGIN_KEY,
            ],
            variants: Variants::SomeOf(&["success", "value"]),
        },
    ),
    many(
        "cost",
        Required::No,
        Shape {
            keys: &[
                must("id", Kind::Id),
                must("label", Kind::Text),
                must("bearer", Kind::Holder),
                may("amount", Kind::OrNotStated(&Kind::Amount)),
                may("years", Kind::Table(&YEARS)),
                may("by_year", by_year(&Kind::Sum, false)),
                may("total", Kind::Amount),
                may("kind", word(&["operations", "implementation"])),
                may("pool", Kind::Text),
                may("area", AREAS),
                ORIGIN_KEY,
            ],
            variants: Variants::OneOfWith(&[case("amount", &[], &["years"]), case("by_year", &[], &[])]),
        },
    ),
    many(
        "own_financing",
        Required::No,
        shape(&[
            must("id", Kind::Id),
            must("holder", Kind::Holder),
            must("amount", Kind::Amount),
            must("years", Kind::Table(&YEARS)),
            may("total", Kind::Amount),
            ORIGIN_KEY,
        ]),
    ),
    one(
        "business_case",
        Required::No,
        shape(&[
            must("years", Kind::Table(&YEARS)),
            may("columns", by_year(&Kind::Text, false)),
            may("double_period", word(&["one-period", "two-years"])),
            may("payback_rule", word(&["elapsed-periods", "first-year-positive"])),
            may("phase_in", by_year(&Kind::Share, true)),
            may("attrition", list(&Kind::Share)),
            may("net_success_rate", Kind::Share),
            may("overlap", Kind::Table(&OVERLAP)),
            may("discount_rate", Kind::Share),
            may("basis", Kind::Text),
            may("tail", Kind::Table(&TAIL)),
            may("model", Kind::Text),
            may("price_year", Kind::Year),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "saving",
        Required::No,
        Shape {
            keys: &[
                must("id", Kind::Id),
                must("label", Kind::Text),
                must("per", word(&["starter", "volume", "year", "success", "not-stated"])),
                may("profile", list(&Kind::Decimal)),
                may("volume", list(&Kind::Decimal)),
                may("unit_label", Kind::Text),
                may("by_year", by_year(&Kind::Decimal, false)),
                may("price", Kind::Amount),
                must("falls_to", list(&Kind::Table(&SAVING_SHARE))),
                may("permanent", YES_NO),
                may("evidence", word(&["meta-or-trial", "control-group", "before-after", "assumption"])),
                may("cashable", YES_NO),
                may("refund", Kind::Table(&REFUND)),
                may("low", Kind::Quantity),
                may("high", Kind::Quantity),
                ORIGIN_KEY,
            ],
            variants: Variants::By {
                key: "per",
                cases: &[
                    case("starter", &["profile"], &[]),
                    case("volume", &["by_year", "price"], &[]),
                    case("year", &["by_year"], &[]),
                    case("success", &["volume", "unit_label", "price"], &[]),
                    case("not-stated", &[], &[]),
                ],
            },
        },
    ),
    many(
        "transaction_cost",
        Required::No,
        shape(&[
            must("id", Kind::Id),
            must("label", Kind::Text),
            must("party", Kind::Party),
            must("phase", word(&["development", "operation", "follow-up"])),
            must("hours", Kind::OrNotStated(&Kind::Quantity)),
            must("hourly_cost", Kind::OrNotStated(&Kind::Amount)),
            may("years", Kind::Table(&YEARS)),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "purchase",
        Required::No,
        shape(&[
            must("id", Kind::Id),
            must("label", Kind::Text),
            must("from", Kind::Holder),
            must("to", Kind::Holder),
            must("by_year", by_year(&Kind::Sum, false)),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "sensitivity",
        Required::No,
        shape(&[
            must("id", Kind::Id),
            must("label", Kind::Text),
            must("vary", Kind::Text),
            must("low", Kind::Quantity),
            must("high", Kind::Quantity),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "index",
        Required::No,
        shape(&[
            must("id", Kind::Id),
            must("name", Kind::Text),
            must("kind", word(&["net-price-index", "kl-price-and-wage", "consumer-price-index"])),
            must("edition", Kind::Text),
            must("by_year", by_year(&Kind::Weight, false)),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "payment",
        Required::No,
        Shape {
            keys: &[
                must("id", Kind::Id),
                must("label", Kind::Text),
                must("for", Kind::Measure),
                must("per", word(&["success", "participant", "unit", "rate", "estimate", "saving", "difference"])),
                may("amount", Kind::OrNotStated(&Kind::Amount)),
                may("counted", word(&["gross", "net-of-baseline"])),
                may("indexed", Kind::Table(&INDEXED)),
                may("ladder", list(&Kind::Table(&STEP))),
                may("minimum", Kind::Table(&MINIMUM)),
                may("estimate", Kind::Table(&ESTIMATE)),
                may("share", Kind::OrNotStated(&Kind::Share)),
                may("carry_forward", word(&["none", "negative-years"])),
                may("years", Kind::Table(&YEARS)),
                may("minimum_cohort", Kind::Whole(1, 1_000_000)),
                may("unless", list(&Kind::Payment)),
                must("from", Kind::Shares(&PAYER, codes::EMPTY_LIST)),
                Key {
                    name: "to",
                    need: Need::MustOr(codes::PAYMENT_TO_NOBODY),
                    kind: Kind::Shares(&RECEIVER, codes::PAYMENT_TO_NOBODY),
                },
                may("to_order", word(&["pro-rata", "in-order"])),
                may("held_back", Kind::Table(&HELD_BACK)),
                may("accounting_year", word(&["paid", "measured"])),
                may("covered_by", Kind::Table(&COVERED_BY)),
                ORIGIN_KEY,
            ],
            variants: Variants::By {
                key: "per",
                cases: &[
                    case("success", &["amount"], &["counted", "indexed"]),
                    case("participant", &["amount"], &["indexed"]),
                    case("unit", &["amount"], &["indexed"]),
                    case("rate", &["ladder"], &["minimum"]),
                    case("estimate", &["ladder", "estimate"], &[]),
                    case("saving", &["share", "carry_forward"], &[]),
                    case("difference", &["share", "carry_forward"], &[]),
                ],
            },
        },
    ),
    many(
        "limit",
        Required::No,
        Shape {
            keys: &[
                must("id", Kind::Id),
                may("party", Kind::Party),
                may("annual_return", Kind::Return),
                may("method", word(CAP_METHODS)),
                may("at_most", Kind::OrNotStated(&Kind::Amount)),
                may("at_least", Kind::Share),
                may("per", word(&["participant", "measure", "payment", "period", "payer", "investor", "agreement"])),
                may("of", Kind::Text),
                may("over_years", Kind::Whole(1, 100)),
                ORIGIN_KEY,
            ],
            variants: Variants::OneOfWith(&[
                case("annual_return", &["party", "method"], &[]),
                case("at_most", &["per"], &["of", "over_years"]),
                case("at_least", &["party"], &[]),
            ]),
        },
    ),
    many(
        "guarantee",
        Required::No,
        shape(&[
            must("id", Kind::Id),
            must("label", Kind::Text),
            must("from", Kind::Party),
            must("to", list(&Kind::Party)),
            must("at_most", Kind::OrNotStated(&Kind::Amount)),
            must("on", Kind::OrNotStated(&Kind::Date)),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "capital_return",
        Required::No,
        shape(&[
            must("id", Kind::Id),
            must("label", Kind::Text),
            must("from", Kind::Shares(&PAYER, codes::EMPTY_LIST)),
            must("to", Kind::Party),
            must("on", Kind::Date),
            must("share", Kind::Share),
            may("early", list(&Kind::Table(&EARLY_RETURN))),
            ORIGIN_KEY,
        ]),
    ),
    one(
        "financing",
        Required::No,
        shape(&[
            may("price", Kind::OrNotStated(&Kind::Amount)),
            may("capital", Kind::OrNotStated(&Kind::Amount)),
            may("own_financing", Kind::OrNotStated(&Kind::Sum)),
            may("guarantee", Kind::OrNotStated(&Kind::Sum)),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "follow_up",
        Required::No,
        shape(&[
            must("id", Kind::Id),
            must("label", Kind::Text),
            must("after_years", list(&Kind::Whole(1, 100))),
            must("items", list(&Kind::Text)),
            must("source", Kind::Text),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "funding",
        Required::No,
        shape(&[
            must("id", Kind::Id),
            must("from", Kind::Party),
            must("to", Kind::Holder),
            must("amount", Kind::OrNotStated(&Kind::Amount)),
            must("on", Kind::OrNotStated(&list(&Kind::Date))),
            may("total", Kind::Amount),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "duty",
        Required::No,
        shape(&[
            must("id", Kind::Id),
            must("kind", word(&["status", "renegotiation", "report", "continuation", "evaluation"])),
            must("label", Kind::Text),
            must("by", list(&Kind::Party)),
            must("to", list(&Kind::Party)),
            must("trigger", Kind::Text),
            may("months", list(&Kind::Month)),
            may("before", Kind::Date),
            may("criteria", list(&Kind::Text)),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "choice",
        Required::No,
        shape(&[
            must("id", Kind::Id),
            must("term", Kind::Text),
            must("question", Kind::Text),
            must("chosen", Kind::Text),
            must("alternatives", list(&Kind::Text)),
            must("because", Kind::Text),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "amendment",
        Required::No,
        shape(&[
            must("id", Kind::Id),
            must("from", Kind::Date),
            must("because", Kind::Text),
            must("changes", list(&Kind::Table(&AMENDED_TERM))),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "claim",
        Required::No,
        shape(&[
            must("id", Kind::Id),
            must("text", Kind::Text),
            may("document", Kind::Text),
            must("place", Kind::Text),
            may("says", Kind::Text),
            may("about", Kind::Text),
            may("value", Kind::Scalar),
            may("unit", Kind::Text),
            may("rounding", Kind::Quantity),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "printed",
        Required::No,
        shape(&[
            must("id", Kind::Id),
            may("document", Kind::Text),
            must("place", Kind::Text),
            must("unit", Kind::Weight),
            may("unit_label", Kind::Text),
            may("area", Kind::Text),
            may("horizon", Kind::Year),
            must("columns", list(&Kind::Text)),
            must("rows", list(&Kind::Table(&PRINTED_ROW))),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "example",
        Required::No,
        shape(&[
            must("name", Kind::Text),
            may("rates", by_year(&Kind::Share, true)),
            may("cap", Kind::Word(&["none", "compound", "simple", "per-year"], codes::UNKNOWN_CAP_METHOD)),
            may("of", Kind::Measure),
            may("given", by_year(&Kind::Table(&GIVEN_COUNTS), false)),
            may("observations", list(&Kind::Table(&GIVEN_OBSERVATION))),
            may("terminated", Kind::Date),
            may("choice", Kind::Table(&OTHER_CHOICE)),
            may("due", Kind::ByPayment(&YES_NO)),
            may("payments", by_year(&Kind::Sum, false)),
            may("total", Kind::Sum),
            ORIGIN_KEY,
        ]),
    ),
    many("signature", Required::IfPaid, shape(&[must("party", Kind::Party), must("office", Kind::Text), ORIGIN_KEY])),
];

/// The tables that a published document may have instead of an agreement's.
pub(crate) const DOCUMENT_TABLES: &[&str] = &["document", "project", "choice", "claim", "printed"];

/// The tables that move an investor's money, which an investment of the municipality's own money does not have.
pub(crate) const PAYING_TABLES: &[&str] = &["payment", "limit", "funding", "guarantee", "capital_return"];

/// What a key says whose number no source gives.
pub(crate) const NOT_STATED: &str = "not-stated";

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

/// Whether a number is written as a year, without marks between thousands: where a key takes one, and where any value may
/// stand, a whole number that could be one.
pub(crate) fn is_year(kind: Option<&Kind>, number: &virkning_model::Decimal) -> bool {
    match kind {
        Some(Kind::Year | Kind::PriceLevel) => true,
        Some(Kind::Any | Kind::Scalar) => number.is_integer() && *number >= 1900.into() && *number <= 2200.into(),
        _ => false,
    }
}
