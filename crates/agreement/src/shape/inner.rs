//! The shapes of tables inside other tables: origins, holders, windows, ladders, rows of printed tables and others, and the
//! lists of words that several keys share.

use super::{Key, Kind, Shape, Variants, case, list, may, must, shape, word};

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
pub(crate) static PAYER: Shape = shape(&[
    must("party", Kind::Party),
    may("budget", Kind::Budget),
    may("share", Kind::OrNotStated(&Kind::Share)),
    may("part", Kind::Whole(1, 1_000_000)),
]);

/// `{ party = "rsi", share = 0.5 }`, or `part = 1` instead of `share`.
pub(crate) static RECEIVER: Shape = shape(&[
    must("party", Kind::Party),
    may("share", Kind::OrNotStated(&Kind::Share)),
    may("part", Kind::Whole(1, 1_000_000)),
]);

/// `{ from = 2023, to = 2026 }`.
pub(crate) static YEARS: Shape =
    Shape { keys: &[must("from", Kind::Year), must("to", Kind::Year)], variants: Variants::Ascending };

pub(crate) static WINDOW: Shape = Shape {
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

/// `{ codes = [651, 652] }` or `{ first = 810, last = 818, from = 2013-01-01, certain = "no" }`.
pub(crate) static CODE_ROW: Shape = Shape {
    keys: &[
        may("codes", list(&Kind::Whole(0, 999))),
        may("first", Kind::Whole(0, 999)),
        may("last", Kind::Whole(0, 999)),
        may("from", Kind::Date),
        may("to", Kind::Date),
        may("certain", YES_NO),
    ],
    variants: Variants::OneOfWith(&[case("codes", &[], &[]), case("first", &["last"], &[])]),
};

pub(crate) static SETTLED: Shape =
    shape(&[must("month", Kind::Month), must("day", Kind::Day), must("years_later", Kind::Whole(0, 10))]);

pub(crate) static OVERLAP: Shape = shape(&[
    must("with", Kind::Text),
    must("participants", Kind::Share),
    must("credited_elsewhere", Kind::Share),
    may("origin", Kind::Table(&ORIGIN)),
]);

/// `{ here = "work", there = "in-work" }`.
pub(crate) static SAME_SUCCESS: Shape = shape(&[must("here", Kind::Measure), must("there", Kind::Id)]);

pub(crate) static SAVING_SHARE: Shape = shape(&[
    must("area", Kind::Text),
    must("weight", Kind::Weight),
    must("party", Kind::Party),
    may("budget", Kind::Budget),
]);

pub(crate) static COVERED_BY: Shape = shape(&[must("saving_share", Kind::Share)]);

/// `{ from = 0.55, share_of_capital = 0.03 }` or `{ from = 0.6, amount = 100_000 }`.
pub(crate) static STEP: Shape = Shape {
    keys: &[
        must("from", Kind::Decimal),
        may("share_of_capital", Kind::Share),
        may("amount", Kind::OrNotStated(&Kind::Amount)),
    ],
    variants: Variants::OneOf(&["share_of_capital", "amount"]),
};

pub(crate) static ESTIMATE: Shape = shape(&[
    must("kind", word(&["relative-reduction", "difference"])),
    must("decimals", Kind::Whole(0, 12)),
    must("over", word(&["cohort", "all-cohorts"])),
]);

pub(crate) static MINIMUM: Shape = shape(&[
    must("years", Kind::Table(&YEARS)),
    must("share_of_capital", Kind::Share),
    must("applies", word(&["below-the-ladder", "any-lower-step"])),
]);

pub(crate) static HELD_BACK: Shape = shape(&[must("share", Kind::Share), must("until", Kind::Date)]);

pub(crate) static INDEXED: Shape = shape(&[must("by", Kind::Index), must("from", Kind::Year)]);

/// `{ from = 2017-07-01, to = 2018-06-30, share = 0.75 }`.
pub(crate) static EARLY_RETURN: Shape =
    shape(&[must("from", Kind::Date), must("to", Kind::Date), must("share", Kind::Share)]);

pub(crate) static PLANNED_START: Shape = shape(&[must("month", Kind::Month), must("day", Kind::Day)]);

pub(crate) static REFUND: Shape =
    shape(&[must("share", Kind::Share), must("party", Kind::Party), may("budget", Kind::Budget)]);

pub(crate) static TAIL: Shape = shape(&[must("years", Kind::Whole(1, 100)), must("because", Kind::Text)]);

/// `{ term = "intake.total", was = 450, becomes = 300 }`.
pub(crate) static AMENDED_TERM: Shape =
    shape(&[must("term", Kind::Text), may("was", Kind::Any), must("becomes", Kind::Any)]);

pub(crate) static PRINTED_ROW: Shape = shape(&[
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

pub(crate) static GIVEN_COUNTS: Shape = shape(&[
    may("eligible", Kind::Quantity),
    may("successes", Kind::Quantity),
    may("sum", Kind::Decimal),
    may("control_eligible", Kind::Quantity),
    may("control_successes", Kind::Quantity),
    may("control_sum", Kind::Decimal),
    may("estimate", Kind::Decimal),
]);

pub(crate) static GIVEN_OBSERVATION: Shape = Shape {
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
pub(crate) static OTHER_CHOICE: Shape = shape(&[must("term", Kind::Text), must("as", Kind::Text)]);

/// Yes or no.
pub(crate) const YES_NO: Kind = word(&["yes", "no"]);

/// The budget areas (styringsområder) of Copenhagen's template.
pub(crate) const AREAS: Kind = word(&["service", "transfers", "ei", "eo", "construction"]);

/// The methods of a return cap.
pub(crate) const CAP_METHODS: &[&str] = &["compound", "simple", "per-year"];

/// The steps on the way into a programme, in the order in which they happen.
pub(crate) const STEPS: &[&str] = &["referred", "admission-talk", "accepted", "started"];

pub(crate) const ORIGIN_KEY: Key = may("origin", Kind::Table(&ORIGIN));

/// What may become of an intervention when its financing ends.
pub(crate) const RECOMMENDATIONS: Kind =
    word(&["permanent", "for-a-time", "operation", "adapted", "handed-over", "case-by-case", "stopped"]);

pub(crate) const UNITS: Kind = word(&["person", "family", "child"]);

pub(crate) const ROLES: Kind = word(&["authority", "investor", "provider", "guarantor", "payer"]);
