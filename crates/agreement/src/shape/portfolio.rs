//! The tables of a portfolio: ideas on their way, calls, decisions, free texts, and the council's calendar.

use super::inner::{ORIGIN_KEY, PLANNED_START, YES_NO};
use super::{Kind, Required, Shape, TableShape, list, many, may, must, one, shape, word};

const STAGES: Kind = word(&["1", "2", "3a", "3b", "4", "5", "6", "declined", "parked", "unreadable"]);

const WAY: Kind = word(&["1", "2", "3a", "3b", "4", "5", "6"]);

static FORM_FIELD: Shape = shape(&[must("id", Kind::Id), must("label", Kind::Text), may("required", YES_NO)]);

static CALL_CRITERION: Shape = shape(&[must("id", Kind::Id), must("label", Kind::Text), must("weight", Kind::Weight)]);

static ANSWER_VALUE: Shape = shape(&[must("field", Kind::Text), must("text", Kind::Text)]);

static ANSWER_SCORE: Shape = shape(&[must("criterion", Kind::Text), must("score", Kind::Quantity)]);

static TASK: Shape = shape(&[must("what", Kind::Text), must("who", Kind::Text), may("by", Kind::Date)]);

static READING: Shape =
    shape(&[must("id", Kind::Id), must("text", Kind::Text), must("years_before", Kind::Whole(0, 10))]);

/// Every table of a portfolio, in canonical order.
pub(crate) static PORTFOLIO_SHAPES: &[TableShape] = &[
    one(
        "portfolio",
        Required::InPortfolio,
        shape(&[
            must("id", Kind::Id),
            must("name", Kind::Text),
            must("municipality", Kind::Text),
            must("currency", Kind::Currency),
            may("documents", list(&Kind::Text)),
            ORIGIN_KEY,
        ]),
    ),
    many("stage", Required::No, shape(&[must("stage", WAY), must("label", Kind::Text), ORIGIN_KEY])),
    many(
        "forum",
        Required::No,
        shape(&[must("id", Kind::Id), must("label", Kind::Text), may("months", list(&Kind::Month)), ORIGIN_KEY]),
    ),
    many(
        "gate",
        Required::No,
        shape(&[
            must("to", WAY),
            must(
                "needs",
                list(&word(&[
                    "business-case",
                    "agreement-checked",
                    "repayment-plan",
                    "pre-approval",
                    "approval",
                    "signatures",
                    "sealed",
                    "results",
                ])),
            ),
            may("forum", Kind::Text),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "idea",
        Required::No,
        shape(&[
            must("id", Kind::Id),
            must("name", Kind::Text),
            may("aliases", Kind::AnyList(&Kind::Text)),
            may("agreement", Kind::Id),
            must("stage", STAGES),
            must("as_of", Kind::Date),
            may("because", Kind::Text),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "call",
        Required::No,
        shape(&[
            must("id", Kind::Id),
            must("label", Kind::Text),
            must("forum", Kind::Text),
            must("opened", Kind::Text),
            may("closes", Kind::Date),
            may("form", list(&Kind::Table(&FORM_FIELD))),
            may("criteria", list(&Kind::Table(&CALL_CRITERION))),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "answer",
        Required::No,
        shape(&[
            must("call", Kind::Text),
            must("idea", Kind::Text),
            may("received", Kind::Date),
            may("values", list(&Kind::Table(&ANSWER_VALUE))),
            may("scores", list(&Kind::Table(&ANSWER_SCORE))),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "decision",
        Required::No,
        shape(&[
            must("id", Kind::Id),
            must("forum", Kind::Text),
            must("on", Kind::OrNotStated(&Kind::Date)),
            may("about", list(&Kind::Text)),
            must(
                "kind",
                word(&[
                    "noted",
                    "discussed",
                    "pre-approved",
                    "approved",
                    "signed",
                    "refused",
                    "postponed",
                    "recommended",
                    "administrative",
                ]),
            ),
            may("moves_to", STAGES),
            must("text", Kind::Text),
            may("evidence", list(&Kind::Text)),
            may("conditions", list(&Kind::Text)),
            may("dissent", list(&Kind::Text)),
            may("follow_up", list(&Kind::Table(&TASK))),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "note",
        Required::No,
        shape(&[
            must("id", Kind::Id),
            may("about", Kind::Text),
            must(
                "part",
                word(&[
                    "summary",
                    "status",
                    "experiences",
                    "voices",
                    "why",
                    "value",
                    "how",
                    "resources",
                    "follow-up",
                    "decision-points",
                    "assessment",
                    "recommendation",
                    "risks",
                ]),
            ),
            must("as_of", Kind::Date),
            must("text", Kind::Text),
            ORIGIN_KEY,
        ]),
    ),
    many(
        "fact",
        Required::No,
        shape(&[
            must("id", Kind::Id),
            may("about", Kind::Text),
            must("label", Kind::Text),
            may("as_of", Kind::Date),
            must("number", Kind::OrNotStated(&Kind::Decimal)),
            may("up_to", Kind::Decimal),
            may("of", Kind::Quantity),
            may("unit", word(&["count", "kroner", "share", "year"])),
            ORIGIN_KEY,
        ]),
    ),
    one(
        "budget_round",
        Required::No,
        shape(&[
            must("note_ready", Kind::Table(&PLANNED_START)),
            must("adopted", Kind::Table(&PLANNED_START)),
            may("warn_days", list(&Kind::Whole(1, 3650))),
            must("readings", list(&Kind::Table(&READING))),
            must("chosen", Kind::Text),
            must("because", Kind::Text),
            ORIGIN_KEY,
        ]),
    ),
];

/// The names of these tables: a portfolio has them instead of an agreement's.
pub(crate) const PORTFOLIO_TABLES: &[&str] =
    &["portfolio", "stage", "forum", "gate", "idea", "call", "answer", "decision", "note", "fact", "budget_round"];
