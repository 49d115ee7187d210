//! Overlap with other investments, in words: the same on the screen and in the statement.

use virkning_model::id::{AgreementId, TermId};
use virkning_model::overlap::{OverlapRule, OverlapUsed};

use super::{Texts, format};

/// The rule in words.
pub fn rule(rule: OverlapRule, texts: &Texts) -> String {
    texts.get(&format!("overlap-rule-{}", rule.as_str()))
}

/// What says so: the term, or the agreement's silence.
pub fn because(term: Option<&TermId>, texts: &Texts) -> String {
    match term {
        Some(term) => texts.with("overlap-says", &[("term", term.as_str())]),
        None => texts.get("overlap-silent"),
    }
}

/// How many people are in both. It is a breakdown: disclosure control may hide it.
pub fn people(count: u64, is_shown: bool, texts: &Texts) -> String {
    match is_shown {
        true => format::count(texts.language(), count),
        // That it is a small one would say more than that it is hidden.
        false => texts.get("statement-hidden"),
    }
}

/// Participants of a cohort who are also in another.
pub fn of_enrolment(
    with: &AgreementId,
    count: usize,
    (of, term): (OverlapRule, Option<&TermId>),
    texts: &Texts,
) -> String {
    let count = u64::try_from(count).unwrap_or(u64::MAX);
    let words = [
        ("people", format::count(texts.language(), count)),
        ("grammar", grammar(count).to_owned()),
        ("with", with.to_string()),
        ("rule", rule(of, texts)),
        ("because", because(term, texts)),
    ];
    texts.with("overlap-of-enrolment", &words.each_ref().map(|(name, value)| (*name, value.as_str())))
}

/// What a settlement made of another agreement. How many successes are not paid is a contract figure and always shown.
pub fn of_settlement(used: &OverlapUsed, is_shown: bool, texts: &Texts) -> String {
    let not_paid = u64::try_from(used.not_paid.len()).unwrap_or(u64::MAX);
    let (key, count) = match (not_paid, used.paid_in_both) {
        (0, 0) => ("overlap-of-settlement-none", used.people),
        (0, both) => ("overlap-of-settlement-both", both),
        _ => ("overlap-of-settlement", not_paid),
    };
    // One and many are told apart by the grammar: that must not tell what is hidden.
    let grammar = if key == "overlap-of-settlement-none" && !is_shown {
        "other"
    } else {
        grammar(count)
    };
    let words = [
        ("people", people(used.people, is_shown, texts)),
        ("successes", format::count(texts.language(), count)),
        ("grammar", grammar.to_owned()),
        ("with", used.with.to_string()),
        ("rule", rule(used.rule, texts)),
        ("because", because(used.term.as_ref(), texts)),
    ];
    texts.with(key, &words.each_ref().map(|(name, value)| (*name, value.as_str())))
}

fn grammar(count: u64) -> &'static str {
    if count == 1 { "one" } else { "other" }
}
