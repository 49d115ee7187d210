//! Prints what is owed besides money, choices, amendments, claims, printed tables, examples and signatures, and the head
//! of a published paper.

use virkning_model::Decimal;
use virkning_model::agreement::{Agreement, Amendment, Example, ExampleCap, GivenCounts, GivenObservation};
use virkning_model::claim::{Claim, ClaimSays, ClaimValue, Printed, PrintedRow, Project, PublishedDocument, RowRole};
use virkning_model::continuation::{ContinuationCriterion, ContinuationTest};
use virkning_model::observation::{Arm, Outcome};

use super::page::{Page, amount};
use super::people::price_level;
use crate::canonical::quoted;
use crate::resolve::words;
use crate::shape::NOT_STATED;

pub(super) fn choices(page: &mut Page, agreement: &Agreement) {
    for duty in &agreement.duties {
        page.term("[[duty]]");
        page.words("id", duty.id.as_str());
        page.word("kind", words::DUTY_KINDS, &duty.kind);
        page.words("label", &duty.label);
        page.list("by", duty.by.iter().map(|party| party.as_str()));
        page.list("to", duty.to.iter().map(|party| party.as_str()));
        page.words("trigger", &duty.trigger);
        page.may_plain_list("months", &duty.months);
        page.may("before", duty.before);
        page.may_list("criteria", duty.criteria.iter().map(String::as_str));
        page.origin(duty.origin.as_ref());
    }
    if let Some(continuation) = &agreement.continuation {
        page.term("[continuation]");
        page.raw("expires", continuation.expires);
        page.words("decided_by", &continuation.decided_by);
        page.word("if_met", words::RECOMMENDATIONS, &continuation.if_met);
        page.origin(continuation.origin.as_ref());
    }
    for criterion in &agreement.criteria {
        print_criterion(page, criterion);
    }
    for choice in &agreement.choices {
        page.term("[[choice]]");
        page.words("id", choice.id.as_str());
        page.words("term", &choice.term);
        page.words("question", &choice.question);
        page.words("chosen", &choice.chosen);
        page.list("alternatives", choice.alternatives.iter().map(String::as_str));
        page.words("because", &choice.because);
        page.origin(choice.origin.as_ref());
    }
}

fn print_criterion(page: &mut Page, criterion: &ContinuationCriterion) {
    page.term("[[criterion]]");
    page.words("id", criterion.id.as_str());
    page.words("label", &criterion.label);
    match &criterion.test {
        ContinuationTest::Measure { measure, at_least, at_most } => {
            page.words("test", "measure");
            page.words("about", &format!("measure.{measure}"));
            page.may("at_least", *at_least);
            page.may("at_most", *at_most);
        }
        ContinuationTest::Participants { at_least } => {
            page.words("test", "participants");
            page.may("at_least", *at_least);
        }
        ContinuationTest::Cashable { saving } => {
            page.words("test", "cashable");
            page.words("about", &format!("saving.{saving}"));
        }
        ContinuationTest::Account { party } => {
            page.words("test", "account");
            page.words("party", party.as_str());
        }
        ContinuationTest::Judgement { met, because } => {
            page.words("test", "judgement");
            page.may_word("met", words::YES_NO, met.as_ref());
            page.may_words("because", because.as_deref());
        }
    }
    page.word("otherwise", words::RECOMMENDATIONS, &criterion.otherwise);
    page.origin(criterion.origin.as_ref());
}

pub(super) fn amendments(page: &mut Page, amendments: &[Amendment]) {
    for amendment in amendments {
        page.term("[[amendment]]");
        page.words("id", amendment.id.as_str());
        page.raw("from", amendment.from);
        page.words("because", &amendment.because);
        let changes = amendment.changes.iter().map(|change| {
            let was = change.was.as_ref().map_or_else(String::new, |was| format!("was = {was}, "));
            format!("{{ term = {}, {was}becomes = {} }}", quoted(&change.term), change.becomes)
        });
        page.plain_list("changes", changes);
        page.origin(amendment.origin.as_ref());
    }
}

pub(super) fn claims(page: &mut Page, claims: &[Claim], printed: &[Printed]) {
    for claim in claims {
        page.term("[[claim]]");
        page.words("id", claim.id.as_str());
        page.words("text", &claim.text);
        page.may_words("document", claim.document.as_deref());
        page.words("place", &claim.place);
        match &claim.says {
            ClaimSays::Holds { text, .. } => page.words("says", text),
            ClaimSays::Value { about, value, unit, .. } => {
                page.words("about", about);
                match value {
                    ClaimValue::Number(number) => page.raw("value", number),
                    ClaimValue::Text(text) => page.words("value", text),
                    ClaimValue::Date(day) => page.raw("value", day),
                }
                page.may_words("unit", unit.as_deref());
            }
            ClaimSays::Underivable => {}
        }
        if let ClaimSays::Value { rounding, .. } | ClaimSays::Holds { rounding, .. } = &claim.says
            && !rounding.is_zero()
        {
            page.raw("rounding", rounding);
        }
        page.origin(claim.origin.as_ref());
    }
    printed.iter().for_each(|term| table(page, term));
}

fn table(page: &mut Page, printed: &Printed) {
    page.term("[[printed]]");
    page.words("id", printed.id.as_str());
    page.may_words("document", printed.document.as_deref());
    page.words("place", &printed.place);
    page.raw("unit", printed.unit);
    page.may_words("unit_label", printed.unit_label.as_deref());
    page.may_words("area", printed.area.as_deref());
    page.may("horizon", printed.horizon);
    page.list("columns", printed.columns.iter().map(String::as_str));
    page.plain_list("rows", printed.rows.iter().map(row));
    page.origin(printed.origin.as_ref());
}

fn row(row: &PrintedRow) -> String {
    let value = |value: &Option<Decimal>| value.map_or_else(|| quoted(NOT_STATED), |value| value.to_string());
    let values: Vec<String> = row.values.iter().map(value).collect();
    let mut keys = vec![format!("label = {}", quoted(&row.label)), format!("values = [{}]", values.join(", "))];
    if row.is.is_some() {
        keys.push(format!("is = {}", quoted(&row.is_text)));
    }
    keys.extend(row.sum.map(|sum| format!("sum = {sum}")));
    keys.extend(row.area.as_ref().map(|area| format!("area = {}", quoted(area))));
    keys.extend(row.horizon.map(|year| format!("horizon = {year}")));
    if row.role != RowRole::Part {
        keys.push(format!("role = {}", quoted(words::word_of(words::ROW_ROLES, &row.role))));
    }
    if !row.of.is_empty() {
        let of: Vec<String> = row.of.iter().map(|label| quoted(label)).collect();
        keys.push(format!("of = [{}]", of.join(", ")));
    }
    if row.opposite_sign {
        keys.push("sign = \"opposite\"".to_owned());
    }
    format!("{{ {} }}", keys.join(", "))
}

pub(super) fn examples(page: &mut Page, agreement: &Agreement) {
    agreement.examples.iter().for_each(|term| example(page, term));
    for signature in &agreement.signatures {
        page.term("[[signature]]");
        page.words("party", signature.party.as_str());
        page.words("office", &signature.office);
        page.origin(signature.origin.as_ref());
    }
}

fn example(page: &mut Page, example: &Example) {
    page.term("[[example]]");
    page.words("name", &example.name);
    page.rates("", "rates", example.rates.as_ref());
    match &example.cap {
        ExampleCap::Agreed => {}
        ExampleCap::None => page.words("cap", "none"),
        ExampleCap::Method(cap) => page.word("cap", words::METHODS, cap),
    }
    page.may_words("of", example.of.as_ref().map(|id| id.as_str()));
    if !example.given.is_empty() {
        page.by_key("given", example.given.iter().map(|(year, counts)| (year, given(counts))));
    }
    page.may_plain_list("observations", example.observations.iter().map(observation));
    page.may("terminated", example.terminated);
    if let Some((term, other)) = &example.choice {
        page.raw("choice", format_args!("{{ term = {}, as = {} }}", quoted(term), quoted(other)));
    }
    if !example.due.is_empty() {
        let due = example.due.iter().map(|(id, due)| (id.as_str(), quoted(words::word_of(words::YES_NO, due))));
        page.by_key("due", due);
    }
    page.money_by_year("payments", &example.payments);
    page.may("total", example.total.map(amount));
    page.origin(example.origin.as_ref());
}

fn given(counts: &GivenCounts) -> String {
    let named = [
        ("eligible", counts.eligible),
        ("successes", counts.successes),
        ("sum", counts.sum),
        ("control_eligible", counts.control_eligible),
        ("control_successes", counts.control_successes),
        ("control_sum", counts.control_sum),
    ];
    let mut keys: Vec<String> =
        named.iter().filter(|(_, count)| !count.is_zero()).map(|(key, count)| format!("{key} = {count}")).collect();
    keys.extend(counts.estimate.map(|estimate| format!("estimate = {estimate}")));
    format!("{{ {} }}", keys.join(", "))
}

fn observation(observation: &GivenObservation) -> String {
    let (who, measure) = (quoted(observation.participant.as_str()), quoted(observation.measure.as_str()));
    let mut keys = vec![format!("participant = {who}, measure = {measure}, year = {}", observation.year)];
    if observation.at > 0 {
        keys.push(format!("at = {}", observation.at));
    }
    let outcome = |outcome: Outcome| match outcome {
        Outcome::Unclarified(_) => "unclarified",
        decided => words::word_of(words::OUTCOMES, &decided),
    };
    keys.extend(observation.outcome.map(|given| format!("outcome = {}", quoted(outcome(given)))));
    keys.extend(observation.value.map(|value| format!("value = {value}")));
    if observation.arm != Arm::Treatment {
        keys.push("arm = \"control\"".to_owned());
    }
    format!("{{ {} }}", keys.join(", "))
}

pub(super) fn document(page: &mut Page, document: &PublishedDocument) {
    page.term("[document]");
    page.words("id", document.id.as_str());
    page.words("name", &document.name);
    page.may("published", document.published);
    page.words("currency", document.currency.code());
    price_level(page, &document.price_level);
    page.origin(document.origin.as_ref());
    document.projects.iter().for_each(|term| project(page, term));
}

fn project(page: &mut Page, project: &Project) {
    page.term("[[project]]");
    page.words("id", project.id.as_str());
    page.words("name", &project.name);
    page.may_list("aliases", project.aliases.iter().map(String::as_str));
    page.may_words("agreement", project.agreement.as_ref().map(|id| id.as_str()));
    if let Some(period) = project.period {
        page.years("period", period);
    }
    page.may("follow_up_to", project.follow_up_to);
    page.may("capital", project.capital.map(amount));
    page.may("participants", project.participants);
    page.may_word("unit", words::UNITS, project.unit.as_ref());
    page.may("repayment", project.repayment.map(amount));
    page.may("savings", project.savings.map(amount));
    page.may("net", project.net.map(amount));
    page.may("horizon", project.horizon);
    page.origin(project.origin.as_ref());
}
